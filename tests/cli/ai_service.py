# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""An AI that the tests play themselves: a server that speaks as Google's and as OpenAI's do."""

import http.server
import json
import threading
from collections import namedtuple

Question = namedtuple("Question", "path headers body texts")


class Service(http.server.ThreadingHTTPServer):
    """Mends the words of `mended`; answers when before_answer() returns, and first what `answers`
    says: (status, document), each once."""

    def __init__(self, mended=None, model="test"):
        super().__init__(("127.0.0.1", 0), Handler)
        self.mended = mended or {"ptunangan": "pertunangan"}
        self.model = model
        self.asked = []  # every Question
        self.keys = []   # of every request, also of those that ask for the models
        self.asking = 0
        self.most_at_once = 0
        self.answers = []
        self.status = 200
        self.before_answer = lambda: None
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}/v1"

    @property
    def texts(self):
        """What was asked about: a list for every question."""
        return [question.texts for question in self.asked]

    def mend(self, text):
        for wrong, right in self.mended.items():
            text = text.replace(wrong, right)
        return text


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        self.server.keys.append(self.headers["Authorization"])
        self.answer(200, {"data": [{"id": self.server.model}]})

    def do_POST(self):
        server = self.server
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        google = "contents" in body
        said = (body["contents"][0]["parts"][0]["text"] if google
                else body["messages"][-1]["content"])
        items = json.loads(said[said.rindex('{"items":[{"i":0'):])["items"]
        server.keys.append(self.headers["Authorization"])
        server.asking += 1
        server.most_at_once = max(server.most_at_once, server.asking)
        server.asked.append(Question(self.path, dict(self.headers), body, [i["t"] for i in items]))
        server.before_answer()
        server.asking -= 1
        if server.answers:
            self.answer(*server.answers.pop(0))
            return
        text = json.dumps({"items": [{"i": i["i"], "t": server.mend(i["t"])} for i in items]})
        self.answer(server.status, {"candidates": [
            {"content": {"parts": [{"text": text}]}, "finishReason": "STOP"}]} if google
            else {"choices": [{"message": {"content": text}, "finish_reason": "stop"}]})

    def answer(self, status, document):
        data = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
