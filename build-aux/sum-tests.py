#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sums up what test.sh ran: what failed, what was skipped and why, and one last line of totals.

usage: sum-tests.py [--step NAME=ok|failed]... [EXIT_STATUS=TEST_LOG_JSON]...

A TAP test counts by its points, any other by itself. A test program that ends badly after its
points were fine (a crash, a leak, a time-out) counts as one more failure, and so does a "meson test"
that ended badly for no reason that its log tells.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

POINT = re.compile(r"^(not )?ok\b(?: +\d+)?(?: +-)? *([^#]*?) *(?:#(?: *(SKIP)\S* *(.*)|.*))?$", re.I)
NONE = re.compile(r"^1\.\.0\b *(?:# *SKIP\S* *(.*))?$", re.I)
# What the journeys through the window say of one that failed at first.
AGAIN = re.compile(r"^# passed only on the second try: (.*)", re.M)
# What the tests of tests/faults and tests/powercut say of themselves.
INJECTED = re.compile(r"^# injection points: (\d+)", re.M)
BAD = {"FAIL", "ERROR", "TIMEOUT", "INTERRUPT", "UNEXPECTEDPASS"}


def points(test):
    """Yields (passed|failed|skipped, name, reason) of one test program."""
    found = Counter()
    for line in (test.get("stdout") or "").splitlines():
        if match := NONE.match(line):
            found["skipped"] += 1
            yield "skipped", "", match.group(1) or "no reason given"
        elif match := POINT.match(line):
            bad, name, directive, reason = match.groups()
            kind = "skipped" if directive else (
                "failed" if bad else "passed")
            found[kind] += 1
            yield kind, name, reason or ("no reason given" if kind == "skipped" else "")
    if test["result"] in BAD:
        if not found["failed"]:
            yield "failed", "", f"{test['result'].lower()}, exit status {test.get('returncode')}"
    elif not found:
        kind = "skipped" if test["result"] == "SKIP" else "passed"
        yield kind, "", (test.get("stdout") or "").strip() or "no reason given"


def main():
    totals = Counter(passed=0, failed=0, skipped=0)
    failed, skipped, again, injected = [], {}, [], Counter()
    arguments = iter(sys.argv[1:])
    for argument in arguments:
        if argument == "--step":
            name, _, outcome = next(arguments).rpartition("=")
            totals["passed" if outcome == "ok" else "failed"] += 1
            if outcome != "ok":
                failed.append(name)
            continue
        status, _, log = argument.partition("=")
        folder = Path(log).parent.parent
        failed_before = totals["failed"]
        for line in Path(log).read_text().splitlines():
            test = json.loads(line)
            suite = re.sub(r"^[^:]*:", "", test["name"]).replace(" / ", "/")
            again += [f"{folder}: {suite} {which}" for which in AGAIN.findall(test.get("stdout") or "")]
            injected[folder] += sum(map(int, INJECTED.findall(test.get("stdout") or "")))
            for kind, name, reason in points(test):
                totals[kind] += 1
                where = f"{folder}: {suite} {name}".rstrip()
                if kind == "failed":
                    failed.append(f"{where}  {reason}".rstrip())
                elif kind == "skipped":
                    skipped.setdefault(reason, []).append(where)
        if status != "0" and totals["failed"] == failed_before:
            totals["failed"] += 1
            failed.append(f"{folder}: meson test ended with status {status}")
    for reason, places in skipped.items():
        print(f"skipped ({reason}):", *places, sep="\n  ")
    for folder, count in injected.items():
        if count:
            print(f"{folder}: {count} injection points were tried")
    if again:
        print(f"{len(again)} passed only on the second try:", *again, sep="\n  ")
    if failed:
        print("failed:", *failed, sep="\n  ")
    if not totals["passed"] and not totals["failed"] and not totals["skipped"]:
        totals["failed"] = 1
        print("no test was run")
    print(f"{totals['passed']} passed, {totals['failed']} failed, {totals['skipped']} skipped")
    sys.exit(1 if totals["failed"] else 0)


main()
