#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds src/ to the rooms of the house and to its one seam for file-system calls.

usage: check-layers.py SOURCE_ROOT    checks SOURCE_ROOT/src, then itself; speaks TAP

1. Every #include "room/file.h" names a room that the including room may see (SEES below).
2. Some system headers belong to one room: sqlite3.h to core/store, GTK and libadwaita to ui.
3. The calls that open for writing, name, create or remove files stand in core/base/susun-sys.c and
   nowhere else, but for the few lines in ALLOWED, each with its reason.
4. Planted violations of all three are found, so that a silent check is not taken for a good one.
"""

import re
import sys
import tempfile
from pathlib import Path

# A room sees itself and these. The order is the order of the house: nothing below its own line.
SEES = {
    "core/base": [],
    "core/media": ["core/base"],
    "core/titles": ["core/base"],
    "core/store": ["core/base"],
    "core/manifest": ["core/base"],
    "core/job": ["core/base", "core/store"],
    "core/files": ["core/base"],
    # Pure, so what groups belong together is decided here and the scan asks.
    "core/plan": ["core/base", "core/media", "core/titles"],
    "core/scan": ["core/base", "core/media", "core/titles", "core/store", "core/manifest",
                  "core/job", "core/files", "core/plan"],
    "core/runs": ["core/base", "core/media", "core/titles", "core/store", "core/manifest",
                  "core/job", "core/files", "core/scan", "core/plan"],
    # What the window shows, without a widget: GListModel and GObject are of GIO.
    "core/view": ["core/base", "core/media", "core/store", "core/job", "core/runs"],
    "core/ai": ["core/base", "core/job", "core/titles", "core/store"],
    "core/thumbs": ["core/base", "core/media"],
    "cli": ["core/*"],
    "ui": ["core/*"],
}

# Headers with one home.
HEADERS = [
    (re.compile(r"sqlite3(ext)?\.h$"), {"core/store"}),
    (re.compile(r"(gtk|gdk|gsk|adwaita|libadwaita)[/.]|adwaita\.h$"), {"ui"}),
]

# The calls of the seam. Reading and stat calls stay out: they lose nothing.
SEAM = "src/core/base/susun-sys.c"
CALLS = re.compile(
    r"(?<![\w>.])("
    r"open|open64|openat|openat2|creat|fopen|freopen|fdopendir|opendir|mkstemp|mkostemp|mkdtemp|tmpfile"
    r"|rename|renameat|renameat2|link|linkat|symlink|symlinkat|unlink|unlinkat|remove|rmdir"
    r"|mkdir|mkdirat|mknod|mknodat|mkfifo"
    r"|fsync|fdatasync|syncfs|sync_file_range|truncate|ftruncate|fallocate|posix_fallocate"
    r"|copy_file_range|sendfile|splice|flock|chmod|fchmod|fchmodat|chown|fchown|lchown|fchownat"
    r"|utime|utimes|futimes|futimens|utimensat|setxattr|fsetxattr|lsetxattr"
    r"|g_open|g_creat|g_fopen|g_freopen|g_mkstemp|g_mkstemp_full|g_mkdtemp|g_mkdtemp_full"
    r"|g_rename|g_unlink|g_remove|g_rmdir|g_mkdir|g_mkdir_with_parents|g_chmod|g_utime"
    r"|g_file_set_contents|g_file_set_contents_full|g_file_open_tmp"
    r"|g_file_move|g_file_move_async|g_file_copy|g_file_copy_async|g_file_delete|g_file_delete_async"
    r"|g_file_trash|g_file_trash_async|g_file_create|g_file_replace|g_file_append_to"
    r"|g_file_replace_contents|g_file_open_readwrite|g_file_make_directory"
    r"|g_file_make_directory_with_parents|g_file_make_symbolic_link|g_file_set_display_name"
    r"|g_file_set_attribute\w*"
    r")\s*\("
)

# (file below src/, call): why this one is no danger to a user's file.
ALLOWED = {}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
NOT_CODE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.S)


def blank(match):
    """Comments and literals go, the lines they stand on stay."""
    text = match.group(0)
    return "\n" * text.count("\n") if text.startswith("/") else '""'


def room_of(path):
    parts = path.split("/")
    return "/".join(parts[:2]) if parts[0] == "core" else parts[0]


def may_see(room, other):
    return room == other or other in SEES[room] or (
        other.startswith("core/") and "core/*" in SEES[room])


def sources(root):
    return sorted(p for p in (root / "src").rglob("*") if p.suffix in (".c", ".h"))


def check_includes(root):
    for path in sources(root):
        name = path.relative_to(root / "src").as_posix()
        room = room_of(name)
        if room not in SEES:
            yield f"src/{name}: “{room}” is no room of the house (tests/check-layers.py)"
            continue
        for kind, header in INCLUDE.findall(path.read_text()):
            if kind == '"' and header != "config.h":
                if not (root / "src" / header).exists():
                    # Made by the build (resources, enum types): it lies beside its includer.
                    if "/" in header and room_of(header) != room:
                        yield f"src/{name}: includes {header}, which does not exist"
                elif not may_see(room, room_of(header)):
                    yield f"src/{name}: {room} must not see {room_of(header)} ({header})"
            for pattern, homes in HEADERS:
                if kind == "<" and pattern.match(header) and room not in homes:
                    yield f"src/{name}: <{header}> belongs to {', '.join(sorted(homes))}"


def check_calls(root):
    for path in sources(root):
        name = path.relative_to(root).as_posix()
        if name == SEAM or name == SEAM[:-1] + "h":
            continue
        code = NOT_CODE.sub(blank, path.read_text())
        for match in CALLS.finditer(code):
            if (name[len("src/"):], match.group(1)) not in ALLOWED:
                line = code.count("\n", 0, match.start()) + 1
                yield f"{name}:{line}: {match.group(1)} () outside the seam ({SEAM})"


def check_allowed(root):
    """An exception that nobody needs any more is taken back."""
    for name, call in ALLOWED:
        path = root / "src" / name
        if not path.exists() or not re.search(rf"(?<![\w>.]){call}\s*\(", path.read_text()):
            yield f"ALLOWED names {call} () in src/{name}, which does not call it"


PLANTED = {
    # file: (text, what must be said about it, or None where nothing may be)
    "core/base/susun-a.h": ("#pragma once\n", None),
    "core/base/susun-up.c": ('#include "core/media/susun-b.h"\n', "core/base must not see core/media"),
    "core/media/susun-b.h": ('#pragma once\n#include "core/base/susun-a.h"\n', None),
    "core/store/susun-db.c": ("#include <sqlite3.h>\n", None),
    "core/job/susun-db.c": ("#include <sqlite3.h>\n", "<sqlite3.h> belongs to core/store"),
    "core/plan/susun-p.c": ('#include "core/store/susun-s.h"\n', "core/plan must not see core/store"),
    "core/store/susun-s.h": ("#pragma once\n", None),
    "core/thumbs/susun-t.c": ("#include <gdk-pixbuf/gdk-pixbuf.h>\n", None),
    "core/runs/susun-g.c": ("#  include <gtk/gtk.h>\n", "<gtk/gtk.h> belongs to ui"),
    "cli/susun-g.c": ("#include <adwaita.h>\n", "<adwaita.h> belongs to ui"),
    "cli/susun-u.c": ('#include "ui/susun-w.h"\n', "cli must not see ui"),
    "ui/susun-w.h": ('#pragma once\n#include <gtk/gtk.h>\n#include "core/base/susun-a.h"\n', None),
    "core/attic/susun-x.c": ("\n", "“core/attic” is no room"),
    "core/files/susun-r.c": ("int f (void) { return renameat (1, a, 2, b); }\n", "renameat ()"),
    "core/files/susun-o.c": ("int f (void)\n{\n  return\n    open (a, 0);\n}\n", "susun-o.c:4: open ()"),
    "core/runs/susun-m.c": ("void f (void) { g_file_move (a, b, 0, 0, 0, 0, 0); }\n", "g_file_move ()"),
    "core/runs/susun-n.c": ("void f (void) { g_unlink (a); }\n", "g_unlink ()"),
    "core/base/susun-sys.c": ("int f (void) { return unlinkat (a, b, 0); }\n", None),
    "core/files/susun-c.c": (
        "/* rename (a, b) is not called here */\nchar *s = \"unlink (\\\"x\\\")\";\n"
        "int f (void) { return k->open (k) + susun_sys_openat (d, a, 0, 0); } // remove (x)\n", None),
}


def check_self():
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, (text, _) in PLANTED.items():
            path = root / "src" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        said = list(check_includes(root)) + list(check_calls(root))
        for name, (_, expected) in PLANTED.items():
            about = [line for line in said if line.startswith(f"src/{name}:")]
            if expected is None and about:
                yield f"planted {name} is right, but: {about[0]}"
            elif expected is not None and not any(expected in line for line in about):
                yield f"planted {name} was not caught: {expected}"


def main():
    root = Path(sys.argv[1])
    checks = [("rooms and headers", check_includes(root)), ("one seam", check_calls(root)),
              ("no idle exceptions", check_allowed(root)), ("planted violations", check_self())]
    if not sources(root):
        sys.exit(f"{root}/src holds no sources")
    failed = 0
    print(f"1..{len(checks)}")
    for number, (title, problems) in enumerate(checks, 1):
        problems = list(problems)
        failed += bool(problems)
        print(f"{'not ok' if problems else 'ok'} {number} {title}")
        for problem in problems:
            print(problem, file=sys.stderr)
    sys.exit(1 if failed else 0)


main()
