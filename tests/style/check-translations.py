#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every language of po/LINGUAS says everything that the sources say today; speaks TAP.

usage: check-translations.py SOURCE_ROOT XGETTEXT_ARGUMENT...
The template is made anew from po/POTFILES, so a string that was changed counts as untranslated.
“meson compile susun-update-po” brings the catalogues up to date; what it leaves open is to be
translated by hand, with the words of po/GLOSSARY.md.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import tap  # noqa: E402

SOURCE, ARGUMENTS = Path(sys.argv[1]), sys.argv[2:]
# What is typed, or filled in by the program, must read the same in every language.
LITERAL = re.compile(r"(?<![\w-])--[a-z][a-z0-9-]+|\{[a-z]+\}|\.susun[\w-]*|susun-cli(?: [a-z]+)?"
                     r"|</?\w+[^>]*>|\b(?:RUN_ID|run_id|lost\+found|SHA-256|[A-Z]+/[A-Z]\w+)\b")
# The glossary's “never”, by language. People may search for the program by them.
NEVER = {"ms": re.compile(r"\b(direktori|pendua|filem|berkas|unduh|hapus)\b", re.I)}
SHOWN = 10


def run(*words):
    return subprocess.run((tap.tool(words[0]), *words[1:]), capture_output=True, text=True,
                          check=False, cwd=SOURCE,
                          env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""})


def languages():
    return [line for line in (SOURCE / "po/LINGUAS").read_text().split("\n")
            if line and not line.startswith("#")]


def listing(problems):
    problems = list(problems)
    more = len(problems) - SHOWN
    return "\n".join(problems[:SHOWN] + ([f"and {more} more"] if more > 0 else []))


def unquote(text):
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), text)


def messages(path):
    """(original, translations, fuzzy) of each message but the header and the obsolete ones."""
    for entry in re.split(r"\n{2,}", path.read_text()):
        parts = dict(re.findall(r'^(msg\w+(?:\[\d\])?) (".*"(?:\n".*")*)', entry, re.M))
        parts = {key: unquote("".join(re.findall(r'^"?(.*)"$', value.replace('\n"', "\n"), re.M)))
                 for key, value in parts.items()}
        if parts.get("msgid"):
            yield (parts.get("msgid_plural", parts["msgid"]),
                   [text for key, text in parts.items() if key.startswith("msgstr")],
                   re.search(r"^#,.*\bfuzzy\b", entry, re.M))


def merged(language, folder):
    template, catalogue = Path(folder, "susun.pot"), Path(folder, f"{language}.po")
    done = run("msgmerge", "--quiet", "--no-fuzzy-matching", "--no-wrap", "-o", str(catalogue),
               str(SOURCE / f"po/{language}.po"), str(template))
    assert done.returncode == 0, done.stderr
    return catalogue


def strings_are_whole(folder):
    """xgettext stops at a macro within a string, and warns of the half it has."""
    done = run("xgettext", *ARGUMENTS, "--directory=.", "--files-from=po/POTFILES",
               "-o", str(Path(folder, "susun.pot")))
    warnings = re.findall(r"^(?:\./)?(?:src|data)/.*", done.stderr, re.M)
    assert done.returncode == 0 and not warnings, done.stderr
    assert len(list(messages(Path(folder, "susun.pot")))) > 1000


def catalogues_are_valid(folder):
    for language in languages():
        done = run("msgfmt", "--check", "--check-accelerators=_", "-o", os.devnull,
                   str(merged(language, folder)))
        assert done.returncode == 0 and not done.stderr, done.stderr


def catalogues_are_complete(folder):
    for language in languages():
        missing = listing(f"{language}: {original!r}"
                          for original, translations, fuzzy in messages(merged(language, folder))
                          if fuzzy or not all(translations))
        assert not missing, f"Untranslated or fuzzy:\n{missing}"


def what_is_typed_stays(folder):
    for language in languages():
        changed = listing(f"{language}: {text!r} lacks “{word}”"
                          for original, translations, _ in messages(merged(language, folder))
                          for text in translations if text
                          for word in LITERAL.findall(original) if word not in text)
        assert not changed, changed


def ends_stay(folder):
    """What a sentence ends in, and the blanks by which it is put beside another."""
    def ends(text):
        return (re.match(r"[\s,;:]*", text)[0], re.search(r"[\s.…:?!]*$", text)[0])

    for language in languages():
        changed = listing(f"{language}: {original!r} became {text!r}"
                          for original, translations, _ in messages(merged(language, folder))
                          for text in translations if text and ends(text) != ends(original))
        assert not changed, changed


def words_are_those_of_the_glossary(folder):
    for language in languages():
        if language not in NEVER:
            continue
        wrong = listing(f"{language}: {text!r}"
                        for _, translations, _ in messages(merged(language, folder))
                        for text in translations
                        if NEVER[language].search(text) and not text.endswith(";"))
        assert not wrong, wrong


TESTS = [strings_are_whole, catalogues_are_valid, catalogues_are_complete, what_is_typed_stays,
         ends_stay, words_are_those_of_the_glossary]


with tempfile.TemporaryDirectory() as folder:
    tap.run(TESTS, folder)
