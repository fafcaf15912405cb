# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the photo libraries that the benchmarks read, once: they are kept and found again.

The generator of ../shared/bench (SUSUN_SHARED) makes them when it is there and ffmpeg and heif-enc
are installed: its pictures are real ones. Otherwise small() below does, from nothing: JPEG with
EXIF, PNG, MP4, some without a date, every twentieth a duplicate, in event folders.
"""

import os
import random
import shutil
import struct
import subprocess
import sys
import zlib
from datetime import datetime, timedelta
from pathlib import Path

EVENTS = ["Hari Raya", "Kenduri Kahwin", "Gotong-Royong", "Trip Pulau", "Mesyuarat", "DCIM",
          "100CANON", "WhatsApp Images", "Été", "日本旅行"]
SINCE_1904 = 2082844800

# Bytes of noise in a picture, from and to.
PROFILES = {"tiny": (50, 500), "small": (5000, 45000), "real": (2_000_000, 5_000_000)}


def shared_bench():
    """Returns: the folder with the probes and the generator, or None"""
    folder = Path(os.environ.get("SUSUN_SHARED", "")) / "bench"
    return folder if (folder / "genlib.py").is_file() else None


def ifd(entries, offset, following=0):
    """A TIFF directory at offset, little endian. entries: (tag, type, count, bytes or int)"""
    head = struct.pack("<H", len(entries))
    data = b""
    data_offset = offset + 2 + 12 * len(entries) + 4
    for tag, kind, count, value in entries:
        if isinstance(value, int):
            head += struct.pack("<HHLL", tag, kind, count, value)
        else:
            head += struct.pack("<HHLL", tag, kind, count, data_offset + len(data))
            data += value + b"\0" * (len(value) & 1)
    return head + struct.pack("<L", following) + data


def exif(when, with_offset):
    stamp = when.strftime("%Y:%m:%d %H:%M:%S").encode() + b"\0"
    first = [(0x10f, 2, 8, b"Kodachi\0"), (0x110, 2, 12, b"Kodachi K-1\0"), (0x112, 3, 1, 1),
             (0x132, 2, 20, stamp), (0x8769, 4, 1, 0)]
    second = [(0x829a, 5, 1, struct.pack("<LL", 1, 125)), (0x8827, 3, 1, 200),
              (0x9003, 2, 20, stamp), (0x9004, 2, 20, stamp)]
    if with_offset:
        second += [(0x9010, 2, 7, b"+08:00\0"), (0x9011, 2, 7, b"+08:00\0")]
    second.append((0x927c, 7, 1200, bytes(1200)))
    second_offset = 8 + len(ifd(first, 8))
    first[-1] = (0x8769, 4, 1, second_offset)
    return b"II*\0" + struct.pack("<L", 8) + ifd(first, 8) + ifd(second, second_offset)


def jpeg(when, noise, kind):
    """kind: "offset", "plain" or "none"; not a picture that decodes, but one that is dated"""
    head = b"\xff\xd8"
    if kind != "none":
        block = b"Exif\0\0" + exif(when, kind == "offset")
        head += b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block
    head += b"\xff\xdb\0\x43\0" + bytes(range(1, 65))
    return head + b"\xff\xda\0\x08\1\1\0\0\x3f\0" + noise.replace(b"\xff", b"\xfe") + b"\xff\xd9"


def png(when, noise, dated):
    def chunk(kind, data):
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))
    packed = zlib.compress(noise, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">LLBBBBB", 8, 8, 8, 2, 0, 0, 0))
            + (chunk(b"eXIf", exif(when, False)) if dated else b"")
            + chunk(b"IDAT", packed) + chunk(b"IEND", b""))


def mp4(when, noise, moov_first):
    def box(kind, data):
        return struct.pack(">L4s", len(data) + 8, kind) + data
    seconds = int((when - timedelta(hours=8) - datetime(1970, 1, 1)).total_seconds()) + SINCE_1904
    mvhd = struct.pack(">LLLLLLH", 0, seconds, seconds, 1000, 1000, 0x10000, 0x100) + bytes(70)
    moov = box(b"moov", box(b"mvhd", mvhd + struct.pack(">L", 2)))
    mdat = box(b"mdat", noise)
    start = box(b"ftyp", b"isom\0\0\2\0isommp41")
    return start + (moov + mdat if moov_first else mdat + moov)


def one_file(chance, number, when, noise):
    """Returns: name, bytes"""
    kind = chance.random()
    if kind < 0.80:
        dated = chance.choice(["offset", "offset", "plain", "plain", "none"])
        return f"IMG_{number:04d}.JPG", jpeg(when, noise, dated)
    if kind < 0.92:
        dated = chance.random() < 0.4
        name = f"IMG_{number:04d}.PNG" if dated else f"Screenshot_{when:%Y%m%d-%H%M%S}_{number}.png"
        return name, png(when, noise, dated)
    if kind < 0.98:
        return f"MVI_{number:04d}.MP4", mp4(when, noise, chance.random() < 0.5)
    return f"notes{number}.txt", noise[:200]


def small(folder, files, profile, seed=1):
    """Our own generator. The same arguments make the same bytes."""
    chance = random.Random(seed)
    low, high = PROFILES[profile]
    earlier = []
    made = 0
    while made < files:
        day = datetime(2004, 1, 1) + timedelta(days=chance.randrange(7900))
        event = folder / f"{chance.choice(EVENTS)} {made}"
        event.mkdir(parents=True)
        for number in range(1, 1 + min(chance.choice([20, 40, 80, 180, 400]), files - made)):
            when = day + timedelta(seconds=chance.randrange(7 * 3600, 23 * 3600))
            if earlier and chance.random() < 0.05:
                twin = chance.choice(earlier)
                name, data = f"Copy {number} of {twin.name}", twin.read_bytes()
            else:
                name, data = one_file(chance, number, when,
                                      chance.randbytes(chance.randrange(low, high)))
            path = event / name
            path.write_bytes(data)
            stamp = (when - datetime(1970, 1, 1)).total_seconds()
            os.utime(path, (stamp, stamp))
            if len(earlier) < 2000:
                earlier.append(path)
            made += 1


def make(work, name, files, profile):
    """Returns: the folder of the library, made now or found"""
    shared = shared_bench()
    real = shared is not None and shutil.which("ffmpeg") and shutil.which("heif-enc")
    folder = work / f"{name}-{profile}-{files}-{'shared' if real else 'own'}"
    done = folder.with_suffix(".done")
    if done.exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    print(f"# making {folder.name}", flush=True)
    if real:
        subprocess.run([sys.executable, shared / "genlib.py", "--out", folder,
                        "--files", str(files), "--size-profile", profile,
                        "--base", work / "base", "--truth", folder.with_suffix(".truth.csv")],
                       check=True, stdout=subprocess.DEVNULL)
    else:
        small(folder, files, profile)
    done.touch()
    return folder


def size_of(folder):
    """Returns: files, bytes"""
    files = total = 0
    for parent, _, names in os.walk(folder):
        files += len(names)
        total += sum(os.lstat(os.path.join(parent, name)).st_size for name in names)
    return files, total
