#!/usr/bin/python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Review: all pictures of a plan, filtered, searched, looked at, set right, left out.

usage: run-headless.sh -- /usr/bin/python3 test-review.py SUSUN SAMPLE_LIBRARY SHOTS_FOLDER
Drives the real window over the accessibility bus; speaks TAP.
"""
import os
import re
import shutil
import struct
import sys
import zlib
from datetime import datetime

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from susun_journey import check, finish, shot, snapshot, start, stop  # noqa: E402
from susun_ui import UIError, WIN, wait, xdo  # noqa: E402

SUSUN, SAMPLE, SHOTS = sys.argv[1:4]
COPY = re.compile("Copy [0-9]+ Photos? into Archive")


def review(base, source=None, **variables):
    """The window with a plan of the sample library, or of another folder."""
    if source is None:
        source = os.path.join(base, "Gambar Lama")
        shutil.copytree(SAMPLE, source, symlinks=True)
    app = start(SUSUN, base, source, **variables)
    app.click("push button", "Review")
    app.find("push button", "Organize…", timeout=60)
    app.see_all()
    settle(app)
    return app


def cells(app):
    """The names of all pictures that are bound: more than can be seen."""
    return app.names("table cell")


def settle(app):
    """Waits until all pictures are found, counted and read, and stand where they will stay."""
    table = app.find("table", "Pictures")

    def at_rest():
        if app.state(table, "busy") or app.all("push button", "Pause"):
            return False
        names = cells(app)
        return names and all("," in name for name in names) and len(names) == number(chip(app, "All"))
    wait(at_rest, "the pictures come to rest")


def pick(app, cell, more=False):
    """Selects it with the mouse, alone or with what is selected."""
    name = cell.get_name()
    try:
        if more:
            xdo("keydown", "ctrl")
        app.mouse_click(cell)
    finally:
        if more:
            xdo("keyup", "ctrl")
    wait(lambda: [c for c in app.all("table cell", name) if app.state(c, "selected")],
         f"{name} is selected")
    if not more:
        app.find("label", "1 selected")


def chip(app, name):
    return app.find("push button", re.compile(f"^{name}  [0-9]"))


def number(a):
    return int(re.sub(r"\D", "", a.get_name()))


def copy(app):
    app.click("push button", "Organize…")
    app.click("push button", COPY)
    app.find("push button", "Verify", timeout=60)


def years_of(archive):
    """Which file stands in which folder of the archive."""
    return {name: os.path.relpath(parent, archive)
            for parent, _, names in os.walk(archive) for name in names}


def dates_are_set(base):
    app = review(base)
    archive = os.path.join(base, "Archive")
    everything = number(chip(app, "All"))
    undated = number(chip(app, "No date"))
    assert undated >= 2, "the sample library has undated pictures"
    app.action(chip(app, "No date"))
    wait(lambda: len(cells(app)) == undated, "only the undated ones are shown")
    wait(lambda: all("," in name for name in cells(app)), "they are read")
    shown = app.all("table cell")[:2]
    names = [cell.get_name().split(",")[0] for cell in shown]
    pick(app, shown[0])
    pick(app, shown[1], more=True)
    app.find("label", "2 selected")
    app.click("push button", "Set Date…")
    app.find("dialog", "Set the Date of 2 Pictures")
    app.set_text("text", "Date, year first", "nonsense")
    button = app.find("push button", "Set Date")
    wait(lambda: not app.state(button, "sensitive"), "nonsense is no date")
    app.set_text("text", "Date, year first", "1999-12-31")
    shot(app, SHOTS, "review-set-date")
    app.action(button)
    app.gone("dialog", "Set the Date of 2 Pictures")
    # They are decided: no longer among those without a date.
    wait(lambda: len(cells(app)) == undated - 2, "the plan is made anew")

    app.action(chip(app, "All"))
    wait(lambda: len(cells(app)) == everything, "all are shown again")
    settle(app)
    left_out = next(c for c in app.all("table cell") if ", Certain" in c.get_name())
    left_name = left_out.get_name().split(",")[0]
    pick(app, left_out)
    app.click("push button", "Leave Out")
    wait(lambda: number(chip(app, "Left out")) >= 1, "it is left out")
    app.find("push button", "Put Back")
    copy(app)
    places = years_of(archive)
    for name in names:
        assert places[name] == "1999", (name, places.get(name))
    assert left_name not in places, places[left_name]
    stop(app)


def tick(app, name):
    """A check box of the dialog. Newer GTK is wrong by the padding about where it is: by the keyboard."""
    box = app.find("check box", re.compile(name))

    def reached():
        if re.search(name, (app.focused() or ("", ""))[1]):
            return True
        app.tab()
        return False
    if app.tells_what_shows():
        if "clock" in name:
            app.keys("alt+k")
        wait(reached, f"the focus comes to {name}", timeout=120)
        app.keys("space")
    else:
        app.mouse_click(box)
    wait(lambda: app.state(box, "checked"), name)


def clock_is_shifted(base):
    app = review(base)
    certain = next(c for c in app.all("table cell") if re.search("1 January|, Certain", c.get_name()))
    before = certain.get_name()
    pick(app, certain)
    app.click("push button", "Set Date…")
    tick(app, "clock was")
    spin = app.find("spin button", "Days")
    wait(lambda: app.state(spin, "sensitive"), "it is asked by how much")
    spin.set_current_value(400)
    wait(lambda: spin.get_current_value() == 400, "400 days")
    app.click("push button", "Set Date")
    wait(lambda: app.all("table cell", re.compile("^" + re.escape(before.split(",")[0])
                                                   + ".*Set by you$")), "its clock is corrected")
    settle(app)
    shifted = app.find("table cell", re.compile("^" + re.escape(before.split(",")[0]) + ".*Set by you$"))
    days = [datetime.strptime(name.split(", ")[1], "%d %B %Y") for name in (before, shifted.get_name())]
    assert abs((days[1] - days[0]).days) == 400, (before, shifted.get_name())
    pick(app, shifted)
    # The file's own word counts again.
    app.keys("F9")
    app.click("push button", "Use the File’s Own Date", visible=False)
    wait(lambda: app.all("table cell", before), "it has its own date again")
    stop(app)


def camera_is_shifted(base):
    """One picture stands for all that its camera's clock has dated, and for no other camera's."""
    app = review(base)
    pick(app, app.find("table cell", re.compile("^DSC00018.JPG")))
    others = [cell for cell in cells(app) if not re.match("DSC|Copy of DSC|MVI_0021|P10100", cell)]
    app.click("push button", "Set Date…")
    tick(app, "clock was")
    spin = app.find("spin button", "Days")
    wait(lambda: app.state(spin, "sensitive"), "it is asked by how much")
    spin.set_current_value(3)
    tick(app, "^All other pictures of “SONY DSC-W170”, too$")
    app.click("push button", "Set Date")
    for name in ("DSC00018.JPG, 26 August 2009", "DSC00017.JPG, 4 November 2009"):
        wait(lambda: app.all("table cell", re.compile(f"^{name}, Set by you$")), name)
    assert set(others) <= set(cells(app)), set(others) - set(cells(app))
    stop(app)


def chart_and_search(base):
    app = review(base)
    everything = number(chip(app, "All"))
    # In a wide window the bars are months.
    bar = app.find("push button", re.compile(r"^(July )?2019: [0-9]+ photos$"))
    in_year = int(bar.get_name().split(": ")[1].split()[0])
    app.action(bar)
    wait(lambda: len(cells(app)) == in_year, "the year is shown")
    assert all("2019" in name or name.endswith(", Duplicate") for name in cells(app)), cells(app)
    app.action(app.find("push button", re.compile(r"^(July )?2019: ")))
    wait(lambda: len(cells(app)) == everything, "pressed again, all are shown")

    app.keys("ctrl+f")
    app.find(None, "Search by name")
    app.type("img_2021")
    wait(lambda: all(name.startswith("IMG_2021") for name in cells(app) or ["none"]),
         "the search narrows")
    app.keys("ctrl+a")
    app.type("no such name")
    app.find("label", "Nothing Here")
    app.click("push button", "Show All")
    wait(lambda: len(cells(app)) == everything, "all are shown again")
    stop(app)


DATED = re.compile(r"(.*), ([0-9]+ [A-Z][a-z]+ [0-9]{4}), [^,]*$")


def order_is_chosen(base):
    """By the day, then the other way round, then by name; what is selected stays selected, and the
    order is found again."""
    keep = {"GSETTINGS_BACKEND": "keyfile", "XDG_CONFIG_HOME": os.path.join(base, "config")}
    shutil.copytree(os.environ["XDG_CONFIG_HOME"], keep["XDG_CONFIG_HOME"])
    app = review(base, **keep)

    def days():
        found = [DATED.match(cell) for cell in cells(app)]
        return [datetime.strptime(dated[2], "%d %B %Y") for dated in found if dated]

    def names():
        return [re.sub(", [^,]*$", "", DATED.sub(r"\1, ", cell)).casefold() for cell in cells(app)]

    def choose(now, other):
        if app.tells_what_shows():
            app.action(app.find("toggle button", "Order of the pictures"))
            app.action(app.find("menu item", other))
            app.gone("menu item", "By Folder")
            app.find("label", other)
            return
        app.action(app.find("push button", now))
        app.mouse_click(app.find("label", other))
        app.gone("label", "By Folder")  # the menu has closed
    wait(lambda: days() == sorted(days()), "the oldest come first")
    assert len(days()) > 40, cells(app)
    settle(app)
    chosen = app.all("table cell")[1]
    name = chosen.get_name()
    pick(app, chosen)
    choose("Oldest First", "Newest First")
    wait(lambda: days() == sorted(days(), reverse=True), "the newest come first")
    app.find("label", "1 selected")
    wait(lambda: app.state(app.find("table cell", name), "selected"), "it is found again")
    choose("Newest First", "By Name")
    wait(lambda: names() == sorted(names()), "they stand by name")
    stop(app)
    app = review(base, os.path.join(base, "Gambar Lama"), **keep)
    app.find("label" if app.tells_what_shows() else "push button", "By Name")
    wait(lambda: names() == sorted(names()), "they stand by name again")
    stop(app)


def details_are_told(base):
    app = review(base)
    app.keys("ctrl+f")
    app.find(None, "Search by name")
    app.type("174512")
    picture = app.find("table cell", re.compile("IMG_20210612_174512.jpg"))
    pick(app, picture)
    app.keys("F9")
    app.find("label", re.compile(r"\(Exif.DateTimeOriginal\)"))
    app.find("label", re.compile("Archive/2021/IMG_20210612_174512.jpg"))
    app.find("label", "12 June 2021, 17:45")
    shot(app, SHOTS, "review-details")
    app.keys("F9")
    app.gone("label", re.compile("Archive/2021/IMG_20210612_174512.jpg"))
    stop(app)


def keys_do(base):
    app = review(base)
    # The chart is one stop of Tab, and arrows lead from bar to bar.
    for _ in range(30):
        if app.tab()[0] == "table cell":
            break
    else:
        raise UIError("Tab does not reach the pictures")
    app.keys("End", "shift+Left", "shift+Left")
    app.find("label", "3 selected")
    app.keys("alt+d")
    app.find("dialog", "Set the Date of 3 Pictures")
    app.keys("Tab", "ctrl+a")
    app.type("1998-01-02")
    app.keys("Return")
    app.gone("dialog", "Set the Date of 3 Pictures")
    wait(lambda: sum("2 January 1998" in name for name in cells(app)) >= 3, "three are set")
    app.keys("F9")
    app.find("label", re.compile("Archive/1998/"))
    copy(app)
    assert len(os.listdir(os.path.join(base, "Archive", "1998"))) >= 3
    stop(app)


def plan_is_found_again(base):
    """What was looked at and not decided is shown again before anything is copied."""
    app = review(base)
    pick(app, app.all("table cell")[0])
    app.click("push button", "Leave Out")
    wait(lambda: number(chip(app, "Left out")) >= 1, "it is left out")
    app.click("push button", "Back")
    app.click("push button", "Review")
    wait(lambda: number(chip(app, "Left out")) >= 1, "it is still left out")
    assert not os.path.exists(os.path.join(base, "Archive", "2021"))
    stop(app)


def png_of(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(b"\0" * 4096)) + chunk(b"IEND", b""))


def film_without_frames():
    def box(kind, data):
        return struct.pack(">I", len(data) + 8) + kind + data
    mvhd = struct.pack(">IIIII", 0, 3600000000, 3600000000, 1000, 5000) + b"\0" * 80
    return box(b"ftyp", b"isom\0\0\2\0isomiso2mp41") + box(b"moov", box(b"mvhd", mvhd)) + box(b"mdat", b"")


def hostile_folder(base):
    source = os.path.join(base, "hostile")
    os.makedirs(source)
    files = {
        "گمبر ٢٠٢٣.jpg": b"\xff\xd8\xff\xe0" + b"rubbish" * 50,
        "படம்.jpg": b"\xff\xd8\xff\xd9",
        "照片 一二三.png": png_of(3, 3),
        "two\nlines.jpg": b"\xff\xd8",
        "evil\u202egpj.exe.jpg": b"not a picture",
        "huge.png": png_of(30000, 30000),
        "one byte.heic": b"\0",
        "no frames.mp4": film_without_frames(),
        "empty.jpg": b"",
        "<b>markup & more<b>.jpg": b"\xff\xd8\xff\xdb",
        "%s%n%d.jpg": b"\xff\xd8\xff\xdb",
    }
    for name, content in files.items():
        with open(os.path.join(source, name), "wb") as file:
            file.write(content)
    with open(os.path.join(os.fsencode(source), b"not \xff utf-8.jpg"), "wb") as file:
        file.write(b"\xff\xd8")
    before = snapshot(source)
    app = start(SUSUN, base, source)
    app.click("push button", "Review")
    app.see_all()
    wait(lambda: len(cells(app)) == len(files) + 1, "all of them are shown")
    settle(app)
    names = "|".join(cells(app))
    for sign in ("\n", "\u202e"):
        assert sign not in names, names
    assert "two\\x0Alines.jpg" in names, names
    assert "<b>markup & more<b>.jpg" in names, names
    # Each is looked at in the large; what is wrong with it is said.
    app.keys("F9")
    app.find("label", "No Picture Selected")
    for cell in app.all("table cell"):
        pick(app, cell)
        app.find("heading", cell.get_name().split(",")[0])
    shot(app, SHOTS, "review-hostile")
    assert snapshot(source) == before
    stop(app)


def nothing_found(base):
    source = os.path.join(base, "empty")
    os.makedirs(source)
    app = start(SUSUN, base, source)
    app.click("push button", "Review")
    app.find("label", "No Pictures Found")
    shot(app, SHOTS, "review-nothing")
    stop(app)


def looks(base):
    """Dark, narrow, large: pictures for who looks at them, and all commands within reach."""
    for name, variables in (("dark", {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}),
                            ("contrast", {"ADW_DEBUG_HIGH_CONTRAST": "1"}),
                            ("right-to-left", {"GTK_DEBUG": "invert-text-dir"}),
                            ("large", {"SUSUN_TEXT": "2"})):
        place = os.path.join(base, name)
        os.makedirs(place)
        settings = os.path.join(os.environ.get("XDG_CONFIG_HOME", ""), "gtk-4.0", "settings.ini")
        with open(settings) as file:
            old = file.read()
        if variables.pop("SUSUN_TEXT", None):
            with open(settings, "w") as file:
                file.write(old.replace("Cantarell 11", "Cantarell 22"))
        try:
            app = review(place, **variables)
            pick(app, app.all("table cell")[0])
            shot(app, SHOTS, "review-" + name)
            if name in ("dark", "large"):
                window = xdo("search", "--onlyvisible", "--pid", app.proc.pid, "--name", "^Susun$")
                window = window.split()[-1]
                wide = app.find("frame").get_extents(WIN).width
                xdo("windowsize", window, 360, 640)
                wait(lambda: app.find("frame").get_extents(WIN).width < wide, "the window is narrow")
                shot(app, SHOTS, "review-360-" + name)
                app.keys("F9")
                app.find("heading")
                shot(app, SHOTS, "review-360-details-" + name)
            stop(app)
        finally:
            with open(settings, "w") as file:
                file.write(old)


only = sys.argv[4:]
for title, journey in (
        ("dates are set for two, one is left out", dates_are_set),
        ("a camera's clock is shifted, and the shift taken back", clock_is_shifted),
        ("the clock of a whole camera is shifted", camera_is_shifted),
        ("the chart and the search narrow the list", chart_and_search),
        ("the order is chosen, and what is selected stays so", order_is_chosen),
        ("the details say when, why and where to", details_are_told),
        ("the keyboard is enough", keys_do),
        ("a plan is found again with all that was set right in it", plan_is_found_again),
        ("hostile names and files", hostile_folder),
        ("a folder without pictures", nothing_found),
        ("dark, high contrast, right to left, large text, 360 pixels", looks)):
    if not only or journey.__name__ in only:
        check(title, journey)
finish()
