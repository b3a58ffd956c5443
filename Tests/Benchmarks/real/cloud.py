"""A real Keystone and Glance with many images, for the measures beside this file."""
import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOOLS = os.path.normpath(os.path.join(HERE, "../../real"))
sys.path[:0] = [os.path.dirname(HERE), TOOLS]
import rest
from servers import Running, build, content, samples, watching

PYTHON = "/usr/bin/python3"


class Cloud(rest.Stand):
    """A running stand of `Tests/real`, and what its servers have used."""

    def service(self, name):
        return Running(int(content(f"{self.home}/run/{name}").split()[0]))

    def cpu(self):
        """CPU seconds of Glance and of Keystone so far."""
        return self.service("glance").cpu(), self.service("keystone").cpu()

    def read(self, query):
        with contextlib.closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=60)) as database:
            return database.execute(query).fetchall()

    def write(self, query, values=()):
        with contextlib.closing(sqlite3.connect(self.database, timeout=60)) as database, database:
            database.execute(query, values)


@contextlib.contextmanager
def cloud(images, *flags, home=None, samples=False):
    """A stand with so many images, and with `samples` one of every kind, ended afterwards; one in `home` is kept, and found
    there the next time."""
    with tempfile.TemporaryDirectory() as folder:
        home = os.path.abspath(home or f"{folder}/openstack")
        print(f"starts Keystone and Glance in {home}", file=sys.stderr)
        subprocess.run([f"{TOOLS}/openstack", "up", home], check=True, stdout=sys.stderr)
        try:
            stand = Cloud(home)
            if stand.read("select count(*) from images") == [(0,)]:
                if samples:
                    subprocess.run([PYTHON, f"{TOOLS}/seed.py", home], check=True)
                subprocess.run([PYTHON, f"{TOOLS}/seed.py", home, "--bulk", str(images), *flags], check=True)
            yield stand
        finally:
            subprocess.run([f"{TOOLS}/openstack", "down", home], check=True)


@contextlib.contextmanager
def exporter(binary, stand, folder, poll, endpoint=None, aggregates=()):
    """The exporter as the stand's administrator, who sees every image; it polls when it is scraped."""
    with open(f"{stand.home}/clouds.yaml", encoding="utf-8") as file:
        [admin] = [json.loads(line.partition(": ")[2]) for line in file if line.startswith("  admin: ")]
    if endpoint:
        admin["image_endpoint_override"] = endpoint
    server = watching(binary, folder, {"admin": admin}, poll={"interval": "0s", **poll}, aggregates=list(aggregates))
    try:
        yield server
    finally:
        server.end()


def value(page, family):
    return sum(samples(page, family))
