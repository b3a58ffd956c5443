#!/usr/bin/python3
"""Builds the fuzzer and plays each target under AddressSanitizer with libFuzzer, from a fixed seed.

usage: run.py [--runs N] [--seconds N] [--scratch-path DIR] [--corpus DIR] [TARGET...]

Prints a Markdown table: inputs, edges and features that they reached (libFuzzer's `cov` and `ft`), kept inputs and inputs a
second. `--corpus` keeps what was found new between runs. Ends with 1 where an input breaks a target: it is shown, and kept.
"""
import argparse
import base64
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
TESTS = pathlib.Path(__file__).resolve().parents[1]
# Inputs that other tests have.
FIXTURES = {
    "page": ["ImageAPITests/Fixtures/*page*.json", "ImageAPITests/Fixtures/glance-odd-images.json"],
    "yaml": ["SettingsTests/Fixtures/good/*.yaml"],
    "clouds": ["IdentityTests/Fixtures/clouds/**/*.yaml"],
    "configuration": ["SettingsTests/Fixtures/good/*.yaml", "SettingsTests/Fixtures/wrong/*.yaml"],
}
ACCEPT = ("application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;"
          "version=0.0.1;q=0.5,text/plain;version=1.0.0;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2\ngzip;q=0.5, identity")
REQUEST = "GET /metrics?name[]=x HTTP/1.1\r\nHost: h\r\nAccept: */*\r\nAccept-Encoding: gzip\r\n\r\n"
AUTH = "auth: {auth_url: 'https://k/v3', username: u, password: p, project_name: q, user_domain_id: default}"
# Written beginnings of each target, and the longest input.
SEEDS = {
    "timestamp": (64, ["2024-02-29T10:00:00Z", "1970-01-01T00:00:00.123456Z", "2106-02-07T06:28:15Z", "2023-02-29T24:00:60",
                       "2000-12-31T23:59:60Z", "2024-02-29 10:00:00", "2023-02-28 10:00", "2106-02-08"]),
    "next": (9000, ["/v2/images?marker=a&limit=2", "http://h/v2/images?limit=%41&marker=b c#x", "?marker=%zz", "?marker=\u00e9"]),
    "page": (16384, ['{"images":[]}', '{"images":[{"id":"%032x","status":"active","visibility":"public","size":1}],"next":null}' % 7]),
    "yaml": (4096, ["a: {b: [1, 'two', \"\\u00e9\"]}\n? c\n: |\n  d\n", "&a [*a]", "%YAML 1.2\n---\n<<: {a: b}\n", "\ufeffa: b"]),
    "clouds": (4096, ["clouds: {a: {%s}}" % AUTH, "clouds: {a: {profile: otc, regions: [x, {name: y}], verify: false, %s}}" % AUTH]),
    "configuration": (4096, [
        "poll: {interval: 60s, concurrency: 2}\nclouds: [{cloud: a, by_owner: true, per_image_limit: 5}]\n",
        "aggregates: [{name: x, help: y, labels: [status, {attribute: 'property:z', as: w}], where: {visibility: [public]}}]"]),
    "web": (4096, ["tls_server_config: {cert_file: a, key_file: b, min_version: TLS12}\nbasic_auth_users: {u: "
                   "$2y$10$abcdefghijklmnopqrstuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu}\nrate_limit: {interval: 1s, burst: 2}"]),
    "accept": (1024, [ACCEPT, "text/plain\nidentity;q=0, *;q=0.001"]),
    "request": (8192, ["\x20" + REQUEST, "\x00" + REQUEST * 3, "\xffHEAD / HTTP/1.0\r\n\r\n", "\x00GET / HTTP/1.1\r\nHost: x\r\n\r\nHEAD /metrics HTTP/1.1\r\nHost: x\r\n\r\n",
                       "\x03PUT /probe?cloud=known HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello", "\xfePRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                       "\x05POST /-/reload HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                       "\x30GET http://h/probe?cloud=a HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx"]),
}
DONE = re.compile(r"#(\d+)\s+DONE\s+cov: (\d+) ft: (\d+) corp: (\d+)\S* .*?exec/s: (\d+)")


def build(scratch):
    command = ["swift", "build", "--product", "Fuzz", "--package-path", str(TESTS.parent)]
    command += ["--scratch-path", scratch] if scratch else []
    environment = {**os.environ, "FUZZ": "1"}
    subprocess.run(command, check=True, env=environment, stdout=sys.stderr)
    folder = subprocess.run(command + ["--show-bin-path"], check=True, env=environment, capture_output=True, text=True)
    return os.path.join(folder.stdout.strip(), "Fuzz")


def play(program, target, arguments, folder):
    longest, texts = SEEDS[target]
    corpus = pathlib.Path(arguments.corpus or folder) / target
    corpus.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(texts):
        (corpus / f"seed-{number}").write_bytes(text.encode("latin-1" if target == "request" else "utf-8"))
    for pattern in FIXTURES.get(target, []):
        for path in TESTS.glob(pattern):
            name = "-".join(path.relative_to(TESTS).parts)
            (corpus / name).write_bytes(path.read_bytes())
    bound = [f"-max_total_time={arguments.seconds}"] if arguments.seconds else [f"-runs={arguments.runs}"]
    command = [program, target, str(corpus), "-seed=1", f"-max_len={longest}", "-timeout=20", "-print_final_stats=0",
               f"-artifact_prefix={folder}/{target}-"] + bound
    # A crash is told by the sanitizer, in a line and not in minutes.
    environment = {**os.environ, "SWIFT_BACKTRACE": "enable=no"}
    outcome = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True)
    told = outcome.stderr.decode(errors="replace")
    done = DONE.search(told)
    if outcome.returncode != 0 or not done:
        print(told[-6000:], file=sys.stderr)
        for path in pathlib.Path(folder).glob(f"{target}-*"):
            print(f"{target}: {path}: {base64.b64encode(path.read_bytes()).decode()}", file=sys.stderr)
        return None
    return done.groups()


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1].split("\n")[0])
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--seconds", type=int)
    parser.add_argument("--scratch-path")
    parser.add_argument("--corpus")
    parser.add_argument("targets", nargs="*")
    arguments = parser.parse_args()
    program = build(arguments.scratch_path)
    known = subprocess.run([program], check=True, capture_output=True, text=True).stdout.split()
    if sorted(known) != sorted(SEEDS):
        sys.exit(f"fuzz: seeds of {sorted(SEEDS)}, targets {sorted(known)}")
    folder = tempfile.mkdtemp()
    print("| target | inputs | cov | ft | kept | a second |\n|---|---:|---:|---:|---:|---:|", flush=True)
    broken = 0
    for target in arguments.targets or known:
        figures = play(program, target, arguments, folder)
        broken += figures is None
        shown = " | ".join(f"{int(figure):,}" for figure in figures) if figures else "broken | | | |"
        print(f"| {target} | {shown} |", flush=True)
    sys.exit(1 if broken else 0)


main()
