#!/usr/bin/python3
"""A proxy as HTTPS_PROXY and http_proxy name them, which keeps what went through it.

usage: forward.py LOG_FILE

Listens on a free loopback port and prints its URL. LOG_FILE gets a line for each request:
  CONNECT HOST:PORT
  METHOD STATUS URL                              one that is not in a tunnel
and after an answer that brought a token, with `null` where Keystone says so:
  TOKEN EXPIRES_AT PASSWORD_EXPIRES_AT
"""
import http.client
import http.server
import json
import select
import socket
import sys
import urllib.parse

SECONDS = 120
PIECE = 1 << 16


class Forward(http.server.BaseHTTPRequestHandler):
    def do_CONNECT(self):
        self.note(f"CONNECT {self.path}")
        host, _, port = self.path.rpartition(":")
        with socket.create_connection((host, int(port)), timeout=SECONDS) as server:
            self.send_response(200)
            self.end_headers()
            exchange(self.connection, server)
        self.close_connection = True

    def do_GET(self):
        parts = urllib.parse.urlsplit(self.path)
        length = int(self.headers.get("Content-Length", 0))
        fields = {name: value for name, value in self.headers.items() if not name.lower().startswith("proxy-")}
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=SECONDS)
        connection.request(self.command, parts.path + ("?" + parts.query if parts.query else ""),
                           self.rfile.read(length), {**fields, "Connection": "close"})
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        self.note(f"{self.command} {answer.status} {self.path}")
        if self.command == "POST" and answer.status == 201:
            token = json.loads(content)["token"]
            self.note(f"TOKEN {token['expires_at']} {token['user']['password_expires_at'] or 'null'}")
        self.send_response(answer.status)
        for name in ("Content-Type", "X-Subject-Token"):
            if answer.getheader(name):
                self.send_header(name, answer.getheader(name))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET

    def note(self, line):
        with open(self.server.log_file, "a", encoding="utf-8") as file:
            file.write(line + "\n")

    def log_message(self, *_):
        pass


def exchange(one, other):
    """Hands bytes on both ways until one side ends."""
    while True:
        for ready in select.select([one, other], [], [], SECONDS)[0] or [None]:
            piece = ready.recv(PIECE) if ready else b""
            if not piece:
                return
            (other if ready is one else one).sendall(piece)


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Forward)
    server.daemon_threads = True
    server.log_file = sys.argv[1]
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


main()
