#!/usr/bin/python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole way of a new user: a folder is dropped, copied, verified, quarantined, and taken back.

usage: run-headless.sh -- /usr/bin/python3 test-wizard.py SUSUN SAMPLE_LIBRARY SHOTS_FOLDER
Drives the real window over the accessibility bus, with a real X11 drag; speaks TAP.
"""
import hashlib
import os
import re
import shutil
import sys
import tempfile
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from susun_journey import FATAL, assert_silent  # noqa: E402
from susun_ui import App, wait  # noqa: E402

SUSUN, SAMPLE, SHOTS = sys.argv[1:4]
failed = 0
count = 0
running = []


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
    global count, failed
    count += 1
    base = tempfile.mkdtemp(prefix="susun-ui-")
    try:
        journey(base)
        print(f"ok {count} {name}")
    except Exception:  # the report is the point
        failed += 1
        print(f"not ok {count} {name}")
        for line in traceback.format_exc().splitlines():
            print("#", line)
    finally:
        # One that is left would take the next one's folders: Susun runs once in a session.
        while running:
            app = running.pop()
            if app.proc.poll() is None:
                app.proc.kill()
                app.proc.wait()
        shutil.rmtree(base, ignore_errors=True)
    sys.stdout.flush()


def start(base, *arguments):
    environment = {"XDG_DATA_HOME": os.path.join(base, "data"), "G_DEBUG": FATAL,
                   "GDK_DEBUG": "gl-disable"}
    app = App([SUSUN, *arguments], env=environment)
    running.append(app)
    return app


def shot(app, name):
    os.makedirs(SHOTS, exist_ok=True)
    app.shot(os.path.join(SHOTS, name + ".png"))


def stop(app):
    assert app.quit() == 0, app.output()
    assert_silent(app)


def whole_way(base):
    source = os.path.join(base, "Gambar Lama")
    shutil.copytree(SAMPLE, source, symlinks=True)
    before = snapshot(source)
    app = start(base)
    shot(app, "home")
    assert app.drop(app.find("label", "Drop a folder of photos here"), source)[-1] == "copy"
    app.find("label", "Folders to Arrange")
    shot(app, "choose")

    app.click("push button", "Review")
    app.find("push button", "Organize…", timeout=60)
    shot(app, "reviewed")
    app.click("push button", "Organize…")
    copy = app.find("push button", re.compile("Copy [0-9]+ Photos into Archive"), timeout=60)
    archive = os.path.join(base, "Archive")
    assert not os.path.exists(os.path.join(archive, "2019")), "looking has copied"
    app.action(copy)
    app.find("label", "Everything went well.", timeout=60)
    shot(app, "organized")
    assert os.path.isdir(os.path.join(archive, "2019"))
    assert snapshot(source) == before, "copying changed the source"

    app.click("push button", "Verify")
    app.find(None, re.compile("proven · 0 differ · 0 missing"), timeout=60)
    shot(app, "verified")
    app.click("push button", "Clean Up…")
    app.action(app.find("push button", re.compile("Originals to Quarantine…")))
    shot(app, "ask-quarantine")
    app.click("push button", "Move to Quarantine")
    app.find(None, re.compile("Originals in Quarantine"), timeout=60)
    shot(app, "cleaned-up")
    quarantine = os.path.join(base, ".susun-quarantine")
    assert os.path.isdir(quarantine)
    left = snapshot(source)
    assert len(left) < len(before) / 4, sorted(left)

    app.click("push button", "Done")
    shot(app, "done")
    # History: the quarantine is taken back, and everything is where and as it was.
    app.keys("ctrl+h")
    app.mouse_click(app.find("label", re.compile("in quarantine"), timeout=15))
    shot(app, "history")
    app.click("push button", "Restore…", timeout=15)
    app.click("push button", "Put Back")
    app.find("label", "Everything went well.", timeout=60)
    shot(app, "undone")
    assert snapshot(source) == before, "the source is not as it was"
    stop(app)


def nonsense_is_said(base):
    source = os.path.join(base, "photos")
    os.makedirs(os.path.join(source, "inside"))
    app = start(base, source)
    app.find("label", "Folders to Arrange")
    button = app.find("push button", "Review")
    wait(lambda: app.state(button, "sensitive"), "the suggested archive is fine")
    stop(app)
    assert not os.path.exists(os.path.join(base, "Archive")), "looking made a folder"


def killed_and_continued(base):
    source = os.path.join(base, "many")
    os.makedirs(source)
    for number in range(400):
        with open(os.path.join(source, f"IMG_{number:04}.jpg"), "wb") as file:
            file.write(hashlib.sha256(str(number).encode()).digest() * 16384)
    before = snapshot(source)
    app = start(base, source)
    app.click("push button", "Review")
    app.click("push button", "Organize…", timeout=60)
    app.action(app.find("push button", "Copy 400 Photos into Archive", timeout=60))
    archive = os.path.join(base, "Archive")
    wait(lambda: any(name.endswith(".jpg") for _, _, names in os.walk(archive) for name in names),
         "the first copies", step=0.005)
    app.proc.kill()
    app.proc.wait()

    app = start(base)
    app.find("label", "Not Finished Yet")
    shot(app, "unfinished")
    app.click("push button", "Continue")
    app.find("label", "Everything went well.", timeout=120)
    copies = {digest for digest, _ in snapshot(archive).values()}
    assert {digest for digest, _ in before.values()} <= copies, "not everything was copied"
    assert not [path for path in snapshot(archive) if ".susun" in path], "something was left behind"
    assert snapshot(source) == before
    app.click("push button", "Verify")
    app.find(None, re.compile("400 proven"), timeout=120)
    stop(app)


check("dropped, copied, verified, cleaned up, and taken back", whole_way)
check("looking at the choices touches nothing", nonsense_is_said)
check("killed while copying, offered again, and finished", killed_and_continued)
print(f"1..{count}")
sys.exit(1 if failed else 0)
