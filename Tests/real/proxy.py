#!/usr/bin/python3
"""Stands between an exporter and the real Glance, and spoils what it is told to spoil.

usage: proxy.py GLANCE_URL MODE_FILE LOG_FILE

Listens on a free loopback port and prints its URL. MODE_FILE is read at each request and LOG_FILE gets a line
`STATUS TARGET COUNT` for each, COUNT being the requests on their way to Glance when it came, itself among them:
  pass           what Glance says
  expire URL     the first page that follows another is held until its token has come to its end, as the Keystone at URL
                 sees it; then as pass
  cut            the listing of hidden images, which is the second, ends in the middle: status 200, no length, and a
                 clean end of the connection, as when a worker of uwsgi is killed
"""
import http.client
import http.server
import sys
import threading
import time
import urllib.parse

HOLD_SECONDS = 60


class Proxy(http.server.BaseHTTPRequestHandler):
    has_held = threading.Event()
    lock = threading.Lock()
    on_their_way = 0

    def do_GET(self):
        with Proxy.lock:
            Proxy.on_their_way += 1
            count = Proxy.on_their_way
        with open(self.server.mode_file, encoding="utf-8") as file:
            mode, *arguments = file.read().split()
        if mode == "expire" and "marker=" in self.path and not self.has_held.is_set():
            self.has_held.set()
            hold_until_expired(arguments[0], self.headers["X-Auth-Token"])
        # Whoever has the answer may send the next one.
        try:
            status, content_type, content = self.from_glance()
        finally:
            with Proxy.lock:
                Proxy.on_their_way -= 1
        if mode == "cut" and "os_hidden=true" in self.path:
            content = content[:len(content) // 2]
        with open(self.server.log_file, "a", encoding="utf-8") as file:
            file.write(f"{status} {self.path} {count}\n")
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)

    def from_glance(self):
        connection = http.client.HTTPConnection(self.server.glance, timeout=120)
        try:
            connection.request("GET", self.path, headers={"X-Auth-Token": self.headers.get("X-Auth-Token", ""),
                                                          "Accept": "application/json"})
            answer = connection.getresponse()
            return answer.status, answer.getheader("Content-Type", "text/plain"), answer.read()
        finally:
            connection.close()

    def log_message(self, *_):
        pass


def hold_until_expired(keystone, token):
    parts = urllib.parse.urlsplit(keystone)
    end = time.monotonic() + HOLD_SECONDS
    while time.monotonic() < end:
        connection = http.client.HTTPConnection(parts.netloc, timeout=30)
        connection.request("GET", parts.path + "/auth/tokens?nocatalog",
                           headers={"X-Auth-Token": token, "X-Subject-Token": token})
        status = connection.getresponse().status
        connection.close()
        if status != 200:
            return
        time.sleep(0.2)


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    server.daemon_threads = True
    server.glance = urllib.parse.urlsplit(sys.argv[1]).netloc
    server.mode_file, server.log_file = sys.argv[2:4]
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


main()
