#!/bin/bash
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-dist.sh SOURCE_ROOT WORK_FOLDER
# The release as a packager meets it: a tarball from "meson dist" that builds by itself and passes its
# tests, an installation that stays within its prefix and its DESTDIR and works from there, and an
# uninstallation that leaves nothing. Tests what is committed. Speaks TAP; slow: it compiles twice.
# shellcheck disable=SC2317 # called by point
set -euo pipefail
source_root=$(realpath -- "$1")
rm -rf -- "$2"
mkdir -p "$2"
work=$(realpath -- "$2")
logs=$work
# shellcheck source=tests/install/points.sh
source "$(dirname "${BASH_SOURCE[0]}")/points.sh"

git -C "$source_root" rev-parse HEAD >/dev/null 2>&1 || skip "$source_root is not a git checkout"

makes_a_tarball() {
  git clone -q "$source_root" "$work/clone"
  meson setup "$work/dist" "$work/clone" -Dtests=false
  meson dist -C "$work/dist" --no-tests --formats xztar
  mkdir "$work/source"
  tar -C "$work/source" --strip-components=1 -xf "$work"/dist/meson-dist/susun-*.tar.xz
  (cd "$work/dist/meson-dist" && sha256sum -c ./*.sha256sum)
}

builds() {
  meson setup "$work/build" "$work/source" -Dwerror=true --prefix "$work/prefix"
  ninja -C "$work/build"
}

# The tests that need no git and no display, and are quick: the others ran for the checkout.
passes() {
  meson test -C "$work/build" --no-rebuild --suite style --suite core --suite cli
}

# What the tests made may be newer than the log, never outside of where it belongs.
stays_within_destdir() {
  local outside
  DESTDIR=$work/destdir meson install -C "$work/build" --no-rebuild
  [[ ! -e $work/prefix ]]
  outside=$(find "$work/destdir" ! -type d ! -path "$work/destdir$work/prefix/*")
  [[ -z $outside ]] || { echo "outside the prefix: $outside"; return 1; }
  grep -rlF "$work/destdir" "$work/destdir" && { echo 'these know of DESTDIR'; return 1; }
  DESTDIR=$work/destdir "$work/source/build-aux/uninstall.sh" "$work/build"
  [[ -z $(find "$work/destdir" ! -type d) ]] || { find "$work/destdir" ! -type d; return 1; }
}

installs() {
  touch "$work/before"
  meson install -C "$work/build" --no-rebuild
  # Where else an installation would write, were it careless.
  local outside
  outside=$(find /etc /usr /opt "$HOME/.local" -newer "$work/before" ! -type d \
    -ipath '*susun*' 2>/dev/null || true)
  [[ -z $outside ]] || { echo "outside the prefix: $outside"; return 1; }
}

works_from_the_prefix() {
  local share=$work/prefix/share id=io.github.susun.Susun file
  for file in "applications/$id.desktop" "metainfo/$id.metainfo.xml" "dbus-1/services/$id.service" \
    "icons/hicolor/scalable/apps/$id.svg" "icons/hicolor/symbolic/apps/$id-symbolic.svg" \
    man/man1/susun.1 man/man1/susun-cli.1 man/ms/man1/susun.1 man/ms/man1/susun-cli.1 \
    bash-completion/completions/susun-cli \
    zsh/site-functions/_susun-cli fish/vendor_completions.d/susun-cli.fish \
    susun/sample/truth.csv; do
    [[ -s $share/$file ]] || { echo "$file was not installed"; return 1; }
  done
  grep -qxF "Exec=$work/prefix/bin/susun --gapplication-service" "$share/dbus-1/services/$id.service"
  [[ -x $work/prefix/bin/susun ]]
  mkdir "$work/home"
  cp -R "$share/susun/sample/library" "$work/home/camera"
  HOME=$work/home XDG_DATA_HOME=$work/home/data "$work/prefix/bin/susun-cli" organize --quiet \
    --source "$work/home/camera" --destination-root "$work/home/archive" --mode copy
  [[ -d $work/home/archive/2019 ]]
}

speaks_malay() {
  "$work/source/tests/ui/run-ui-test.sh" "$work/source/tests/install/check-malay.py" "$work/prefix"
}

uninstalls() {
  "$work/source/build-aux/uninstall.sh" "$work/build"
  # The desktop's caches in this prefix are made for all programs in it.
  local left
  left=$(find "$work/prefix" ! -type d ! -name icon-theme.cache ! -name mimeinfo.cache \
    ! -name gschemas.compiled)
  [[ -z $left ]] || { echo "left: $left"; return 1; }
}

builds_without_the_window() {
  meson setup "$work/no-gui" "$work/source" -Dgui=false -Dtests=false --prefix "$work/no-gui-prefix"
  meson install -C "$work/no-gui"
  "$work/no-gui-prefix/bin/susun-cli" --version
  [[ -z $(find "$work/no-gui-prefix" -name '*.desktop' -o -name susun.1) ]]
}

point 'meson dist makes a tarball' makes_a_tarball
point 'the tarball builds, warnings as errors' builds
point 'its tests pass' passes
point 'DESTDIR: nothing outside, and nothing left of it' stays_within_destdir
point 'installs into a prefix, and nowhere else' installs
point 'what was installed works from there' works_from_the_prefix
point 'and speaks Malay' speaks_malay
point 'uninstalls without a trace' uninstalls
point 'builds and installs without the window' builds_without_the_window

echo "1..$points"
exit "$failed"
