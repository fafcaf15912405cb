#!/usr/bin/python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds what a desktop and a software centre see of Susun to their rules; speaks TAP.

usage: test-listing.py SOURCE_ROOT BUILT_DATA_FOLDER VERSION
Desktop entry, D-Bus service, metainfo, icons, schemas. What docs/flathub.md says of Flathub's
quality list is checked here as far as a machine can see it.
"""

import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as xml
from configparser import ConfigParser
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import tap  # noqa: E402

ID = "io.github.susun.Susun"
SOURCE, BUILT, VERSION = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
ICONS = SOURCE / "data/icons/hicolor"
# What may be said of the metainfo: the id has the capital of every such id, and Debian 12's
# appstreamcli is older than <developer>.
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
KNOWN = {"cid-contains-uppercase-letter", "unknown-tag developer"}


def run(*words):
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def keys(name):
    parser = ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str
    parser.read(BUILT / name, encoding="utf-8")
    return parser


def metainfo():
    return xml.parse(BUILT / f"{ID}.metainfo.xml").getroot()


def desktop_entry():
    status, said = run(tap.tool("desktop-file-validate"), str(BUILT / f"{ID}.desktop"))
    assert status == 0 and not said, said


def desktop_entry_opens_folders():
    entry = keys(f"{ID}.desktop")["Desktop Entry"]
    assert entry["MimeType"] == "inode/directory;"
    assert entry["Exec"] == "susun %U", "folders are handed over as arguments"
    assert entry["Icon"] == ID and entry["DBusActivatable"] == "true"
    assert (ICONS / f"scalable/apps/{ID}.svg").exists()


def bus_service():
    service = keys(f"{ID}.service")["D-BUS Service"]
    assert service["Name"] == ID
    assert re.fullmatch(r"/.*/susun --gapplication-service", service["Exec"]), service["Exec"]


def metainfo_validates():
    status, said = run(tap.tool("appstreamcli"), "validate", "--pedantic", "--no-net", "--no-color",
                       str(BUILT / f"{ID}.metainfo.xml"))
    issues = re.findall(r"^[EWIP]: \S+?:(?:\d+:|~:)? *(.*)$", said, re.M)
    told = {" ".join(issue.split()[:1 if issue.startswith("cid-") else 2]) for issue in issues}
    assert status == 0 and told <= KNOWN, said


def metainfo_reads_well():
    root = metainfo()
    name, summary = root.findtext("name"), root.findtext("summary")
    assert root.findtext("id") == ID
    assert len(name) <= 15, name
    assert 10 <= len(summary) <= 35, f"{len(summary)} letters: {summary}"
    assert not summary.endswith(".") and not re.match(r"(an?|the)\b", summary, re.I), summary
    assert not re.search(r"GTK|GNOME|libadwaita", summary + "".join(root.find("description").itertext()))
    # Beside each stands its translation.
    assert len([li for li in root.findall("description//li") if not li.get(LANGUAGE)]) <= 10
    assert root.find("developer").get("id") and root.findtext("developer/name")
    assert root.findtext("metadata_license") == "CC0-1.0"
    assert {url.get("type") for url in root.findall("url")} >= {
        "homepage", "bugtracker", "vcs-browser"}
    assert root.find("content_rating").get("type") == "oars-1.1"
    assert {"keyboard", "pointing", "touch"} == {
        control.text for control in root.findall("supports/control")}
    length = root.find("requires/display_length")
    assert (length.get("compare"), length.text) == ("ge", "360")
    categories = {c.text for c in root.findall("categories/category")}
    assert categories == set(keys(f"{ID}.desktop")["Desktop Entry"]["Categories"].strip(";").split(";"))
    assert not categories & {"GTK", "GNOME", "Qt", "KDE"}, categories
    assert root.findtext("launchable") == f"{ID}.desktop"
    translation = root.find("translation")
    assert (translation.get("type"), translation.text) == ("gettext", "susun")


def releases_are_told():
    releases = metainfo().findall("releases/release")
    days = [date.fromisoformat(release.get("date")) for release in releases]
    assert releases[0].get("version") == VERSION, "this version has no release notes"
    assert days == sorted(days, reverse=True), "releases are not in order"
    for release in releases:
        notes = "".join(release.find("description").itertext())
        assert len(notes) > 80 and "bug fixes" not in notes.lower(), release.get("version")


def screenshots_are_described():
    shots = metainfo().findall("screenshots/screenshot")
    assert shots and shots[0].get("type") == "default"
    for shot in shots:
        caption, address = shot.findtext("caption"), shot.findtext("image")
        assert caption and not caption.endswith(".") and len(caption) <= 60, caption
        assert f"/v{VERSION}/" in address, "a picture of another version"
        path = address.partition(f"/v{VERSION}/")[2]
        assert (SOURCE / path).exists(), f"{path} is not there"


def screenshots_are_small_and_alone():
    """At most twice 1000×700, at most 100 KB, with transparent corners: a window and its shadow."""
    shots = sorted((SOURCE / "data/screenshots").glob("*.png"))
    assert shots
    for shot in shots:
        data = shot.read_bytes()
        size = struct.unpack(">II", data[16:24])
        assert data[:8] == b"\x89PNG\r\n\x1a\n" and size == (2000, 1400), f"{shot.name}: {size}"
        assert len(data) <= 100 * 1024, f"{shot.name} has {len(data)} bytes"
        picture = pixbuf(shot, 2000)
        assert picture.get_has_alpha() and picture.get_pixels()[3] == 0, f"{shot.name} fills its corners"


def pixbuf(path, size):
    try:
        import gi
        gi.require_version("GdkPixbuf", "2.0")
        from gi.repository import GdkPixbuf
    except (ImportError, ValueError) as error:
        raise tap.Skip("Python has no GdkPixbuf (python3-gi, gir1.2-gtk-4.0)") from error
    return GdkPixbuf.Pixbuf.new_from_file_at_size(str(path), size, size)


def pixels(path, size):
    """Rows of (red, green, blue, alpha)."""
    picture = pixbuf(path, size)
    assert (picture.get_width(), picture.get_height()) == (size, size), "not square"
    data, stride, channels = (picture.get_pixels(), picture.get_rowstride(),
                              picture.get_n_channels())
    assert channels == 4, "an icon without transparency"
    return [[tuple(data[y * stride + x * 4:y * stride + x * 4 + 4]) for x in range(size)]
            for y in range(size)]


def luminance(color):
    parts = [c / 255 for c in color[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mean(some):
    some = list(some)
    return tuple(sum(color[i] for color in some) / len(some) for i in range(3))


def icon_fills_its_grid():
    """Seen at every size on light and on dark, within the square and nearly as large as it."""
    for size in (16, 24, 32, 48, 64, 128):
        rows = pixels(ICONS / f"scalable/apps/{ID}.svg", size)
        solid = [(x, y) for y, row in enumerate(rows) for x, p in enumerate(row) if p[3] > 200]
        for axis in (0, 1):
            extent = max(p[axis] for p in solid) - min(p[axis] for p in solid) + 1
            assert 0.8 * size <= extent <= size, f"{size}: {extent}"
        for corner in (rows[0][0], rows[0][-1], rows[-1][0], rows[-1][-1]):
            assert corner[3] == 0, f"{size}: a corner is filled"
        body = mean(row[x] for row in rows[size * 5 // 8:size * 7 // 8]
                    for x in range(size // 8, size // 4))
        for background in ((250, 250, 250), (36, 36, 36)):
            assert contrast(body, background) >= 2, f"{size}: lost on {background}"
        mark = max((row[x] for row in rows[size // 2:] for x in range(size)), key=luminance)
        assert contrast(mark, body) >= 2, f"{size}: the check mark is lost"


def icon_stands_out_from_the_brand():
    rows = pixels(ICONS / f"scalable/apps/{ID}.svg", 64)
    body = mean(p for row in rows[40:56] for p in row[8:16])
    colors = {c.get("scheme_preference"): c.text for c in metainfo().findall("branding/color")}
    assert set(colors) == {"light", "dark"}
    for text in colors.values():
        color = tuple(int(text[i:i + 2], 16) for i in (1, 3, 5))
        assert max(color) - min(color) > 60, f"{text} is grey"
        assert contrast(color, body) >= 2, f"{text}: the icon is lost on it"


def symbolic_icon():
    """Of one colour that GTK can replace, and whole pixels at 16."""
    path = ICONS / f"symbolic/apps/{ID}-symbolic.svg"
    root = xml.parse(path).getroot()
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("16", "16", "0 0 16 16")
    assert {e.get("fill") for e in root if e.tag.endswith("path")} == {"#222222"}
    alpha = [p[3] for row in pixels(path, 16) for p in row]
    crisp = sum(a in (0, 255) for a in alpha)
    assert crisp >= 0.85 * len(alpha), f"{len(alpha) - crisp} blurred pixels of {len(alpha)}"


def schemas():
    folders = {schema.parent for schema in (SOURCE / "data").rglob("*.gschema.xml")}
    if not folders:
        raise tap.Skip("there is no settings schema")
    for folder in folders:
        status, said = run(tap.tool("glib-compile-schemas"), "--strict", "--dry-run", str(folder))
        assert status == 0 and not said, said


TESTS = [desktop_entry, desktop_entry_opens_folders, bus_service, metainfo_validates,
         metainfo_reads_well, releases_are_told, screenshots_are_described,
         screenshots_are_small_and_alone, icon_fills_its_grid,
         icon_stands_out_from_the_brand, symbolic_icon, schemas]


tap.run(TESTS)
