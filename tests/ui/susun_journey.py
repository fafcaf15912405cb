# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the journeys through the window share: a folder and a window each, and TAP."""
import hashlib
import os
import re
import shutil
import sys
import tempfile
import traceback

from gi.repository import GLib
from susun_ui import App

failed = 0
count = 0
running = []

# On the baseline's libraries no warning is let pass. Newer ones have some of their own: what GTK 4.18 says
# of libadwaita 1.7's dialogs, it says in a program that is nothing but one.
FATAL = "fatal-warnings" if GLib.MINOR_VERSION <= 74 else "fatal-criticals"
KNOWN = re.compile(".*Trying to measure GtkLabel 0x[0-9a-f]+ for width of [0-9]+, but it needs at least.*")


def snapshot(folder):
    """Every file below it: path, content, time."""
    files = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)
            if os.path.islink(path):
                continue
            with open(path, "rb") as file:
                digest = hashlib.sha256(file.read()).hexdigest()
            files[os.path.relpath(path, folder)] = (digest, os.stat(path).st_mtime_ns)
    return files


def check(name, journey):
    """journey(folder) fails by raising, and is skipped by returning why."""
    global count, failed
    count += 1
    base = tempfile.mkdtemp(prefix="susun-ui-")
    try:
        reason = journey(base)
        print(f"ok {count} {name}" + (f" # SKIP {reason}" if reason else ""))
    except Exception:  # the report is the point
        failed += 1
        print(f"not ok {count} {name}")
        for line in traceback.format_exc().splitlines():
            print("#", line)
        for app in running:
            for line in app.output().splitlines()[-20:]:
                print("# susun:", line)
    finally:
        # One that is left would take the next one's folders: Susun runs once in a session.
        while running:
            app = running.pop()
            if app.proc.poll() is None:
                app.proc.kill()
                app.proc.wait()
        shutil.rmtree(base, ignore_errors=True)
    sys.stdout.flush()


def start(susun, base, *arguments, **variables):
    environment = {"XDG_DATA_HOME": os.path.join(base, "data"), "G_DEBUG": FATAL,
                   "GDK_DEBUG": "gl-disable", **variables}
    app = App([susun, *arguments], env=environment)
    running.append(app)
    return app


def assert_silent(app):
    said = KNOWN.sub("", app.output())
    for word in ("CRITICAL", "WARNING"):
        assert word not in said, said


def stop(app):
    status = app.quit()
    assert status == 0, (status, app.output())
    assert_silent(app)


def shot(app, folder, name):
    os.makedirs(folder, exist_ok=True)
    app.shot(os.path.join(folder, name + ".png"))


def finish():
    print(f"1..{count}")
    sys.exit(1 if failed else 0)
