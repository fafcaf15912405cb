#!/usr/bin/python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes the pictures of make-screenshots.sh, which starts it in a display of its own.

usage: take-screenshots.py SUSUN SAMPLE_LIBRARY HOME FOLDER SUFFIX [NAME...]
Drives the window by its actions and places in the tree, as its words are translated. With names only
these pictures are kept.
"""

import os
import re
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests", "ui"))
from susun_ui import WIN, App, UIError, wait, xdo  # noqa: E402

SUSUN, SAMPLE, HOME, FOLDER, SUFFIX = sys.argv[1:6]
WANTED = sys.argv[6:]
SCALE = 2  # GDK_SCALE
# A window, without the frame that GTK draws where there is no compositor, and the room that its shadow
# takes around it: 2000×1400 in all.
WIDTH, HEIGHT, FRAME, AROUND, BELOW = 1880, 1270, 9, 60, 70
CORNER = 24


def settled(window):
    """Waits until the window no longer changes: a picture may be long in coming."""
    def take():
        return subprocess.run(["import", "-window", window, "rgb:-"], check=True,
                              capture_output=True).stdout
    last, same = take(), 0
    for _ in range(60):
        time.sleep(0.5)
        now = take()
        same = same + 1 if now == last else 0
        if same == 6:
            return
        last = now
    raise AssertionError("the window does not come to rest")


class Camera:
    def __init__(self, app):
        self.app = app
        self.window = wait(lambda: xdo("search", "--onlyvisible", "--pid", app.proc.pid).split(),
                           "the window")[-1]
        xdo("windowsize", "--sync", self.window, WIDTH + 2 * FRAME, HEIGHT + 2 * FRAME,
            "windowmove", self.window, 100, 100)

    def shoot(self, name):
        xdo("mousemove", 2390, 1790)  # nothing is under the pointer
        settled(self.window)
        if WANTED and name not in WANTED:
            return
        path = os.path.join(FOLDER, name + SUFFIX + ".png")
        subprocess.run(["import", "-window", self.window, path], check=True)
        # Without a compositor a window has neither round corners nor a shadow: what a desktop draws.
        subprocess.run(["convert", path, "-shave", f"{FRAME}x{FRAME}", "+repage", "-alpha", "set",
                        "(", "+clone", "-alpha", "transparent", "-background", "none", "-fill", "white",
                        "-draw", f"roundrectangle 0,0 {WIDTH - 1},{HEIGHT - 1} {CORNER},{CORNER}", ")",
                        "-compose", "DstIn", "-composite", "-compose", "Over",
                        "(", "+clone", "-background", "black", "-shadow", "45x20+0+14", ")",
                        "+swap", "-background", "none", "-layers", "merge", "+repage",
                        "-gravity", "center", "-extent", f"{WIDTH + 2 * AROUND}x{HEIGHT + AROUND + BELOW}",
                        path], check=True)
        subprocess.run(["pngquant", "--force", "--strip", "--speed", "1", "--nofs", "--ext", ".png", "256", path],
                       check=True)
        print(path, flush=True)

    def do(self, action):
        frame = self.app.find("frame", None, visible=False)

        def done():
            try:
                return self.app.action(frame, action)
            except UIError:
                return False
        wait(done, action, 90)

    def next(self):
        """The suggested action of the header, when it is ready."""
        self.do("win.next")

    def click(self, a):
        """Coordinates of the tree are those of a screen of the usual density."""
        place = a.get_extents(WIN)
        at = dict(line.split("=") for line in xdo("getwindowgeometry", "--shell", self.window).split())
        xdo("mousemove", int(at["X"]) + SCALE * (place.x + place.width // 2),
            int(at["Y"]) + SCALE * (place.y + place.height // 2), "sleep", 0.2, "click", 1, "sleep", 0.5)


def name_folders(environment):
    """The other way through the wizard: event folders get their titles."""
    folder = os.path.join(HOME, "Pictures", "Gambar Keluarga")
    shutil.copytree(SAMPLE, folder, symlinks=True)
    app = App([SUSUN, folder], env=environment)
    camera = Camera(app)
    settled(camera.window)
    # The row that asks what to do, below the folders and the archive; its last answer.
    camera.click(app.all("list item")[2])
    app.keys("End", "Return")
    settled(camera.window)
    camera.next()
    settled(camera.window)
    # Who uses the mouse is shown no focus.
    xdo("mousemove", 1000, 140, "click", 1)
    camera.shoot("titles")
    app.quit()


def main():
    camera_folder = os.path.join(HOME, "Pictures", "Camera")
    shutil.copytree(SAMPLE, camera_folder, symlinks=True)
    # Translations that are built, and need not be installed.
    environment = {"XDG_DATA_HOME": os.path.join(HOME, ".local/share"),
                   "LD_PRELOAD": os.environ["SUSUN_OTHER_LOCALE"]}
    app = App([SUSUN], env=environment)
    camera = Camera(app)
    camera.shoot("home")
    # A second call hands its folder to the window that is there.
    subprocess.run([SUSUN, camera_folder], check=True, env={**os.environ, **environment})
    camera.shoot("choose")
    camera.next()
    settled(camera.window)
    camera.shoot("review")
    camera.click(app.find("table cell", re.compile(r"^scan_1987\.tif")))
    camera.do("win.details")
    camera.shoot("details")
    for name in ("organize-before", "organize", "verify", "clean-up"):
        camera.next()
        camera.shoot(name)
    camera.next()
    settled(camera.window)
    app.keys("Return")  # the dialog's own suggestion
    settled(camera.window)
    camera.next()
    camera.shoot("done")
    camera.do("win.history")
    camera.shoot("history")
    app.quit()
    name_folders(environment)


main()
