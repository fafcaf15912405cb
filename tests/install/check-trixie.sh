#!/bin/bash
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-trixie.sh SOURCE_ROOT CACHE_FOLDER
# The same code on the next Debian, 13: newer compilers, GLib and GTK. It builds there with warnings
# as errors, by gcc and by clang, and passes its quick tests. Tests what is committed. Speaks TAP;
# slow: the first time makes the system with debootstrap, which later runs keep.
# shellcheck disable=SC2016,SC2317 # meant for awk, apt and the other machine's shell; called by point
set -euo pipefail
suite=trixie
source_root=$(realpath -- "$1")
mkdir -p "$2/archives/partial"
cache=$(realpath -- "$2")
root=$cache/$suite
logs=$cache
# shellcheck source=tests/install/points.sh
source "$(dirname "${BASH_SOURCE[0]}")/points.sh"

# ---- what it needs

if ((EUID != 0)); then
  skip 'another Debian needs root (debootstrap, chroot)'
fi
for tool in debootstrap git unshare; do
  command -v "$tool" >/dev/null || skip "$tool is not installed"
done
git -C "$source_root" rev-parse HEAD >/dev/null 2>&1 || skip "$source_root is not a git checkout"
if [[ ${SUSUN_IN_NAMESPACE:-} != yes ]]; then
  unshare --mount true 2>/dev/null || skip 'no mount namespaces here'
  # What is mounted below goes away with the namespace, however this ends.
  SUSUN_IN_NAMESPACE=yes exec unshare --mount --propagation private "$0" "$@"
fi

mirror() { # LABEL: where this system's apt finds it
  apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' \
    | awk -v label="$1" '$1 == label { print $2; exit }'
}
main=$(mirror Debian)
security=$(mirror Debian-Security)
[[ -n $main ]] || skip "this system's apt knows no mirror of Debian"

# ---- the system

inside() { # COMMAND: in the clone
  env -i HOME=/root LANG=C.UTF-8 TERM=dumb PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive \
    chroot "$root" sh -c "cd /srv/susun && $1" </dev/null
}

if [[ ! -d $root ]]; then
  rm -rf --one-file-system "$root.part"
  if ! debootstrap --variant=minbase "$suite" "$root.part" "$main" >"$cache/base.log" 2>&1; then
    skip "debootstrap could not make $suite from $main (see $cache/base.log)"
  fi
  {
    printf 'deb %s %s main\n' "$main" "$suite" "$main" "$suite-updates"
    if [[ -n $security ]]; then
      printf 'deb %s %s-security main\n' "$security" "$suite"
    fi
  } >"$root.part/etc/apt/sources.list"
  # How this system reaches its mirror: proxies and clocks are no business of the test's.
  apt-config dump | grep -E '^Acquire::(http|https|Check-)' >"$root.part/etc/apt/apt.conf.d/90host" \
    || true
  printf 'Binary::apt-get::APT::Keep-Downloaded-Packages "true";\n' \
    >"$root.part/etc/apt/apt.conf.d/91keep"
  cp -L /etc/resolv.conf /etc/hosts "$root.part/etc/"
  mv "$root.part" "$root"
fi
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/tmp" -o mode=1777
mount --bind "$cache/archives" "$root/var/cache/apt/archives"
rm -rf "$root/srv/susun"
git clone -q --no-hardlinks "$source_root" "$root/srv/susun"

# ---- the points

# Debian 13 has neither clang-format 14, which decides how the source looks, nor clang 14's own libraries.
installs_packages() {
  local packages
  packages=$(awk '($1 == "build" || $1 == "test") && $2 !~ /-14/ { print $2 }' \
    "$root/srv/susun/build-aux/packages" | tr '\n' ' ')
  inside 'apt-get -q update'
  inside "apt-get -q -y -o Dpkg::Use-Pty=0 --no-install-recommends install $packages"
}

builds() { # COMPILER
  inside "CC=$1 meson setup _build-$1 -Dwerror=true"
  inside "ninja -C _build-$1"
}

is_free_of_warnings() { ! grep -E '^(\.\./)?(src|tests|data)/.*warning:' "$cache"/[0-9]*.log; }

passes() {
  inside 'meson test -C _build-gcc --no-rebuild --print-errorlogs --timeout-multiplier 3 --no-suite ui'
}

shows_its_window() {
  inside 'meson test -C _build-gcc --no-rebuild --print-errorlogs --timeout-multiplier 3 --suite ui'
}

point 'its packages are there' installs_packages
point 'builds with gcc, warnings as errors' builds gcc
point 'builds with clang, warnings as errors' builds clang
point 'no warning about our own code' is_free_of_warnings
point 'the quick tests without a window pass' passes
point 'the tests of the window pass' shows_its_window

echo "1..$points"
exit "$failed"
