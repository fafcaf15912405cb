#!/bin/bash
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: build-aux/make-screenshots.sh [FOLDER] [light|dark] [LANGUAGE]
#                                   data/screenshots, light, C.UTF-8 when they are not named
# The pictures of README and metainfo, taken of the real window while it arranges the sample library:
# home, choose, review, organize, verify, clean-up and history, 2000×1400 points on a screen of twice
# the usual density, with the shadow that a desktop would draw.
set -euo pipefail
# shellcheck source=build-aux/prepare.sh
source "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"
folder=$(realpath -m -- "${1:-$source_root/data/screenshots}")
build=${SUSUN_BUILD:-$source_root/_build}

case ${2:-light} in
  light) scheme=force-light ;;
  dark) scheme=force-dark ;;
  *)
    sed -n '5,6s/^# //p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac
if [[ -z ${SUSUN_BUILD:-} ]]; then
  install_packages build test
  configure _build
  compile _build
fi
mkdir -p "$folder"

# The folders in the pictures are somebody's, not the temporary ones of a test: /home is another one
# while they are taken.
here=$folder/.home
mkdir -p "$here/aina"
export SUSUN_LANG=${3:-C.UTF-8} ADW_DEBUG_COLOR_SCHEME=$scheme GDK_SCALE=2
# shellcheck disable=SC2016 # for the other shell
unshare --mount --map-root-user bash -c 'mount --bind "$0" /home && exec "$@"' "$here" \
  "$source_root/tests/ui/run-headless.sh" -s 2400x1800 -- /usr/bin/python3 \
  "$source_root/build-aux/take-screenshots.py" "$build/src/ui/susun" \
  "$build/data/sample/library" /home/aina "$folder"
rm -rf "$here"
ls -l "$folder"
