"""Programs that the benchmarks build, start and end, on the loopback interface."""
import json
import os
import re
import resource
import socket
import subprocess
import sys
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "../.."))
TICK = os.sysconf("SC_CLK_TCK")
PATIENCE = 60


def build(product="glance-exporter"):
    """The release build of a program, linked as it is shipped; says on stderr how it goes."""
    tools = "/opt/swift/usr/bin"
    path = f"{tools}:{os.environ['PATH']}" if os.path.exists(f"{tools}/swift") else os.environ["PATH"]
    command = ["swift", "build", "-c", "release", "--static-swift-stdlib", "--product", product, "--package-path", ROOT]
    environment = {**os.environ, "PATH": path}
    subprocess.run(command, check=True, env=environment, stdout=sys.stderr)
    folder = subprocess.run(command + ["--show-bin-path"], check=True, env=environment, capture_output=True, text=True)
    return os.path.join(folder.stdout.strip(), product)


def certificate(folder):
    """A certificate and its key for localhost, of the kind that most servers have."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
         "-keyout", f"{folder}/key.pem", "-out", f"{folder}/cert.pem"], check=True, capture_output=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(look, what, patience=PATIENCE):
    end = time.monotonic() + patience
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    sys.exit(f"gave up after {patience} s: {what}")


def content(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def samples(page, family):
    """The values of a family in an exposition."""
    return [float(number) for number in re.findall(rf"^{family}(?:\{{.*\}})? (\S+)$", page, re.M)]


class Running:
    """A running process and its workers, seen from outside."""

    def __init__(self, pid):
        self.pid = pid

    def pids(self):
        """The process and its workers."""
        return [self.pid] + [int(word) for word in content(f"/proc/{self.pid}/task/{self.pid}/children").split()]

    def cpu(self):
        """User and system time so far in seconds, to the kernel's tick of 10 ms."""
        total = 0
        for pid in self.pids():
            fields = content(f"/proc/{pid}/stat").rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICK

    def memory(self, field="VmRSS"):
        """Resident memory in MiB; at its peak with `VmHWM`."""
        return int(re.search(rf"^{field}:\s+(\d+) kB", content(f"/proc/{self.pid}/status"), re.M)[1]) / 1024

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))


class Server(Running):
    """A process with a log, on 127.0.0.1 at `port`; `pattern` finds the port in its log where it chooses one itself."""

    def __init__(self, name, command, log, pattern=None, port=None, tls=False):
        self.name, self.tls, self.log = name, tls, log
        with open(log, "w", encoding="utf-8") as output:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": os.path.dirname(log)},
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096)))
        super().__init__(self.process.pid)
        self.port = port or int(wait_for(lambda: self.found(pattern), f"the address of {name}")[1])
        wait_for(self.answers, f"{name} at {self.port}")

    def found(self, pattern):
        if self.process.poll() is not None:
            sys.exit(f"{self.name} has ended:\n{content(self.log)[-2000:]}")
        return re.search(pattern, content(self.log))

    def answers(self):
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", self.port)) == 0

    @property
    def url(self):
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}/metrics"

    def page(self, query="", patience=PATIENCE):
        """The metrics, which the exporter may wait with for so many seconds."""
        request = urllib.request.Request(self.url + query, headers={"X-Prometheus-Scrape-Timeout-Seconds": str(patience)})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=patience + 5) as answer:
            return answer.read().decode()

    def end(self):
        self.process.terminate()
        self.process.wait()


LISTENING = r'listening"? address="?127\.0\.0\.1:(\d+)'


def exporter(binary, folder, images, tls=False, interval="1h"):
    """The demonstration, once its first poll has ended."""
    flags = []
    if tls:
        with open(f"{folder}/web.yml", "w", encoding="utf-8") as file:
            file.write(f"tls_server_config: {{cert_file: {folder}/cert.pem, key_file: {folder}/key.pem}}\n")
        flags = ["--web.config.file", f"{folder}/web.yml"]
    server = Server(
        "glance-exporter",
        [binary, "demo", "--images", str(images), "--poll.interval", interval, "--web.listen-address", "127.0.0.1:0"] + flags,
        f"{folder}/exporter{'-tls' if tls else ''}.log", LISTENING, tls=tls)
    wait_for(lambda: server.found("poll succeeded"), "the first poll")
    return server


def watching(binary, folder, clouds, flags=(), **settings):
    """An exporter of these entries of a clouds.yaml, with settings of its configuration file."""
    settings["clouds"] = [{"cloud": name} for name in clouds]
    for file, document in (("clouds.yaml", {"clouds": clouds}), ("exporter.yml", settings)):
        # YAML holds JSON.
        with open(f"{folder}/{file}", "w", encoding="utf-8") as output:
            json.dump(document, output)
    return Server(
        "glance-exporter",
        [binary, "--config.file", f"{folder}/exporter.yml", "--os-client-config", f"{folder}/clouds.yaml",
         "--web.listen-address", "127.0.0.1:0", *flags], f"{folder}/exporter.log", LISTENING)


def cloud(url):
    """An entry of clouds.yaml for an image server of ../poll, or for one that is not there."""
    return {"region_name": "RegionOne", "auth": {
        "auth_url": f"{url}/v3", "username": "u", "password": "p", "project_name": "p", "user_domain_name": "Default",
        "project_domain_name": "Default"}}
