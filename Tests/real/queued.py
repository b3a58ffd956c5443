#!/usr/bin/python3
"""Makes an image without data on the real Glance and goes on as it is told.

usage: queued.py DIR USER COMMANDS

Prints the image's id on a line of its own, and reads words from COMMANDS, a named pipe: `age` sets the time of its last
change back by two days in Glance's database, as nobody can wait for it; `finish` uploads its data; `delete` deletes it.
Any other word ends it.
"""
import datetime
import sqlite3
import sys

import rest

DAYS = 2


def age(stand, image):
    moment = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=DAYS)
    with sqlite3.connect(stand.database, timeout=60) as database:
        changed = database.execute("update images set updated_at = ? where id = ?",
                                   (moment.strftime("%Y-%m-%d %H:%M:%S.%f"), image)).rowcount
    if changed != 1:
        sys.exit(f"no image {image}")


def main():
    directory, user, commands = sys.argv[1:]
    stand = rest.Stand(directory)
    glance = stand.glance(user)
    image = glance("POST", "/v2/images", {"name": "upload", "disk_format": "raw", "container_format": "bare",
                                          "visibility": "private"})["id"]
    print(image, flush=True)
    with open(commands, encoding="utf-8") as words:
        for word in words:
            if word == "age\n":
                age(stand, image)
            elif word == "finish\n":
                glance("PUT", f"/v2/images/{image}/file", b"x" * 1024,
                       headers={"Content-Type": "application/octet-stream"})
            elif word == "delete\n":
                glance("DELETE", f"/v2/images/{image}")
            else:
                break


main()
