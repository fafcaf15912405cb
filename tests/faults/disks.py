# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""File systems of the tests' own: in files, by loop devices, or in memory.

A test that wants them calls enter() first: everything is mounted in a mount namespace of its own,
so that whatever happens to the test, nothing stays mounted and no loop device stays busy.
"""

import contextlib
import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

MARK = "SUSUN_TEST_MOUNTS"


def why_not():
    """The reason why nothing can be mounted here, or None."""
    if os.geteuid() != 0:
        return "only root can mount"
    for tool in ("mount", "umount", "unshare"):
        if shutil.which(tool) is None:
            return f"there is no {tool}"
    done = subprocess.run(["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"],
                          stderr=subprocess.DEVNULL)
    return None if done.returncode == 0 else "mounting is not allowed here"


def enter():
    """Goes on in a mount namespace of our own, where that can be."""
    if MARK in os.environ or why_not() is not None:
        return
    os.environ[MARK] = "own"
    os.execvp("unshare", ["unshare", "-m", "--propagation", "private", sys.executable, *sys.argv])


def need_mounts():
    """Skips the test where nothing can be mounted."""
    if os.environ.get(MARK) != "own":
        raise unittest.SkipTest(why_not() or "mounts of our own are not allowed here")


def need(*tools):
    for tool in tools:
        if shutil.which(tool) is None:
            raise unittest.SkipTest(f"there is no {tool}")


def run(*words):
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        raise OSError(f"{' '.join(words)}: {done.stdout.decode(errors='replace')}")


def make_image(path, kind, megabytes, offset=0, *options):
    """Makes a file system in a file, at an offset of the file."""
    with open(path, "ab") as file:
        if os.fstat(file.fileno()).st_size < offset + megabytes * 2**20:
            os.ftruncate(file.fileno(), offset + megabytes * 2**20)
    if kind == "ext4":
        need("mkfs.ext4")
        run("mkfs.ext4", "-q", "-F", "-E", f"offset={offset}", *options, path,
            f"{megabytes * 1024}k")
    elif kind == "btrfs":
        need("mkfs.btrfs")
        if offset != 0:
            raise ValueError("mkfs.btrfs takes whole files")
        run("mkfs.btrfs", "-q", "-f", *options, path)
    else:
        raise ValueError(kind)


@contextlib.contextmanager
def loop_device(path, offset=0, megabytes=None):
    """The loop device over a file, or over a part of it."""
    words = ["losetup", "--find", "--show", "--offset", str(offset)]
    if megabytes is not None:
        words += ["--sizelimit", str(megabytes * 2**20)]
    device = subprocess.run([*words, path], stdout=subprocess.PIPE, check=True).stdout.decode()
    try:
        yield device.strip()
    finally:
        run("losetup", "--detach", device.strip())


def mount_image(path, folder, offset=0, megabytes=None, options=""):
    """Mounts a file system that lies in a file; the loop device goes when it is unmounted."""
    os.makedirs(folder, exist_ok=True)
    words = ["loop", *filter(None, [options])]
    if megabytes is not None:
        words += [f"offset={offset}", f"sizelimit={megabytes * 2**20}"]
    try:
        run("mount", "-o", ",".join(words), path, folder)
    except OSError as error:
        if "unknown filesystem type" in str(error) or "failed to setup loop" in str(error):
            raise unittest.SkipTest(str(error)) from error
        raise


def mount_memory(folder, options="size=256m"):
    os.makedirs(folder, exist_ok=True)
    run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder)


def unmount(folder, lazily=False):
    run("umount", *(["-l"] if lazily else []), folder)


def sync(folder):
    """syncfs(2): what is in memory of that file system goes to its disk."""
    fd = os.open(folder, os.O_RDONLY)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(fd) != 0:
            raise OSError(ctypes.get_errno(), "syncfs")
    finally:
        os.close(fd)


def drop_caches(what=1):
    """Out of memory with all that is not dirty: 1 for the files' bytes, 3 for names as well."""
    with open("/proc/sys/vm/drop_caches", "w") as file:
        file.write(str(what))


class Folder:
    """A folder for images and mount points below the temporary folder; goes with its mounts."""

    def __init__(self):
        self.path = tempfile.mkdtemp(prefix="susun-disks-")

    def __call__(self, *parts):
        return os.path.join(self.path, *parts)

    def clear(self):
        with open("/proc/self/mounts", "rb") as file:
            places = [line.split(b" ")[1].decode("unicode_escape") for line in file]
        for place in reversed(places):
            if place.startswith(self.path + "/"):
                unmount(place, lazily=True)
        shutil.rmtree(self.path)
