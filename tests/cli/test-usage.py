#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words of the command line: options, help, wrong usage."""

import os
import re
import subprocess
import unittest

from harness import OK, PROGRAM, REFUSED, USAGE, Case, jpeg, main, snapshot

# The contract: the options of each command, by the name they have for ever.
COMMON = "json quiet history-db log-file workers help version".split()
# The contract is silent on these; without them only the window could correct a folder or a file.
CORRECTIONS = "clock folder-zone folder-clock file-date"
AI = "ai-api-key ai-key-file ai-provider ai-endpoint ai-model ai-scope ai-mask-names non-interactive"
OPTIONS = {
    "dates": "recursive csv zone explain " + CORRECTIONS,
    "organize": "source destination-root mode dry-run media-kind types date-from date-to report-csv "
                "video-date-source layout undated zone day-starts exclude include-hidden "
                + CORRECTIONS,
    "verify": "input-csv verified-out unverified-out hash limit offset state-file anywhere "
              "sha256sums",
    "quarantine": "manifest expected-run-id quarantine-root results-out limit offset state-file "
                  "dry-run delete-permanently yes-really-delete",
    "restore": "item",
    "purge": "older-than yes-really-delete",
    "undo": "",
    "resume": "",
    "history": "csv",
    "titles": "case " + AI,
    "rename": "live confidence case ignore-dirs ignore-ext report-json undo-script zone day-starts "
              + AI,
    "dedupe": "manifest archive-root quarantine-root keep-out dupes-out expected-run-id scope limit "
              "state-file dry-run",
}

# The contract gives rename no zone; without one films of a phone are filed under the day in UTC. Nor
# does it let names be kept from the AI, which a person may want more than anything.
BEYOND = {"rename": {"zone", "day-starts", "ai-mask-names"}, "titles": {"ai-mask-names"}}

CONTRACT = os.path.join(os.environ.get("SUSUN_SHARED", ""), "design", "CLI.md")


def options_of(help_text):
    return set(re.findall(r"^\s+(?:-\w, )?--([a-z0-9-]+)", help_text, re.M))


def contract_options():
    """{command: options} as CLI.md has them: from the lines that show how a command is called."""
    with open(CONTRACT, encoding="utf-8") as file:
        text = file.read()
    found = {}
    command = None
    for line in text.splitlines():
        if line.startswith("#") or not line.startswith("    "):
            command = None
        match = re.match(r"    susun-cli (\w+)", line)
        if match:
            command = match.group(1)
            found.setdefault(command, set())
        if command is not None:
            # What follows many blanks on such a line is a remark.
            call = re.split(r"\s{4,}", line.strip(), maxsplit=1)[0]
            found[command].update(re.findall(r"--([a-z0-9-]+)", call))
            # "--ai ..." stands for all that begin so.
            if "ai" in found[command]:
                found[command].remove("ai")
                found[command].update(AI.split())
    return found


class Help(Case):
    def test_every_command_has_its_options(self):
        for command, options in OPTIONS.items():
            with self.subTest(command):
                answer = self.run_cli(command, "--help")
                self.assertEqual(options_of(answer.out), set(options.split()) | set(COMMON))
                self.assertIn(f"susun-cli {command}", answer.out)
                self.assertEqual(answer.err, "")

    @unittest.skipUnless(os.path.exists(CONTRACT), "the contract is not beside the project")
    def test_contract(self):
        contract = contract_options()
        self.assertEqual(set(contract), set(OPTIONS))
        for command, options in contract.items():
            known = set(OPTIONS[command].split()) | set(COMMON)
            self.assertLessEqual(options, known, command)
            self.assertGreaterEqual(options | set(COMMON) | set(CORRECTIONS.split())
                                    | BEYOND.get(command, set()), known, command)

    def test_help_shows_an_example(self):
        for command in OPTIONS:
            answer = self.run_cli(command, "--help")
            self.assertRegex(answer.out, rf"Examples:\n.*susun-cli {command}")

    def test_version(self):
        self.assertRegex(self.run_cli("--version").out, r"^susun-cli \d+\.\d+\.\d+\n$")
        self.assertRegex(self.run_cli("verify", "--version").out, r"^susun-cli \d")

    def test_usage_names_all_commands(self):
        answer = self.run_cli("--help")
        for command in OPTIONS:
            self.assertRegex(answer.out, rf"(?m)^  {command}\s")

    def test_alias(self):
        self.assertEqual(self.run_cli("apply-deletions", "--help").out,
                         self.run_cli("quarantine", "--help").out)


class Wrong(Case):
    def refuse(self, *words):
        answer = self.run_cli(*words, expect=USAGE)
        self.assertNotEqual(answer.err, "")
        self.assertEqual(answer.out, "")
        return answer

    def test_no_command(self):
        self.assertIn("organize", self.refuse().err)

    def test_unknown_command(self):
        self.assertIn("frobnicate", self.refuse("frobnicate").err)

    def test_unknown_option(self):
        for command in OPTIONS:
            self.assertIn("--help", self.refuse(command, "--frobnicate").err)

    def test_missing_options(self):
        self.refuse("dates")
        self.refuse("organize", "--source", self.source)
        self.refuse("organize", "--destination-root", self.archive)
        self.refuse("verify", "--input-csv", "x")
        self.refuse("quarantine", "--manifest", "x", "--quarantine-root", "q")
        self.refuse("dedupe", "--manifest", "x")
        for command in ("restore", "undo", "resume", "purge"):
            self.refuse(command)
            self.refuse(command, "one", "two")
        self.refuse("history", "frobnicate")
        self.refuse("history", "show")
        self.refuse("history", "export", "x")

    def test_values(self):
        call = ("organize", "--source", self.source, "--destination-root", self.archive)
        for words in (
                ("--mode", "delete"), ("--mode=",), ("--media-kind", "music"),
                ("--undated", "guess"), ("--video-date-source", "exiftool"),
                ("--date-from", "2019-02-29"), ("--date-from", "yesterday"),
                ("--date-to", "2019-1-1"), ("--date-to", "2019-01-01T00:00:00"),
                ("--date-from", "2020-01-02", "--date-to", "2020-01-01"),
                ("--day-starts", "13:00"), ("--day-starts", "4"), ("--day-starts", "04:60"),
                ("--clock", "Canon"), ("--clock", "Canon=7"), ("--clock", "=+07:00:00"),
                ("--clock", "Canon=+07:00"), ("--clock", "Canon=+07:61:00"),
                ("--folder-zone", "Asia/Tokyo"), ("--folder-zone", self.source + "=Mars/Phobos"),
                ("--folder-zone", self.tmp + "=Asia/Tokyo"), ("--folder-zone", "nowhere=Asia/Tokyo"),
                ("--folder-clock", self.source + "=7"), ("--folder-clock", self.source),
                ("--file-date", self.source + "/no.jpg=1987-08-31"),
                ("--file-date", self.source + "=1987-02-29"),
                ("--types", ""), ("--types", ".jpg,,"), ("--types", "*.jpg"),
                ("--layout", "{yeer}"), ("--layout", "../{year}"), ("--layout", "/{year}"),
                ("--zone", "Mars/Phobos"), ("--workers", "0"), ("--workers", "many"),
                ("--exclude", b"\xff*"), ("--layout", b"\xff{year}"), ("--exclude", ""),
                ("--report-csv", ""), ("--history-db", ""), ("--source", ""),
                ("surplus",)):
            with self.subTest(words):
                self.refuse(*call, *words)
        self.assertFalse(os.path.exists(self.archive))

    def test_empty_paths(self):
        """What a script's unset variable leaves: never the current folder."""
        self.photo("a.jpg")
        before = snapshot(self.source)
        for words in (("organize", "--source", "", "--destination-root", self.archive),
                      ("organize", "--source", self.source, "--destination-root="),
                      ("dates", ""), ("restore", "x", "--item", ""),
                      ("history", "export", "x", "--csv", "")):
            answer = self.run_cli(*words, expect=USAGE, cwd=self.source)
            self.assertIn("empty", answer.err)
        self.assertEqual(snapshot(self.source), before)

    def test_values_of_others(self):
        verify = ("verify", "--input-csv", "i", "--verified-out", "v", "--unverified-out", "u")
        self.refuse(*verify, "--hash", "md5")
        self.refuse(*verify, "--limit", "-1")
        self.refuse(*verify, "--offset", "-1")
        self.refuse("quarantine", "--manifest", "m", "--quarantine-root", "q",
                    "--expected-run-id", "no-uuid")
        self.refuse("dates", "--zone", "Mars/Phobos", self.source)
        self.refuse("purge", "x", "--older-than", "soon")

    def test_either_csv_or_json(self):
        self.run_cli("dates", "--csv", "--json", self.source, expect=USAGE)

    def test_json_of_a_failure(self):
        document = self.run_json("restore", "no-such-run", expect=USAGE)
        self.assertEqual(document["exit_status"], USAGE)
        self.assertNotEqual(document["error"], "")

    def test_equals_sign_or_blank(self):
        self.photo("a.jpg")
        for words in ((f"--source={self.source}", f"--destination-root={self.archive}"),
                      ("--source", self.source, "--destination-root", self.archive)):
            self.run_cli("organize", *words)


class LogFile(Case):
    def test_lines(self):
        self.photo("a.jpg")
        log = self.path("susun.log")
        document = self.organize("--log-file", log)
        self.organize("--log-file", log)
        self.run_cli("history", "show", "nonsense", "--log-file", log, expect=USAGE)
        with open(log, encoding="utf-8") as file:
            lines = file.read().splitlines()
        for line in lines:
            self.assertRegex(line, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d \[\d+\] ")
        self.assertIn(document["run_id"], "\n".join(lines))
        self.assertIn("nonsense", lines[-1])
        self.assertEqual(os.stat(log).st_mode & 0o777, 0o600)

    def test_never_into_a_photo(self):
        photo = self.photo("a.jpg")
        before = snapshot(self.source)
        self.organize("--log-file", photo, expect=REFUSED)
        self.assertEqual(snapshot(self.source), before)
        self.assertFalse(os.path.exists(self.archive))


class Program(Case):
    def test_output_that_cannot_be_written(self):
        self.photo("a.jpg")
        with open("/dev/full", "wb") as full:
            for words in (("dates", "--csv"), ("dates", "--json"), ("dates",)):
                status = subprocess.run([PROGRAM, *words, "--quiet", self.source], stdout=full,
                                        stderr=subprocess.DEVNULL, env=self.env).returncode
                self.assertNotEqual(status, OK, words)

    def test_reader_that_went_away(self):
        for i in range(2000):
            self.write(f"source/{i}.jpg", b"")
        for words in (("dates", "--csv"), ("dates", "--json"), ("dates",)):
            process = subprocess.Popen([PROGRAM, *words, "--quiet", self.source],
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                       env=self.env)
            process.stdout.read(10)
            process.stdout.close()
            error = process.stderr.read()
            process.stderr.close()
            self.assertEqual((process.wait(60), error), (OK, b""))


main()
