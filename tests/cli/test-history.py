#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""susun-cli history, and what stands in the way of the database."""

import os
import shutil
import sqlite3

from harness import (ITEMS, OK, ORGANIZE_COLUMNS, REFUSED, USAGE, Case, columns_of, files_below,
                     main, read_csv, snapshot)

FIELDS = {"run_id", "chain_id", "kind", "state", "started", "finished", "source", "destination",
          "totals"}


class History(Case):
    def database(self):
        return self.path("data/susun/history.db")

    def test_empty(self):
        self.assertEqual(self.run_json("history"), {"runs": []})
        self.assertEqual(self.run_json("history", "list"), {"runs": []})
        self.assertFalse(os.path.exists(self.database()))
        self.run_cli("history", "show", "nonsense", expect=USAGE)
        self.run_cli("restore", "nonsense", expect=USAGE)

    def test_list(self):
        self.small_library()
        organized = self.organize()
        verified = self.verify(organized["report_csv"])
        quarantined = self.quarantine_all()
        runs = self.run_json("history", "list")["runs"]
        self.assertEqual([run["run_id"] for run in runs],
                         [quarantined["run_id"], verified["run_id"], organized["run_id"]])
        for run in runs:
            self.assertEqual(set(run), FIELDS)
            self.assertEqual(run["chain_id"], organized["run_id"])
            self.assertEqual(run["state"], "finished")
            self.assertRegex(run["started"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$")
            self.assertRegex(run["finished"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$")
        self.assertEqual([run["kind"] for run in runs], ["quarantine", "verify", "organize"])
        self.assertEqual(runs[2]["source"], self.source)
        self.assertEqual(runs[2]["destination"], self.archive)
        self.assertEqual(runs[2]["totals"]["copied"], 4)
        self.assertEqual(runs[0]["destination"], self.quarantine)
        text = self.run_cli("history").out
        for run in runs:
            self.assertIn(run["run_id"], text)

    def test_show(self):
        self.small_library()
        organized = self.organize("--layout", "{year}/{month}")
        document = self.run_json("history", "show", organized["run_id"])
        self.assertEqual(document["balance"]["copied"], 4)
        self.assertEqual(document["options"]["layout"], "{year}/{month}")
        self.assertEqual({root["role"] for root in document["roots"]}, {"source", "archive"})
        text = self.run_cli("history", "show", organized["run_id"]).out
        for word in (organized["run_id"], self.source, self.archive):
            self.assertIn(word, text)
        self.assertNotIn('":', text, "the record of its options is for programs")

    def test_export(self):
        self.small_library()
        organized = self.organize()
        path = self.path("export.csv")
        self.run_json("history", "export", organized["run_id"], "--csv", path)
        self.assertEqual(columns_of(path), list(ORGANIZE_COLUMNS))
        self.assertEqual(read_csv(path), read_csv(organized["report_csv"]))
        with open(path, "rb") as file:
            before = file.read()
        self.assertNotEqual(
            self.run_cli("history", "export", organized["run_id"], "--csv", path,
                         expect=None).status, OK)
        with open(path, "rb") as file:
            self.assertEqual(file.read(), before)

    def test_export_of_every_kind(self):
        self.small_library()
        organized = self.organize()
        verified = self.verify(organized["report_csv"])
        quarantined = self.quarantine_all()
        for document, rows in ((verified, 4), (quarantined, 4)):
            path = self.path(document["kind"] + "-export.csv")
            self.run_json("history", "export", document["run_id"], "--csv", path)
            self.assertEqual(len(read_csv(path)), rows)

    def test_forget(self):
        self.small_library()
        organized = self.organize()
        self.verify(organized["report_csv"])
        quarantined = self.quarantine_all()
        self.run_json("history", "forget", quarantined["run_id"], expect=REFUSED)
        self.run_json("restore", quarantined["run_id"])
        self.run_json("history", "forget", quarantined["run_id"])
        self.assertNotIn(quarantined["run_id"],
                         [run["run_id"] for run in self.run_json("history")["runs"]])
        self.run_json("history", "forget", quarantined["run_id"], expect=USAGE)
        self.assertEqual(len(files_below(self.source)), 4)

    def test_damaged_database(self):
        self.small_library()
        self.organize()
        with open(self.database(), "r+b") as file:
            file.seek(0)
            file.write(b"This is no database any more....")
        self.refused_by_database()

    def test_torn_database(self):
        self.small_library()
        self.organize()
        with open(self.database(), "r+b") as file:
            size = os.path.getsize(self.database())
            file.seek(4096)
            file.write(b"\xa5" * (size - 4096))
        self.refused_by_database()

    def test_somebody_elses_database(self):
        self.small_library()
        os.makedirs(os.path.dirname(self.database()))
        database = sqlite3.connect(self.database())
        database.execute("CREATE TABLE recipes (name TEXT)")
        database.commit()
        database.close()
        self.refused_by_database()

    def test_database_from_the_future(self):
        self.small_library()
        self.organize()
        database = sqlite3.connect(self.database())
        database.execute("PRAGMA user_version = 9999")
        database.close()
        self.refused_by_database()

    def refused_by_database(self):
        with open(self.database(), "rb") as file:
            held = file.read()
        source, archive = snapshot(self.source), os.path.exists(self.archive)
        for words in (("organize", "--source", self.source, "--destination-root",
                       self.path("other"), "--mode", "move"), ("history",), ("history", "list"),
                      ("undo", "0b8d1c6e-7d2a-4c8e-9a53-6f7f8e1d2c3b")):
            answer = self.run_cli(*words, "--quiet", expect=REFUSED)
            self.assertIn("history.db", answer.err)
        with open(self.database(), "rb") as file:
            self.assertEqual(file.read(), held)
        self.assertEqual(snapshot(self.source), source)
        self.assertFalse(os.path.exists(self.path("other")))
        self.assertEqual(os.path.exists(self.archive), archive)

    def test_history_in_a_folder_that_cannot_be_made(self):
        self.write("data", b"a file where a folder should be")
        answer = self.run_cli("organize", "--source", self.source, "--destination-root",
                              self.archive, expect=None)
        self.assertIn(answer.status, (USAGE, REFUSED))


main()
