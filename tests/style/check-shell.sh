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
scripts=()
while IFS= read -r -d '' file; do
  if head -n 1 "$file" | grep -qE '^#!(/usr)?/bin/(env )?(ba)?sh'; then
    scripts+=("$file")
  fi
done < <(find .ci build-aux data flatpak po tests -type f -print0)
if ((${#scripts[@]} > 0)) && shellcheck -x -P SCRIPTDIR "${scripts[@]}"; then
  echo "ok 1 shellcheck of ${#scripts[@]} scripts"
else
  echo 'not ok 1 shellcheck'
  exit 1
fi
