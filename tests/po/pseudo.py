# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A language that nobody speaks: every string that can be translated becomes ‹Ŝűšűñ ····›, 40 % longer.

Made from the source as po/susun.pot would be. What appears without the marks around it was never
marked for translation, and what no longer fits will not fit in Malay or German either. The programs
find it through other-locale.c, preloaded, with LANGUAGE and SUSUN_LOCALES as environment() gives them.
"""
import functools
import os
import re
import shutil
import subprocess
import tempfile

LANGUAGE = "qps"  # kept by ISO 639 for private use
TOOLS = ("xgettext", "msgfmt", "gettext")
# As Meson's preset "glib", which makes the template.
XGETTEXT = ("--from-code=UTF-8", "--add-comments", "--keyword=_", "--keyword=N_",
            "--keyword=C_:1c,2", "--keyword=NC_:1c,2", "--keyword=g_dcgettext:2",
            "--keyword=g_dngettext:2,3", "--keyword=g_dpgettext2:2c,3", "--flag=N_:1:pass-c-format",
            "--flag=C_:2:pass-c-format", "--flag=NC_:2:pass-c-format",
            "--flag=g_dngettext:2:pass-c-format", "--flag=g_strdup_printf:1:c-format",
            "--flag=g_string_printf:2:c-format", "--flag=g_string_append_printf:2:c-format",
            "--flag=g_error_new:3:c-format", "--flag=g_set_error:4:c-format",
            "--flag=g_markup_printf_escaped:1:c-format", "--flag=g_log:3:c-format",
            "--flag=g_print:1:c-format", "--flag=g_printerr:1:c-format",
            "--flag=g_printf:1:c-format", "--flag=g_fprintf:2:c-format",
            "--flag=g_sprintf:2:c-format", "--flag=g_snprintf:3:c-format")
LETTERS = str.maketrans("AaBbCcDdEeGgHhIiJjKkLlNnOoRrSsTtUuWwYyZz",
                        "ÅåḂḃĆćĎďÉéĞğĤĥÎîĴĵĶķĹĺÑñÖöŔŕŜŝŢţŰűŴŵÝýŽž")
# printf and strftime, placeholders, markup, entities, lines.
KEPT = re.compile(r"(%%|%(?:\d+\$)?[-+ #0'*.\d]*(?:hh|ll|[hlzjt])?(?:I\w+)?[A-Za-z]|\{\w*\}|<[^<>]*>|&\w+;|\n)")
# A word with a letter that a translation would have turned into another one.
WORD = re.compile(r"(?=[^\W\d_]{2})[^\W\d_]*[%s][^\W\d_]*" % "".join(map(chr, LETTERS)))


def pseudo(text):
    end = "\n" if text.endswith("\n") else ""
    text = text[:len(text) - len(end)]
    begin = "\n" if text.startswith("\n") else ""
    text = text[len(begin):]
    parts = KEPT.split(text)
    said = "".join(part if i % 2 else part.translate(LETTERS) for i, part in enumerate(parts))
    more = -(-4 * sum(len(part.replace("_", "")) for part in parts[::2]) // 10)
    words = " ".join("·" * min(8, more - i) for i in range(0, more, 8))
    return f"{begin}‹{said} {words}›{end}"


def pattern(text):
    """A regular expression for the translation of a format, whatever was put into it."""
    return "".join(r"(?:.|\n)*" if i % 2 else re.escape(part)
                   for i, part in enumerate(KEPT.split(pseudo(text).replace("_", ""))))


def unmarked(text, known):
    """Returns: the words of what a program showed that are no translation, nor match known"""
    for expression in known:
        text = expression.sub(" ", text)
    return WORD.findall(text)


def quoted(text):
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{text}"'


def entries(template):
    """Yields (context, msgid, plural) of a .pot file; its flags do not matter here."""
    for block in template.split("\n\n"):
        found, last = {}, None
        for line in block.split("\n"):
            if match := re.match(r'(msgctxt|msgid_plural|msgid|msgstr)\S* "(.*)"$', line):
                last = match.group(1)
                found[last] = match.group(2)
            elif line.startswith('"') and last:
                found[last] += line[1:-1]
        plain = {key: re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m.group(1), m.group(1)), value)
                 for key, value in found.items()}
        if plain.get("msgid"):
            yield plain.get("msgctxt"), plain["msgid"], plain.get("msgid_plural")


def make(source, folder):
    """Writes the catalogue below folder. Returns: how many strings it holds"""
    template = os.path.join(folder, "susun.pot")
    subprocess.run(["xgettext", *XGETTEXT, f"--directory={source}", f"--output={template}",
                    f"--files-from={os.path.join(source, 'po/POTFILES')}"], check=True)
    with open(template, encoding="utf-8") as file:
        found = list(entries(file.read()))
    write(folder, found)
    return len(found)


def write(folder, found):
    lines = ['msgid ""', 'msgstr "Content-Type: text/plain; charset=UTF-8\\n'
             'Plural-Forms: nplurals=2; plural=n != 1;\\n"']
    for context, text, plural in found:
        lines += [""] + ([f"msgctxt {quoted(context)}"] if context is not None else [])
        lines += [f"msgid {quoted(text)}"]
        if plural is None:
            lines += [f"msgstr {quoted(pseudo(text))}"]
        else:
            lines += [f"msgid_plural {quoted(plural)}", f"msgstr[0] {quoted(pseudo(text))}",
                      f"msgstr[1] {quoted(pseudo(plural))}"]
    catalogue = os.path.join(folder, "qps.po")
    with open(catalogue, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    into = os.path.join(folder, LANGUAGE, "LC_MESSAGES")
    os.makedirs(into, exist_ok=True)
    subprocess.run(["msgfmt", "--check-format", "-o", os.path.join(into, "susun.mo"), catalogue],
                   check=True)


@functools.lru_cache
def translating_locale(domain, folder, language):
    """A locale in which the C library looks at LANGUAGE: newer ones do not in C.UTF-8. Returns: its
    name, or None where there is no other"""
    listed = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout.split()
    for name in ["C.UTF-8", *(name for name in listed if re.search(r"\.utf-?8$", name, re.I))]:
        told = subprocess.run(["gettext", domain, "Archive"], capture_output=True, text=True, check=True,
                              env={**os.environ, "LC_ALL": name, "LANGUAGE": language,
                                   "TEXTDOMAINDIR": folder}).stdout
        if told != "Archive":
            return name
    return None


def obstacle():
    """Returns: why nothing can be said in that language here, or None"""
    missing = next((tool for tool in TOOLS if not shutil.which(tool)), None)
    if missing:
        return f"{missing} is not installed"
    with tempfile.TemporaryDirectory() as folder:
        write(folder, [(None, "Archive", None)])
        if not translating_locale("susun", folder, LANGUAGE):
            return "this C library translates nothing in C.UTF-8, and there is no other locale"
    return None


def environment(shim, folder):
    return {"LD_PRELOAD": shim, "SUSUN_LOCALES": folder, "LANGUAGE": LANGUAGE,
            "LC_ALL": translating_locale("susun", folder, LANGUAGE)}
