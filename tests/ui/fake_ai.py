# SPDX-FileCopyrightText: The Susun developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""An AI that the window's tests play themselves, and the settings that lead to it."""
import http.server
import json
import os
import threading


class Service(http.server.ThreadingHTTPServer):
    """A server that speaks OpenAI's way. It answers when it may, and first what `answers` says."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked = []
        self.keys = []
        self.answers = []
        self.may = threading.Event()
        self.may.set()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(http.server.BaseHTTPRequestHandler):
    mended = {"ptunangan": "pertunangan", "kkak": "kakak", "rombongn": "rombongan",
              "pnduduk": "rahsia"}

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.server.keys.append(self.headers["Authorization"])
        self.answer(200, {"data": [{"id": "sahabat-7b"}]})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        said = body["messages"][-1]["content"]
        self.server.keys.append(self.headers["Authorization"])
        self.server.asked.append(body)
        self.server.may.wait(60)
        if self.server.answers:
            self.answer(*self.server.answers.pop(0))
            return
        items = json.loads(said[said.rindex('{"items":[{"i":0'):])["items"]
        text = json.dumps({"items": [
            {"i": i["i"], "t": " ".join(self.mended.get(word, word) for word in i["t"].split(" "))}
            for i in items]})
        self.answer(200, {"choices": [{"message": {"content": text}, "finish_reason": "stop"}]})

    def answer(self, status, document):
        data = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def settings(base, **values):
    """A folder of settings of one's own, as the preferences would leave them."""
    config = os.path.join(base, "config")
    os.makedirs(os.path.join(config, "glib-2.0/settings"))
    with open(os.path.join(config, "glib-2.0/settings/keyfile"), "w") as file:
        file.write("[io/github/susun/Susun]\n")
        for name, value in values.items():
            file.write(f"{name.replace('_', '-')}={value}\n")
    return {"GSETTINGS_BACKEND": "keyfile", "XDG_CONFIG_HOME": config}
