#!/usr/bin/python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole way through the window in a language that nobody speaks, whose words are 40 % longer:
what is shown or read aloud without being translated, and labels that do not fit, are found.

usage: run-headless.sh -- /usr/bin/python3 test-pseudo.py SUSUN SAMPLE_LIBRARY SHOTS_FOLDER
         SOURCE_ROOT OTHER_LOCALE LABEL_PROBE
"""
import os
import re
import shutil
import signal
import subprocess
import sys

here = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [here, os.path.join(here, "../po")]
import pseudo  # noqa: E402
from fake_ai import Service, settings  # noqa: E402
from susun_journey import check, finish, shot, spoil, start, stop  # noqa: E402
from susun_ui import wait  # noqa: E402

SUSUN, SAMPLE, SHOTS, SOURCE, SHIM, PROBE = (os.path.abspath(path) for path in sys.argv[1:7])

# Of no language: names of files and cameras, units, keys; and the words of GTK and libadwaita, who have
# translations of their own.
KNOWN = [re.compile(text) for text in (
    r"^(?:Gtk|Adw|Susun)[A-Z]\w+$", r"^[Ss]usun$", r"[\d.]\s(?:bytes?|kB|MB|GB)\b", r"\bUTC\b",
    r"\bIMG_0001\.jpg\b", r"\.susun-quarantine\b", r"\b[0-9a-f]{8}-[0-9a-f-]{27}\b",
    r"^(?:Ctrl|Alt)\b", r"^(?:Minimize|Maximize|Close)(?: the window)?$", r"^\(None\)$", r"^Shortcuts$",
    r"^(?:Search(?: Results)?|No Results Found|Try a different search\.?|Show Text)$",
    # The AI's server, what it is sent, and titles as names of the sample's folders become.
    r"\bhttp://127\.0\.0\.1:\d+/v1", r"(?s)^\{.*\}\s*$", r"\bBackup Lama\b",
    r"\bKursus Pengurusan KADA(?: 2019_final)?\b",
    r"The name org\.freedesktop\.secrets was not .* files\b")]
TEXTS = ("text", "label", "spin button", "entry")


class Reader:
    """Everything that the window showed, and what of it is not right."""

    def __init__(self, app, base, known):
        self.app, self.labels = app, os.path.join(base, "labels")
        self.known = KNOWN + known
        self.seen, self.found = set(), []

    def read(self, page):
        before = len(self.found)
        for a in self.app.all(visible=False):
            said = {a.get_name(), a.get_description()}
            if a.get_role_name() in TEXTS:
                said.add(self.app.text(a))
            for text in said - self.seen:
                self.seen.add(text)
                if words := pseudo.unmarked(text, self.known):
                    self.found.append(f"not translated: {page}, {a.get_role_name()}: {words} in {text!r}")
        self.measure(page)
        if len(self.found) > before:
            shot(self.app, SHOTS, "pseudo-" + page)

    def measure(self, page):
        if os.path.exists(self.labels):
            os.unlink(self.labels)
        self.app.proc.send_signal(signal.SIGUSR2)
        wait(lambda: os.path.exists(self.labels), "the labels are measured")
        with open(self.labels, encoding="utf-8") as file:
            for line in file:
                state, _, text = line.rstrip("\n").partition(" ")
                if state == "cut" or (state == "shortened" and "‹" in text):
                    self.found.append(f"does not fit: {page}: {line.rstrip()}")


def appears(app, text, role=None, whole=True, timeout=60):
    """The translation of text, wherever it is shown. Returns: what shows it"""
    begin, end = ("(?:^|› )", "$") if whole else ("", "")
    return app.find(role, re.compile(begin + pseudo.pattern(text) + end), timeout=timeout)


def offered(app, text, role="push button"):
    return appears(app, text, role)


def go(app, action):
    frame = app.find("frame", None, visible=False)
    wait(lambda: app.action(frame, action), action)


def answer(app, text):
    button = offered(app, text)
    wait(lambda: app.state(button, "sensitive"), f"{text} stays insensitive")
    app.action(button)


def names_below(folder):
    names = {name for _, folders, files in os.walk(folder) for name in folders + files}
    return [re.compile(re.escape(name)) for name in sorted(names, key=len, reverse=True)]


def begin(base, *arguments, **variables):
    """Returns: why not, the window, who reads it, its folder of photos"""
    if reason := pseudo.obstacle():
        return reason, None, None, None
    source = os.path.join(base, "Gambar")
    shutil.copytree(SAMPLE, source, symlinks=True)
    locales = os.path.join(base, "locales")
    os.mkdir(locales)
    assert pseudo.make(SOURCE, locales) > 1000
    app = start(SUSUN, base, *(arguments and [source]), SUSUN_LABELS=os.path.join(base, "labels"),
                **pseudo.environment(f"{SHIM} {PROBE}", locales), **variables)
    return None, app, Reader(app, base, [re.compile(re.escape(base))] + names_below(base)), source


def end(app, reader, seen):
    stop(app)
    assert len(reader.seen) > seen, f"only {len(reader.seen)} strings were seen"
    assert not reader.found, "\n" + "\n".join(reader.found)


def whole_way(base):
    reason, app, reader, source = begin(base)
    if reason:
        return reason
    appears(app, "Drop a folder of photos here")
    reader.read("home")
    # A file manager starts it a second time.
    subprocess.run([SUSUN, source], check=True, timeout=30,
                   env={**os.environ, "XDG_DATA_HOME": os.path.join(base, "data")})
    appears(app, "Folders to Arrange")
    reader.read("choose")
    go(app, "win.next")
    offered(app, "_Organize…")
    reader.read("review")
    go(app, "win.details")
    reader.read("review-details")
    go(app, "win.next")
    offered(app, "_Copy %u Photos into Archive")
    reader.read("organize-before")
    go(app, "win.next")
    appears(app, "%'lu Files Copied")
    reader.read("organize-after")
    spoil(os.path.join(base, pseudo.pseudo("Archive")))
    go(app, "win.next")
    offered(app, "_Clean Up…")
    reader.read("verify")
    go(app, "win.next")
    offered(app, "_Move %'lu Originals to Quarantine…")
    reader.read("clean-up-before")
    go(app, "win.next")
    offered(app, "_Move to Quarantine")
    reader.read("ask-quarantine")
    answer(app, "_Move to Quarantine")
    offered(app, "_Done")
    reader.read("clean-up-after")
    app.mouse_click(appears(app, "More"))
    app.action(offered(app, "_Empty Quarantine…", "menu item"))
    offered(app, "_Delete for Ever")
    reader.read("ask-empty")
    app.keys("Escape")
    go(app, "win.next")
    offered(app, "Copy _Summary")
    reader.read("done")
    go(app, "win.undo-last")
    offered(app, "_Cancel")
    reader.read("ask-undo")
    app.keys("Escape")
    go(app, "win.history")
    appears(app, "Where Did This Picture Go?")
    reader.read("history")
    app.mouse_click(appears(app, "in quarantine", whole=False))
    offered(app, "_Restore…")
    reader.read("history-run")
    go(app, "win.back")
    go(app, "win.shortcuts")
    appears(app, "Take the last run back")
    reader.read("shortcuts")
    app.keys("Escape")
    app.keys("F10")
    offered(app, "_About Susun", "menu item")
    reader.read("menu")
    app.keys("Escape")
    end(app, reader, 300)
    return None


def folders_and_preferences(base):
    service = Service()
    chosen = settings(base, ai_provider="'openai-compatible'", ai_endpoint=f"'{service.address}'")
    reason, app, reader, _ = begin(base, "source", **chosen)
    if reason:
        return reason
    go(app, "win.preferences")
    for page, text in (("_Dates", "A day starts at"), ("_Files", "Files at a time"),
                       ("_Titles", "Letters"), ("_Privacy", "What Is Sent")):
        app.mouse_click(appears(app, page, "page tab"))
        appears(app, text)
        reader.read("preferences-" + page[1:].lower())
    app.keys("Escape")
    app.mouse_click(appears(app, "What to do", "label"))
    app.keys("End", "Return")
    offered(app, "_Look for Titles")
    reader.read("choose-titles")
    go(app, "win.next")
    offered(app, "_Rename %u Folders…")
    reader.read("titles")
    answer(app, "_Suggest with AI…")
    offered(app, "_Send")
    reader.read("ask-send")
    answer(app, "_Cancel")
    go(app, "win.next")
    offered(app, "_Rename")
    reader.read("ask-rename")
    answer(app, "_Rename")
    appears(app, "%'lu Folders Renamed")
    reader.read("renamed")
    end(app, reader, 100)
    return None


check("the way of pictures, all of it translated and fitting", whole_way)
check("the way of folders, and the preferences", folders_and_preferences)
finish()
