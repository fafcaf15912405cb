#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Verification reads the medium: a byte that changes on the disk, under a mounted archive whose pages
are still good in memory, is found; and nothing is removed on the strength of such a copy."""

import hashlib
import mmap
import os
import subprocess

import disks
from worlds import World
from harness import ITEMS, OK, PROGRAM, files_below, jpeg, main, read_csv, wait_until

MEGABYTES = 400
VICTIM = "victim.jpg"


class Media(World):
    def setUp(self):
        super().setUp()
        disks.need_mounts()
        self.disks = disks.Folder()
        self.addCleanup(self.disks.clear)
        # The source lies elsewhere than the archive, whose disk goes bad.
        self.settle_in(self.path("first"), self.disks("second"))
        self.archive = os.path.join(self.second, "archive")
        self.quarantine = os.path.join(self.second, "quarantine")
        for i in range(6):
            self.add(f"{i}.jpg", jpeg(f"2019-05-0{i + 1} 10:00:00", i, size=50_000))
        self.data = jpeg("2019-06-01 10:00:00", "victim", size=200_000)
        self.add(VICTIM, self.data)

    def mount(self, kind="ext4"):
        self.disk = self.disks("disk.img")
        disks.make_image(self.disk, kind, MEGABYTES)
        disks.mount_image(self.disk, self.second)

    def rot(self):
        """Changes one byte of the victim's copy on the disk, below the file system."""
        disks.sync(self.second)
        needle = self.data[100_000:100_064]
        with open(self.disk, "r+b") as file, mmap.mmap(file.fileno(), 0) as disk:
            place = disk.find(needle)
            self.assertGreater(place, 0, "the copy is not on the disk")
            while place >= 0:
                disk[place + 7] ^= 0x40
                place = disk.find(needle, place + 1)
            disk.flush()

    def organize_here(self, mode="copy"):
        return self.run_json("organize", "--source", self.source, "--destination-root",
                             self.archive, "--mode", mode)

    def copy_of_victim(self):
        return os.path.join(self.archive, "2019", VICTIM)

    def read_copy(self):
        """As any program reads it: through the page cache."""
        with open(self.copy_of_victim(), "rb") as file:
            return file.read()

    def assert_only_victim(self, path, status, column="verification_status"):
        rows = [row for row in read_csv(path) if row[column] == status]
        self.assertEqual([os.path.basename(row["source_path"]) for row in rows], [VICTIM])
        return rows[0]

    # --- verify

    def test_verify_finds_it(self):
        self.mount()
        report = self.organize_here()["report_csv"]
        self.assertEqual(self.read_copy(), self.data)
        self.rot()
        # The kernel still shows everybody the good byte: that is what must not be believed.
        self.assertEqual(self.read_copy(), self.data)
        document = self.verify(report, expect=ITEMS)
        self.assertEqual((document["balance"]["verified"], document["balance"]["unverified"]),
                         (6, 1))
        row = self.assert_only_victim(self.path("unverified.csv"), "unverified")
        self.assertNotEqual(row["destination_hash"], hashlib.sha256(self.data).hexdigest())
        # And quarantine, with what was proven, leaves the victim's original alone.
        self.quarantine_all()
        self.assertEqual(files_below(self.source), [VICTIM])

    def test_verify_on_btrfs(self):
        """A file system with checksums answers with an error instead."""
        disks.need("mkfs.btrfs")
        self.mount("btrfs")
        report = self.organize_here()["report_csv"]
        self.rot()
        self.assertEqual(self.read_copy(), self.data)
        self.verify(report, expect=ITEMS)
        self.assert_only_victim(self.path("unverified.csv"), "unverified")
        self.quarantine_all()
        self.assertEqual(files_below(self.source), [VICTIM])

    def test_anywhere_reads_the_medium(self):
        self.mount()
        report = self.organize_here()["report_csv"]
        os.rename(self.copy_of_victim(), os.path.join(self.archive, "elsewhere.jpg"))
        self.assertEqual(self.verify(report, "--anywhere", name="1")["balance"]["verified"], 7)
        self.rot()
        self.verify(report, "--anywhere", name="2", expect=ITEMS)
        self.assert_only_victim(self.path("unverified2.csv"), "unverified")

    # --- after verify: the manifest says verified, the disk has gone bad since

    def proven_then_rotten(self):
        self.mount()
        self.verify(self.organize_here()["report_csv"])
        self.assertEqual(self.read_copy(), self.data)
        self.rot()

    def assert_victim_stands(self):
        self.assertEqual(files_below(self.source), [VICTIM])
        with open(os.path.join(self.source, VICTIM), "rb") as file:
            self.assertEqual(file.read(), self.data)

    def test_quarantine_refuses_it(self):
        self.proven_then_rotten()
        document = self.quarantine_all(expect=ITEMS)
        self.assertEqual(document["balance"]["quarantined"], 6)
        self.assert_victim_stands()
        self.assertEqual(document["problems"][0]["cause"], "unproven")

    def test_permanent_delete_refuses_it(self):
        self.proven_then_rotten()
        document = self.quarantine_all("--delete-permanently", "--yes-really-delete", expect=ITEMS)
        self.assertEqual(document["balance"]["removed"], 6)
        self.assert_victim_stands()

    def test_purge_refuses_it(self):
        self.mount()
        self.verify(self.organize_here()["report_csv"])
        run_id = self.quarantine_all()["run_id"]
        self.rot()
        document = self.run_json("purge", run_id, "--yes-really-delete", expect=ITEMS)
        self.assertEqual(document["balance"]["removed"], 6)
        left = [name for name in files_below(self.quarantine) if name.endswith(".jpg")]
        self.assertEqual([os.path.basename(name) for name in left], [VICTIM])

    def test_undo_keeps_the_copy_when_the_original_went_bad(self):
        """Undo of a copy removes the copy only when its original stands, read from its medium."""
        self.mount()
        self.settle_in(self.disks("second"), self.path("first"))
        self.archive = os.path.join(self.second, "archive")
        self.truth.clear()
        for i in range(3):
            self.add(f"{i}.jpg", jpeg(f"2019-05-0{i + 1} 10:00:00", i, size=50_000))
        self.add(VICTIM, self.data)
        run_id = self.organize_here()["run_id"]
        self.second, good = self.first, self.second
        self.rot()
        self.second = good
        document = self.run_json("undo", run_id, expect=ITEMS)
        self.assertEqual(document["balance"]["removed"], 3)
        self.assertEqual(self.read_copy(), self.data)

    # --- during a move

    def test_move_reads_back_before_the_original_goes(self):
        """The copy rots after its fsync, before it is read back: the original stays."""
        disks.need("strace")
        self.mount()
        log = self.path("log")
        done = subprocess.run(["strace", "-o", self.path("try"), "true"],
                              stderr=subprocess.DEVNULL)
        if done.returncode != 0:
            self.skipTest("strace may not trace here")
        # All copies are on the disk when the first of them gets its name: that call waits.
        process = subprocess.Popen(
            ["strace", "-f", "-qq", "-o", log, "-e", "trace=renameat2", "-e",
             "inject=renameat2:delay_enter=5s:when=1", PROGRAM, "organize", "--source", self.source,
             "--destination-root", self.archive, "--mode", "move", "--json", "--quiet"],
            env={**self.env, "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(process.kill)
        wait_until(lambda: os.path.exists(log) and os.path.getsize(log) > 0)
        self.assertIsNone(process.poll())
        self.rot()
        out, err = process.communicate(timeout=120)
        self.assertEqual(process.returncode, ITEMS, err)
        self.assert_victim_stands()
        self.assertEqual(sorted(os.path.basename(name) for name in files_below(self.archive)
                                if name.endswith(".jpg")), [*(f"{i}.jpg" for i in range(6)), VICTIM])


if __name__ == "__main__":
    disks.enter()
    main()
