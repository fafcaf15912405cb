#!/bin/bash
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-flatpak.sh SOURCE_ROOT CACHE_FOLDER
# Builds the published manifest on a runtime made from Debian packages, installs it and works with it:
# test-flatpak.py, on a computer of its own. Tests what is committed. Speaks TAP; slow: the first time
# makes that runtime and that computer, which later runs keep and which then need no network.
set -euo pipefail
source_root=$(realpath -- "$1")
mkdir -p "$2"
cache=$(realpath -- "$2")

skip() {
  echo "1..0 # SKIP $1"
  exit 0
}

if ((EUID != 0)); then
  skip 'another computer needs root (mounts, namespaces)'
fi
for tool in git unshare; do
  command -v "$tool" >/dev/null || skip "$tool is not installed"
done
git -C "$source_root" rev-parse HEAD >/dev/null 2>&1 || skip "$source_root is not a git checkout"
unshare --mount --net --ipc --pid --fork true 2>/dev/null || skip 'no namespaces here'
grep -qw fuse /proc/filesystems || skip 'this kernel has no FUSE, which the document portal is made of'
command -v mmdebstrap >/dev/null || skip 'mmdebstrap is not installed'
if ! "$source_root/flatpak/make-runtime.sh" "$cache" >"$cache/make-runtime.log" 2>&1; then
  skip "the runtime could not be made from Debian packages (see $cache/make-runtime.log)"
fi

rm -rf --one-file-system "${cache:?}/source" "${cache:?}/home"
git clone -q --no-hardlinks "$source_root" "$cache/source"
exec "$cache/source/flatpak/on-machine.sh" "$cache" "$cache/source" \
  /srv/source/tests/flatpak/test-flatpak.py 2> >(grep -vE 'dbus-daemon|xdg-desktop-portal|pw.conf' >&2)
