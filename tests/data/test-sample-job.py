#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole job on the sample library: what build-aux/run.sh does, and back again.

usage: test-sample-job.py LIBRARY TRUTH_CSV    with the program in SUSUN_CLI
"""

import os
import shutil
import sys

from harness import Case, files_below, main, read_csv, snapshot

TRUTH, LIBRARY = sys.argv.pop(), sys.argv.pop()
ZONE = ["--zone", "Asia/Kuala_Lumpur"]


class Dates(Case):
    def test_each_file_has_its_day(self):
        out = self.run_cli("dates", "--csv", "--recursive", *ZONE, LIBRARY).out
        with open(self.path("dates.csv"), "w", encoding="utf-8") as file:
            file.write(out)
        told = {os.path.relpath(row["path"], LIBRARY): row
                for row in read_csv(self.path("dates.csv"))}
        truth = read_csv(TRUTH)
        self.assertGreaterEqual(len(truth), 51)
        for row in truth:
            with self.subTest(row["path"]):
                told_row = told.pop(row["path"])
                if row["day"]:
                    self.assertEqual(told_row["capture_local"][:10], row["day"], told_row)
                    self.assertNotIn(told_row["date_source"], ("", "mtime"))
                else:
                    self.assertTrue(told_row["date_source"] in ("", "mtime")
                                    or told_row["confidence"] == "suspect", told_row)
        self.assertEqual(told, {}, "dated, and not in the truth")


class Job(Case):
    def setUp(self):
        super().setUp()
        os.rmdir(self.source)
        shutil.copytree(LIBRARY, self.source, symlinks=True)
        self.before = snapshot(self.source)

    def organize_sample(self, report):
        return self.organize("--report-csv", self.path(report), *ZONE)

    def test_there_and_back(self):
        done = self.organize_sample("organize.csv")
        self.assertEqual(snapshot(self.source), self.before)
        balance = done["balance"]
        self.assertEqual(balance["failed"] + balance["unreadable"] + balance["not_reached"], 0)
        # Four exact duplicates, and a sidecar for each of the .AAE, .THM, .xmp and three .json.
        self.assertEqual((balance["duplicates"], balance["sidecars"]), (4, 6))
        self.assertEqual(balance["found"], len(read_csv(self.path("organize.csv"))))

        self.verify(self.path("organize.csv"))
        self.assertEqual(read_csv(self.path("unverified.csv")), [])
        self.assertEqual(len(read_csv(self.path("verified.csv"))), balance["found"])

        self.quarantine_all()
        self.assertEqual(len(files_below(self.source)), len(files_below(LIBRARY)) - balance["found"])
        self.assertEqual(set(files_below(self.source)) & {row["path"] for row in read_csv(TRUTH)},
                         set())

        run_id = read_csv(self.path("organize.csv"))[0]["run_id"]
        self.run_cli("restore", run_id)
        self.assertEqual(snapshot(self.source), self.before)
        self.run_cli("undo", run_id)
        self.assertEqual(snapshot(self.source), self.before)
        self.assertEqual(snapshot(self.archive), {})

    def test_files_lie_in_their_year(self):
        self.organize_sample("organize.csv")
        day = {row["path"]: row["day"] for row in read_csv(TRUTH)}
        for row in read_csv(self.path("organize.csv")):
            path = os.path.relpath(row["source_path"], self.source)
            if day.get(path) and row["status"] == "ok":
                with self.subTest(path):
                    self.assertEqual(
                        os.path.relpath(row["destination_path"], self.archive).split("/")[0],
                        day[path][:4])

    def test_live_photos_stay_together(self):
        self.organize_sample("organize.csv")
        where = {os.path.relpath(row["source_path"], self.source):
                 (os.path.dirname(row["destination_path"]),
                  os.path.basename(row["destination_path"]).split(".")[0].split(" (")[0])
                 for row in read_csv(self.path("organize.csv"))}
        for first, *others in (
                ("iPhone Aina/IMG_0412.MOV", "iPhone Aina/IMG_0412.HEIC", "iPhone Aina/IMG_0412.AAE"),
                ("iPhone Aina/IMG_0414.MOV", "iPhone Aina/IMG_0414.HEIC"),
                ("DCIM/Camera/IMG_20220501_091502.jpg", "DCIM/Camera/IMG_20220501_091502.dng"),
                ("New Folder (3)/MVI_0021.AVI", "New Folder (3)/MVI_0021.THM")):
            for other in others:
                if other.endswith(".HEIC") and not os.path.exists(os.path.join(LIBRARY, other)):
                    continue  # libheif could not make it
                with self.subTest(other):
                    self.assertEqual(where[other], where[first])

    def test_a_second_run_writes_nothing(self):
        self.organize_sample("organize.csv")
        archive = snapshot(self.archive)
        again = self.organize_sample("again.csv")["balance"]
        self.assertEqual(again["copied"], 0)
        self.assertEqual(snapshot(self.archive), archive)
        self.assertEqual(snapshot(self.source), self.before)


main()
