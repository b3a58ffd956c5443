#!/usr/bin/python3
"""Uploads an image's data and stops in the middle, until it is told how to go on.

usage: upload.py DIR USER COMMANDS

Makes an image, prints its id on a line of its own, sends half of its data, and reads one word from COMMANDS, a named pipe:
`finish` sends the rest and prints Glance's status, `break` resets the connection. Then it reads another word: `delete`
deletes the image, `keep` leaves it.
"""
import http.client
import socket
import struct
import sys
import urllib.parse

import rest

SIZE = 1 << 20


def main():
    directory, user, commands = sys.argv[1:]
    glance = rest.Stand(directory).glance(user)
    image = glance("POST", "/v2/images", {"name": "upload", "disk_format": "raw", "container_format": "bare",
                                          "visibility": "private"})["id"]
    address = urllib.parse.urlsplit(glance.url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=120)
    connection.putrequest("PUT", f"/v2/images/{image}/file")
    for name, value in (("X-Auth-Token", glance.token), ("Content-Type", "application/octet-stream"),
                        ("Content-Length", str(SIZE))):
        connection.putheader(name, value)
    connection.endheaders()
    connection.send(b"x" * (SIZE // 2))
    print(image, flush=True)
    with open(commands, encoding="utf-8") as words:
        for word in words:
            if word == "finish\n":
                connection.send(b"x" * (SIZE // 2))
                print(connection.getresponse().status, flush=True)
            elif word == "break\n":
                # No time to linger: the connection ends by a reset.
                connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                connection.close()
            elif word == "delete\n":
                glance("DELETE", f"/v2/images/{image}")
            else:
                break


main()
