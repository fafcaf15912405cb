#!/bin/bash
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-clean-debian.sh SOURCE_ROOT CACHE_FOLDER
# The two commands of the README, word for word, in a Debian 12 that holds nothing but what
# debootstrap installs: as root, as a user with sudo, as a user without, and offline the second time.
# Then "meson install". Tests what is committed. Speaks TAP; slow: it downloads a compiler.
# shellcheck disable=SC2016,SC2317 # meant for awk, apt and the other machine's shell; called by point
set -euo pipefail
source_root=$(realpath -- "$1")
mkdir -p "$2"
cache=$(realpath -- "$2")
base=$cache/bookworm.tar
logs=$cache
# shellcheck source=tests/install/points.sh
source "$(dirname "${BASH_SOURCE[0]}")/points.sh"

# ---- what it needs

if ((EUID != 0)); then
  skip 'a clean Debian needs root (debootstrap, chroot)'
fi
for tool in debootstrap git unshare ip; do
  command -v "$tool" >/dev/null || skip "$tool is not installed"
done
git -C "$source_root" rev-parse HEAD >/dev/null 2>&1 || skip "$source_root is not a git checkout"
if [[ ${SUSUN_IN_NAMESPACE:-} != yes ]]; then
  unshare --mount true 2>/dev/null || skip 'no mount namespaces here'
  # What is mounted below goes away with the namespace, however this ends.
  SUSUN_IN_NAMESPACE=yes exec unshare --mount --propagation private "$0" "$@"
fi
mapfile -t archives < <(apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(LABEL)' \
  'Created-By: Packages' | awk '$2 ~ /^bookworm/ && $3 ~ /^Debian/ { print $1, $2 }' | sort -u)
mirror=$(printf '%s\n' "${archives[@]}" | awk '$2 == "bookworm" { print $1; exit }')
[[ -n $mirror ]] || skip "this system's apt knows no mirror of bookworm"
if [[ ! -e $base ]]; then
  rm -rf "$cache/bootstrap"
  if ! debootstrap --variant=minbase bookworm "$cache/bootstrap" "$mirror" >"$cache/base.log" 2>&1
  then
    skip "debootstrap could not make a base from $mirror (see $cache/base.log)"
  fi
  tar -C "$cache/bootstrap" -cf "$base.part" .
  mv "$base.part" "$base"
  rm -rf "$cache/bootstrap"
fi

# ---- machines

# new_machine NAME: a clean system with a clone of the checkout in it
new_machine() {
  local root=$cache/$1 archive
  rm -rf --one-file-system "$root"
  mkdir -p "$root" "$cache/archives/partial"
  tar -C "$root" -xf "$base"
  for archive in "${archives[@]}"; do
    printf 'deb %s main\n' "$archive"
  done >"$root/etc/apt/sources.list"
  # How this system reaches its mirror: proxies and clocks are no business of the test's.
  apt-config dump | grep -E '^Acquire::(http|https|Check-)' >"$root/etc/apt/apt.conf.d/90host" || true
  printf 'Binary::apt-get::APT::Keep-Downloaded-Packages "true";\n' \
    >"$root/etc/apt/apt.conf.d/91keep"
  if [[ -n ${http_proxy:-} ]]; then
    printf 'Acquire::http::Proxy "%s";\n' "$http_proxy" >>"$root/etc/apt/apt.conf.d/90host"
  fi
  cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
  mount --bind "$root" "$root" # so that mount namespaces work in it as on a real machine
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  mount --bind "$cache/archives" "$root/var/cache/apt/archives"
  git clone -q --no-hardlinks "$source_root" "$root/srv/susun"
}

# inside NAME USER COMMAND: through a login shell of USER, in the clone
inside() {
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb "${no_network[@]}" \
    chroot "$cache/$1" su - "$2" -c "cd /srv/susun && $3" </dev/null
}
no_network=()

# Without a network a computer still reaches itself: the tests talk to servers of their own.
inside_offline() {
  local no_network=(unshare --net sh -c 'ip link set lo up && exec "$@"' sh)
  inside "$@"
}

# The command as the README has it: the first line of a block of code that begins with it.
readme_command() { grep -m 1 -oE "^    build-aux/$1\.sh" "$source_root/README.md" | tr -d ' '; }
run=$(readme_command run)
test=$(readme_command test)

# ---- the points

all_tests_pass() { # RUNNER [ENVIRONMENT...]
  "$1" clean root "${*:2} $test" | tee "$cache/tests.out" >&2
  tail -n 1 "$cache/tests.out" | grep -qE '^[1-9][0-9]* passed, 0 failed, [0-9]+ skipped$'
}

installs() {
  inside clean root 'DESTDIR=/tmp/destdir meson install -C _build' \
    && inside clean root 'cd /tmp/destdir/usr/local \
      && bin/susun-cli --version \
      && test -L "share/susun/sample/library/backup lama/KADA" \
      && test -f share/susun/sample/truth.csv \
      && test "$(find share/susun/sample/library -type f | wc -l)" -ge 60'
}

# Without a display a folder of one's own is copied and verified, and stays as it was.
organizes_a_folder() {
  local photos="$cache/clean/root/My Photos"
  mkdir "$photos"
  cp -R -P -p "$cache/clean/srv/susun/_build/data/sample/library" "$photos/old disk"
  tar -C "$photos" -c --sort=name . >"$cache/photos.tar"
  inside clean root "cd && /srv/susun/$run 'My Photos'" || return 1
  if ! tar -C "$photos" -c --sort=name . | cmp - "$cache/photos.tar"; then
    echo 'the folder is not as it was'
    return 1
  fi
  test "$(find "$photos-archive" -type f | wc -l)" -ge 50
}

is_told_what_to_do() {
  local said
  if said=$(inside user aina "$run" 2>&1); then
    echo "it went on: $said"
    return 1
  fi
  grep -q 'apt-get install --no-install-recommends' <<<"$said"
}

new_machine clean
point 'root, a clean Debian: run.sh' inside clean root "$run"
point 'root, offline, the second time: run.sh' inside_offline clean root "$run"
point 'root, a folder: run.sh FOLDER' organizes_a_folder
point 'meson install into DESTDIR' installs

new_machine user
chroot "$cache/user" useradd --create-home --shell /bin/bash aina
chown -R --reference="$cache/user/home/aina" "$cache/user/srv/susun"
point 'a user without sudo is told what to do' is_told_what_to_do
point 'sudo for the next point' inside user root 'apt-get -q update && apt-get -q -y install sudo'
mkdir -p "$cache/user/etc/sudoers.d"
echo 'aina ALL=(ALL) NOPASSWD: ALL' >"$cache/user/etc/sudoers.d/aina"
point 'a user with sudo, a clean Debian: run.sh' inside user aina "$run"
point 'a user with sudo, offline, the second time: run.sh' inside_offline user aina "$run"

point 'root: test.sh' all_tests_pass inside
# Every sixteenth point of the crash sweep: all of them were tried a moment ago.
point 'root, offline, the second time: test.sh' all_tests_pass inside_offline SUSUN_SWEEP_STRIDE=16

echo "1..$points"
exit "$failed"
