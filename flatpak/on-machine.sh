#!/bin/bash
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: on-machine.sh FOLDER SOURCE COMMAND...
# Runs COMMAND as the ordinary user “aina” on the computer that make-runtime.sh put into
# FOLDER/machine: without a network, with a display, a session bus and portals of its own.
# There FOLDER is /srv/susun, the checkout SOURCE is /srv/source, and FOLDER/home is hers.
# Everything that was started ends with it.
set -euo pipefail
if [[ ${SUSUN_ON_MACHINE:-} == '' ]]; then
  SUSUN_ON_MACHINE=new exec unshare --mount --propagation private --net --ipc --pid --fork \
    --kill-child "$(realpath -- "${BASH_SOURCE[0]}")" "$(realpath -- "$1")" "$(realpath -- "$2")" "${@:3}"
fi

if [[ $SUSUN_ON_MACHINE == new ]]; then
  folder=$1 source=$2 root=$1/machine
  shift 2
  if ! grep -q '^aina:' "$root/etc/passwd"; then
    echo 'aina:x:1000:1000:Aina:/home/aina:/bin/bash' >>"$root/etc/passwd"
    echo 'aina:x:1000:' >>"$root/etc/group"
  fi
  mkdir -p "$folder/home" "$root/home/aina" "$root/srv/susun" "$root/srv/source" "$root/.old"
  chown 1000:1000 "$folder/home"
  # A root of its own and not a chroot: bubblewrap's user namespaces are refused in a chroot.
  mount --bind "$root" "$root"
  mount --bind "$folder" "$root/srv/susun"
  mount --bind "$source" "$root/srv/source"
  mount --bind "$folder/home" "$root/home/aina"
  mount --rbind /dev "$root/dev"
  mount --rbind /sys "$root/sys"
  mount -t proc proc "$root/proc"
  mount -t tmpfs tmpfs "$root/tmp" -o mode=1777
  mount -t tmpfs tmpfs "$root/run" -o mode=755
  mkdir -p "$root/run/user/1000"
  mount -t tmpfs tmpfs "$root/run/user/1000" -o mode=700,uid=1000,gid=1000
  # The document portal is a FUSE file system of the user's; some systems keep FUSE for root.
  mknod -m 666 "$root/run/fuse" c 10 229
  mount --bind "$root/run/fuse" "$root/dev/fuse"
  cd "$root"
  pivot_root . .old
  umount -l /.old
  [[ -s /etc/machine-id ]] || dbus-uuidgen >/etc/machine-id
  SUSUN_ON_MACHINE=session
  cd /home/aina
  exec runuser -u aina -- env -i HOME=/home/aina USER=aina LOGNAME=aina LANG=C.UTF-8 TZ=Asia/Kuala_Lumpur \
    PATH=/usr/bin:/bin XDG_RUNTIME_DIR=/run/user/1000 XDG_CURRENT_DESKTOP=GNOME \
    XDG_DATA_DIRS=/home/aina/.local/share/flatpak/exports/share:/usr/local/share:/usr/share \
    XDG_SESSION_TYPE=x11 DBUS_SYSTEM_BUS_ADDRESS=unix:path=/run/user/1000/system-bus \
    SUSUN_ON_MACHINE=$SUSUN_ON_MACHINE /srv/source/flatpak/on-machine.sh "$@"
fi

# As aina. Flatpak asks a system bus about parental controls: nobody answers there, and that is enough.
log=/home/aina/log
mkdir -p "$log" ~/.config/gtk-4.0 ~/.config/gtk-3.0 /tmp/.X11-unix
printf '[Settings]\ngtk-enable-animations=0\n' | tee ~/.config/gtk-3.0/settings.ini >~/.config/gtk-4.0/settings.ini
mkdir -p ~/Pictures ~/Videos ~/Downloads
# shellcheck disable=SC2016 # read by others, who know $HOME
printf 'XDG_%s_DIR="$HOME/%s"\n' PICTURES Pictures VIDEOS Videos DOWNLOAD Downloads \
  >~/.config/user-dirs.dirs
dbus-daemon --session --address="$DBUS_SYSTEM_BUS_ADDRESS" --nofork --nopidfile 2>"$log/system-bus" &
mkfifo /tmp/display
exec 9<>/tmp/display
Xvfb -displayfd 9 -screen 0 1280x800x24 -nolisten tcp -noreset 2>"$log/xvfb" &
read -r -t 20 display <&9
export DISPLAY=:$display GDK_BACKEND=x11
# shellcheck disable=SC2016 # for the other shell
exec dbus-run-session -- bash -c '
  openbox --sm-disable 2>"$HOME/log/openbox" &
  for _ in $(seq 100); do
    xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null | grep -q "window id" && break
    sleep 0.05
  done
  gdbus call --session -d org.a11y.Bus -o /org/a11y/bus -m org.a11y.Bus.GetAddress >"$HOME/log/a11y"
  unset SUSUN_ON_MACHINE
  "$@"' - "$@"
