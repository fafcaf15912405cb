#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A cross-check of the sweep, from outside: strace kills susun-cli at its n-th system call, or lets
that call fail. So nothing depends on the seam within the program being where it should be, and
SQLite's own calls are hit as well.

A sample of each call's occurrences: SUSUN_STRACE_SAMPLES=N of them (4), evenly spread.
"""

import collections
import os
import re
import shutil
import signal
import subprocess

from worlds import World
from harness import ITEMS, OK, PROGRAM, REFUSED, USAGE, main

SAMPLES = int(os.environ.get("SUSUN_STRACE_SAMPLES", "4"))

CALLS = ("renameat2", "linkat", "unlinkat", "mkdirat", "fsync", "fdatasync", "openat", "openat2",
         "write", "pwrite64")
ERRORS = ("EIO", "ENOSPC", "EACCES", "EROFS")

# The publishing falls back from one to the next: with these a run uses all three.
FALLBACKS = {"": [], "-by-link": ["renameat2:error=EINVAL"],
             "-by-reservation": ["renameat2:error=EINVAL", "linkat:error=EPERM"]}


class Strace(World):
    def setUp(self):
        super().setUp()
        if shutil.which("strace") is None:
            self.skipTest("there is no strace")
        done = subprocess.run(["strace", "-o", self.path("log"), "true"], stderr=subprocess.PIPE)
        if done.returncode != 0:
            self.skipTest(f"strace may not trace here: {done.stderr.decode().strip()}")

    def make_world(self, operation):
        """A fresh world, always the same and at the same place."""
        for folder in (self.first, self.second):
            shutil.rmtree(folder, ignore_errors=True)
        self.settle_in(self.first, self.second)
        self.make_library(11, (900, 70_000))
        self.prepare(operation)

    def traced(self, operation, *injections):
        words = ["strace", "-f", "-qq", "-o", self.path("log"), "-e",
                 "trace=" + ",".join(CALLS)]
        for injection in injections:
            words += ["-e", "inject=" + injection]
        return subprocess.run([*words, PROGRAM, *self.words(operation), "--workers", "1", "--quiet",
                               "--json"], env=self.env, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=300)

    def count_calls(self):
        """How often each call is made by the thread that makes it most: strace counts by thread."""
        counts = collections.Counter()
        with open(self.path("log"), encoding="utf-8", errors="replace") as log:
            for line in log:
                if match := re.match(r"(\d+) +(\w+)\(", line):
                    counts[match.groups()] += 1
        found = collections.Counter()
        for (_, call), count in counts.items():
            found[call] = max(found[call], count)
        return found

    def sample(self, count, shift):
        """Evenly spread over 1 … count, the ends among them, shifted from case to case."""
        if count <= SAMPLES:
            return list(range(1, count + 1))
        step = (count - 1) / (SAMPLES - 1)
        return sorted({min(count, 1 + int(i * step) + (shift if 0 < i < SAMPLES - 1 else 0))
                       for i in range(SAMPLES)})

    def sweep(self, operation, way=""):
        fallback = FALLBACKS[way]
        self.make_world(operation)
        self.assertEqual(self.traced(operation, *fallback).returncode, OK)
        expected = self.check_disk("undisturbed")
        counts = self.count_calls()
        kills = errors = 0
        for shift, call in enumerate(CALLS):
            if any(injection.startswith(call + ":") for injection in fallback):
                continue
            for n in self.sample(counts[call], shift % 3):
                kills += self.kill(operation, fallback, call, n, expected)
                if n in self.sample(counts[call], 0)[1::2]:
                    for error in ERRORS:
                        errors += self.fail_at(operation, fallback, call, n, error)
        self.assertGreater(kills, 10)
        self.assertGreater(errors, 10)
        print(f"# injection points: {kills + errors} ({operation}{way}: {kills} kills and {errors} "
              "errors by strace)")

    def kill(self, operation, fallback, call, n, expected):
        context = f"{operation} killed at {call} number {n}"
        self.make_world(operation)
        done = self.traced(operation, *fallback, f"{call}:signal=KILL:when={n}")
        if done.returncode == OK:
            return 0
        self.assertEqual(done.returncode, -signal.SIGKILL, (context, done.stderr))
        self.check_disk(context, reservations=bool(fallback))
        self.check_history(context)
        self.finish(operation, context)
        self.assertEqual(self.check_disk(context), expected, context)
        self.check_history(context)
        self.check_tidy(context)
        return 1

    def fail_at(self, operation, fallback, call, n, error):
        context = f"{operation} with {error} from {call} number {n}"
        self.make_world(operation)
        done = self.traced(operation, *fallback, f"{call}:error={error}:when={n}")
        # The dynamic linker's calls fail, too: then there is no program.
        self.assertIn(done.returncode, (OK, ITEMS, USAGE, REFUSED, 127), (context, done.stderr))
        self.check_disk(context, reservations=bool(fallback))
        if done.returncode != 127:
            self.check_history(context)
        self.finish(operation, context)
        self.check_disk(context)
        self.check_history(context)
        return 1

    def test_copy(self):
        self.sweep("copy")

    def test_copy_by_link(self):
        self.sweep("copy", "-by-link")

    def test_move(self):
        self.sweep("move")

    def test_move_by_reservation(self):
        self.sweep("move", "-by-reservation")

    def test_quarantine(self):
        self.sweep("quarantine")

    def test_undo(self):
        self.sweep("undo-move")


if __name__ == "__main__":
    main()
