#!/usr/bin/python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page as others see it: dark, 360 pixels wide, with letters twice as large; in high contrast; in
Malay. Each is measured, and saved for who looks at them.

usage: run-headless.sh -- /usr/bin/python3 test-looks.py SUSUN EYES SAMPLE_LIBRARY SHOTS_FOLDER LOOK_PROBE
                          LOCALES OTHER_LOCALE [TITLE]
EYES: usual, contrast or malay
"""
import gettext
import os
import re
import shutil
import signal
import subprocess
import sys

here = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [here, os.path.join(here, "../po")]
from fake_ai import settings  # noqa: E402
from pseudo import translating_locale  # noqa: E402
from susun_journey import check, double, files_of, finish, spoil, start, stop  # noqa: E402
from susun_ui import UIError, wait  # noqa: E402

SUSUN, EYES = sys.argv[1:3]
SAMPLE, SHOTS, PROBE, LOCALES, OTHER_LOCALE = (os.path.abspath(path) for path in sys.argv[3:8])
# The smallest screen it is for: a phone's.
NARROW, LOW = 360, 640

# What a page is looked at in. The last one is how it is left: that of the journey.
LOOKS = {
    "usual": {"dark": "dark 760", "large": "large 760", "360-large": f"large {NARROW}",
              "360": f"{NARROW}", "light": "760"},
    "contrast": {"contrast-360": f"{NARROW}", "contrast": "760"},
    "malay": {"malay-360": f"{NARROW}", "malay": "760"},
}[EYES]
VARIABLES, WORDS = {"LD_PRELOAD": PROBE}, gettext.NullTranslations()
if EYES == "contrast":
    VARIABLES["ADW_DEBUG_HIGH_CONTRAST"] = "1"
if EYES == "malay":
    VARIABLES |= {"LD_PRELOAD": f"{PROBE} {OTHER_LOCALE}", "SUSUN_LOCALES": LOCALES, "LANGUAGE": "ms",
                  "LC_ALL": translating_locale("susun", LOCALES, "ms")}
    WORDS = gettext.translation("susun", LOCALES, ["ms"])


def said(text, many=None):
    """What is seen of a msgid, whatever was put into it."""
    texts = {WORDS.ngettext(text, many, count) for count in (1, 2)} if many else {WORDS.gettext(text)}
    parts = [re.split("%'?l?[sud]", one) for one in texts]
    any_of = "|".join(".*".join(map(re.escape, one)).replace("_", "_?") for one in parts)
    return re.compile(f"^(?:(?:{any_of}) )?(?:{any_of})$")  # some say it twice: “_Next Next”


class Looker:
    """A window, whose pages are looked at."""

    def __init__(self, base, *arguments, **variables):
        self.line = os.path.join(base, "look")
        self.told = self.line + ".told"
        self.app = start(SUSUN, base, *arguments, SUSUN_LOOK=self.line, **VARIABLES, **variables)
        self.too_large = []

    def set(self, words):
        """Returns: of each window that is shown how wide and how high it is at least, its type, and what
        asks for the width"""
        if os.path.exists(self.told):
            os.unlink(self.told)
        with open(self.line, "w") as file:
            file.write(words)
        self.app.proc.send_signal(signal.SIGUSR2)
        wait(lambda: os.path.exists(self.told), f"it is seen: {words}")
        with open(self.told) as file:
            return [line.split(" ", 3) for line in file.read().splitlines()]

    def look(self, page):
        os.makedirs(SHOTS, exist_ok=True)
        for name, words in LOOKS.items():
            for width, height, window, who in self.set(words):
                if not words.endswith(f"{NARROW}"):
                    continue
                if int(width) > NARROW:
                    self.too_large.append(f"{page}-{name}: {window} asks for {width} pixels: {who}")
                    print("#", self.too_large[-1], flush=True)
                # A question finds out how much room there is when it appears.
                if int(height) > LOW and window != "AdwMessageDialog":
                    self.too_large.append(f"{page}-{name}: {window} is {height} pixels high at least")
                    print("#", self.too_large[-1], flush=True)
            subprocess.run(["import", "-window", "root", "-trim", "+repage", "-quality", "10",
                            os.path.join(SHOTS, f"{page}-{name}.png")], check=True)

    def end(self):
        stop(self.app)
        assert not self.too_large, "\n" + "\n".join(self.too_large)

    def see(self, text, many=None, role=None):
        return self.app.find(role, said(text, many), timeout=60)

    def offered(self, text, many=None):
        """A button that can be pressed. Looked for each time: where it moved to it is another one."""
        def found():
            button = next(iter(self.app.all("push button", said(text, many))), None)
            return button if button and self.app.state(button, "sensitive") else None
        return wait(found, f"{text} can be pressed", 60)

    def press(self, text, many=None):
        self.app.action(self.offered(text, many))

    def go(self, action):
        def done():
            try:
                return self.app.action(self.app.find("frame", None, visible=False), action)
            except UIError:
                return False
        wait(done, action, 60)

    def choose(self, text):
        """Out of the menu behind More."""
        self.app.mouse_click(self.offered("_More"))
        self.app.action(self.see(text, role="menu item"))


def way_of_pictures(base):
    source = os.path.join(base, "Gambar Lama")
    shutil.copytree(SAMPLE, source, symlinks=True)
    it = Looker(base, source)
    app = it.app
    it.offered("_Review")
    it.look("choose")
    for kind in ("Photos", "Videos"):
        app.action(it.see(kind, role="check box"))
    it.see("Choose photos, videos, or both.")
    it.look("choose-obstacle")
    for kind in ("Photos", "Videos"):
        app.action(it.see(kind, role="check box"))
    it.press("_Review")
    it.offered("_Organize…")
    table = app.find("table")
    wait(lambda: not app.state(table, "busy") and app.all("table cell"), "the pictures come to rest")
    it.look("review")
    app.mouse_click(app.all("table cell")[0])
    it.see("%'lu selected", "%'lu selected")
    it.go("win.details")
    it.offered("Set _Date…")
    it.look("review-details")
    it.press("Set _Date…")
    it.offered("_Set Date")
    it.look("review-date")
    app.keys("Escape")
    it.go("win.next")
    it.see("%'lu Photo Will Be Copied", "%'lu Photos Will Be Copied")
    it.look("organize-before")
    it.press("_Copy %u Photo into Archive", "_Copy %u Photos into Archive")
    it.see("%'lu File Copied", "%'lu Files Copied")
    it.look("organize-after")
    archive, = (os.path.join(base, name) for name in os.listdir(base)
                if name in ("Archive", WORDS.gettext("Archive")))
    spoil(archive)
    it.press("_Verify")
    it.offered("_Copy %'lu Again", "_Copy %'lu Again")
    it.look("verify-differs")
    it.press("_Copy %'lu Again", "_Copy %'lu Again")
    it.see("%'lu File Copied Again", "%'lu Files Copied Again")
    it.look("copied-again")
    it.press("_Verify Again")
    it.offered("_Clean Up…")
    it.look("verify")
    it.press("_Clean Up…")
    it.see("%'lu Original Is Proven", "%'lu Originals Are Proven")
    it.look("clean-up-before")
    it.press("_Move %'lu Original to Quarantine…", "_Move %'lu Originals to Quarantine…")
    it.offered("_Move to Quarantine")
    it.look("ask-quarantine")
    it.press("_Move to Quarantine")
    it.see("%'lu Original in Quarantine", "%'lu Originals in Quarantine")
    it.look("clean-up-after")
    it.choose("_Empty Quarantine…")
    it.see("_Delete for Ever", role="push button")
    it.look("ask-empty")
    app.keys("Escape")
    app.gone("push button", said("_Delete for Ever"))
    it.press("_Done")
    it.see("Everything is on the disk: safe to unplug")
    it.look("done")
    app.keys("ctrl+n")
    it.see("Everything organized is proven")
    it.look("home")
    app.keys("ctrl+z")
    it.offered("_Cancel")
    it.look("ask-undo")
    app.keys("Escape")
    app.gone("push button", said("_Cancel"))
    app.keys("ctrl+h")
    run = app.find(None, re.compile("Gambar Lama → "), timeout=60)
    it.look("history")
    app.mouse_click(it.see("Where Did This Picture Go?"))
    it.see("Type a part of its name. All runs are searched.")
    app.keys("ctrl+f")
    app.type("IMG_2041")
    app.find(None, re.compile("IMG_2041.*IMG_2041"), timeout=60)
    it.look("history-pictures")
    app.keys("ctrl+a", "BackSpace")
    app.mouse_click(it.see("Runs"))
    app.mouse_click(app.find(None, re.compile(WORDS.gettext("in quarantine"))))
    it.offered("_Restore…")
    app.find("table cell", re.compile("IMG"))
    it.look("history-run")
    it.press("_Restore…")
    it.press("_Put Back")
    it.see("Everything went well.")
    it.look("history-restored")
    it.end()


def way_of_duplicates(base):
    """What the archive has twice."""
    source = os.path.join(base, "Kad")
    os.makedirs(source)
    for number, picture in enumerate(files_of(SAMPLE, ".jpg")[:3]):
        shutil.copy2(picture, os.path.join(source, f"IMG_2021010{number + 1}_101112.jpg"))
    it = Looker(base, source)
    it.press("_Review")
    it.press("_Organize…")
    it.press("_Copy %u Photo into Archive", "_Copy %u Photos into Archive")
    it.press("_Verify")
    it.press("_Clean Up…")
    it.offered("_Move %'lu Original to Quarantine…", "_Move %'lu Originals to Quarantine…")
    it.choose("_Duplicates in the Archive…")
    it.see("No Duplicates")
    it.look("duplicates-none")
    it.press("_Back to Clean Up")
    double(base)
    it.choose("_Duplicates in the Archive…")
    it.offered("_Move %'lu Duplicate to Quarantine", "_Move %'lu Duplicates to Quarantine")
    it.look("duplicates")
    it.press("_Move %'lu Duplicate to Quarantine", "_Move %'lu Duplicates to Quarantine")
    it.see("%'lu Duplicate Moved to Quarantine", "%'lu Duplicates Moved to Quarantine")
    it.look("duplicates-moved")
    it.end()


def way_of_folders(base):
    source = os.path.join(base, "Gambar Lama")
    shutil.copytree(SAMPLE, source, symlinks=True)
    chosen = settings(base, ai_provider="'openai-compatible'", ai_endpoint="'http://127.0.0.1:9/v1'")
    it = Looker(base, source, **chosen)
    app = it.app
    app.mouse_click(it.see("What to do", role="label"))
    wait(lambda: (app.focused() or [None])[0] == "list item", "its list is open")
    app.keys("End", "Return")
    it.press("_Look for Titles")
    it.offered("_Rename %u Folder…", "_Rename %u Folders…")
    it.look("titles")
    it.press("_Suggest with AI…")
    it.offered("_Send")
    it.look("ask-send")
    it.press("_Cancel")
    app.gone("push button", said("_Send"))
    it.press("_Rename %u Folder…", "_Rename %u Folders…")
    it.offered("_Rename")
    it.look("ask-rename")
    it.press("_Rename")
    it.see("%'lu Folder Renamed", "%'lu Folders Renamed")
    it.look("renamed")
    it.end()


def preferences(base):
    it = Looker(base)
    it.see("Drop a folder of photos here")
    it.look("home-empty")
    it.app.keys("ctrl+comma")
    for page, text in (("_Dates", "A day starts at"), ("_Files", "Names safe for Windows and FAT disks"),
                       ("_Titles", "Letters"), ("_Privacy", "What Is Sent")):
        it.app.mouse_click(it.see(page, role="page tab"))
        it.see(text)
        it.look("preferences-" + page[1:].lower())
    it.end()


def skipped(base):
    return "this C library translates nothing in C.UTF-8, and there is no other locale"


for title, journey in (
        ("the preferences", preferences),
        ("the way of duplicates", way_of_duplicates),
        ("the way of folders", way_of_folders),
        ("the way of pictures", way_of_pictures)):
    if len(sys.argv) < 9 or re.search(sys.argv[8], title):
        check(title, journey if VARIABLES.get("LC_ALL", "C") else skipped)
finish()
