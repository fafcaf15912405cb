#!/usr/bin/python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Event folders get names: looked at, decided about, renamed, and taken back.

usage: run-headless.sh -- /usr/bin/python3 test-titles.py SUSUN SHOTS_FOLDER GOOGLE_HERE [JOURNEY...]
"""
import calendar
import json
import os
import re
import sys
import time
import zlib

import gi

gi.require_version("GdkPixbuf", "2.0")
from gi.repository import GdkPixbuf  # noqa: E402

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from fake_ai import Service, settings  # noqa: E402
from susun_journey import check, finish, shot, start, stop  # noqa: E402
from susun_ui import WIN, wait, xdo  # noqa: E402

SUSUN, SHOTS, GOOGLE_HERE = sys.argv[1:4]

# Enough of them to be killed in the middle.
FOLDERS = 300

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


def make_picture(path, day):
    """Of one color, which its name decides."""
    pixbuf = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, False, 8, 96, 72)
    pixbuf.fill((zlib.crc32(path.encode()) & 0xffffff00) | 0xff)
    pixbuf.savev(path, "jpeg", [], [])
    noon = calendar.timegm(time.strptime(day, "%Y-%m-%d")) + 12 * 3600
    os.utime(path, (noon, noon))


def make_events(base):
    """Folders with pictures whose files are of these days. Returns where they lie."""
    folder = os.path.join(base, "Majlis")
    for name, days in EVENTS.items():
        os.makedirs(os.path.join(folder, name))
        for number, day in enumerate(days):
            make_picture(os.path.join(folder, name, f"DSC{number:04}.jpg"), day)
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
    app.see_all()
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
    wait(lambda: sorted(os.listdir(folder)) == sorted(EVENTS), "the old names are back")
    assert tree(folder) == before, "it is not as it was"
    stop(app)


def ai_suggests(base):
    service = Service()
    folder = os.path.join(base, "Majlis")
    for name in ("mjls ptunangan kkak lia", "rombongn skolah", "mesyuarat pnduduk"):
        os.makedirs(os.path.join(folder, name))
        make_picture(os.path.join(folder, name, "a.jpg"), "2023-02-11")
    chosen = settings(base, ai_provider="'openai-compatible'",
                      ai_endpoint=f"'{service.address}'")
    app = open_titles(base, folder, **chosen)
    # Nothing is sent before its user has seen what, and said yes.
    app.click("push button", "Suggest with AI…")
    shown = app.text(app.find("text", "The text that is sent"))
    shot(app, SHOTS, "titles-consent")
    assert "ptunangan" in shown and "rombongn" in shown, shown
    assert "2023" not in shown and base not in shown and "a.jpg" not in shown, shown
    app.click("push button", "Cancel")
    app.gone("text", "The text that is sent")
    assert service.asked == [] and service.keys == [], "something was sent"
    # While it is asked its user goes on.
    service.may.clear()
    app.click("push button", "Suggest with AI…")
    app.click("push button", "Send")
    app.find(None, re.compile("^Asking "))
    app.set_text("text", "New title of “rombongn skolah”", "Rombongan Kami")
    service.may.set()
    app.find("label", "AI suggests: Majlis Pertunangan Kakak Lia")
    app.find("label", re.compile("^AI suggests: Rombongan Sekolah"))
    # A word was exchanged for another: that is no spelling.
    app.find("label", re.compile("^Offline title: "))
    shot(app, SHOTS, "titles-suggested")
    assert json.dumps(service.asked[0].body["messages"], sort_keys=True) == json.dumps(
        json.loads(shown)["messages"], sort_keys=True), "something else was sent than was shown"
    assert app.text(entry(app, "mjls ptunangan kkak lia")) == "Majlis Ptunangan Kkak Lia"
    app.click("push button", "Take All")
    wait(lambda: app.text(entry(app, "mjls ptunangan kkak lia"))
         == "Majlis Pertunangan Kakak Lia", "the suggestion is taken")
    assert app.text(entry(app, "rombongn skolah")) == "Rombongan Kami", "the user's was overwritten"
    app.click("push button", re.compile("Refuse the suggestion for “rombongn skolah”"))
    app.gone("label", re.compile("^AI suggests: "))
    app.click("push button", "Rename 3 Folders…")
    app.click("push button", "Rename")
    app.find(None, "3 Folders Renamed")
    assert sorted(os.listdir(folder)) == [
        "2023-02-11 Majlis Pertunangan Kakak Lia", "2023-02-11 Mesyuarat Pnduduk",
        "2023-02-11 Rombongan Kami"], os.listdir(folder)
    stop(app)


def google_suggests(base):
    """As Google speaks: the key is in no address, and how long it wants to be left alone is told in seconds."""
    key = "AIza-of-the-environment"
    service = Service()
    service.answers.append((429, {"error": {
        "code": 429, "status": "RESOURCE_EXHAUSTED", "message": "slower", "details": [
            {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "8s"}]}}))
    folder = os.path.join(base, "Majlis")
    os.makedirs(os.path.join(folder, "mjls ptunangan kkak lia"))
    make_picture(os.path.join(folder, "mjls ptunangan kkak lia", "a.jpg"), "2023-02-11")
    chosen = settings(base, ai_provider="'google'")
    app = open_titles(base, folder, SUSUN_AI_API_KEY=key, LD_PRELOAD=GOOGLE_HERE,
                      SUSUN_GOOGLE_HERE=service.address.removesuffix("/v1"), **chosen)
    app.click("push button", "Suggest with AI…")
    app.find("label", re.compile("^To Google AI Studio. .* people may look at them, too"))
    shown = app.text(app.find("text", "The text that is sent"))
    app.click("push button", "Send")
    # The number of seconds changes while it is looked at more closely.
    wait(lambda: app.names(None, re.compile("goes on in [0-9]+ second")), "the wait is told")
    shot(app, SHOTS, "titles-waiting")
    app.find("label", "AI suggests: Majlis Pertunangan Kakak Lia")
    assert len(service.asked) == 2, service.asked
    for question in service.asked:
        assert question.body == json.loads(shown), "something else was sent than was shown"
        assert re.fullmatch("/v1beta/models/[^/?]+:generateContent", question.path), question.path
        assert key in question.headers.values() and key not in shown, question.headers
    assert key not in app.output()
    app.click("push button", "Take All")
    wait(lambda: app.text(entry(app, "mjls ptunangan kkak lia"))
         == "Majlis Pertunangan Kakak Lia", "the suggestion is taken")
    stop(app)


def address_is_refused(base):
    """Over plain http everybody on the way could read the key: that is said where the address is written."""
    chosen = settings(base, ai_provider="'openai-compatible'")
    app = start(SUSUN, base, **chosen)
    app.find("label", "Drop a folder of photos here")
    app.keys("ctrl+comma")
    app.click("page tab", "Titles")
    app.find("label", "Asks which models there are. No title is sent.", visible=False)
    address = re.compile("^Address")
    test = app.find("push button", re.compile("Does it answer|Test"), visible=False)
    for written, refused in (("http://192.0.2.7:11434/v1", True), ("https://192.0.2.7/v1", False)):
        app.mouse_click(app.find("label", address))
        app.keys("ctrl+a")
        app.type(written)
        app.keys("Return")
        app.find("label", re.compile("192.0.2.7” is another computer, and http would show"
                                     if refused else "^Asks which models"), visible=False)
        wait(lambda: app.state(test, "sensitive") != refused, "it can be tested")
        if refused:
            shot(app, SHOTS, "preferences-address-refused")
    stop(app)


def no_ai(base):
    """A key in the environment alone turns nothing on."""
    folder = make_events(base)
    app = open_titles(base, folder, SUSUN_AI_API_KEY="sk-of-the-environment")
    app.click("push button", "Suggest with AI…")
    app.find("label", re.compile("nothing is sent"))
    # It leads to where one is chosen; no keyring is in this session, which is said.
    app.click("push button", "Preferences")
    pick(app, "AI", "Down", "Down")
    app.find("label", re.compile("No keyring answers in this session"), visible=False)
    app.mouse_click(app.find("label", "Key"))
    app.type("sk-that-finds-no-place")
    app.keys("Return")
    app.said("The key could not be kept.")
    shot(app, SHOTS, "preferences-no-keyring")
    app.click("page tab", "Privacy")
    app.find("label", re.compile("^Titles of event folders, to Ollama on this computer"))
    app.click("push button", re.compile("Clear the answers|Answers of the AI"))
    app.said("The answers of the AI were cleared.")
    app.click("page tab", "Titles")
    app.find("label", "Letters")
    app.click("push button", re.compile("Words of your own"), visible=False)
    words = os.path.join(os.environ["XDG_CONFIG_HOME"], "susun", "words.txt")
    wait(lambda: os.path.exists(words) and open(words).read().startswith("# Your own words"),
         "a file to write own words in")
    stop(app)


def decided_and_left(base):
    """What was decided is there again after the window was closed."""
    folder = make_events(base)
    app = open_titles(base, folder)
    app.set_text("text", "New title of “kenduri_kahwin_kg_pasir”", "Kenduri Along")
    tick(app, "New Folder (3)")
    app.find("push button", "Rename 3 Folders…")
    stop(app)
    app = start(SUSUN, base, TZ="UTC")
    app.find("label", "Not Finished Yet")
    app.click("push button", "Continue")
    app.find("push button", "Rename 3 Folders…")
    assert app.text(entry(app, "kenduri_kahwin_kg_pasir")) == "Kenduri Along"
    # To the choices and back nothing is lost either.
    app.keys("alt+Left")
    app.find("label", "What to do")
    app.click("push button", re.compile("^Step 2, Titles"))
    app.click("push button", "Rename 3 Folders…")
    app.click("push button", "Rename")
    app.find(None, "3 Folders Renamed")
    assert "2020-08-08 Kenduri Along" in os.listdir(folder), os.listdir(folder)
    # The history takes it back, too.
    app.keys("ctrl+h")
    app.mouse_click(app.find("label", re.compile("^3 renamed")))
    app.click("push button", "Undo…")
    app.mouse_click(app.find("push button", "Undo"))
    app.find("label", "Everything went well.")
    wait(lambda: sorted(os.listdir(folder)) == sorted(EVENTS), "the old names are back")
    stop(app)


def looks(base):
    """In the dark, 360 pixels wide, with letters twice as large: nothing makes the window wider."""
    folder = make_events(base)
    chosen = settings(base, window_width="360", window_height="1300")
    usual = os.path.join(os.environ["XDG_CONFIG_HOME"], "gtk-4.0", "settings.ini")
    place = os.path.join(chosen["XDG_CONFIG_HOME"], "gtk-4.0")
    os.makedirs(place)
    with open(usual) as old, open(os.path.join(place, "settings.ini"), "w") as new:
        new.write(old.read().replace("Cantarell 11", "Cantarell 22"))
    app = start(SUSUN, base, folder, TZ="UTC", ADW_DEBUG_COLOR_SCHEME="prefer-dark", **chosen)
    narrow = app.find("frame").get_extents(WIN).width
    choose_renaming(app)
    app.find("push button", "Rename 4 Folders…")
    app.find("label", "Its name is right already.")
    shot(app, SHOTS, "titles-360-dark-large")
    app.click("push button", "Suggest with AI…")
    app.click("push button", "Cancel")
    assert app.find("frame").get_extents(WIN).width == narrow, "the titles made the window wider"
    stop(app)


def killed_and_continued(base):
    """In the middle of giving names: Home offers to go on, and all of them are given."""
    folder = os.path.join(base, "Majlis")
    for number in range(FOLDERS):
        os.makedirs(os.path.join(folder, f"acara {number}"))
        with open(os.path.join(folder, f"acara {number}", "a.jpg"), "w") as file:
            file.write(str(number))
        os.utime(file.name, (1676116800, 1676116800))
    app = open_titles(base, folder)
    app.click("push button", f"Rename {FOLDERS} Folders…")
    app.click("push button", "Rename")
    wait(lambda: any(name.startswith("2023-02-11") for name in os.listdir(folder)),
         "the first new name", step=0.002)
    app.proc.kill()
    app.proc.wait()
    app = start(SUSUN, base, TZ="UTC")
    app.click("push button", "Continue")
    app.find(None, f"{FOLDERS} Folders Renamed", timeout=120)
    names = os.listdir(folder)
    assert len(names) == FOLDERS, len(names)
    for name in names:
        match = re.fullmatch(r"2023-02-11 Acara ([0-9]+)", name)
        assert match and open(os.path.join(folder, name, "a.jpg")).read() == match[1], name
    stop(app)


only = sys.argv[4:]
for title, journey in (
        ("event folders are decided about, renamed, and get their names back", whole_way),
        ("an AI is asked with consent, and suggests", ai_suggests),
        ("Google's AI is asked, waited for, and suggests", google_suggests),
        ("an address that would show the key is refused", address_is_refused),
        ("an AI that nobody has chosen is not asked", no_ai),
        ("what was decided waits for its user", decided_and_left),
        ("dark, narrow, with large letters", looks),
        ("killed while names are given, offered again, and finished", killed_and_continued)):
    if not only or journey.__name__ in only:
        check(title, journey)
finish()
