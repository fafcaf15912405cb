#!/bin/bash
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
# run-headless.sh [options] -- CMD [ARGS...]
#   Private HOME/XDG dirs + Xvfb + hermetic session D-Bus + AT-SPI bus + window manager; runs CMD in it.
#   Exit code = CMD's. Parallel-safe (free display number, own bus, own dirs). Needs only Debian packages:
#   xvfb dbus at-spi2-core openbox x11-utils xdotool imagemagick gir1.2-atspi-2.0 python3-gi
#   -s WxH            screen size (default 1280x800)
#   -r cairo|gl       GTK renderer (default cairo; gl = Mesa llvmpipe)
#   -w openbox|none   window manager (default openbox)
#   -a on|off         AT-SPI (default on; off = GTK_A11Y=none)
#   -k                secret service: gnome-keyring unlocked with a throw-away password
#   -p                let the bus start every installed service (portals, ...). Default: a11y (+keyring) only
#   -n                keep animations (default off)
#   -g                GSettings in a keyfile under the private config dir (default: in memory)
#   -b DIR            keep private dirs and logs in DIR (default: mktemp, removed at exit)
# shellcheck disable=SC1007,SC2317,SC2086,SC2206,SC2046
set -u
SIZE=1280x800 REN=cairo WM=openbox A11Y=on KEYRING=0 BASE= KEEP=0 GSB=memory ANIM=0 ALLSVC=0
while getopts s:r:w:a:kpngb: o; do case $o in
  s) SIZE=$OPTARG;; r) REN=$OPTARG;; w) WM=$OPTARG;; a) A11Y=$OPTARG;; k) KEYRING=1;; p) ALLSVC=1;;
  n) ANIM=1;; g) GSB=keyfile;; b) BASE=$OPTARG KEEP=1;; *) exit 64;; esac; done
shift $((OPTIND-1)); [ $# -gt 0 ] || { echo "run-headless: no command" >&2; exit 64; }

if [ -z "${SUSUN_HEADLESS_INNER:-}" ]; then   # ---------- outer: dirs, Xvfb, bus; then re-exec self inside
  [ -n "$BASE" ] || BASE=$(mktemp -d /tmp/susun-ui.XXXXXX)
  mkdir -p "$BASE"/{home,run,config/gtk-4.0,data,cache,state,log,services}; chmod 700 "$BASE/run"
  # No XSETTINGS daemon here, so GTK reads this file
  [ -f "$BASE/config/gtk-4.0/settings.ini" ] || printf '[Settings]\n%s\n' "gtk-enable-animations=$ANIM" gtk-cursor-blink=0 \
    "gtk-font-name=${SUSUN_FONT:-Cantarell 11}" gtk-xft-antialias=1 gtk-xft-hinting=1 gtk-xft-hintstyle=hintslight \
    gtk-xft-rgba=none | awk '!/^\[/||!n++' >"$BASE/config/gtk-4.0/settings.ini"
  # Hermetic bus: dbus-run-session's default would start xdg-desktop-portal (FUSE mount!), gvfs, ... if installed
  if [ $ALLSVC = 1 ]; then SVC='<standard_session_servicedirs/>'; else
    SVC="<servicedir>$BASE/services</servicedir>"
    cp /usr/share/dbus-1/services/org.a11y.Bus.service "$BASE/services/"; fi
  cat >"$BASE/bus.conf" <<-EOF
	<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
	<busconfig><type>session</type><listen>unix:dir=$BASE/run</listen><auth>EXTERNAL</auth>$SVC
	<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
	EOF
  XPID=
  cleanup() {
    [ -n "$XPID" ] && kill "$XPID" 2>/dev/null && wait "$XPID" 2>/dev/null
    findmnt -rno TARGET 2>/dev/null | grep "^$BASE/" | xargs -r -n1 umount -l     # portal FUSE mount, with -p
    [ $KEEP = 1 ] || rm -rf --one-file-system "$BASE"
  }
  trap cleanup EXIT; trap 'exit 130' INT TERM
  # -displayfd: the server picks a free display and writes its number when it is ready
  mkfifo "$BASE/displayfd"; exec 9<>"$BASE/displayfd"
  Xvfb -displayfd 9 -screen 0 "${SIZE}x24" -dpi 96 -nolisten tcp -noreset 2>"$BASE/log/xvfb" & XPID=$!
  read -r -t 20 D <&9 || { echo "Xvfb did not start: $(tail -3 "$BASE/log/xvfb")" >&2; exit 70; }
  exec 9>&-; rm "$BASE/displayfd"
  ENVS=(PATH="${SUSUN_PATH:-/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin}" HOME="$BASE/home" USER="$(id -un)" LOGNAME="$(id -un)"
    LANG="${SUSUN_LANG:-C.UTF-8}" TZ="${TZ:-UTC}" TERM="${TERM:-dumb}"
    XDG_RUNTIME_DIR="$BASE/run" XDG_CONFIG_HOME="$BASE/config" XDG_DATA_HOME="$BASE/data" XDG_CACHE_HOME="$BASE/cache"
    XDG_STATE_HOME="$BASE/state" XDG_DATA_DIRS="${XDG_DATA_DIRS:-/usr/local/share:/usr/share}" XDG_CURRENT_DESKTOP=GNOME
    DISPLAY=":$D" GDK_BACKEND=x11 XDG_SESSION_TYPE=x11 GIO_USE_VFS=local GIO_USE_VOLUME_MONITOR=unix GTK_USE_PORTAL=0
    ADW_DISABLE_PORTAL=1 GSETTINGS_BACKEND=$GSB SUSUN_HEADLESS_INNER=1 SUSUN_UI_BASE="$BASE")
  case $REN in
    cairo) ENVS+=(GSK_RENDERER=cairo);;
    gl)    ENVS+=(GSK_RENDERER=gl LIBGL_ALWAYS_SOFTWARE=1 GALLIUM_DRIVER=llvmpipe LP_NUM_THREADS="${LP_NUM_THREADS:-1}");;
    *) exit 64;;
  esac
  [ "$A11Y" = off ] && ENVS+=(GTK_A11Y=none)
  for v in $(compgen -e | grep -E '^(LANGUAGE|LC_[A-Z]+|ADW_DEBUG_[A-Z_]*|GTK_DEBUG|GDK_DEBUG|GSK_DEBUG|GSK_RENDERER|GDK_SCALE|GTK_THEME|GTK_A11Y|G_(DEBUG|SLICE|MESSAGES_DEBUG|ENABLE_DIAGNOSTIC)|[ALU][A-Z]*SAN_OPTIONS|GSETTINGS_SCHEMA_DIR|PYTHON[A-Z]*|GI_TYPELIB_PATH|LD_PRELOAD|LD_LIBRARY_PATH|FONTCONFIG_FILE|GST_.*|SUSUN_.*|MESON_.*)$'); do
    ENVS+=("$v=${!v}"); done                                                       # pass-through
  # fd 7/8 = caller's stdout/stderr for CMD; the chatter of the daemons goes to log/dbus
  env -i "${ENVS[@]}" dbus-run-session --config-file="$BASE/bus.conf" -- \
    "$0" -w "$WM" -a "$A11Y" $([ $KEYRING = 1 ] && echo -k) -- "$@" 7>&1 8>&2 >"$BASE/log/dbus" 2>&1
  exit $?
fi
# ---------- inner: on the private bus
PIDS=(); trap 'kill "${PIDS[@]}" 2>/dev/null' EXIT; L=$SUSUN_UI_BASE/log
if [ "$WM" = openbox ]; then
  openbox --sm-disable >"$L/wm" 2>&1 & PIDS+=($!)
  for _ in $(seq 100); do xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null | grep -q 'window id' && break; sleep 0.05; done
fi
if [ "$A11Y" = on ]; then                        # same as D-Bus activation by the first client, minus the race
  gdbus call --session -d org.a11y.Bus -o /org/a11y/bus -m org.a11y.Bus.GetAddress >"$L/a11y" 2>&1 ||
    echo "run-headless: no a11y bus: $(cat "$L/a11y")" >&8
fi
if [ "$A11Y" = on ]; then                        # whoever sends a notification is heard; it is all written down
  export SUSUN_SESSION_LOG=$L/session
  /usr/bin/python3 "$(dirname "${BASH_SOURCE[0]}")/session_mock.py" "$SUSUN_SESSION_LOG" >"$L/session.out" 2>&1 &
  PIDS+=($!); export SUSUN_SESSION_PID=$!
  for _ in $(seq 100); do grep -q READY "$L/session.out" && break; sleep 0.05; done
fi
if [ "$KEYRING" = 1 ]; then                      # foreground daemon; password on stdin creates+unlocks login keyring
  printf 'test' | gnome-keyring-daemon --foreground --unlock --components=secrets >"$L/keyring" 2>&1 & PIDS+=($!)
  gdbus wait --session --timeout 10 org.freedesktop.secrets || echo "run-headless: no keyring" >&8
  for _ in $(seq 50); do                         # the name appears before the unlocked 'login' collection does
    gdbus call --session -d org.freedesktop.secrets -o /org/freedesktop/secrets \
      -m org.freedesktop.Secret.Service.ReadAlias default 2>/dev/null | grep -q collection/ && break; sleep 0.1; done
fi
unset SUSUN_HEADLESS_INNER
"$@" >&7 2>&8 7>&- 8>&-
