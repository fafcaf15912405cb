#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The chain of evidence: organize, verify, quarantine, restore, purge, undo."""

import json
import os
import shutil
import subprocess

from harness import (ITEMS, OK, PROGRAM, QUARANTINE_COLUMNS, REFUSED, USAGE, VERIFY_COLUMNS, Case,
                     columns_of, files_below, jpeg, main, read_csv, snapshot)


class Verify(Case):
    def test_all_proven(self):
        self.small_library()
        organized = self.organize()
        document = self.verify(organized["report_csv"])
        self.assertEqual(document["balance"]["verified"], 4)
        self.assertEqual(document["chain_id"], organized["run_id"])
        self.assertNotEqual(document["run_id"], organized["run_id"])
        rows = read_csv(self.path("verified.csv"))
        for name in ("verified.csv", "unverified.csv"):
            self.assertEqual(columns_of(self.path(name)), list(VERIFY_COLUMNS))
        self.assertEqual(len(rows), 4)
        self.assertEqual(read_csv(self.path("unverified.csv")), [])
        for row in rows:
            self.assertEqual(row["run_id"], organized["run_id"])
            self.assertEqual(row["source_hash"], row["destination_hash"])
            self.assertEqual(row["verification_status"], "verified")
            self.assertEqual(int(row["file_size_bytes"]), os.path.getsize(row["source_path"]))

    def test_differs_and_missing(self):
        self.small_library()
        organized = self.organize()
        with open(os.path.join(self.archive, "2018/a.jpg"), "r+b") as file:
            file.seek(30)
            file.write(b"!")
        os.remove(os.path.join(self.archive, "2019/b.jpg"))
        os.remove(os.path.join(self.source, "more/c.jpg"))
        answer = self.run_cli("verify", "--input-csv", organized["report_csv"], "--verified-out",
                              self.path("verified.csv"), "--unverified-out",
                              self.path("unverified.csv"), "--hash", "sha256", expect=ITEMS)
        self.assertRegex(answer.out, r"1 proven · 1 differs · 2 missing")
        rows = read_csv(self.path("unverified.csv"))
        self.assertEqual({row["verification_status"] for row in rows}, {"unverified"})
        self.assertEqual(sorted(os.path.basename(row["source_path"]) for row in rows),
                         ["a.jpg", "b.jpg", "c.jpg"])
        for row in rows:
            self.assertNotEqual(row["notes"], "")

    def test_outputs_are_never_overwritten(self):
        self.small_library()
        report = self.organize()["report_csv"]
        self.write("verified.csv", b"mine")
        self.verify(report, expect=USAGE)
        with open(self.path("verified.csv"), "rb") as file:
            self.assertEqual(file.read(), b"mine")

    def test_limit_offset_and_state(self):
        for i in range(10):
            self.photo(f"{i}.jpg")
        report = self.organize()["report_csv"]
        self.verify(report, "--limit", "3", "--offset", "2", name="-a")
        self.assertEqual(len(read_csv(self.path("verified-a.csv"))), 3)
        state = self.path("state.json")
        for rows in (4, 8, 10):
            self.verify(report, "--limit", "4", "--state-file", state, name="-b")
            with open(state, encoding="utf-8") as file:
                saved = json.load(file)
            self.assertEqual(saved["cursor"], rows)
            self.assertEqual(saved["verified_bytes"], os.path.getsize(self.path("verified-b.csv")))
            self.assertEqual(saved["unverified_bytes"],
                             os.path.getsize(self.path("unverified-b.csv")))
            self.assertEqual(len(read_csv(self.path("verified-b.csv"))), rows)
        whole = [row["source_path"] for row in read_csv(report)]
        self.assertEqual([row["source_path"] for row in read_csv(self.path("verified-b.csv"))],
                         whole)

    def test_outputs_are_cut_back_to_the_state(self):
        for i in range(6):
            self.photo(f"{i}.jpg")
        report = self.organize()["report_csv"]
        state = self.path("state.json")
        self.verify(report, "--limit", "3", "--state-file", state)
        # What a kill between the rows and the state leaves behind.
        with open(self.path("verified.csv"), "a", encoding="utf-8") as file:
            file.write("half a row, that the state does not coun")
        self.verify(report, "--state-file", state)
        self.assertEqual(len({row["source_path"] for row in read_csv(self.path("verified.csv"))}), 6)

    def test_sha256sums(self):
        self.photo("back\\slash.jpg")
        self.photo("new\nline.jpg")
        self.photo("plain.jpg")
        sums = self.path("SHA256SUMS")
        self.verify(self.organize()["report_csv"], "--sha256sums", sums)
        done = subprocess.run(["sha256sum", "-c", "--strict", sums], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertEqual(done.stdout.count(b": OK"), 3)

    def test_anywhere(self):
        self.small_library()
        report = self.organize()["report_csv"]
        os.rename(os.path.join(self.archive, "2019"), os.path.join(self.archive, "2019 Majlis"))
        self.verify(report, name="-a", expect=ITEMS)
        self.assertEqual(len(read_csv(self.path("verified-a.csv"))), 2)
        self.verify(report, "--anywhere", name="-b")
        rows = read_csv(self.path("verified-b.csv"))
        self.assertEqual(len(rows), 4)
        for row in rows:
            self.assertTrue(os.path.exists(row["destination_path"]), row)

    def test_duplicates_and_archived_count_as_proven(self):
        self.photo("a.jpg", seed="same")
        self.photo("b/a.jpg", seed="same")
        self.verify(self.organize()["report_csv"], name="-1")
        self.assertEqual(len(read_csv(self.path("verified-1.csv"))), 2)
        self.verify(self.organize()["report_csv"], name="-2")
        self.assertEqual(len(read_csv(self.path("verified-2.csv"))), 2)

    def test_reads_reports_of_others(self):
        """A report as the original tool writes it: 18 columns, its own order of rows."""
        import csv
        source = self.photo("a.jpg")
        target = self.write("archive/2019/a.jpg", jpeg("2019-05-04 10:11:12", ascii("a.jpg")))
        shutil.copy2(source, target)
        columns = ("schema_version run_id action media_kind source_path file_name file_extension "
                   "file_size_bytes effective_datetime effective_year destination_root "
                   "destination_path collision_resolved collision_suffix metadata_source "
                   "date_filter_result status notes").split()
        report = self.path("theirs.csv")
        with open(report, "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerow({"schema_version": "1.0", "status": "ok", "action": "copy",
                             "run_id": "0b8d1c6e-7d2a-4c8e-9a53-6f7f8e1d2c3b",
                             "media_kind": "image", "source_path": source,
                             "file_name": "a.jpg", "file_extension": ".jpg",
                             "file_size_bytes": os.path.getsize(source),
                             "effective_datetime": "2019-05-04T10:11:12", "effective_year": "2019",
                             "destination_root": self.archive, "destination_path": target,
                             "collision_resolved": "False", "metadata_source": "exif",
                             "date_filter_result": "included"})
        self.verify(report)
        self.assertEqual(len(read_csv(self.path("verified.csv"))), 1)
        self.assertEqual(read_csv(self.path("verified.csv"))[0]["run_id"],
                         "0b8d1c6e-7d2a-4c8e-9a53-6f7f8e1d2c3b")


class Quarantine(Case):
    def ready(self):
        """A verified small library; returns (the source's snapshot, the organize run's id)."""
        before = self.small_library()
        organized = self.organize()
        self.verify(organized["report_csv"])
        return before, organized["run_id"]

    def test_there_and_back(self):
        before, run_id = self.ready()
        document = self.quarantine_all()
        self.assertEqual(document["balance"]["quarantined"], 4)
        self.assertEqual(document["chain_id"], run_id)
        self.assertEqual(files_below(self.source), [])
        place = os.path.join(self.quarantine, run_id)
        self.assertEqual([name for name in files_below(place) if name != "results.csv"
                          and name.rsplit(".", 1)[1] in ("jpg", "mp4")],
                         ["a.jpg", "b.jpg", "more/c.jpg", "more/d.mp4"])
        results = os.path.join(place, "results.csv")
        self.assertEqual(document["results_csv"], results)
        self.assertEqual(columns_of(results), list(QUARANTINE_COLUMNS))
        for row in read_csv(results):
            self.assertEqual(row["action_taken"], "quarantine")
            self.assertTrue(os.path.exists(row["destination_quarantine_path"]))
            self.assertFalse(os.path.exists(row["source_path"]))

        self.assertEqual(self.run_json("restore", run_id)["balance"]["restored"], 4)
        self.assertEqual(snapshot(self.source), before)
        undone = self.run_json("undo", run_id)
        self.assertEqual(undone["balance"]["removed"], 4)
        self.assertEqual(snapshot(self.source), before)
        self.assertEqual([name for name in files_below(self.archive)
                          if not name.endswith(".csv")], [])
        self.assertFalse(os.path.exists(os.path.join(self.archive, "2018")))
        self.assert_no_leftovers(self.source, self.archive)

    def test_restore_by_either_id_and_by_item(self):
        _, run_id = self.ready()
        own = self.quarantine_all()["run_id"]
        path = os.path.join(self.source, "more/c.jpg")
        self.run_json("restore", own, "--item", path)
        self.assertEqual(files_below(self.source), ["more/c.jpg"])
        self.run_json("restore", run_id)
        self.assertEqual(len(files_below(self.source)), 4)
        self.run_json("restore", own, expect=None)
        self.assertEqual(len(files_below(self.source)), 4)

    def test_restore_beside_a_newcomer(self):
        before, run_id = self.ready()
        self.quarantine_all()
        self.write("source/a.jpg", b"a newcomer")
        self.run_json("restore", run_id)
        self.assertEqual(snapshot(self.source)[b"a (restored).jpg"], before[b"a.jpg"])
        with open(os.path.join(self.source, "a.jpg"), "rb") as file:
            self.assertEqual(file.read(), b"a newcomer")

    def test_dry_run(self):
        before, _ = self.ready()
        self.quarantine_all("--dry-run", "--results-out", self.path("results.csv"))
        self.assertEqual(snapshot(self.source), before)
        self.assertEqual(len(read_csv(self.path("results.csv"))), 4)
        self.quarantine_all("--results-out", self.path("results-2.csv"))
        self.assertEqual(files_below(self.source), [])

    def test_changed_since(self):
        before, _ = self.ready()
        with open(os.path.join(self.source, "a.jpg"), "ab") as file:
            file.write(b"edited")
        with open(os.path.join(self.archive, "2019/b.jpg"), "ab") as file:
            file.write(b"rotten")
        document = self.quarantine_all(expect=ITEMS)
        self.assertEqual(document["balance"]["quarantined"], 2)
        self.assertEqual(files_below(self.source), ["a.jpg", "b.jpg"])
        self.assertEqual(snapshot(self.source)[b"b.jpg"], before[b"b.jpg"])
        actions = {os.path.basename(row["source_path"]): row
                   for row in read_csv(document["results_csv"])}
        for name in ("a.jpg", "b.jpg"):
            self.assertIn(actions[name]["action_taken"], ("skipped", "error"))
            self.assertNotEqual(actions[name]["notes"], "")

    def test_hard_link_is_no_second_copy(self):
        self.photo("a.jpg")
        organized = self.organize()
        copy = os.path.join(self.archive, "2019/a.jpg")
        os.remove(copy)
        os.link(os.path.join(self.source, "a.jpg"), copy)
        self.verify(organized["report_csv"], expect=None)
        self.quarantine_all(expect=None)
        self.assertEqual(files_below(self.source), ["a.jpg"])

    def test_limit_and_offset(self):
        self.ready()
        self.quarantine_all("--limit", "1", "--offset", "1", "--results-out", self.path("1.csv"))
        self.assertEqual(len(files_below(self.source)), 3)

    def test_state_file(self):
        self.ready()
        state = self.path("state.json")
        for left in (2, 0):
            self.quarantine_all("--limit", "2", "--state-file", state, "--results-out",
                                self.path("results.csv"))
            self.assertEqual(len(files_below(self.source)), left)
        self.assertEqual(len(read_csv(self.path("results.csv"))), 4)

    def test_expected_run(self):
        before, run_id = self.ready()
        other = "0b8d1c6e-7d2a-4c8e-9a53-6f7f8e1d2c3b"
        call = ("quarantine", "--manifest", self.path("verified.csv"), "--quarantine-root",
                self.quarantine)
        self.run_json(*call, "--expected-run-id", other, expect=REFUSED)
        self.assertEqual(snapshot(self.source), before)
        self.assertFalse(os.path.exists(self.quarantine))
        self.run_json(*call, "--expected-run-id", run_id)
        self.assertEqual(files_below(self.source), [])

    def test_alias(self):
        self.ready()
        self.run_cli("apply-deletions", "--manifest", self.path("verified.csv"),
                     "--expected-run-id", "auto", "--quarantine-root", self.quarantine)
        self.assertEqual(files_below(self.source), [])

    def test_delete_permanently_asks_twice(self):
        before, run_id = self.ready()
        self.quarantine_all("--delete-permanently", expect=REFUSED)
        self.assertEqual(snapshot(self.source), before)
        document = self.quarantine_all("--delete-permanently", "--yes-really-delete",
                                       "--results-out", self.path("results.csv"))
        self.assertEqual(document["kind"], "delete")
        self.assertEqual(document["balance"]["removed"], 4)
        self.assertEqual(files_below(self.source), [])
        self.assertEqual(len([n for n in files_below(self.archive) if not n.endswith(".csv")]), 4)
        self.assertEqual({row["action_taken"] for row in read_csv(self.path("results.csv"))},
                         {"delete"})
        self.run_json("restore", run_id, expect=USAGE)

    def test_purge(self):
        _, run_id = self.ready()
        self.quarantine_all()
        held = snapshot(self.quarantine)
        self.run_json("purge", run_id, expect=REFUSED)
        self.run_json("purge", run_id, "--older-than", "30", "--yes-really-delete",
                      expect=REFUSED)
        self.assertEqual(snapshot(self.quarantine), held)
        answer = self.run_cli("purge", run_id, "--yes-really-delete")
        self.assertIn("days old", answer.err)
        self.assertEqual([name for name in files_below(self.quarantine)
                          if name.endswith((".jpg", ".mp4"))], [])

    def test_purge_keeps_what_is_not_proven(self):
        _, run_id = self.ready()
        self.quarantine_all()
        os.remove(os.path.join(self.archive, "2018/a.jpg"))
        self.run_json("purge", run_id, "--yes-really-delete", expect=ITEMS)
        self.assertEqual([name for name in files_below(self.quarantine)
                          if name.endswith((".jpg", ".mp4"))], [f"{run_id}/a.jpg"])


class Undo(Case):
    def test_move(self):
        before = self.small_library()
        run_id = self.organize(mode="move")["run_id"]
        self.assertEqual(self.run_json("undo", run_id)["balance"]["restored"], 4)
        self.assertEqual(snapshot(self.source), before)
        self.assertEqual([name for name in files_below(self.archive)
                          if not name.endswith(".csv")], [])

    def test_keeps_the_only_copy(self):
        self.small_library()
        run_id = self.organize()["run_id"]
        os.remove(os.path.join(self.source, "a.jpg"))
        with open(os.path.join(self.source, "b.jpg"), "ab") as file:
            file.write(b"edited")
        document = self.run_json("undo", run_id, expect=ITEMS)
        self.assertEqual([name for name in files_below(self.archive)
                          if not name.endswith(".csv")], ["2018/a.jpg", "2019/b.jpg"])
        self.assertEqual(sum(group["count"] for group in document["problems"]), 2)

    def test_keeps_what_was_there_before(self):
        self.small_library()
        self.write("archive/2018/stranger.txt", b"mine")
        run_id = self.organize()["run_id"]
        self.run_json("undo", run_id)
        self.assertEqual([name for name in files_below(self.archive)
                          if not name.endswith(".csv")], ["2018/stranger.txt"])

    def test_while_in_quarantine_the_copies_stay(self):
        self.small_library()
        organized = self.organize()
        self.verify(organized["report_csv"])
        self.quarantine_all()
        self.run_json("undo", organized["run_id"], expect=None)
        self.assertEqual(len([name for name in files_below(self.archive)
                              if not name.endswith(".csv")])
                         + len(files_below(self.source)), 4)

    def test_twice(self):
        before = self.small_library()
        run_id = self.organize()["run_id"]
        self.run_json("undo", run_id)
        self.run_json("undo", run_id, expect=None)
        self.assertEqual(snapshot(self.source), before)


class Dedupe(Case):
    def ready(self):
        """Three copies of one photo and one other stand in the archive; all verified."""
        content = jpeg("2019-05-04 10:11:12", "same")
        self.write("source/1/Majlis.jpg", content, 1500000000)
        self.photo("other.jpg")
        organized = self.organize()
        for name in ("IMG_0001.jpg", "Majlis (2).jpg"):
            self.write(f"archive/2019/{name}", content, 1500000000)
        self.verify(organized["report_csv"])
        rows = read_csv(self.path("verified.csv"))
        row = next(row for row in rows if row["source_path"].endswith("Majlis.jpg"))
        import csv
        with open(self.path("verified.csv"), "a", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, VERIFY_COLUMNS)
            for name in ("IMG_0001.jpg", "Majlis (2).jpg"):
                writer.writerow({**row, "destination_path": f"{self.archive}/2019/{name}"})
        return organized["run_id"]

    def dedupe(self, *words, expect=OK):
        return self.run_json("dedupe", "--manifest", self.path("verified.csv"), "--archive-root",
                             self.archive, "--quarantine-root", self.quarantine,
                             "--keep-out", self.path("keep.csv"),
                             "--dupes-out", self.path("dupes.csv"),
                             "--expected-run-id", "auto", *words, expect=expect)

    def test_keeps_the_best_name(self):
        run_id = self.ready()
        before = snapshot(self.archive)
        document = self.dedupe()
        self.assertEqual(document["chain_id"], run_id)
        self.assertEqual(columns_of(self.path("keep.csv")),
                         "run_id scope year hash kept_destination_path keep_reason".split())
        self.assertEqual(columns_of(self.path("dupes.csv")),
                         "run_id scope year hash duplicate_destination_path quarantine_path "
                         "action_taken notes".split())
        kept = read_csv(self.path("keep.csv"))
        self.assertEqual([os.path.basename(row["kept_destination_path"]) for row in kept
                          if row["hash"] in {d["hash"] for d in read_csv(self.path("dupes.csv"))}],
                         ["Majlis.jpg"])
        dupes = read_csv(self.path("dupes.csv"))
        self.assertEqual({row["action_taken"] for row in dupes}, {"quarantine"})
        self.assertEqual(len(dupes), 2)
        for row in dupes:
            self.assertTrue(os.path.exists(row["quarantine_path"]))
            self.assertFalse(os.path.exists(row["duplicate_destination_path"]))
            self.assertEqual(row["year"], "2019")
        self.run_json("restore", document["run_id"])
        self.assertEqual({k: v for k, v in snapshot(self.archive).items()}, before)

    def test_dry_run(self):
        self.ready()
        before = snapshot(self.archive)
        self.dedupe("--dry-run", "--scope", "global")
        self.assertEqual(snapshot(self.archive), before)
        self.assertEqual({row["action_taken"] for row in read_csv(self.path("dupes.csv"))},
                         {"dry-run-quarantine"})

    def test_the_kept_copy_proves(self):
        self.ready()
        self.dedupe()
        self.quarantine_all(expect=None)
        self.assertEqual(files_below(self.source), [])


main()
