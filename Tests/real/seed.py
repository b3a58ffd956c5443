#!/usr/bin/python3
"""Fills a running Glance with one image of every kind, and with many.

usage: seed.py DIR [--bulk N [--settled]]

What the API can make is made over it; what only time and accidents make (an upload that hangs, a size of 2^63-1, a null
owner) is then written into the database. `--bulk N` adds N images straight to the database, four in five of them private
to alice's project, so that an administrator's listing takes several pages and another member's does not. One in ten is on
its way or deactivated, none with `--settled`.
"""
import argparse
import datetime
import random
import sqlite3
import uuid

import rest
import samples


class Seeder:
    def __init__(self, stand):
        self.stand = stand
        self.clients = {user: stand.glance(user) for user in ("admin", "alice", "bob", "carol")}
        self.rows = {}
        self.properties = {}

    def make(self, sample):
        client = self.clients[sample.owner]
        body = {"disk_format": "raw", "container_format": "bare", "name": sample.label, **sample.attributes}
        image = client("POST", "/v2/images", body)["id"]
        if sample.upload:
            client("PUT", f"/v2/images/{image}/file", b"x" * 64, headers={"Content-Type": "application/octet-stream"})
        for action in sample.actions:
            self.act(action, client, image)
        for user, answer in sample.members.items():
            self.share(client, image, user, answer)
        if sample.row:
            self.rows[image] = sample.row
        if sample.properties:
            self.properties[image] = sample.properties

    def act(self, action, client, image):
        if action == "stage":
            client("PUT", f"/v2/images/{image}/stage", b"x" * 64, headers={"Content-Type": "application/octet-stream"})
        elif action == "deactivate":
            self.clients["admin"]("POST", f"/v2/images/{image}/actions/deactivate")
        elif action == "delete":
            client("DELETE", f"/v2/images/{image}")

    def share(self, client, image, user, answer):
        project = self.stand.facts["projects"][self.stand.facts["users"][user]["project"]]
        client("POST", f"/v2/images/{image}/members", {"member": project})
        if answer != "pending":
            self.clients[user]("PUT", f"/v2/images/{image}/members/{project}", {"status": answer})

    def write_rows(self):
        with sqlite3.connect(self.stand.database, timeout=60) as database:
            for image, row in self.rows.items():
                names = ", ".join(f"{column} = ?" for column in row)
                database.execute(f"update images set {names} where id = ?", [*row.values(), image])
            for image, properties in self.properties.items():
                now = stamp(datetime.datetime.now(datetime.timezone.utc))
                database.executemany(INSERT_PROPERTY, [
                    (image, name, value, now, now, 0) for name, value in properties.items()])
            # A test's poll ends seconds after it counted: what is on its way comes to no age that is counted, 15 minutes
            # or 1 hour, while tests run.
            now = datetime.datetime.now(datetime.timezone.utc)
            database.execute(
                "update images set created_at = ?, updated_at = ? where updated_at > ? "
                "and status in ('queued', 'saving', 'uploading', 'importing', 'pending_delete')",
                (*[stamp(now - datetime.timedelta(hours=2))] * 2, stamp(now - datetime.timedelta(minutes=14))))


INSERT_PROPERTY = ("insert into image_properties (image_id, name, value, created_at, updated_at, deleted) "
                   "values (?, ?, ?, ?, ?, ?)")
IMAGE_COLUMNS = ("id name size status created_at updated_at deleted disk_format container_format owner min_disk min_ram "
                 "protected visibility os_hidden").split()
PLATFORMS = (  # (what IMS calls it, os_distro, os_type)
    ("Ubuntu", "ubuntu", "linux"), ("CentOS", "centos", "linux"), ("Windows", "windows", "windows"),
    ("EulerOS", "openeuler", "linux"), (None, "debian", "linux"), (None, "rocky", "linux"))


def stamp(time):
    """As Glance writes it: SQLite compares times as text."""
    return time.strftime("%Y-%m-%d %H:%M:%S.%f")


def bulk_image(number, chance, owners, is_settled):
    """One image's row and its properties."""
    made = datetime.datetime(2024, 1, 1) + datetime.timedelta(seconds=number // 3)  # three share each second
    visibility = ("private", "private", "private", "private", "shared")[number % 5]
    status = chance.choices(("active", "queued", "saving", "deactivated"), (90, 5, 3, 2))[0]
    status = "active" if is_settled else status
    size = None if status in ("queued", "saving") else chance.randrange(1 << 26, 1 << 37)
    image = str(uuid.UUID(int=chance.getrandbits(128), version=4))
    row = (image, f"bulk {number}", size, status, stamp(made), stamp(made + datetime.timedelta(days=number % 200)), 0,
           chance.choice(("qcow2", "raw", "vmdk")), "bare", chance.choice(owners), 0, 0, number % 9 == 0, visibility,
           number % 10 == 0)
    platform, distribution, system = chance.choice(PLATFORMS)
    properties = {"os_distro": distribution, "os_type": system, "os_version": str(number % 7)}
    if platform:
        properties.update({"__platform": platform, "__os_type": system.capitalize(), "__imagetype": "private"})
    for flag in chance.sample(("kvm", "xen", "largememory", "diskintensive"), number % 3):
        properties[f"__support_{flag}"] = "true"
    return row, [(image, name, value, stamp(made), stamp(made), 0) for name, value in properties.items()]


def add_bulk(stand, count, is_settled):
    chance = random.Random(20240229)
    alpha, gamma = stand.facts["projects"]["alpha"], stand.facts["projects"]["gamma"]
    images, properties = [], []
    for number in range(count):
        row, more = bulk_image(number, chance, (alpha, alpha, alpha, alpha, gamma), is_settled)
        images.append(row)
        properties += more
    with sqlite3.connect(stand.database, timeout=60) as database:
        database.executemany(f"insert into images ({', '.join(IMAGE_COLUMNS)}) "
                             f"values ({', '.join('?' * len(IMAGE_COLUMNS))})", images)
        database.executemany(INSERT_PROPERTY, properties)
        database.execute("analyze")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("dir")
    parser.add_argument("--bulk", type=int)
    parser.add_argument("--settled", action="store_true")
    arguments = parser.parse_args()
    stand = rest.Stand(arguments.dir)
    if arguments.bulk is not None:
        add_bulk(stand, arguments.bulk, arguments.settled)
        return
    seeder = Seeder(stand)
    for sample in samples.all_samples():
        seeder.make(sample)
    seeder.write_rows()


main()
