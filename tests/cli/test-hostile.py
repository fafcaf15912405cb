#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names and files that nobody expects: each ends in a clear error or the right result."""

import os
import socket
import stat
import subprocess
import threading
import unicodedata

from harness import (ITEMS, OK, PROGRAM, REFUSED, Case, as_other_user, files_below, jpeg, main,
                     read_csv, snapshot)


class Names(Case):
    NAMES = (b"new\nline.jpg", b"carriage\rreturn.jpg", b"tab\there.jpg", b"\xff\xfe.jpg",
             b"latin-\xe9.jpg", b"quote\"d.jpg", b"apo'strophe.jpg", b"comma, here.jpg",
             b"=cmd().jpg", b"+1.jpg", b"-rf.jpg", b"@home.jpg", b"back\\slash.jpg", b" blank.jpg",
             b"trailing .jpg", b"dollar$HOME.jpg", b"semi;colon.jpg", b"star*.jpg", b"percent%20.jpg",
             b"rtl\xe2\x80\xaegpj.jpg", b"emoji\xf0\x9f\x93\xb7.jpg", b"CON.jpg", b"a:b.jpg",
             b"x" * 251 + b".jpg")

    def test_the_whole_way_and_back(self):
        for i, name in enumerate(self.NAMES):
            self.photo(name, f"2019-05-04 10:11:{i:02d}")
            self.photo(b"folder " + name[:200] + b"/inside.jpg", f"2018-05-04 10:11:{i:02d}")
        before = snapshot(self.source)
        count = 2 * len(self.NAMES)
        organized = self.organize()
        self.assertEqual(organized["balance"]["copied"], count)
        self.assertEqual(snapshot(self.source), before)
        contents = sorted(value[2] for name, value in before.items() if value[0] == "file")
        archived = {name: value for name, value in snapshot(self.archive).items()
                    if value[0] == "file" and not name.endswith(b".csv")}
        self.assertEqual(sorted(value[2] for value in archived.values()), contents)
        self.assertEqual(self.organize()["balance"]["already_archived"], count)

        self.verify(organized["report_csv"], "--sha256sums", self.path("sums"))
        self.assertEqual(len(read_csv(self.path("verified.csv"))), count)
        check = subprocess.run(["sha256sum", "-c", "--strict", "--quiet", self.path("sums")],
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertEqual((check.returncode, check.stdout), (0, b""))
        self.assertEqual(self.quarantine_all()["balance"]["quarantined"], count)
        self.assertEqual(files_below(self.source), [])
        self.run_json("restore", organized["run_id"])
        self.assertEqual(snapshot(self.source), before)
        self.run_json("undo", organized["run_id"])
        self.assertEqual(snapshot(self.source), before)
        self.assertEqual([name for name in files_below(self.archive)
                          if not name.endswith(".csv")], [])

    def test_twins(self):
        """Names that some file systems take for one: both are kept apart, in every archive."""
        composed = unicodedata.normalize("NFC", "café.jpg")
        decomposed = unicodedata.normalize("NFD", "café.jpg")
        for i, name in enumerate(("IMG.JPG", "img.jpg", "Img.Jpg", composed, decomposed)):
            self.photo(name, f"2019-01-01 00:00:0{i}")
        before = snapshot(self.source)
        self.assertEqual(len(before), 5)
        run_id = self.organize()["run_id"]
        names = [name for name in files_below(self.archive) if name.endswith(("jpg", "JPG", "Jpg"))]
        self.assertEqual(len(names), 5)
        self.assertEqual(len({unicodedata.normalize("NFC", name).casefold() for name in names}), 5)
        self.run_json("undo", run_id)
        self.assertEqual(snapshot(self.source), before)

    def test_paths_that_are_not_utf8(self):
        source = os.path.join(os.fsencode(self.tmp), b"src-\xff")
        archive = os.path.join(os.fsencode(self.tmp), b"arc-\xfe")
        os.mkdir(source)
        with open(os.path.join(source, b"a.jpg"), "wb") as file:
            file.write(jpeg("2019-05-04 10:11:12", "a"))
        document = self.run_json("organize", "--source", source, "--destination-root", archive,
                                 "--mode", "copy", "--report-csv", self.path("r.csv"))
        self.assertEqual(document["balance"]["copied"], 1)
        self.assertTrue(os.path.exists(os.path.join(archive, b"2019/a.jpg")))
        self.assertTrue(document["source"].startswith("file:///"))
        self.verify(self.path("r.csv"))
        self.quarantine_all()
        self.assertEqual(os.listdir(source), [])
        self.run_json("restore", document["run_id"])
        self.run_json("history", "show", document["run_id"])
        self.run_cli("history", "show", document["run_id"])
        self.assertEqual(os.listdir(source), [b"a.jpg"])


class Files(Case):
    def test_no_ordinary_files(self):
        self.photo("a.jpg")
        os.mkfifo(os.path.join(self.source, "fifo.jpg"))
        listener = socket.socket(socket.AF_UNIX)
        self.addCleanup(listener.close)
        here = os.getcwd()
        os.chdir(self.source)  # the name of a socket is short
        listener.bind("socket.jpg")
        os.chdir(here)
        special = 2
        if os.geteuid() == 0:
            try:
                os.mknod(os.path.join(self.source, "null.jpg"), 0o666 | stat.S_IFCHR,
                         os.makedev(1, 3))
                special = 3
            except OSError:
                pass
        os.symlink("a.jpg", os.path.join(self.source, "link.jpg"))
        os.symlink(".", os.path.join(self.source, "loop"))
        os.symlink("../source", os.path.join(self.source, "loop-2"))
        os.symlink("/nonexistent", os.path.join(self.source, "dangling.jpg"))
        before = snapshot(self.source)
        document = self.organize()
        self.assertEqual(document["balance"]["copied"], 1)
        self.assertEqual(document["balance"]["passed"]["special"], special)
        self.assertEqual(document["balance"]["passed"]["links"], 4)
        self.assertIn("fifo.jpg", " ".join(document["remarks"]))
        self.assertEqual(snapshot(self.source), before)
        self.assertEqual(self.organize(mode="move")["balance"]["already_archived"], 1)

    def test_archive_with_odd_things_in_it(self):
        self.photo("a.jpg")
        os.makedirs(self.path("archive/2019"))
        os.mkfifo(self.path("archive/2019/a.jpg"))
        os.symlink("/nonexistent", self.path("archive/2019/a (2).jpg"))
        os.mkdir(self.path("archive/2019/a (3).jpg"))
        self.organize()
        self.assertIn("2019/a (4).jpg", files_below(self.archive))

    def test_the_year_is_a_file(self):
        self.photo("a.jpg")
        self.write("archive/2019", b"no folder")
        before = snapshot(self.source)
        document = self.organize(mode="move", expect=None)
        self.assertEqual(snapshot(self.source), before, document)
        with open(self.path("archive/2019"), "rb") as file:
            self.assertEqual(file.read(), b"no folder")

    def test_the_year_is_a_link_out_of_the_archive(self):
        self.photo("a.jpg")
        os.mkdir(self.path("elsewhere"))
        os.mkdir(self.archive)
        os.symlink(self.path("elsewhere"), self.path("archive/2019"))
        before = snapshot(self.source)
        self.organize(mode="move", expect=None)
        self.assertEqual(os.listdir(self.path("elsewhere")), [])
        self.assertEqual(snapshot(self.source), before)

    def test_sparse(self):
        path = self.photo("big.jpg")
        with open(path, "r+b") as file:
            file.truncate(5 * 1024**3)
        if os.stat(path).st_blocks * 512 > 1024**2:
            self.skipTest("the file system knows no holes")
        space = os.statvfs(self.tmp)
        if space.f_bavail * space.f_frsize < 12 * 1024**3:
            self.skipTest("less than 12 GiB are free")
        self.organize()
        copy = os.path.join(self.archive, "2019/big.jpg")
        self.assertEqual(os.path.getsize(copy), 5 * 1024**3)
        self.assertLess(os.stat(copy).st_blocks * 512, 64 * 1024**2)

    def test_empty(self):
        path = self.write("source/empty.jpg", b"", 1625731200)
        self.write("source/also-empty.jpg", b"", 1625731200)
        document = self.organize()
        balance = document["balance"]
        self.assertEqual(balance["copied"] + balance["duplicates"] + balance["already_archived"], 2)
        self.assertTrue(os.path.exists(path))

    def test_unreadable(self):
        self.photo("a.jpg")
        os.chmod(self.photo("locked.jpg"), 0)
        self.photo("closed/b.jpg")
        os.chmod(self.path("source/closed"), 0)
        for folder in ("data", "archive"):
            os.mkdir(self.path(folder))
            os.chmod(self.path(folder), 0o777)
        os.chmod(self.tmp, 0o755)
        words = as_other_user([PROGRAM, "organize", "--source", self.source, "--destination-root",
                               self.archive, "--mode", "copy", "--json", "--quiet"])
        if words is None:
            self.skipTest("root without setpriv reads everything")
        done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.env)
        self.assertEqual(done.returncode, ITEMS, done.stderr)
        import json
        document = json.loads(done.stdout)
        self.assert_adds_up(document["balance"])
        self.assertEqual(document["balance"]["copied"], 1)
        self.assertEqual(document["balance"]["unreadable"], 2)
        self.assertEqual([group["cause"] for group in document["problems"]], ["permission"])
        self.assertEqual(document["problems"][0]["count"], 2)

    def test_growing(self):
        """A file that is being written while it is copied is left alone or copied as it was."""
        path = self.photo("growing.jpg", size=30_000_000)
        stop = threading.Event()

        def grow():
            with open(path, "ab") as file:
                while not stop.is_set():
                    file.write(b"more")
                    file.flush()

        writer = threading.Thread(target=grow)
        writer.start()
        try:
            document = self.organize(expect=None)
        finally:
            stop.set()
            writer.join()
        balance = document["balance"]
        self.assertEqual(balance["copied"] + balance["failed"], 1)
        copies = [name for name in files_below(self.archive) if name.endswith(".jpg")]
        self.assertEqual(len(copies), balance["copied"])
        self.assert_no_leftovers(self.archive)

    def test_deep(self):
        deep = os.path.join(*["d"] * 200)
        self.photo(os.path.join(deep, "a.jpg"))
        self.photo("b.jpg")
        document = self.organize()
        self.assertEqual(document["balance"]["copied"], 1)
        self.assertEqual(document["balance"]["passed"]["loops"], 1)

    def test_permissions_and_times_come_along(self):
        path = self.photo("a.jpg", mtime=1111111111)
        os.chmod(path, 0o640)
        self.organize()
        copy = os.stat(os.path.join(self.archive, "2019/a.jpg"))
        self.assertEqual(copy.st_mode & 0o777, 0o640)
        self.assertEqual(copy.st_mtime_ns, os.stat(path).st_mtime_ns)

    def test_file_size_limit(self):
        """ulimit -f: the large file fails, the small one arrives, nothing is half there."""
        self.photo("small.jpg")
        self.photo("large.jpg", size=8_000_000)
        words = ["prlimit", "--fsize=4000000", PROGRAM, "organize", "--source", self.source,
                 "--destination-root", self.archive, "--mode", "copy", "--json", "--quiet"]
        try:
            done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  env=self.env)
        except FileNotFoundError:
            self.skipTest("no prlimit")
        self.assertEqual(done.returncode, ITEMS, done.stderr)
        self.assertEqual([name for name in files_below(self.archive) if name.endswith(".jpg")],
                         ["2019/small.jpg"])
        self.assert_no_leftovers(self.archive)


class TwoAtOnce(Case):
    def test_one_history(self):
        """The second one is refused, or comes right after the first: never both in one archive."""
        for i in range(60):
            self.photo(f"{i}.jpg", size=200_000)
        words = [PROGRAM, "organize", "--source", self.source, "--destination-root", self.archive,
                 "--mode", "copy", "--quiet", "--json"]
        both = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                 env=self.env) for _ in range(2)]
        for process in both:
            process.communicate(timeout=120)
        statuses = sorted(process.returncode for process in both)
        self.assertEqual(statuses[0], OK)
        self.assertIn(statuses[1], (OK, REFUSED))
        self.assertEqual(len([n for n in files_below(self.archive) if n.endswith(".jpg")]), 60)
        self.assert_no_leftovers(self.archive)

    def test_two_histories_one_archive(self):
        for i in range(60):
            self.photo(f"{i}.jpg", size=200_000)
        both = [subprocess.Popen(
            [PROGRAM, "organize", "--source", self.source, "--destination-root", self.archive,
             "--mode", "copy", "--quiet", "--json", "--history-db", self.path(f"{i}.db")],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.env) for i in range(2)]
        for process in both:
            process.communicate(timeout=120)
        statuses = sorted(process.returncode for process in both)
        self.assertEqual(statuses[0], OK)
        self.assertIn(statuses[1], (OK, REFUSED))
        self.assertEqual(len([n for n in files_below(self.archive) if n.endswith(".jpg")]), 60)

    def test_looking_while_another_works(self):
        for i in range(200):
            self.photo(f"{i}.jpg", size=200_000)
        process = subprocess.Popen(
            [PROGRAM, "organize", "--source", self.source, "--destination-root", self.archive,
             "--mode", "copy", "--quiet"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=self.env)
        looks = 0
        while process.poll() is None:
            runs = self.run_json("history", "list")["runs"]
            if runs:
                self.run_json("history", "show", runs[0]["run_id"])
                looks += 1
        process.communicate()
        self.assertEqual(process.returncode, OK)
        if looks == 0:
            self.skipTest("it was done before anybody could look")


main()
