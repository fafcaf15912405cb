#!/bin/bash
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: run-ui-test.sh [--keyring|--large] TEST.py|PROGRAM ARGUMENT...
# Runs it in a display, a session and an accessibility bus of its own; skips where these are missing.
# --keyring: with a keyring in the session; else there is none.
# --large: on a screen where a window has room for some 60 pictures.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

for tool in Xvfb dbus-daemon openbox xdpyinfo xdotool import; do
  if ! command -v "$tool" >/dev/null; then
    echo "1..0 # SKIP $tool is not installed"
    exit 0
  fi
done
if ! /usr/bin/python3 -c 'import gi; gi.require_version("Atspi", "2.0"); gi.require_version("Gtk", "4.0")' 2>/dev/null; then
  echo '1..0 # SKIP Python cannot reach the accessibility bus (python3-gi, gir1.2-atspi-2.0, gir1.2-gtk-4.0)'
  exit 0
fi
session=()
if [[ $1 == --keyring ]]; then
  shift
  session=(-k)
  if ! command -v gnome-keyring-daemon >/dev/null; then
    echo '1..0 # SKIP gnome-keyring-daemon is not installed'
    exit 0
  fi
fi
# A window asks for memory more often, and deeper, than the rest: where it did is all that takes time
# under AddressSanitizer. Ten calls back tell as well whose it is as thirty.
export ASAN_OPTIONS="${ASAN_OPTIONS:-}:malloc_context_size=10"
if [[ $1 == --large ]]; then
  shift
  session=(-s 1920x1440)
fi
if [[ $1 != *.py ]]; then
  exec "$here/run-headless.sh" -a off -- "$@"
fi
# The window is held to fatal warnings by the tests that start it; the bus's own library, in Python,
# warns when a widget goes while it is being asked about.
unset G_DEBUG
exec "$here/run-headless.sh" "${session[@]}" -- /usr/bin/python3 "$@"
