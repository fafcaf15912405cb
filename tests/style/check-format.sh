#!/bin/bash
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: check-format.sh SOURCE_ROOT
# Formatting is a machine's job: every C file is as clang-format 14 leaves it.
set -euo pipefail
cd "$1"
tool=$(command -v clang-format-14 || command -v clang-format || true)
if [[ -z $tool ]] || ! "$tool" --version | grep -q 'version 14\.'; then
  echo '1..0 # SKIP clang-format 14 is not installed'
  exit 0
fi
echo 1..1
if find src tests data -name '*.[ch]' -print0 | xargs -0 "$tool" --dry-run -Werror --ferror-limit=1; then
  echo 'ok 1 clang-format'
else
  echo 'not ok 1 clang-format'
  exit 1
fi
