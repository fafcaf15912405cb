#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Disks that fill up, go away or turn read-only during a run, and files that are swapped in it: each
ends in a clear sentence, nothing is lost, and the run can be resumed when all is well again."""

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess

import disks
from worlds import World
from harness import (ITEMS, OK, PROGRAM, REFUSED, USAGE, files_below, jpeg, main,
                     read_csv, snapshot, wait_until)

# More than two groups of the journal, so that there is a middle to be met in.
COUNT = 600


def take_space(folder, leave=0):
    """Another program's file takes what room there is, but for some bytes. Returns its path."""
    path = os.path.join(folder, "filler")
    with open(path, "wb", buffering=0) as file:
        with contextlib.suppress(OSError):
            while file.write(b"x" * 65536):
                pass
        file.truncate(max(0, file.tell() - leave))
    return path


class OnDisks(World):
    """Source and history on self.first, archive and quarantine on self.second."""

    def setUp(self):
        super().setUp()
        disks.need_mounts()
        self.disks = disks.Folder()
        self.addCleanup(self.disks.clear)
        self.settle_in(self.disks("first"), self.disks("second"))
        # The history stays where it is when a disk goes.
        self.env["XDG_DATA_HOME"] = self.disks("data")
        self.archive = os.path.join(self.second, "archive")
        self.quarantine = os.path.join(self.second, "quarantine")

    def fill(self, count=COUNT, size=20_000):
        for i in range(count):
            self.add(f"{i % 7}/{i:04d}.jpg",
                     jpeg(f"2019-05-0{1 + i % 9} 10:00:00", f"{i}", size=size), 1500000000 + i)

    def named(self, folder):
        """How many files stand below a folder under names that are not temporary."""
        return sum(not name.startswith(".susun") and not name.endswith(".csv")
                   for path, _, names in os.walk(folder) for name in names
                   if "/.susun" not in path)

    @contextlib.contextmanager
    def halted(self, reached, *words):
        """Runs a command, and holds it as soon as it has reached the first of its files; the body does
        what it does, then the command goes on. Afterwards: self.status, self.out, self.err."""
        process = subprocess.Popen([PROGRAM, *words, "--json", "--quiet"], env=self.env,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.process = process
        try:
            wait_until(lambda: reached() > 0 or process.poll() is not None)
            process.send_signal(signal.SIGSTOP)
            # Sent is not stopped: a thread may be in the middle of a write.
            os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
            # Beyond the middle it may have read the last file already.
            if process.poll() is not None or reached() > COUNT / 2:
                self.skipTest("it was too far on when it could be held")
            yield
            process.send_signal(signal.SIGCONT)
            self.out, self.err = process.communicate(timeout=300)
            self.status = process.returncode
        finally:
            process.kill()
            process.wait()

    def halted_organize(self, mode="copy"):
        return self.halted(lambda: self.named(self.second), *self.words(f"{mode}-across"))

    def last_run(self):
        return self.run_json("history", "list")["runs"][0]

    def assert_stopped(self, statuses=(ITEMS,)):
        """It says in one sentence why, and the history knows that it can be resumed."""
        self.assertIn(self.status, statuses, (self.out, self.err))
        self.assertTrue(self.err.strip(), self.out)
        self.assertNotIn(b"CRITICAL", self.err)
        self.assertEqual(self.last_run()["state"], "failed")
        self.check_disk("stopped")

    def assert_not_lost(self):
        """A disk that is not there is never taken for files that were deleted."""
        counts = self.run_json("history", "show", self.last_run()["run_id"])
        for group in counts.get("problems", []):
            self.assertNotIn(group["cause"], ("missing", "lost"), counts["problems"])

    def resume_all(self):
        self.assertEqual(self.run_json("resume", self.last_run()["run_id"])["state"], "finished")

    def assert_all_archived(self):
        self.assertEqual(self.named(self.archive), len(self.truth))
        self.check_disk("resumed")
        self.check_history("resumed")
        self.check_tidy("resumed")


class Full(OnDisks):
    """Preflight sees to it that there is room; another program may take it all the same."""

    def test_during_copy(self):
        os.makedirs(self.first)
        self.fill()
        disks.mount_memory(self.second, "size=330m")
        with self.halted_organize():
            filler = take_space(self.second, leave=100_000)
        os.unlink(filler)
        self.assert_stopped()
        self.check_tidy("full")
        self.resume_all()
        self.assert_all_archived()

    def test_during_move(self):
        os.makedirs(self.first)
        self.fill()
        disks.mount_memory(self.second, "size=330m")
        with self.halted_organize("move"):
            filler = take_space(self.second, leave=100_000)
        os.unlink(filler)
        self.assert_stopped()
        self.check_tidy("full")
        self.resume_all()
        self.assert_all_archived()
        self.assertEqual(self.named(self.source), 0)

    def test_during_quarantine(self):
        """The quarantine's disk is another one than the source's."""
        os.makedirs(self.first)
        self.fill()
        disks.mount_memory(self.second, "size=330m")
        self.prepare("quarantine-across")
        with self.halted(lambda: self.named(self.quarantine), *self.words("quarantine-across")):
            filler = take_space(self.second, leave=100_000)
        os.unlink(filler)
        self.assert_stopped()
        self.resume_all()
        self.assertEqual((self.named(self.source), self.named(self.quarantine)), (0, COUNT))
        self.check_tidy("resumed")

    def test_no_inodes_left(self):
        os.makedirs(self.first)
        self.fill()
        disks.mount_memory(self.second, "size=600m,nr_inodes=2000")
        junk = os.path.join(self.second, "junk")
        with self.halted_organize():
            os.mkdir(junk)
            with contextlib.suppress(OSError):
                for i in range(2000):
                    os.mknod(os.path.join(junk, str(i)))
        shutil.rmtree(junk)
        self.assert_stopped()
        self.resume_all()
        self.assert_all_archived()

    def test_too_few_inodes(self):
        """That can be known beforehand."""
        os.makedirs(self.first)
        self.fill(60, 2000)
        disks.mount_memory(self.second, "size=600m,nr_inodes=50")
        before = snapshot(self.source)
        self.run_json(*self.words("copy-across"), expect=REFUSED)
        self.assertEqual(snapshot(self.source), before)
        self.assertEqual(self.named(self.second), 0)

    def test_history_disk(self):
        """The journal cannot be written: nothing more is done than what it knows."""
        os.makedirs(self.first)
        os.makedirs(self.second)
        self.fill()
        disks.mount_memory(self.env["XDG_DATA_HOME"], "size=8m")
        with self.halted_organize("move"):
            filler = take_space(self.env["XDG_DATA_HOME"])
        os.unlink(filler)
        if self.status != OK:
            self.assertTrue(self.err.strip())
            self.check_disk("full history")
            self.resume_all()
        self.assert_all_archived()
        self.assertEqual(self.named(self.source), 0)


class Away(OnDisks):
    """The source is a disk of its own, in a file, and is not there any more."""

    def plug_in(self):
        disks.mount_image(self.image, self.first)

    def pull_out(self):
        disks.unmount(self.first, lazily=True)

    def setUp(self):
        super().setUp()
        self.image = self.disks("first.img")
        disks.make_image(self.image, "ext4", 64)
        self.plug_in()
        self.fill()
        os.makedirs(self.second)
        disks.unmount(self.first)
        shutil.copyfile(self.image, self.image + ".good")
        self.plug_in()

    def go_bad(self):
        """As when the plug is pulled: the disk is still mounted, but nothing can be read."""
        disks.drop_caches()
        os.truncate(self.image, 0)
        disks.drop_caches()

    def repair(self):
        self.pull_out()
        shutil.copyfile(self.image + ".good", self.image)
        self.plug_in()

    def finish_copy(self):
        """Resumes if there is anything to be, then takes what had failed for itself alone."""
        if self.last_run()["state"] != "finished":
            self.run_json("resume", self.last_run()["run_id"])
        self.run_json(*self.words("copy-across"))
        self.assert_all_archived()

    def begun(self):
        """Above zero as soon as the run is in the history: then it is scanning."""
        path = os.path.join(self.env["XDG_DATA_HOME"], "susun", "history.db")
        try:
            with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as history:
                runs = history.execute("SELECT count(*) FROM run").fetchone()[0]
        except sqlite3.Error:
            return 0
        return runs + self.named(self.second)

    def test_unmounted_during_scan(self):
        with self.halted(self.begun, *self.words("copy-across")):
            self.pull_out()
        self.plug_in()
        self.assertIn(self.status, (OK, ITEMS, USAGE), self.err)
        self.assert_not_lost()
        self.finish_copy()

    def test_unmounted_during_copy(self):
        with self.halted_organize():
            self.pull_out()
        self.assert_not_lost()
        self.plug_in()
        self.assertIn(self.status, (OK, ITEMS), self.err)
        self.finish_copy()

    def test_dead_during_scan(self):
        with self.halted(self.begun, *self.words("copy-across")):
            self.go_bad()
        self.assertIn(self.status, (ITEMS, USAGE), (self.out, self.err))
        self.assert_not_lost()
        self.repair()
        self.finish_copy()

    def test_dead_during_copy(self):
        with self.halted_organize():
            self.go_bad()
        self.assertEqual(self.status, ITEMS, (self.out, self.err))
        self.assert_not_lost()
        self.repair()
        self.check_disk("repaired")
        self.finish_copy()

    def test_dead_during_quarantine(self):
        self.run_json(*self.words("copy-across"))
        self.verify(self.last_csv())
        words = ["quarantine", "--manifest", self.path("verified.csv"), "--expected-run-id", "auto",
                 "--quarantine-root", self.quarantine]
        with self.halted(lambda: self.named(self.quarantine), *words):
            self.go_bad()
        self.assertIn(self.status, (ITEMS, USAGE), (self.out, self.err))
        self.assert_not_lost()
        # What had reached the disk when it went is not known here: it comes back as it was before.
        self.repair()
        self.check_disk("repaired")
        if self.last_run()["state"] != "finished":
            self.run_cli("resume", self.last_run()["run_id"], "--quiet", expect=None)
        self.check_disk("resumed")

    def last_csv(self):
        return [os.path.join(self.archive, name) for name in os.listdir(self.archive)
                if name.endswith(".csv")][0]

    def test_not_there(self):
        """Every command that wants the folder says that it is away, and changes nothing."""
        with self.halted_organize():
            pass
        self.verify(self.last_csv())
        self.pull_out()
        before = snapshot(self.second)
        answer = self.run_cli(*self.words("copy-across"), "--quiet", expect=None)
        # The mount point is a folder still: an empty one, which is not what the history knows.
        self.assertEqual(self.named(self.second), COUNT)
        answer = self.run_cli("quarantine", "--manifest", self.path("verified.csv"),
                              "--expected-run-id", "auto", "--quarantine-root", self.quarantine,
                              "--quiet", expect=None)
        self.assertNotEqual(answer.status, OK)
        self.assertRegex(answer.err, "is not there now|is not the folder this run worked with")
        answer = self.run_cli("undo", self.chain_of_copy(), "--quiet", expect=None)
        self.assertNotEqual(answer.status, OK)
        after = snapshot(self.second)
        self.assertEqual({name: value for name, value in after.items() if name in before}, before)
        self.plug_in()
        self.run_json("undo", self.chain_of_copy())
        self.assertEqual(self.named(self.archive), 0)
        self.check_disk("undone")

    def chain_of_copy(self):
        runs = self.run_json("history", "list")["runs"]
        return [run["run_id"] for run in runs if run["kind"] == "organize"][-1]

    def test_resume_while_away(self):
        with self.halted_organize():
            self.go_bad()
        self.assertEqual(self.status, ITEMS, self.err)
        if self.last_run()["state"] == "finished":
            self.skipTest("it came to its end without the disk")
        self.pull_out()
        answer = self.run_cli("resume", self.last_run()["run_id"], "--quiet", expect=ITEMS)
        self.assertRegex(answer.err, "is not there now|is not the folder this run worked with")
        self.assertEqual(self.last_run()["state"], "failed")
        shutil.copyfile(self.image + ".good", self.image)
        self.plug_in()
        self.resume_all()


class ReadOnly(OnDisks):
    def test_during_copy(self):
        """As ext4 does it itself when it meets an error on the disk."""
        os.makedirs(self.first)
        self.fill()
        image = self.disks("second.img")
        disks.make_image(image, "ext4", 400)
        disks.mount_image(image, self.second, options="errors=remount-ro")
        trigger = f"/sys/fs/ext4/{self.loop_of(self.second)}/trigger_fs_error"
        if not os.path.exists(trigger):
            self.skipTest("the kernel does not let ext4 fail on demand")
        with self.halted_organize():
            with open(trigger, "w") as file:
                file.write("1")
        self.assertEqual(self.status, ITEMS, (self.out, self.err))
        self.assertTrue(self.err.strip())
        self.assertEqual(self.last_run()["state"], "failed")
        disks.unmount(self.second)
        subprocess.run(["e2fsck", "-f", "-p", image], stdout=subprocess.DEVNULL)
        disks.mount_image(image, self.second)
        self.check_disk("mounted again")
        self.resume_all()
        self.assert_all_archived()

    def loop_of(self, folder):
        with open("/proc/self/mounts") as file:
            return [os.path.basename(line.split()[0]) for line in file
                    if line.split()[1] == folder][0]

    def test_read_only_source(self):
        """A copy needs no more; a move is refused before anything is touched."""
        disks.mount_memory(self.first)
        os.makedirs(self.second)
        self.fill(20)
        disks.run("mount", "-o", "remount,ro", self.first)
        self.run_json(*self.words("move-across"), expect=REFUSED)
        self.assertEqual(self.named(self.second), 0)
        self.run_json(*self.words("copy-across"))
        self.assertEqual(self.named(self.archive), 20)


class Swapped(OnDisks):
    """Somebody changes the source between the look at it and the copying."""

    def setUp(self):
        super().setUp()
        os.makedirs(self.first)
        os.makedirs(self.second)
        self.fill()
        self.secret = self.write("elsewhere/secret.jpg", jpeg("2019-05-05 10:00:00", "secret"))

    def copy_while(self, body, mode="copy"):
        with self.halted_organize(mode):
            body()

    def archived_names(self):
        return {os.path.basename(name) for name in files_below(self.archive)}

    def assert_secret_stays(self):
        with open(self.secret, "rb") as file:
            secret = file.read()
        for folder, _, files in os.walk(self.second):
            for name in files:
                with open(os.path.join(folder, name), "rb") as file:
                    self.assertNotEqual(file.read(), secret, name)

    # Among the last by name, so that it is in none of the first groups of the journal.
    LAST = "6/0594.jpg"

    def test_link_for_a_file(self):
        path = os.path.join(self.source, self.LAST)

        def swap():
            os.rename(path, self.path("elsewhere/0594.jpg"))
            os.symlink(self.secret, path)

        for mode in ("copy", "move"):
            with self.subTest(mode):
                self.copy_while(swap, mode)
                self.assertEqual(self.status, ITEMS, self.err)
                self.assertNotIn("0594.jpg", self.archived_names())
                self.assert_secret_stays()
                self.assertTrue(os.path.islink(path))
                os.unlink(path)
                os.rename(self.path("elsewhere/0594.jpg"), path)
                shutil.rmtree(self.archive)
                self.fill()

    def test_link_for_a_folder(self):
        folder = os.path.join(self.source, "6")
        for i in range(6, COUNT, 7):
            self.write(f"elsewhere/6/{i:04d}.jpg", jpeg("2001-01-01 00:00:00", f"evil {i}",
                                                        size=20_000), 1500000000 + i)

        def swap():
            os.rename(folder, self.path("elsewhere/was-6"))
            os.symlink(self.path("elsewhere/6"), folder)

        for mode in ("copy", "move"):
            with self.subTest(mode):
                self.copy_while(swap, mode)
                self.assertEqual(self.status, ITEMS, self.err)
                self.assertNotIn("0594.jpg", self.archived_names())
                self.assertEqual(self.named(self.path("elsewhere/6")),
                                 len(range(6, COUNT, 7)))
                os.unlink(folder)
                os.rename(self.path("elsewhere/was-6"), folder)
                shutil.rmtree(self.archive)
                self.fill()

    def test_other_file_of_that_name(self):
        path = os.path.join(self.source, self.LAST)
        original = path + ".kept"

        def swap():
            os.rename(path, original)
            shutil.copyfile(self.secret, path)

        self.copy_while(swap, "move")
        self.assertEqual(self.status, ITEMS, self.err)
        self.assertNotIn("0594.jpg", self.archived_names())
        self.assertTrue(os.path.exists(path))
        self.assertTrue(os.path.exists(original))

    def test_edited(self):
        path = os.path.join(self.source, self.LAST)

        def edit():
            with open(path, "ab") as file:
                file.write(b"an edit")

        self.copy_while(edit, "move")
        self.assertEqual(self.status, ITEMS, self.err)
        self.assertNotIn("0594.jpg", self.archived_names())
        with open(path, "rb") as file:
            self.assertTrue(file.read().endswith(b"an edit"))

    def test_newcomer_takes_the_name(self):
        """The archive's name was free when it was planned; whoever took it since keeps it."""
        name = os.path.join(self.archive, "2019", "0594.jpg")

        def plant():
            with open(name, "wb") as file:
                file.write(b"a newcomer")

        self.copy_while(plant)
        self.assertEqual(self.status, OK, self.err)
        with open(name, "rb") as file:
            self.assertEqual(file.read(), b"a newcomer")
        self.assertIn("0594 (2).jpg", self.archived_names())
        row = [row for row in read_csv(self.report()) if row["file_name"] == "0594.jpg"][0]
        self.assertEqual(os.path.basename(row["destination_path"]), "0594 (2).jpg")

    def report(self):
        return [os.path.join(self.archive, name) for name in os.listdir(self.archive)
                if name.endswith(".csv")][0]

    def test_link_for_the_archive_folder(self):
        """The year's folder becomes a link out of the archive during the run."""
        year = os.path.join(self.archive, "2019")
        os.mkdir(self.path("outside"))

        def swap():
            os.rename(year, year + " was here")
            os.symlink(self.path("outside"), year)

        self.copy_while(swap)
        self.assertNotEqual(self.status, OK, self.err)
        self.assertEqual(os.listdir(self.path("outside")), [])

    def test_immutable_original(self):
        disks.need("chattr")
        self.prepare("quarantine-across")
        path = os.path.join(self.source, self.LAST)
        if subprocess.run(["chattr", "+i", path], stderr=subprocess.DEVNULL).returncode != 0:
            self.skipTest("this file system has no immutable files")
        self.addCleanup(subprocess.run, ["chattr", "-i", path], stderr=subprocess.DEVNULL)
        for words in ("quarantine", "quarantine-across", "delete"):
            document = self.run_json(*self.words(words), expect=ITEMS)
            self.assertEqual([os.path.join(self.source, name)
                              for name in files_below(self.source)], [path], words)
            self.assertIn("permission", [group["cause"] for group in document["problems"]], words)
        self.check_tidy("immutable")
        subprocess.run(["chattr", "-i", path], check=True)
        self.run_cli(*self.words("quarantine"), "--quiet", expect=None)
        self.assertEqual(files_below(self.source), [])


class Binds(OnDisks):
    """One folder under two paths, which no comparison of paths shows."""

    def setUp(self):
        super().setUp()
        os.makedirs(self.first)
        self.fill(10)

    def bind(self, folder, place):
        os.makedirs(place, exist_ok=True)
        disks.run("mount", "--bind", folder, place)

    def organize(self, source, archive, expect):
        return self.run_cli("organize", "--source", source, "--destination-root", archive,
                            "--mode", "copy", "--quiet", expect=expect)

    def test_same_folder(self):
        self.bind(self.source, self.disks("other"))
        self.organize(self.source, self.disks("other"), REFUSED)
        self.organize(self.disks("other"), self.source, REFUSED)
        self.organize(self.source, self.disks("other", "3"), REFUSED)

    def test_source_inside_archive(self):
        self.bind(self.first, self.disks("other"))
        self.organize(self.source, self.disks("other"), REFUSED)

    def test_one_source_twice(self):
        self.bind(self.source, self.disks("other"))
        answer = self.run_cli("organize", "--source", self.source, "--source", self.disks("other"),
                              "--destination-root", self.archive, "--mode", "copy", expect=REFUSED)
        self.assertNotEqual(answer.err, "")

    def test_archive_mounted_in_the_source(self):
        """What is mounted inside a source is no part of it."""
        os.makedirs(self.archive)
        self.bind(self.archive, os.path.join(self.source, "archive"))
        before = snapshot(self.source)
        answer = self.organize(self.source, self.archive, None)
        self.assertIn(answer.status, (OK, REFUSED), answer.err)
        if answer.status == OK:
            self.assertEqual(self.named(self.archive), 10)
            # The second time it must not find its own copies there.
            self.organize(self.source, self.archive, OK)
            self.assertEqual(self.named(self.archive), 10)
        else:
            self.assertEqual(snapshot(self.source), before)

    def test_copy_that_is_the_original(self):
        """The archive's file is the original, mounted there: no proof follows from it."""
        self.prepare("quarantine-across")
        victim = files_below(self.source)[0]
        copy = os.path.join(self.archive, "2019", os.path.basename(victim))
        disks.run("mount", "--bind", os.path.join(self.source, victim), copy)
        document = self.run_json(*self.words("quarantine-across"), expect=ITEMS)
        self.assertEqual(document["balance"]["quarantined"], 9)
        self.assertEqual(files_below(self.source), [victim])


class Fuse(OnDisks):
    """File systems that can neither rename without replacing nor link, or that fold names."""

    def mount_fuse(self, make, mount):
        image = self.disks("fuse.img")
        with open(image, "wb") as file:
            os.ftruncate(file.fileno(), 600 * 2**20)
        os.makedirs(self.second)
        if not os.path.exists("/dev/fuse"):
            self.skipTest("there is no /dev/fuse")
        device = subprocess.run(["losetup", "--find", "--show", image], stdout=subprocess.PIPE,
                                check=True).stdout.decode().strip()
        self.addCleanup(disks.run, "losetup", "--detach", device)
        disks.run(*make, device)
        done = subprocess.run([*mount, device, self.second], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        if done.returncode != 0:
            self.skipTest(f"cannot be mounted here: {done.stdout.decode().strip()}")
        self.addCleanup(disks.unmount, self.second)

    def whole_way(self):
        """The archive there, the quarantine beside the source."""
        os.makedirs(self.first)
        self.fill(40)
        self.add("odd/what: a name?.jpg", jpeg("2019-05-01 10:00:00", "odd"))
        self.add("odd/twin.jpg", jpeg("2019-05-01 10:00:00", "lower"))
        self.add("other/TWIN.jpg", jpeg("2019-05-01 10:00:00", "upper"))
        before = {name: (value[0], value[2]) for name, value in snapshot(self.source).items()}
        # Nothing that is moved there could be read back from the medium.
        self.run_json(*self.words("move-across"), expect=REFUSED)
        self.prepare("quarantine-across")
        self.assertEqual(self.named(self.archive), 43)
        self.check_names()
        self.run_json(*self.words("quarantine-across"), expect=REFUSED)
        # Nor is a copy there enough to destroy an original by.
        document = self.run_json(*self.words("delete"), expect=ITEMS)
        self.assertEqual(document["balance"]["skipped"], 43)
        document = self.run_json(*self.words("quarantine"))
        self.assertEqual(document["balance"]["quarantined"], 43)
        self.assertEqual(self.named(self.source), 0)
        self.run_json("restore", document["run_id"])
        self.run_json("undo", self.chain)
        self.assertEqual(self.named(self.second), 0)
        self.assertEqual({name: (value[0], value[2])
                          for name, value in snapshot(self.source).items()}, before)
        self.check_tidy("the whole way")

    def check_names(self):
        """The report calls the copies what their folder calls them."""
        run = next(run for run in self.run_json("history", "list")["runs"]
                   if run["kind"] == "organize")
        self.run_json("history", "export", run["run_id"], "--csv", self.path("names.csv"))
        rows = read_csv(self.path("names.csv"))
        self.assertEqual(len(rows), 43)
        for row in rows:
            folder, name = os.path.split(row["destination_path"])
            self.assertIn(name, os.listdir(folder))

    def from_there(self):
        """Photos on that disk, as on a camera's card: moved to another, and moved back."""
        self.settle_in(self.second, self.disks("third"))
        self.env["XDG_DATA_HOME"] = self.disks("data")
        self.fill(40)
        before = self.contents_below(self.source)
        self.prepare("undo-move-across")
        self.assertEqual(self.named(self.source), 0)
        self.assertEqual(self.contents_below(self.second), before)
        # Back goes by copying, too: what cannot be read back there stays in the archive as well.
        self.run_json(*self.words("undo-move-across"), expect=None)
        self.check_disk("undone")
        self.assertEqual(self.contents_below(self.source), before)
        self.check_tidy("from there")

    def contents_below(self, folder):
        return {value[2] for name, value in snapshot(folder).items()
                if value[0] == "file" and not name.endswith(b".csv")}

    def kill_in_the_middle(self):
        os.makedirs(self.first)
        self.fill(COUNT, 4000)
        with self.halted_organize():
            self.process.kill()
        self.assertEqual(self.status, -signal.SIGKILL)
        self.check_disk("killed", reservations=True)
        # What FUSE forgets gets another inode number.
        disks.drop_caches(3)
        self.resume_all()
        self.assert_all_archived()

    def event_folders(self, shown=str):
        """New names for folders on that disk, and the old ones back. shown: what the disk makes of a
        name."""
        self.settle_in(self.second, self.disks("third"))
        self.env["XDG_DATA_HOME"] = self.disks("data")
        names = {
            "2019-05-01 RAYA": ("2019-05-01", "2019-05-01 Raya"),  # only letters change
            "2020-01-01 Satu": ("2021-01-01", "2021-01-01 Satu"),  # a circle
            "2021-01-01 Satu": ("2020-01-01", "2020-01-01 Satu"),
            "2018-01-01 Dua": ("2017-01-01", "2017-01-01 Dua"),  # a chain
            "dua": ("2018-01-01", "2018-01-01 Dua"),
            "Pesta 1_": ("2016-01-01", "2016-01-01 Pesta 1"),
        }
        photos = {}
        for number, (name, (day, _)) in enumerate(names.items()):
            photos[jpeg(f"{day} 10:00:00", number)] = shown(name)
            self.add(f"{name}/a.jpg", jpeg(f"{day} 10:00:00", number))
        before = {shown(name): shown(name) for name in names}
        self.assertEqual(self.folders_by(photos), before)
        document = self.run_json("rename", self.source, "--live")
        self.assertEqual(document["balance"]["renamed"], len(names))
        self.assertEqual(self.folders_by(photos),
                         {shown(name): shown(new) for name, (_, new) in names.items()})
        # What FUSE forgets gets another inode number.
        disks.drop_caches(3)
        document = self.run_json("undo", document["run_id"])
        self.assertEqual(document["balance"]["restored"], len(names))
        self.assertEqual(self.folders_by(photos), before)

    def folders_by(self, photos):
        """{the name a folder had: the name it has}"""
        found = {}
        for name in os.listdir(self.source):
            # FUSE hides a file that was removed while it was open: the lock's folder is not empty.
            if name == ".susun":
                continue
            with open(os.path.join(self.source, name, "a.jpg"), "rb") as file:
                found[photos[file.read()]] = name
        return found

    def exfat(self):
        disks.need("mkfs.exfat", "mount.exfat-fuse", "losetup")
        self.mount_fuse(["mkfs.exfat"], ["mount.exfat-fuse"])

    def ntfs(self):
        disks.need("mkntfs", "lowntfs-3g", "losetup")
        self.mount_fuse(["mkntfs", "-Q", "-q", "-F"],
                        ["lowntfs-3g", "-o", "windows_names,ignore_case"])

    def test_exfat(self):
        self.exfat()
        self.whole_way()

    def test_exfat_killed(self):
        self.exfat()
        self.kill_in_the_middle()

    def test_exfat_card(self):
        self.exfat()
        self.from_there()

    def test_exfat_folders(self):
        self.exfat()
        self.event_folders()

    def test_ntfs(self):
        self.ntfs()
        self.whole_way()

    def test_ntfs_folders(self):
        self.ntfs()
        self.event_folders(str.lower)

    def test_ntfs_killed(self):
        self.ntfs()
        self.kill_in_the_middle()

    def test_ntfs_card(self):
        self.ntfs()
        self.from_there()


if __name__ == "__main__":
    disks.enter()
    main()
