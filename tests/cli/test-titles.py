#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The title formatter alone, offline and with an AI that the test plays itself."""

import os
import subprocess
import time
import unittest

from ai_service import Service
from harness import CANCELLED, OK, PROGRAM, USAGE, Case, main

ROWS = os.path.join(os.environ.get("SUSUN_SHARED", ""), "titles", "titles_visible.tsv")
KEY = "AQ.dGVzdC1rZXktb2YtdGhlLWNsaQ"


class Offline(Case):
    def test_lines(self):
        answer = self.run_cli("titles", input="KENDURI DI KG\n\nHari Keluarga\nraya".encode())
        self.assertEqual(answer.out, "KENDURI DI KG\tKenduri di Kampung\tcase,short-form\n"
                                     "\t\t\n"
                                     "Hari Keluarga\tHari Keluarga\t\n"
                                     "raya\tRaya\tcase\n")
        self.assertEqual(answer.err, "")

    def test_words_and_cases(self):
        for case, title in (("title", "Majlis Perasmian KADA"), ("upper", "MAJLIS PERASMIAN KADA"),
                            ("lower", "majlis perasmian kada"),
                            ("sentence", "Majlis perasmian KADA")):
            answer = self.run_cli("titles", "--case", case, "mjls_perasmian_kada")
            self.assertEqual(answer.out.split("\t")[1], title)
        self.run_cli("titles", "--case=Title", "x", expect=USAGE)

    def test_hostile_names(self):
        """Each name stays one line of three fields, and moves no cursor."""
        names = [b"a\tb", b"caf\xe9", b"\x1b[2Jraya", "raya\u202efdp".encode(), b"x" * 5000]
        answer = self.run_cli("titles", input=b"\n".join(names) + b"\n")
        lines = answer.out.split("\n")[:-1]
        self.assertEqual(len(lines), len(names))
        for line in lines:
            self.assertEqual(line.count("\t"), 2)
            self.assertNotIn("\x1b", line)
        self.assertEqual(lines[0].split("\t")[1], "A B")
        self.assertEqual(lines[3].split("\t")[1], "Rayafdp")
        self.assertIn("not-utf8", lines[1].split("\t")[2])
        answer = self.run_cli("titles", "two\nlines")
        self.assertEqual(answer.out.count("\n"), 1)

    def test_json(self):
        document = self.run_json("titles", "pd 2019", "raya")
        self.assertEqual(document["titles"][0], {
            "name": "pd 2019", "title": "Pd 2019", "changes": "case,uncertain", "source": "offline",
            "reason": None})
        self.assertEqual(len(document["titles"]), 2)

    def test_own_words(self):
        path = "config/susun/words.txt"
        self.write(path, b"JPBD\nmurtabak\tmurtabak\n")
        env = {"XDG_CONFIG_HOME": self.path("config")}
        answer = self.run_cli("titles", "murtabak jpbd", env=env)
        self.assertEqual(answer.out.split("\t")[1], "Murtabak JPBD")
        self.write(path, b"good\nsatu dua tiga\tempat\n")
        answer = self.run_cli("titles", "x", env=env, expect=USAGE)
        self.assertIn("words.txt", answer.err)
        self.assertIn("2", answer.err)

    @unittest.skipUnless(os.path.exists(ROWS), "no titles_visible.tsv in SUSUN_SHARED")
    def test_shared_rows(self):
        with open(ROWS, encoding="utf-8") as file:
            rows = [line.rstrip("\n").split("\t") for line in file][1:]
        answer = self.run_cli("titles", input="\n".join(r[1] for r in rows).encode() + b"\n")
        for row, line in zip(rows, answer.out.split("\n"), strict=False):
            self.assertEqual(line.split("\t")[:2], [row[1], row[2]])
        self.assertEqual(answer.out.count("\n"), len(rows))


class WithAi(Case):
    def setUp(self):
        super().setUp()
        self.service = Service()
        self.addCleanup(self.service.server_close)
        self.addCleanup(self.service.shutdown)
        self.env.pop("SUSUN_AI_API_KEY", None)
        self.env["no_proxy"] = "127.0.0.1"
        self.ai = ("--ai-provider", "google", "--ai-endpoint", self.service.address)
        self.key_file = self.write("key", KEY.encode() + b"\n")

    def assert_key_nowhere(self, *answers):
        for answer in answers:
            self.assertNotIn(KEY, answer.out + answer.err)
        for path, _, names in os.walk(self.tmp):
            for name in names:
                full = os.path.join(path, name)
                if full != self.key_file:
                    with open(full, "rb") as file:
                        self.assertNotIn(KEY.encode(), file.read(), full)

    def test_key_file(self):
        log = self.path("log")
        answer = self.run_cli("titles", *self.ai, "--ai-key-file", self.key_file, "--log-file", log,
                              "2019-05-04 mjls ptunangan lia", "hari keluarga")
        self.assertEqual(answer.out, "2019-05-04 mjls ptunangan lia\t2019-05-04 Majlis Pertunangan "
                                     "Lia\tcase,short-form\nhari keluarga\tHari Keluarga\tcase\n")
        # Only what is in doubt was sent, without the date.
        question, = self.service.asked
        self.assertEqual(question.texts, ["mjls ptunangan lia"])
        self.assertEqual(question.headers["x-goog-api-key"], KEY)
        self.assertNotIn(KEY, question.path)
        # What is remembered is not asked for again.
        document = self.run_json("titles", *self.ai, "--ai-key-file", self.key_file,
                                 "mjls ptunangan lia")
        self.assertEqual(document["titles"][0]["source"], "remembered")
        self.assertEqual(len(self.service.asked), 1)
        self.assert_key_nowhere(answer)

    def test_scope_all(self):
        self.run_cli("titles", *self.ai, "--ai-key-file", self.key_file, "--ai-scope", "all",
                     "hari keluarga", "2019")
        self.assertEqual(self.service.texts, [["hari keluarga"]])

    def test_key_of_the_environment(self):
        answer = self.run_cli("titles", *self.ai, "mjls ptunangan lia",
                              env={"SUSUN_AI_API_KEY": KEY})
        self.assertIn("Pertunangan", answer.out)
        self.assert_key_nowhere(answer)

    def test_key_on_the_command_line(self):
        """It works, and is warned of, without being told once more."""
        log = self.path("log")
        answer = self.run_cli("titles", *self.ai, "--ai-api-key", KEY, "--log-file", log,
                              "mjls ptunangan lia")
        self.assertIn("Pertunangan", answer.out)
        self.assertIn("--ai-key-file", answer.err)
        self.assert_key_nowhere(answer)
        self.run_cli("titles", *self.ai, "--ai-api-key", KEY, "--ai-key-file", self.key_file, "x",
                     expect=USAGE)

    def test_key_is_refused(self):
        self.service.answers = [(400, {"error": {
            "code": 400, "status": "INVALID_ARGUMENT", "message": f"API key {KEY} not valid.",
            "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo",
                         "reason": "API_KEY_INVALID"}]}})]
        log = self.path("log")
        answer = self.run_cli("titles", *self.ai, "--ai-key-file", self.key_file, "--log-file", log,
                              "mjls ptunangan lia")
        self.assertIn("Majlis Ptunangan Lia", answer.out)
        self.assertIn("key", answer.err)
        self.assert_key_nowhere(answer)

    def test_no_key(self):
        env = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=" + self.path("no-bus")}
        answer = self.run_cli("titles", *self.ai, "x", env=env, expect=USAGE)
        self.assertIn("SUSUN_AI_API_KEY", answer.err)

    def test_own_server(self):
        """A server on this computer wants no key, and is asked as fast as it answers."""
        answer = self.run_json("titles", "--ai-provider", "openai-compatible", "--ai-endpoint",
                               self.service.address, "--ai-model", "m",
                               *(f"mjls ptunangan {i}" for i in range(100)),
                               env={"DBUS_SESSION_BUS_ADDRESS": "unix:path=" + self.path("no")})
        self.assertEqual([row["title"] for row in answer["titles"]],
                         [f"Majlis Pertunangan {i}" for i in range(100)])
        self.assertEqual([len(texts) for texts in self.service.texts], [40, 40, 20])

    def test_wrong_words(self):
        for words in (("--ai-provider", "other"), ("--ai-scope", "some"),
                      ("--ai-key-file", self.path("missing")), ("--ai-api-key", "two words"),
                      ("--ai-key-file", self.key_file, "--ai-endpoint", "http://192.0.2.1/v1")):
            self.run_cli("titles", *words, "x", expect=USAGE)
        self.assertEqual(self.service.asked, [])

    def test_interrupt(self):
        self.service.before_answer = lambda: time.sleep(30)
        program = subprocess.Popen(
            [PROGRAM, "titles", *self.ai, "--ai-key-file", self.key_file, "mjls ptunangan lia"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.env, cwd=self.tmp)
        while not self.service.asked:
            time.sleep(0.01)
        program.terminate()
        # Sooner than the service's answer.
        out, _ = program.communicate(timeout=20)
        self.assertEqual(program.returncode, CANCELLED)
        self.assertIn("Majlis Ptunangan Lia", out.decode())


main()
