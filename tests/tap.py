# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Functions as tests, for those that need no more: each is called, its name is its title; speaks TAP."""

import shutil
import sys


class Skip(Exception):
    """Why a test cannot be done here."""


def tool(name):
    if not shutil.which(name):
        raise Skip(f"{name} is not installed")
    return name


def run(tests, *arguments):
    """Calls each with the arguments, and ends the program."""
    failed = False
    print(f"1..{len(tests)}")
    for number, test in enumerate(tests, 1):
        title = test.__name__.replace("_", " ")
        try:
            test(*arguments)
            print(f"ok {number} {title}")
        except Skip as reason:
            print(f"ok {number} {title} # SKIP {reason}")
        except Exception as error:  # the report is the point
            failed = True
            print(f"not ok {number} {title}")
            print(f"# {type(error).__name__}: {error}".replace("\n", "\n# "), flush=True)
    sys.exit(failed)
