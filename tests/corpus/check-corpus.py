#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates the shared corpus and holds the answers against its truth, beside exiftool's where
that is installed; speaks TAP.

usage: check-corpus.py DUMP_DATES

The corpus is input only and no part of the project: $SUSUN_SHARED says where it is (by default
../shared beside the source); without it the test is skipped.
"""

import collections
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SLOW_MS = 1000
# Says itself what it would not swear to, or was not asked: no answer of the content.
NOT_CONTENT = ("mtime", "FileName", "Takeout.JSON", "none", "")
# What most tools that call exiftool do.
EXIFTOOL_ORDER = ("DateTimeOriginal", "CreationDate", "CreateDate")


def main():
    dump = sys.argv[1]
    corpus = Path(os.environ.get("SUSUN_SHARED", "../shared")) / "corpus"
    if not (corpus / "truth.csv").exists():
        print(f"1..0 # SKIP no corpus at {corpus}")
        return 0
    print("1..3")
    failed = not all((check_truth(dump, corpus), *check_malformed(dump, corpus)))
    return 1 if failed else 0


def report(number, ok, text):
    print(f"{'ok' if ok else 'not ok'} {number} - {text}")
    return ok


def check_truth(dump, corpus):
    with tempfile.NamedTemporaryFile("w+", suffix=".csv") as answers:
        subprocess.run([dump, "--hints", corpus / "media"], stdout=answers, check=True)
        answers.flush()
        score = subprocess.run([sys.executable, corpus / "score.py", corpus, answers.name, "--misses"],
                               capture_output=True, text=True, check=False)
        answers.seek(0)
        ours = {row["path"]: row["capture_local"] for row in csv.DictReader(answers)
                if row["date_source"] not in NOT_CONTENT}
    for line in (score.stdout + score.stderr).splitlines():
        print("#", line)
    show_beside_exiftool(corpus, ours)
    return report(1, score.returncode == 0, "the corpus is dated as its truth says")


def ask_exiftool(media):
    """Returns the answers by path; None where exiftool is not installed."""
    if shutil.which("exiftool") is None:
        return None
    run = subprocess.run(["exiftool", "-r", "-q", "-json", "-d", "%Y-%m-%dT%H:%M:%S",
                          *("-" + tag for tag in EXIFTOOL_ORDER), media],
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    answers = {}
    for row in json.loads(run.stdout or b"[]"):
        told = [str(row[tag]) for tag in EXIFTOOL_ORDER
                if tag in row and not str(row[tag]).startswith("0000")]
        answers[row["SourceFile"]] = told[0][:19] if told else ""
    return answers


def show_beside_exiftool(corpus, ours):
    """The same rows for both: how many of those with a date are right to the second and to the day,
    and how many have a date where there is none."""
    theirs = ask_exiftool(corpus / "media")
    if theirs is None:
        print("# exiftool is not installed: no comparison")
        return
    counts = collections.defaultdict(collections.Counter)
    with open(corpus / "truth.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["format"] in ("xmp", "json", "aae", "thm") or "lenient" in row["notes"]:
                continue
            want = row["capture_local"] or row["capture_utc"].rstrip("Z")
            for who, answers in (("ours", ours), ("exiftool", theirs)):
                told = answers.get(str(corpus / row["path"]), "")
                for count in (counts[row["format"]], counts["all"]):
                    if row["expect"] != "date":
                        count["exiftool invented"] += who == "exiftool" and bool(told)
                        continue
                    count["dated"] += who == "ours"
                    count[f"{who} second"] += told == want or (len(want) == 10
                                                               and told[:10] == want)
                    count[f"{who} day"] += told[:10] == want[:10]
    print(f"# {'format':9} {'dated':>5} | {'second':>6} {'day':>5} | exiftool {'second':>6} {'day':>5}"
          f" {'invented':>8}")
    for name in sorted(counts, key=lambda name: (name == "all", name)):
        c = counts[name]
        if c["dated"] or c["exiftool invented"]:
            print(f"# {name:9} {c['dated']:5} | {c['ours second']:6} {c['ours day']:5} |"
                  f" {'':8} {c['exiftool second']:6} {c['exiftool day']:5}"
                  f" {c['exiftool invented']:8}")


def check_malformed(dump, corpus):
    """One process for each file, so that a crash names its file."""
    broken, slow = [], []
    for path in sorted((corpus / "malformed").iterdir()):
        start = time.monotonic()
        try:
            run = subprocess.run([dump, "--explain", path], stdout=subprocess.DEVNULL,
                                 stderr=subprocess.PIPE, timeout=10, check=False)
            if run.returncode != 0:
                broken.append(path.name)
        except subprocess.TimeoutExpired:
            slow.append(path.name)
            continue
        if time.monotonic() - start > SLOW_MS / 1000 and slower_again(dump, path):
            slow.append(path.name)
    for name in broken + slow:
        print("#", name)
    return (report(2, not broken, "no malformed file ends the program"),
            report(3, not slow, "no malformed file takes longer than a second"))


def slower_again(dump, path):
    """A busy machine is no evidence: what the process itself used counts."""
    before = os.times()
    subprocess.run([dump, path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = os.times()
    return (after.children_user + after.children_system
            - before.children_user - before.children_system) > SLOW_MS / 1000


if __name__ == "__main__":
    sys.exit(main())
