# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A library, what is done with it by susun-cli, and what must be true of it at any moment.

For the tests that look at the program from outside, on real disks. world.h is the same for the sweep
within the process.
"""

import contextlib
import hashlib
import os
import random
import shutil
import sqlite3
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cli"))

from harness import OK, USAGE, Case, jpeg  # noqa: E402

# The states and ops of items in the history (src/core/store/susun-item.h).
COPIED, DONE = 5, 20
COPY, MOVE, REMOVE = 1, 2, 3

# What an operation is called in the history.
KINDS = {"copy": "organize", "move": "organize"}


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


class World(Case):
    """A test with a source, an archive and a quarantine, on one disk (self.first) or on two. An
    operation is called copy, move, quarantine, delete, restore, undo-copy, undo-move, rename or
    undo-rename; with -across behind it, archive and quarantine lie on self.second."""

    def setUp(self):
        super().setUp()
        self.settle_in(self.path("first"), self.path("second"))

    def settle_in(self, first, second):
        self.first, self.second = first, second
        self.source = os.path.join(first, "source")
        self.env["XDG_DATA_HOME"] = os.path.join(first, "data")
        self.chain = None
        self.truth = {}

    def make_library(self, count, sizes=(900, 5_000, 30_000, 90_000), seed=0):
        """Photos whose names collide across folders; one in eight has a sidecar."""
        dice = random.Random(seed)
        for i in range(count):
            name = f"{i % 5}/IMG_{i // 5:04d}.jpg"
            when = f"{2015 + i % 3}-0{1 + i % 9}-11 10:{i % 60:02d}:00"
            self.add(name, jpeg(when, f"{seed} {i}", size=dice.choice(sizes)), 1500000000 + i)
            if i % 8 == 0:
                self.add(name + ".xmp", f"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>{seed} {i}".encode())

    def make_events(self, count):
        """Folders with the pictures of one day each; the name that the first is to get is taken."""
        for i in range(count):
            when = f"2019-03-{1 + i:02d} 10:00:00"
            for n in range(3):
                self.add(f"kenduri_kahwin_{i}/DSC_{n}.jpg", jpeg(when, f"event {i} {n}"))
            self.add(f"kenduri_kahwin_{i}/album {i}/note.txt", f"note {i}".encode())
        self.add("2019-03-01 Kenduri Kahwin 0/keep.txt", b"a stranger's")

    def add(self, name, data, mtime=1500000000):
        path = os.path.join(self.source, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)
        os.utime(path, (mtime, mtime))
        self.truth[hashlib.sha256(data).hexdigest()] = name
        return path

    # --- what is done

    def words(self, operation):
        """The command line of an operation."""
        second = self.second if operation.endswith("-across") else self.first
        organize = ["organize", "--source", self.source, "--destination-root",
                    os.path.join(second, "archive")]
        quarantine = ["quarantine", "--manifest", os.path.join(self.first, "verified.csv"),
                      "--expected-run-id", "auto", "--quarantine-root",
                      os.path.join(second, "quarantine")]
        return {
            "copy": [*organize, "--mode", "copy"],
            "move": [*organize, "--mode", "move"],
            "quarantine": quarantine,
            "delete": [*quarantine, "--delete-permanently", "--yes-really-delete"],
            "restore": ["restore", str(self.chain)],
            "undo": ["undo", str(self.chain)],
            "rename": ["rename", self.source, "--live"],
        }[operation.split("-")[0]]

    def prepare(self, operation):
        """What comes before the operation, undisturbed."""
        kind = operation.split("-")[0]
        across = "-across" if operation.endswith("-across") else ""
        if kind in ("copy", "move"):
            return
        if operation.endswith("rename"):
            self.make_events(20)
            if kind == "undo":
                self.chain = self.run_json(*self.words("rename"))["run_id"]
            return
        organized = self.run_json(*self.words(
            ("move" if operation.startswith("undo-move") else "copy") + across))
        self.chain = organized["run_id"]
        if kind == "undo":
            return
        self.run_json("verify", "--input-csv", organized["report_csv"],
                      "--verified-out", os.path.join(self.first, "verified.csv"),
                      "--unverified-out", os.path.join(self.first, "unverified.csv"))
        if kind == "restore":
            self.run_json(*self.words("quarantine" + across))

    def finish(self, operation, context):
        """What its user does after an interruption: resumes what can be, begins anew what had not
        begun."""
        for run in self.run_json("history", "list")["runs"]:
            if run["state"] != "finished":
                self.assertIn(self.run_cli("resume", run["run_id"], "--quiet", "--json",
                                           expect=None).status, (OK, USAGE), context)
        self.check_disk(context)
        runs = self.run_json("history", "list")["runs"]
        kind = operation.split("-")[0]
        if not (runs and runs[0]["kind"] == KINDS.get(kind, kind)
                and runs[0]["state"] == "finished"):
            self.run_json(*self.words(operation))

    # --- what is true

    def listing(self, reservations=False):
        """{place: (content, mtime)} of what is not our own. reservations: on a disk without links an
        empty file may hold a name for a moment; it is passed over."""
        found = {}
        for top in (self.first, self.second):
            for folder, _, files in os.walk(top):
                if folder.startswith(self.env["XDG_DATA_HOME"]):
                    continue
                for name in files:
                    path = os.path.join(folder, name)
                    if name.endswith(".csv") or "/.susun" in path:
                        continue
                    if reservations and os.path.getsize(path) == 0:
                        continue
                    # The chain's id is another in every world.
                    found[path.replace(str(self.chain), "RUN")] = (
                        self.truth.get(sha256(path), "something else"), os.stat(path).st_mtime_ns)
        return found

    def check_disk(self, context, reservations=False):
        """I1: every content is there; I3: nothing that is no whole file has a final name. Returns
        what is there."""
        found = self.listing(reservations)
        contents = {content for content, _ in found.values()}
        self.assertEqual([place for place, (content, _) in found.items()
                          if content == "something else"], [], context)
        self.assertEqual(sorted(set(self.truth.values()) - contents), [], context)
        return found

    def check_history(self, context):
        """I5: what the history says is done is done on the disk. It is read by other means than the
        program's own, on a copy."""
        folder = os.path.join(self.env["XDG_DATA_HOME"], "susun")
        if not os.path.exists(os.path.join(folder, "history.db")):
            return
        copy = self.path("history-copy")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(folder, copy)
        with contextlib.closing(sqlite3.connect(os.path.join(copy, "history.db"))) as history:
            history.text_factory = os.fsdecode
            self.assertEqual(history.execute("PRAGMA integrity_check").fetchone(), ("ok",), context)
            if history.execute("PRAGMA user_version").fetchone() == (0,):
                return
            roots = dict(history.execute("SELECT id, path FROM root"))
            rows = history.execute(
                "SELECT op, state, src_root, src_path, dst_root, dst_path, ref_root, ref_path, hash"
                " FROM item WHERE run = (SELECT max(id) FROM run) AND state IN (?, ?)"
                " AND op IN (?, ?, ?)", (COPIED, DONE, COPY, MOVE, REMOVE)).fetchall()
        for op, state, src_root, src, dst_root, dst, ref_root, ref, digest in rows:
            stays = (ref_root, ref) if op == REMOVE else (dst_root, dst)
            place = os.path.join(roots[stays[0]], stays[1])
            self.assertTrue(os.path.exists(place), f"{context}: it is not there: {place}")
            if digest is not None:
                self.assertEqual(sha256(place), digest.hex(), f"{context}: {place}")
            gone = state == DONE and op in (MOVE, REMOVE)
            source = os.path.join(roots[src_root], src)
            self.assertEqual(os.path.exists(source), not gone, f"{context}: {source}")

    def check_tidy(self, context):
        """No temporary stands anywhere. (A lock that the power took the removal of holds nobody: the
        next run clears it.)"""
        left = [os.path.join(folder, name) for top in (self.first, self.second)
                for folder, _, files in os.walk(top) for name in files
                if name.startswith(".susun")]
        self.assertEqual(left, [], context)
