# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Sourced: TAP of a long shell script. Each point's output goes to $logs/NUMBER.log, which the caller
# names before the first point; at its end it prints "1..$points" and exits with $failed.
points=0
failed=0

skip() { # REASON: all of it
  echo "1..0 # SKIP $1"
  exit 0
}

point() { # TITLE COMMAND...
  local status=0 log
  points=$((points + 1))
  log=${logs:?}/$points.log
  "${@:2}" >"$log" 2>&1 || status=$?
  if ((status == 0)); then
    echo "ok $points $1"
  else
    failed=1
    echo "not ok $points $1"
    echo "status $status; the end of $log:" >&2
    tail -n 60 "$log" >&2
  fi
}
