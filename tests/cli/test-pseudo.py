#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every sentence of susun-cli can be translated: what it says in a language that nobody speaks.

With SUSUN_CLI, SUSUN_SOURCE and SUSUN_OTHER_LOCALE (see tests/po/pseudo.py) in the environment.
"""

import os
import re
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../po"))
import harness  # noqa: E402
import pseudo  # noqa: E402

SHIM = os.environ["SUSUN_OTHER_LOCALE"]

# Of no language: commands, options, values, paths, names, days; and what GLib and the C library say,
# who have translations of their own.
KNOWN = [re.compile(text, re.M) for text in (
    r"(?<=: )[a-z]+(?:, [a-z]+)+(?= ·)", r"(?<= )again/",
    r"^ *(?:ls .*\| )?susun-cli .*?(?: \\\n.*)*$", r"ŝűŝűñ-ćĺî [a-z]+", r"^susun-cli(?=:|\b)",
    r"--[a-z][a-z0-9-]*(?:=[-+.:\w]+)*", r"\b[A-Z]{2,}[A-Z_-]*\b", r"^  [a-z]+(?= {2,})", r"\[list .*\]",
    r"(?:/[\w@.+ -]+)+", r"\b[\w-]+\.(?:jpg|mp4|csv|txt)\b", r"\b[0-9a-f]{8}-[0-9a-f-]{27}\b",
    r"\{\w+\}", r"\b(?:bytes?|kB|MB|GB)\b", r"\bAsia/Kuala_Lumpur\b", r"“nonsense”", r"“yesterday”",
    r"\d-\d\d-\d\dT\d\d", r"\b(?:Exif|QuickTime|FileName)\.\w+", r"\bmtime\b", r"\b(?:kosong|campur)\b",
    r"\bMajlis\b", r"“Nowhere”", r"\bNo such file or directory\b",
    r"^  \S+ ·+› \{.*\}$", r"^(?:Usage|Options):$")]


class Pseudo(harness.Case):
    @classmethod
    def setUpClass(cls):
        if reason := pseudo.obstacle():
            raise unittest.SkipTest(reason)
        cls.locales = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.locales.cleanup)
        assert pseudo.make(os.environ["SUSUN_SOURCE"], cls.locales.name) > 1000

    def say(self, *words, **more):
        """What it says, all of it a translation. Returns: that, unless it says nothing"""
        env = pseudo.environment(SHIM, self.locales.name)
        answer = self.run_cli(*words, expect=None, env=env, **more)
        for text in (answer.out, answer.err):
            for line in text.split("\n\n"):
                if left := pseudo.unmarked(line, KNOWN):
                    self.found.append(f"{' '.join(words)[:60]}: {left} in {line}")
        return answer

    def setUp(self):
        super().setUp()
        self.found = []

    def tearDown(self):
        self.assertEqual(self.found, [], "\n" + "\n".join(self.found))
        super().tearDown()

    def test_help(self):
        usage = self.say("--help").out
        self.assertIn(pseudo.pseudo("Commands:"), usage)
        for command in re.findall(r"^  ([a-z]+)  +‹", usage, re.M):
            self.assertIn(pseudo.pseudo("Examples:"), self.say(command, "--help").out)

    def test_a_library_and_back(self):
        self.small_library()
        self.photo("undated.jpg", None)
        self.photo("again/a.jpg", "2018-01-02 03:04:05", seed=ascii("a.jpg"))
        self.write("source/broken.jpg", b"\xff\xd8\xff\xe1")
        self.write("source/notes.txt", b"hello")
        os.mkfifo(self.path("source/pipe.jpg"))
        self.say("dates", self.source, "--recursive")
        self.say("dates", self.path("source/a.jpg"), self.path("source/broken.jpg"), "--explain")
        way = ["organize", "--source", self.source, "--destination-root", self.archive]
        self.say(*way)
        report = self.path("report.csv")
        told = self.say(*way, "--mode", "copy", "--report-csv", report)
        self.assertEqual(told.status, harness.OK, told.out + told.err)
        with open(os.path.join(self.archive, "2018/a.jpg"), "ab") as file:
            file.write(b"!")
        self.say("verify", "--input-csv", report, "--verified-out", self.path("verified.csv"),
                 "--unverified-out", self.path("unverified.csv"))
        self.say("dedupe", "--manifest", self.path("verified.csv"), "--archive-root", self.archive,
                 "--quarantine-root", self.quarantine, "--keep-out", self.path("keep.csv"),
                 "--dupes-out", self.path("dupes.csv"), "--expected-run-id", "auto", "--dry-run")
        self.say("quarantine", "--manifest", self.path("verified.csv"), "--expected-run-id", "auto",
                 "--quarantine-root", self.quarantine)
        run_id = harness.read_csv(report)[0]["run_id"]
        self.say("history")
        self.say("history", "show", run_id)
        self.say("purge", run_id)
        self.say("restore", run_id)
        self.say("resume", run_id)
        self.say("undo", run_id)
        self.say("history", "forget", run_id)

    def test_folders_and_titles(self):
        for number in range(3):
            self.photo(f"MAJLIS KADA/{number}.jpg", f"2019-05-04 10:11:1{number}")
            self.photo(f"1. campur/{number}.jpg", f"20{number + 10}-05-04 10:11:12")
        os.mkdir(self.path("source/kosong"))
        self.say("rename", self.source)
        self.say("rename", self.source, "--live")

    def test_refusals(self):
        photo = self.photo("a.jpg")
        self.say()
        self.say("nonsense")
        self.say("organize")
        self.say("organize", "--source", self.source, "--destination-root", self.path("source/in"))
        self.say("organize", "--source", self.path("nowhere"), "--destination-root", self.archive)
        for option in ("--mode=nonsense", "--date-from=yesterday", "--zone=Nowhere", "--layout={x}",
                       "--workers=0", "--undated=nonsense", "--day-starts=25:00", "--clock=nonsense"):
            self.say("organize", "--source", self.source, "--destination-root", self.archive, option)
        self.say("verify", "--input-csv", photo, "--verified-out", self.path("v.csv"),
                 "--unverified-out", self.path("u.csv"))
        self.say("verify", "--input-csv", self.path("nowhere.csv"), "--verified-out",
                 self.path("v.csv"), "--unverified-out", self.path("u.csv"))
        self.say("quarantine", "--manifest", photo)
        for command in ("undo", "restore", "resume", "purge"):
            self.say(command)
            self.say(command, "7f8b1c52-0d3e-4b6a-9a53-6f7f8e1d2c3b")
        self.say("history", "nonsense")
        self.say("rename", self.path("nowhere"))
        self.say("titles", "--case", "nonsense", "x")


if __name__ == "__main__":
    harness.main()
