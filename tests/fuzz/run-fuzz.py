#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs one libFuzzer target long enough; speaks TAP.

usage: run-fuzz.py TARGET WORK [TEST...]

At least SUSUN_FUZZ_SECONDS (60) and at least SUSUN_FUZZ_RUNS (1,000,000) executions, in rounds that
grow one corpus in WORK. Seeds: the files that the tests TEST make (SUSUN_SEEDS), and the shared
corpus of real and of malformed files where it stands ($SUSUN_SHARED), both only when TEST is given.
An input that crashes, leaks or computes for longer than a second ends it and is kept in WORK. The count is
left in WORK/result.txt.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

SECONDS = int(os.environ.get("SUSUN_FUZZ_SECONDS", "60"))
RUNS = int(os.environ.get("SUSUN_FUZZ_RUNS", "1000000"))
# Allocations with short stacks, quickly walked: ten times as many executions in the same time.
OPTIONS = {"ASAN_OPTIONS": "fast_unwind_on_malloc=1:malloc_context_size=8:strict_string_checks=1",
           "G_DEBUG": "fatal-warnings"}
# By the clock on the wall, for what never ends. The second that a reader may compute is held by the
# target itself: on a busy machine libFuzzer's alarm rings for nothing, and may lock the allocator.
HANG = 60
MAX_LENGTH = 8192  # longer seeds are cut: what is walked stands in front
# These make seeds by the thousand, which the fuzzer does itself.
NO_SEEDS = ["/media/still/damage-is-no-error", "/media/video/a-film-cut-anywhere-is-no-error",
            "/media/filename/any-bytes-are-a-name"]


def gather(work, tests):
    """The folders of seeds, the fuzzer's own first."""
    own, fixtures = work / "corpus", work / "fixtures"
    for folder in (own, fixtures):
        folder.mkdir(parents=True, exist_ok=True)
    for test in tests:
        subprocess.run([test, *(word for path in NO_SEEDS for word in ("-s", path))],
                       env={**os.environ, "SUSUN_SEEDS": str(fixtures), "ASAN_OPTIONS": "detect_leaks=0"},
                       check=True,
                       stdout=subprocess.DEVNULL)
    shared = Path(os.environ.get("SUSUN_SHARED", "../shared")) / "corpus"
    given = [shared / name for name in ("malformed", "media")
             if tests and (shared / name).is_dir()]
    return [own, fixtures, *given]


def run_round(target, work, folders, seconds):
    """Returns (clean, executions, the last line of coverage)."""
    command = [target, f"-max_total_time={seconds}", f"-max_len={MAX_LENGTH}", f"-timeout={HANG}",
               "-rss_limit_mb=1024", "-print_final_stats=1", f"-artifact_prefix={work}/", *folders]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False,
                          env={**os.environ, **OPTIONS})
    log = done.stderr.decode("utf-8", "replace")
    count = re.search(r"stat::number_of_executed_units:\s*(\d+)", log)
    coverage = re.findall(r"cov: (\d+)", log)
    if done.returncode != 0:
        for line in log.splitlines()[-60:]:
            print("#", line)
    return done.returncode == 0, int(count[1]) if count else 0, coverage[-1] if coverage else "?"


def main():
    target, work = sys.argv[1], Path(sys.argv[2])
    folders = gather(work, sys.argv[3:])
    executed, coverage, clean = 0, "?", True
    start = time.monotonic()
    print("1..1")
    while clean and (executed < RUNS or time.monotonic() - start < SECONDS):
        clean, count, coverage = run_round(target, work, folders, SECONDS)
        executed += count
    took = time.monotonic() - start
    reader = os.path.basename(target).removeprefix("fuzz-")
    row = f"{reader}: {executed} executions in {took:.0f} s, {coverage} edges"
    (work / "result.txt").write_text(f"{row}, {'clean' if clean else 'FAILED, see ' + str(work)}\n",
                                     encoding="utf-8")
    print(f"{'ok' if clean else 'not ok'} 1 - {row}")
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
