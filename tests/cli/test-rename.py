#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""susun-cli rename: the day of event folders, their new names, and the way back."""

import datetime
import json
import os
import random
import re
import shutil
import signal
import subprocess
import threading
import unittest

from ai_service import Service
from harness import (ITEMS, OK, PROGRAM, REFUSED, USAGE, Case, as_other_user, jpeg, main, mp4,
                     snapshot, wait_until)

ZONES = ("Asia/Tokyo", "UTC", "America/New_York")

# Folder names that must come through everything unharmed. None is what its title would be.
HOSTILE = [
    b"line\nfeed", b"tab\there", b"\xffbytes\xfe", b"=cmd()", b"'single'", b'"double"',
    b"$(touch pwned)", b"`touch pwned`", b"; rm -rf .", b"-rf", b"--", b"back\\slash", b"a'; b",
    "\u2018smart\u2019 'quotes'".encode(), "\u202ertl".encode(), "مجلس".encode(), b" lead and end ",
    b"dot.", b"CON", b"*?[a-z]", b"%PATH%", b"$env:HOME", b"x" * 255, ("é" * 127).encode(),
    b"#comment", b"!history", b"~", b"@list", b"{a,b}", b"con\rtrol", "e\u0301".encode(),
    b"a\x7fb", b"\x1b[31mred",
]


def day_of(text):
    return datetime.date.fromisoformat(text)


class Rename(Case):
    def rename(self, *words, expect=OK, folder=None, **more):
        return self.run_json("rename", folder or self.source, *words, expect=expect, **more)

    def folders(self):
        return sorted(os.listdir(os.fsencode(self.source)))

    def event(self, name, *days, seed=None):
        """A folder with a photo for each day, at hours that no time zone could move unnoticed."""
        name = os.fsencode(name)
        hours = ("00:05:00", "12:00:00", "23:55:00")
        os.makedirs(os.path.join(os.fsencode(self.source), name), exist_ok=True)
        for number, day in enumerate(days):
            self.photo(os.path.join(name, b"p%d.jpg" % number), f"{day} {hours[number % 3]}",
                       seed=f"{ascii(name)}{number}{seed}")

    def by_name(self, document):
        return {row["name"]: row for row in document["rename"]["folders"]}

    def everything(self):
        """The source with the times of its folders, too."""
        found = snapshot(self.source)
        for path, folders, _ in os.walk(os.fsencode(self.source)):
            for name in folders:
                full = os.path.join(path, name)
                found[os.path.relpath(full, os.fsencode(self.source))] = os.lstat(full).st_mtime_ns
        found[b"."] = os.lstat(self.source).st_mtime_ns
        return found


class Days(Rename):
    def generate(self, rng, number):
        """One event folder with what must come of it: (name, status, day or reason)."""
        base = datetime.date(2005, 1, 1) + datetime.timedelta(days=rng.randrange(6000))
        far = [(base + datetime.timedelta(days=30 * (n + 1))).isoformat() for n in range(9)]
        day = base.isoformat()
        n = rng.randrange(3, 9)
        name = f"Majlis {number:03d}"
        kind = rng.choice(("one", "one", "most", "half", "scattered", "span", "tie", "empty",
                           "doubtful", "undated", "films", "nested", "side"))
        if kind == "one":
            self.event(name, *[day] * n)
            return name, "would-rename", day
        if kind == "most":
            self.event(name, *[day] * 6, *far[:4])
            return name, "would-rename", day
        if kind == "half":
            self.event(name, *[day] * 5, *far[:5])
            return name, "skipped", "low-share"
        if kind == "scattered":
            self.event(name, *far[:n], far[0])
            return name, "skipped", "low-share"
        if kind == "span":
            days = [(base + datetime.timedelta(days=i)).isoformat() for i in range(4)]
            self.event(name, *(days * 2), far[0])
            return name, "would-rename", day
        if kind == "tie":
            self.event(name, *[day] * 3, *[far[2]] * 3)
            return name, "skipped", "tie"
        if kind == "empty":
            os.mkdir(os.path.join(self.source, name))
            self.write(f"source/{name}/notes.txt", b"no medium")
            return name, "skipped", "no-media"
        if kind == "doubtful":
            # Factory clocks never win, however many they are.
            self.event(name, *[day] * 2)
            for i in range(5):
                self.photo(f"{name}/f{i}.jpg", "1980-01-01 00:00:00", seed=f"{name}{i}")
            return name, "skipped", "low-share"
        if kind == "undated":
            for i in range(3):
                self.photo(f"{name}/f{i}.jpg", "0000-00-00 00:00:00", seed=f"{name}{i}", mtime=0)
            return name, "skipped", "no-date"
        if kind == "films":
            for i in range(3):
                self.write(f"source/{name}/m{i}.mp4", mp4(f"{day} 12:00:00", f"{name}{i}"),
                           1500000000)
            return name, "would-rename", day
        if kind == "nested":
            for i in range(n):
                self.photo(f"{name}/a/b/c{i}/x.jpg", f"{day} 12:00:00", seed=f"{name}{i}")
            return name, "would-rename", day
        # Sidecars and other files are no media.
        self.event(name, day, day)
        for i in range(9):
            self.write(f"source/{name}/x{i}.txt", b"-")
            self.write(f"source/{name}/y{i}.xmp", b"<x:xmpmeta/>")
        return name, "would-rename", day

    def test_truth_in_every_zone(self):
        rng = random.Random(20261120)
        truth = [self.generate(rng, number) for number in range(120)]
        plans = []
        for zone in ZONES:
            found = self.by_name(self.rename(env={"TZ": zone}))
            self.assertEqual(set(found), {name for name, _, _ in truth})
            for name, status, day in truth:
                row = found[name]
                self.assertEqual(row["status"], status, row)
                self.assertEqual(row["day"] if status == "would-rename" else row["reason"], day,
                                 row)
                if status == "would-rename":
                    self.assertTrue(row["new_name"].startswith(day + " Majlis "), row)
            plans.append({name: row["new_name"] for name, row in found.items()})
        self.assertEqual(plans[0], plans[1])
        self.assertEqual(plans[0], plans[2])
        before = snapshot(self.source)
        lived = self.rename("--live")
        self.assertEqual(lived["balance"]["renamed"],
                         sum(status == "would-rename" for _, status, _ in truth))
        for name, status, day in truth:
            wanted = plans[0][name] if status == "would-rename" else name
            self.assertTrue(os.path.isdir(os.path.join(self.source, wanted)))
        # A second run finds nothing to do.
        again = self.rename("--live")
        self.assertEqual(again["balance"]["renamed"], 0)
        self.assertEqual(again["balance"]["unchanged"], lived["balance"]["renamed"])
        self.run_json("undo", lived["run_id"])
        self.assertEqual(snapshot(self.source), before)

    def test_report_tells_the_days(self):
        self.event("Raya", "2019-06-05", "2019-06-05", "2019-06-05", "2018-01-01")
        self.photo("Raya/f.jpg", "1980-01-01 00:00:00", seed="f")
        row = self.by_name(self.rename())["Raya"]
        self.assertEqual(row["days"], {"2018-01-01": 1, "2019-06-05": 3})
        self.assertEqual((row["media"], row["suspect"], row["share"]), (5, 1, 0.6))
        self.assertEqual(row["new_name"], "2019-06-05 Raya")
        self.assertIn("3 of 5", row["explanation"])

    def test_several_days(self):
        self.event("Kursus", "2019-03-14", "2019-03-15", "2019-03-16")
        row = self.by_name(self.rename())["Kursus"]
        self.assertEqual((row["new_name"], row["day"], row["last_day"]),
                         ("2019-03-14 Kursus", "2019-03-14", "2019-03-16"))

    def test_confidence(self):
        self.event("Raya", "2019-06-05", "2019-06-05", "2018-01-01", "2017-01-01", "2016-01-01")
        self.assertEqual(self.rename()["balance"]["left_out"], 1)
        self.assertEqual(self.rename("--confidence", "0.4")["balance"]["reported"], 1)
        self.assertEqual(self.rename("--confidence=0.41")["balance"]["left_out"], 1)

    def test_unreadable_part(self):
        self.event("Raya", "2019-06-05")
        self.event("Raya/dalam", "2018-06-05")
        os.chmod(os.path.join(self.source, "Raya/dalam"), 0)
        self.event("Lain", "2019-06-06")
        os.makedirs(self.path("data"))
        for path, folders, files in os.walk(self.tmp):
            os.chown(path, 65534, 65534) if os.geteuid() == 0 else None
        words = as_other_user([PROGRAM, "rename", self.source, "--json", "--quiet"])
        if words is None:
            self.skipTest("needs setpriv to work without root's rights")
        done = subprocess.run(words, env=self.env, stdout=subprocess.PIPE, check=False)
        document = json.loads(done.stdout)
        self.assertEqual(done.returncode, ITEMS)
        found = self.by_name(document)
        self.assertEqual((found["Raya"]["status"], found["Raya"]["reason"]),
                         ("error", "permission"))
        self.assertEqual(found["Lain"]["status"], "would-rename")


class Names(Rename):
    def live(self, *words, **more):
        return self.rename("--live", *words, **more)

    def test_dry_run_touches_nothing(self):
        self.event("KENDURI DIRUMAH MAK", "2021-05-05")
        before = self.everything()
        self.assertEqual(self.by_name(self.rename())["KENDURI DIRUMAH MAK"]["new_name"],
                         "2021-05-05 Kenduri di Rumah Mak")
        self.assertEqual(self.everything(), before)
        self.live()
        live, dry = self.run_cli("history").out.splitlines()[1:]
        self.assertIn("dry run", dry)
        self.assertNotIn("dry run", live)

    def test_live_and_undo(self):
        self.event("KENDURI DIRUMAH MAK", "2021-05-05")
        self.event("20190314_kursus", "2019-03-14")
        self.event("New Folder (3)", "2019-03-15")
        self.event("2019-03-16 Raya", "2019-03-16")
        self.write("source/loose.jpg", jpeg("2001-01-01 00:00:00"))
        before = self.everything()
        lived = self.live()
        self.assertEqual(self.folders(),
                         [b"2019-03-14 Kursus", b"2019-03-15", b"2019-03-16 Raya",
                          b"2021-05-05 Kenduri di Rumah Mak", b"loose.jpg"])
        undone = self.run_json("undo", lived["run_id"])
        self.assertEqual(undone["balance"]["restored"], 3)
        self.assertEqual(self.everything(), before)
        shown = self.run_json("history", "show", lived["run_id"])
        self.assertEqual({row["status"] for row in shown["rename"]["folders"]},
                         {"undone", "unchanged"})
        # What was taken back can be done again.
        self.assertEqual(self.live()["balance"]["renamed"], 3)

    def test_collisions(self):
        for name in ("raya", "Raya_", "RAYA"):
            self.event(name, "2019-06-05")
        self.event("2019-06-05 raya", "2018-06-05", "2017-01-01")
        lived = self.live()
        self.assertEqual(self.folders(),
                         [b"2019-06-05 Raya (1)", b"2019-06-05 Raya (2)", b"2019-06-05 Raya (3)",
                          b"2019-06-05 raya"])
        self.assertEqual(self.live()["balance"]["unchanged"], 3)
        self.run_json("undo", lived["run_id"])
        self.assertEqual(self.folders(), [b"2019-06-05 raya", b"RAYA", b"Raya_", b"raya"])

    def test_a_file_has_the_name(self):
        self.event("raya", "2019-06-05")
        self.write("source/2019-06-05 Raya", b"a file")
        os.symlink("nowhere", os.path.join(self.source, "2019-06-05 Raya (1)"))
        self.live()
        self.assertEqual(self.folders(), [b"2019-06-05 Raya", b"2019-06-05 Raya (1)",
                                          b"2019-06-05 Raya (2)"])

    def circle(self, *names):
        """Each folder has the name that the one before it shall get."""
        days = [name[:10] for name in names]
        for number, name in enumerate(names):
            self.event(name, days[(number + 1) % len(days)], seed=number)

    def test_swap_and_chain(self):
        self.circle("2019-01-01 Satu", "2020-01-01 Satu")
        self.circle("2019-02-02 Dua", "2020-02-02 Dua", "2021-02-02 Dua")
        self.event("2019-03-03 Tiga", "2020-03-03")
        self.event("2020-03-03 Tiga", "2021-03-03")
        self.event("2021-03-03 Tiga", "2022-03-03")
        before = self.everything()
        script = self.path("back")
        lived = self.live("--undo-script", script)
        self.assertEqual(lived["balance"]["renamed"], 8)
        for name in self.folders():
            found = self.by_name(self.rename(folder=self.source))[name.decode()]
            self.assertEqual(found["status"], "unchanged")
        shutil.copytree(self.source, self.path("copy"))
        self.run_json("undo", lived["run_id"])
        self.assertEqual(self.everything(), before)
        # The script finds its way through the circles, too.
        shutil.rmtree(self.source)
        os.rename(self.path("copy"), self.source)
        subprocess.run(["sh", script + ".sh"], check=True)
        self.assertEqual(snapshot(self.source).keys(), {k for k in before if k != b"."})

    def test_case_and_options(self):
        self.event("kursus kada", "2019-06-05")
        for case, title in (("upper", "KURSUS KADA"), ("lower", "kursus KADA"),
                            ("title", "Kursus KADA"), ("sentence", "Kursus KADA")):
            row = self.by_name(self.rename("--case", case))["kursus kada"]
            self.assertEqual(row["new_name"].lower(), "2019-06-05 kursus kada")
            if case != "lower":
                self.assertEqual(row["new_name"], "2019-06-05 " + title)

    def test_ignored(self):
        self.event("Raya", "2019-06-05", "2019-06-05")
        self.event("Backup", "2019-06-05")
        self.event("@eaDir", "2019-06-05")
        self.event(".hidden", "2019-06-05")
        self.event("Raya/Backup", *["2001-01-01"] * 9)
        for i in range(9):
            self.write(f"source/Raya/x{i}.gif", b"GIF89a", 1000000000)
        found = self.by_name(self.rename())
        self.assertEqual(set(found), {"Raya", "Backup"})
        self.assertEqual(found["Raya"]["status"], "skipped")
        found = self.by_name(self.rename("--ignore-dirs", "backup,Temp", "--ignore-ext", ".GIF,png"))
        self.assertEqual(set(found), {"Raya"})
        self.assertEqual(found["Raya"]["new_name"], "2019-06-05 Raya")

    def test_only_the_folders_directly_in_it(self):
        self.event("Raya/Petang", "2019-06-05")
        self.live()
        self.assertEqual(self.folders(), [b"2019-06-05 Raya"])
        self.assertEqual(os.listdir(os.path.join(self.source, "2019-06-05 Raya")), ["Petang"])

    def test_links_are_not_followed(self):
        self.event("Raya", "2019-06-05")
        os.makedirs(self.path("elsewhere"))
        self.write("elsewhere/x.jpg", jpeg("2001-01-01 10:00:00"))
        os.symlink(self.path("elsewhere"), os.path.join(self.source, "Pautan"))
        self.assertEqual(set(self.by_name(self.live())), {"Raya"})
        self.assertEqual(self.folders(), [b"2019-06-05 Raya", b"Pautan"])


class Hostile(Rename):
    def make(self):
        for number, name in enumerate(HOSTILE):
            self.event(name, f"2019-03-{number % 28 + 1:02d}", seed=number)
        return self.everything()

    def test_names(self):
        before = self.make()
        report, script = self.path("report.json"), self.path("back")
        lived = self.rename("--live", "--report-json", report, "--undo-script", script)
        self.assertEqual(lived["balance"]["found"], len(HOSTILE))
        # One that is no text is left alone; all others get a legal name.
        self.assertEqual(lived["balance"]["left_out"], 1)
        self.assertEqual(lived["balance"]["renamed"], len(HOSTILE) - 1)
        for name in self.folders():
            if name == b"\xffbytes\xfe":
                continue
            text = name.decode()
            self.assertRegex(text, r"^2019-03-\d\d( |$)")
            self.assertLessEqual(len(name), 200)
            self.assertNotRegex(text, "[\\x00-\\x1f\\x7f<>:\"/\\\\|?*\u202a-\u202e\u2066-\u2069]")
            self.assertNotRegex(text, r"[. ]$")
        with open(report, encoding="utf-8") as file:
            document = json.load(file)
        self.assertEqual(document["summary"]["renamed"], len(HOSTILE) - 1)
        shutil.copytree(os.fsencode(self.source), os.fsencode(self.path("copy")), symlinks=True)
        self.run_json("undo", lived["run_id"])
        self.assertEqual(self.everything(), before)

        shutil.rmtree(os.fsencode(self.source))
        os.rename(self.path("copy"), self.source)
        with open(script + ".sh", "rb") as file:
            self.assertEqual(file.readline(), b"#!/bin/sh\n")
        done = subprocess.run(["sh", script + ".sh"], cwd=self.tmp, stderr=subprocess.PIPE,
                              check=True)
        self.assertEqual(done.stderr, b"")
        self.assertEqual(snapshot(self.source).keys(), {k for k in before if k != b"."})
        self.assertNotIn("pwned", os.listdir(self.tmp) + os.listdir(self.source))
        # A second time there is nothing to take back, and nothing happens.
        again = subprocess.run(["sh", script + ".sh"], stderr=subprocess.PIPE, check=False)
        self.assertEqual(again.returncode, 1)
        self.assertIn(b"not there", again.stderr)
        self.assertEqual(snapshot(self.source).keys(), {k for k in before if k != b"."})
        self.check_powershell(script + ".ps1")

    def check_powershell(self, path):
        """Reads the script as PowerShell would: every call has two names in single quotes."""
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
        self.assertTrue(text.startswith("\ufeff"))
        quote = "['\u2018\u2019\u201a\u201b]"
        word = rf"{quote}((?:[^'\u2018\u2019\u201a\u201b]|{quote}{{2}})*){quote}"
        body = text[text.index("Restore-Name '"):]
        calls = re.compile(rf"Restore-Name {word} {word}\n")
        found, at = {}, 0
        while (match := calls.match(body, at)):
            new, old = (re.sub(rf"({quote}){quote}", r"\1", part) for part in match.groups())
            found[old.encode()] = new
            at = match.end()
        self.assertEqual(body[at:], "if ($failed) { exit 1 }\n")
        self.assertEqual(set(found), set(HOSTILE) - {b"\xffbytes\xfe"})

    def test_folder_itself(self):
        self.source = os.path.join(self.tmp, "it's\n$(touch pwned)")
        os.mkdir(self.source)
        self.write(os.path.join(self.source, "raya", "a.jpg"), jpeg("2019-06-05 10:00:00"))
        before = snapshot(self.source)
        self.rename("--live", "--undo-script", self.path("back"))
        self.assertNotEqual(snapshot(self.source), before)
        subprocess.run(["sh", self.path("back.sh")], cwd=self.tmp, check=True)
        self.assertEqual(snapshot(self.source), before)
        self.assertNotIn("pwned", os.listdir(self.tmp))


class Refusals(Rename):
    def test_wrong_words(self):
        self.event("Raya", "2019-06-05")
        for words in ((), (self.source, self.source), (self.source, "--confidence", "0"),
                      (self.source, "--confidence", "1.1"), (self.source, "--confidence", "nan"),
                      (self.source, "--confidence", "much"), (self.source, "--case", "Title"),
                      (self.source, "--ignore-dirs", "a/b"), (self.source, "--ignore-dirs", "a,,b"),
                      (self.source, "--ignore-ext", ""), (self.path("nowhere"),), ("",)):
            self.run_cli("rename", *words, expect=USAGE)
        self.write("file", b"")
        self.run_cli("rename", self.path("file"), expect=USAGE)
        self.assertEqual(self.folders(), [b"Raya"])

    def test_outputs_are_never_overwritten(self):
        self.event("Raya", "2019-06-05")
        self.write("there", b"mine")
        self.write("there.sh", b"mine")
        for words in (("--report-json", self.path("there")), ("--undo-script", self.path("there")),
                      ("--report-json", self.path("no/where")),
                      ("--report-json", os.path.join(self.source, "Raya", "r.json"))):
            answer = self.run_cli("rename", self.source, "--live", *words, expect=None)
            self.assertIn(answer.status, (USAGE, REFUSED), words)
            self.assertEqual(self.folders(), [b"Raya"])
        self.assertEqual(snapshot(self.tmp)[b"there"][2], snapshot(self.tmp)[b"there.sh"][2])
        # Beside the folders there is a place for both.
        self.rename("--live", "--report-json", os.path.join(self.source, "r.json"),
                    "--undo-script", os.path.join(self.source, "u"))
        self.assertEqual(self.folders(), [b"2019-06-05 Raya", b"r.json", b"u.ps1", b"u.sh"])

    def test_read_only_folder(self):
        self.event("Raya", "2019-06-05")
        os.makedirs(self.path("data"))
        if os.geteuid() == 0:
            for path, _, files in os.walk(self.tmp):
                for name in [path] + [os.path.join(path, file) for file in files]:
                    os.chown(name, 65534, 65534)
        os.chmod(self.source, 0o555)
        before = self.everything()
        words = as_other_user([PROGRAM, "rename", self.source, "--live", "--json", "--quiet"])
        if words is None:
            self.skipTest("needs setpriv to work without root's rights")
        done = subprocess.run(words, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              check=False)
        self.assertEqual(done.returncode, REFUSED)
        self.assertIn("Nothing was touched", json.loads(done.stdout)["error"])
        self.assertEqual(self.everything(), before)
        # To look, nothing has to be written there.
        words.remove("--live")
        done = subprocess.run(words, env=self.env, stdout=subprocess.PIPE, check=True)
        self.assertEqual(json.loads(done.stdout)["balance"]["reported"], 1)

    def test_two_at_once(self):
        for number in range(60):
            self.event(f"raya {number}", "2019-06-05")
        before = snapshot(self.source)
        words = [PROGRAM, "rename", self.source, "--live", "--json", "--quiet"]
        processes = [subprocess.Popen([*words, "--history-db", self.path(f"h{n}.db")], env=self.env,
                                      stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                     for n in range(4)]
        statuses = []
        for process in processes:
            out, _ = process.communicate(timeout=120)
            statuses.append(process.returncode)
            self.assertIn(process.returncode, (OK, ITEMS, REFUSED), out)
        self.assertIn(OK, statuses)
        self.assert_no_leftovers(self.source)
        after = snapshot(self.source)
        self.assertEqual(len(self.folders()), 60)
        self.assertEqual(sorted(value[2] for value in after.values() if value[0] == "file"),
                         sorted(value[2] for value in before.values() if value[0] == "file"))
        self.assertEqual(len(self.by_name(self.rename())), 60)

    def test_another_in_the_way_of_undo(self):
        self.event("raya", "2019-06-05")
        self.event("kursus", "2019-06-06")
        lived = self.rename("--live")
        self.event("raya", "2020-01-01", seed="another")
        shutil.rmtree(os.path.join(self.source, "2019-06-06 Kursus"))
        undone = self.run_json("undo", lived["run_id"], expect=ITEMS)
        self.assertEqual((undone["balance"]["restored"], undone["balance"]["skipped"]), (1, 1))
        self.assertEqual(self.folders(), [b"raya", b"raya (restored)"])

    def test_cancel(self):
        for number in range(400):
            self.event(f"raya {number}", "2019-06-05", "2019-06-05")
        before = snapshot(self.source)
        process = subprocess.Popen([PROGRAM, "rename", self.source, "--live", "--json", "--quiet"],
                                   env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        wait_until(lambda: any(name.startswith(b"2019") for name in self.folders())
                   or process.poll() is not None)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
        document = json.loads(out)
        self.assertIn(process.returncode, (OK, 4))
        self.assert_no_leftovers(self.source)
        self.assertEqual(len(self.folders()), 400)
        if process.returncode == 4:
            self.run_json("resume", document["run_id"])
        self.assertTrue(all(name.startswith(b"2019-06-05 Raya") for name in self.folders()))
        self.run_json("undo", document["run_id"])
        self.assertEqual(snapshot(self.source), before)


class Telling(Rename):
    def test_text(self):
        self.event("raya", "2019-06-05")
        self.event("campur", "2019-06-05", "2018-01-01")
        self.event("\x1b[31mmerah", "2019-06-05")
        answer = self.run_cli("rename", self.source, "--quiet")
        self.assertIn("raya → 2019-06-05 Raya\n", answer.out)
        self.assertIn("campur: ", answer.out)
        self.assertIn("--live", answer.out)
        self.assertNotIn("\x1b", answer.out)
        answer = self.run_cli("rename", self.source, "--live", "--quiet", "--log-file",
                              self.path("log"))
        self.assertIn("susun-cli undo ", answer.out)
        with open(self.path("log"), encoding="utf-8") as file:
            self.assertIn("rename run", file.read())

    def test_history(self):
        self.event("raya", "2019-06-05")
        lived = self.rename("--live")
        runs = self.run_json("history")["runs"]
        self.assertEqual((runs[0]["kind"], runs[0]["source"]), ("rename", self.source))
        self.assertIn("raya → ", self.run_cli("history", "show", lived["run_id"]).out)
        self.run_cli("history", "export", lived["run_id"], "--csv", self.path("x.csv"))
        with open(self.path("x.csv"), encoding="utf-8") as file:
            self.assertIn("2019-06-05 Raya", file.read())

    def test_dry_run_writes_its_report_and_no_script(self):
        self.event("raya", "2019-06-05")
        document = self.rename("--report-json", self.path("r.json"), "--undo-script",
                               self.path("u"))
        with open(self.path("r.json"), encoding="utf-8") as file:
            report = json.load(file)
        self.assertEqual(report, document["rename"])
        self.assertTrue(report["dry_run"])
        self.assertFalse(os.path.exists(self.path("u.sh")))


class Asking(Rename):
    KEY = "AQ.a2V5LW9mLXRoZS10ZXN0LW9mLXJlbmFtZQ"

    def setUp(self):
        super().setUp()
        self.service = Service()
        self.addCleanup(self.service.shutdown)
        self.ai = ("--ai-provider", "openai-compatible", "--ai-endpoint", self.service.address,
                   "--ai-model", "test", "--non-interactive")

    def titles(self, document):
        return {row["name"]: (row["title"], row["title_from"])
                for row in document["rename"]["folders"] if row["status"] != "skipped"}

    def test_doubtful_titles_only(self):
        self.event("mjls ptunangan xkcd", "2019-06-05")
        self.event("Hari Raya", "2019-06-06")
        self.event("campur ptunangan", "2019-06-05", "2018-01-01")
        found = self.titles(self.rename(*self.ai))
        self.assertEqual(found["Hari Raya"], ("Hari Raya", "offline"))
        self.assertEqual(found["mjls ptunangan xkcd"][1], "ai")
        self.assertIn("Pertunangan", found["mjls ptunangan xkcd"][0])
        # What gets no name is nobody's business; nor are dates and paths.
        self.assertEqual(self.service.texts, [["mjls ptunangan xkcd"]])

    def test_all_titles(self):
        self.event("20190605_ptunangan adik", "2019-06-05")
        self.event("Hari Raya", "2019-06-06")
        self.event("DCIM", "2019-06-07")
        lived = self.rename("--live", "--ai-scope", "all", *self.ai)
        self.assertEqual(sorted(sum(self.service.texts, [])), ["Hari Raya", "ptunangan adik"])
        self.assertEqual(self.folders(), [b"2019-06-05 Pertunangan Adik", b"2019-06-06 Hari Raya",
                                          b"2019-06-07"])
        self.run_json("undo", lived["run_id"])
        self.assertEqual(self.folders(), [b"20190605_ptunangan adik", b"DCIM", b"Hari Raya"])

    def test_reading_never_waits(self):
        """The server answers only when it is told that all folders were read."""
        count = 300
        for number in range(count):
            self.event(f"ptunangan {number}", "2019-06-05")
        waiting = threading.Event()
        in_time = []
        self.service.before_answer = lambda: in_time.append(waiting.wait(60))
        process = subprocess.Popen([PROGRAM, "rename", self.source, "--json", "--ai-scope", "all",
                                    *self.ai], env=self.env, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        reader = threading.Thread(
            target=lambda: [waiting.set() for line in process.stderr if b"titles" in line])
        reader.start()
        document = json.loads(process.stdout.read())
        reader.join()
        self.assertEqual(process.wait(60), OK)
        process.stdout.close()
        process.stderr.close()
        self.assertTrue(in_time and all(in_time))
        self.assertEqual(document["balance"]["reported"], count)
        self.assertEqual(sum(map(len, self.service.texts)), count)
        self.assertEqual(self.service.most_at_once, 1)
        self.assertLessEqual(len(self.service.asked), 25)

    def test_a_failing_service_ends_in_offline_titles(self):
        self.event("ptunangan adik", "2019-06-05")
        self.service.status = 401
        answer = self.run_cli("rename", self.source, "--live", "--ai-scope", "all", "--quiet",
                              *self.ai, env={"SUSUN_AI_API_KEY": self.KEY})
        self.assertEqual(self.folders(), [b"2019-06-05 Ptunangan Adik"])
        self.assertIn("offline", answer.err)
        self.assertNotIn(self.KEY, answer.out + answer.err)

    def test_the_key_is_nowhere(self):
        self.event("ptunangan adik", "2019-06-05")
        self.rename("--live", "--ai-scope", "all", "--log-file", self.path("log"), "--report-json",
                    self.path("r.json"), "--ai-api-key", self.KEY, *self.ai)
        for path, _, files in os.walk(self.tmp):
            for name in files:
                with open(os.path.join(path, name), "rb") as file:
                    self.assertNotIn(self.KEY.encode(), file.read(), name)

    def test_wrong_words(self):
        self.event("Raya", "2019-06-05")
        for words in (("--ai-scope", "some"), ("--ai-provider", "other"),
                      ("--ai-endpoint", "nonsense"), ("--ai-key-file", self.path("nowhere"))):
            self.run_cli("rename", self.source, *words, *self.ai[-1:], expect=USAGE)
        self.assertEqual(self.service.asked, [])

    def test_zone(self):
        """A film of a phone tells its time in UTC."""
        for number in range(2):
            self.write(f"source/Raya/{number}.mp4", mp4("2019-06-04 20:00:00", number), 1500000000)
        self.assertEqual(self.by_name(self.rename())["Raya"]["day"], "2019-06-04")
        self.assertEqual(self.by_name(self.rename("--zone", "Asia/Kuala_Lumpur"))["Raya"]["day"],
                         "2019-06-05")
        self.run_cli("rename", self.source, "--zone", "Mars/Phobos", expect=USAGE)
        self.event("Malam", "2019-06-05")
        self.assertEqual(self.by_name(self.rename("--day-starts", "04:00"))["Malam"]["day"],
                         "2019-06-04")


if __name__ == "__main__":
    main()
