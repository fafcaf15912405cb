#!/bin/bash
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: make-runtime.sh FOLDER
# Makes from Debian 13 packages what the suite "flatpak" needs where Flathub cannot be reached:
#   FOLDER/repo      a repository with a Platform and an Sdk that stand in for those of GNOME
#   FOLDER/machine   the tree of an ordinary computer with flatpak, its portals and a display
# Needs root, mmdebstrap and a mirror of Debian; nothing is made twice.
set -euo pipefail
suite=trixie
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$1/archives"
folder=$(realpath -- "$1")
triplet=x86_64-linux-gnu
platform=org.debian.SusunPlatform
sdk=org.debian.SusunSdk

# About what org.gnome.Platform holds of what Susun uses, with its extension codecs-extra; and what
# flatpak itself wants of a runtime.
platform_packages=(
  libgtk-4-1 libgtk-4-bin libadwaita-1-0 libglib2.0-bin gsettings-desktop-schemas dconf-gsettings-backend
  adwaita-icon-theme hicolor-icon-theme librsvg2-common shared-mime-info fontconfig fonts-cantarell
  libgdk-pixbuf2.0-bin webp-pixbuf-loader libheif1 libheif-plugin-libde265 libheif-plugin-dav1d
  gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad gstreamer1.0-libav
  libsqlite3-0 libssl3t64 libjson-glib-1.0-0 libexif12 libbrotli1 libsoup-3.0-0 glib-networking
  libsecret-1-0 ca-certificates tzdata locales flatpak-xdg-utils dbus-bin xdg-user-dirs libgl1
  libegl1 libgles2 libgl1-mesa-dri libegl-mesa0
)
# What Susun is built with: the packages that build it anywhere.
mapfile -t build_packages < <(
  awk '$1 == "build" && $2 !~ /plugins-ugly/ { print $2 }' "$here/../build-aux/packages"
)
sdk_packages=(build-essential git desktop-file-utils appstream elfutils libheif-plugin-x265)
machine_packages=(
  flatpak flatpak-builder bubblewrap fuse3 elfutils appstream git patch xz-utils dbus-daemon dbus-bin
  xdg-desktop-portal xdg-desktop-portal-gtk gnome-keyring dconf-gsettings-backend
  gsettings-desktop-schemas procps xvfb openbox x11-utils xdotool imagemagick at-spi2-core
  python3-gi gir1.2-atspi-2.0 gir1.2-gtk-4.0 adwaita-icon-theme librsvg2-common fonts-cantarell
  libglib2.0-bin
)

say() { printf '%s\n' "$*" >&2; }

if ((EUID != 0)); then
  say 'The look-alike runtime can only be made by root.'
  exit 1
fi
if [[ ${SUSUN_IN_NAMESPACE:-} != yes ]]; then
  # What is mounted below goes away with the namespace, however this ends.
  SUSUN_IN_NAMESPACE=yes exec unshare --mount --propagation private "$0" "$@"
fi

# sources: where this computer's apt finds Debian, with the suite's name in place of its own
sources() {
  local main security
  main=$(apt_mirror Debian)
  security=$(apt_mirror Debian-Security)
  if [[ -z $main ]]; then
    say "This system's apt knows no mirror of Debian."
    return 1
  fi
  printf 'deb %s %s main\n' "$main" "$suite" "$main" "$suite-updates"
  if [[ -n $security ]]; then
    printf 'deb %s %s-security main\n' "$security" "$suite"
  fi
}

apt_mirror() { # LABEL
  # shellcheck disable=SC2016 # the dollars are apt's
  apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' \
    | awk -v label="$1" '$1 == label { print $2; exit }'
}

# tree NAME PACKAGE...: a folder with these packages and what they need. It has its name only when
# it is whole.
tree() {
  local name=$1 options=() option
  shift
  if [[ -d $folder/$name ]]; then
    return
  fi
  say "== $name: $# packages and what they need"
  rm -rf --one-file-system "$folder/$name.part"
  # How this system reaches its mirror: proxies and clocks are no business of ours.
  while IFS= read -r option; do
    options+=(--aptopt="$option")
  done < <(apt-config dump | grep -E '^Acquire::(http|https|Check-)' || true)
  # shellcheck disable=SC2016 # the hooks' own dollars
  sources | mmdebstrap --mode=root --variant=minbase --format=directory "${options[@]}" \
    --aptopt='APT::Install-Recommends "false"' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --include="$(IFS=,; echo "$*")" --skip=essential/unlink,cleanup/apt \
    --setup-hook='mkdir -p "$1/var/cache/apt/archives"' \
    --setup-hook="sync-in $folder/archives /var/cache/apt/archives" \
    --customize-hook="sync-out /var/cache/apt/archives $folder/archives" \
    --customize-hook='for name in ms_MY en_US; do
        if [ -x "$1/usr/sbin/locale-gen" ]; then echo "$name.UTF-8 UTF-8" >>"$1/etc/locale.gen"; fi
      done
      if [ -x "$1/usr/sbin/locale-gen" ]; then chroot "$1" locale-gen; fi' \
    "$suite" "$folder/$name.part" - >&2
  rm -rf "$folder/$name.part/var/cache/apt/archives"
  mv "$folder/$name.part" "$folder/$name"
}

# runtime NAME ID PACKAGE...: makes of such a tree what flatpak deploys, metadata and files/ (its /usr,
# with its /etc within), and puts it into the repository; again only when the packages are others.
runtime() {
  local name=$1 id=$2 files=$folder/$1.runtime/files stamp=$folder/$1.packages link
  shift 2
  if [[ -e $stamp && $(<"$stamp") == "$*" ]]; then
    return
  fi
  rm -rf --one-file-system "${folder:?}/$name"
  tree "$name" "$@"
  say "== $id"
  rm -rf --one-file-system "$folder/$name.runtime"
  mkdir -p "$folder/$name.runtime"
  mv "$folder/$name/usr" "$files"
  mv "$folder/$name/etc" "$files/etc"
  rm -rf --one-file-system "${folder:?}/$name"
  cd "$files"
  # What flatpak brings itself, and what only a computer that boots needs.
  rm -rf etc/{passwd,group,shadow,gshadow}* etc/{machine-id,resolv.conf,hostname,hosts,host.conf} \
    etc/{localtime,timezone,mtab,fstab} etc/{apt,dpkg,init.d,systemd,pam.d,security,default,skel} \
    etc/rc*.d etc/cron* lib/systemd lib/udev lib/apt share/{man,info,lintian,bug,doc-base}
  # An empty ld.so.conf is flatpak's sign to write one that finds /app/lib, with /usr/bin/ldconfig.
  rm -rf etc/ld.so.conf.d
  : >etc/ld.so.conf
  ln -sfn ../sbin/ldconfig bin/ldconfig
  for link in libexec/flatpak-xdg-utils/*; do
    ln -sfn "../$link" "bin/${link##*/}"
  done
  mkdir -p lib/extensions "lib/$triplet/GL"
  # What a repository cannot hold: devices, pipes, set-user-id.
  find . \( -type c -o -type b -o -type p -o -type s \) -delete
  find . -type f -perm /6000 -exec chmod ug-s {} +
  find . -type d ! -perm -0755 -exec chmod u+rwx,go+rx {} +
  find . -type f ! -perm -0444 -exec chmod a+r {} +
  cd "$folder"
  cat >"$folder/$name.runtime/metadata" <<END
[Runtime]
name=$id
runtime=$platform/x86_64/$suite
sdk=$sdk/x86_64/$suite

[Environment]
GI_TYPELIB_PATH=/app/lib/girepository-1.0
GST_PLUGIN_SYSTEM_PATH=/app/lib/gstreamer-1.0:/usr/lib/$triplet/gstreamer-1.0
XDG_DATA_DIRS=/app/share:/usr/share:/run/host/user-share:/run/host/share
END
  on_the_machine flatpak build-export --runtime --no-update-summary --arch=x86_64 --files=files \
    /srv/susun/repo "/srv/susun/$name.runtime" "$suite"
  on_the_machine flatpak build-update-repo --prune /srv/susun/repo
  rm -rf --one-file-system "$folder/$name.runtime"
  echo "$*" >"$stamp"
}

on_the_machine() {
  env -i HOME=/root LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot "$folder/machine" "$@" >&2
}

tree machine "${machine_packages[@]}"
mkdir -p "$folder/machine/srv/susun"
mount --bind "$folder" "$folder/machine/srv/susun"
mount -t proc proc "$folder/machine/proc"
if [[ ! -d $folder/repo ]]; then
  on_the_machine ostree init --mode=archive --repo=/srv/susun/repo
  # The best compression costs minutes and saves nobody a download.
  on_the_machine ostree --repo=/srv/susun/repo config set archive.zlib-level 1
fi
runtime sdk $sdk "${platform_packages[@]}" "${build_packages[@]}" "${sdk_packages[@]}"
runtime platform $platform "${platform_packages[@]}"
