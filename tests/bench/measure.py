# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs several commands in turn, round by round, and compares what each took.

Only ratios within one round mean something on a machine that others use, so every round runs every
command once and a ratio is the median of the rounds' ratios.
"""

import os
import statistics
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

DROP_CACHES = Path("/proc/sys/vm/drop_caches")


class Failed(Exception):
    """A command that was to be measured ended badly."""


@dataclass
class Command:
    """One side of a comparison. prepare() runs before each round and is not measured."""

    name: str
    argv: list
    prepare: object = None
    durable: Path | None = None  # what it wrote: made durable by syncfs, which is measured
    environment: dict = field(default_factory=dict)
    statuses: tuple = (0,)  # exit statuses that are no failure


@dataclass
class Sample:
    """What one command took once. rss_mb has a floor of this program's own size."""

    wall: float
    cpu: float
    rss_mb: float
    output: str


def can_drop_caches():
    return os.geteuid() == 0 and os.access(DROP_CACHES, os.W_OK)


def drop_caches():
    os.sync()
    DROP_CACHES.write_text("3\n")


def sync_file_system(path):
    subprocess.run(["sync", "-f", path], check=True)


def run(command):
    """Runs a command once. Returns: its Sample"""
    environment = dict(os.environ, LC_ALL="C.UTF-8", **command.environment)
    with open(os.devnull, "rb") as nothing:
        start = time.monotonic()
        process = subprocess.Popen([os.fspath(word) for word in command.argv], stdin=nothing,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                   env=environment)
        output = process.stdout.read().decode("utf-8", "replace")
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stdout.close()
        if command.durable is not None:
            sync_file_system(command.durable)
        wall = time.monotonic() - start
    if process.returncode not in command.statuses:
        raise Failed(f"{command.name} ended with {process.returncode}: {output[-2000:]}")
    return Sample(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output)


def compare(commands, rounds, cold=False, warm_up=True):
    """Returns: the samples of each command by its name, in the order of the rounds"""
    samples = {command.name: [] for command in commands}
    for number in range(rounds + (1 if warm_up and not cold else 0)):
        for command in commands:
            if command.prepare is not None:
                command.prepare()
            if cold:
                drop_caches()
            sample = run(command)
            if cold or not warm_up or number > 0:
                samples[command.name].append(sample)
    return samples


def median(samples, what):
    return statistics.median(getattr(sample, what) for sample in samples)


def ratio(samples, reference, what="wall"):
    """The median over the rounds of samples / reference."""
    return statistics.median(getattr(one, what) / max(getattr(other, what), 1e-6)
                             for one, other in zip(samples, reference))
