#!/usr/bin/python3
"""Debian's Alertmanager on the loopback interface, until SIGTERM.

usage: alertmanager.py LOG CONFIG

Prints its URL once it answers; LOG gets what it says.
"""
import http.client
import signal
import socket
import subprocess
import sys
import tempfile
import time

START_SECONDS = 60


def answers(port):
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/-/ready")
        return connection.getresponse().status == 200
    except OSError:
        return False


def main():
    log, configuration = sys.argv[1:]
    # Taken as soon as it is free again; nobody else on the loopback interface is told of it.
    port = socket.create_server(("127.0.0.1", 0)).getsockname()[1]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with tempfile.TemporaryDirectory() as folder, open(log, "w", encoding="utf-8") as file:
        child = subprocess.Popen(
            ["/usr/bin/prometheus-alertmanager", f"--config.file={configuration}", f"--storage.path={folder}",
             f"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address="], stdout=file, stderr=file)
        try:
            end = time.monotonic() + START_SECONDS
            while not answers(port):
                if child.poll() is not None or time.monotonic() > end:
                    sys.exit("alertmanager does not answer")
                time.sleep(0.1)
            print(f"http://127.0.0.1:{port}", flush=True)
            child.wait()
        finally:
            child.terminate()
            child.wait()


main()
