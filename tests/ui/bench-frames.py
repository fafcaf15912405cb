#!/usr/bin/python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person feels in Review (UI.md): the window on screen, the first pictures, frames while
100,000 files are scanned and scrolled, the memory with 1,000,000 rows.

usage: run-headless.sh -- /usr/bin/python3 bench-frames.py SUSUN PROBE WORK_FOLDER [FILES [ROWS]]
Prints a table; fails on nothing, a stopwatch is no test. The library is made once and kept.
"""
import os
import re
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta

here = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [here, os.path.join(here, "..", "bench")]
from library import exif  # noqa: E402
from susun_ui import App, wait, xdo  # noqa: E402

SUSUN, PROBE, WORK = sys.argv[1:4]
FILES = int(sys.argv[4]) if len(sys.argv) > 4 else 100_000
ROWS = int(sys.argv[5]) if len(sys.argv) > 5 else 1_000_000


def make_library(folder, files):
    """Small real JPEGs, each with a date of its own, 500 to a folder."""
    done = os.path.join(folder, "complete")
    if os.path.exists(done):
        return
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    pictures = []
    for i in range(16):
        name = os.path.join(folder, f"seed{i}.jpg")
        subprocess.run(["convert", "-size", "320x240", f"plasma:hsl({i * 22},60%,50%)-hsl({i * 22 + 90},60%,30%)",
                        "-quality", "60", name], check=True)
        with open(name, "rb") as file:
            pictures.append(file.read())
        os.unlink(name)
    when = datetime(2004, 1, 3, 8, 0, 0)
    for i in range(files):
        if i % 500 == 0:
            place = os.path.join(folder, "photos", f"{i // 500:04} perjalanan")
            os.makedirs(place)
        block = b"Exif\0\0" + exif(when, True)
        picture = pictures[i % len(pictures)]
        with open(os.path.join(place, f"IMG_{i:06}.jpg"), "wb") as file:
            file.write(b"\xff\xd8\xff\xe1" + struct.pack(">H", len(block) + 2) + block + picture[2:]
                       + struct.pack("<L", i))
        when += timedelta(minutes=103)
    open(done, "w").close()


class Window:
    def __init__(self, data, *arguments):
        self.log = tempfile.mktemp(prefix="susun-frames-")
        self.began = time.monotonic()
        self.app = App([SUSUN, *arguments],
                       env={"XDG_DATA_HOME": data, "LD_PRELOAD": PROBE, "SUSUN_FRAMES": self.log,
                            "GDK_DEBUG": "gl-disable", "GSK_RENDERER": "cairo"})

    def lines(self, kind):
        with open(self.log) as file:
            return [[int(word) for word in line.split()[1:]] for line in file
                    if line.startswith(kind) and line.endswith("\n")]

    def frames(self, begin, end):
        """Of frames begun between two times, what each took, what it computed, what it took
        without waiting for a processor that others had, in ms."""
        lines = [line for line in self.lines("frame") if begin <= line[0] / 1e6 <= end]
        return (sorted(sum(line[1:4]) / 1000 for line in lines),
                sorted(line[4] / 1000 for line in lines),
                sorted((sum(line[1:4]) - line[5]) / 1000 for line in lines))

    def first(self, kind, after):
        return next((line[0] / 1e6 for line in self.lines(kind) if line[0] / 1e6 >= after), None)

    def memory(self):
        """Peak and present, in MB."""
        with open(f"/proc/{self.app.proc.pid}/status") as file:
            text = file.read()
        return [int(re.search(rf"{word}:\s+(\d+)", text).group(1)) // 1024
                for word in ("VmHWM", "VmRSS")]

    def close(self):
        self.app.quit()
        os.unlink(self.log)


def report(name, frames):
    """A computer of one's own would take something between the last two."""
    for what, times in zip((name, "    of that computing", "    without waiting for a processor"), frames):
        if not times:
            print(f"{name:42} no frames")
            break

        def at(share):
            return times[min(int(len(times) * share), len(times) - 1)]
        print(f"{what:42} {len(times):5} frames  p50 {at(.5):5.1f}  p95 {at(.95):5.1f}  "
              f"p99 {at(.99):5.1f}  max {times[-1]:6.1f} ms")
    sys.stdout.flush()


def scroll(window, seconds=6):
    """The wheel turned as fast as a hand does, then pages, then jumps."""
    app = window.app
    cell = app.find("table cell")
    xdo("mousemove", *app.screen_xy(cell))
    begin = time.monotonic()
    while time.monotonic() < begin + seconds:
        xdo("click", "--repeat", "20", "--delay", "12", "5")
    wheel = time.monotonic()
    xdo("click", "1")  # whatever is there now has the focus
    middle = time.monotonic()
    while time.monotonic() < middle + seconds / 2:
        xdo("key", "--delay", "60", *(["Next"] * 10))
    return (begin, wheel), (middle, time.monotonic())


def measure_scan(library, data):
    window = Window(data, os.path.join(library, "photos"))
    app = window.app
    screen = window.first("frame", window.began)
    print(f"{'window on screen':42} {screen - window.began:5.2f} s")
    button = app.find("push button", "Review")
    wait(lambda: app.state(button, "sensitive"), "the choices are fine")
    begin = time.monotonic()
    app.action(button)
    wait(lambda: window.first("texture", begin), "the first picture", timeout=60, step=0.01)
    # The accessibility bus takes its own time to press the button.
    shown = window.first("page", begin)
    print(f"{'first picture after Review is shown':42} {window.first('texture', begin) - shown:5.2f} s")
    app.find("push button", "Organize…", timeout=600)
    end = time.monotonic()
    print(f"{'scan and plan':42} {end - begin:5.1f} s, {len(window.lines('texture'))} pictures")
    report(f"while {FILES:,} files are scanned", window.frames(begin, end))
    peak, now = window.memory()
    print(f"{'memory':42} {now} MB, at most {peak} MB")
    wheel, pages = scroll(window)
    made = sum(wheel[0] <= line[0] / 1e6 <= wheel[1] for line in window.lines("texture"))
    report("scrolled by the wheel", window.frames(*wheel))
    report("scrolled by pages", window.frames(*pages))
    print(f"{'pictures while the wheel turns':42} {made / (wheel[1] - wheel[0]):5.0f} a second")
    window.close()


def multiply(data, rows):
    """The plan again and again under other ids: what a history of a million rows is."""
    with sqlite3.connect(os.path.join(data, "susun", "history.db")) as store:
        run, = store.execute("SELECT id FROM run ORDER BY id DESC LIMIT 1").fetchone()
        columns = [row[1] for row in store.execute("PRAGMA table_info (item)")]
        first, count, seq = store.execute("SELECT min (id), count (*), max (seq) FROM item WHERE run = ?",
                                          (run,)).fetchone()
        values = ", ".join({"id": "id + :ids", "seq": "seq + :seqs"}.get(c, c) for c in columns)
        last = first + count
        for i in range(1, rows // count):
            store.execute(f"INSERT INTO item ({', '.join(columns)}) SELECT {values} FROM item"
                          " WHERE id >= :first AND id < :last",
                          {"ids": i * count, "seqs": i * seq, "first": first, "last": last})


def measure_rows(data):
    multiply(data, ROWS)
    window = Window(data)
    app = window.app
    button = app.find("push button", re.compile("^_?(Continue|Review|Resume)"), timeout=30)
    begin = time.monotonic()
    app.action(button)
    app.find("push button", re.compile("^All  [0-9]"), timeout=60)
    print(f"{f'{ROWS:,} rows listed and counted':42} {time.monotonic() - begin:5.2f} s")
    time.sleep(1)
    wheel, pages = scroll(window)
    report(f"{ROWS:,} rows, wheel", window.frames(*wheel))
    report(f"{ROWS:,} rows, pages", window.frames(*pages))
    app.keys("End")
    time.sleep(1)
    app.keys("Home")
    time.sleep(1)
    peak, now = window.memory()
    print(f"{'memory':42} {now} MB, at most {peak} MB")
    window.close()


library = os.path.join(WORK, f"library-{FILES}")
make_library(library, FILES)
data = tempfile.mkdtemp(prefix="susun-bench-", dir=WORK)
try:
    measure_scan(library, data)
    if ROWS > FILES:
        measure_rows(data)
finally:
    shutil.rmtree(data, ignore_errors=True)
