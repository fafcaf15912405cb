# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the journeys through the window share: a folder and a window each, and TAP."""
import csv
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

from gi.repository import GLib
from susun_ui import App, wait

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


def files_of(folder, ending):
    return sorted(os.path.join(parent, name) for parent, _, names in os.walk(folder)
                  for name in names if name.endswith(ending) and ".susun" not in parent)


def spoil(archive):
    """One copy is another one, one is gone."""
    copies = files_of(archive, ".jpg")
    shutil.copy(copies[2], copies[1])
    os.unlink(copies[0])


def double(base):
    """Of each copy another one, which the proofs know of, as an archive may have it that was made by
    something else. Returns: them"""
    folder = os.path.join(base, "data", "susun")
    path, = [os.path.join(folder, name) for name in os.listdir(folder) if name.startswith("verified")]
    with open(path, newline="") as file:
        rows = list(csv.reader(file))
    place = rows[0].index("destination_path")
    copies = []
    for row in rows[1:]:
        original = row[place]
        copies.append(original.replace(".jpg", " (2).jpg"))
        shutil.copy2(original, copies[-1])
        rows.append(row[:place] + copies[-1:] + row[place + 1:])
    with open(path, "w", newline="") as file:
        csv.writer(file).writerows(rows)
    return copies


def attempt(journey):
    """In a folder of its own. Returns: why it is skipped, what went wrong in one line, and the whole
    report of that."""
    base = tempfile.mkdtemp(prefix="susun-ui-")
    try:
        return journey(base), None, []
    except Exception as error:  # the report is the point
        report = traceback.format_exc().splitlines()
        for app in running:
            report += [f"susun: {line}" for line in app.output().splitlines()[-20:]]
        return None, " ".join(f"{type(error).__name__}: {error}".split()), report
    finally:
        # One that is left would take the next one's folders: Susun runs once in a session.
        while running:
            app = running.pop()
            if app.proc.poll() is None:
                app.proc.kill()
                app.proc.wait()
        shutil.rmtree(base, ignore_errors=True)


def check(name, journey):
    """journey(folder) fails by raising, and is skipped by returning why. One that failed is tried once
    more: build-aux/sum-tests.py tells of those that needed it."""
    global count, failed
    count += 1
    began = time.monotonic()
    reason, error, report = attempt(journey)
    if error:
        first = error
        print("# the first try:", *report, sep="\n# ")
        reason, error, report = attempt(journey)
        if not error:
            print(f"# passed only on the second try: {name}: {first}")
    if error:
        failed += 1
        print(f"not ok {count} {name}")
        print("# the second try:", *report, sep="\n# ")
    else:
        print(f"ok {count} {name}" + (f" # SKIP {reason}" if reason else ""))
    print(f"# {time.monotonic() - began:.1f} s")
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


class Disk:
    """A disk (slow-disk.c) that stops when it is told to, so that something can be done in the middle
    of a run for certain. start(…, **disk.variables)"""

    def __init__(self, library, base):
        self._path = os.path.join(base, "disk-stops-after")
        self.variables = {"LD_PRELOAD": library, "SUSUN_DISK_STOPS_AFTER": self._path}

    def stop_after(self, steps):
        """“n4”: four files are named; “r4”: four begin to be read."""
        with open(self._path + "~", "w") as file:
            file.write(steps)
        os.rename(self._path + "~", self._path)

    def go_on(self):
        os.unlink(self._path)


def save_as(app, path):
    """In the chooser that is open now."""
    app.find(None, "Save Report", visible=False)
    app.keys("ctrl+a")
    app.type(path)
    app.keys("Return")
    wait(lambda: os.path.exists(path), f"“{path}” is saved")  # it is whole when it is there
    with open(path) as file:
        return file.read()


def press(app, text, timeout=60):
    """A button by a part of its name, which counts something."""
    app.click("push button", re.compile(text), timeout=timeout)


def see(app, text, timeout=60):
    return app.find(None, re.compile(text), timeout=timeout)


def shot(app, folder, name):
    """For who looks at it: when nothing on the screen changes any more, or after three seconds."""
    os.makedirs(folder, exist_ok=True)
    before, end = None, time.monotonic() + 3
    while time.monotonic() < end:
        now = subprocess.check_output(["import", "-window", "root", "-resize", "25%", "ppm:-"])
        if now == before:
            break
        before = now
        time.sleep(0.05)
    app.shot(os.path.join(folder, name + ".png"))


def finish():
    print(f"1..{count}")
    sys.exit(1 if failed else 0)
