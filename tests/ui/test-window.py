#!/usr/bin/python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shell of the window: home, choices, preferences, shortcuts, the session around it.

usage: run-headless.sh -- /usr/bin/python3 test-window.py SUSUN SHOTS_FOLDER SLOW_DISK [TITLE]
"""
import fcntl
import hashlib
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, here)
import susun_journey  # noqa: E402
from susun_journey import Disk, check, finish, stop  # noqa: E402
from susun_ui import wait, xdo  # noqa: E402

SUSUN, SHOTS, SLOW_DISK = (os.path.abspath(path) for path in sys.argv[1:4])
COPY = re.compile("^_?Copy [0-9]+ Photos? into Archive")


def shot(app, name):
    susun_journey.shot(app, SHOTS, name)


def start(base, program, *arguments, **variables):
    """With settings and temporary files in the journey's folder, too."""
    for folder in ("tmp", "config/gtk-4.0"):
        os.makedirs(os.path.join(base, folder), exist_ok=True)
    own = os.path.join(base, "config/gtk-4.0/settings.ini")
    if not os.path.exists(own):
        shutil.copy(os.path.join(os.environ["XDG_CONFIG_HOME"], "gtk-4.0/settings.ini"), own)
    return susun_journey.start(program, base, *arguments, TMPDIR=os.path.join(base, "tmp"),
                               XDG_CONFIG_HOME=os.path.join(base, "config"), **variables)


def tree(folder):
    """The files below it, relative."""
    return sorted(os.path.relpath(os.path.join(parent, name), folder)
                  for parent, _, names in os.walk(folder) for name in names)


def put(path, content=b""):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content or hashlib.sha256(path.encode()).digest())


def many(folder, number, size=32):
    for i in range(number):
        put(os.path.join(folder, f"IMG_2021{i % 12 + 1:02}{i % 28 + 1:02}_{i % 240 // 10:02}0000 {i}.jpg"),
            hashlib.sha256(str(i).encode()).digest() * (size // 32))


def known_runs(base):
    """How many there are in the history."""
    history = sqlite3.connect(os.path.join(base, "data/susun/history.db"))
    try:
        return history.execute("SELECT count (*) FROM run").fetchone()[0]
    finally:
        history.close()


def window_id(app):
    return xdo("search", "--onlyvisible", "--pid", app.proc.pid, "--name", "^Susun$").split()[-1]


def is_shown(app):
    return subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(app.proc.pid), "--name",
                           "^Susun$"], capture_output=True).returncode == 0


def write(app, text):
    """Over what stands in the entry that has the focus."""
    app.keys("ctrl+a")
    app.type(text)


def hand_over(base, folder):
    """What a file manager does: Susun is started a second time."""
    environment = {**os.environ, "XDG_DATA_HOME": os.path.join(base, "data")}
    subprocess.run([SUSUN, folder], check=True, timeout=20, env=environment)


def scroll_down(app, label):
    """With the wheel, over this label."""
    xdo("mousemove", *app.screen_xy(app.find("label", label)), "sleep", 0.1, "click", "--repeat", 30,
        "--delay", 10, 5)


def pick(app, row, *keys):
    """Another line of a drop-down: its list opens at the one that is chosen."""
    app.mouse_click(app.find("label", row))
    wait(lambda: (app.focused() or [None])[0] == "list item", "its list is open")
    app.keys(*keys, "Return")
    wait(lambda: (app.focused() or [None])[0] != "list item", "its list is closed")


def plan(app):
    """Up to the last button before a file is copied. Returns: it"""
    app.click("push button", "Review", timeout=20)
    app.click("push button", "Organize…", timeout=60)
    return app.find("push button", COPY, timeout=60)


def arrange(app):
    app.action(plan(app))


# --- journeys


def home_and_keys(base):
    app = start(base, SUSUN)
    app.find("label", "Drop a folder of photos here")
    app.find("push button", "Choose Folder…")
    app.find("push button", "Main menu")
    assert not app.all("push button", re.compile("^Step ")), "steps are shown at home"
    app.keys("ctrl+question")
    app.find("label", "Take the last run back")
    shot(app, "shortcuts")
    app.keys("Escape")
    app.gone("label", "Take the last run back")
    app.keys("F10")
    app.find("menu item", re.compile("Preferences"))
    shot(app, "menu")
    app.keys("Escape")
    app.keys("ctrl+comma")
    app.click("page tab", "Dates")
    app.find("label", "A day starts at")
    app.keys("Escape")
    app.gone("frame", "Preferences")
    app.keys("ctrl+h")
    app.find("label", "Nothing Yet")
    app.keys("alt+Left")
    app.find("label", "Drop a folder of photos here")
    app.keys("ctrl+z")
    app.said("There is nothing that could be taken back.")
    app.keys("ctrl+o")
    app.find(None, "Add Folders", visible=False)
    shot(app, "chooser")
    app.keys("Escape")
    wait(lambda: "Add Folders" not in app.names(None), "the chooser is closed")
    app.keys("F10")
    app.find("menu item", re.compile("About Susun"))
    app.keys("Up", "Return")
    app.find("label", "The Susun developers")
    shot(app, "about")
    app.keys("Escape")
    app.gone("label", "The Susun developers")
    app.keys("ctrl+q")
    assert app.ended() == 0, app.output()


def tab_order(base):
    app = start(base, SUSUN)
    app.find("label", "Drop a folder of photos here")
    seen = [app.tab()[1] for _ in range(8)]
    names = [name.replace("_", "") for name in seen]
    assert any("Choose Folder…" in name for name in names), names
    assert any("Try it on sample pictures" in name for name in names), names
    stop(app)


def preferences_rule_the_run(base):
    source = os.path.join(base, "photos")
    put(os.path.join(source, "IMG_20200101_003000.jpg"))
    put(os.path.join(source, "kita: raya?.jpg"))
    put(os.path.join(source, "buang", "IMG_20180501_120000.jpg"))
    small = os.path.join(os.environ["XDG_CACHE_HOME"], "thumbnails/large")
    put(os.path.join(small, "ours.png"), b"tEXtSoftware\0Susun")
    put(os.path.join(small, "another’s.png"))
    app = start(base, SUSUN, source)
    app.find("label", "Folders to Arrange")
    app.keys("ctrl+comma")
    app.click("page tab", "Dates")
    app.find("label", "A day starts at")
    shot(app, "preferences-dates")
    app.click("push button", re.compile("Time zone of the archive"))
    app.find("label", "Time Zone")
    app.type("malaysia")
    said = app.find("list item", "Kuala Lumpur").get_description()
    assert said == "Malaysia · Asia/Kuala_Lumpur, UTC+08:00", said
    shot(app, "preferences-zone")
    app.keys("Return")
    app.find("label", "Asia/Kuala_Lumpur")
    spin = app.find("spin button", "A day starts at")
    app.mouse_click(spin)
    app.keys("ctrl+a")
    app.type("04:00")
    app.keys("Tab")
    pick(app, "Files without a date", "Down")
    app.click("page tab", "Files")
    app.find("label", "Names safe for Windows and FAT disks")
    app.action(app.find("check box", "Names safe for Windows and FAT disks"))
    app.mouse_click(app.find("label", "Add a name, or a pattern such as *.tmp"))
    app.type("buang")
    app.keys("Return")
    app.find("label", "buang")
    shot(app, "preferences-files")
    app.click("page tab", "Privacy")
    app.click("push button", re.compile("Small pictures"))
    wait(lambda: os.listdir(small) == ["another’s.png"], "ours alone are cleared")
    shot(app, "preferences-privacy")
    app.keys("Escape")
    arrange(app)
    app.find("push button", "Verify", timeout=60)
    copies = [path for path in tree(os.path.join(base, "Archive")) if path.endswith(".jpg")]
    assert copies == ["2019/IMG_20200101_003000.jpg", "Undated/kita_ raya_.jpg"], copies
    # The run is forgotten, the copies stay.
    app.keys("ctrl+comma")
    app.click("page tab", "Privacy")
    app.click("push button", re.compile("History of finished runs"))
    app.find("dialog", "Forget All Finished Runs?")
    shot(app, "ask-forget")
    app.click("push button", "Forget")
    wait(lambda: not known_runs(base), "all runs are forgotten")

    def closed():  # the first Escape may be for the toast that says so
        if "Preferences" not in app.names("frame"):
            return True
        app.keys("Escape")
        return False
    wait(closed, "the preferences are closed", step=0.5)
    app.keys("ctrl+h")
    app.find("label", "Nothing Yet")
    assert copies == [path for path in tree(os.path.join(base, "Archive")) if path.endswith(".jpg")]
    stop(app)


def choices_are_judged(base):
    source = os.path.join(base, "photos")
    put(os.path.join(source, "IMG_20200101_103000.jpg"))
    put(os.path.join(source, "IMG_20210101_103000.jpg"))
    put(os.path.join(source, "IMG_20220101_103000.mp4"))
    app = start(base, SUSUN, source)
    button = app.find("push button", "Review")
    wait(lambda: app.state(button, "sensitive"), "the suggested archive is fine")
    app.find("label", "Archive/2023/IMG_0001.jpg")
    shot(app, "choose-folders")

    pick(app, "Folders in the archive", "Down")
    app.find("label", "Archive/2023/07/IMG_0001.jpg")
    pick(app, "What to do", "Down", "Down")
    app.find("label", "Only a list is written. No picture is copied or moved.")
    pick(app, "What to do", "Up", "Up")
    app.find("label", "The originals stay where they are.")

    app.action(app.find("check box", "Photos"))
    app.action(app.find("check box", "Videos"))
    app.find("label", "Choose photos, videos, or both.")
    wait(lambda: not app.state(button, "sensitive"), "there is an obstacle")
    shot(app, "choose-obstacle")
    app.action(app.find("check box", "Photos"))
    app.gone("label", "Choose photos, videos, or both.")

    scroll_down(app, "Archive folder")
    app.mouse_click(app.find("label", "Days"))
    app.mouse_click(app.find("label", re.compile("^Taken on this day or later")))
    app.type("yesterday")
    app.find("label", "“yesterday” is no day. Write it like 2026-08-31.")
    app.keys("ctrl+a")
    app.type("2020-06-01")
    app.find("label", "From 2020-06-01 on")
    shot(app, "choose-days")
    wait(lambda: app.state(button, "sensitive"), "the choices are fine")
    arrange(app)
    app.find("push button", "Verify", timeout=60)
    copies = [path for path in tree(os.path.join(base, "Archive")) if not path.endswith(".csv")]
    assert copies == ["2021/01/IMG_20210101_103000.jpg"], copies

    # Steps that are done can be revisited, later ones wait.
    assert not app.state(app.find("push button", re.compile("Clean Up: comes later")), "sensitive")
    app.click("push button", re.compile("^Step 1, Choose"))
    app.find("label", "From 2020-06-01 on")
    app.click("push button", re.compile("^Step 3, Organize"))
    app.find("push button", "Verify")
    stop(app)


def nonsense_is_said(base):
    source = os.path.join(base, "photos")
    put(os.path.join(source, "IMG_20200101_103000.jpg"))
    app = start(base, SUSUN, os.path.join(base, "nowhere"))
    app.said(re.compile("nowhere” is no folder that can be reached"))
    shot(app, "toast-nowhere")
    stop(app)
    app = start(base, SUSUN, source)
    button = app.find("push button", "Review")
    wait(lambda: app.state(button, "sensitive"), "the choices are fine")
    app.click("push button", "Remove “photos” from the list")
    app.find("label", "Add a folder with pictures.")
    wait(lambda: not app.state(button, "sensitive"), "there is an obstacle")
    stop(app)


def sample_is_tried(base):
    app = start(base, SUSUN)
    app.click("push button", "Try it on sample pictures")
    app.find("label", "Sample Pictures", timeout=20)
    button = app.find("push button", "Review")
    wait(lambda: app.state(button, "sensitive"), "the choices are fine")
    arrange(app)
    app.find("push button", "Verify", timeout=60)
    folder = os.path.join(base, "tmp", os.listdir(os.path.join(base, "tmp"))[0])
    assert os.path.isdir(os.path.join(folder, "Archive", "2019")), tree(folder)
    app.keys("ctrl+n")
    app.find("label", re.compile("originals not yet proven"))
    app.find("label", "Not Finished Yet")
    shot(app, "home-unproven")
    # Home goes on where it was left, and what was proven is told.
    app.click("push button", "Continue")
    app.click("push button", "Verify")
    app.find("push button", "Clean Up…", timeout=60)
    app.keys("ctrl+n")
    app.find("label", "Everything organized is proven", timeout=20)
    shot(app, "home-proven")
    app.keys("ctrl+z")
    app.find("dialog", "Take This Back?")
    shot(app, "ask-undo")
    app.click("push button", "Cancel")
    stop(app)


def drops_on_other_pages(base):
    for name in ("satu", "dua", "tiga"):
        put(os.path.join(base, name, "IMG_20200101_103000.jpg"))
    app = start(base, SUSUN)
    app.keys("ctrl+h")
    target = app.find("label", "Nothing Yet")
    shot_path = os.path.join(SHOTS, "drop.png")
    os.makedirs(SHOTS, exist_ok=True)
    assert app.drop(target, os.path.join(base, "satu"), os.path.join(base, "dua"),
                    shot=shot_path)[-1] == "copy"
    app.find("label", "satu")
    app.find("label", "dua")
    assert app.drop(app.find("label", "What to do"),
                    os.path.join(base, "tiga", "IMG_20200101_103000.jpg"))[-1] == "copy"
    app.find("label", "tiga")

    # A second instance hands its folders over.
    os.makedirs(os.path.join(base, "empat"))
    hand_over(base, os.path.join(base, "empat"))
    app.find("label", "empat")
    stop(app)


def session_is_told(base):
    source = os.path.join(base, "photos")
    many(source, 400)
    log = os.environ["SUSUN_SESSION_LOG"]
    before = os.path.getsize(log)

    def told(method):
        with open(log) as file:
            file.seek(before)
            return [line for line in file if line.startswith(method)]

    disk = Disk(SLOW_DISK, base)
    app = start(base, SUSUN, source, **disk.variables)
    copy = plan(app)
    assert not told("Inhibit"), "looking keeps nobody awake"
    disk.stop_after("n4")
    app.action(copy)
    wait(lambda: told("Inhibit"), "the session is asked to stay awake")
    app.click("push button", "Pause")
    app.find("push button", "Continue")
    disk.go_on()
    line = told("Inhibit")[0]
    assert "io.github.susun.Susun" in line and "copied" in line, line
    assert re.search(r", 5\)$", line), "log-out and sleep: " + line
    assert not told("Uninhibit")
    # The question before it closes; and it goes on.
    app.keys("ctrl+w")
    app.find("dialog", "Stop and Close?")
    shot(app, "ask-close")
    app.click("push button", "Go On")
    app.gone("dialog", "Stop and Close?")
    xdo("windowminimize", window_id(app))
    wait(lambda: not is_shown(app), "the window is away")
    app.action(app.all("push button", re.compile("^_?Continue"), visible=False)[0])
    wait(lambda: told("Uninhibit"), "the session may sleep again")
    wait(lambda: told("Notify"), "the end is told")
    line = told("Notify")[0]
    assert "The pictures are arranged" in line, line
    assert "400 files were copied into the archive." in line, line
    os.kill(int(os.environ["SUSUN_SESSION_PID"]), signal.SIGUSR1)
    wait(lambda: is_shown(app), "the window comes back")
    stop(app)


def closed_while_copying(base):
    source = os.path.join(base, "photos")
    many(source, 600)

    def copies():
        return [path for path in tree(os.path.join(base, "Archive")) if path.endswith(".jpg")]

    disk = Disk(SLOW_DISK, base)
    app = start(base, SUSUN, source, **disk.variables)
    disk.stop_after("n4")
    arrange(app)
    wait(copies, "the first copies")
    app.click("push button", "Pause")
    app.find("push button", "Continue")
    disk.go_on()
    app.keys("ctrl+q")
    app.find("dialog", "Stop and Close?")
    app.click("push button", "Stop and Close")
    assert app.ended() == 0, app.output()
    left = [path for path in tree(base) if ".susun-" in path]
    assert not left, left
    before = len(copies())
    assert 0 < before < 600, before

    # Ended by the session in the middle: at once, and to be gone on with.
    app = start(base, SUSUN, **disk.variables)
    disk.stop_after("n4")
    app.find("label", "Not Finished Yet")
    shot(app, "home-unfinished")
    app.click("push button", "Continue")
    app.find("push button", "Pause")
    wait(lambda: len(copies()) > before, "it goes on")
    app.proc.send_signal(signal.SIGTERM)
    disk.go_on()
    assert app.ended() == 0, app.output()
    assert before < len(copies()) < 600, len(copies())
    app = start(base, SUSUN)
    app.click("push button", "Continue")
    app.find("push button", "Verify", timeout=120)
    assert len(copies()) == 600
    stop(app)


def window_is_remembered(base):
    source = os.path.join(base, "photos")
    put(os.path.join(source, "IMG_20200101_103000.jpg"))
    keep = {"GSETTINGS_BACKEND": "keyfile"}

    def size(app):
        extents = app.find("frame", None, visible=False).get_extents(1)
        return extents.width, extents.height

    app = start(base, SUSUN, **keep)
    wait(app.has_keyboard, "the window is there")
    before = size(app)
    xdo("windowsize", window_id(app), 980, 610)
    wait(lambda: size(app) != before, "another size")
    changed = size(app)
    app.keys("ctrl+q")
    assert app.ended() == 0, app.output()
    app = start(base, SUSUN, source, **keep)
    wait(lambda: size(app) == changed, f"{changed} again, not {size(app)}")
    # The archive and the layout of a run are proposed again.
    pick(app, "Folders in the archive", "Down", "Down")
    app.find("label", "Archive/2023/2023-07-13/IMG_0001.jpg")
    arrange(app)
    app.find("push button", "Verify", timeout=60)
    app.keys("ctrl+q")
    assert app.ended() == 0, app.output()
    other = os.path.join(base, "elsewhere", "more")
    put(os.path.join(other, "IMG_20210101_103000.jpg"))
    app = start(base, SUSUN, other, **keep)
    app.find("label", os.path.join(base, "Archive"))
    app.find("label", "Archive/2023/2023-07-13/IMG_0001.jpg")
    stop(app)


def folder_goes_while_scanned(base):
    source = os.path.join(base, "photos")
    many(source, 3000)
    app = start(base, SUSUN, source)
    button = app.find("push button", "Review")
    wait(lambda: app.state(button, "sensitive"), "the choices are fine")
    app.action(button)
    shutil.rmtree(source)
    # Either it was seen in time, or every file of it is told about; the window lives.
    wait(lambda: app.all("push button", "Back") and not app.all("push button", "Pause"),
         "the scan ends", 60)
    shot(app, "folder-gone")
    app.keys("alt+Left")
    app.find("label", "Folders to Arrange", timeout=20)
    stop(app)


def archive_fills_up(base):
    archive = os.path.join(base, "Archive")
    os.makedirs(archive)
    if os.geteuid() != 0 or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", archive],
            capture_output=True).returncode != 0:
        return "no small disk can be mounted here"
    try:
        source = os.path.join(base, "photos")
        many(source, 40, 1 << 18)
        app = start(base, SUSUN, source)
        app.click("push button", "Review", timeout=20)
        app.click("push button", "Organize…", timeout=60)
        words = re.compile("[Nn]ot enough|space|room|full")
        wait(lambda: app.all("push button", COPY) or app.all("label", words), "words", 60)
        for copy in app.all("push button", COPY):
            app.action(copy)
        app.find("label", words, timeout=60)
        shot(app, "disk-full")
        assert len(tree(source)) == 40
        stop(app)
    finally:
        subprocess.run(["umount", "-l", archive], check=False)
    return None


def history_is_busy(base):
    """Another Susun works, in a terminal for one: said, and tried again when it is done."""
    source, history = os.path.join(base, "photos"), os.path.join(base, "data", "susun")
    many(source, 3)
    os.makedirs(history)
    with open(os.path.join(history, "history.db.lock"), "w") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)
        app = start(base, SUSUN, source)
        app.click("push button", "Review", timeout=20)
        app.find("label", re.compile("^Another Susun is working with this history "))
        app.find("push button", "Try Again")
        shot(app, "history-busy")
    app.click("push button", "Try Again")
    app.find("push button", "Organize…")
    stop(app)


def schema_is_missing(base):
    program = os.path.join(base, "susun")
    shutil.copy(SUSUN, program)
    app = start(base, program, XDG_DATA_DIRS="/usr/share", GSETTINGS_SCHEMA_DIR="")
    app.find("label", re.compile("not installed completely"))
    shot(app, "not-installed")
    app.click("push button", "Close")
    assert app.ended() == 1, app.output()
    assert "No picture was touched" in app.output(), app.output()


def history_is_unusable(spoil, *words):
    """What it was is left as it is, and nothing is done that would not be remembered."""
    def journey(base):
        source = os.path.join(base, "photos")
        put(os.path.join(source, "IMG_20200101_103000.jpg"))
        os.makedirs(os.path.join(base, "data"))
        spoil(os.path.join(base, "data/susun"))
        before = susun_journey.snapshot(base)
        app = start(base, SUSUN, source)
        app.click("push button", "Review")
        app.find("label", "Could Not Look for Pictures")
        app.find("label", re.compile(words[0]))
        shot(app, "history-unusable")
        app.keys("ctrl+n")
        app.find("label", re.compile(words[-1]))
        stop(app)
        after = susun_journey.snapshot(base)
        assert all(after.get(path) == file for path, file in before.items()), after
        assert not os.path.exists(os.path.join(base, "Archive"))
    return journey


def written_by_a_newer_susun(folder):
    os.makedirs(folder)
    history = sqlite3.connect(os.path.join(folder, "history.db"))
    history.executescript("PRAGMA application_id = 0x5355534e; PRAGMA user_version = 99;"
                          "CREATE TABLE run (id INTEGER)")
    history.close()


def looks(name, narrow=False, large=False, **variables):
    """The pages as others see them."""
    def journey(base):
        source = os.path.join(base, "Raya & <b>Gambar</b>")
        put(os.path.join(source, "IMG_20200101_103000.jpg"))
        if large:
            with open(os.path.join(os.environ["XDG_CONFIG_HOME"], "gtk-4.0/settings.ini")) as file:
                text = file.read().replace("Cantarell 11", "Cantarell 22")
            os.makedirs(os.path.join(base, "config/gtk-4.0"))
            with open(os.path.join(base, "config/gtk-4.0/settings.ini"), "w") as file:
                file.write(text)
        app = start(base, SUSUN, **variables)
        app.find("label", "Drop a folder of photos here")
        if narrow:
            xdo("windowsize", window_id(app), 360, 640)
            wait(lambda: app.find("frame", visible=False).get_extents(1).width <= 380, "360 px")
        shot(app, "home-" + name)
        hand_over(base, source)
        button = app.find("push button", "Review")
        wait(lambda: app.state(button, "sensitive"), "the choices are fine")
        shot(app, "choose-" + name)
        app.keys("ctrl+comma")
        app.click("page tab", "Dates")
        app.find("label", "Time zone of the archive")
        shot(app, "preferences-" + name)
        app.keys("Escape")
        app.gone("frame", "Preferences")
        stop(app)
    return journey


journeys = [
    ("home, its keys and its dialogs", home_and_keys),
    ("home by the keyboard alone", tab_order),
    ("preferences rule the days and names of a run", preferences_rule_the_run),
    ("choices are judged in words", choices_are_judged),
    ("nonsense is said", nonsense_is_said),
    ("the sample pictures are tried, and home knows what is proven", sample_is_tried),
    ("drops on other pages, and from a second instance", drops_on_other_pages),
    ("the session stays awake and is told the end", session_is_told),
    ("closed and ended while copying", closed_while_copying),
    ("window, archive and layout are remembered", window_is_remembered),
    ("the folder goes while it is scanned", folder_goes_while_scanned),
    ("the archive's disk is full", archive_fills_up),
    ("another Susun works with the history", history_is_busy),
    ("without its schema it says so", schema_is_missing),
    ("a newer Susun has written the history",
     history_is_unusable(written_by_a_newer_susun, "was written by a newer Susun")),
    ("there is no place for the history",
     history_is_unusable(put, "Locking the history .*Not a directory", "history .* could not be used")),
    ("light", looks("light")),
    ("dark", looks("dark", ADW_DEBUG_COLOR_SCHEME="prefer-dark")),
    ("high contrast", looks("high-contrast", ADW_DEBUG_HIGH_CONTRAST="1")),
    ("360 pixels", looks("360px", narrow=True)),
    ("twice the text", looks("200-percent", large=True)),
]
for title, journey in journeys:
    if len(sys.argv) < 5 or re.search(sys.argv[4], title):
        check(title, journey)
finish()
