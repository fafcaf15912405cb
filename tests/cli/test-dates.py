#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""susun-cli dates."""

import csv
import io
import os

from harness import ITEMS, OK, USAGE, Case, as_other_user, jpeg, main, mp4, snapshot
from harness import PROGRAM

COLUMNS = "path kind capture_local utc_offset date_source confidence notes".split()


class Dates(Case):
    def dates(self, *words, expect=OK):
        answer = self.run_cli("dates", "--csv", "--quiet", *words, expect=expect)
        reader = csv.DictReader(io.StringIO(answer.out, newline=""))
        rows = list(reader)
        self.assertEqual(reader.fieldnames, COLUMNS)
        return rows

    def test_columns_and_order(self):
        self.photo("b.jpg", "2019-05-04 10:11:12", offset="+09:00")
        self.photo("a.jpg", "2018-01-02 03:04:05")
        self.photo("sub/c.jpg", "2017-01-02 03:04:05")
        self.write("source/sub/d.mp4", mp4("2020-02-29 23:30:00"))
        rows = self.dates("--recursive", "--zone", "Asia/Kuala_Lumpur", self.source)
        self.assertEqual([row["path"] for row in rows],
                         [os.path.join(self.source, name)
                          for name in ("a.jpg", "b.jpg", "sub/c.jpg", "sub/d.mp4")])
        self.assertEqual(rows[0]["capture_local"], "2018-01-02T03:04:05")
        self.assertEqual(rows[0]["utc_offset"], "")
        self.assertEqual(rows[1]["utc_offset"], "+09:00")
        self.assertEqual(rows[1]["capture_local"], "2019-05-04T10:11:12")
        self.assertEqual(rows[1]["date_source"], "Exif.DateTimeOriginal")
        self.assertEqual(rows[1]["confidence"], "certain")
        self.assertEqual(rows[3]["capture_local"], "2020-03-01T07:30:00")
        self.assertEqual(rows[3]["kind"], "video")
        self.assertEqual(rows[3]["date_source"], "QuickTime.mvhd")

    def test_not_deeper_unless_asked(self):
        self.photo("a.jpg")
        self.photo("sub/b.jpg")
        self.assertEqual(len(self.dates(self.source)), 1)
        self.assertEqual(len(self.dates(self.source, "--recursive")), 2)

    def test_same_answers_in_every_zone_of_the_computer(self):
        self.photo("a.jpg")
        self.write("source/b.mp4", mp4("2020-02-29 23:30:00"))
        answers = {self.run_cli("dates", "--csv", "--quiet", self.source, env={"TZ": zone}).out
                   for zone in ("UTC", "Asia/Tokyo", "America/New_York")}
        self.assertEqual(len(answers), 1)

    def test_single_files_in_the_order_given(self):
        first, second = self.photo("b.jpg"), self.photo("a.jpg")
        self.assertEqual([row["path"] for row in self.dates(first, second)], [first, second])

    def test_named_file_of_unknown_name(self):
        path = self.write("source/scan.bin", jpeg("2011-02-03 04:05:06"))
        rows = self.dates(path)
        self.assertEqual([row["capture_local"] for row in rows], ["2011-02-03T04:05:06"])

    def test_folder_is_judged_by_content(self):
        self.write("source/picture.dat", jpeg("2011-02-03 04:05:06"))
        self.write("source/letter.txt", b"Dear all, this is no picture at all.\n")
        self.write("source/no-extension", jpeg("2012-02-03 04:05:06"))
        self.assertEqual([os.path.basename(row["path"]) for row in self.dates(self.source)],
                         ["no-extension", "picture.dat"])

    def test_sidecars_are_no_rows(self):
        self.photo("a.jpg")
        self.write("source/a.jpg.xmp", b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
        self.write("source/a.aae", b"<plist/>")
        self.assertEqual(len(self.dates(self.source)), 1)

    def test_empty_only_without_any_date(self):
        self.photo("none.jpg", None, mtime=1600000000)
        self.write("source/empty.jpg", b"", 1600000000)
        self.photo("suspect.jpg", "2000-01-01 00:00:00")
        for row in self.dates(self.source):
            self.assertEqual(row["capture_local"] == "", row["confidence"] == "none", row)
            if row["path"].endswith("suspect.jpg"):
                self.assertEqual(row["confidence"], "suspect")
                self.assertEqual(row["capture_local"], "2000-01-01T00:00:00")

    def test_names_survive_csv(self):
        names = [b"new\nline.jpg", b"\xff\xfe.jpg", b"quote\".jpg", b"comma, name.jpg", b"=cmd().jpg"]
        for name in names:
            self.photo(name)
        rows = self.dates(self.source)
        self.assertEqual(len(rows), len(names))
        self.assertIn(os.path.join(self.source, "new\nline.jpg"), [row["path"] for row in rows])
        self.assertTrue(any(row["path"].startswith("file:///") and "%FF%FE" in row["path"]
                            for row in rows))

    def test_json(self):
        self.photo("a.jpg", "2018-01-02 03:04:05")
        self.write("source/b.jpg", b"", 1600000000)
        rows = self.run_json("dates", self.source)
        self.assertEqual([set(row) for row in rows], [set(COLUMNS)] * 2)
        self.assertEqual(rows[0]["capture_local"], "2018-01-02T03:04:05")
        self.assertIsNone(rows[0]["utc_offset"])

    def test_text_and_explanation(self):
        path = self.photo("IMG_20180102_030405.jpg", "2018-01-02 03:04:05")
        text = self.run_cli("dates", path).out
        self.assertIn("2018-01-02T03:04:05", text)
        self.assertIn(path, text)
        explained = self.run_cli("dates", "--explain", path).out
        for word in ("Exif.DateTimeOriginal", "FileName", "mtime"):
            self.assertIn(word, explained)

    def test_needs_no_history_and_changes_nothing(self):
        self.photo("a.jpg")
        before = snapshot(self.tmp)
        self.dates(self.source)
        self.assertEqual(snapshot(self.tmp), before)

    def test_links(self):
        self.photo("a.jpg")
        link = self.path("link.jpg")
        os.symlink("source/a.jpg", link)
        os.symlink("a.jpg", self.path("source/other.jpg"))
        self.assertEqual([row["path"] for row in self.dates(link)], [link])
        self.assertEqual(len(self.dates(self.source)), 1)

    def test_what_is_not_there(self):
        path = self.photo("a.jpg")
        answer = self.run_cli("dates", "--csv", "--quiet", self.path("nowhere"), path, "/dev/null",
                              expect=USAGE)
        self.assertIn("nowhere", answer.err)
        self.assertIn("/dev/null", answer.err)
        self.assertIn(path, answer.out)

    def test_unreadable(self):
        import subprocess
        self.photo("a.jpg")
        os.chmod(self.photo("locked.jpg"), 0)
        os.makedirs(self.path("source/closed"))
        os.chmod(self.path("source/closed"), 0)
        os.chmod(self.tmp, 0o755)
        words = as_other_user([PROGRAM, "dates", "--csv", "--quiet", "--recursive", self.source])
        if words is None:
            self.skipTest("root without setpriv reads everything")
        done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.env)
        self.assertEqual(done.returncode, ITEMS, done.stderr)
        self.assertIn(b"locked.jpg", done.stderr)
        self.assertIn(b"closed", done.stderr)
        rows = list(csv.DictReader(io.StringIO(done.stdout.decode())))
        self.assertEqual([(os.path.basename(row["path"]), row["confidence"]) for row in rows],
                         [("a.jpg", "certain"), ("locked.jpg", "none")])


main()
