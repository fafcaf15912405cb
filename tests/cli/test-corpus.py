#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole job over real photos and films with awkward contents, where they are beside the project."""

import os
import shutil
import subprocess
import sys
import unittest

from harness import ITEMS, OK, PROGRAM, Case, files_below, main, read_csv, snapshot

CORPUS = os.path.join(os.environ.get("SUSUN_SHARED", ""), "corpus")


def times_of_folders(top):
    return {os.path.relpath(path, top): os.stat(path).st_mtime_ns for path, _, _ in os.walk(top)}


@unittest.skipUnless(os.path.isdir(os.path.join(CORPUS, "media")), "no corpus beside the project")
class Corpus(Case):
    def fill(self, name):
        os.rmdir(self.source)
        shutil.copytree(os.path.join(CORPUS, name), self.source)
        return snapshot(self.source), times_of_folders(self.source)

    def archived(self):
        return [name for name in files_below(self.archive) if not name.endswith(".csv")]

    def there_and_back(self, name, found_all):
        before, times = self.fill(name)
        organized = self.organize("--undated", "folder")
        balance = organized["balance"]
        self.assertEqual(balance["unreadable"] + balance["failed"], 0, organized["problems"])
        files = sum(value[0] == "file" for value in before.values())
        self.assertEqual(balance["found"] + sum(balance["passed"].values()), files)
        if found_all:
            self.assertGreater(balance["found"], 0.9 * files)
        self.assertEqual(snapshot(self.source), before)

        names = self.archived()
        again = self.organize("--undated", "folder")
        self.assertEqual(again["balance"]["copied"], 0)
        self.assertEqual(self.archived(), names)

        self.verify(organized["report_csv"], expect=None)
        placed = [row for row in read_csv(organized["report_csv"])
                  if row["status"] in ("ok", "duplicate") and row["destination_path"]]
        proven = read_csv(self.path("verified.csv"))
        self.assertEqual(len(proven), len(placed))
        self.assertEqual(self.quarantine_all()["balance"]["quarantined"], len(proven))
        self.assertEqual(len(files_below(self.source)), files - len(proven))

        self.run_json("restore", organized["run_id"])
        self.assertEqual(snapshot(self.source), before)
        self.assertEqual(times_of_folders(self.source), times)
        self.run_json("undo", organized["run_id"])
        self.assertEqual(snapshot(self.source), before)
        self.assertEqual(times_of_folders(self.source), times)
        self.assertEqual(self.archived(), [])

    def test_media(self):
        self.there_and_back("media", True)

    def test_malformed(self):
        self.there_and_back("malformed", False)

    def test_move_and_undo(self):
        before, times = self.fill("media")
        run_id = self.organize(mode="move")["run_id"]
        self.run_json("undo", run_id)
        self.assertEqual(snapshot(self.source), before)
        self.assertEqual(times_of_folders(self.source), times)
        self.assertEqual(self.archived(), [])

    def test_pairs(self):
        """What belongs together, by the names it had: one group, one date, one place."""
        pairs = read_csv(os.path.join(CORPUS, "pairs.csv"))
        for i, pair in enumerate(pairs):
            for column in ("path", "companion"):
                name = os.path.basename(pair[column]).split("__", 1)[1]
                target = os.path.join(self.source, str(i), name)
                os.makedirs(os.path.dirname(target), exist_ok=True)
                shutil.copyfile(os.path.join(CORPUS, pair[column]), target)
        report = self.path("report.csv")
        self.organize("--report-csv", report, mode="report")
        groups = {}
        for row in read_csv(report):
            groups.setdefault(os.path.dirname(row["source_path"]), []).append(row)
        self.assertEqual(len(groups), len(pairs))
        for folder, rows in groups.items():
            with self.subTest(pairs[int(os.path.basename(folder))]):
                self.assertEqual(len(rows), 2)
                for column in ("group_id", "effective_datetime", "effective_year"):
                    self.assertEqual(rows[0][column], rows[1][column])
                self.assertNotEqual(rows[0]["group_id"], "")
                places = [os.path.split(row["destination_path"]) for row in rows]
                self.assertEqual(places[0][0], places[1][0])

    def test_score_reads_our_csv(self):
        """What the dates are worth is the dating tests' matter; that all of them are told is ours."""
        answer = self.run_cli("dates", "--csv", "--recursive", "--zone", "UTC", "--quiet",
                              os.path.join(CORPUS, "media"))
        table = self.path("dates.csv")
        with open(table, "w", encoding="utf-8", newline="", errors="surrogateescape") as file:
            file.write(answer.out)
        done = subprocess.run([sys.executable, os.path.join(CORPUS, "score.py"), CORPUS, table],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.assertIn("wrong day with belief", done.stdout)
        self.assertGreater(len(read_csv(table)), 450)


main()
