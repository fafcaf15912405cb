#!/usr/bin/python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The history: runs, where a picture went, a run's page, the ways back; in all its looks.

usage: run-headless.sh -- /usr/bin/python3 test-history.py SUSUN SHOTS_FOLDER
"""
import hashlib
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from susun_journey import check, finish, press, save_as, see, shot, snapshot, start, stop  # noqa: E402
from susun_ui import WIN, wait, xdo  # noqa: E402

SUSUN, SHOTS = sys.argv[1:3]


def picture(app, name):
    shot(app, SHOTS, name)


def put_photos(folder, number):
    os.makedirs(folder)
    for i in range(number):
        with open(os.path.join(folder, f"IMG_20{10 + i % 9}0{i % 9 + 1}10_101112 {i:03}.jpg"),
                  "wb") as file:
            file.write(hashlib.sha256(str(i).encode()).digest() * 64)


def arrange(base, **variables):
    source = os.path.join(base, "card")
    put_photos(source, 40)
    app = start(SUSUN, base, source, **variables)
    app.click("push button", "Review")
    app.click("push button", "Organize…", timeout=60)
    press(app, "Copy 40 Photos into Archive")
    see(app, "40 Files Copied")
    app.click("push button", "Verify")
    see(app, "40 proven")
    app.click("push button", "Clean Up…")
    press(app, "40 Originals to Quarantine…")
    app.click("push button", "Move to Quarantine")
    see(app, "40 Originals in Quarantine")
    return app, source


def whole_way(base):
    app, source = arrange(base)
    app.keys("ctrl+h")
    see(app, "card → Archive")
    picture(app, "history")

    # Where did it go?
    app.mouse_click(app.find(None, "Where Did This Picture Go?"))
    see(app, "Type a part of its name")
    app.keys("ctrl+f")
    app.type("101112 007")
    see(app, "To .*007")
    picture(app, "history-pictures")
    app.keys("ctrl+a", "BackSpace")
    app.mouse_click(app.find(None, "Runs"))
    app.mouse_click(see(app, "40 in quarantine"))
    app.find("push button", "Restore…")
    app.find("table cell", re.compile(" 000"))
    picture(app, "history-run")
    app.click("push button", "Restore…")
    app.click("push button", "Put Back")
    see(app, "Put Back")
    see(app, "Everything went well")
    picture(app, "history-restored")
    assert len(snapshot(source)) == 40
    app.click("push button", "Back to History")
    see(app, "card → Archive")
    stop(app)


def forgotten(base):
    """A run is exported, and forgotten: its files stay."""
    source = os.path.join(base, "card")
    put_photos(source, 3)
    app = start(SUSUN, base, source)
    app.click("push button", "Review")
    app.click("push button", "Organize…", timeout=60)
    press(app, "Copy 3 Photos into Archive")
    see(app, "3 Files Copied")
    app.keys("ctrl+h")
    app.mouse_click(see(app, "3 copied"))
    app.find("table cell", re.compile(" 000"))

    def choose(item):
        app.mouse_click(app.find("push button", "More"))
        app.click("menu item", item)
    choose("Export CSV…")
    rows = save_as(app, os.path.join(base, "run.csv"))
    assert rows.count(".jpg") >= 3, rows
    choose("Forget…")
    app.find("dialog", "Forget This Run?")
    picture(app, "ask-forget-run")
    app.click("push button", "Forget")
    see(app, "Nothing Yet")
    assert len(snapshot(os.path.join(base, "Archive"))) >= 3
    assert len(snapshot(source)) == 3
    stop(app)


def looks(base):
    """Dark, narrow, with large letters: no warning, and pictures to look at."""
    app, _ = arrange(base, ADW_DEBUG_COLOR_SCHEME="prefer-dark")
    picture(app, "clean-up-after-dark")
    app.keys("ctrl+h")
    see(app, "card → Archive")
    picture(app, "history-dark")
    app.mouse_click(see(app, "40 copied"))
    app.find("table cell", re.compile(" 000"))
    picture(app, "history-run-dark")
    stop(app)


def narrow(base):
    app, _ = arrange(base)
    window = xdo("search", "--onlyvisible", "--pid", app.proc.pid, "--name", "^Susun$").split()[-1]
    frame = app.find("frame", "Susun")
    xdo("windowsize", window, 360, 640)
    wait(lambda: frame.get_extents(WIN).width < 420, "the window is narrow")
    picture(app, "clean-up-after-360")
    for step in ("Organize", "Verify"):
        app.keys("alt+Left")
    picture(app, "organize-after-360")
    app.keys("ctrl+h")
    see(app, "card → Archive")
    picture(app, "history-360")
    app.mouse_click(see(app, "40 copied"))
    app.find("table cell", re.compile(" 000"))
    picture(app, "history-run-360")
    stop(app)


def large(base):
    """Letters twice as large."""
    config = os.path.join(base, "config")
    os.makedirs(os.path.join(config, "gtk-4.0"))
    with open(os.path.join(config, "gtk-4.0/settings.ini"), "w") as file:
        file.write("[Settings]\ngtk-enable-animations=0\ngtk-font-name=Cantarell 22\n")
    app, _ = arrange(base, XDG_CONFIG_HOME=config)
    picture(app, "clean-up-after-200")
    app.keys("ctrl+h")
    see(app, "card → Archive")
    picture(app, "history-200")
    app.mouse_click(see(app, "40 copied"))
    app.find("push button", "More")
    picture(app, "history-run-200")
    stop(app)


check("the history: found, followed, put back", whole_way)
check("exported, and forgotten", forgotten)
check("in the dark", looks)
check("narrow", narrow)
check("with large letters", large)
finish()
