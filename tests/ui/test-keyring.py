#!/usr/bin/python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The key of the AI is kept in a real keyring, and nowhere else.

usage: run-headless.sh -k -- /usr/bin/python3 test-keyring.py SUSUN SHOTS_FOLDER
"""
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from fake_ai import Service, settings  # noqa: E402
from susun_journey import check, finish, shot, start, stop  # noqa: E402
from susun_ui import wait, xdo  # noqa: E402

SUSUN, SHOTS = sys.argv[1:3]
KEY = "sk-dGVzdC1rZXktb2YtdGhlLXdpbmRvdw"


def open_titles_page(base, chosen):
    app = start(SUSUN, base, **chosen)
    app.find(None, re.compile("Drop a folder of photos here"))
    wait(lambda: app.state(app.find("frame", visible=False), "active"), "the keyboard is the window's")
    app.keys("ctrl+comma")
    app.click("page tab", "Titles")
    app.find("label", "Key in the keyring")
    return app


def assert_nowhere(base):
    """The key stands in no file of the program's."""
    for parent, _, names in os.walk(base):
        for name in names:
            with open(os.path.join(parent, name), "rb") as file:
                assert KEY.encode() not in file.read(), name


def kept_and_removed(base):
    service = Service()
    chosen = settings(base, ai_provider="'openai-compatible'",
                      ai_endpoint=f"'{service.address}'")
    app = open_titles_page(base, chosen)
    app.find("label", "There is none yet.", visible=False)
    app.mouse_click(app.find("label", "Key"))
    app.type(KEY)
    app.keys("Return")
    app.find("label", "There is one. It is kept nowhere else.", visible=False)
    shot(app, SHOTS, "preferences-titles")
    app.click("push button", re.compile("Does it answer|Test"), visible=False)
    app.find("label", "It answers, and has 1 model: sahabat-7b", visible=False)
    assert service.keys == [f"Bearer {KEY}"], service.keys
    assert KEY not in app.output()
    stop(app)
    assert_nowhere(base)
    # It is there again, for this server alone, until it is removed.
    app = open_titles_page(base, chosen)
    app.find("label", "There is one. It is kept nowhere else.", visible=False)
    app.click("push button", re.compile("Remove"), visible=False)
    app.find("label", "There is none yet.", visible=False)
    app.click("push button", re.compile("Does it answer|Test"), visible=False)
    app.find("label", "It answers, and has 1 model: sahabat-7b", visible=False)
    assert service.keys == [f"Bearer {KEY}", None], service.keys
    stop(app)


check("the key is kept in the keyring, used, and removed", kept_and_removed)
finish()
