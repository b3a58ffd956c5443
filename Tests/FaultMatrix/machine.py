"""Cells of the machine that the exporter runs on: descriptors, memory, and the file that `collect` writes.

Each has a program of its own. Reasons are the contract's: what this machine lacks is `internal`.
"""
import concurrent.futures
import ctypes
import json
import os
import re
import resource
import socket
import subprocess
import tempfile
import time

import matrix
import servers

MIB = 1 << 20
# What a sanitizer keeps beside the program's memory is most of it: no bound of memory says anything then.
IS_SANITIZED = not os.environ.keys().isdisjoint({"ASAN_OPTIONS", "TSAN_OPTIONS"})


class Failed(Exception):
    pass


def expect(what, found, wanted):
    if found != wanted:
        raise Failed(f"{what}: {found!r}, not {wanted!r}")


# --- a program that serves, scraped over one connection that stays open

class Serving:
    def __init__(self, run, folder, act=None, wrapper=(), clouds=1, interval="0"):
        self.cell = matrix.Cell(matrix.PAGE_FIRST, "of the machine", matrix.LATER, "internal", act)
        section = run.section(self.cell, "machine")
        self.stage = run.stages["machine"][-1]
        path = os.path.join(folder, "exporter.yml")
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"clouds": [{**section, "name": f"machine{number}"} for number in range(clouds)]}, file)
        self.server = servers.Server(
            "the exporter", [*wrapper, run.binary, "--config.file", path, "--poll.interval", interval,
                             "--web.listen-address", "127.0.0.1:0"],
            os.path.join(folder, "log"), r'listening"? address="?127\.0\.0\.1:(\d+)')
        self.connect()

    def connect(self):
        self.connection = socket.create_connection(("127.0.0.1", self.server.port), timeout=60)
        self.file = self.connection.makefile("rb")
        # Until the connection is taken.
        self.ask("/-/healthy")

    def ask(self, path):
        self.connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        length = None
        while (line := self.file.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return self.file.read(length).decode()

    def scrape(self):
        text = self.ask("/metrics")
        reasons = re.findall(r'glance_poll_failures_total\{.*reason="(\w+)"\} (\d+)', text)
        catalogue = [line for line in text.splitlines() if line.startswith(("glance_images", "glance_image_size"))]
        up = re.search(r"^glance_up\{.*\} (\d)", text, re.M)[1]
        return up, {name for name, count in reasons if count != "0"}, catalogue

    def limit(self, kind, soft):
        resource.prlimit(self.server.pid, kind, (soft, resource.prlimit(self.server.pid, kind)[1]))


def short_of(run, kind, limit, is_first, act=None):
    """A poll while something lacks: the last numbers stand, and the next poll is good."""
    with tempfile.TemporaryDirectory() as folder:
        serving = Serving(run, folder, act)
        try:
            before = [] if is_first else serving.scrape()[2]
            usual = resource.prlimit(serving.server.pid, kind)[0]
            serving.limit(kind, limit(serving.server))
            serving.stage.spoil()
            up, reasons, catalogue = serving.scrape()
            serving.limit(kind, usual)
            expect("short", (up, reasons), ("0", {"internal"}))
            expect("catalogue", catalogue == before, True)
            serving.stage.heal()
            expect("healed", serving.scrape()[0], "1")
        finally:
            serving.server.end()


def crowded(run):
    """Far more connections of clients than there are descriptors, for longer than libdispatch takes to look at its threads."""
    with tempfile.TemporaryDirectory() as folder:
        serving = Serving(run, folder, wrapper=("prlimit", "--nofile=256"), clouds=40, interval="1s")
        idle = []
        try:
            end = time.monotonic() + 10
            while time.monotonic() < end:
                idle += [socket.create_connection(("127.0.0.1", serving.server.port), timeout=60) for _ in range(60)]
                time.sleep(0.5)
            # The one that is open has made room.
            serving.connect()
            text = serving.ask("/metrics")
            expect("up", re.findall(r"^glance_up\{.*\} (\d)", text, re.M), ["1"] * 40)
            expect("failures", sum(map(int, re.findall(r"^glance_poll_failures_total\{.*\} (\d+)", text, re.M))), 0)
        finally:
            for each in idle:
                each.close()
            serving.server.end()


def some_memory(server):
    """What it has, and 24 MiB more."""
    return int(re.search(r"^VmSize:\s+(\d+) kB", servers.content(f"/proc/{server.pid}/status"), re.M)[1]) * 1024 + 24 * MIB


def long_name(answer):
    return answer.whole(answer.body.replace(b'{"id"', b'{"name":"' + b"x" * (56 * MIB) + b'","id"', 1))


# --- clocks

def clock_jumps(run, seconds):
    """The wall clock jumps and comes back: polls stay good, and count the same images."""
    with tempfile.TemporaryDirectory() as folder:
        def set_clock(offset):
            with open(f"{folder}/new", "w", encoding="utf-8") as file:
                file.write(str(offset))
            os.replace(f"{folder}/new", f"{folder}/clock")
        set_clock(0)
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "clock.c")
        subprocess.run(["g++", "-x", "c", "-shared", "-fPIC", "-O1", "-o", f"{folder}/clock.so", source], check=True)
        preload = f"LD_PRELOAD={folder}/clock.so {os.environ.get('LD_PRELOAD', '')}"
        serving = Serving(run, folder, wrapper=("env", preload, f"CLOCK_OFFSET={folder}/clock"))
        try:
            before = serving.scrape()
            expect("before", before[0], "1")
            set_clock(seconds)
            serving.scrape()
            told = float(re.search(r"^glance_last_poll_timestamp_seconds\{.*\} (\S+)", serving.ask("/metrics"), re.M)[1])
            expect("the clock has jumped", abs(told - time.time() - seconds) < 60, True)
            expect("after the jump", serving.scrape(), before)
            set_clock(0)
            expect("and back", serving.scrape(), before)
        finally:
            serving.server.end()


# --- collect --output

def on_tmpfs(options):
    """A mount namespace of the child's own, with a small file system on /mnt."""
    def enter():
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(0x20000) or libc.mount(b"none", b"/", None, 16384 | 1 << 18, None) or libc.mount(
                b"none", b"/mnt", b"tmpfs", 0, b"size=64k"):
            raise OSError(ctypes.get_errno(), "mount")
        with open("/mnt/out.prom", "w", encoding="utf-8") as file:
            file.write("old\n")
        if "full" in options:
            with open("/mnt/filler", "wb") as file:
                try:
                    file.write(b"x" * MIB)
                    file.flush()
                except OSError:
                    pass
        if "read-only" in options and libc.mount(b"none", b"/mnt", None, 32 | 1, None):
            raise OSError(ctypes.get_errno(), "remount")
    return enter


def output_of(binary, options, words):
    """`collect` fails and says why; the file is as it was, and nothing is left beside it."""
    script = 'out=$1; shift; "$@" --output "$out"; echo "status $?"; cat /mnt/out.prom; ls -A /mnt | grep tmp; true'
    with tempfile.TemporaryDirectory() as folder:
        command = [binary, "collect", "--os-client-config", os.path.join(folder, "clouds.yaml")]
        with open(os.path.join(folder, "clouds.yaml"), "w", encoding="utf-8") as file:
            file.write('clouds: {one: {auth_type: none, image_endpoint_override: "http://127.0.0.1:1"}}\n')
        path = "/mnt/none/out.prom" if "no folder" in options else "/mnt" if "folder" in options else "/mnt/out.prom"
        result = subprocess.run(["/bin/bash", "-c", script, "bash", path, *command], preexec_fn=on_tmpfs(options),
                                capture_output=True, text=True, timeout=60, check=False)
        expect("output", result.stdout, "status 1\nold\n")
        expect("words", words in result.stderr and path in result.stderr, True)


def closed_output(binary, target, words):
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "clouds.yaml"), "w", encoding="utf-8") as file:
            file.write('clouds: {one: {auth_type: none, image_endpoint_override: "http://127.0.0.1:1"}}\n')
        with open(target, "w", encoding="utf-8") as output:
            result = subprocess.run([binary, "collect", "--os-client-config", os.path.join(folder, "clouds.yaml")],
                                    stdout=output, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
        expect("status", (result.returncode, words in result.stderr), (1, True))


def cells(run):
    binary = run.binary
    for is_first, moment in ((True, "first"), (False, "later")):
        yield (f"descriptors / exhausted / {moment}",
               lambda is_first=is_first: short_of(run, resource.RLIMIT_NOFILE, lambda server: server.descriptors(), is_first))
        if not IS_SANITIZED:
            yield (f"memory / limit hit by a page / {moment}",
                   lambda is_first=is_first: short_of(run, resource.RLIMIT_AS, some_memory, is_first, long_name))
    yield "descriptors / more clients than descriptors", lambda: crowded(run)
    for name, seconds in (("forward an hour", 3600), ("forward 30 years", 30 * 365 * 86400), ("back an hour", -3600),
                          ("back 20 years", -20 * 365 * 86400)):
        yield f"clock / {name}", lambda seconds=seconds: clock_jumps(run, seconds)
    if os.geteuid() == 0:
        for options, words in (("full", "No space left"), ("read-only", "Read-only file system"),
                               ("no folder", "No such file"), ("folder", "directory")):
            yield f"collect --output / {options}", lambda options=options, words=words: output_of(binary, options, words)
    yield "collect / standard output full", lambda: closed_output(binary, "/dev/full", "No space left")


def play_all(run, chosen):
    """Counts of the cells played and of those that failed."""
    def result(cell):
        try:
            cell[1]()
        except (Failed, OSError, subprocess.SubprocessError, TypeError) as error:
            return f"FAILED {cell[0]}: {error}"
        return None
    every = [cell for cell in cells(run) if chosen([cell[0]])]
    # Those of a program that serves share a cloud; collect waits for most of its time.
    serving = [cell for cell in every if not cell[0].startswith("collect")]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        others = pool.map(result, [cell for cell in every if cell not in serving])
        failed = [line for line in [*map(result, serving), *others] if line]
    for line in failed:
        print(line, flush=True)
    return len(every), len(failed)
