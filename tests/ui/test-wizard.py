#!/usr/bin/python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole way of a new user: a folder is dropped, copied, verified, quarantined, and taken back.

usage: run-headless.sh -- /usr/bin/python3 test-wizard.py SUSUN SAMPLE_LIBRARY SHOTS_FOLDER
Drives the real window over the accessibility bus, with a real X11 drag; speaks TAP.
"""
import os
import re
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from susun_journey import check, finish, press, see, shot, snapshot, start, stop  # noqa: E402
from susun_ui import wait  # noqa: E402

SUSUN, SAMPLE, SHOTS = sys.argv[1:4]


def whole_way(base):
    source = os.path.join(base, "Gambar Lama")
    shutil.copytree(SAMPLE, source, symlinks=True)
    before = snapshot(source)
    app = start(SUSUN, base)
    shot(app, SHOTS, "home")
    assert app.drop(app.find("label", "Drop a folder of photos here"), source)[-1] == "copy"
    app.find("label", "Folders to Arrange")
    shot(app, SHOTS, "choose")

    app.click("push button", "Review", timeout=60)
    app.find("push button", "Organize…", timeout=60)
    shot(app, SHOTS, "reviewed")
    app.click("push button", "Organize…")
    copy = app.find("push button", re.compile("Copy [0-9]+ Photos into Archive"), timeout=60)
    archive = os.path.join(base, "Archive")
    assert not os.path.exists(os.path.join(archive, "2019")), "looking has copied"
    app.action(copy)
    app.find("label", "Everything went well.", timeout=60)
    shot(app, SHOTS, "organized")
    assert os.path.isdir(os.path.join(archive, "2019"))
    assert snapshot(source) == before, "copying changed the source"

    app.click("push button", "Verify")
    see(app, "proven · 0 differ · 0 missing")
    shot(app, SHOTS, "verified")
    app.click("push button", "Clean Up…")
    press(app, "Originals to Quarantine…")
    app.find("dialog")
    shot(app, SHOTS, "ask-quarantine")
    app.click("push button", "Move to Quarantine")
    see(app, "Originals in Quarantine")
    shot(app, SHOTS, "cleaned-up")
    quarantine = os.path.join(base, ".susun-quarantine")
    assert os.path.isdir(quarantine)
    left = snapshot(source)
    assert len(left) < len(before) / 4, sorted(left)

    app.click("push button", "Done")
    shot(app, SHOTS, "done")
    # History: the quarantine is taken back, and everything is where and as it was.
    app.keys("ctrl+h")
    app.mouse_click(app.find("label", re.compile("in quarantine")))
    shot(app, SHOTS, "history")
    app.click("push button", "Restore…")
    app.click("push button", "Put Back")
    app.find("label", "Everything went well.", timeout=60)
    shot(app, SHOTS, "undone")
    assert snapshot(source) == before, "the source is not as it was"
    stop(app)


def looking_touches_nothing(base):
    source = os.path.join(base, "photos")
    os.makedirs(os.path.join(source, "inside"))
    app = start(SUSUN, base, source)
    app.find("label", "Folders to Arrange")
    button = app.find("push button", "Review")
    wait(lambda: app.state(button, "sensitive"), "the suggested archive is fine")
    stop(app)
    assert not os.path.exists(os.path.join(base, "Archive")), "looking made a folder"


check("dropped, copied, verified, cleaned up, and taken back", whole_way)
check("looking at the choices touches nothing", looking_touches_nothing)
finish()
