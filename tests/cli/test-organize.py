#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""susun-cli organize."""

import os
import urllib.parse

from harness import (ITEMS, OK, ORGANIZE_COLUMNS, REFUSED, USAGE, Case, columns_of, files_below, jpeg,
                     main, mp4, read_csv, snapshot)


class Organize(Case):
    def placed(self):
        """The files of the archive but the reports."""
        return [name for name in files_below(self.archive)
                if not name.endswith("-organize-media-report.csv")
                and "-organize-media-report (" not in name]

    def rows(self, document):
        """The report's rows by the path below the source."""
        rows = read_csv(document["report_csv"])
        self.assertEqual(len({row["run_id"] for row in rows} | {document["run_id"]}), 1)
        return {os.path.relpath(row["source_path"], self.source): row for row in rows}

    def test_report_touches_nothing(self):
        before = self.small_library()
        document = self.organize(mode="report")
        self.assertEqual(snapshot(self.source), before)
        self.assertEqual(self.placed(), [])
        self.assertEqual(document["balance"]["reported"], 4)
        self.assertEqual(columns_of(document["report_csv"]), list(ORGANIZE_COLUMNS))
        self.assertRegex(document["report_csv"],
                         rf"^{self.archive}/\d{{4}}-\d\d-\d\d-organize-media-report\.csv$")
        rows = self.rows(document)
        self.assertEqual({row["action"] for row in rows.values()}, {"report"})
        row = rows["more/c.jpg"]
        self.assertEqual(row["schema_version"], "1.0")
        self.assertEqual(row["media_kind"], "image")
        self.assertEqual(row["file_name"], "c.jpg")
        self.assertEqual(row["file_extension"], ".jpg")
        self.assertEqual(row["effective_datetime"], "2019-06-07T08:09:10")
        self.assertEqual(row["effective_year"], "2019")
        self.assertEqual(row["destination_root"], self.archive)
        self.assertEqual(row["destination_path"], os.path.join(self.archive, "2019/c.jpg"))
        self.assertEqual(row["metadata_source"], "exif")
        self.assertEqual(row["date_filter_result"], "included")
        self.assertEqual(row["status"], "ok")
        self.assertEqual(row["date_confidence"], "certain")
        self.assertEqual(urllib.parse.unquote(row["source_uri"]),
                         "file://" + row["source_path"])
        self.assertEqual(int(row["file_size_bytes"]), os.path.getsize(row["source_path"]))
        self.assertEqual(rows["more/d.mp4"]["media_kind"], "video")
        self.assertEqual(rows["more/d.mp4"]["metadata_source"], "video_metadata")

    def test_report_where_it_was_asked_for(self):
        self.small_library()
        path = self.path("reports.csv")
        document = self.organize("--report-csv", path, mode="report")
        self.assertEqual(document["report_csv"], path)
        self.assertFalse(os.path.exists(self.archive))
        self.organize("--report-csv", path, mode="report", expect=REFUSED)

    def test_copy(self):
        before = self.small_library()
        document = self.organize()
        self.assertEqual(self.placed(), ["2018/a.jpg", "2019/b.jpg", "2019/c.jpg", "2020/d.mp4"])
        self.assertEqual(snapshot(self.source), before)
        for path, name in ((b"a.jpg", b"2018/a.jpg"), (b"more/d.mp4", b"2020/d.mp4")):
            self.assertEqual(snapshot(self.archive)[name], before[path])
        self.assertEqual(document["kind"], "organize")
        self.assertEqual(document["mode"], "copy")
        self.assertEqual(document["state"], "finished")
        self.assertEqual(document["chain_id"], document["run_id"])
        self.assertEqual(document["balance"]["copied"], 4)
        self.assertEqual(document["problems"], [])
        self.assert_no_leftovers(self.archive, self.source)

    def test_move(self):
        before = self.small_library()
        document = self.organize(mode="move")
        self.assertEqual(document["balance"]["moved"], 4)
        self.assertEqual(sum(document["balance"]["passed"].values()), 0)
        self.assertEqual(files_below(self.source), [])
        self.assertEqual(snapshot(self.archive)[b"2018/a.jpg"], before[b"a.jpg"])

    def test_second_run_writes_nothing(self):
        self.small_library()
        self.organize()
        before = self.placed()
        document = self.organize()
        self.assertEqual(self.placed(), before)
        self.assertEqual(document["balance"]["copied"], 0)
        self.assertEqual(document["balance"]["already_archived"], 4)
        for name, row in self.rows(document).items():
            self.assertEqual(row["status"], "already_archived", name)
            self.assertTrue(os.path.exists(row["destination_path"]))

    def test_second_run_after_folders_were_renamed(self):
        self.small_library()
        self.organize()
        os.rename(os.path.join(self.archive, "2019"), os.path.join(self.archive, "2019 Pejabat"))
        before = self.placed()
        document = self.organize()
        self.assertEqual(self.placed(), before)
        self.assertEqual(document["balance"]["already_archived"], 4)

    def test_dry_run(self):
        before = self.small_library()
        for mode in ("copy", "move"):
            document = self.organize("--dry-run", mode=mode)
            self.assertEqual(self.placed(), [])
            self.assertEqual(snapshot(self.source), before)
            self.assertEqual(document["balance"]["reported"], 4)
            rows = self.rows(document)
            self.assertEqual({row["action"] for row in rows.values()}, {mode})
            self.assertEqual(rows["a.jpg"]["destination_path"],
                             os.path.join(self.archive, "2018/a.jpg"))

    def test_dry_run_tells_what_the_run_does(self):
        self.small_library()
        self.photo("again/a.jpg", "2018-05-05 05:05:05", seed="another")
        self.photo("twin/a.jpg", "2018-01-02 03:04:05", seed=ascii("a.jpg"))
        self.write("archive/2019/b.jpg", b"a stranger")
        keep = ("action", "run_id", "notes")
        told = [{key: row[key] for key in row if key not in keep}
                for row in self.rows(self.organize("--dry-run")).values()]
        done = [{key: row[key] for key in row if key not in keep}
                for row in self.rows(self.organize()).values()]
        for row in told + done:
            row.pop("source_hash")  # known when copied; planning reads only what may be equal
        self.assertEqual(told, done)

    def test_collisions(self):
        self.photo("one/IMG_1.jpg", "2019-01-01 00:00:01", seed="1")
        self.photo("two/IMG_1.jpg", "2019-02-01 00:00:01", seed="2")
        self.photo("three/img_1.JPG", "2019-03-01 00:00:01", seed="3")
        stranger = self.write("archive/2019/IMG_1.jpg", jpeg("2011-01-01 00:00:00", "stranger"))
        before = snapshot(self.archive)[b"2019/IMG_1.jpg"]
        document = self.organize()
        names = self.placed()
        self.assertEqual(len(names), 4)
        self.assertEqual(snapshot(self.archive)[b"2019/IMG_1.jpg"], before)
        self.assertEqual(len({name.casefold() for name in names}), 4)
        self.assertIn("2019/IMG_1 (2).jpg", names)
        rows = self.rows(document)
        self.assertEqual({row["collision_resolved"] for row in rows.values()}, {"true"})
        self.assertEqual({row["collision_suffix"] for row in rows.values()}, {"(2)", "(3)", "(4)"})
        self.assertTrue(os.path.exists(stranger))

    def test_duplicates_in_the_source(self):
        self.photo("a.jpg", seed="same", mtime=1400000000)
        self.photo("b/a copy.jpg", seed="same", mtime=1500000000)
        document = self.organize()
        self.assertEqual(document["balance"]["copied"], 1)
        self.assertEqual(document["balance"]["duplicates"], 1)
        self.assertEqual(len(self.placed()), 1)
        rows = self.rows(document)
        self.assertEqual(sorted(row["status"] for row in rows.values()), ["duplicate", "ok"])
        self.assertEqual(len({row["destination_path"] for row in rows.values()}), 1)

    def test_date_range_is_inclusive(self):
        for day in ("2019-01-01", "2019-01-02", "2019-01-03", "2019-01-04"):
            self.photo(f"{day}.jpg", f"{day} 23:59:59" if day[-1] == "3" else f"{day} 00:00:00")
        document = self.organize("--date-from", "2019-01-02", "--date-to", "2019-01-03")
        self.assertEqual(self.placed(), ["2019/2019-01-02.jpg", "2019/2019-01-03.jpg"])
        self.assertEqual(document["balance"]["excluded"], 2)
        rows = self.rows(document)
        self.assertEqual(rows["2019-01-01.jpg"]["date_filter_result"], "excluded_before")
        self.assertEqual(rows["2019-01-04.jpg"]["date_filter_result"], "excluded_after")
        self.assertEqual(rows["2019-01-01.jpg"]["status"], "skipped")
        self.nothing_to_prove(document["report_csv"], {
            "2019-01-01.jpg": rows["2019-01-01.jpg"]["notes"],
            "2019-01-04.jpg": rows["2019-01-04.jpg"]["notes"]}, proven=2)
        self.assertRegex(rows["2019-01-01.jpg"]["notes"], "Before the range of dates asked for$")

    def nothing_to_prove(self, report, why, proven):
        """What was not copied on purpose has no proof, so the exit status says no; but it is no failure."""
        document = self.verify(report, expect=ITEMS)
        unverified = {os.path.basename(row["source_path"]): row["notes"]
                      for row in read_csv(self.path("unverified.csv"))}
        self.assertEqual(unverified, {name: f"not-copied: {note}" for name, note in why.items()})
        self.assertEqual(document["balance"]["verified"], proven)
        self.assertEqual(document["balance"]["unverified"], len(why))
        self.assertEqual(document["balance"]["not_copied"], len(why))
        self.assertEqual([group["cause"] for group in document["problems"]], ["not-copied"])
        result = self.run_cli("verify", "--input-csv", report, "--verified-out", self.path("v.csv"),
                              "--unverified-out", self.path("u.csv"), expect=ITEMS)
        self.assertIn(f"{proven} proven · 0 differ · 0 missing · {len(why)} not copied\n", result.out)

    def test_layouts(self):
        self.photo("Majlis/a.jpg", "2019-03-04 05:06:07")
        for layout, place in (("{year}/{month}", "2019/03/a.jpg"),
                              ("{year}/{year}-{month}-{day}", "2019/2019-03-04/a.jpg"),
                              ("{year}/{event}", "2019/2019-03-04 Majlis/a.jpg"),
                              ("Gambar {year}", "Gambar 2019/a.jpg")):
            with self.subTest(layout):
                self.archive = self.path(f"archive-{layout.replace('/', '-')}")
                self.organize("--layout", layout)
                self.assertEqual(self.placed(), [place])

    def test_undated(self):
        # 2021-07-08 in every zone
        self.photo("plain.jpg", None, mtime=1625731200)
        self.photo("suspect.jpg", "2000-01-01 00:00:00", mtime=1625731200)
        self.photo("good.jpg", "2019-05-04 10:11:12")
        for way, places, left in (
                (None, ["2019/good.jpg", "2021/plain.jpg", "2021/suspect.jpg"], 0),
                ("mtime", ["2019/good.jpg", "2021/plain.jpg", "2021/suspect.jpg"], 0),
                ("folder", ["2019/good.jpg", "Undated/plain.jpg", "Undated/suspect.jpg"], 0),
                ("skip", ["2019/good.jpg"], 2)):
            with self.subTest(way):
                self.archive = self.path(f"archive-{way}")
                document = self.organize(*(["--undated", way] if way else []))
                self.assertEqual(self.placed(), places)
                self.assertEqual(document["balance"]["left_out"], left)
                if way == "mtime":
                    self.assertEqual(document["balance"]["by_mtime"], 2)
                    rows = self.rows(document)
                    self.assertEqual(rows["plain.jpg"]["metadata_source"], "filesystem_mtime")
                    self.assertEqual(rows["suspect.jpg"]["date_confidence"], "weak")

    def test_zone_and_day_start(self):
        self.write("source/new-year.mp4", mp4("2019-12-31 18:30:00", "n"))
        self.photo("party.jpg", "2020-01-01 02:00:00")
        for words, years in (((), ["2019", "2020"]),
                             (("--zone", "Asia/Kuala_Lumpur"), ["2020", "2020"]),
                             (("--zone", "Asia/Kuala_Lumpur", "--day-starts", "04:00"),
                              ["2019", "2019"])):
            with self.subTest(words):
                self.archive = self.path("archive" + "-".join(words).replace("/", "-"))
                rows = self.rows(self.organize(*words))
                self.assertEqual([rows["new-year.mp4"]["effective_year"],
                                  rows["party.jpg"]["effective_year"]], years)

    def test_clock(self):
        self.photo("fast.jpg", "2020-01-01 02:00:00", make="Canon", model="PowerShot = A")
        self.photo("right.jpg", "2020-01-01 02:00:00", make="Nikon", model="D1")
        rows = self.rows(self.organize("--clock", "powershot = a=-07:00:00"))
        self.assertEqual(rows["fast.jpg"]["effective_datetime"], "2019-12-31T19:00:00")
        self.assertEqual(rows["right.jpg"]["effective_datetime"], "2020-01-01T02:00:00")

    def test_kinds_and_types(self):
        self.small_library()
        self.photo("e.PNG.jpeg")
        for words, count in ((("--media-kind", "images"), 4), (("--media-kind", "videos"), 1),
                             (("--media-kind", "both"), 5), (("--types", ".jpg,.mp4"), 4),
                             (("--types", "JPEG"), 1)):
            with self.subTest(words):
                self.archive = self.path("archive" + "-".join(words))
                self.assertEqual(self.organize(*words)["balance"]["found"], count)

    def test_video_date_source(self):
        self.write("source/a.mp4", mp4("2010-05-05 12:00:00"), 1625731200)
        for source, year in (("metadata", "2010"), ("ffprobe", "2010"), ("filesystem", "2021")):
            self.archive = self.path(f"archive-{source}")
            rows = self.rows(self.organize("--video-date-source", source))
            self.assertEqual(rows["a.mp4"]["effective_year"], year)

    def test_hidden_junk_and_excluded(self):
        self.photo("a.jpg")
        self.photo(".hidden.jpg")
        self.photo(".private/b.jpg")
        self.photo("@eaDir/c.jpg")
        self.photo("._a.jpg")
        self.photo("drafts/d.jpg")
        self.photo("e.tmp.jpg")
        self.photo("f.jpg")
        document = self.organize("--exclude", "drafts", "*.tmp.jpg", "--exclude=f.*")
        self.assertEqual(self.placed(), ["2019/a.jpg"])
        passed = document["balance"]["passed"]
        self.assertEqual(passed["hidden"], 2)
        self.assertEqual(passed["junk"], 2)
        self.assertEqual(passed["excluded-by-name"], 3)
        self.archive = self.path("archive-2")
        self.organize("--include-hidden")
        self.assertEqual(len(self.placed()), 6)

    def test_several_sources(self):
        self.photo("a.jpg", "2018-03-04 05:06:07")
        other = os.path.dirname(self.write("other/b.jpg", jpeg("2018-03-04 05:06:07", "b")))
        document = self.run_json("organize", "--source", self.source, "--source", other,
                                 "--destination-root", self.archive, "--mode", "copy")
        self.assertEqual(document["balance"]["copied"], 2)
        self.assertEqual(self.placed(), ["2018/a.jpg", "2018/b.jpg"])

    def test_groups_travel_together(self):
        self.photo("IMG_1.HEIC", "2019-05-04 10:11:12")
        self.write("source/IMG_1.MOV", mp4("2021-01-01 00:00:00", "live"))
        self.write("source/IMG_1.AAE", b"<plist/>")
        self.photo("IMG_2.jpg", "2018-05-04 10:11:12")
        self.write("source/IMG_2.jpg.xmp", b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
        self.write("source/lonely.xmp", b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
        document = self.organize()
        self.assertLessEqual({"2019/IMG_1.HEIC", "2019/IMG_1.MOV", "2019/IMG_1.AAE",
                              "2018/IMG_2.jpg", "2018/IMG_2.jpg.xmp"}, set(self.placed()))
        rows = self.rows(document)
        group = {rows[name]["group_id"] for name in ("IMG_1.HEIC", "IMG_1.MOV", "IMG_1.AAE")}
        self.assertEqual(len(group), 1)
        self.assertNotEqual(group, {""})
        self.assertIn("lonely.xmp", rows)

    def test_a_broken_file_stops_nothing(self):
        self.photo("a.jpg")
        self.write("source/broken.jpg", b"\xff\xd8\xff\xe1\xff\xffExif\0\0II*\0", 1500000000)
        self.write("source/empty.jpg", b"", 1500000000)
        document = self.organize()
        self.assertEqual(document["balance"]["copied"], 3)

    def test_relative_paths(self):
        self.small_library()
        self.run_cli("organize", "--source", "source/../source", "--destination-root", "./archive",
                     "--mode", "copy", "--report-csv", "r.csv")
        self.assertEqual(len(self.placed()), 4)
        self.assertEqual(read_csv(self.path("r.csv"))[0]["destination_root"], self.archive)

    def test_text(self):
        self.small_library()
        answer = self.run_cli("organize", "--source", self.source, "--destination-root",
                              self.archive, "--mode", "copy")
        document = self.run_json("history", "list")["runs"][0]
        for word in (document["run_id"], "organize-media-report.csv", "susun-cli verify",
                     f"susun-cli undo {document['run_id']}"):
            self.assertIn(word, answer.out)
        self.assertNotEqual(answer.err, "")

    def test_quiet(self):
        self.small_library()
        answer = self.run_cli("organize", "--source", self.source, "--destination-root",
                              self.archive, "--mode", "copy", "--quiet")
        self.assertEqual(answer.err, "")

    def test_own_history(self):
        self.small_library()
        self.organize("--history-db", self.path("mine/h.db"))
        self.assertTrue(os.path.exists(self.path("mine/h.db")))
        self.assertFalse(os.path.exists(self.path("data/susun/history.db")))

    def test_source_that_is_not_there(self):
        self.run_json("organize", "--source", self.path("nowhere"), "--destination-root",
                      self.archive, "--mode", "copy", expect=USAGE)
        self.assertFalse(os.path.exists(self.archive))


main()
