#!/bin/sh
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: install-tree.sh BUILD_FOLDER FOLDER_BELOW_PREFIX
# Installs the sample library with its times and its links as they are, which Meson's own copying
# of folders does not.
set -eu
target="$MESON_INSTALL_DESTDIR_PREFIX/$2"
rm -rf "$target"
mkdir -p "$target"
cp -R -P -p "$1/library" "$1/truth.csv" "$target/"
chmod -R u=rwX,go=rX "$target"
