#!/bin/bash
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: build-aux/run.sh               the window, or without a display the whole job on a fresh
#                                       copy of the sample library
#        build-aux/run.sh FOLDER...     the window with these folders, or without a display the job
#                                       on them: copied, verified, nothing removed
#
# Installs what is missing and builds first. Works twice in a row; offline after the first time.
set -euo pipefail
called_from=$PWD
# shellcheck source=build-aux/prepare.sh
source "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"
cli=$source_root/_build/src/cli/susun-cli
failures=0
history=() # options of every command: the sample's history is its own, never the user's

# step TITLE COMMAND...: shows and runs it. Status 1 is "done, but some items failed, named above".
step() {
  local status=0
  printf '\n== %s\n$ %s\n' "$1" "$(quoted "${@:2}")"
  "${@:2}" || status=$?
  if ((status == 1)); then
    failures=$((failures + 1))
  elif ((status != 0)); then
    say "That ended with status $status."
    exit "$status"
  fi
}

# The words of a command, ready to be pasted.
quoted() {
  local word line=
  for word in "$@"; do
    if [[ $word =~ ^[A-Za-z0-9_./:=+-]+$ ]]; then
      line+=" $word"
    else
      line+=" '${word//\'/\'\\\'\'}'"
    fi
  done
  printf '%s' "${line# }"
}

# The second column of the first row: no cell before it holds a comma or a newline.
run_id_of() { sed -n '2{s/^[^,]*,\([^,]*\),.*/\1/p;q}' "$1"; }

count_files() { find "$1" -type f 2>/dev/null | wc -l; }

# organize_and_verify ARCHIVE REPORTS OPTION... -- SOURCE...
organize_and_verify() {
  local archive=$1 reports=$2 options=() sources=()
  shift 2
  while [[ $1 != -- ]]; do
    options+=("$1")
    shift
  done
  shift
  while (($# > 0)); do
    sources+=(--source "$1")
    shift
  done
  step 'Organize: date every picture and film, copy it to its year' \
    "$cli" organize "${sources[@]}" --destination-root "$archive" --mode copy \
    --report-csv "$reports/organize.csv" "${options[@]}" "${history[@]}"
  step 'Verify: read both sides again from the disk and compare' \
    "$cli" verify --input-csv "$reports/organize.csv" --verified-out "$reports/verified.csv" \
    --unverified-out "$reports/unverified.csv" "${history[@]}"
}

sample() {
  local run id
  mkdir -p "$source_root/_sample-run"
  run=$(mktemp -d "$source_root/_sample-run/$(date +%Y%m%d-%H%M%S)-XXXX")
  chmod 755 "$run"
  history=(--history-db "$run/history.db")
  mkdir "$run/reports" "$run/archive"
  cp -R -P -p "$source_root/_build/data/sample/library" "$run/source"
  echo "The sample library: $(count_files "$run/source") files in $run/source"

  organize_and_verify "$run/archive" "$run/reports" --zone Asia/Kuala_Lumpur -- "$run/source"
  id=$(run_id_of "$run/reports/organize.csv")
  step 'Quarantine: move the originals that are proven out of the way' \
    "$cli" quarantine --manifest "$run/reports/verified.csv" --expected-run-id auto \
    --quarantine-root "$run/quarantine" --results-out "$run/reports/quarantine.csv" "${history[@]}"
  step 'The history of it' "$cli" history list "${history[@]}"

  cat <<END

== Where everything is
source      $run/source
            $(count_files "$run/source") files left: what was not proven, and what is neither picture nor film
archive     $run/archive
            $(count_files "$run/archive") files
quarantine  $run/quarantine
            $(count_files "$run/quarantine") files
manifests   $run/reports/{organize,verified,unverified,quarantine}.csv
history     $run/history.db

To put the originals back where they were, and then to take the copies out of the archive again:
  $(quoted "$cli" restore "$id" "${history[@]}")
  $(quoted "$cli" undo "$id" "${history[@]}")
END
}

folders() {
  local folder sources=() first archive reports
  cd "$called_from"
  for folder in "$@"; do
    if [[ ! -d $folder ]]; then
      say "$folder is not a folder."
      exit 2
    fi
    sources+=("$(realpath -- "$folder")")
  done
  first=${sources[0]}
  archive=$first-archive
  reports=$first-archive-reports/$(date +%Y%m%d-%H%M%S)
  echo "The pictures and films of these folders are copied to $archive and verified there."
  echo "The folders themselves stay as they are. Manifests go to $reports"
  mkdir -p "$archive" "$reports"

  organize_and_verify "$archive" "$reports" -- "${sources[@]}"
  cat <<END

== Where everything is
sources     untouched
$(printf '            %s\n' "${sources[@]}")
archive     $archive
            $(count_files "$archive") files
manifests   $reports/{organize,verified,unverified}.csv

Nothing was removed. To move the originals that are proven to a quarantine:
  $(quoted "$cli" quarantine --manifest "$reports/verified.csv" --expected-run-id auto \
    --quarantine-root "$first-quarantine")
To take the copies out of the archive again:
  $(quoted "$cli" undo "$(run_id_of "$reports/organize.csv")")
END
}

# The window starts where it was called from, so that relative folders are found.
window() {
  cd "$called_from"
  exec "$source_root/_build/src/ui/susun" "$@"
}

install_packages build
configure _build
compile _build src/cli/susun-cli src/ui/susun data/sample/truth.csv data/settings/gschemas.compiled
if [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then
  window "$@"
fi
if (($# == 0)); then
  sample
else
  folders "$@"
fi
if ((failures > 0)); then
  say "Some items failed; they are named above."
  exit 1
fi
