#!/usr/bin/python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of a run: organize, verify, copy again, clean up, duplicates, emptying, done; killed in
the middle of each; and on disks that are full, gone or forbidden.

usage: run-headless.sh -- /usr/bin/python3 test-cleanup.py SUSUN SAMPLE_LIBRARY SHOTS_FOLDER SLOW_DISK
"""
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from susun_journey import (Disk, check, double, files_of, finish, press, save_as, see, shot, snapshot,  # noqa: E402
                           start, stop)
from susun_ui import wait, xdo  # noqa: E402

SUSUN, SAMPLE, SHOTS, STOPPING_DISK = sys.argv[1:5]


def picture(app, name):
    shot(app, SHOTS, name)


def choose(app, item):
    """Out of the menu behind More."""
    app.mouse_click(app.find("push button", "More"))
    app.click(None, item)


def put_photos(folder, number, size=512 * 1024):
    os.makedirs(folder)
    for i in range(number):
        with open(os.path.join(folder, f"IMG_2021{i % 12 + 1:02}10_101112 {i:04}.jpg"), "wb") as file:
            file.write(hashlib.sha256(str(i).encode()).digest() * (size // 32))


def organize(app):
    app.click("push button", "Review")
    app.click("push button", "Organize…", timeout=60)
    see(app, "Will Be Copied")
    press(app, "Copy [0-9]+ Photos? into Archive")


def whole_way(base):
    source = os.path.join(base, "Gambar Lama")
    archive = os.path.join(base, "Archive")
    shutil.copytree(SAMPLE, source, symlinks=True)
    before = snapshot(source)
    app = start(SUSUN, base, source)
    app.click("push button", "Review")
    app.click("push button", "Organize…", timeout=60)
    see(app, "Will Be Copied")
    picture(app, "organize-before")
    assert not files_of(archive, ".jpg"), "what waits was begun"
    press(app, "Copy [0-9]+ Photos? into Archive")
    see(app, "Files Copied")
    picture(app, "organize-after")

    # One copy is spoilt, one is gone: both are named, shown, and made again.
    copies = files_of(archive, ".jpg")
    with open(copies[2], "rb") as file:
        other = file.read()
    os.unlink(copies[0])
    os.unlink(copies[1])
    with open(copies[1], "wb") as file:
        file.write(other)
    app.click("push button", "Verify")
    see(app, "proven · 1 differs · 1 missing")
    see(app, "^Original$")
    picture(app, "verify-differs")
    press(app, "Copy 2 Again")
    see(app, "2 Files Copied Again")
    picture(app, "copied-again")
    aside = [path for path, _ in snapshot(archive).items() if path.startswith(".susun-quarantine")]
    assert any(os.path.basename(path) == os.path.basename(copies[1]) for path in aside), aside
    app.click("push button", "Verify Again")
    see(app, "proven · 0 differ · 0 missing")
    picture(app, "verify-after")

    app.click("push button", "Clean Up…")
    see(app, "Originals Are Proven")
    picture(app, "clean-up-before")
    press(app, "Originals to Quarantine…")
    app.find("push button", "Move to Quarantine")
    picture(app, "clean-up-question")
    app.click("push button", "Move to Quarantine")
    see(app, "Originals in Quarantine")
    picture(app, "clean-up-after")
    assert os.path.isdir(os.path.join(base, ".susun-quarantine"))
    assert len(snapshot(source)) < len(before) / 4

    press(app, "Restore")
    app.click("push button", "Put Back")
    see(app, "Originals Are Proven")
    assert snapshot(source) == before, "the originals are not as they were"

    press(app, "Leave Them There")
    see(app, "safe to unplug")
    picture(app, "done")
    app.click("push button", "Copy Summary")
    app.said("The summary was copied.")
    stop(app)


def emptied(base):
    source = os.path.join(base, "card")
    put_photos(source, 12, 4096)
    app = start(SUSUN, base, source)
    organize(app)
    see(app, "12 Files Copied")
    app.click("push button", "Verify")
    see(app, "12 proven")
    app.click("push button", "Clean Up…")
    press(app, "12 Originals to Quarantine…")
    app.click("push button", "Move to Quarantine")
    see(app, "12 Originals in Quarantine")

    choose(app, "Empty Quarantine…")
    delete = app.find("push button", "Delete for Ever")
    picture(app, "empty-question")
    assert not app.state(delete, "sensitive"), "nothing was typed yet"
    entry = app.find("text", re.compile("Type 12"))
    app.mouse_click(entry)
    wait(lambda: app.state(entry, "focused"), "the number is asked for")
    app.keys("1", "3")
    wait(lambda: app.text(entry) == "13", "a number was typed")
    assert not app.state(delete, "sensitive"), "it was the wrong number"
    app.keys("BackSpace", "2")
    wait(lambda: app.state(delete, "sensitive"), "the number was typed")
    app.action(delete)
    see(app, "The Quarantine Is Empty")
    picture(app, "emptied")
    assert files_of(source, ".jpg") == []
    assert not files_of(os.path.join(base, ".susun-quarantine"), ".jpg")
    assert len(files_of(os.path.join(base, "Archive"), ".jpg")) == 12
    stop(app)


def duplicates(base):
    """Two cards that hold the same, into an archive that has it twice."""
    source = os.path.join(base, "card")
    archive = os.path.join(base, "Archive")
    put_photos(source, 3, 4096)
    shutil.copytree(source, os.path.join(source, "again"))
    app = start(SUSUN, base, source)
    organize(app)
    see(app, "3 Files Copied")
    app.click("push button", "Verify")
    see(app, "proven · 0 differ · 0 missing")
    app.click("push button", "Clean Up…")
    choose(app, "Duplicates in the Archive…")
    see(app, "No Duplicates")
    picture(app, "no-duplicates")
    app.click("push button", "Back to Clean Up")
    see(app, "Originals Are Proven")
    assert len(files_of(archive, ".jpg")) == 3
    stop(app)


def pairs(name, variables, width=0, letters=11):
    """Twice in the archive: side by side, one is kept, one may stay; as seen in the dark, and so on."""
    def journey(base):
        source = os.path.join(base, "card")
        config = os.path.join(base, "config")
        os.makedirs(os.path.join(config, "gtk-4.0"))
        with open(os.path.join(config, "gtk-4.0/settings.ini"), "w") as file:
            file.write(f"[Settings]\ngtk-enable-animations=0\ngtk-font-name=Cantarell {letters}\n")
        os.makedirs(source)
        pictures = sorted(files_of(SAMPLE, ".jpg"))[:3]
        for i, picture_path in enumerate(pictures):
            shutil.copy2(picture_path, os.path.join(source, f"IMG_2021{i + 1:02}10_101112.jpg"))
        app = start(SUSUN, base, source, XDG_CONFIG_HOME=config, **variables)
        if width:
            window = xdo("search", "--onlyvisible", "--pid", app.proc.pid, "--name", "^Susun$")
            xdo("windowsize", window.split()[-1], width, 640)
        organize(app)
        see(app, "3 Files Copied")
        app.click("push button", "Verify")
        see(app, "3 proven")
        picture(app, "verify-" + name)
        app.click("push button", "Clean Up…")
        see(app, "Originals Are Proven")
        picture(app, "clean-up-" + name)
        copies = double(base)
        choose(app, "Duplicates in the Archive…")
        see(app, "3 Duplicates in the Archive")
        picture(app, "duplicates-" + name)
        stays = app.find("check box", re.compile("^Move “.*” to quarantine"))
        app.mouse_click(stays)
        press(app, "Move 2 Duplicates to Quarantine")
        see(app, "2 Duplicates Moved to Quarantine")
        app.find("label", "Left out", visible=False)
        picture(app, "duplicates-moved-" + name)
        archive = os.path.join(base, "Archive")
        assert len(files_of(archive, ".jpg")) == 4, files_of(archive, ".jpg")
        assert sum(not os.path.exists(copy) for copy in copies) == 2
        assert len(files_of(source, ".jpg")) == 3
        stop(app)
    return journey


def kill(app, disk):
    app.proc.kill()
    app.proc.wait()
    disk.go_on()


def killed(base):
    """While copying, while verifying, while moving to quarantine: it goes on, and all ends well."""
    source = os.path.join(base, "many")
    archive = os.path.join(base, "Archive")
    quarantine = os.path.join(base, ".susun-quarantine")
    data = os.path.join(base, "data", "susun")
    disk = Disk(STOPPING_DISK, base)

    def again():
        app = start(SUSUN, base, **disk.variables)
        app.find("label", "Not Finished Yet")
        picture(app, "unfinished")
        app.click("push button", "Continue")
        return app

    put_photos(source, 60, 64 * 1024)
    before = snapshot(source)
    contents = {digest for digest, _ in before.values()}
    app = start(SUSUN, base, source, **disk.variables)
    disk.stop_after("n4")
    organize(app)
    wait(lambda: files_of(archive, ".jpg"), "the first copies")
    kill(app, disk)
    assert len(files_of(archive, ".jpg")) < 60, "it was not in the middle"
    app = again()
    see(app, "Files Copied")
    assert contents <= {digest for digest, _ in snapshot(archive).values()}
    assert not [path for path in snapshot(archive) if ".susun" in path], "something was left behind"
    assert snapshot(source) == before

    disk.stop_after("r4")
    app.click("push button", "Verify")
    wait(lambda: [name for name in os.listdir(data) if name.startswith("verified")], "verifying")
    kill(app, disk)
    app = again()
    see(app, "60 proven · 0 differ · 0 missing")

    app.click("push button", "Clean Up…")
    disk.stop_after("n4")
    press(app, "60 Originals to Quarantine…")
    app.click("push button", "Move to Quarantine")
    wait(lambda: any(name.endswith(".jpg") for _, _, names in os.walk(quarantine)
                     for name in names), "moving")
    kill(app, disk)
    assert files_of(source, ".jpg"), "it was not in the middle"
    app = again()
    see(app, "60 Originals in Quarantine")
    wait(lambda: not files_of(source, ".jpg"), "all are in quarantine")
    assert contents <= {digest for digest, _ in snapshot(quarantine).values()}, "something is lost"
    assert not [path for path in snapshot(archive) if path.endswith(".part")]
    stop(app)


def cancelled(base):
    """256 files are a batch, which is ended. Acknowledged at once, in effect within a second, and it can go on."""
    source = os.path.join(base, "many")
    put_photos(source, 300, 4096)
    disk = Disk(STOPPING_DISK, base)
    app = start(SUSUN, base, source, **disk.variables)
    disk.stop_after("n4")
    organize(app)
    button = app.find("push button", "Cancel")
    picture(app, "organize-running")
    # With the mouse: pressed by the keyboard or over the bus, a button of GTK waits 250 ms first.
    app.mouse_click(button)
    clicked = time.monotonic()
    wait(lambda: not app.state(button, "sensitive"), "it is acknowledged", step=0.005)
    acknowledged = time.monotonic() - clicked
    see(app, "Stopping")
    disk.go_on()
    began = time.monotonic()
    see(app, "Stopped\\.")
    print(f"# cancel: acknowledged {acknowledged:.3f} s after the click, ended {time.monotonic() - began:.2f} s after the disk went on")
    assert len(files_of(os.path.join(base, "Archive"), ".jpg")) < 300, "nothing was stopped"
    picture(app, "organize-stopped")
    app.click("push button", "Continue")
    see(app, "300 Files Copied")
    stop(app)


def paused(base):
    """At the end of a batch it waits, and goes on to the end."""
    source = os.path.join(base, "many")
    archive = os.path.join(base, "Archive")
    put_photos(source, 300, 4096)
    disk = Disk(STOPPING_DISK, base)
    app = start(SUSUN, base, source, **disk.variables)
    disk.stop_after("n4")
    organize(app)
    app.click("push button", "Pause")
    app.find("push button", "Continue")
    disk.go_on()
    see(app, "Paused")
    picture(app, "organize-paused")
    count = len(files_of(archive, ".jpg"))
    assert count < 300, "it did not wait"
    app.click("push button", "Continue")
    see(app, "300 Files Copied")
    assert len(files_of(archive, ".jpg")) == 300
    stop(app)


def forbidden(base):
    """A folder that may not be read is named, and everything else is arranged."""
    source = os.path.join(base, "card")
    put_photos(source, 3, 4096)
    shutil.copytree(source, os.path.join(source, "rahsia"))
    put_photos(os.path.join(source, "lain"), 5, 4096)
    disk = Disk(STOPPING_DISK, base)
    app = start(SUSUN, base, source, SUSUN_DISK_FORBIDS="rahsia", **disk.variables)
    organize(app)
    see(app, "No permission")
    picture(app, "forbidden")
    report = os.path.join(base, "laporan.csv")
    press(app, "Save Report…")
    assert "IMG_20210110_101112 0000.jpg" in save_as(app, report)
    stop(app)


def archive_gone(base):
    source = os.path.join(base, "card")
    archive = os.path.join(base, "Archive")
    put_photos(source, 5, 4096)
    app = start(SUSUN, base, source)
    organize(app)
    see(app, "5 Files Copied")
    os.rename(archive, os.path.join(base, "elsewhere"))
    app.click("push button", "Verify")
    see(app, "Connect|is not there|went away|does not exist|missing")
    picture(app, "archive-gone")
    assert len(files_of(source, ".jpg")) == 5
    stop(app)


def disk_full(base):
    if os.geteuid() != 0:
        return "needs root, for a small disk"
    small = os.path.join(base, "small")
    source = os.path.join(base, "card")
    os.makedirs(small)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300m", "tmpfs", small],
                      capture_output=True).returncode != 0:
        return "no tmpfs can be mounted here"
    try:
        put_photos(source, 40, 1 << 20)
        os.makedirs(os.path.join(small, "Archive"))
        config = os.path.join(base, "config")
        os.makedirs(os.path.join(config, "glib-2.0/settings"))
        with open(os.path.join(config, "glib-2.0/settings/keyfile"), "w") as file:
            file.write(f"[io/github/susun/Susun]\narchive=b'{small}/Archive'\n")
        disk_full_journey(base, source, small, config)
    finally:
        subprocess.run(["umount", "-l", small])
    return None


def disk_full_journey(base, source, small, config):
    app = start(SUSUN, base, source, GSETTINGS_BACKEND="keyfile", XDG_CONFIG_HOME=config)
    app.click("push button", "Review")
    app.click("push button", "Organize…", timeout=60)
    see(app, re.escape(small))
    # Somebody else fills the disk meanwhile.
    with open(os.path.join(small, "film"), "wb") as file:
        file.write(b"x" * (285 << 20))
    press(app, "Copy 40 Photos into Archive")
    see(app, "room|space|full")
    picture(app, "disk-full")
    assert len(files_of(source, ".jpg")) == 40
    assert not [name for name in snapshot(small) if name.endswith(".part")]
    stop(app)


check("spoilt copies are copied again; cleaned up, put back, done", whole_way)
check("emptying wants the number typed in", emptied)
check("duplicates: there are none", duplicates)
check("duplicates: side by side", pairs("light", {}))
check("duplicates: in the dark", pairs("dark", {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}))
check("duplicates: narrow", pairs("360", {}, width=360))
check("duplicates: with large letters", pairs("200", {}, letters=22))
check("killed while copying, verifying, moving: it goes on", killed)
check("cancelled, and continued", cancelled)
check("paused while copying, and continued", paused)
check("a folder that may not be read, and a report", forbidden)
check("the archive is gone before it is verified", archive_gone)
check("the disk is full", disk_full)
finish()
