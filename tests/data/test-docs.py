#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""README and docs say what is: files, tests, columns and tables that they name exist; speaks TAP.

usage: test-docs.py SOURCE_ROOT        with SUSUN_CLI in the environment
"""

import csv
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import tap  # noqa: E402

SOURCE = Path(sys.argv[1])
PAGES = [SOURCE / "README.md", SOURCE / "flatpak/README.md", *sorted((SOURCE / "docs").glob("*.md"))]
FOLDERS = "src|tests|data|build-aux|flatpak|po|docs"


def links_lead_somewhere():
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def named_files_exist():
    for page in PAGES:
        for path in re.findall(rf"`((?:{FOLDERS})/[\w./-]+)`", page.read_text()):
            assert (SOURCE / path).exists(), f"{page.name}: {path}"


def named_tests_exist():
    tests = {path.name: path for path in (SOURCE / "tests").rglob("*.*")}
    for page in PAGES:
        text = page.read_text()
        for name in re.findall(r"`(?:[\w/-]*/)?(test-[\w-]+\.(?:c|py))`", text):
            assert name in tests, f"{page.name}: {name}"
        for case, path in re.findall(r"`(/[\w/-]+)` in `(tests/[\w./-]+)`", text):
            assert f'"{case}"' in (SOURCE / path).read_text(), f"{page.name}: {case}"


def promises_have_tests():
    rows = re.search(r"\| promise \| test \|\n\|---\|---\|\n((?:\|.*\n)+)",
                     (SOURCE / "README.md").read_text()).group(1).splitlines()
    assert len(rows) >= 10
    for row in rows:
        assert "`tests/" in row, row


def suites_exist():
    built = " ".join(path.read_text() for path in SOURCE.rglob("tests/**/meson.build"))
    table = (SOURCE / "README.md").read_text().partition("| suite |")[2].partition("\n\n")[0]
    for suite in re.findall(r"^\| `([\w-]+)` \|", table, re.M):
        assert f"'{suite.removesuffix('-asan')}'" in built, suite


def dates_are_weighed_as_told():
    """The rows of docs/dates.md are those of the table in the source, the strongest first."""
    source = re.sub(r"\s+", " ", (SOURCE / "src/core/media/susun-date-source.c").read_text())
    rows = re.findall(r'= \{ "([\w.:]+)", "\w+", (\d+), SUSUN_CONFIDENCE_(\w+),', source)
    assert len(rows) > 20
    known = [(tag, confidence.lower()) for tag, rank, confidence
             in sorted(rows, key=lambda row: -int(row[1])) if tag != "none"]
    text = (SOURCE / "docs/dates.md").read_text().partition("## 2")[2].partition("## 3")[0]
    told = re.findall(r"^\| `([\w.:]+)`.*\| (\w+) \|$", text, re.M)
    assert told == known, [pair for pair in zip(told, known) if pair[0] != pair[1]]


def run(*words, folder):
    environment = dict(os.environ, XDG_DATA_HOME=folder, HOME=folder)
    done = subprocess.run([os.environ["SUSUN_CLI"], *words, "--quiet"], cwd=folder, env=environment,
                          capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def columns_told():
    """By heading of docs/csv.md."""
    told = {}
    for part in (SOURCE / "docs/csv.md").read_text().split("\n## ")[1:]:
        name = re.match(r"[\w ]+", part).group(0).strip()
        for table in re.split(r"\| column \| what it holds \|", part)[1:]:
            told.setdefault(name, []).append(
                re.findall(r"^\| `(\w+)` \|", table.partition("\n\n")[0], re.M))
    return told


def columns_are_as_told():
    told = columns_told()
    with tempfile.TemporaryDirectory() as folder:
        def header(name):
            with open(os.path.join(folder, name), newline="", encoding="utf-8") as file:
                return next(csv.reader(file))
        os.mkdir(os.path.join(folder, "in"))
        for name in ("IMG_20190504_101112.jpg", "again.jpg"):
            Path(folder, "in", name).write_bytes(b"\xff\xd8\xff\xd9")
        Path(folder, "dates.csv").write_text(run("dates", "in", "--csv", folder=folder))
        run("organize", "--source", "in", "--destination-root", "out", "--mode", "copy", "--report-csv",
            "organize.csv", folder=folder)
        run("verify", "--input-csv", "organize.csv", "--verified-out", "verified.csv",
            "--unverified-out", "unverified.csv", folder=folder)
        run("dedupe", "--manifest", "verified.csv", "--archive-root", "out", "--quarantine-root", "q",
            "--keep-out", "keep.csv", "--dupes-out", "dupes.csv", "--expected-run-id", "auto",
            folder=folder)
        run("quarantine", "--manifest", "verified.csv", "--expected-run-id", "auto", "--quarantine-root",
            "q", "--results-out", "results.csv", folder=folder)
        assert told["organize"] == [header("organize.csv")]
        assert told["verify"] == [header("verified.csv")] == [header("unverified.csv")]
        assert told["quarantine"] == [header("results.csv")]
        assert told["dedupe"] == [header("keep.csv"), header("dupes.csv")]
        assert told["dates"] == [header("dates.csv")]


TESTS = [links_lead_somewhere, named_files_exist, named_tests_exist, promises_have_tests, suites_exist,
         dates_are_weighed_as_told, columns_are_as_told]


tap.run(TESTS)
