#!/bin/bash
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: check-links.sh PROGRAM
# The command line runs where there is no desktop: neither it nor a library of its pulls in GTK.
set -euo pipefail
echo 1..2
libraries=$(ldd "$1")
if grep -qE 'libglib-2\.0\.so' <<<"$libraries"; then
  echo 'ok 1 its libraries are known'
else
  echo 'not ok 1 its libraries are known'
  exit 1
fi
if grep -E 'lib(gtk|gdk|gsk|adwaita|X11|wayland-client)[-.0-9]' <<<"$libraries" >&2; then
  echo 'not ok 2 no GTK among them'
  exit 1
fi
echo 'ok 2 no GTK among them'
