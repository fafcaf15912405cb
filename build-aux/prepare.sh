# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Sourced by run.sh and test.sh: installs what is missing, configures and compiles.
# Both do nothing the second time, and nothing then needs the network.

source_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "$*" >&2; }

# install_packages KIND...: the packages of these kinds in build-aux/packages.
install_packages() {
  local kind wanted=() missing=() root=() name status
  declare -A installed=()

  for kind in "$@"; do
    mapfile -t -O "${#wanted[@]}" wanted \
      < <(awk -v kind="$kind" '$1 == kind { print $2 }' "$source_root/build-aux/packages")
  done
  if ((${#wanted[@]} == 0)); then
    return 0
  fi
  if [[ ! -e /etc/debian_version ]] || ! command -v dpkg-query >/dev/null; then
    say "This is not Debian, so nothing is installed; build-aux/packages lists what is needed."
    return 0
  fi

  while read -r name status; do
    if [[ $status == installed ]]; then
      installed[$name]=yes
    fi
  done < <(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null || true)
  for name in "${wanted[@]}"; do
    if [[ -z ${installed[$name]:-} ]]; then
      missing+=("$name")
    fi
  done
  if ((${#missing[@]} == 0)); then
    return 0
  fi

  if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
      say "Packages are missing, and this user is neither root nor has sudo. As root, please run:"
      say "  apt-get install --no-install-recommends ${missing[*]}"
      return 1
    fi
    root=(sudo)
  fi
  say "Installing ${#missing[@]} packages: ${missing[*]}"
  if ! "${root[@]}" apt-get -q update \
    || ! "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
      -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 --no-install-recommends install "${missing[@]}"; then
    say "The packages could not be installed. The first time needs Debian's mirror; later runs do not."
    return 1
  fi
} >&2

# configure FOLDER [MESON OPTION...]: when it is new, is another checkout's, or was configured with
# other options. Without options any configuration is good.
configure() {
  local folder=$source_root/$1 configured
  shift
  configured="$source_root ${CC:-} $*"

  if [[ -f $folder/build.ninja && -f $folder/configured ]]; then
    if [[ $(<"$folder/configured") != "$source_root "* ]] \
      || { (($# > 0)) && [[ $(<"$folder/configured") != "$configured" ]]; }; then
      rm -rf "$folder"
    fi
  else
    rm -rf "$folder"
  fi
  if [[ ! -d $folder ]]; then
    meson setup "$folder" "$source_root" "$@" >&2 || return 1
    printf '%s\n' "$configured" >"$folder/configured"
  fi
}

# compile FOLDER [TARGET...]: all, when no target is named.
compile() {
  ninja -C "$source_root/$1" "${@:2}" >&2
}
