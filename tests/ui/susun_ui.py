# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""AT-SPI + X11 driver for a GTK 4.8 app under Xvfb.  Run with /usr/bin/python3 inside run-headless.sh."""
import os, re, signal, subprocess, tempfile, time
import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib
Atspi.init()
TIMEOUT = float(os.environ.get('SUSUN_UI_TIMEOUT', '30'))     # of what goes wrong: what goes well is not slower
CALL = int(TIMEOUT * 500)              # ms: one call
Atspi.set_timeout(CALL, 2 * CALL)      # one call / while an app starts
LONG = 100
BIG = 2**31 - 1                        # GTK 4.8's GetText clamps end=-1 to 0 and returns '': never pass -1
# By at-spi2-core 2.54, and where newer GTK is more exact.
NEWER = {'push button': ('push button', 'button', 'toggle button'), 'check box': ('check box', 'radio button')}
WIN = Atspi.CoordType.WINDOW           # CoordType.SCREEN is wrong in GTK 4 and makes the app g_warning()
DND = ('/usr/bin/python3', os.path.join(os.path.dirname(os.path.abspath(__file__)), 'dnd_source.py'))

class UIError(AssertionError):
    pass

def wait(fn, what='condition', timeout=TIMEOUT, step=0.05):
    """Poll until fn() is truthy; D-Bus errors while widgets come and go count as 'not yet'.  No timeout is shorter than
    TIMEOUT: where everything is slow, all of it is."""
    timeout = max(timeout, TIMEOUT)
    end, last = time.monotonic() + timeout, None
    while True:
        try:
            r = fn()
            if r:
                return r
        except (GLib.Error, AttributeError, subprocess.CalledProcessError) as e:
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

class Tree:
    """The accessible objects of a process as they are now: [(indexes from the root, role, name, states)], depth first.  All
    of a level are asked about at once: on a machine that is busy each answer takes its time."""
    ACCESSIBLE = 'org.a11y.atspi.Accessible'
    def __init__(self, pid):
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        address, = session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None, None, 0, -1, None)
        flags = Gio.DBusConnectionFlags
        self.bus = Gio.DBusConnection.new_for_address_sync(
            address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)
        def ask(name, path, interface, method, args=None):
            return self.bus.call_sync(name, path, interface, method, args, None, 0, CALL, None).unpack()[0]
        apps = ask('org.a11y.atspi.Registry', '/org/a11y/atspi/accessible/root', self.ACCESSIBLE, 'GetChildren')
        self.name, self.root = next(
            (name, path) for name, path in apps if pid == ask(
                'org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'GetConnectionUnixProcessID', GLib.Variant('(s)', (name,))))
    def _ask(self, path, interface, method, args, take):
        def answered(bus, result):
            self.awaited -= 1
            try:
                take(bus.call_finish(result).unpack()[0])
            except GLib.Error:         # it is gone
                pass
        self.awaited += 1
        self.bus.call(self.name, path, interface, method, args, None, 0, CALL, None, answered)
    def _property(self, path, name, take):
        self._ask(path, 'org.freedesktop.DBus.Properties', 'Get', GLib.Variant('(ss)', (self.ACCESSIBLE, name)), take)
    def _look(self, path, place, cells, found, into=True):
        node = [place, None, None, 0]
        found.append(node)
        def named(name):
            node[2] = name
        def children(count):           # GetChildren leaves pages of a stack out, and what is asked by index does not
            into = count <= LONG       # what is in the rows of a long list takes seconds
            for i in range(count):
                self._ask(path, self.ACCESSIBLE, 'GetChildAtIndex', GLib.Variant('(i)', (i,)),
                          lambda ref, i=i: self._look(ref[1], (*place, i), cells, found, into or node[1] != 'list'))
        def role(number):
            node[1] = Atspi.role_get_name(Atspi.Role(number))
            if len(place) == self.depth:
                return
            if into and (cells and node[1] != 'table cell' or not cells and node[1] != 'table'):
                self._property(path, 'ChildCount', children)
        def states(bits):
            node[3] = bits[0] | bits[1] << 32
        self._ask(path, self.ACCESSIBLE, 'GetRole', None, role)
        if self.states:
            self._ask(path, self.ACCESSIBLE, 'GetState', None, states)
        self._property(path, 'Name', named)
    def read(self, cells, states=False, depth=None):
        found, self.awaited, self.states, self.depth = [], 0, states, depth
        self._look(self.root, (), cells, found)
        while self.awaited:
            GLib.MainContext.default().iteration(True)
        return sorted(node for node in found if None not in node)
    def focused(self):
        """Role and name of what has the keyboard in its window; None when nothing has."""
        return next(((role, name) for _, role, name, states in self.read(True, True)
                     if states >> Atspi.StateType.FOCUSED & 1), None)

class App:
    tree = None                        # in a sandbox, or of a GTK that was not tried: all is asked one by one
    def __init__(self, argv, env=None):
        self.log = open(os.path.join(os.environ.get('SUSUN_UI_BASE', '/tmp'), 'app.log'), 'w+')
        self.proc = subprocess.Popen(argv, env={**os.environ, **(env or {})}, stdout=self.log, stderr=subprocess.STDOUT)
        self.root = wait(self._find_root, '%s on the a11y bus' % argv[0])
        wait(lambda: self.root.get_child_count() > 0, 'first window')
        if not self.tells_what_shows():
            self.tree = Tree(self.proc.pid)
    def _find_root(self):
        if self.proc.poll() is not None:
            raise UIError('app exited with %s\n%s' % (self.proc.returncode, self.output()))
        d = Atspi.get_desktop(0)
        kids = [d.get_child_at_index(i) for i in range(d.get_child_count())]
        return next((a for a in kids if a and a.get_process_id() == self.proc.pid), None)
    # ---- finding: role is the AT-SPI role name, name a str (exact, mnemonics undone) or a compiled re --------
    def _walk(self, a, cells):
        role = a.get_role_name()
        yield a, role
        if cells or role != 'table':
            for i in range(a.get_child_count()):
                c = a.get_child_at_index(i)
                if c:
                    yield from self._walk(c, cells and role != 'table cell')
    def walk(self, a=None, cells=False):
        """Depth first.  A grid view keeps 32 x max-columns items (1-2 s to walk): skipped unless cells, and what is
        in a cell always."""
        return (found for found, _ in self._walk(a or self.root, cells))
    def _nodes(self, cells):
        """Of all: where to get it, role, name."""
        self.root.set_cache_mask(Atspi.Cache.NONE)                # nobody here hears of what changes: ask each time
        if not self.tree:
            return ((lambda a=a: a, role, self.name(a, role)) for a, role in self._walk(self.root, cells))
        return ((lambda place=place: self._at(place), role, name) for place, role, name, _ in self.tree.read(cells))
    def _at(self, place):
        a = self.root
        for i in place:
            a = a and a.get_child_at_index(i)
        return a
    def _matching(self, role, name):
        roles = NEWER.get(role, (role,)) if self.tells_what_shows() else (role,)
        for get, r, n in self._nodes(role == 'table cell'):
            if role and r not in roles:
                continue
            if name is None or (name.search(n) if isinstance(name, re.Pattern) else name in (n, norm(n))):
                yield get, r, n
    def _iter(self, role, name, visible):
        for get, r, n in self._matching(role, name):
            a = get()
            if a and self.name(a, r) == n and (not visible or self.visible(a)):
                yield a
    def name(self, a, role):
        """Newer GTK leaves it to others, as Orca does, to read a status, and what labels the item of a menu."""
        name = a.get_name()
        if name or 'menu item' not in role:
            return self.text(a) if not name and role == 'status bar' and a.is_text() else name
        return ' '.join(self.text(r.get_target(i)) for r in a.get_relation_set()
                        if r.get_relation_type() == Atspi.RelationType.LABELLED_BY for i in range(r.get_n_targets()))
    def focused(self):
        if self.tree:
            return self.tree.focused()
        return next(((a.get_role_name(), a.get_name()) for a in self.walk(cells=True) if self.state(a, 'focused')), None)
    def tab(self):
        """To the next stop.  Returns: its role and name"""
        before = self.focused()
        self.keys('Tab')
        return wait(lambda: self.focused() not in (None, before) and self.focused(), 'Tab leads on from %r' % (before,))
    def names(self, role, name=None):
        """Of all that are there, visible or not: quicker than all()."""
        return [n for *_, n in self._matching(role, name)]
    def all(self, role=None, name=None, visible=True):
        return list(self._iter(role, name, visible))
    def find(self, role=None, name=None, visible=True, timeout=TIMEOUT):
        return wait(lambda: next(self._iter(role, name, visible), None), 'no %s %r' % (role, name), timeout)
    def gone(self, role=None, name=None, timeout=TIMEOUT):
        wait(lambda: not self.all(role, name), '%s %r still there' % (role, name), timeout)
    def toasts(self):
        """What is said in the windows: near their roots."""
        places = [place for place, _, name, _ in self.tree.read(False, depth=5) if name == 'AdwToastWidget']
        return [a.get_name() for place in places for a in self.walk(self._at(place)) if a.get_role_name() == 'label']
    def said(self, text):
        """A toast says it: text, or a compiled re.  It goes after five seconds, and a slow program needs as long to tell all
        that it shows: nothing else is looked at."""
        self.root.set_cache_mask(Atspi.Cache.NONE)
        if not self.tree:
            return self.find('label', text)
        def is_said(toast):
            return text.search(toast) if isinstance(text, re.Pattern) else toast == text
        wait(lambda: any(map(is_said, self.toasts())), 'no toast says %r' % (text,))
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
    def see_all(self):
        """Of a list newer GTK tells what is seen: all of it, in a window as large as run-ui-test.sh --large makes the screen."""
        if self.tells_what_shows():
            xdo('windowsize', xdo('search', '--onlyvisible', '--pid', self.proc.pid, '--name', '^Susun$').split()[-1], 1900, 1400)
    # ---- reading and acting through AT-SPI -------------------------------
    def state(self, a, name):          # 'sensitive' 'checked' 'selected' 'focused' 'expanded' 'pressed'
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
        if self.tells_what_shows():                  # borders of windows and paddings of rows are left out there
            e.x, e.y = e.x - 2 * w.x, e.y - 2 * w.y
            chain = self._chain(a)
            for i, o in ((i.get_extents(WIN), o.get_extents(WIN)) for i, o in zip(chain, chain[1:]) if o.get_role_name() == 'list item'):
                e.x, e.y = e.x + (o.width - i.width) // 2, e.y + (o.height - i.height) // 2
        return (g['X'] + (g['WIDTH'] - w.width) // 2 + e.x + int(e.width * fx),
                g['Y'] + (g['HEIGHT'] - w.height) // 2 + e.y + int(e.height * fy))
    def _spot(self, a, fx=0.5, fy=0.5):
        """Where it is, once it has come to rest there, is still what it was (lists lend their cells to others) and
        nothing is above it."""
        role = a.get_role_name()
        name = self.name(a, role)
        def found():
            it = a if self.name(a, role) == name else next(self._iter(role, name, True), None)
            first = self.screen_xy(it, fx, fy) if it else None
            time.sleep(0.05)
            return first if it and self.visible(it) and self.screen_xy(it, fx, fy) == first else None
        return wait(found, '%s %r does not come to rest' % (role, name))
    def mouse_click(self, a, button=1, repeat=1):   # never 'mousemove --sync': hangs 15 s if the pointer is there already
        if self.tells_what_shows() and button == repeat and 'button' in a.get_role_name() and a.get_n_actions():
            return self.action(a)                    # newer GTK is wrong by padding about where a thing is
        xdo('mousemove', *self._spot(a), 'sleep', 0.05, 'click', '--repeat', repeat, '--delay', 60, button)
    def has_keyboard(self):
        """Does the window that was opened last hear the keys, and know it?"""
        top = self.root.get_child_at_index(self.root.get_child_count() - 1)
        name, pid = xdo('getactivewindow', 'getwindowname', 'getactivewindow', 'getwindowpid').split('\n')[:2]
        if self.tells_what_shows():
            return int(pid) == self.proc.pid and self.state(top, 'active')
        return (int(pid) == self.proc.pid and name == top.get_name()
                and (self.state(top, 'active') or top.get_role_name() != 'frame'))       # no other says it
    def keys(self, *keys):
        wait(self.has_keyboard, 'the keyboard is the window\'s')
        xdo('key', '--delay', 20, *keys)
    def type(self, text):              # for what is not on every keyboard: set_text()
        wait(self.has_keyboard, 'the keyboard is the window\'s')
        xdo('type', '--delay', 15, text)
    def drop(self, a, *paths, source=DND, shot=None, refused=False):
        """Real XDND: drag PATHS from a helper window onto widget a.  Returns what the source printed."""
        with tempfile.NamedTemporaryFile('r') as said:
            with open(said.name, 'w') as out:
                src = subprocess.Popen([*source, *paths], stdout=out)
            def says(word, what):
                wait(lambda: src.poll() is not None or word in open(said.name).read().split(), 'drag source: ' + what)
            says('READY', 'is shown')
            w = wait(lambda: xdo('search', '--onlyvisible', '--name', '^dnd-source$').split(), 'the drag source is on the screen')[-1]
            sw, sh = map(int, xdo('getdisplaygeometry').split())
            xdo('windowmove', w, sw - 165, sh - 165, 'windowraise', w, 'sleep', 0.2)
            (sx, sy), (tx, ty) = (sw - 80, sh - 80), self._spot(a)
            xdo('mousemove', sx, sy, 'sleep', 0.1, 'mousedown', 1, 'sleep', 0.1)
            for i in range(1, 11):                 # many small moves: drag threshold, then XdndPosition messages
                xdo('mousemove', sx + (tx - sx) * i // 10, sy + (ty - sy) * i // 10, 'sleep', 0.04)
            says('BEGIN', 'the drag began')
            def wanted():                          # a target is asked again with each move
                xdo('mousemove', tx + 2, ty + 2, 'sleep', 0.05, 'mousemove', tx, ty, 'sleep', 0.1)
                return 'WANTED' in open(said.name).read().split()
            if refused:
                xdo('sleep', 1)
            else:
                wait(wanted, 'the drop is wanted')
            if shot:
                self.shot(shot)
            xdo('mouseup', 1)
            says('CANCEL' if refused else 'END', 'the drag ended')
            src.terminate()
            src.wait()
            return open(said.name).read().split()
    def shot(self, path):
        subprocess.check_call(['import', '-window', 'root', path])
    def output(self):
        self.log.flush()
        return open(self.log.name).read()
    def ended(self):                        # its status; what looks for leaks then takes its time
        return self.proc.wait(TIMEOUT)
    def quit(self):                         # the app must handle SIGTERM (g_unix_signal_add -> g_application_quit)
        self.proc.send_signal(signal.SIGTERM)
        return self.ended()
