#!/bin/bash
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: build-aux/uninstall.sh [BUILD_FOLDER]      _build, when none is named
# Takes away what "meson install -C BUILD_FOLDER" put into its prefix, the sample library too, which
# "ninja uninstall" alone would leave. The history of runs and everybody's files stay.
set -euo pipefail
build=$(realpath -- "${1:-$(dirname "${BASH_SOURCE[0]}")/../_build}")
log=$build/meson-logs/install-log.txt

if [[ ! -e $log ]]; then
  echo "Nothing was installed from $build." >&2
  exit 1
fi
# Beside what is always installed: wherever prefix, DESTDIR and options put it.
data=$(sed -n 's,/zsh/site-functions/_susun-cli$,/susun,p' "$log")
if [[ $data != /*/susun ]]; then
  echo "$log does not tell where Susun was installed; nothing was removed." >&2
  exit 1
fi
rm -rf -- "$data/sample"
ninja -C "$build" uninstall >/dev/null
if [[ -d $data ]]; then
  rmdir --ignore-fail-on-non-empty -- "$data"
fi
echo "Removed: Susun, as it was installed from $build."
