# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of susun-cli share: a folder of their own, the program, pictures with dates, TAP.

The program is named by the environment variable SUSUN_CLI.
"""

import csv
import datetime
import hashlib
import io
import json
import os
import shutil
import stat
import struct
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = os.environ.get("SUSUN_CLI") or shutil.which("susun-cli") or "susun-cli"

OK, ITEMS, USAGE, REFUSED, CANCELLED = range(5)

ORGANIZE_COLUMNS = (
    "schema_version run_id action media_kind source_path file_name file_extension file_size_bytes "
    "effective_datetime effective_year destination_root destination_path collision_resolved "
    "collision_suffix metadata_source date_filter_result status notes capture_utc_offset "
    "date_confidence group_id source_hash source_uri").split()
VERIFY_COLUMNS = (
    "run_id source_path destination_path file_size_bytes source_hash destination_hash "
    "verification_status notes").split()
QUARANTINE_COLUMNS = (
    "run_id source_path action_taken destination_quarantine_path notes").split()

# A picture of one grey pixel: what stands between the EXIF and the end of a JPEG.
PIXEL = bytes.fromhex(
    "ffdb004300010101010101010101010101010101010101010101010101010101010101010101010101010101010101"
    "01010101010101010101010101010101010101010101ffc0000b080001000101011100ffc40014000100000000000000"
    "000000000000000009ffc40014100100000000000000000000000000000000ffda0008010100003f0054ffd9")


def jpeg(when=None, seed="", make="Susun", model="Test", offset=None, size=0, serial=None):
    """The bytes of a JPEG. when: "2019-05-04 10:11:12" for DateTimeOriginal, or None; seed: makes the
    content another; size: at least so many bytes."""
    out = io.BytesIO()
    out.write(b"\xff\xd8")
    if when is not None:
        out.write(segment(0xE1, b"Exif\0\0" + exif(when, make, model, offset, serial)))
    out.write(segment(0xFE, str(seed).encode() or b"-"))
    while out.tell() + len(PIXEL) < size:
        block = hashlib.sha256(f"{seed}{out.tell()}".encode()).digest() * 2000
        out.write(segment(0xFE, block[:min(60000, max(32, size - out.tell()))]))
    out.write(PIXEL)
    return out.getvalue()


def segment(marker, data):
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def exif(when, make, model, offset, serial):
    date = when.replace("-", ":").replace("T", " ").encode() + b"\0"
    sub_entries = [(0x9003, date)]
    if offset is not None:
        sub_entries.append((0x9011, offset.encode() + b"\0"))
    if serial is not None:
        sub_entries.append((0xA431, serial.encode() + b"\0"))
    head = b"II*\0\x08\0\0\0"
    main_length = 2 + 12 * 3 + 4
    main_data = 8 + main_length
    make_data, model_data = make.encode() + b"\0", model.encode() + b"\0"
    sub_offset = main_data + len(make_data) + len(model_data)
    main = struct.pack("<H", 3)
    main += struct.pack("<HHI", 0x010F, 2, len(make_data)) + inline(make_data, main_data)
    main += struct.pack("<HHI", 0x0110, 2, len(model_data)) + inline(
        model_data, main_data + len(make_data))
    main += struct.pack("<HHII", 0x8769, 4, 1, sub_offset)
    main += struct.pack("<I", 0) + make_data + model_data
    sub_data = sub_offset + 2 + 12 * len(sub_entries) + 4
    sub = struct.pack("<H", len(sub_entries))
    tail = b""
    for tag, data in sub_entries:
        sub += struct.pack("<HHI", tag, 2, len(data)) + inline(data, sub_data + len(tail))
        tail += data
    return head + main + sub + struct.pack("<I", 0) + tail


def inline(data, offset):
    return data.ljust(4, b"\0") if len(data) <= 4 else struct.pack("<I", offset)


def mp4(when, seed=""):
    """The bytes of a film without pictures; when: "2019-05-04 10:11:12" in UTC."""
    epoch = datetime.datetime(1904, 1, 1)
    seconds = int((datetime.datetime.fromisoformat(when) - epoch).total_seconds())
    mvhd = struct.pack(">IIIII", 0, seconds, seconds, 1000, 1000) + bytes(80)
    return (box(b"ftyp", b"isom\0\0\0\0isommp42") + box(b"moov", box(b"mvhd", mvhd))
            + box(b"mdat", str(seed).encode().ljust(16, b"-")))


def box(kind, data):
    return struct.pack(">I", len(data) + 8) + kind + data


def snapshot(folder):
    """Everything below a folder: {relative path as bytes: (type, mtime in ns, SHA-256)}. Folders'
    times are not kept: any new name below them moves them."""
    found = {}
    top = os.fsencode(folder)
    for path, folders, files in os.walk(top):
        for name in folders + files:
            full = os.path.join(path, name)
            status = os.lstat(full)
            key = os.path.relpath(full, top)
            if stat.S_ISREG(status.st_mode):
                with open(full, "rb") as file:
                    found[key] = ("file", status.st_mtime_ns,
                                  hashlib.sha256(file.read()).hexdigest())
            elif stat.S_ISLNK(status.st_mode):
                found[key] = ("link", 0, os.readlink(full))
            else:
                found[key] = (stat.S_IFMT(status.st_mode), 0, None)
    return found


def files_below(folder):
    """The regular files below a folder, relative, sorted, as text."""
    return sorted(os.fsdecode(key) for key, value in snapshot(folder).items()
                  if value[0] == "file")


def read_csv(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def columns_of(path):
    with open(path, newline="", encoding="utf-8") as file:
        return next(csv.reader(file))


class Answer:
    """How a command ended."""

    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    @property
    def json(self):
        return json.loads(self.out)


class Case(unittest.TestCase):
    """A test with a folder of its own, a source, an archive, and a history."""

    def setUp(self):
        self.tmp = tempfile.mkdtemp(prefix="susun-cli-")
        self.addCleanup(self.remove_tmp)
        self.source = self.path("source")
        self.archive = self.path("archive")
        self.quarantine = self.path("quarantine")
        self.env = dict(os.environ, XDG_DATA_HOME=self.path("data"), HOME=self.path("home"),
                        TZ="Asia/Kuala_Lumpur")
        os.mkdir(self.source)

    def remove_tmp(self):
        for path, folders, _ in os.walk(os.fsencode(self.tmp)):
            for name in folders:
                full = os.path.join(path, name)
                if not os.path.islink(full):
                    os.chmod(full, 0o700)
        shutil.rmtree(os.fsencode(self.tmp))

    def path(self, *parts):
        return os.path.join(self.tmp, *parts)

    def write(self, path, data, mtime=None):
        """Writes a file below the test's folder; mtime in seconds."""
        full = os.path.join(os.fsencode(self.tmp), os.fsencode(path))
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as file:
            file.write(data)
        if mtime is not None:
            os.utime(full, ns=(mtime * 10**9, mtime * 10**9 + 123456789))
        return os.fsdecode(full)

    def photo(self, name, when="2019-05-04 10:11:12", mtime=1500000000, **more):
        """A photo in the source. Its content is its name's own unless a seed is given."""
        return self.write(os.path.join(os.fsencode("source"), os.fsencode(name)),
                          jpeg(when, **{"seed": ascii(name), **more}), mtime)

    def small_library(self):
        """A few photos and a film of three years; returns the source's snapshot."""
        self.photo("a.jpg", "2018-01-02 03:04:05")
        self.photo("b.jpg", "2019-12-31 23:59:59")
        self.photo("more/c.jpg", "2019-06-07 08:09:10")
        self.write("source/more/d.mp4", mp4("2020-02-29 12:00:00", "d"), 1582977600)
        return snapshot(self.source)

    def run_cli(self, *words, expect=OK, env=None, **more):
        """Runs susun-cli and holds it to its exit status. expect: None for any."""
        done = subprocess.run([PROGRAM, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              env={**self.env, **(env or {})}, cwd=more.pop("cwd", self.tmp),
                              timeout=120, **more)
        answer = Answer(done.returncode, done.stdout.decode("utf-8", "surrogateescape"),
                        done.stderr.decode("utf-8", "surrogateescape"))
        if expect is not None:
            self.assertEqual(answer.status, expect,
                             f"{words}\nstdout: {answer.out}\nstderr: {answer.err}")
        self.assertNotIn("CRITICAL", answer.err)
        self.assertNotIn("Sanitizer", answer.err)
        return answer

    def run_json(self, *words, expect=OK, **more):
        return self.run_cli(*words, "--json", "--quiet", expect=expect, **more).json

    def organize(self, *words, mode="copy", expect=OK, **more):
        """Organizes the source into the archive; returns the JSON document."""
        document = self.run_json("organize", "--source", self.source, "--destination-root",
                                 self.archive, "--mode", mode, *words, expect=expect, **more)
        if "balance" in document:
            self.assert_adds_up(document["balance"])
        return document

    def verify(self, report, *words, name="", expect=OK, **more):
        """Verifies a report; returns the JSON document. Outputs: verifiedNAME.csv and
        unverifiedNAME.csv."""
        return self.run_json("verify", "--input-csv", report,
                             "--verified-out", self.path(f"verified{name}.csv"),
                             "--unverified-out", self.path(f"unverified{name}.csv"),
                             *words, expect=expect, **more)

    def quarantine_all(self, *words, manifest="verified.csv", expect=OK, **more):
        return self.run_json("quarantine", "--manifest", self.path(manifest),
                             "--expected-run-id", "auto", "--quarantine-root", self.quarantine,
                             *words, expect=expect, **more)

    def assert_adds_up(self, balance):
        parts = {name: count for name, count in balance.items() if name in (
            "copied moved renamed reported already_archived unchanged duplicates sidecars excluded "
            "left_out unreadable failed not_reached verified unverified quarantined restored removed "
            "skipped").split()}
        self.assertEqual(balance["found"], sum(parts.values()), balance)

    def assert_no_leftovers(self, *folders):
        """No temporary of ours stands in these folders."""
        for folder in folders:
            left = [name for name in snapshot(folder) if b".susun" in name]
            self.assertEqual(left, [])


def as_other_user(words):
    """The words of a command that runs without root's rights, or None where that cannot be had."""
    if os.geteuid() != 0:
        return words
    tool = shutil.which("setpriv")
    if tool is None:
        return None
    return [tool, "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all",
            "--bounding-set=-all", *words]


def wait_until(condition, seconds=60):
    """Looks again and again; returns what the condition last was."""
    end = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < end:
        time.sleep(0.002)
    return found


class TapResult(unittest.TestResult):
    """Speaks TAP 12 on stdout, reasons on stderr."""

    def __init__(self):
        super().__init__()
        self.count = 0

    def tell(self, test, ok, remark=""):
        self.count += 1
        name = test.id().split(".", 1)[1] if test.id().startswith("__main__.") else test.id()
        print(f"{'ok' if ok else 'not ok'} {self.count} {name}{remark}", flush=True)

    def addSuccess(self, test):
        super().addSuccess(test)
        self.tell(test, True)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.tell(test, True, f" # SKIP {reason}")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.tell(test, False)
        print(self.failures[-1][1], file=sys.stderr, flush=True)

    def addError(self, test, err):
        super().addError(test, err)
        self.tell(test, False)
        print(self.errors[-1][1], file=sys.stderr, flush=True)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.tell(subtest, False)
            print((self.failures + self.errors)[-1][1], file=sys.stderr, flush=True)


def main():
    """Runs the tests of the calling script; names on the command line pick some of them."""
    loader = unittest.defaultTestLoader
    module = sys.modules["__main__"]
    suite = (loader.loadTestsFromNames(sys.argv[1:], module) if len(sys.argv) > 1
             else loader.loadTestsFromModule(module))
    result = TapResult()
    suite.run(result)
    print(f"1..{result.count}")
    sys.exit(0 if result.wasSuccessful() and result.count > 0 else 1)
