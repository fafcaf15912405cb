#!/usr/bin/python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was installed speaks Malay, the window and the command line, with nothing but LANGUAGE=ms.

usage: run-ui-test.sh check-malay.py PREFIX
"""
import gettext
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "ui"))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "po"))
from pseudo import translating_locale  # noqa: E402
from susun_ui import App  # noqa: E402

PREFIX = Path(sys.argv[1])
ENVIRONMENT = {"LANGUAGE": "ms", "LC_ALL": translating_locale("susun", PREFIX / "share/locale", "ms")}
assert ENVIRONMENT["LC_ALL"], "this C library translates nothing in C.UTF-8, and there is no other locale"
malay = gettext.translation("susun", PREFIX / "share/locale", ["ms"]).gettext


def said(text):
    """The Malay of text, which is not the English one."""
    assert malay(text) != text, f"“{text}” is not translated"
    return malay(text)


told = subprocess.run([PREFIX / "bin/susun-cli", "--help"], env={**os.environ, **ENVIRONMENT},
                      check=True, capture_output=True, text=True).stdout
assert said("Commands:") in told, told
told = subprocess.run([PREFIX / "bin/susun", "--help"], env={**os.environ, **ENVIRONMENT},
                      check=True, capture_output=True, text=True).stdout
assert said("Show which version this is") in told, told
entry = (PREFIX / "share/applications/io.github.susun.Susun.desktop").read_text()
assert "\nComment[ms]=" in entry, entry
metainfo = (PREFIX / "share/metainfo/io.github.susun.Susun.metainfo.xml").read_text()
assert '<summary xml:lang="ms">' in metainfo, metainfo

app = App([PREFIX / "bin/susun"], env=ENVIRONMENT)
app.find("label", said("Drop a folder of photos here"))
app.find("push button", said("_Choose Folder…").replace("_", ""))
assert app.quit() == 0, app.output()
print("Malay everywhere")
