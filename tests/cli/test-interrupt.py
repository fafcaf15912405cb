#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signals, kills, and going on afterwards."""

import json
import os
import pty
import select
import signal
import subprocess

from harness import (CANCELLED, ITEMS, OK, PROGRAM, USAGE, Case, files_below, main, read_csv,
                     snapshot, wait_until)

# More than the journal takes into one group, so that there is a middle to be stopped in.
COUNT = 700


class Interrupt(Case):
    def setUp(self):
        super().setUp()
        for i in range(COUNT):
            self.photo(f"{i:03d}.jpg", size=60_000)
        self.before = snapshot(self.source)

    def archived(self):
        """How many files stand in the year's folder; names of ours in the making do not count."""
        try:
            return len([name for name in os.listdir(os.path.join(self.archive, "2019"))
                        if not name.startswith(".susun")])
        except FileNotFoundError:
            return 0

    def start(self, *words):
        return subprocess.Popen([PROGRAM, *words, "--json", "--quiet"], stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, env=self.env)

    def stop_in_the_middle(self, number, condition, *words):
        """Starts a command, sends it the signal when the condition is met; returns its status and
        document."""
        process = self.start(*words)
        wait_until(lambda: condition() or process.poll() is not None)
        process.send_signal(number)
        if number == signal.SIGINT:
            process.send_signal(number)  # a second one changes nothing
        out, err = process.communicate(timeout=120)
        if process.returncode == OK:
            self.skipTest("it was done before the signal came")
        return process.returncode, json.loads(out) if out.strip() else None

    def organize_words(self, mode):
        return ("organize", "--source", self.source, "--destination-root", self.archive, "--mode",
                mode)

    def interrupt_and_resume(self, number, mode):
        status, document = self.stop_in_the_middle(number, lambda: self.archived() > 0,
                                                   *self.organize_words(mode))
        self.assertEqual(status, CANCELLED)
        self.assertEqual(document["state"], "cancelled")
        self.assert_adds_up(document["balance"])
        if document["balance"]["not_reached"] == 0:
            self.skipTest("it was at its last file when the signal came")
        # No byte is lost at any time.
        held = {value[2] for folder in (self.source, self.archive)
                for value in snapshot(folder).values()}
        self.assertLessEqual({value[2] for value in self.before.values()}, held)
        self.assert_no_leftovers(self.archive)

        resumed = self.run_json("resume", document["run_id"])
        self.assertEqual(resumed["run_id"], document["run_id"])
        self.assertEqual(resumed["state"], "finished")
        self.assert_adds_up(resumed["balance"])
        self.assertEqual(self.archived(), COUNT)
        self.assertEqual(len(read_csv(resumed["report_csv"])), COUNT)
        self.run_json("resume", document["run_id"], expect=USAGE)
        return document["run_id"]

    def test_sigint_copy(self):
        run_id = self.interrupt_and_resume(signal.SIGINT, "copy")
        self.assertEqual(snapshot(self.source), self.before)
        self.run_json("undo", run_id)
        self.assertEqual(self.archived(), 0)

    def test_sigterm_move(self):
        run_id = self.interrupt_and_resume(signal.SIGTERM, "move")
        self.assertEqual(files_below(self.source), [])
        self.run_json("undo", run_id)
        self.assertEqual(snapshot(self.source), self.before)

    def test_kill_copy(self):
        status, _ = self.stop_in_the_middle(signal.SIGKILL, lambda: self.archived() > 0,
                                            *self.organize_words("copy"))
        self.assertEqual(status, -signal.SIGKILL)
        self.assertEqual(snapshot(self.source), self.before)
        run = self.run_json("history")["runs"][0]
        self.assertNotEqual(run["state"], "finished")
        self.run_json("history", "forget", run["run_id"], expect=3)
        self.run_json("resume", run["run_id"])
        self.assertEqual(self.archived(), COUNT)
        self.assert_no_leftovers(self.archive)
        self.assertEqual(self.organize()["balance"]["already_archived"], COUNT)

    def test_kill_and_undo(self):
        self.stop_in_the_middle(signal.SIGKILL, lambda: self.archived() > 0,
                                *self.organize_words("copy"))
        run = self.run_json("history")["runs"][0]
        self.run_json("undo", run["run_id"])
        self.assertEqual(self.archived(), 0)
        self.assertEqual(snapshot(self.source), self.before)
        self.assert_no_leftovers(self.archive)

    def test_interrupted_verify(self):
        report = self.organize()["report_csv"]
        out, bad = self.path("verified.csv"), self.path("unverified.csv")
        words = ("verify", "--input-csv", report, "--verified-out", out, "--unverified-out", bad,
                 "--state-file", self.path("state.json"))
        status, document = self.stop_in_the_middle(
            signal.SIGKILL, lambda: os.path.exists(self.path("state.json")) or (
                os.path.exists(out) and os.path.getsize(out) > 0), *words)
        self.run_json(*words)
        rows = read_csv(out)
        self.assertEqual(sorted(row["source_path"] for row in rows),
                         sorted(row["source_path"] for row in read_csv(report)))

    def test_interrupted_quarantine(self):
        self.verify(self.organize()["report_csv"])
        words = ("quarantine", "--manifest", self.path("verified.csv"), "--expected-run-id", "auto",
                 "--quarantine-root", self.quarantine)
        status, document = self.stop_in_the_middle(
            signal.SIGINT, lambda: len(os.listdir(self.source)) < COUNT, *words)
        self.assertEqual(status, CANCELLED)
        self.run_json("resume", document["run_id"])
        self.assertEqual(files_below(self.source), [])
        self.run_json("restore", document["run_id"])
        self.assertEqual(snapshot(self.source), self.before)

    def test_the_source_is_away(self):
        """A disk that is not there now is no deleted library: the run waits for it."""
        _, document = self.stop_in_the_middle(signal.SIGTERM, lambda: self.archived() > 0,
                                              *self.organize_words("copy"))
        archived = snapshot(self.archive)
        os.rename(self.source, self.path("unplugged"))
        away = self.run_cli("resume", document["run_id"], "--quiet", expect=None)
        self.assertNotIn(away.status, (OK, CANCELLED))
        self.assertIn(self.source, away.err)
        os.mkdir(self.source)  # an empty mount point is another folder
        self.assertNotEqual(self.run_cli("resume", document["run_id"], "--quiet",
                                         expect=None).status, OK)
        self.assertEqual(snapshot(self.archive), archived)
        os.rmdir(self.source)
        os.rename(self.path("unplugged"), self.source)
        self.run_json("resume", document["run_id"])
        self.assertEqual(self.archived(), COUNT)

    def test_before_it_began(self):
        """A signal during the scan: nothing is there yet, and nothing stays."""
        process = self.start(*self.organize_words("copy"))
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=120)
        self.assertIn(process.returncode, (CANCELLED, OK, -signal.SIGTERM))
        self.assertEqual(snapshot(self.source), self.before)


class Progress(Case):
    def test_bar_on_a_terminal(self):
        for i in range(40):
            self.photo(f"{i}.jpg", size=500_000)
        master, slave = pty.openpty()
        process = subprocess.Popen(
            [PROGRAM, "organize", "--source", self.source, "--destination-root", self.archive,
             "--mode", "copy"], stdout=subprocess.PIPE, stderr=slave,
            env=dict(self.env, TERM="xterm"))
        os.close(slave)
        shown = b""
        while True:
            ready, _, _ = select.select([master], [], [], 60)
            try:
                piece = os.read(master, 65536) if ready else b""
            except OSError:
                piece = b""
            if not piece:
                break
            shown += piece
        out = process.communicate(timeout=60)[0]
        os.close(master)
        self.assertEqual(process.returncode, OK)
        self.assertIn(b"\r", shown)
        self.assertTrue(shown.endswith(b"\r\x1b[K"), shown[-80:])
        self.assertRegex(out.decode(), "40")

    def test_lines_elsewhere(self):
        self.small_library()
        answer = self.run_cli("organize", "--source", self.source, "--destination-root",
                              self.archive, "--mode", "copy")
        # So short a run may tell no more than what it did last, which counts nothing.
        self.assertRegex(answer.err, r"(?m)^(Writing the report|\S.*: .*files?)")
        self.assertNotIn("\r", answer.err)


main()
