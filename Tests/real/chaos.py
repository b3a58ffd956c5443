#!/usr/bin/python3
"""Plays accidents on a real Keystone and Glance under the exporter and a real Prometheus, and checks what was published.

usage: chaos.py HOME BINARY [--minutes N] [--seed N]

HOME is that of a running, seeded `openstack up`. Services are killed, stopped, restarted and slowed, their databases locked,
tokens revoked, and the image endpoint is moved in the catalog, while images come and go. Every sample that Prometheus took
while `glance_up` was 1 is compared with the database: the images that were there before and are touched by nobody, by disk
format, status and visibility. Prints events, polls by their outcome, and checks; fails if a check did, if a scrape failed, or
if the exporter is not up in the end.
"""
import argparse
import collections
import json
import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.parse

import rest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../Benchmarks"))

import servers

# Of the images that come and go; none of the seed's is of it.
FLEETING = "ploop"
FAMILY = "glance_images_by_disk_format"
STATUSES = "'queued', 'saving', 'uploading', 'importing', 'active', 'deactivated', 'deleted', 'pending_delete'"


class Chaos:
    def __init__(self, home, binary, chance):
        self.home, self.chance = home, chance
        self.stand = rest.Stand(home)
        self.auth = self.stand.facts["auth_url"]
        self.glance = urllib.parse.urlsplit(self.stand.facts["glance_url"]).netloc
        self.events, self.churned, self.is_over = collections.Counter(), collections.Counter(), threading.Event()
        self.delay = os.path.join(home, "delay")
        self.set_delay(0)
        self.relay = None
        self.exporter = servers.Server(
            "the exporter", [binary, "--os-client-config", os.path.join(home, "clouds.yaml"), "--os-cloud", "admin",
                             "--poll.interval", "1s", "--poll.timeout", "8s", "--web.listen-address", "127.0.0.1:0"],
            os.path.join(home, "exporter.log"), r'listening"? address="?127\.0\.0\.1:(\d+)')
        self.prometheus_home = os.path.join(home, "prometheus")
        subprocess.run([os.path.join(HERE, "prometheus"), "up", self.prometheus_home, f"127.0.0.1:{self.exporter.port}"],
                       check=True)
        self.prometheus = servers.content(os.path.join(self.prometheus_home, "address")).strip()

    # --- what the database has

    def untouched(self):
        query = (f"select disk_format, status, visibility, count(*) from images where deleted = 0 and status in ({STATUSES}) "
                 f"and disk_format is not '{FLEETING}' group by 1, 2, 3")
        with sqlite3.connect(f"file:{self.stand.database}?mode=ro", uri=True, timeout=60) as database:
            return {(kind or "unknown", status, visibility): count
                    for kind, status, visibility, count in database.execute(query)}

    # --- accidents

    def act(self, verb, *words):
        command = [os.path.join(HERE, "openstack"), verb, self.home, *words]
        for _ in range(5):
            if subprocess.run(command, check=False, stdout=sys.stderr, stderr=subprocess.DEVNULL).returncode == 0:
                return
            # A worker that outlives its master by a moment keeps the port.
            time.sleep(1)
        sys.exit(f"{' '.join(command)} does not succeed")

    def pause(self, least, most):
        time.sleep(self.chance.uniform(least, most))

    def killed(self, service):
        self.act("kill", service)
        self.pause(1, 8)
        self.act("start", service)

    def restarted(self, service):
        self.act("kill", service)
        self.act("start", service)

    def stopped(self, service):
        self.act("freeze", service)
        self.pause(1, 12)
        self.act("thaw", service)

    def locked(self, service):
        with sqlite3.connect(os.path.join(self.home, f"{service}.sqlite"), timeout=30, isolation_level=None) as database:
            database.execute("begin exclusive")
            self.pause(1, 8)
            database.execute("rollback")

    def revoked(self):
        """A user's tokens end with a password that is set anew."""
        token, body = rest.log_in(self.auth, "admin", "admin-secret", "admin")
        rest.call("PATCH", f"{self.auth}/users/{body['user']['id']}", {"user": {"password": "admin-secret"}}, token)

    def set_delay(self, seconds):
        with open(self.delay + ".new", "w", encoding="utf-8") as file:
            file.write(str(seconds))
        os.replace(self.delay + ".new", self.delay)

    def point(self, address):
        """Has the catalog name another address of the image API."""
        token, _ = rest.log_in(self.auth, "admin", "admin-secret", "admin")
        listed = rest.call("GET", f"{self.auth}/endpoints?interface=public&region_id=RegionOne", token=token)[1]
        services = rest.call("GET", f"{self.auth}/services?type=image", token=token)[1]["services"]
        for endpoint in listed["endpoints"]:
            if endpoint["service_id"] == services[0]["id"]:
                rest.call("PATCH", f"{self.auth}/endpoints/{endpoint['id']}", {"endpoint": {"url": f"http://{address}"}}, token)

    def open_relay(self):
        self.relay = subprocess.Popen([sys.executable, os.path.join(HERE, "slow.py"), self.glance, self.delay],
                                      stdout=subprocess.PIPE, text=True)
        return f"127.0.0.1:{self.relay.stdout.readline().strip()}"

    def close_relay(self):
        if self.relay:
            self.relay.kill()
            self.relay.wait()
            self.relay.stdout.close()
        self.relay = None

    def moved(self, *, is_slow=False):
        """To a relay, and back, each time ending what stood at the old address."""
        self.point(self.open_relay())
        # A token's catalog is of its login.
        self.revoked()
        self.pause(2, 4)
        if is_slow:
            self.set_delay(round(self.chance.uniform(0.2, 6), 1))
            self.pause(3, 12)
            self.set_delay(0)
        self.point(self.glance)
        self.close_relay()

    def accident(self):
        services = ("glance", "keystone")
        kinds = [(name, each, service) for name, each in (
            ("killed", self.killed), ("restarted", self.restarted), ("stopped", self.stopped),
            ("database locked", self.locked)) for service in services]
        kinds += [("tokens revoked", self.revoked, None), ("endpoint moved", self.moved, None),
                  ("slowed", lambda: self.moved(is_slow=True), None)]
        name, each, service = self.chance.choice(kinds)
        label = f"{service} {name}" if service else name
        print(f"{time.strftime('%H:%M:%S')} {label}", file=sys.stderr, flush=True)
        each(service) if service else each()
        self.events[label] += 1

    # --- images that come and go

    def churn(self):
        made = []
        while not self.is_over.wait(0.2):
            try:
                client = self.stand.glance("alice")
                for _ in range(20):
                    made.append(client("POST", "/v2/images", {"name": "fleeting", "disk_format": FLEETING,
                                                              "container_format": "bare"})["id"])
                    self.churned["created"] += 1
                    if len(made) % 2:
                        client("PUT", f"/v2/images/{made[-1]}/file", b"x" * 512,
                               headers={"Content-Type": "application/octet-stream"})
                    if len(made) > 30:
                        client("DELETE", f"/v2/images/{made.pop(0)}")
                        self.churned["deleted"] += 1
                    if self.is_over.wait(0.1):
                        return
            except (OSError, rest.Refused, KeyError, TypeError, ValueError, rest.http.client.HTTPException):
                self.churned["refused"] += 1

    # --- what Prometheus saw

    def samples(self, selector, seconds):
        query = urllib.parse.urlencode({"query": f"{selector}[{seconds}s]"})
        return rest.call("GET", f"http://{self.prometheus}/api/v1/query?{query}")[1]["data"]["result"]

    def seen(self, seconds):
        up = {moment: value for series in self.samples("glance_up", seconds) for moment, value in series["values"]}
        found = collections.defaultdict(dict)
        for series in self.samples(f'{FAMILY}{{disk_format!="{FLEETING}"}}', seconds):
            labels = series["metric"]
            for moment, value in series["values"]:
                found[moment][labels["disk_format"], labels["status"], labels["visibility"]] = int(value)
        scraped = [value for series in self.samples("up", seconds) for _, value in series["values"]]
        return up, found, scraped

    def value(self, query):
        query = urllib.parse.urlencode({"query": query})
        return {json.dumps(each["metric"], sort_keys=True): each for each in
                rest.call("GET", f"http://{self.prometheus}/api/v1/query?{query}")[1]["data"]["result"]}

    def is_up(self):
        return any(each["value"][1] == "1" for each in self.value("glance_up").values())

    def close(self):
        self.is_over.set()
        self.close_relay()
        subprocess.run([os.path.join(HERE, "prometheus"), "down", self.prometheus_home], check=False)
        self.exporter.end()


def report(chaos, wanted, began):
    seconds = int(time.time() - began) + 2
    up, found, scraped = chaos.seen(seconds)
    wrong = [(moment, found.get(moment)) for moment, value in up.items() if value == "1" and found.get(moment) != wanted]
    stale = [moment for moment, value in up.items() if value == "0" and moment in found and found[moment] != wanted]
    checks = sum(value == "1" for value in up.values())
    reasons = {each["metric"]["reason"]: int(each["value"][1])
               for each in chaos.value("glance_poll_failures_total > 0").values()}
    polls = sum(int(each["value"][1]) for each in chaos.value("glance_polls_total").values())
    print("events:", ", ".join(f"{name} {count}" for name, count in sorted(chaos.events.items())))
    print("images:", ", ".join(f"{name} {count}" for name, count in sorted(chaos.churned.items())))
    print(f"polls: {polls}, good {polls - sum(reasons.values())}, bad by reason:",
          ", ".join(f"{reason} {count}" for reason, count in sorted(reasons.items())) or "none")
    print(f"scrapes: {len(scraped)}, failed {scraped.count('0')}")
    print(f"checks: {checks} samples with glance_up 1 of {len(wanted)} series each, failed {len(wrong)}; "
          f"{len(up) - checks} with glance_up 0, of them not the last good numbers {len(stale)}")
    print(f"exporter: {chaos.exporter.descriptors()} descriptors, {chaos.exporter.memory():.0f} MiB")
    for moment, numbers in wrong[:3]:
        print("WRONG", moment, sorted(set((numbers or {}).items()) ^ set(wanted.items())))
    return not wrong and not stale and "0" not in scraped and checks > 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("home")
    parser.add_argument("binary")
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--seed", type=int, default=8)
    arguments = parser.parse_args()
    chaos = Chaos(os.path.abspath(arguments.home), arguments.binary, random.Random(arguments.seed))
    try:
        servers.wait_for(chaos.is_up, "a good poll that Prometheus has seen")
        wanted, began = chaos.untouched(), time.time()
        churn = threading.Thread(target=chaos.churn, daemon=True)
        churn.start()
        while time.time() < began + arguments.minutes * 60:
            chaos.accident()
            chaos.pause(2, 8)
        servers.wait_for(chaos.is_up, "a good poll in the end")
        chaos.is_over.set()
        churn.join(timeout=120)
        time.sleep(3)
        is_good = report(chaos, wanted, began)
        if chaos.untouched() != wanted:
            print("the images that nobody touches have changed")
            is_good = False
    finally:
        chaos.close()
    sys.exit(0 if is_good else 1)


main()
