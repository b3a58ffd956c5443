#!/usr/bin/python3
"""Runs a program as systemd would: passes listening sockets, hears its notifications, hands signals on.

usage: manager.py --log LOG [--abstract] [--pass tcp|PATH]... [--ask PATH] [--pid NUMBER] PROGRAM [ARGUMENT]...

Writes a line to LOG for each notification. With READY=1 stands the status that each passed socket, and the one at PATH of
--ask, answers to GET /-/healthy at that moment, and whether the passed descriptors would stay open in another program.
Ends with the program's status. --pid says that the sockets are for another process.
"""
import argparse
import fcntl
import http.client
import os
import select
import signal
import socket
import sys
import tempfile
import time

FIRST = 3
# Of one answer; a machine under load is slow.
PATIENCE = 60


def status(address):
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as client:
        client.settimeout(PATIENCE)
        try:
            client.connect(address)
            connection = http.client.HTTPConnection("localhost")
            connection.sock = client
            connection.request("GET", "/-/healthy", headers={"Connection": "close"})
            return str(connection.getresponse().status)
        except OSError as error:
            return type(error).__name__


def listener(place):
    family, address = (socket.AF_INET, ("127.0.0.1", 0)) if place == "tcp" else (socket.AF_UNIX, place)
    made = socket.socket(family, socket.SOCK_STREAM)
    made.bind(address)
    made.listen(64)
    return made


def start(command, passed, number, notify):
    pid = os.fork()
    if pid:
        return pid
    # Out of the way of the descriptors that they are to become.
    high = [fcntl.fcntl(one, fcntl.F_DUPFD, 100) for one in passed]
    for place, one in enumerate(high):
        os.dup2(one, FIRST + place)
        os.close(one)
    environment = dict(os.environ, NOTIFY_SOCKET=notify)
    if passed:
        environment.update(LISTEN_FDS=str(len(passed)), LISTEN_PID=str(number or os.getpid()))
    for one in (signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE):
        signal.signal(one, signal.SIG_DFL)
    os.execve(command[0], command, environment)


def leak(pid, count):
    """Whether one of the passed descriptors lacks the flag to close at exec."""
    def flags(place):
        with open(f"/proc/{pid}/fdinfo/{FIRST + place}", encoding="ascii") as file:
            return next(int(line.split()[1], 8) for line in file if line.startswith("flags:"))
    return any(not flags(place) & os.O_CLOEXEC for place in range(count))


def heard(message, pid, asked, count):
    words = []
    for line in message.decode().split("\n"):
        name, _, value = line.partition("=")
        if name == "MONOTONIC_USEC":
            recent = 0 <= time.monotonic_ns() // 1000 - int(value) < PATIENCE * 1_000_000
            line = f"{name}={'recent' if recent else value}"
        words.append(line)
    if words[0] == "READY=1":
        words += [status(address) for address in asked]
        words += ["leak"] if leak(pid, count) else []
    return " ".join(words)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--log", required=True)
    parser.add_argument("--abstract", action="store_true")
    parser.add_argument("--pass", dest="passed", action="append", default=[])
    parser.add_argument("--ask", action="append", default=[])
    parser.add_argument("--pid")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        name = f"{'@' if arguments.abstract else ''}{folder}/notify"
        notify.bind(name.replace("@", "\0", 1))
        listeners = [listener(place) for place in arguments.passed]
        asked = [one.getsockname() for one in listeners] + arguments.ask
        pid = start(arguments.command, [one.fileno() for one in listeners], arguments.pid, name)
        for one in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(one, lambda number, _: os.kill(pid, number))
        watch = os.pidfd_open(pid)
        with open(arguments.log, "w", encoding="utf-8", buffering=1) as log:
            while True:
                ready, _, _ = select.select([notify, watch], [], [])
                if notify in ready:
                    log.write(heard(notify.recv(4096), pid, asked, len(listeners)) + "\n")
                elif watch in ready:
                    break
        _, ended = os.waitpid(pid, 0)
    sys.exit(os.waitstatus_to_exitcode(ended) & 0xFF)


main()
