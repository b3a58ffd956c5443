#!/usr/bin/python3
"""Takes what Alertmanager sends, until SIGTERM.

usage: webhook.py LOG

Listens on a free loopback port and prints its URL; LOG gets the body of each POST as a line.
"""
import http.server
import json
import sys


class Webhook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with open(self.server.log, "a", encoding="utf-8") as file:
            file.write(json.dumps({"path": self.path, **body}) + "\n")
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Webhook)
server.log = sys.argv[1]
print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
server.serve_forever()
