#!/usr/bin/python3
"""Runs the fault matrix against the real program and prints its size and result.

usage: run.py BINARY [--part] [--only TEXT]

Each cell is a cloud of its own that is polled when it is scraped: a poll with the fault, before any good one or after one,
and then a good one. `--part` takes some of the cells, in less than 90 s; `--only` those whose name holds a text.
"""
import argparse
import asyncio
import collections
import json
import math
import os
import re
import resource
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../Benchmarks"))

import cloud
import links
import machine
import matrix
import names
import servers

LANES, CLOUDS = 384, 384
# Families that stand whatever the catalogue is (the contract's "Polling").
POLLING = re.compile(r"glance_(up|cloud_info|polls_total|poll_\w+|last_\w+|token_expiry_\w+|password_expiry_\w+"
                     r"|endpoint_certificate_expiry_\w+)\{")
REASON = re.compile(r'glance_poll_failures_total\{cloud="[^"]+",reason="(\w+)"\} (\d+)')
IMAGES = re.compile(r'glance_images\{cloud="[^"]+",status="(\w+)",visibility="(\w+)"\} (\d+)')
# Back to where they were, but for what a poll may leave in a cache.
SPARE_DESCRIPTORS, SPARE_MIB = 2, math.inf if machine.IS_SANITIZED else 96


class Page:
    """A scrape of one cloud."""

    def __init__(self, text):
        lines = [line for line in text.splitlines() if line.startswith("glance_") and "{cloud=" in line]
        self.catalogue = [line for line in lines if not POLLING.match(line)]
        self.up = next((line.rpartition(" ")[2] for line in lines if line.startswith("glance_up{")), None)
        self.failures = {reason: int(count) for reason, count in REASON.findall(text) if int(count)}
        self.images = {(status, visibility): int(count) for status, visibility, count in IMAGES.findall(text) if int(count)}


class Run:
    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder
        self.cloud, self.names = cloud.Cloud(), names.NameServer()
        self.failed, self.done, self.reasons = [], 0, collections.Counter()
        self.worst = {"descriptors": 0, "MiB": 0.0}

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    # --- the exporter

    def start(self, wrapper=()):
        self.configure([])
        self.exporter = servers.Server(
            "the exporter", [*wrapper, self.binary, "--config.file", self.path("exporter.yml"), "--poll.interval", "0",
                             "--web.listen-address", "127.0.0.1:0", "--web.max-requests", "512", "--log.level", "info"],
            self.path("log"), r'listening"? address="?127\.0\.0\.1:(\d+)')

    def configure(self, sections):
        still = {"name": "still", "auth": {"auth_url": "http://127.0.0.1:1/v3", "username": "u", "project_name": "p",
                                           "password_file": self.path("password"), "user_domain_name": "Default"}}
        self.write("password", "secret\n")
        self.write("exporter.yml", json.dumps({"clouds": [still, *sections]}))

    async def http(self, method, path):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.exporter.port, limit=1 << 24)
        try:
            writer.write(f"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".encode())
            answer = await reader.read()
        finally:
            writer.close()
        head, _, body = answer.partition(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n")[0] + b" ":
            raise OSError(f"{path}: {answer[:300]!r}")
        return body.decode()

    async def scrape(self, name):
        return Page(await self.http("GET", f"/probe?cloud={name}"))

    # --- one cell

    def section(self, cell, name):
        host = cloud.FAR if cell.is_far else f"http://127.0.0.1:{self.cloud.port}"
        identity = image = host
        self.stages[name] = made = []
        if cell.link:
            is_tls = matrix.LINKS[cell.link][0]
            of_identity = cell.place == matrix.LINK_PLACES[0]
            link = links.Link(self.cloud, self.contexts, is_tls, cell.link,
                              2 if cell.place == matrix.LINK_PLACES[2] else 1)
            made.append(link)
            identity, image = (link.url, host) if of_identity else (host, link.url)
        if cell.name_fault:
            full = f"{name}.cell.test"
            self.names.names[full] = None
            place = f"http://{full}:{self.cloud.port}"
            identity, image = (place, host) if cell.place == matrix.NAME_PLACES[0] else (host, place)
        self.cloud.stages[name] = stage = cloud.Stage(cell, name, f"{image}/{name}/image")
        made.append(stage)
        self.write(name, "secret\n")
        section = {"name": name, "page_size": cloud.PAGE_SIZE, "poll": {"timeout": f"{int(cell.timeout * 1000)}ms"},
                   "dialect": "auto" if cell.place == matrix.DISCOVERY else "glance", "cacert": self.trusted,
                   "auth": {"auth_url": f"{identity}/{name}/v3", "username": "u", "password_file": self.path(name),
                            "project_name": "p", "user_domain_name": "Default", "project_domain_name": "Default"}}
        if cell.is_far:
            section["proxy"] = f"http://127.0.0.1:{self.cloud.port}"
        return section

    def spoil(self, cell, name):
        for each in self.stages[name]:
            each.spoil()
        if cell.name_fault:
            self.names.names[f"{name}.cell.test"] = cell.name_fault

    def heal(self, cell, name):
        for each in self.stages[name]:
            each.heal()
        if cell.name_fault:
            self.names.names[f"{name}.cell.test"] = None
        if cell.holds_back:
            self.write(name, "another secret\n")

    async def play(self, cell, name):
        wrong = []

        def expect(what, found, wanted):
            if found != wanted:
                wrong.append(f"{what}: {found}, not {wanted}")
        before = []
        if cell.moment == matrix.LATER:
            page = await self.scrape(name)
            expect("before, up", (page.up, page.images), ("1", cloud.numbers(1)))
            before = page.catalogue
        if cell.waits:
            await asyncio.sleep(cell.waits)
        self.spoil(cell, name)
        page = await self.scrape(name)
        if cell.expected == matrix.UP:
            expect("up", (page.up, page.failures), ("1", {}))
            self.check_numbers(cell, page, expect)
        else:
            # One of several where it depends on who is first.
            reason = next((one for one in cell.expected.split("|") if one in page.failures), cell.expected)
            expect("reason", (page.up, page.failures), ("0", {reason: 1}))
            expect("catalogue", page.catalogue, before)
        failures = page.failures
        if cell.holds_back:
            expect("logins", self.stages[name][-1].logins, 1)
        self.heal(cell, name)
        page = await self.scrape(name)
        expect("healed", (page.up, page.failures, page.images), ("1", failures, cloud.numbers(2)))
        return wrong

    def check_numbers(self, cell, page, expect):
        """`next` at another place leads to a page without images: those behind it are not there."""
        wanted = cloud.numbers(2)
        if "next at" in cell.fault or "next in" in cell.fault:
            wanted = {**wanted} if cell.place in (matrix.PAGE_LAST, matrix.DISCOVERY) else None
        if wanted is not None:
            expect("numbers", page.images, wanted)

    # --- many cells

    async def batch(self, cells, lanes):
        # Of one length, as that of the answers that are cut.
        self.stages, names_of = {}, {cell: f"c{self.done + number:05d}" for number, cell in enumerate(cells)}
        self.configure([self.section(cell, name) for cell, name in names_of.items()])
        await self.http("POST", "/-/reload")
        gate = asyncio.Semaphore(lanes)

        async def one(cell, name):
            async with gate:
                try:
                    wrong = await asyncio.wait_for(self.play(cell, name), cell.timeout * 3 + cell.waits + 60)
                except (OSError, asyncio.TimeoutError) as error:
                    wrong = [f"no answer: {error!r}"]
            self.reasons[cell.expected] += 1
            if wrong:
                self.failed.append((cell, wrong))
                print(f"FAILED {cell}: {'; '.join(wrong)[:600]}", flush=True)
        await asyncio.gather(*(one(cell, name) for cell, name in names_of.items()))
        self.done += len(cells)
        for name in names_of.values():
            for each in self.stages[name]:
                if isinstance(each, links.Link):
                    each.close()
            del self.cloud.stages[name]
            os.unlink(self.path(name))
        self.configure([])
        await self.http("POST", "/-/reload")
        await self.look(cells)

    async def look(self, cells):
        """Descriptors and memory are back, and the program lives."""
        end = time.monotonic() + 10
        while True:
            descriptors, memory = self.exporter.descriptors(), self.exporter.memory()
            more = descriptors - self.usual[0], memory - self.usual[1]
            if more[0] <= SPARE_DESCRIPTORS and more[1] <= SPARE_MIB or time.monotonic() > end:
                break
            await asyncio.sleep(0.1)
        self.worst = {"descriptors": max(self.worst["descriptors"], more[0]), "MiB": max(self.worst["MiB"], more[1])}
        if more[0] > SPARE_DESCRIPTORS or more[1] > SPARE_MIB:
            self.failed.append((cells[0], [f"not back: {more[0]} descriptors, {more[1]:.0f} MiB"]))
            print(f"FAILED {len(cells)} cells from {cells[0]}: {more[0]} descriptors and {more[1]:.0f} MiB more", flush=True)

    async def all(self, cells):
        """A first batch makes what stays: threads, pools, caches."""
        warm = [matrix.Cell(matrix.PAGE_FIRST, f"warm {number}", matrix.LATER, matrix.UP, lambda answer: answer.whole())
                for number in range(64)]
        self.usual = 10**6, 10**6
        await self.batch(warm, LANES)
        self.done, self.reasons, self.worst = 0, collections.Counter(), {"descriptors": 0, "MiB": 0.0}
        self.usual = self.exporter.descriptors(), self.exporter.memory()
        # Long waits run beside one another, and short time-outs where little else is done.
        groups = [(lambda cell: cell.is_heavy, 24, 3), (lambda cell: cell.waits or cell.timeout > 100, CLOUDS, CLOUDS),
                  (lambda cell: cell.timeout < 10, 96, 48), (lambda cell: True, CLOUDS, LANES)]
        for is_of, clouds, lanes in groups:
            group = [cell for cell in cells if is_of(cell)]
            cells = [cell for cell in cells if not is_of(cell)]
            for start in range(0, len(group), clouds):
                await self.batch(group[start:start + clouds], lanes)


def answers():
    """The sound answers that are cut, by place."""
    return {matrix.LOGIN: cloud.token(1, "http://127.0.0.1:10000/c00000/image"),
            matrix.PAGE_FIRST: cloud.listing(2, False, 0), matrix.PAGE_MIDDLE: cloud.listing(2, False, 1),
            matrix.PAGE_LAST: cloud.listing(2, True, 0)}


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--part", action="store_true")
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    begun = time.monotonic()
    chosen = lambda cells: [cell for cell in cells if arguments.only in str(cell)]
    with tempfile.TemporaryDirectory() as folder:
        run = Run(arguments.binary, folder)
        run.contexts, run.trusted = links.certificates(folder)
        await run.cloud.start()
        wrapper = ()
        by_name = []
        if os.geteuid() == 0:
            await run.names.start()
            by_name = list(matrix.name_cells(arguments.part))
            wrapper = ("env", f"NAME_SERVER={names.ADDRESS}", os.path.join(HERE, "../real/silent-dns"))
        else:
            print("not root: no cells of names")
        run.start(wrapper)
        try:
            await run.all(chosen([*matrix.http_cells(answers(), arguments.part), *matrix.link_cells(arguments.part), *by_name]))
            if run.cloud.trapped:
                run.failed.append((None, [f"{run.cloud.trapped} requests went to another host"]))
                print("FAILED", run.failed[-1][1][0])
        finally:
            run.exporter.end()
        done, failed = run.done, len(run.failed)
        count, bad = await asyncio.to_thread(machine.play_all, run, chosen)
        done, failed = done + count, failed + bad
    table = ", ".join(f"{reason} {count}" for reason, count in sorted(run.reasons.items()))
    print(f"expected: {table}; of the machine {count}")
    print(f"after each batch at most {run.worst['descriptors']} descriptors and {run.worst['MiB']:.0f} MiB more than before")
    print(f"{done} cells, {failed} failed, {time.monotonic() - begun:.0f} s")
    sys.exit(1 if failed or not done else 0)


asyncio.run(main())
