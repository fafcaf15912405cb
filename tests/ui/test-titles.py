#!/usr/bin/python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Event folders get names: looked at, decided about, renamed, and taken back.

usage: run-headless.sh -- /usr/bin/python3 test-titles.py SUSUN SHOTS_FOLDER
"""
import calendar
import os
import re
import sys
import time

import gi

gi.require_version("GdkPixbuf", "2.0")
from gi.repository import GdkPixbuf  # noqa: E402

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from susun_journey import check, finish, shot, start, stop  # noqa: E402
from susun_ui import wait  # noqa: E402

SUSUN, SHOTS = sys.argv[1:3]

# name now: days of its pictures
EVENTS = {
    "KURSUS PENGURUSAN KADA 2019_final": ["2019-03-14"] * 3,
    "kenduri_kahwin_kg_pasir": ["2020-08-08", "2020-08-08", "2020-08-08", "2021-01-01"],
    "New Folder (3)": ["2022-05-02"] * 2,
    "2021-12-25 Hari Keluarga": ["2021-12-25"] * 2,
    "campur": ["2018-01-01", "2018-06-01", "2018-06-01", "2019-02-02", "2020-02-02"],
    "mjls ptunangan kkak lia": ["2023-02-11"] * 2,
    "kosong": [],
}


def make_events(base):
    """Folders with pictures whose files are of these days. Returns where they lie."""
    folder = os.path.join(base, "Majlis")
    color = 0
    for name, days in EVENTS.items():
        os.makedirs(os.path.join(folder, name))
        for number, day in enumerate(days):
            path = os.path.join(folder, name, f"DSC{number:04}.jpg")
            color = (color + 0x3a61c7) % 0xffffff
            pixbuf = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, False, 8, 96, 72)
            pixbuf.fill((color << 8) | 0xff)
            pixbuf.savev(path, "jpeg", [], [])
            noon = calendar.timegm(time.strptime(day, "%Y-%m-%d")) + 12 * 3600
            os.utime(path, (noon, noon))
    return folder


def tree(folder):
    """Every folder and file below it, with what tells it from another."""
    found = {}
    for parent, folders, files in os.walk(folder):
        for name in folders + files:
            path = os.path.join(parent, name)
            state = os.stat(path)
            found[os.path.relpath(path, folder)] = (state.st_ino, state.st_size,
                                                    os.path.isfile(path) and state.st_mtime_ns)
    return found


def pick(app, row, *keys):
    """Another line of a drop-down: its list opens at the one that is chosen."""
    app.mouse_click(app.find("label", row))
    time.sleep(0.3)
    app.keys(*keys, "Return")


def choose_renaming(app):
    """What to do: the last of the choices."""
    pick(app, "What to do", "Down", "Down", "Down")
    app.find("label", re.compile("gets its day and a good title"))
    app.click("push button", "Look for Titles")


def open_titles(base, folder, **variables):
    app = start(SUSUN, base, folder, TZ="UTC", **variables)
    choose_renaming(app)
    app.find(None, re.compile(r"Rename [0-9]+ Folders?…"), timeout=30)
    return app


def entry(app, name):
    return app.find("text", f"New title of “{name}”", visible=False)


def tick(app, name):
    app.mouse_click(app.find("check box", f"Rename “{name}”"))


def whole_way(base):
    folder = make_events(base)
    before = tree(folder)
    app = open_titles(base, folder)
    # What was found: proposed, right already, in doubt, nothing.
    wait(lambda: app.text(entry(app, "KURSUS PENGURUSAN KADA 2019_final"))
         == "Kursus Pengurusan KADA", "the offline title")
    assert app.text(entry(app, "New Folder (3)")) == "", "a name without a word"
    app.find("label", "Its name is right already.", visible=False)
    app.find("label", re.compile("No day has 60 %"), visible=False)
    app.find("label", re.compile("no photo and no film"), visible=False)
    app.find("push button", "Rename 4 Folders…")
    shot(app, SHOTS, "titles")
    # One refused, one agreed to, one edited.
    tick(app, "New Folder (3)")
    app.find("push button", "Rename 3 Folders…")
    tick(app, "campur")
    app.find("push button", "Rename 4 Folders…")
    app.set_text("text", "New title of “kenduri_kahwin_kg_pasir”", "Kenduri Along")
    app.find("label", "yours", visible=False)
    assert tree(folder) == before, "deciding has touched something"
    app.click("push button", "Rename 4 Folders…")
    app.find("label", re.compile("The pictures in them are not touched"))
    shot(app, SHOTS, "titles-ask")
    app.click("push button", "Rename")
    app.find(None, "4 Folders Renamed", timeout=30)
    shot(app, SHOTS, "titles-renamed")
    assert sorted(os.listdir(folder)) == [
        "2018-06-01 Campur", "2019-03-14 Kursus Pengurusan KADA", "2020-08-08 Kenduri Along",
        "2021-12-25 Hari Keluarga", "2023-02-11 Majlis Ptunangan Kkak Lia", "New Folder (3)",
        "kosong"], os.listdir(folder)
    app.click("push button", "Undo…")
    app.find("label", re.compile("Folders get their old names back"))
    app.mouse_click(app.find("push button", "Undo"))
    app.find("label", "Everything went well.", timeout=30)
    assert tree(folder) == before, "it is not as it was"
    stop(app)


check("event folders are decided about, renamed, and get their names back", whole_way)
finish()
