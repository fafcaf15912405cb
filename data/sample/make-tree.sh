#!/bin/sh
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: make-tree.sh susun-make-sample FOLDER TRUTH_CSV
# Makes the tree anew: nothing of an older one may stay in it.
set -eu
rm -rf "$2"
exec "$1" "$2" "$3"
