#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The power goes: a disk in a file is copied at random moments of a run, mounted again, recovered.

A copy is what a power cut would have left: what had not reached the disk is not in it. It is made in
one instant, by a reflink on a btrfs of our own; without btrfs the program is stopped for it, and the
copy is made until two are equal. Every copy must hold, before anything is recovered, every byte of
every original and no half file under a final name, and must be what its history says; after a resume,
what an undisturbed run ends with.

SUSUN_POWERCUT_POINTS=N cuts N times (50; a third of that on btrfs); SUSUN_POWERCUT_SEED=N repeats one.
"""

import contextlib
import filecmp
import os
import random
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "faults"))

import disks  # noqa: E402
from worlds import OK, World  # noqa: E402
from harness import PROGRAM, main  # noqa: E402

POINTS = int(os.environ.get("SUSUN_POWERCUT_POINTS", "50"))
SEED = int(os.environ.get("SUSUN_POWERCUT_SEED", str(random.randrange(10**6))))

FILES = 200
CUTS_A_RUN = 4

# One file with two disks in it, so that both are cut at the same instant. In MiB; the engine wants
# 256 of them to spare.
SIZE = 400

class PowerCut(World):
    """Each test is one operation on one kind of file system."""

    def setUp(self):
        super().setUp()
        disks.need_mounts()
        disks.need("mkfs.ext4", "e2fsck", "losetup")
        self.random = random.Random(f"{SEED} {self.id()}")
        self.disks = disks.Folder()
        self.addCleanup(self.disks.clear)
        self.make_store()
        # The history knows the folders by these paths, so that every copy is mounted here.
        self.settle_in(self.disks("first"), self.disks("second"))

    # --- images

    def make_store(self):
        """Where the images lie: on a btrfs when there is one, because it copies in an instant."""
        self.store = self.disks("store")
        self.reflinks = shutil.which("mkfs.btrfs") is not None
        if self.reflinks:
            disks.make_image(self.disks("store.img"), "btrfs", 2048)
            try:
                disks.mount_image(self.disks("store.img"), self.store)
            except Exception:
                self.reflinks = False
        os.makedirs(self.store, exist_ok=True)

    def image(self, name):
        return os.path.join(self.store, name)

    def clone(self, source, target):
        subprocess.run(["cp", "--reflink=always" if self.reflinks else "--sparse=always",
                        self.image(source), self.image(target)], check=True)

    def cut(self, process, name):
        """Copies the mounted image as it is at one instant."""
        if self.reflinks:
            self.clone("work", name)
            return
        process.send_signal(signal.SIGSTOP)
        try:
            while True:
                self.clone("work", name)
                if filecmp.cmp(self.image("work"), self.image(name), shallow=False):
                    return
        finally:
            process.send_signal(signal.SIGCONT)

    @contextlib.contextmanager
    def mounted(self, image):
        disks.mount_image(self.image(image), self.first, 0, SIZE)
        try:
            disks.mount_image(self.image(image), self.second, SIZE * 2**20, SIZE)
            try:
                yield
            finally:
                disks.unmount(self.second)
        finally:
            disks.unmount(self.first)

    def make_template(self, kind):
        """Two disks, the first of them with the library on it."""
        path = self.image("template")
        disks.make_image(path, kind, SIZE)
        disks.make_image(path, "ext4", SIZE, SIZE * 2**20)
        with self.mounted("template"):
            self.make_library(FILES, seed=SEED)

    # --- running

    def undisturbed(self, operation):
        """Returns how it ends and how long it takes."""
        self.clone("template", "work")
        with self.mounted("work"):
            start = time.monotonic()
            self.run_json(*self.words(operation))
            duration = time.monotonic() - start
            found = self.check_disk("undisturbed")
            self.check_history("undisturbed")
        return found, duration

    def cut_one_run(self, operation, duration, names):
        """Runs it once and cuts at random moments, and once more right after its end."""
        self.clone("template", "work")
        moments = sorted(self.random.uniform(0, duration) for _ in names[:-1])
        done = []
        with self.mounted("work"):
            start = time.monotonic()
            process = subprocess.Popen([PROGRAM, *self.words(operation), "--json", "--quiet"],
                                       env=self.env, stdout=subprocess.PIPE,
                                       stderr=subprocess.PIPE)
            for name, moment in zip(names, moments):
                time.sleep(max(0, start + moment - time.monotonic()))
                if process.poll() is not None:
                    break
                self.cut(process, name)
                done.append((name, f"{operation} cut after {moment:.3f} s of {duration:.3f} s"))
            out, err = process.communicate(timeout=300)
            self.assertEqual(process.returncode, OK, (out, err))
            self.clone("work", names[-1])
            done.append((names[-1], f"{operation} cut right after its end"))
        return done

    def fsck(self, image):
        """What a computer does when it comes up again."""
        for offset, kind in ((0, self.kind), (SIZE * 2**20, "ext4")):
            if kind != "ext4":
                continue
            with disks.loop_device(self.image(image), offset, SIZE) as device:
                done = subprocess.run(["e2fsck", "-f", "-p", device], stdout=subprocess.PIPE,
                                      stderr=subprocess.STDOUT)
            self.assertIn(done.returncode, (0, 1), done.stdout)

    def recover(self, operation, image, context, expected):
        self.fsck(image)
        with self.mounted(image):
            self.check_disk(context)
            self.check_history(context)
            if "right after its end" in context:
                runs = self.run_json("history", "list")["runs"]
                self.assertEqual(runs[0]["state"], "finished", context)
            self.finish(operation, context)
            self.assertEqual(self.check_disk(context), expected, context)
            self.check_history(context)
            self.check_tidy(context)
        os.unlink(self.image(image))

    def sweep(self, kind, operation, points):
        self.kind = kind
        self.make_template(kind)
        with self.mounted("template"):
            self.prepare(operation)
        expected, duration = self.undisturbed(operation)
        count = 0
        while count < points:
            names = [f"cut-{i}" for i in range(min(CUTS_A_RUN, max(1, points - count - 1)) + 1)]
            for image, context in self.cut_one_run(operation, duration, names):
                self.recover(operation, image, f"{context} (seed {SEED})", expected)
                count += 1
        print(f"# injection points: {count} ({kind}: {operation})")


OPERATIONS = ("copy", "copy-across", "move", "move-across", "quarantine", "quarantine-across",
              "delete", "restore", "restore-across", "undo-copy", "undo-move", "undo-move-across",
              "rename", "undo-rename")


def add_tests():
    for kind, operations, points in (("ext4", OPERATIONS, POINTS),
                                     ("btrfs", ("copy", "move", "quarantine", "undo-move", "rename"),
                                      POINTS // 3)):
        for operation in operations:
            share = max(1, -(-points // len(operations)))

            def test(self, kind=kind, operation=operation, share=share):
                if kind == "btrfs" and not self.reflinks:
                    self.skipTest("there is no btrfs")
                self.sweep(kind, operation, share)

            setattr(PowerCut, f"test_{kind}_{operation}", test)


if __name__ == "__main__":
    disks.enter()
    print(f"# SUSUN_POWERCUT_SEED={SEED}")
    add_tests()
    main()
