#!/usr/bin/python3
"""A Keystone and an image API with many images, quick enough that the time of a poll is the exporter's own.

usage: server.py [--images N] [--seed S] [--distinct] [--delay MS] [--gzip] [--tls CERTIFICATE KEY]

Prints one line of JSON (url, near, images, bytes, cohorts, tuples) once it listens on a free loopback port. Pages are made
before; of more than 100,000 images each further 100,000 are the same ones under other ids. Logins wait until a line `go`
comes on standard input, and again after `hold`, so that the exporter can be looked at before it polls.

  --distinct  no two images are alike in their labels
  --delay     time before each page, in milliseconds
  --gzip      pages are compressed, once, for who asks for that; clients ask for it from far addresses alone, so that this
              server is a proxy too, and has the address http://cloud.invalid
"""
import argparse
import gzip
import json
import random
import socketserver
import ssl
import http.server
import sys
import threading
import time
import urllib.parse
import uuid

PAGE = 1000
# Images that are made one by one, and the beginning of their ids, by which copies differ.
MOST_MADE = 100_000
FAR = "http://cloud.invalid"
WORDS = "alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima".split()
# Few platforms hold most images, as in any cloud.
PLATFORMS = (("Ubuntu", "Linux", 34), ("CentOS", "Linux", 18), ("Windows", "Windows", 16), ("EulerOS", "Linux", 9),
             ("Debian", "Linux", 8), ("RedHat", "Linux", 5), ("SUSE", "Linux", 4), ("OpenSUSE", "Linux", 2),
             ("Oracle Linux", "Linux", 1), ("Fedora", "Linux", 1), ("CoreOS", "Linux", 1), ("Other", "Other", 1))
STATUSES = (("active", 940), ("queued", 20), ("saving", 12), ("deactivated", 15), ("killed", 8), ("importing", 5))
VISIBILITIES = (("private", 80), ("shared", 12), ("public", 6), ("community", 2))
FLAGS = (("kvm", 60), ("xen", 45), ("largememory", 22), ("diskintensive", 20), ("highperformance", 18), ("xen_hana", 6),
         ("kvm_nvme_spdk", 6), ("kvm_infiniband", 4), ("live_resize", 12), ("kvm_ascend_310", 3))
MODELS = (("kvm_gpu_type", ("V100", "P100", "M60", "T4", "V100,T4", "RTX5000"), 8), ("xen_gpu_type", ("M60_vGPU",), 2),
          ("kvm_fpga_type", ("VU9P", "VU9P_COMMON"), 2))
MOST_FLAGS = 8


def weighted(chance, table):
    return chance.choices([row[:-1] if len(row) > 2 else row[0] for row in table], [row[-1] for row in table])[0]


def support(chance, visibility):
    """0 to 8 flags; images that a user made himself often have none."""
    if visibility != "public" and chance.random() < 0.4:
        return {}
    found = {f"__support_{name}": "true" for name, percent in FLAGS if chance.random() * 100 < percent}
    for name, models, percent in MODELS:
        if chance.random() * 100 < percent:
            found[f"__support_{name}"] = chance.choice(models)
    return dict(list(found.items())[:MOST_FLAGS])


def prefix(copy):
    return f"{copy:08x}-"


def image(chance, number, is_distinct):
    """An image of about 1,100 bytes and 36 keys."""
    platform, system = weighted(chance, PLATFORMS)
    visibility, status = weighted(chance, VISIBILITIES), weighted(chance, STATUSES)
    name = prefix(0) + str(uuid.UUID(int=chance.getrandbits(128), version=4))[len(prefix(0)):]
    made = f"20{chance.randrange(18, 26)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}T{number % 24:02}:00:00Z"
    version = f"{chance.randrange(7, 25)}.{chance.choice(('04', '10'))}"
    known = {
        "id": name, "name": f"{platform} {version} server 64bit", "status": status, "visibility": visibility,
        "protected": chance.random() < 0.07, "os_hidden": False, "size": chance.randrange(1 << 26, 1 << 36),
        "virtual_size": None, "min_disk": 40, "min_ram": 1024, "disk_format": chance.choice(("qcow2", "qcow2", "raw", "zvhd2")),
        "container_format": "bare", "checksum": f"{chance.getrandbits(128):032x}",
        "owner": f"{chance.randrange(1 << 9):032x}", "created_at": made, "updated_at": made, "tags": [],
        "self": f"/v2/images/{name}", "file": f"/v2/images/{name}/file", "schema": "/v2/schemas/image",
        "__platform": platform, "__os_type": system, "__os_bit": "32" if chance.random() < 0.02 else "64",
        "__os_version": f"{platform} {version} server 64bit", "__image_source_type": "uds", "__isregistered": "true",
        "__imagetype": {"public": "gold", "shared": "shared"}.get(visibility, "private"),
        "__lazyloading": "true", "virtual_env_type": "FusionCompute",
        "os_distro": platform.lower().replace(" ", ""),
        **support(chance, visibility),
    }
    if chance.random() < 0.04:
        known["architecture"] = "aarch64"
    if is_distinct:
        known["os_distro"] = f"distribution {number % 60}"
        known["__platform"] = f"platform {number // 60 % 60}"
        known["disk_format"] = f"format {number // 3600}"
    extra = 0
    while len(known) < 36:
        known[f"hw_{WORDS[extra]}_policy"] = chance.choice(WORDS)
        extra += 1
    return known


LABELLED = ("__platform os_distro __os_type os_type architecture __os_bit __support_arm __imagetype image_type disk_format "
            "protected os_hidden status visibility").split()


def pages(count, chance, is_distinct):
    """Page bodies, how many images are alike in every label, and how many are alike in all but the support flags."""
    found, cohorts, tuples = [], set(), set()
    made = min(count, MOST_MADE)
    for start in range(0, made, PAGE):
        images = [image(chance, number, is_distinct) for number in range(start, min(start + PAGE, made))]
        for each in images:
            labels = tuple(each.get(key) for key in LABELLED)
            tuples.add(labels)
            cohorts.add((labels, tuple(sorted(item for item in each.items() if item[0].startswith("__support_")))))
        found.append(json.dumps(images))
    bodies = []
    for start in range(0, count, PAGE):
        copy, number = divmod(start // PAGE, MOST_MADE // PAGE)
        images = found[number].replace(prefix(0), prefix(copy)) if copy else found[number]
        page = f'{{"images": {images}, "first": "/v2/images", "schema": "/v2/schemas/images"'
        if start + PAGE < count:
            page += f', "next": "/v2/images?os_hidden=false&limit={PAGE}&marker={len(bodies) + 1}"'
        bodies.append((page + "}").encode())
    return bodies, len(cohorts), len(tuples)


class Service(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 0
    # Head and body are sent apart.
    disable_nagle_algorithm = True

    def do_GET(self):
        path = self.path.removeprefix(FAR)
        if not path.startswith("/v2/images"):
            link = {"rel": "self", "href": f"{self.server.url}/v2/"}
            self.answer(300, json.dumps({"versions": [{"id": "v2.15", "status": "CURRENT", "links": [link]}]}).encode())
        elif "os_hidden=true" in path:
            self.answer(200, b'{"images":[]}')
        else:
            time.sleep(self.server.delay)
            marker = urllib.parse.parse_qs(path.partition("?")[2]).get("marker", ["0"])[0]
            # Some clients ask what comes behind the last image.
            self.page(int(marker)) if marker.isdecimal() else self.answer(200, b'{"images":[]}')

    def page(self, number):
        if self.server.packed and "gzip" in self.headers.get("Accept-Encoding", ""):
            self.answer(200, self.server.packed[number], ("Content-Encoding", "gzip"))
        else:
            self.answer(200, self.server.pages[number])

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.may_log_in.wait()
        url = self.server.url
        endpoint = {"interface": "public", "region": "RegionOne", "region_id": "RegionOne", "url": url, "id": "e"}
        token = {"expires_at": "2099-01-01T00:00:00.000000Z", "project": {"id": "p", "name": "p"}, "roles": [],
                 "catalog": [{"type": "image", "name": "glance", "id": "s", "endpoints": [endpoint]}]}
        self.answer(201, json.dumps({"token": token}).encode(), ("X-Subject-Token", "t"))

    def answer(self, status, content, *headers):
        self.send_response(status)
        for name, value in (("Content-Type", "application/json"), ("Content-Length", str(len(content))), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--images", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--distinct", action="store_true")
    parser.add_argument("--delay", type=float, default=0)
    parser.add_argument("--gzip", action="store_true")
    parser.add_argument("--tls", nargs=2, metavar=("CERTIFICATE", "KEY"))
    arguments = parser.parse_args()
    server = Server(("127.0.0.1", 0), Service)
    server.delay = arguments.delay / 1000
    near = f"{'https' if arguments.tls else 'http'}://127.0.0.1:{server.server_port}"
    server.url = FAR if arguments.gzip else near
    if arguments.tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*arguments.tls)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.pages, cohorts, tuples = pages(max(arguments.images, 1), random.Random(arguments.seed), arguments.distinct)
    server.packed = [gzip.compress(page, 6) for page in server.pages] if arguments.gzip else None
    server.may_log_in = threading.Event()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({"url": server.url, "near": near, "images": arguments.images,
                      "bytes": sum(map(len, server.pages)), "cohorts": cohorts, "tuples": tuples}), flush=True)
    for line in sys.stdin:
        (server.may_log_in.clear if line.strip() == "hold" else server.may_log_in.set)()


main()
