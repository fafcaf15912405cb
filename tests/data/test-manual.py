#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Manual pages and completions know every command and option that --help tells; speaks TAP.

usage: test-manual.py SOURCE_ROOT [SUSUN]       with SUSUN_CLI in the environment
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import tap  # noqa: E402

SOURCE = Path(sys.argv[1])
CLI = Path(os.environ["SUSUN_CLI"])
WINDOW = sys.argv[2] if len(sys.argv) > 2 else None
PAGES = sorted((SOURCE / "data/man").rglob("*.1"))
LISTED = re.compile(r"^\.B[IR]? (?:\"?-h\"?[^-]*)?--([a-z0-9-]+)|^\.BR -h \", \" --([a-z]+)", re.M)
COMMON = set("json quiet workers history-db log-file version help".split())


def run(*words, **options):
    return subprocess.run(words, capture_output=True, text=True, check=False, **options)


def help_of(*words):
    done = run(str(CLI), *words, "--help")
    assert done.returncode == 0, done.stderr
    return done.stdout


def commands():
    found = re.findall(r"^  ([a-z][a-z-]*) {2,}", help_of(), re.M)
    assert "organize" in found
    return found


def options(command):
    return set(re.findall(r"^ +(?:-\w, )?--([a-z0-9-]+)", help_of(command), re.M))


def shell_environment(folder):
    """The shells find this susun-cli, and a history of their own."""
    return {"PATH": f"{CLI.parent}:{os.environ['PATH']}", "HOME": folder, "LC_ALL": "C.UTF-8",
            "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_CACHE_HOME": folder}


def in_shell(shell, script):
    with tempfile.TemporaryDirectory() as folder:
        done = run(tap.tool(shell), *(["-f"] if shell == "zsh" else []), "-c", script,
                   env=shell_environment(folder), cwd=folder)
    assert done.returncode == 0 and not done.stderr, done.stderr
    return done.stdout.split("\n")


def pages_render():
    for page in PAGES:
        done = run(tap.tool("groff"), "-man", "-Tutf8", "-ww", "-rCHECKSTYLE=3", str(page))
        assert done.returncode == 0 and not done.stderr, done.stderr
        assert len(done.stdout) > 500, f"{page.name} is nearly empty"


def text_of(page):
    return page.read_text().replace("\\-", "-")


def page_knows_every_option():
    common, _, rest = text_of(SOURCE / "data/man/susun-cli.1").partition(".SH COMMANDS")
    common = common.partition(".SH OPTIONS OF EVERY COMMAND")[2]
    sections = dict(re.findall(r"^\.SS susun-cli ([a-z-]+)(.*?)(?=^\.S[SH])", rest, re.M | re.S))
    assert set(sections) == set(commands()), set(sections) ^ set(commands())

    def told(text):
        return {one or other for one, other in LISTED.findall(text)}

    assert told(common) == COMMON, told(common) ^ COMMON
    differ = {command: told(text) ^ (options(command) - COMMON)
              for command, text in sections.items()}
    assert not any(differ.values()), {c: sorted(names) for c, names in differ.items() if names}


def frame_of(page):
    """What is the same in every language: headings, commands, options, keys, files and examples."""
    text = text_of(page)
    frame = re.findall(r"^\.nf\n.*?\.fi$", text, re.M | re.S)
    frame += re.findall(r'^\.TH \S+ 1 "[\d-]+"', text, re.M)
    before = ""
    for line in text.split("\n"):
        option = LISTED.match(line)
        command = re.match(r"\.SS (susun-cli [a-z]+)", line)
        key_or_file = re.match(r"\.B (?:(?:Ctrl|Alt)\+\S+|F\d+)|\.I [$.]\S+", line)
        if option or command:
            frame.append((option or command).groups())
        elif key_or_file and before == ".TP":
            frame.append(line)
        elif re.match(r"\.(SH|SS|TP)\b", line):
            frame.append(line[:3])
        before = line
    return frame


def pages_agree():
    translated = [page for page in PAGES if page.parent.name != "man"]
    assert len(translated) >= 2
    for page in translated:
        english, other = frame_of(SOURCE / "data/man" / page.name), frame_of(page)
        assert other == english, f"{page}: {[pair for pair in zip(other, english) if pair[0] != pair[1]][:3]}"


def bash_completes():
    script = (f"source '{SOURCE}/data/completions/susun-cli.bash'\n"
              "try() { COMP_LINE=$1 COMP_POINT=${#1}; _susun_cli 2>/dev/null;"
              " printf '%s\\n' \"${COMPREPLY[@]}\"; }\n")
    assert set(commands()) < set(in_shell("bash", script + "try 'susun-cli '"))
    for command in commands():
        found = in_shell("bash", script + f"try 'susun-cli {command} --'")
        assert {word.strip("-=") for word in found if word} == options(command), command
    for line, words in {
            "susun-cli org": ["organize"],
            "susun-cli organize --mode=": ["report", "copy", "move"],
            "susun-cli organize --mode c": ["copy"],
            "susun-cli organize --source /us": ["/usr"],
            "susun-cli history e": ["export"],
            "susun-cli dedupe --scope ": ["year", "global"]}.items():
        found = [word for word in in_shell("bash", script + f"try '{line}'") if word]
        assert found == words, f"{line}: {found}"


def zsh_completes():
    # What the completion hands to zsh, in place of zsh's own functions.
    script = ("_arguments() { print -rl -- $@; }; _describe() { print -rl -- ${(P)@[-1]}; }\n"
              f"try() {{ words=($@ ''); CURRENT=$#words; source '{SOURCE}/data/completions/_susun-cli'; }}\n")
    found = in_shell("zsh", script + "try susun-cli")
    assert {line.split(":")[0] for line in found if line} == set(commands()), found
    for command in commands():
        found = re.findall(r"^\*?--([a-z0-9-]+)(?:=?)\[.+\]", "\n".join(
            in_shell("zsh", script + f"try susun-cli {command}")), re.M)
        assert set(found) == options(command), command


def fish_completes():
    script = f"source '{SOURCE}/data/completions/susun-cli.fish'\n"
    found = in_shell("fish", script + "complete -C 'susun-cli '")
    assert {line.split("\t")[0] for line in found if line} == set(commands()), found
    for command in commands():
        found = in_shell("fish", script + f"complete -C 'susun-cli {command} --'")
        assert {line.split("\t")[0][2:] for line in found if line} == options(command), command
    found = in_shell("fish", script + "complete -C 'susun-cli organize --mode='")
    assert {"--mode=report", "--mode=copy", "--mode=move"} == {word for word in found if word}


def runs_are_completed():
    """With which run: the newest first and, where a shell shows it, with what it was."""
    with tempfile.TemporaryDirectory() as folder:
        environment = shell_environment(folder)
        for name in ("First", "Second"):
            os.mkdir(os.path.join(folder, name))
            done = run(str(CLI), "organize", "--quiet", f"--source={folder}/{name}",
                       f"--destination-root={folder}/Archive", env=environment)
            assert done.returncode == 0, done.stderr
        listed = run(str(CLI), "history", "--json", env=environment).stdout
        ids = re.findall(r'"run_id" *: *"([^"]*)"', listed)
        assert len(ids) == 2, listed

        def found(shell, script):
            done = run(tap.tool(shell), *(["-f"] if shell == "zsh" else []), "-c", script, env=environment)
            assert done.returncode == 0 and not done.stderr, done.stderr
            return [line for line in done.stdout.split("\n") if line]

        completions = SOURCE / "data/completions"
        bash = (f"source '{completions}/susun-cli.bash'\n"
                "try() { COMP_LINE=$1 COMP_POINT=${#1}; _susun_cli 2>/dev/null; printf '%s\\n' \"${COMPREPLY[@]}\"; }\n")
        zsh = ("_arguments() { _susun_cli_runs }; _describe() { print -rl -- ${(P)@[-1]}; }\n"
               f"words=(susun-cli undo ''); CURRENT=3; source '{completions}/_susun-cli'\n")
        fish = f"source '{completions}/susun-cli.fish'\ncomplete -C "
        words = ["list", "show", "export", "forget"]
        for command in ("undo", "history show"):
            assert found("bash", f"{bash}try 'susun-cli {command} '") == ids, command
            told = found("fish", f"{fish}'susun-cli {command} '")
            assert [line.split("\t")[0] for line in told] == ids, told
            assert "First" in told[1] and "Second" in told[0], told
        assert found("bash", bash + "try 'susun-cli history '") == words
        assert found("fish", fish + "'susun-cli history '") == words
        assert not found("bash", bash + "try 'susun-cli history list '")
        told = found("zsh", zsh)
        assert [line.split(":")[0] for line in told] == ids, told
        assert "First" in told[1] and "Second" in told[0], told


def help_fits_a_terminal():
    for command in commands():
        text = help_of(command).split("\n")
        examples = text.index("Examples:")
        ends = next(i for i in range(examples, len(text)) if not text[i])
        for line in text[:examples] + text[ends:]:
            assert len(line) <= 80 or line.lstrip().startswith("-") \
                or line.startswith("  susun-cli"), line


def window_answers_without_a_display():
    if not WINDOW:
        raise tap.Skip("built without the window")
    # Neither a display nor a session to ask.
    with tempfile.TemporaryDirectory() as folder:
        bare = {"HOME": folder, "XDG_RUNTIME_DIR": folder, "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin",
                "GIO_USE_VFS": "local", "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
        version = run(WINDOW, "--version", env=bare)
        assert version.returncode == 0 and re.fullmatch(r"susun \d+(\.\d+)+\n", version.stdout), version
        told = run(WINDOW, "--help", env=bare)
        assert told.returncode == 0 and not told.stderr, told
        for word in ("[FOLDER…]", "--version", "nothing is copied or moved before", "susun-cli --help"):
            assert word in told.stdout, told.stdout
        assert max(map(len, told.stdout.split("\n"))) <= 80, told.stdout
        opened = run(WINDOW, folder, env=bare)
        assert opened.returncode == 1 and "susun-cli --help" in opened.stderr, opened
    page = (SOURCE / "data/man/susun.1").read_text().replace("\\-", "-")
    for option in re.findall(r"^  (?:-\w, )?--(\S+)", told.stdout, re.M):
        assert f"--{option}\n" in page or option.startswith("help-"), option


def window_page_knows_every_key():
    page = (SOURCE / "data/man/susun.1").read_text()
    keys = re.search(r"^\.SH KEYS$(.*?)^\.SH", page, re.M | re.S).group(1)
    told = set(re.findall(r"^\.B (\S+)$", keys, re.M))
    shown = set()
    for key in re.findall(r'"accelerator">(.*?)<', (SOURCE / "src/ui/susun-shortcuts.ui").read_text()):
        key = key.replace("&lt;Control&gt;", "Ctrl+").replace("&lt;Alt&gt;", "Alt+")
        key = key.replace("comma", ",").replace("question", "?")
        head, plus, last = key.rpartition("+")
        shown.add(head + plus + (last.upper() if len(last) == 1 else last))
    assert shown and told == shown, told ^ shown


TESTS = [pages_render, page_knows_every_option, pages_agree, bash_completes, zsh_completes, fish_completes,
         runs_are_completed, help_fits_a_terminal, window_answers_without_a_display, window_page_knows_every_key]


tap.run(TESTS)
