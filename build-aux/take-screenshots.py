#!/usr/bin/python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes the pictures of make-screenshots.sh, which starts it in a display of its own.

usage: take-screenshots.py SUSUN SAMPLE_LIBRARY HOME FOLDER
Drives the window by its actions and buttons' places in the tree, as its words are translated.
"""

import os
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests", "ui"))
from susun_ui import App, wait, xdo  # noqa: E402

SUSUN, SAMPLE, HOME, FOLDER = sys.argv[1:5]
WIDTH, HEIGHT = 2000, 1400


def settled(window):
    """A picture of the window once it no longer changes."""
    def take():
        return subprocess.run(["import", "-window", window, "rgb:-"], check=True,
                              capture_output=True).stdout
    last = take()
    for _ in range(60):
        time.sleep(0.5)
        now = take()
        if now == last:
            return
        last = now
    raise AssertionError("the window does not come to rest")


class Camera:
    def __init__(self, app):
        self.app = app
        self.window = wait(lambda: xdo("search", "--onlyvisible", "--pid", app.proc.pid).split(),
                           "the window")[-1]
        xdo("windowsize", "--sync", self.window, WIDTH, HEIGHT, "windowmove", self.window, 100, 100)

    def shoot(self, name):
        xdo("mousemove", 2390, 1790)  # nothing is under the pointer
        settled(self.window)
        path = os.path.join(FOLDER, name + ".png")
        subprocess.run(["import", "-window", self.window, path], check=True)
        # Without a compositor a window has no shadow: the one that a desktop draws.
        subprocess.run(["convert", path, "(", "+clone", "-background", "black",
                        "-shadow", "40x24+0+12", ")", "+swap", "-background", "none",
                        "-layers", "merge", "+repage", "-resize", f"{WIDTH}x{HEIGHT}",
                        "-define", "png:compression-level=9", path], check=True)
        print(path, flush=True)

    def next(self):
        """The suggested action of the header, when it is ready."""
        frame = self.app.find("frame", None)
        wait(lambda: self.app.action(frame, "win.next"), "the next step", 90)


def main():
    camera_folder = os.path.join(HOME, "Camera")
    shutil.copytree(SAMPLE, camera_folder, symlinks=True)
    app = App([SUSUN], env={"XDG_DATA_HOME": os.path.join(HOME, ".local/share")})
    camera = Camera(app)
    camera.shoot("home")
    # A second call hands its folder to the window that is there.
    subprocess.run([SUSUN, camera_folder], check=True)
    camera.shoot("choose")
    for name in ("review", "organize", "verify", "clean-up"):
        camera.next()
        camera.shoot(name)
    app.action(app.find("frame", None), "win.history")
    camera.shoot("history")
    app.quit()


main()
