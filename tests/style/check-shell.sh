#!/bin/bash
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: check-shell.sh SOURCE_ROOT
# Every shell script passes shellcheck.
set -euo pipefail
cd "$1"
if ! command -v shellcheck >/dev/null; then
  echo '1..0 # SKIP shellcheck is not installed'
  exit 0
fi
echo 1..1
mapfile -d '' -t scripts < <(find .ci build-aux data flatpak po tests -type f -print0 \
  | xargs -0 grep -lzE '\A#!/(usr/)?bin/(env )?(ba)?sh' | tr '\n' '\0')
if ((${#scripts[@]} > 0)) && shellcheck -x -P SCRIPTDIR "${scripts[@]}"; then
  echo "ok 1 shellcheck of ${#scripts[@]} scripts"
else
  echo 'not ok 1 shellcheck'
  exit 1
fi
