#!/bin/bash
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: build-aux/make-screenshots.sh [FOLDER]      data/screenshots, when it is not named
# The pictures of README and metainfo, taken of the real window while it arranges the sample library:
# light, one of them dark, one in Malay. 2000×1400 points on a screen of twice the usual density, with
# the corners and the shadow that a desktop would draw, in at most 256 colours.
set -euo pipefail
# shellcheck source=build-aux/prepare.sh
source "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"
folder=$(realpath -m -- "${1:-$source_root/data/screenshots}")
build=${SUSUN_BUILD:-$source_root/_build}

if [[ -z ${SUSUN_BUILD:-} ]]; then
  install_packages build test screenshots
  configure _build
  compile _build
fi
mkdir -p "$folder"

# take SCHEME LANGUAGE SUFFIX NAME...
# The folders in the pictures are somebody's, not the temporary ones of a test: /home is another one
# while they are taken.
take() {
  local here=$folder/.home
  rm -rf "$here"
  mkdir -p "$here/aina"
  # shellcheck disable=SC2016 # for the other shell
  ADW_DEBUG_COLOR_SCHEME=$1 LANGUAGE=$2 GDK_SCALE=2 GSETTINGS_SCHEMA_DIR=$build/data/settings \
    TZ=Asia/Kuala_Lumpur SUSUN_LOCALES=$build/po SUSUN_OTHER_LOCALE=$build/tests/po/other-locale.so \
    unshare --mount --map-root-user bash -c 'mount --bind "$0" /home && exec "$@"' "$here" \
    "$source_root/tests/ui/run-headless.sh" -s 2400x1800 -- /usr/bin/python3 \
    "$source_root/build-aux/take-screenshots.py" "$build/src/ui/susun" \
    "$build/data/sample/library" /home/aina "$folder" "${@:3}"
  rm -rf "$here"
}

take default en '' review details organize verify clean-up titles history
take prefer-dark en -dark review
take default ms -ms choose
ls -l "$folder"
