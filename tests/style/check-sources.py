#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the source to what no compiler looks at; speaks TAP.

usage: check-sources.py SOURCE_ROOT             checks
       check-sources.py SOURCE_ROOT --update    writes po/POTFILES anew

1. Every source file opens with the two SPDX lines; a room's meson.build says what the room is
   instead.
2. po/POTFILES names exactly the files of src/ and data/ that hold strings to translate, in order.
3. flatpak/*.json is what flatpak-builder reads, and asks for nothing that Susun does not need.
4. No marks of unfinished work, no tabs in C, no trailing blanks.
"""

import json
import re
import sys
from pathlib import Path

SOURCES = {".c", ".h", ".py", ".sh", ".build", ".ui", ".xml", ".css"}
FOLDERS = ("src", "tests", "data", "build-aux", "flatpak", "po", ".ci")
SPDX = ("SPDX-FileCopyrightText: The Susun developers",
        "SPDX-License-Identifier: ")
MARKED = re.compile(r"(?<![\w\"])(_|N_|C_|NC_|Q_|g_dngettext|g_dpgettext2?|ngettext)\s*\(")
NOT_CODE = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)
UNFINISHED = re.compile(r"\b(" + "TO" + "DO|FIX" + "ME|XX" + r"X|HA" + r"CK)\b")


def sources(root):
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and (
                    path.suffix in SOURCES or (not path.suffix and is_script(path))):
                yield path


def is_script(path):
    with path.open("rb") as file:
        return file.read(2) == b"#!"


def check_licence(root):
    for path in sources(root):
        if path.name == "meson.build" and path.is_relative_to(root / "src"):
            continue
        head = "\n".join(path.read_text().splitlines()[:8])
        for line in SPDX:
            if line not in head:
                yield f"{path.relative_to(root)}: no line “{line}”"


def translatable(root):
    found = []
    for path in sorted((root / "src").rglob("*.[ch]")):
        if MARKED.search(NOT_CODE.sub("", path.read_text())):
            found.append(path)
    for path in sorted((root / "data").rglob("*")):
        if path.name.endswith((".desktop.in", ".metainfo.xml.in", ".gschema.xml")):
            found.append(path)
    for path in sorted((root / "src").rglob("*.ui")):
        if 'translatable="yes"' in path.read_text():
            found.append(path)
    return sorted(path.relative_to(root).as_posix() for path in found)


def listed(root):
    lines = (root / "po/POTFILES").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def check_potfiles(root):
    should, does = translatable(root), listed(root)
    for name in sorted(set(should) - set(does)):
        yield f"{name} has strings to translate and is not in po/POTFILES"
    for name in sorted(set(does) - set(should)):
        yield f"po/POTFILES names {name}, which has no strings to translate"
    if set(should) == set(does) and should != does:
        yield "po/POTFILES is not in alphabetical order, or names a file twice"


def check_flatpak(root):
    manifests = sorted((root / "flatpak").glob("*.json"))
    if not manifests:
        yield "flatpak/ holds no manifest"
    for path in manifests:
        name = path.relative_to(root)
        manifest = json.loads(path.read_text())
        for key in ("id", "runtime", "runtime-version", "sdk", "command", "modules"):
            if not manifest.get(key):
                yield f"{name}: no “{key}”"
        if manifest.get("id") != path.stem:
            yield f"{name}: the id is not the file's name"
        for argument in manifest.get("finish-args", []):
            if re.search(r"=(host|home)\b|talk-name=org\.freedesktop\.Flatpak", argument):
                yield f"{name}: {argument} is more than Susun needs"
        for module in manifest.get("modules", []):
            for source in module.get("sources", []):
                if source.get("type") != "dir":
                    yield f"{name}: {module.get('name')} is not built from this checkout"


def check_text(root):
    for path in sources(root):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            where = f"{path.relative_to(root)}:{number}"
            if UNFINISHED.search(line):
                yield f"{where}: a mark of unfinished work"
            if line != line.rstrip():
                yield f"{where}: trailing blanks"
            if "\t" in line and path.suffix in (".c", ".h"):
                yield f"{where}: a tab"


def update(root):
    head = ["# SPDX-FileCopyrightText: The Susun developers",
            "# SPDX-License-Identifier: GPL-3.0-or-later",
            "# Written by: tests/style/check-sources.py . --update"]
    (root / "po/POTFILES").write_text("\n".join(head + translatable(root)) + "\n")


def main():
    root = Path(sys.argv[1])
    if sys.argv[2:] == ["--update"]:
        update(root)
        return
    failed = False
    checks = [("licence", check_licence), ("POTFILES", check_potfiles),
              ("flatpak", check_flatpak), ("text", check_text)]
    print(f"1..{len(checks)}")
    for number, (title, check) in enumerate(checks, 1):
        problems = list(check(root))
        failed |= bool(problems)
        print(f"{'not ok' if problems else 'ok'} {number} {title}")
        for problem in problems:
            print(problem, file=sys.stderr)
    sys.exit(failed)


main()
