#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""USERS.md 7, 8, 10 and 11: what belongs together, and dates that need a second look; each row is a
sentence of it."""

import os

from harness import Case, jpeg, main, mp4, read_csv

STILL, CLIP = "2019-05-04 10:11:12", "2019-05-05 20:00:00"
XMP = (b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
       b"xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description "
       b"xmlns:exif='http://ns.adobe.com/exif/1.0/' exif:DateTimeOriginal='2017-08-31T07:08:09'/>"
       b"</rdf:RDF></x:xmpmeta>")
JSON = b'{"photoTakenTime":{"timestamp":"1504163289"}}'  # 2017-08-31T07:08:09Z


class Groups(Case):
    def content(self, name, when=STILL):
        extension = os.path.splitext(name)[1].lower()
        return {".mov": mp4(CLIP, name), ".mp4": mp4(CLIP, name), ".xmp": XMP, ".json": JSON,
                ".aae": b"<plist/>"}.get(extension) or jpeg(when, name)

    def rows(self, *names, when=STILL):
        """The report's rows by name, of a folder with these files."""
        for name in names:
            self.write(f"source/{name}", self.content(name, when), 1600000000)
        report = self.path("report.csv")
        self.organize("--report-csv", report, mode="report")
        found = {os.path.basename(row["source_path"]): row for row in read_csv(report)}
        self.assertEqual(set(found), set(names))
        os.unlink(report)
        for name in names:
            os.unlink(os.path.join(self.source, name))
        return found

    def assert_one(self, rows, day="2019-05-04"):
        self.assertEqual(len({row["group_id"] for row in rows.values()}), 1)
        self.assertEqual({row["effective_datetime"][:10] for row in rows.values()}, {day})
        self.assertEqual(len({os.path.dirname(row["destination_path"]) for row in rows.values()}), 1)
        self.assertNotEqual({row["group_id"] for row in rows.values()}, {""})

    def test_together(self):
        for sentence, names in (
                ("a Live Photo gets one date, the still's", ("IMG_1.HEIC", "IMG_1.MOV")),
                ("with its AAE", ("IMG_1.HEIC", "IMG_1.MOV", "IMG_1.AAE")),
                ("raw and JPEG", ("DSC_1.NEF", "DSC_1.JPG")),
                ("a.jpg, a.jpg.xmp, a.xmp, a.AAE, JSON arrive in the same folder",
                 ("a.jpg", "a.jpg.xmp", "a.xmp", "a.AAE", "a.jpg.json")),
                ("a thumbnail goes with its film", ("MVI_1.JPG", "MVI_1.THM")),
                ("a motion photo of Google, exported as two files",
                 ("PXL_20190504_101112000.MP.jpg", "PXL_20190504_101112000.MP.mp4"))):
            with self.subTest(sentence):
                self.assert_one(self.rows(*names))

    def test_a_motion_photo_is_one_file(self):
        """The film behind the picture is not dated: the picture is."""
        self.write("source/MVIMG_20190504_101112.jpg", jpeg(STILL) + mp4(CLIP), 1600000000)
        answer = self.run_cli("dates", "--csv", "--quiet", self.source).out
        self.assertIn("2019-05-04T10:11:12,,Exif.DateTimeOriginal,certain,", answer)

    def test_ambiguous_groups_stay_separate_and_are_reported(self):
        for names in (("A.HEIC", "A.JPG", "A.MOV"), ("B.JPG", "B.MOV", "B.MP4"),
                      ("C.JPG", "C.TIF", "C.CR2")):
            with self.subTest(names):
                rows = self.rows(*names)
                self.assertEqual({row["group_id"] for row in rows.values()}, {""})
                for row in rows.values():
                    self.assertIn("could belong to several files", row["notes"].lower())
        rows = self.rows("d.jpg", "d.png", "d.xmp")
        self.assertIn("could belong to several files", rows["d.xmp"]["notes"].lower())
        self.assertNotIn("could belong", rows["d.jpg"]["notes"].lower())

    def test_ambiguous_groups_are_told_by_dates(self):
        for name in ("A.HEIC", "A.JPG", "A.MOV"):
            self.write(f"source/{name}", self.content(name))
        for form in ("--csv", "--json", "--explain"):
            answer = self.run_cli("dates", form, "--quiet", self.source).out
            self.assertEqual(answer.count("could belong to several files"), 3, form)

    def test_an_orphan_sidecar_is_listed(self):
        for name in ("MVI_1.THM", "b.xmp", "IMG_0001.AAE"):
            with self.subTest(name):
                rows = self.rows(name, "other.jpg")
                self.assertEqual(rows[name]["status"], "skipped")
                self.assertNotEqual(rows[name]["notes"], "")

    def test_what_a_sidecar_tells(self):
        for sentence, names, when, told in (
                ("XMP beside a photo without a date", ("a.jpg", "a.jpg.xmp"), None,
                 ("2017-08-31T07:08:09", "xmp", "likely")),
                ("by its stem, too", ("a.jpg", "a.xmp"), None,
                 ("2017-08-31T07:08:09", "xmp", "likely")),
                ("the photo's own date goes first", ("a.jpg", "a.xmp"), STILL,
                 ("2019-05-04T10:11:12", "exif", "certain")),
                ("photoTakenTime only if the file has no capture date of its own",
                 ("a.jpg", "a.jpg.json"), None, ("2017-08-31T07:08:09", "takeout_json", "likely")),
                ("else not", ("a.jpg", "a.jpg.json"), STILL,
                 ("2019-05-04T10:11:12", "exif", "certain")),
                ("a thumbnail's EXIF", ("MVI_1.bmp", "MVI_1.THM"), STILL,
                 ("2019-05-04T10:11:12", "exif", "certain")),
                ("an AAE carries none", ("a.jpg", "a.aae"), None, None)):
            with self.subTest(sentence):
                row = self.rows(*names, when=when)[names[0]]
                got = (row["effective_datetime"], row["metadata_source"], row["date_confidence"])
                if told is None:
                    self.assertEqual(got[1:], ("filesystem_mtime", "weak"))
                else:
                    self.assertEqual(got, told)

    def test_takeout_names(self):
        """For every naming form the right JSON is found or none, never another photo's."""
        long = "a picture of the whole family before the house"[:46]
        for photo, json in (
                ("x.jpg", "x.jpg.json"), ("x.jpg", "x.jpg.supplemental-metadata.json"),
                ("x.jpg", "x.jpg.supplemental-me.json"), ("x.jpg", "x.jpg.s.json"),
                ("x(1).jpg", "x.jpg(1).json"), ("x(1).jpg", "x.jpg.supplemental-metadata(1).json"),
                ("x-edited.jpg", "x.jpg.json"), (f"{long}q.jpg", f"{long}.json"),
                ("X.JPG", "x.jpg.json")):
            with self.subTest((photo, json)):
                self.assertEqual(self.rows(photo, json, when=None)[photo]["effective_datetime"],
                                 "2017-08-31T07:08:09")
        for photo, json in (("x.jpg", "y.jpg.json"), ("x.jpg", "x.jpg(1).json"),
                            ("x(1).jpg", "x.jpg.json")):
            with self.subTest((photo, json)):
                for name in (photo, json):
                    self.write(f"source/{name}", self.content(name, None), 1600000000)
                answer = self.run_cli("dates", "--csv", "--quiet", self.source).out
                self.assertNotIn("Takeout", answer)
                for name in (photo, json):
                    os.unlink(os.path.join(self.source, name))


class Suspicion(Case):
    """Doubtful dates are shown, marked, kept from being filed silently."""

    def test_sentences(self):
        for sentence, when, told in (
                ("1970", "1970-01-01 00:00:00", "suspect"),
                ("1980, whatever the hour", "1980-01-01 17:12:00", "suspect"),
                ("1904", "1904-01-01 00:00:00", "suspect"),
                ("2000-01-01 midnight, a factory clock", "2000-01-01 00:00:00", "suspect"),
                ("noon of a first of January", "2010-01-01 12:00:00", "suspect"),
                ("a second later somebody pressed the button", "2010-01-01 00:00:01", "certain"),
                ("more than a day in the future", "2099-05-04 10:00:00", "suspect"),
                ("before 1826 there was no photograph", "1825-12-31 10:00:00", "suspect"),
                ("the first photograph", "1827-05-04 10:00:00", "certain"),
                ("true old dates stay: a scan of 1955", "1955-08-31 10:00:00", "certain"),
                ("a true date before 1904", "1901-05-04 10:00:00", "certain"),
                ("0000:00:00 is no date", "0000-00-00 00:00:00", None)):
            with self.subTest(sentence):
                self.photo("a.jpg", when, mtime=1600000000)
                report = self.path("report.csv")
                document = self.organize("--report-csv", report, "--undated", "folder",
                                         mode="report")
                row = read_csv(report)[0]
                os.unlink(report)
                answer = self.run_cli("dates", "--csv", "--quiet", self.source).out
                if told is not None:
                    self.assertIn(f"{when.replace(' ', 'T')},,Exif.DateTimeOriginal,{told},", answer)
                else:
                    self.assertNotIn("Exif", answer)
                filed = os.path.basename(os.path.dirname(row["destination_path"]))
                self.assertEqual(filed, when[:4] if told == "certain" else "Undated", document)

    def test_a_lone_file_years_away_from_its_siblings(self):
        """With a weak source it is suspect; with the camera's own word it stays."""
        for i in range(6):
            self.photo(f"{i}.jpg", f"2019-05-04 10:00:0{i}")
        self.photo("IMG-20050101-WA0001.jpg", None)
        self.photo("old.jpg", "1957-08-31 10:00:00")
        rows = self.run_json("dates", self.source)
        told = {os.path.basename(row["path"]): row for row in rows}
        self.assertEqual(told["IMG-20050101-WA0001.jpg"]["confidence"], "suspect")
        self.assertIn("years away from all its siblings", told["IMG-20050101-WA0001.jpg"]["notes"])
        self.assertEqual(told["old.jpg"]["confidence"], "certain")


main()
