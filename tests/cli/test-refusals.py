#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is refused before anything is touched: folders inside one another, manifests that were edited."""

import csv
import os
import resource
import shutil
import subprocess

from harness import (ITEMS, OK, PROGRAM, REFUSED, USAGE, VERIFY_COLUMNS, Case, as_other_user,
                     files_below, jpeg, main, read_csv, snapshot)

# The shadow of a sanitizer's memory is no memory of ours.
with open(PROGRAM, "rb") as program:
    SANITIZED = b"__asan_init" in program.read()


class Folders(Case):
    def but_history(self):
        return {name: value for name, value in snapshot(self.tmp).items()
                if not name.startswith(b"data")}

    def refuse(self, *words, mode="copy"):
        before = self.but_history()
        answer = self.run_cli("organize", "--mode", mode, "--quiet", *words, expect=REFUSED)
        self.assertNotEqual(answer.err, "")
        self.assertEqual(self.but_history(), before)
        self.assertEqual(self.run_json("history")["runs"], [])

    def test_archive_inside_source(self):
        self.photo("a.jpg")
        os.mkdir(os.path.join(self.source, "archive"))
        for mode in ("report", "copy", "move"):
            self.refuse("--source", self.source, "--destination-root",
                        os.path.join(self.source, "archive"), mode=mode)
            self.refuse("--source", self.source, "--destination-root",
                        os.path.join(self.source, "not/yet/there"), mode=mode)

    def test_source_inside_archive(self):
        self.photo("a.jpg")
        for mode in ("copy", "move"):
            self.refuse("--source", self.source, "--destination-root", self.tmp, mode=mode)

    def test_same_folder(self):
        self.photo("a.jpg")
        self.refuse("--source", self.source, "--destination-root", self.source)
        os.symlink("source", self.path("by-link"))
        self.refuse("--source", self.source, "--destination-root", self.path("by-link"))
        self.refuse("--source", self.path("by-link"), "--destination-root", self.source)

    def test_behind_a_link(self):
        self.photo("a.jpg")
        os.mkdir(self.path("source/inside"))
        os.symlink("source/inside", self.path("link"))
        self.refuse("--source", self.source, "--destination-root", self.path("link"))

    def test_one_source_twice(self):
        self.photo("sub/a.jpg")
        os.symlink("source", self.path("by-link"))
        for other in (self.source, self.path("by-link"), os.path.join(self.source, "sub")):
            self.refuse("--source", self.source, "--source", other, "--destination-root",
                        self.archive)

    def test_quarantine_inside_source(self):
        self.photo("a.jpg")
        self.verify(self.organize()["report_csv"])
        before = snapshot(self.source)
        for name in ("q", "sub/q", "."):
            self.quarantine = os.path.join(self.source, name)
            self.quarantine_all(expect=REFUSED)
            self.assertEqual(snapshot(self.source), before)
        self.quarantine = os.path.join(self.source, ".susun-quarantine")
        self.quarantine_all()
        self.assertEqual([name for name in files_below(self.source)
                          if not name.startswith(".susun-quarantine/")], [])

    def test_read_only_archive(self):
        self.photo("a.jpg")
        os.mkdir(self.archive, 0o555)
        os.mkdir(self.path("data"), 0o777)
        os.chmod(self.path("data"), 0o777)
        os.chmod(self.tmp, 0o755)
        words = as_other_user([PROGRAM, "organize", "--source", self.source, "--destination-root",
                               self.archive, "--mode", "copy", "--quiet"])
        if words is None:
            self.skipTest("root without setpriv writes everywhere")
        done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.env)
        self.assertEqual(done.returncode, REFUSED, done.stderr)
        self.assertEqual(os.listdir(self.archive), [])

    def test_no_room(self):
        if os.geteuid() != 0 or shutil.which("mount") is None:
            self.skipTest("only root can mount a small disk")
        os.mkdir(self.archive)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", self.archive],
                          stderr=subprocess.DEVNULL).returncode != 0:
            self.skipTest("a small disk cannot be mounted here")
        self.addCleanup(subprocess.run, ["umount", "-l", self.archive], check=True)
        self.photo("a.jpg", size=2_000_000)
        before = snapshot(self.source)
        self.organize(expect=REFUSED)
        self.assertEqual(snapshot(self.source), before)
        self.assertEqual([n for n in files_below(self.archive) if n.endswith(".jpg")], [])


class Manifests(Case):
    """A manifest is a text that anybody can edit: it decides nothing by itself."""

    def setUp(self):
        super().setUp()
        self.before = self.small_library()
        self.report = self.organize()["report_csv"]
        self.verify(self.report)
        self.manifest = self.path("verified.csv")
        self.rows = read_csv(self.manifest)
        self.bystander = self.write("elsewhere/precious.jpg", jpeg("2011-01-01 00:00:00", "p"))

    def edit(self, **changes):
        """Rewrites the manifest with the first row changed."""
        self.rows[0].update(changes)
        with open(self.manifest, "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, VERIFY_COLUMNS)
            writer.writeheader()
            writer.writerows(self.rows)

    def apply(self, *words):
        """Quarantines by the edited manifest; returns the names left in the source."""
        answer = self.run_cli("quarantine", "--manifest", self.manifest, "--expected-run-id",
                              "auto", "--quarantine-root", self.quarantine, "--quiet", *words,
                              expect=None)
        self.assertTrue(os.path.exists(self.bystander))
        return answer.status, files_below(self.source)

    def held(self, status, left):
        """The first row's file must still be there, whatever became of the others."""
        self.assertNotEqual(status, OK)
        name = os.path.relpath(self.original, self.source)
        self.assertIn(name, left)
        self.assertEqual(snapshot(self.source)[os.fsencode(name)],
                         self.before[os.fsencode(name)])

    @property
    def original(self):
        return os.path.join(self.source, "a.jpg")

    def test_order(self):
        self.assertEqual(self.rows[0]["source_path"], self.original)

    def test_changed_hash(self):
        self.edit(source_hash="0" * 64, destination_hash="0" * 64)
        self.held(*self.apply())

    def test_hashes_that_differ(self):
        self.edit(destination_hash="0" * 64)
        self.held(*self.apply())

    def test_no_hash(self):
        self.edit(source_hash="", destination_hash="")
        self.held(*self.apply())

    def test_unverified_row(self):
        self.edit(verification_status="unverified")
        self.held(*self.apply())

    def test_another_run_id(self):
        self.edit(run_id="0b8d1c6e-7d2a-4c8e-9a53-6f7f8e1d2c3b")
        status, left = self.apply()
        self.assertEqual((status, len(left)), (REFUSED, 4))

    def test_blank_run_id(self):
        self.edit(run_id="")
        status, left = self.apply()
        self.assertEqual((status, len(left)), (REFUSED, 4))

    def test_run_id_that_is_a_path(self):
        for row in self.rows:
            row["run_id"] = "../../elsewhere"
        self.edit()
        status, left = self.apply()
        self.assertEqual((status, len(left)), (REFUSED, 4))

    def test_source_outside(self):
        """Somebody else's file, whose bytes are nowhere in the archive."""
        self.edit(source_path=self.bystander)
        status, _ = self.apply()
        self.assertNotEqual(status, OK)

    def test_source_with_dots(self):
        for path in (f"{self.source}/../elsewhere/precious.jpg", "../elsewhere/precious.jpg",
                     "elsewhere/precious.jpg", f"{self.source}/more/../a.jpg"):
            self.edit(source_path=path)
            status, left = self.apply()
            self.assertNotEqual(status, OK)
            self.assertIn("a.jpg", left)

    def test_copy_that_is_the_original(self):
        self.edit(destination_path=self.original)
        self.held(*self.apply())

    def test_copy_elsewhere(self):
        self.edit(destination_path=self.bystander)
        self.held(*self.apply())

    def test_copy_is_a_link_to_the_original(self):
        copy = self.rows[0]["destination_path"]
        os.remove(copy)
        os.symlink(self.original, copy)
        self.held(*self.apply())

    def test_two_rows_prove_one_another(self):
        """a by b and b by a: only one of the two may go."""
        twin = self.write("source/twin.jpg", open(self.original, "rb").read(), 1500000000)
        os.remove(self.rows[0]["destination_path"])
        self.edit(destination_path=twin)
        self.rows.append({**self.rows[0], "source_path": twin, "destination_path": self.original})
        self.edit()
        _, left = self.apply()
        self.assertTrue({"a.jpg", "twin.jpg"} & set(left), left)

    def test_truncated(self):
        whole = open(self.manifest, "rb").read()
        for length in (len(whole) - 5, len(whole) // 2, 40, 0):
            with self.subTest(length):
                with open(self.manifest, "wb") as file:
                    file.write(whole[:length])
                status, left = self.apply()
                self.assertEqual((status, len(left)), (USAGE, 4))

    def test_no_csv(self):
        for content in (b"\0" * 5000, os.urandom(5000), b"a,b,c\n1,2,3\n", b"\xff\xfeU\0T\0F\0"):
            with open(self.manifest, "wb") as file:
                file.write(content)
            status, left = self.apply()
            self.assertEqual((status, len(left)), (USAGE, 4))

    def test_not_there(self):
        os.remove(self.manifest)
        status, left = self.apply()
        self.assertEqual((status, len(left)), (USAGE, 4))

    def test_verify_of_a_truncated_report(self):
        whole = open(self.report, "rb").read()
        cut = self.path("cut.csv")
        with open(cut, "wb") as file:
            file.write(whole[:-40])
        self.verify(cut, name="-cut", expect=USAGE)

    def test_verify_of_an_edited_report(self):
        """A row of the report that names somebody else's files proves nothing about ours."""
        rows = read_csv(self.report)
        rows[0]["source_path"] = self.bystander
        edited = self.path("edited.csv")
        with open(edited, "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
        self.verify(edited, name="-edited", expect=None)
        self.assertNotIn(self.bystander, [row["source_path"] for row in
                                          read_csv(self.path("verified-edited.csv"))]
                         if os.path.exists(self.path("verified-edited.csv")) else [])


class Million(Case):
    """A manifest of a million rows is read in little memory, and judged before the first file."""

    ROWS = 1_000_000
    RUN = "0b8d1c6e-7d2a-4c8e-9a53-6f7f8e1d2c3b"

    def bounded(self, *words, expect):
        """Runs with 300 MB of address space for data: what grows with the rows does not fit."""
        return self.run_cli(*words, "--quiet", expect=expect,
                            preexec_fn=lambda: resource.setrlimit(
                                resource.RLIMIT_DATA, (300_000_000, 300_000_000))
                            if not SANITIZED else None)

    def test_manifest_with_one_foreign_row_at_the_end(self):
        self.photo("a.jpg")
        before = snapshot(self.source)
        manifest = self.path("manifest.csv")
        with open(manifest, "w", newline="", encoding="utf-8") as file:
            file.write(",".join(VERIFY_COLUMNS) + "\r\n")
            for i in range(self.ROWS - 1):
                file.write(f"{self.RUN},{self.source}/a.jpg,{self.archive}/{i}.jpg,1,{'0' * 64},"
                           f"{'0' * 64},verified,\r\n")
            file.write(f"{self.RUN[::-1]},{self.source}/a.jpg,{self.archive}/a.jpg,1,{'0' * 64},"
                       f"{'0' * 64},verified,\r\n")
        answer = self.bounded("quarantine", "--manifest", manifest, "--expected-run-id", self.RUN,
                              "--quarantine-root", self.quarantine, expect=REFUSED)
        self.assertIn(str(self.ROWS + 1), answer.err)
        self.assertEqual(snapshot(self.source), before)
        self.assertFalse(os.path.exists(self.quarantine))

    def test_report(self):
        """The last rows of a long report, as a resumed verification reads them."""
        self.photo("a.jpg")
        short = self.organize()["report_csv"]
        with open(short, "rb") as file:
            head, row = file.read().splitlines(keepends=True)
        report = self.path("long.csv")
        with open(report, "wb") as file:
            file.write(head)
            for i in range(self.ROWS - 1):
                file.write(row.replace(b"a.jpg", b"missing-%d.jpg" % i))
            file.write(row)
        self.bounded("verify", "--input-csv", report, "--verified-out", self.path("verified.csv"),
                     "--unverified-out", self.path("unverified.csv"), "--offset",
                     str(self.ROWS - 1000), expect=ITEMS)
        self.assertEqual(len(read_csv(self.path("verified.csv"))), 1)
        self.assertEqual(len(read_csv(self.path("unverified.csv"))), 999)


main()
