#!/bin/bash
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: build-aux/test.sh                 installs what is missing, builds, runs all quick tests
#        build-aux/test.sh --suite NAME    one of the slow suites: bench fuzz powercut flatpak
#                                  install dist trixie ui-asan pseudo looks
#
# Quick means: style, core, cli, ui, faults and corpus compiled by gcc, a second compilation by
# clang, and core, cli and faults once more under AddressSanitizer and UndefinedBehaviorSanitizer.
# The last line is “N passed, N failed, N skipped”; the exit status is 0 when none failed.
set -euo pipefail
# shellcheck source=build-aux/prepare.sh
source "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"
cd "$source_root"

steps=()  # --step NAME=ok|failed, for the sum
logs=()   # STATUS=LOG: how "meson test" ended, and what it wrote

finish() {
  python3 build-aux/sum-tests.py "${steps[@]}" "${logs[@]}"
}

give_up() {
  say "$1"
  echo '0 passed, 1 failed, 0 skipped'
  exit 1
}

# build FOLDER TITLE [MESON OPTION...]: a build is a test of its own.
build() {
  local folder=$1 title=$2
  shift 2
  say "== $title"
  if configure "$folder" "$@" && compile "$folder"; then
    steps+=(--step "$title=ok")
  else
    steps+=(--step "$title=failed")
    return 1
  fi
}

# run FOLDER [meson test ARGUMENT...]
run() {
  local folder=$1 status=0 log=testlog
  shift
  if [[ ${1:-} == --benchmark ]]; then
    log=benchmarklog
  fi
  rm -f "$folder/meson-logs/$log.json"
  meson test -C "$folder" --no-rebuild --print-errorlogs "$@" >&2 || status=$?
  if [[ -s $folder/meson-logs/$log.json ]]; then
    logs+=("$status=$folder/meson-logs/$log.json")
  elif ((status != 0)); then
    steps+=(--step "meson test in $folder=failed")
  fi
}

quick() {
  install_packages build test || give_up 'The tests need the packages above.'
  if build _build 'gcc, warnings as errors' -Dwerror=true; then
    run _build
  fi
  # For its warnings alone: nothing of it is run.
  CC=clang build _build-clang 'clang, warnings as errors' -Dwerror=true -Dbuildtype=plain || true
  # The window is not tested with them.
  if build _build-asan 'gcc with sanitizers' -Dwerror=true -Dgui=false \
    -Db_sanitize=address,undefined -Db_lundef=false; then
    run _build-asan --suite core --suite cli --suite faults --timeout-multiplier 4
  fi
}

slow() {
  install_packages build test "$1" || give_up 'The suite needs the packages above.'
  case $1 in
    bench)
      build _build 'gcc, warnings as errors' -Dwerror=true && run _build --suite bench \
        && run _build --benchmark --suite bench \
        && cat _build/bench/results/table.txt >&2
      ;;
    fuzz)
      CC=clang build _build-fuzz 'clang with libFuzzer and sanitizers' -Dfuzz=true -Dwerror=true \
        -Dgui=false -Db_sanitize=address,undefined -Db_lundef=false \
        && run _build-fuzz --suite fuzz \
        && cat _build-fuzz/fuzz/*/result.txt >&2
      ;;
    ui-asan)
      build _build-asan 'gcc with sanitizers' -Dwerror=true \
        -Db_sanitize=address,undefined -Db_lundef=false \
        && SUSUN_UI_TIMEOUT=120 run _build-asan --suite ui --timeout-multiplier 6
      ;;
    *)
      build _build 'gcc, warnings as errors' -Dwerror=true \
        && run _build --suite "$1" --timeout-multiplier 0
      ;;
  esac || true
}

case "${1:-} $#" in
  ' 0') quick ;;
  '--suite 2') slow "$2" ;;
  *)
    sed -n '5,7s/^# //p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac
finish
