#!/usr/bin/python3
"""Rotates an exporter's certificate and password while scrapers ask, and judges every scrape by what was valid meanwhile.

usage: rotate.py prepare FOLDER              makes both generations and FOLDER/web.yml
       rotate.py run FOLDER HOST:PORT ROUNDS

Each generation has an authority, a certificate and a password of its own. A scrape that lies wholly between two rotations
must pass with the generation in force and must be refused with the other; one during a rotation may do either, but nothing
else. Prints a JSON object: `passed`, `refused`, `undecided`, and `faults`, the first few scrapes that were judged wrongly.
"""
import base64
import crypt
import http.client
import json
import os
import ssl
import subprocess
import sys
import threading
import time

GENERATIONS = ("one", "two")
# Trusts the authorities of both, so that the password alone decides.
EITHER = "either"
MOST_FAULTS = 5
# What each round waits for, of each kind.
ENOUGH = 10
SECONDS = 60


def openssl(folder, *arguments):
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def prepare(folder):
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    for name in GENERATIONS:
        place = os.path.join(folder, name)
        os.makedirs(place)
        openssl(place, "req", "-x509", *key, "-subj", f"/CN=authority {name}", "-addext",
                "basicConstraints=critical,CA:TRUE", "-keyout", "ca.key", "-out", "ca.pem")
        openssl(place, "req", "-x509", *key, "-subj", "/CN=server", "-addext", "subjectAltName=IP:127.0.0.1", "-CA",
                "ca.pem", "-CAkey", "ca.key", "-keyout", "server.key", "-out", "server.pem")
    os.makedirs(os.path.join(folder, EITHER))
    with open(os.path.join(folder, EITHER, "ca.pem"), "w", encoding="utf-8") as file:
        for name in GENERATIONS:
            with open(os.path.join(folder, name, "ca.pem"), encoding="utf-8") as one:
                file.write(one.read())
    put_in_force(folder, GENERATIONS[0])


def put_in_force(folder, name):
    """Certificate and key change together, by a symbolic link; then the password, with the file that names it."""
    link = os.path.join(folder, "link")
    os.symlink(name, link)
    os.replace(link, os.path.join(folder, "tls"))
    digest = crypt.crypt(name, crypt.mksalt(crypt.METHOD_BLOWFISH, rounds=16))
    with open(os.path.join(folder, "new.yml"), "w", encoding="utf-8") as file:
        file.write("tls_server_config: {cert_file: tls/server.pem, key_file: tls/server.key}\n"
                   f"basic_auth_users: {{prometheus: \"{digest}\"}}\n")
    os.replace(os.path.join(folder, "new.yml"), os.path.join(folder, "web.yml"))


class Judge:
    def __init__(self):
        self.lock = threading.Lock()
        # The moments between which each generation was in force and nothing changed.
        self.calm = []
        self.scrapes = []
        self.counts = {}

    def note(self, begin, end, name, outcome):
        with self.lock:
            self.scrapes.append((begin, end, name, outcome))
            key = (name, outcome)
            self.counts[key] = self.counts.get(key, 0) + 1

    def count(self, name, outcome):
        with self.lock:
            return self.counts.get((name, outcome), 0)

    def verdict(self):
        result = {"passed": 0, "refused": 0, "undecided": 0, "faults": []}
        for begin, end, name, outcome in self.scrapes:
            force = next((force for since, until, force in self.calm if since <= begin and end <= until), None)
            if outcome not in ("passed", "refused"):
                fault = outcome
            elif force is None:
                fault = None
                result["undecided"] += 1
            else:
                fault = None if (outcome == "passed") == (name == force) else f"{outcome} under {force}"
                result[outcome] += 1
            if fault and len(result["faults"]) < MOST_FAULTS:
                result["faults"].append(f"{name}: {fault}")
        return result


def scrape(folder, address, name, trusts, judge, is_over):
    """Asks anew over and over: with the password of the generation `name`, trusting the authority of `trusts`."""
    host, _, port = address.rpartition(":")
    context = ssl.create_default_context(cafile=os.path.join(folder, trusts, "ca.pem"))
    word = base64.b64encode(f"prometheus:{name}".encode()).decode()
    while not is_over.is_set():
        begin = time.monotonic()
        connection = http.client.HTTPSConnection(host, int(port), timeout=SECONDS, context=context)
        try:
            connection.request("GET", "/metrics", headers={"Authorization": f"Basic {word}"})
            answer = connection.getresponse()
            content = answer.read()
            whole = b"\nglance_exporter_build_info{" in content
            outcome = "refused" if answer.status == 401 else "passed" if answer.status == 200 and whole else str(
                answer.status)
        except ssl.SSLCertVerificationError:
            outcome = "refused"
        except (OSError, http.client.HTTPException) as error:
            outcome = repr(error)
        connection.close()
        judge.note(begin, time.monotonic(), name, outcome)


def run(folder, address, rounds):
    judge, is_over = Judge(), threading.Event()
    threads = [threading.Thread(target=scrape, args=(folder, address, name, trusts, judge, is_over))
               for name in GENERATIONS for trusts in (name, EITHER, EITHER)]
    for thread in threads:
        thread.start()
    since = time.monotonic()
    for number in range(rounds):
        force = GENERATIONS[number % 2]
        other = GENERATIONS[1 - number % 2]
        before = judge.count(force, "passed"), judge.count(other, "refused")
        limit = time.monotonic() + SECONDS
        while time.monotonic() < limit and (judge.count(force, "passed") < before[0] + ENOUGH
                                            or judge.count(other, "refused") < before[1] + ENOUGH):
            is_over.wait(0.005)
        judge.calm.append((since, time.monotonic(), force))
        put_in_force(folder, other)
        since = time.monotonic()
    is_over.set()
    for thread in threads:
        thread.join()
    print(json.dumps(judge.verdict()))


if sys.argv[1] == "prepare":
    prepare(sys.argv[2])
else:
    run(sys.argv[2], sys.argv[3], int(sys.argv[4]))
