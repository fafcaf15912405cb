# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives Susun in its sandbox, and the portal's file chooser outside of it, over the accessibility
bus and with a real mouse and keyboard. Runs on the computer that flatpak/on-machine.sh starts."""

import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "ui"))
from susun_ui import App, Atspi, UIError, wait, xdo  # noqa: E402

ID = "io.github.susun.Susun"



class SandboxedApp(App):
    """The window of the installed Flatpak. Its process ids are the sandbox's own, so it is found by
    its name."""

    def __init__(self, *arguments, log):
        self.log = open(log, "w+", encoding="utf-8")
        self.proc = subprocess.Popen(
            ["flatpak", "run", "--env=GSK_RENDERER=cairo", ID, *arguments],
            stdout=self.log, stderr=subprocess.STDOUT)
        self.root = wait(self._find_root, "Susun on the accessibility bus", 40)
        wait(lambda: self.root.get_child_count() > 0, "its window")

    @classmethod
    def attach(cls, log):
        """To one that somebody else has started."""
        self = cls.__new__(cls)
        self.log = open(log, "w+", encoding="utf-8")
        self.proc = subprocess.Popen(["flatpak", "run", "--command=true", ID])
        self.root = running_window()
        return self

    def _find_root(self):
        if self.proc.poll() is not None:
            raise UIError(f"it ended with {self.proc.returncode}\n{self.output()}")
        return running_window()

    def visible(self, a):
        """Newer GTK than the window's own tests run on tells what is shown."""
        return self.state(a, "showing") and self.state(a, "visible")

    def has_keyboard(self):
        """Whose window it is cannot be told: its process id is the sandbox's."""
        return True

    def screen_xy(self, a, fx=0.5, fy=0.5):
        top = self._chain(a)[-1]
        xid = wait(lambda: xdo("search", "--onlyvisible", "--name",
                               f"^{re.escape(top.get_name())}$").split()[-1], "its X window")
        at = {key: int(value) for key, value in
              (line.split("=") for line in xdo("getwindowgeometry", "--shell", xid).split())}
        place = a.get_extents(Atspi.CoordType.WINDOW)
        whole = top.get_extents(Atspi.CoordType.WINDOW)
        return (at["X"] + (at["WIDTH"] - whole.width) // 2 + place.x + int(place.width * fx),
                at["Y"] + (at["HEIGHT"] - whole.height) // 2 + place.y + int(place.height * fy))

    def quit(self, timeout=20):
        self.keys("ctrl+q")
        return self.proc.wait(timeout)


def running_window():
    return application("susun")


def application(name):
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        found = desktop.get_child_at_index(index)
        if found and found.get_name() == name:
            return found
    return None


def in_portal(role, name, timeout=20):
    """A widget of the portal's own dialogs, which are drawn by GTK 3."""
    def look(widget):
        if widget.get_role_name() == role and widget.get_name() == name:
            return widget
        for index in range(widget.get_child_count()):
            found = look(widget.get_child_at_index(index))
            if found:
                return found
        return None

    def find():
        portal = application("xdg-desktop-portal-gtk")
        portal.clear_cache()
        return look(portal)
    return wait(find, f"{role} “{name}” in the portal's dialog", timeout)


def click_in_portal(role, name):
    place = in_portal(role, name).get_extents(Atspi.CoordType.SCREEN)
    xdo("mousemove", place.x + min(place.width // 2, 60), place.y + place.height // 2,
        "sleep", 0.2, "click", 1, "sleep", 0.3)


def choose_in_portal(name, answer):
    """Takes the folder @name of the user's home, as a person with a mouse would."""
    for attempt in range(6):
        # A dialog that is still on its way to the screen does not hear the first click.
        click_in_portal("label", "Home")
        try:
            in_portal("table cell", name, 3)
            break
        except UIError:
            if attempt == 5:
                raise
    click_in_portal("table cell", name)
    button = in_portal("button", answer)
    wait(lambda: button.get_state_set().contains(Atspi.StateType.SENSITIVE), f"“{answer}” is ready")
    button.do_action(0)
