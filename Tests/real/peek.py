#!/usr/bin/python3
"""Hands TLS on to a server and keeps the protocol that it chose by ALPN, which TLS 1.2 shows.

usage: peek.py LOG_FILE HOST:PORT

Listens on a free loopback port and prints its address. LOG_FILE gets a line for each connection: h2, http/1.1, or none.
"""
import socket
import sys
import threading

SECONDS = 120
PIECE = 1 << 16
ALPN = b"\x00\x10"


def chosen(hello):
    """The protocol of a ServerHello's extension: its type, two lengths, and the length of the name."""
    place = hello.find(ALPN)
    while place >= 0:
        length = hello[place + 6] if place + 6 < len(hello) else 0
        if hello[place + 2:place + 6] == bytes([0, length + 3, 0, length + 1]):
            return hello[place + 7:place + 7 + length].decode("ascii", "replace")
        place = hello.find(ALPN, place + 1)
    return "none"


def hand_on(source, target, first=None):
    try:
        while piece := source.recv(PIECE):
            if first:
                first(piece)
                first = None
            target.sendall(piece)
    except OSError:
        pass
    for end in (source, target):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def serve(client, address, log_file):
    def note(piece):
        with open(log_file, "a", encoding="utf-8") as file:
            file.write(chosen(piece) + "\n")

    with client, socket.create_connection(address, timeout=SECONDS) as server:
        client.settimeout(SECONDS)
        other = threading.Thread(target=hand_on, args=(client, server))
        other.start()
        hand_on(server, client, note)
        other.join()


def main():
    host, _, port = sys.argv[2].rpartition(":")
    listener = socket.create_server(("127.0.0.1", 0))
    print(f"127.0.0.1:{listener.getsockname()[1]}", flush=True)
    while True:
        client, _ = listener.accept()
        threading.Thread(target=serve, args=(client, (host, int(port)), sys.argv[1]), daemon=True).start()


main()
