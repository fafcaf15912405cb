#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The benchmarks: susun-cli beside a peer or the machine's limit, in the same rounds, as ratios.

usage: bench.py --cli SUSUN_CLI --phases BENCH_PHASES --dating BENCH_DATING --history BENCH_STORE
                --work FOLDER [CELL...]

Cells are named by the words of `bench.py --list`; none means all. What single cells find takes the
place of what stood in the results of an earlier run of the same size; `--make` only makes what they
read. Nothing here fails for being slow: a stopwatch on a machine that others use proves nothing. What
is printed is for a person, and stands afterwards in WORK/results as table.txt, results.json and
results.svg.

Libraries: A many small files, B files of real size, C tiny files. A round takes minutes with
    SUSUN_BENCH=quick   A 5,000, B 150 (0.6 GB), C 50,000: the default
    SUSUN_BENCH=full    A 20,000, B 1,500 (5.6 GB; 17 GB are needed), C 200,000, and a million
They are made once and kept in WORK (SUSUN_BENCH_DIR, on the disk that is to be measured), and so
are the archive of B that is verified and its twin: three times B. With
../shared/bench its generator and its limit probes are used, otherwise our own small generator and
what Debian has: head, cp, sha256sum, jdupes.

As root the page cache is dropped for what is called cold; others skip that.
"""

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import drawing
import library
import measure
from measure import Command

SIZES = {"quick": {"A": 5000, "B": 150, "C": 50000, "M": 0, "T": 5000},
         "full": {"A": 20000, "B": 1500, "C": 200000, "M": 1000000, "T": 20000}}
PROFILES = {"A": "small", "B": "real", "C": "tiny", "M": "tiny", "T": "tiny"}


class Skip(Exception):
    """A cell that cannot be measured here, and why."""


class Bench:
    """What all cells share."""

    def __init__(self, options):
        self.options = options
        self.work = Path(os.environ.get("SUSUN_BENCH_DIR") or options.work).resolve()
        self.out = self.work / "out"
        self.scale = os.environ.get("SUSUN_BENCH", "quick")
        self.rounds = 3
        self.results = []
        self.work.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self.out, ignore_errors=True)
        self.probes = self.build_probes()

    def build_probes(self):
        shared = library.shared_bench()
        if shared is None or not shutil.which("gcc"):
            return None
        probes = self.work / "probes"
        if not (probes / "own").exists():
            subprocess.run([shared / "make.sh", probes], stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, check=False)
        needed = ("own", "copy", "verify")
        return probes if all((probes / name).exists() for name in needed) else None

    def library(self, name):
        files = SIZES[self.scale][name]
        if files == 0:
            raise Skip("only with SUSUN_BENCH=full")
        return library.make(self.work, name, files, PROFILES[name])

    def fresh(self, name):
        """A folder that is empty before a round and lies on the disk that is measured."""
        folder = self.out / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def done(self):
        shutil.rmtree(self.out, ignore_errors=True)

    def probe(self, name):
        if self.probes is None:
            raise Skip("needs the probes of ../shared/bench")
        return self.probes / name

    def add(self, cell, ours, unit="s", reference=None, ratio=None, target=None, at_most=True,
            target_is_ratio=True, detail=None):
        result = {"cell": cell, "ours": ours, "unit": unit}
        if reference is not None:
            result["reference"] = reference
        if ratio is not None:
            result["ratio"] = ratio
        if target is not None:
            value = ratio if target_is_ratio else ours
            result.update(target=target, at_most=at_most, target_is_ratio=target_is_ratio,
                          met=value <= target if at_most else value >= target)
        if detail:
            result["detail"] = detail
        self.tell(result)

    def skip(self, cell, reason):
        self.tell({"cell": cell, "skipped": reason})

    def tell(self, result):
        self.results.append(result)
        if "skipped" in result:
            print(f"ok {len(self.results)} - {result['cell']} # SKIP {result['skipped']}")
        else:
            print(f"ok {len(self.results)} - {result['cell']}")
            for line in drawing.table([result]).splitlines()[1:]:
                print(f"# {line}")
        sys.stdout.flush()

    # --- our side

    def organize(self, source, mode, folder, name="organize"):
        place = self.out / folder
        return Command(name, [self.options.cli, "organize", "--source", source,
                              "--destination-root", place / "archive", "--mode", mode,
                              "--report-csv", place / "report.csv",
                              "--history-db", place / "history.db", "--quiet"],
                       prepare=lambda: self.fresh(folder))

    def compare(self, cell, commands, target=None, at_most=True, rate=False, rounds=None,
                cold=False):
        """commands[0] is ours, commands[1] what the ratio is to; others are told beside it."""
        samples = measure.compare(commands, rounds or self.rounds, cold=cold)
        ours, reference = (samples[command.name] for command in commands[:2])
        ratio = measure.ratio(reference, ours) if rate else measure.ratio(ours, reference)
        detail = [f"CPU {measure.median(ours, 'cpu'):.2f} to "
                  f"{measure.median(reference, 'cpu'):.2f} s "
                  f"({measure.ratio(ours, reference, 'cpu'):.2f})",
                  f"peak {measure.median(ours, 'rss_mb'):.0f} MB", f"beside: {commands[1].name}"]
        for other in commands[2:]:
            detail.append(f"{other.name} {measure.median(samples[other.name], 'wall'):.2f} s "
                          f"({measure.ratio(ours, samples[other.name]):.2f})")
        self.add(cell, measure.median(ours, "wall"), reference=measure.median(reference, "wall"),
                 ratio=ratio, target=target, at_most=at_most, detail="; ".join(detail))
        return samples


def reading_floor(bench, source, head, threads):
    """The beginning of every file read and, where the probe is there, dated."""
    if bench.probes is not None:
        return Command(f"own, {head // 1024} KiB, {threads} threads",
                       [bench.probe("own"), source, str(head), str(threads), "0"])
    return Command(f"head -c {head}",
                   ["sh", "-c", f"find {shlex.quote(os.fspath(source))} -type f -print0"
                    f" | xargs -0 -n 500 -P {threads} head -q -c {head} >/dev/null"])


def report(bench, name, target):
    source = bench.library(name)
    return bench.compare(f"report over {name}, warm",
                         [bench.organize(source, "report", "report"),
                          reading_floor(bench, source, 65536, 1)], target=target)


def cell_report_a(bench):
    """scan, dates, plan, history and CSV over many small files, warm"""
    report(bench, "A", 4)


def cell_report_c(bench):
    """the same over ten times as many tiny ones"""
    samples = report(bench, "C", 5)
    rss = max(sample.rss_mb for sample in samples["organize"])
    bench.add("memory of the report over C", rss, unit="MB", target=60, target_is_ratio=False)


def cell_rename(bench):
    """new names for all event folders of A, every file dated, dry"""
    source = bench.library("A")
    command = [bench.options.cli, "rename", source, "--history-db",
               bench.out / "rename" / "history.db", "--quiet"]
    bench.compare("rename A, dry, warm",
                  [Command("rename", command, prepare=lambda: bench.fresh("rename")),
                   reading_floor(bench, source, 65536, 1)], target=4)


def cell_cold(bench):
    """the report over A from the disk"""
    if not measure.can_drop_caches():
        raise Skip("dropping the page cache needs root")
    source = bench.library("A")
    bench.compare("report over A, cold",
                  [bench.organize(source, "report", "report"),
                   reading_floor(bench, source, 16384, 8)], target=2, cold=True)


def cell_dating(bench):
    """dating one file in memory, by format"""
    limits = {"jpeg": 30, "heic": 80, "mp4": 150, "mov": 150, "png": None}
    found = {}
    for path in sorted(bench.library("A").rglob("*")):
        kind = path.suffix.lower().lstrip(".").replace("jpg", "jpeg")
        if kind in limits and kind not in found and path.is_file():
            # one that is dated by its content: EXIF is far in front
            if kind != "jpeg" or b"Exif\0\0" in path.read_bytes()[:64]:
                found[kind] = path
    if not found:
        raise Skip("the library has no such files")
    output = measure.run(Command("dating", [bench.options.dating, *found.values()])).output
    for kind, line in zip(found, output.splitlines()):
        one = json.loads(line)
        peer = one.get("peer_us")
        bench.add(f"dating one {kind.upper()} in memory", one["us"], unit="us", reference=peer,
                  ratio=one["us"] / peer if peer else None, target=limits[kind],
                  target_is_ratio=False, detail=f"beside: {one['peer']}" if peer else None)


def copy(bench, name, target, peers):
    source = bench.library(name)
    found = {"cp": Command("cp -a and syncfs", ["cp", "-a", source, bench.out / "cp" / "copy"],
                           prepare=lambda: bench.fresh("cp"), durable=bench.work)}
    if bench.probes is not None:
        found["rwhash"] = Command("rwhash, 2 threads, syncfs",
                                  [bench.probe("copy"), source, bench.out / "rwhash" / "copy",
                                   "rwhash", "2", "2"],
                                  prepare=lambda: bench.fresh("rwhash"))
    bench.compare(f"copy {name}, durable",
                  [bench.organize(source, "copy", "ours"),
                   *(found[peer] for peer in peers if peer in found)],
                  target=target if peers[0] in found else None, rounds=2)
    bench.done()


def cell_copy_a(bench):
    """copies of many small files, durable"""
    copy(bench, "A", 1.6, ("cp", "rwhash"))


def cell_copy_b(bench):
    """copies of files of real size, durable"""
    copy(bench, "B", 1.15, ("rwhash", "cp"))


def sides(bench, source, folder):
    """A source's archive with its report, and the same files once more for the peer: made once."""
    done = folder.with_suffix(".done")
    if not done.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        ours = bench.organize(source, "copy", folder)
        measure.run(Command("organize", ours.argv))
        subprocess.run(["cp", "-a", source, folder / "twin"], check=True)
        os.sync()
        done.touch()
    return folder


def verify_commands(bench, source, place, direct):
    outputs = [place / "verified.csv", place / "unverified.csv"]

    def prepare():
        for path in outputs:
            path.unlink(missing_ok=True)

    ours = Command("verify", [bench.options.cli, "verify", "--input-csv", place / "report.csv",
                              "--verified-out", outputs[0], "--unverified-out", outputs[1],
                              "--history-db", place / "history.db", "--quiet"],
                   prepare=prepare,
                   statuses=(0, 1))  # 1: a sidecar whose photo is missing has no copy
    if bench.probes is not None:
        floor = Command("verify sha, 2 threads" + (", O_DIRECT" if direct else ""),
                        [bench.probe("verify"), source, place / "twin", "sha", "2", "1048576",
                         "1" if direct else "0"])
    else:
        both = " ".join(shlex.quote(os.fspath(one)) for one in (source, place / "twin"))
        floor = Command("sha256sum, 2 processes",
                        ["sh", "-c", f"find {both} -type f -print0"
                         " | xargs -0 -n 16 -P 2 sha256sum >/dev/null"])
    return [ours, floor]


def cell_verify(bench):
    """both sides hashed, from the medium"""
    source = bench.library("B")
    place = sides(bench, source, bench.work / f"{source.name}-verify")
    bench.compare("verify B, from the medium", verify_commands(bench, source, place, True),
                  target=0.95, at_most=False, rate=True, cold=measure.can_drop_caches())


def cell_verify_memory(bench):
    """both sides hashed, on tmpfs"""
    source = bench.library("B")
    memory = Path("/dev/shm")
    wanted = 300_000_000
    if not memory.is_dir() or shutil.disk_usage(memory).free < 5 * wanted:
        raise Skip("needs 1.5 GB in /dev/shm")
    folder = memory / f"susun-bench-{os.getpid()}"
    taken = 0
    try:
        for path in sorted(source.rglob("*")):
            if path.is_file() and taken < wanted:
                place = folder / "source" / path.relative_to(source)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, place)
                taken += place.stat().st_size
        place = sides(bench, folder / "source", folder / "verify")
        bench.compare("verify on tmpfs",
                      verify_commands(bench, folder / "source", place, False), target=0.9,
                      at_most=False, rate=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def phases(bench, source, place, report):
    output = measure.run(Command("phases", [bench.options.phases, source, place / "archive",
                                            place / "history.db", place / report,
                                            "report"])).output
    return json.loads(output)


def cell_duplicates(bench):
    """duplicates of a tree, first and known"""
    source = bench.library("A")
    if not shutil.which("jdupes"):
        raise Skip("needs jdupes")
    peer = Command("jdupes", ["jdupes", "-r", "-m", "-q", source])
    measure.run(peer)
    ratios, ours, theirs = [], [], []
    for _ in range(bench.rounds):
        place = bench.fresh("duplicates")
        first = phases(bench, source, place, "first.csv")["comparing"]
        other = measure.run(peer)
        ours.append(first["wall"])
        theirs.append(other.wall)
        ratios.append(first["wall"] / other.wall)
    ratios.sort()
    middle = len(ratios) // 2
    bench.add("duplicates in A, nothing hashed yet", sorted(ours)[middle],
              reference=sorted(theirs)[middle], ratio=ratios[middle], target=2,
              detail=f"{first.get('read', 0)} reads; beside: jdupes")
    again = phases(bench, source, place, "again.csv")["comparing"]
    bench.add("reads when the history knows the hashes", again.get("read", 0), unit="",
              target=0, target_is_ratio=False)
    bench.done()


def insert_with_python(path, rows):
    """What SQLite takes for as many rows of 20 columns, in commits of 1,000, WAL and FULL."""
    import sqlite3
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    numbers = ", ".join(f"n{i} INTEGER" for i in range(18))
    database.execute(f"CREATE TABLE item (id INTEGER PRIMARY KEY, {numbers}, path BLOB)")
    insert = f"INSERT INTO item VALUES ({', '.join('?' * 20)})"
    start = time.monotonic()
    for first in range(0, rows, 1000):
        database.execute("BEGIN IMMEDIATE")
        database.executemany(insert, [
            (None, *range(i, i + 18), b"Pictures/New Folder (%d)/IMG_%04d.JPG" % (i // 100, i))
            for i in range(first, first + 1000)])
        database.execute("COMMIT")
    took = time.monotonic() - start
    database.close()
    return took


def cell_history(bench):
    """rows into the history"""
    rows = 200000
    place = bench.fresh("history")
    output = measure.run(Command("history", [bench.options.history],
                                 environment={"SUSUN_BENCH_ITEMS": str(rows),
                                              "SUSUN_BENCH_DIR": os.fspath(place)})).output
    found = re.search(r"# add, commits of 1,000 +([0-9.]+) s +([0-9.]+) s of CPU", output)
    if found is None:
        raise measure.Failed(f"the history's bench printed no time: {output[-500:]}")
    ours = float(found.group(1))
    place.mkdir(exist_ok=True)  # the bench has tidied up
    theirs = insert_with_python(place / "peer.db", rows)
    bench.add("200,000 rows into the history", ours, reference=theirs, ratio=ours / theirs,
              target=1, target_is_ratio=False,
              detail=f"CPU {found.group(2)} s; beside: sqlite3 of Python, 20 columns, no index")
    bench.done()


def cell_growth(bench):
    """time per file of many against few"""
    few = bench.library("T")
    name = "M" if SIZES[bench.scale]["M"] else "C"
    many = bench.library(name)
    counts = [SIZES[bench.scale]["T"], SIZES[bench.scale][name]]
    samples = measure.compare([bench.organize(many, "report", "many", "many"),
                               bench.organize(few, "report", "few", "few")], 1 + (name == "C"))
    each = [measure.median(samples[one], "wall") / count * 1e6
            for one, count in zip(("few", "many"), counts)]
    cpu = [measure.median(samples[one], "cpu") / count * 1e6
           for one, count in zip(("few", "many"), counts)]
    bench.add(f"time per file, {counts[1]:,} to {counts[0]:,}", each[1], unit="us",
              reference=each[0], ratio=each[1] / each[0], target=1.3,
              detail=f"CPU {cpu[1]:.1f} to {cpu[0]:.1f} us ({cpu[1] / cpu[0]:.2f})")
    if name == "M":
        rss = max(sample.rss_mb for sample in samples["many"])
        bench.add("memory of the report over a million", rss, unit="MB", target=120,
                  target_is_ratio=False)
    bench.done()


CELLS = {"report-A": cell_report_a, "report-C": cell_report_c, "rename": cell_rename,
         "cold": cell_cold, "dating": cell_dating, "copy-A": cell_copy_a,
         "copy-B": cell_copy_b, "verify": cell_verify, "verify-memory": cell_verify_memory,
         "duplicates": cell_duplicates, "history": cell_history, "growth": cell_growth}


def make_inputs(bench):
    for name, files in SIZES[bench.scale].items():
        if files > 0:
            bench.library(name)
    source = bench.library("B")
    sides(bench, source, bench.work / f"{source.name}-verify")


def read_results(bench):
    """Returns: what stands from earlier runs of this size, by the name of its cell"""
    try:
        earlier = json.loads((bench.work / "results" / "results.json").read_text())
    except (OSError, ValueError):
        return {}
    if earlier["sizes"] != SIZES[bench.scale]:
        return {}
    return {one["cell"]: one for one in earlier["cells"]}


def save(bench):
    results = bench.work / "results"
    results.mkdir(exist_ok=True)
    title = f"Susun's benchmarks ({bench.scale})"
    together = {**read_results(bench), **{one["cell"]: one for one in bench.results}}
    cells = list(together.values())
    (results / "table.txt").write_text(f"{title}\n\n{drawing.table(cells)}")
    (results / "results.json").write_text(json.dumps(
        {"scale": bench.scale, "sizes": SIZES[bench.scale], "processors": os.cpu_count(),
         "load": os.getloadavg(), "probes": bench.probes is not None, "cells": cells},
        indent=2) + "\n")
    (results / "results.svg").write_text(drawing.svg(cells, title))
    for line in drawing.table(bench.results).splitlines():
        print(f"# {line}")
    print(f"# {results}/table.txt, results.json, results.svg")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    for name in ("cli", "phases", "dating", "history", "work"):
        parser.add_argument(f"--{name}")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--make", action="store_true")
    parser.add_argument("cells", nargs="*")
    options = parser.parse_args()
    if options.list:
        for name, cell in CELLS.items():
            print(f"{name:14} {cell.__doc__}")
        return 0
    bench = Bench(options)
    if options.make:
        make_inputs(bench)
        return 0
    for name in options.cells or CELLS:
        try:
            CELLS[name](bench)
        except Skip as reason:
            bench.skip(CELLS[name].__doc__, reason)
        except measure.Failed as failure:
            print(f"not ok {len(bench.results) + 1} - {CELLS[name].__doc__}\n# {failure}")
            bench.results.append({"cell": CELLS[name].__doc__, "skipped": "failed"})
    bench.done()
    save(bench)
    print(f"1..{len(bench.results)}")
    return 0


sys.exit(main())
