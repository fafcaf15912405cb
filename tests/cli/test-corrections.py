#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the user knows better than the files: clocks, zones, days; and zones nobody asked about."""

import csv
import io
import os
import subprocess

from harness import (PROGRAM, Case, box, files_below, jpeg, main, mp4, read_csv, snapshot,
                     wait_until)

ZONES = ("UTC", "Asia/Tokyo", "America/New_York")
FILLING = 400  # files, so that there is a middle to be killed in


class Corrections(Case):
    def plan(self, *words, **more):
        """The report's rows by file name, without what differs from run to run."""
        report = self.path(f"report{len(os.listdir(self.tmp))}.csv")
        self.organize("--report-csv", report, *words, mode="report", **more)
        return {os.path.relpath(row["source_path"], self.source): row for row in read_csv(report)}

    def dates(self, *words):
        answer = self.run_cli("dates", "--csv", "--quiet", "--recursive", *words, self.source)
        rows = csv.DictReader(io.StringIO(answer.out, newline=""))
        return {os.path.relpath(row["path"], self.source): row for row in rows}

    def times(self, rows):
        column = "effective_datetime" if "effective_datetime" in next(iter(rows.values())) \
            else "capture_local"
        return {name: row[column] for name, row in rows.items()}

    def both(self, *words):
        """What a report and `dates` say with the same corrections: the same."""
        planned, told = self.times(self.plan(*words)), self.times(self.dates(*words))
        self.assertEqual(planned, told)
        return planned

    def test_a_camera_that_was_seven_hours_fast(self):
        """USERS.md 25: a wrong camera clock, two cameras."""
        before = {}
        for name, more in (("a.jpg", {"make": "Apple", "model": "iPhone 12"}),
                           ("b.jpg", {"make": "Canon", "model": "Canon PowerShot S40"}),
                           ("c.jpg", {"make": "NIKON", "model": "D750", "serial": "S-4711"}),
                           ("d.jpg", {"make": "NIKON", "model": "D750", "serial": "S-4712"})):
            before[name] = "2019-05-04T03:11:12"
            self.photo(name, "2019-05-04 03:11:12", **more)
        held = snapshot(self.source)
        for camera, name in (("powershot", "b.jpg"), ("CANON", "b.jpg"), ("Apple iphone", "a.jpg"),
                             ("S-4711", "c.jpg"), ("D750 S-4712", "d.jpg")):
            with self.subTest(camera):
                self.assertEqual(self.both("--clock", camera + "=-07:00:00"),
                                 {**before, name: "2019-05-03T20:11:12"})
        self.assertEqual(self.both("--clock", "nikon=+00:00:59"),
                         {**before, "c.jpg": "2019-05-04T03:12:11", "d.jpg": "2019-05-04T03:12:11"})
        self.assertEqual(snapshot(self.source), held)

    def test_a_correction_is_told(self):
        self.photo("a.jpg", "2019-05-04 03:11:12")
        words = ("--clock", "Susun Test=-07:00:00")
        self.assertIn("clock corrected by -07:00:00", self.plan(*words)["a.jpg"]["notes"])
        self.assertIn("clock corrected by -07:00:00", self.dates(*words)["a.jpg"]["notes"])
        text = self.run_cli("dates", "--explain", self.source, *words).out
        self.assertIn("2019-05-03T20:11:12", text)
        self.assertIn("clock corrected by -07:00:00", text)
        self.assertIn("Exif.DateTimeOriginal: 2019-05-04T03:11:12", text)

    def test_a_camera_that_nobody_has_is_named(self):
        self.photo("a.jpg")
        document = self.organize("--clock", "Cannon=+01:00:00", mode="report")
        self.assertIn("Cannon", " ".join(document["remarks"]))
        self.assertEqual(self.organize("--clock", "Susun=+01:00:00", mode="report")["remarks"], [])

    def test_a_shift_moves_the_day_and_the_year(self):
        self.photo("a.jpg", "2020-01-01 03:00:00")
        self.organize("--clock", "Test=-07:00:00")
        self.assertTrue(os.path.exists(os.path.join(self.archive, "2019", "a.jpg")))

    def test_a_folder_was_japan(self):
        film = mp4("2019-05-03 16:00:00")
        for name in ("Trip/a.mp4", "Trip/Osaka/b.mp4", "Trip/Home/c.mp4", "Tripoli/d.mp4", "e.mp4"):
            self.write("source/" + name, film)
        trip, home = os.path.join(self.source, "Trip"), os.path.join(self.source, "Trip/Home/.")
        words = ("--zone", "Asia/Kuala_Lumpur", "--folder-zone", home + "=Europe/London",
                 "--folder-zone", trip + "=Asia/Tokyo")
        self.assertEqual(self.both(*words), {
            "Trip/a.mp4": "2019-05-04T01:00:00", "Trip/Osaka/b.mp4": "2019-05-04T01:00:00",
            "Trip/Home/c.mp4": "2019-05-03T17:00:00", "Tripoli/d.mp4": "2019-05-04T00:00:00",
            "e.mp4": "2019-05-04T00:00:00"})
        rows = self.dates(*words)
        self.assertIn("zone = set for this folder", rows["Trip/a.mp4"]["notes"])
        self.assertIn("zone = archive setting", rows["e.mp4"]["notes"])
        self.assertEqual(rows["Trip/a.mp4"]["utc_offset"], "+09:00")

    def test_the_folders_zone_goes_before_siblings_and_never_moves_a_photo(self):
        self.photo("a.jpg", "2019-05-04 10:00:00", offset="+05:30")
        self.write("source/b.mp4", mp4("2019-05-04 05:00:00"))
        self.assertEqual(self.both(), {"a.jpg": "2019-05-04T10:00:00",
                                       "b.mp4": "2019-05-04T10:30:00"})
        self.assertEqual(self.both("--folder-zone", self.source + "=Asia/Tokyo"),
                         {"a.jpg": "2019-05-04T10:00:00", "b.mp4": "2019-05-04T14:00:00"})

    def test_a_folders_clocks_were_an_hour_slow(self):
        self.photo("x/a.jpg", "2019-05-04 23:30:00")
        self.photo("x/IMG_20190504_233000.jpg", None)
        self.photo("x/b.jpg", "2019-05-04 23:30:00", model="Other")
        self.photo("y/c.jpg", "2019-05-04 23:30:00")
        words = ("--folder-clock", os.path.join(self.source, "x") + "=+01:00:00")
        self.assertEqual(self.both(*words), {
            "x/a.jpg": "2019-05-05T00:30:00", "x/IMG_20190504_233000.jpg": "2019-05-05T00:30:00",
            "x/b.jpg": "2019-05-05T00:30:00", "y/c.jpg": "2019-05-04T23:30:00"})
        # With the camera's own error on top of it.
        self.assertEqual(self.both(*words, "--clock", "Other=+00:10:00")["x/b.jpg"],
                         "2019-05-05T00:40:00")

    def test_a_wrong_clock_lends_no_wrong_zone(self):
        """A photo an hour fast with an offset: what siblings borrow is the offset, at its hour."""
        self.photo("a.jpg", "2019-05-05 10:00:00", offset="+09:00")
        self.write("source/b.mp4", mp4("2019-05-04 02:00:00"))
        self.assertEqual(self.both("--clock", "Susun=-24:00:00")["b.mp4"], "2019-05-04T11:00:00")

    def test_a_date_by_hand(self):
        self.photo("scan.jpg", "2021-05-04 10:00:00")
        self.photo("other.jpg", "2021-05-04 10:00:00")
        self.write("source/none.jpg", jpeg(None), 1600000000)
        words = ("--file-date", os.path.join(self.source, "scan.jpg") + "=1957-08-31",
                 "--file-date", os.path.join(self.source, "..", "source", "none.jpg")
                 + "=1987-08-31T16:30:00")
        self.assertEqual(self.both(*words), {
            "scan.jpg": "1957-08-31T00:00:00", "none.jpg": "1987-08-31T16:30:00",
            "other.jpg": "2021-05-04T10:00:00"})
        row = self.plan(*words)["scan.jpg"]
        self.assertEqual((row["metadata_source"], row["date_confidence"]), ("manual", "certain"))
        self.assertIn("set by hand", row["notes"])
        self.organize(*words)
        self.assertEqual([name for name in files_below(self.archive) if not name.endswith(".csv")],
                         ["1957/scan.jpg", "1987/none.jpg", "2021/other.jpg"])

    def test_a_date_by_hand_is_the_groups(self):
        self.photo("IMG_1.JPG", "2019-05-04 10:00:00")
        self.write("source/IMG_1.MOV", mp4("2019-05-04 02:00:00"))
        rows = self.both("--file-date", os.path.join(self.source, "IMG_1.MOV") + "=2018-01-02")
        self.assertEqual(set(rows.values()), {"2018-01-02T00:00:00"})

    def test_a_single_file_by_a_link(self):
        path = self.photo("a.jpg", "2021-05-04 10:00:00")
        os.symlink("source", self.path("link"))
        linked = self.path("link", "a.jpg")
        text = self.run_cli("dates", linked, "--file-date", path + "=1957-08-31").out
        self.assertIn("1957-08-31", text)

    def test_corrections_stay_with_the_run(self):
        """Stored with the run: going on with it after a kill plans the same, word for word."""
        self.photo("a.jpg", "2020-01-01 03:00:00")
        self.photo("b.jpg", "2020-01-01 03:00:00", model="Other")
        self.write("source/Trip/c.mp4", mp4("2019-12-31 15:30:00"))
        self.write("source/Trip/d.jpg", jpeg(None, "d"), 1600000000)
        words = ("--clock", "Test=-07:00:00", "--folder-zone",
                 os.path.join(self.source, "Trip") + "=Asia/Tokyo", "--folder-clock",
                 os.path.join(self.source, "Trip") + "=-00:00:01", "--file-date",
                 os.path.join(self.source, "Trip/d.jpg") + "=1957-08-31", "--day-starts", "04:00")
        for i in range(FILLING):
            self.photo(f"filling/{i}.jpg", size=60_000)
        planned = self.plan(*words)
        report = self.path("copied.csv")
        process = subprocess.Popen(
            [PROGRAM, "organize", "--source", self.source, "--destination-root", self.archive,
             "--mode", "copy", "--report-csv", report, "--quiet", *words], env=self.env)
        wait_until(lambda: process.poll() is not None or len(os.listdir(self.archive)) > 1
                   if os.path.isdir(self.archive) else False)
        process.kill()
        process.wait()
        runs = self.run_json("history")["runs"]
        if runs[0]["state"] == "finished":
            self.skipTest("it was done before it was killed")
        self.assertFalse(os.path.exists(report))
        self.run_json("resume", runs[0]["run_id"])
        copied = {os.path.relpath(row["source_path"], self.source): row for row in read_csv(report)}
        for name, row in planned.items():
            for column in ("effective_datetime", "effective_year", "capture_utc_offset",
                           "metadata_source", "date_confidence", "destination_path"):
                self.assertEqual(copied[name][column], row[column], (name, column))
            self.assertIn(row["notes"], copied[name]["notes"])
        planned = {name: row for name, row in planned.items() if "filling" not in name}
        self.assertEqual(self.times(planned), {
            "a.jpg": "2019-12-31T20:00:00", "b.jpg": "2020-01-01T03:00:00",
            "Trip/c.mp4": "2020-01-01T00:29:59", "Trip/d.jpg": "1957-08-31T00:00:00"})
        self.assertEqual({row["effective_year"] for row in (planned["b.jpg"], planned["Trip/c.mp4"])},
                         {"2019"})


class Zones(Case):
    """USERS.md 1 to 5: whatever the computer's zone, the same plan, byte for byte."""

    def fill(self):
        self.photo("trip/a.jpg", "2019-12-31 23:59:59", offset="+09:00")
        self.photo("trip/b.jpg", "2020-01-01 00:00:01")
        self.write("source/trip/lent.mp4", mp4("2019-12-31 14:59:00"))
        self.write("source/alone/c.mp4", mp4("2023-07-13 03:50:25"))
        self.write("source/alone/PXL_20220831_003137144.mp4", b"\0" * 64)
        self.write("source/alone/own.mov", apple("2019-12-31T22:00:00-0500", "2020-01-01 03:00:00"))
        self.photo("alone/none.jpg", None, mtime=1577836800)
        self.photo("alone/IMG-20190101-WA0001.jpg", None)
        self.photo("alone/x.jpg", None)
        self.write("source/alone/x.jpg.json", b'{"photoTakenTime":{"timestamp":"1577836800"}}')

    def reports(self, zone, *words):
        report, history = self.path("report.csv"), self.path("history.db")
        # group_id is the history's own number: the same in the same place of a new history.
        run_id = self.organize("--report-csv", report, "--history-db", history, "--workers", "1",
                               *words, mode="report", env={"TZ": zone})["run_id"]
        with open(report, "rb") as file:
            plan = file.read().replace(run_id.encode(), b"RUN")
        for name in (report, *(history + end for end in ("", "-wal", "-shm"))):
            if os.path.exists(name):
                os.unlink(name)
        told = [self.run_cli("dates", "--recursive", "--quiet", *form, self.source,
                             env={"TZ": zone}).out for form in (("--csv",), ("--explain",), ())]
        return plan, *told

    def test_plans_are_identical(self):
        self.fill()
        for words in ((), ("--zone", "Asia/Kuala_Lumpur"),
                      ("--zone", "America/Phoenix", "--day-starts", "04:00")):
            with self.subTest(words):
                first, *others = (self.reports(zone, *words) for zone in ZONES)
                self.assertGreater(len(first[0].splitlines()), 9)
                for other in others:
                    self.assertEqual(first, other)

    def test_where_the_zone_is_from(self):
        """In this order: the container's own local date, siblings, the archive's zone; it is said."""
        self.fill()
        answer = self.run_cli("dates", "--csv", "--quiet", "--recursive", "--zone",
                              "America/Phoenix", self.source)
        rows = {os.path.basename(row["path"]): (row["capture_local"], row["utc_offset"], row["notes"])
                for row in csv.DictReader(io.StringIO(answer.out, newline=""))}
        self.assertEqual(rows["own.mov"], ("2019-12-31T22:00:00", "-05:00", ""))
        self.assertEqual(rows["lent.mp4"], ("2019-12-31T23:59:00", "+09:00",
                                            "told in UTC, zone = its siblings’"))
        self.assertEqual(rows["c.mp4"], ("2023-07-12T20:50:25", "-07:00",
                                         "mvhd, UTC assumed, zone = archive setting"))
        self.assertEqual(rows["b.jpg"][:2], ("2020-01-01T00:00:01", ""))
        self.assertEqual(rows["PXL_20220831_003137144.mp4"][:2], ("2022-08-30T17:31:37", "-07:00"))


def apple(local, utc):
    """A film with com.apple.quicktime.creationdate beside its UTC header."""
    key = b"com.apple.quicktime.creationdate"
    data = box(b"data", b"\0\0\0\1\0\0\0\0" + local.encode())
    meta = box(b"meta", box(b"hdlr", b"\0" * 8 + b"mdta" + b"\0" * 12)
               + box(b"keys", b"\0\0\0\0\0\0\0\1" + box(b"mdta", key))
               + box(b"ilst", box(b"\0\0\0\1", data)))
    film = mp4(utc)
    at = film.index(b"moov") - 4
    length = int.from_bytes(film[at:at + 4], "big")
    return (film[:at] + (length + len(meta)).to_bytes(4, "big") + film[at + 4:at + length] + meta
            + film[at + length:])


main()
