#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports go both ways between Susun and Python's csv module and pandas; speaks TAP.

usage: check-csv-python.py CSV_PIPE
"""

import csv
import os
import random
import subprocess
import sys
import tempfile
import urllib.parse

try:
    import pandas
except ImportError:
    pandas = None

PIPE = sys.argv[1]
COLUMNS = ("schema_version,run_id,action,media_kind,source_path,file_name,file_extension,"
           "file_size_bytes,effective_datetime,effective_year,destination_root,destination_path,"
           "collision_resolved,collision_suffix,metadata_source,date_filter_result,status,notes"
           ).split(",")
OWN_COLUMNS = ["capture_utc_offset", "date_confidence", "group_id", "source_hash", "source_uri"]
PIECES = [b"IMG_1", b" ", b",", b'"', b"'", b"=", b"+", b"-", b"@", b"\t", b"\r", b"\n", b"\r\n",
          b"\\", b"%41", b".jpg", "é".encode(), "e\u0301".encode(), "写真".encode(), "📷".encode(),
          "\u202e".encode(), b"\xff", b"\xc3", b"\xed\xa0\x80", b"nan", b"NULL", b"1e5", b"001"]


def name(rng):
    return b"".join(rng.choice(PIECES) for _ in range(rng.randint(1, 8)))[:255] or b"x"


def is_text(data):
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def rows(count):
    seed = random.SystemRandom().randrange(1 << 32)
    print(f"# seed {seed}")
    rng = random.Random(seed)
    for _ in range(count):
        note = name(rng)
        yield b"/src/" + name(rng), b"/archive/2019/" + name(rng), note if is_text(note) else b""


def guarded(text):
    return "'" + text if text.lstrip("'")[:1] in tuple("=+-@\t\r") else text


def from_uri(uri):
    assert uri.startswith("file:///"), uri
    return urllib.parse.unquote_to_bytes(uri[len("file://"):])


def write_report(data, path):
    with open(path, "wb") as out:
        subprocess.run([PIPE, "write"], check=True, stdout=out,
                       input=b"".join(field + b"\0" for row in data for field in row))


def read_report(path):
    fields = subprocess.run([PIPE, "read", path], check=True, stdout=subprocess.PIPE
                            ).stdout.split(b"\0")[:-1]
    return [tuple(fields[i:i + 4]) for i in range(0, len(fields), 4)]


def check_rows(data, found):
    """What a Python program sees of our rows: found is a list of dictionaries of text."""
    assert len(data) == len(found), (len(data), len(found))
    for (source, destination, note), row in zip(data, found):
        assert from_uri(row["source_uri"]) == source, row
        if is_text(source):
            assert row["source_path"].encode() == source, row
            assert row["file_name"] == guarded(source.split(b"/")[-1].decode()), row
        if is_text(destination):
            assert row["destination_path"].encode() == destination, row
        else:
            assert from_uri(row["destination_path"]) == destination, row
        assert row["notes"] == guarded(note.decode()), row
        assert row["status"] == "ok" and row["file_size_bytes"] == "12345", row


def check_written_for_csv(folder):
    data = list(rows(3000))
    path = os.path.join(folder, "ours.csv")
    write_report(data, path)
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        found = list(reader)
    assert reader.fieldnames == COLUMNS + OWN_COLUMNS, reader.fieldnames
    check_rows(data, found)


def check_written_for_pandas(folder):
    data = list(rows(3000))
    path = os.path.join(folder, "ours.csv")
    write_report(data, path)
    frame = pandas.read_csv(path, dtype=str, keep_default_na=False, lineterminator=None)
    check_rows(data, frame.to_dict("records"))


def foreign_row(source, destination, note, size):
    row = dict.fromkeys(COLUMNS, "")
    row.update(schema_version="1.0", run_id="r", action="copy", media_kind="image",
               source_path=os.fsdecode(source), file_name=os.fsdecode(source.split(b"/")[-1]),
               destination_path=os.fsdecode(destination), collision_resolved="false",
               file_size_bytes=size, status="ok", notes=note.decode())
    return row


def check_read_of_csv(folder):
    data = [row for row in rows(3000)]
    path = os.path.join(folder, "theirs.csv")
    with open(path, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=COLUMNS)
        writer.writeheader()
        for number, row in enumerate(data):
            writer.writerow(foreign_row(*row, number))
    expected = [(*row, str(number).encode()) for number, row in enumerate(data)]
    found = read_report(path)
    assert len(found) == len(expected), (len(found), len(expected))
    for one, other in zip(found, expected):
        # Theirs has no formula guard: an apostrophe before a formula of theirs is taken for ours.
        note = other[2]
        if note[:1] == b"'" and note.lstrip(b"'")[:1] in (b"=", b"+", b"-", b"@", b"\t", b"\r"):
            note = note[1:]
        assert one == (other[0], other[1], note, other[3]), (one, other)


def check_read_of_pandas(folder):
    data = [row for row in rows(1000) if all(is_text(field) for field in row)
            and b"\r" not in b"".join(row)]
    path, again = os.path.join(folder, "ours.csv"), os.path.join(folder, "theirs.csv")
    write_report(data, path)
    frame = pandas.read_csv(path)
    frame.loc[0, "file_size_bytes"] = None  # the column becomes 12345.0
    frame.to_csv(again, index=False)
    found = read_report(again)
    assert len(found) == len(data), (len(found), len(data))
    for number, (one, other) in enumerate(zip(found, data)):
        assert one[:2] == other[:2], (one, other)
        assert one[3] == (b"-1" if number == 0 else b"12345"), one


def main():
    checks = [(check_written_for_csv, False), (check_written_for_pandas, True),
              (check_read_of_csv, False), (check_read_of_pandas, True)]
    failed = False
    print(f"1..{len(checks)}")
    for number, (check, needs_pandas) in enumerate(checks, 1):
        title = check.__name__[len("check_"):].replace("_", " ")
        if needs_pandas and pandas is None:
            print(f"ok {number} {title} # SKIP pandas is not installed (python3-pandas)")
            continue
        with tempfile.TemporaryDirectory() as folder:
            try:
                check(folder)
                print(f"ok {number} {title}")
            except (AssertionError, subprocess.CalledProcessError, csv.Error) as error:
                failed = True
                print(f"not ok {number} {title}\n# {ascii(str(error))}")
    sys.exit(failed)


main()
