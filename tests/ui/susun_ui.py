# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""AT-SPI + X11 driver for a GTK 4.8 app under Xvfb.  Run with /usr/bin/python3 inside run-headless.sh."""
import os, re, signal, subprocess, time
import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib
Atspi.init()
Atspi.set_timeout(3000, 15000)         # ms: one call / while an app starts
TIMEOUT = float(os.environ.get('SUSUN_UI_TIMEOUT', '10'))
BIG = 2**31 - 1                        # GTK 4.8's GetText clamps end=-1 to 0 and returns '': never pass -1
RENAMED = {'push button': 'button'}    # by at-spi2-core 2.54
WIN = Atspi.CoordType.WINDOW           # CoordType.SCREEN is wrong in GTK 4 and makes the app g_warning()
DND = ('/usr/bin/python3', os.path.join(os.path.dirname(os.path.abspath(__file__)), 'dnd_source.py'))

class UIError(AssertionError):
    pass

def wait(fn, what='condition', timeout=TIMEOUT, step=0.05):
    """Poll until fn() is truthy; D-Bus errors while widgets come and go count as 'not yet'."""
    end, last = time.monotonic() + timeout, None
    while True:
        try:
            r = fn()
            if r:
                return r
        except (GLib.Error, AttributeError) as e:
            last = e
        if time.monotonic() > end:
            raise UIError('timeout after %gs: %s (%s)' % (timeout, what, last))
        time.sleep(step)

def norm(s):                           # '_Next Next' -> 'Next', 'Move files Move files' -> 'Move files'
    s = (s or '').replace('_', '')
    h = len(s) // 2
    return s[:h] if len(s) % 2 and s[h] == ' ' and s[:h] == s[h + 1:] else s

def xdo(*args):
    return subprocess.run(['xdotool', *map(str, args)], check=True, capture_output=True, text=True).stdout

class App:
    def __init__(self, argv, env=None):
        self.log = open(os.path.join(os.environ.get('SUSUN_UI_BASE', '/tmp'), 'app.log'), 'w+')
        self.proc = subprocess.Popen(argv, env={**os.environ, **(env or {})}, stdout=self.log, stderr=subprocess.STDOUT)
        self.root = wait(self._find_root, '%s on the a11y bus' % argv[0], 20)
        wait(lambda: self.root.get_child_count() > 0, 'first window')
    def _find_root(self):
        if self.proc.poll() is not None:
            raise UIError('app exited with %s\n%s' % (self.proc.returncode, self.output()))
        d = Atspi.get_desktop(0)
        kids = [d.get_child_at_index(i) for i in range(d.get_child_count())]
        return next((a for a in kids if a and a.get_process_id() == self.proc.pid), None)
    # ---- finding: role is the AT-SPI role name, name a str (exact, mnemonics undone) or a compiled re --------
    def walk(self, a=None, cells=False):
        """Depth first.  A grid view keeps 32 x max-columns items (1-2 s to walk): skipped unless cells."""
        a = a or self.root
        yield a
        if cells or a.get_role_name() != 'table':
            for i in range(a.get_child_count()):
                c = a.get_child_at_index(i)
                if c:
                    yield from self.walk(c, cells)
    def _iter(self, role, name, visible, under):
        self.root.clear_cache()
        for a in self.walk(under, role == 'table cell' or under is not None):
            n = a.get_name()
            ok = name is None or (name.search(n) if isinstance(name, re.Pattern) else name in (n, norm(n)))
            if ok and (not role or a.get_role_name() in (role, RENAMED.get(role))) and (not visible or self.visible(a)):
                yield a
    def all(self, role=None, name=None, visible=True, under=None):
        return list(self._iter(role, name, visible, under))
    def find(self, role=None, name=None, visible=True, under=None, timeout=TIMEOUT):
        return wait(lambda: next(self._iter(role, name, visible, under), None), 'no %s %r' % (role, name), timeout)
    def gone(self, role=None, name=None, timeout=TIMEOUT):
        wait(lambda: not self.all(role, name), '%s %r still there' % (role, name), timeout)
    def _chain(self, a):
        c = []
        while a and a.get_role_name() != 'application':
            c.append(a)
            a = a.get_parent()
        return c
    def visible(self, a):
        """GTK 4.8 sets VISIBLE on everything and SHOWING on windows only: ask gtk_widget_pick() of its window/popover.
        Hit on a or below counts; hit on an ancestor too (insensitive widgets are picked through);
        None = presentational child (icon, GtkText) without an object path, so try the next point."""
        if self.tells_what_shows():
            return self.state(a, 'showing') and self.state(a, 'visible')
        mine = self._chain(a)
        e, top = a.get_extents(WIN), next((p for p in mine if p.get_name() in ('GtkPopover', 'GtkPopoverMenu')), mine[-1])
        if a == top or e.width <= 0 or e.height <= 0:
            return a == top
        cx, cy = e.x + e.width // 2, e.y + e.height // 2
        for x, y in ((cx, cy), (e.x + 1, e.y + 1), (e.x - 3, cy), (e.x + e.width + 3, cy), (cx, e.y + e.height + 2)):
            hit = top.get_accessible_at_point(x, y, WIN)
            if hit:
                return hit in mine or a in self._chain(hit)
        return False
    def tells_what_shows(self):        # since some version between 4.8 and that of Debian 13, 4.18
        major, minor = (self.root.get_toolkit_version() or '4.8').split('.')[:2]
        return (int(major), int(minor)) >= (4, 18)
    # ---- reading and acting through AT-SPI -------------------------------
    def state(self, a, name):          # 'sensitive' 'checked' 'selected' 'focused' 'expanded' 'pressed'
        a.clear_cache()
        return a.get_state_set().contains(getattr(Atspi.StateType, name.upper()))
    def text(self, a):
        return Atspi.Text.get_text(a, 0, BIG)
    def action(self, a, name=None):    # buttons: 'click', GtkSwitch: 'toggle', windows: every enabled win./app. GAction
        for i in range(a.get_n_actions()):
            if name in (None, Atspi.Action.get_action_name(a, i)):
                return a.do_action(i)
        raise UIError('no action %s on %s %r' % (name, a.get_role_name(), a.get_name()))
    def click(self, role, name, **kw):
        a = self.find(role, name, **kw)
        wait(lambda: self.state(a, 'sensitive'), '%r stays insensitive' % name)
        self.action(a)
    def set_text(self, role, name, value):
        a = self.find(role, name)
        Atspi.EditableText.set_text_contents(a, value)
        wait(lambda: self.text(a) == value, 'text %r' % value)
    # ---- real X11 input ----------------------------------------------------
    def screen_xy(self, a, fx=0.5, fy=0.5):
        """Window coordinates + X window origin + CSD frame (GTK 4 has no AT-SPI screen coordinates)."""
        top = self._chain(a)[-1]
        xid = wait(lambda: xdo('search', '--all', '--onlyvisible', '--pid', self.proc.pid, '--name',
                               '^%s$' % re.escape(top.get_name())).split()[-1], 'X window')
        g = {k: int(v) for k, v in (l.split('=') for l in xdo('getwindowgeometry', '--shell', xid).split())}
        e, w = a.get_extents(WIN), top.get_extents(WIN)
        return (g['X'] + (g['WIDTH'] - w.width) // 2 + e.x + int(e.width * fx),
                g['Y'] + (g['HEIGHT'] - w.height) // 2 + e.y + int(e.height * fy))
    def mouse_click(self, a, button=1, repeat=1):   # never 'mousemove --sync': hangs 15 s if the pointer is there already
        xdo('mousemove', *self.screen_xy(a), 'sleep', 0.1, 'click', '--repeat', repeat, '--delay', 60, button)
    def keys(self, *keys):
        xdo('key', '--delay', 40, *keys)
    def drop(self, a, *paths, source=DND, shot=None):
        """Real XDND: drag PATHS from a helper window onto widget a.  Returns what the source printed."""
        src = subprocess.Popen([*source, *paths], stdout=subprocess.PIPE, text=True)
        assert src.stdout.readline().strip() == 'READY'
        w, (sw, sh) = xdo('search', '--onlyvisible', '--name', '^dnd-source$').split()[-1], map(int, xdo('getdisplaygeometry').split())
        xdo('windowmove', w, sw - 165, sh - 165, 'windowraise', w, 'sleep', 0.2)
        (sx, sy), (tx, ty) = (sw - 80, sh - 80), self.screen_xy(a)
        xdo('mousemove', sx, sy, 'sleep', 0.1, 'mousedown', 1, 'sleep', 0.1)
        for i in range(1, 11):                     # many small moves: drag threshold, then XdndPosition messages
            xdo('mousemove', sx + (tx - sx) * i // 10, sy + (ty - sy) * i // 10, 'sleep', 0.04)
        xdo('mousemove', tx + 2, ty + 2, 'sleep', 0.3)
        if shot:
            self.shot(shot)
        xdo('mouseup', 1, 'sleep', 0.3)
        src.terminate()
        return src.communicate()[0].split()
    def shot(self, path):
        subprocess.check_call(['import', '-window', 'root', path])
    def output(self):
        self.log.flush()
        return open(self.log.name).read()
    def quit(self, timeout=10):        # the app must handle SIGTERM (g_unix_signal_add -> g_application_quit)
        self.proc.send_signal(signal.SIGTERM)
        return self.proc.wait(timeout)
