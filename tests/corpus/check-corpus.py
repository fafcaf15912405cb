#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates the shared corpus and holds the answers against its truth; speaks TAP.

usage: check-corpus.py DUMP_DATES

The corpus is input only and no part of the project: $SUSUN_SHARED says where it is (by default
../shared beside the source); without it the test is skipped.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SLOW_MS = 1000


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
    for line in (score.stdout + score.stderr).splitlines():
        print("#", line)
    return report(1, score.returncode == 0, "the corpus is dated as its truth says")


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
