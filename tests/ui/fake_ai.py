# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""An AI that the window's tests play themselves, and the settings that lead to it."""
import os
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
import ai_service  # noqa: E402


class Service(ai_service.Service):
    """It answers when it may."""

    def __init__(self):
        super().__init__({"ptunangan": "pertunangan", "kkak": "kakak", "rombongn": "rombongan",
                          "pnduduk": "rahsia"}, "sahabat-7b")
        self.may = threading.Event()
        self.may.set()
        self.before_answer = lambda: self.may.wait(60)


def settings(base, **values):
    """A folder of settings of one's own, as the preferences would leave them."""
    config = os.path.join(base, "config")
    os.makedirs(os.path.join(config, "glib-2.0/settings"))
    with open(os.path.join(config, "glib-2.0/settings/keyfile"), "w") as file:
        file.write("[io/github/susun/Susun]\n")
        for name, value in values.items():
            file.write(f"{name.replace('_', '-')}={value}\n")
    return {"GSETTINGS_BACKEND": "keyfile", "XDG_CONFIG_HOME": config}
