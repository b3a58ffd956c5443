#!/usr/bin/python3
"""Runs the program as an operator would confine it, and fails where it wants more or gives away more.

usage: hardened.py BINARY

With a file system that cannot be written but for /dev/shm, where dumps would go, as a user (12345) who is in no passwd file,
without HOME or any other variable: the demonstration polls and serves, shows its own process_* figures, warns of a clouds.yaml
that everyone reads, and leaves no core dump where another program of the same user does. Needs root.
"""
import ctypes
import os
import re
import resource
import signal
import subprocess
import sys
import time
import urllib.request

UID = 12345
UNLIMITED = resource.RLIM_INFINITY
FIGURES = ("process_cpu_seconds_total", "process_open_fds", "process_max_fds", "process_virtual_memory_bytes",
           "process_resident_memory_bytes", "process_start_time_seconds")
CLONE_NEWNS, MS_RDONLY, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 0x20000, 1, 32, 4096, 16384, 1 << 18


def confine():
    """A mount namespace of our own in which nothing can be written."""
    libc = ctypes.CDLL(None, use_errno=True)

    def check(result, what):
        if result != 0:
            sys.exit(f"{what}: {os.strerror(ctypes.get_errno())}")
    check(libc.unshare(CLONE_NEWNS), "unshare")
    check(libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None), "private mounts")
    with open("/proc/self/mounts", encoding="utf-8") as file:
        places = [line.split()[1].encode().decode("unicode_escape") for line in file]
    for place in places:
        if place == "/proc" or place.startswith(("/proc/", "/sys", "/dev")):
            continue
        libc.mount(b"none", place.encode(), None, MS_REMOUNT | MS_BIND | MS_RDONLY, None)


def become():
    resource.setrlimit(resource.RLIMIT_CORE, (UNLIMITED, UNLIMITED))
    os.setgroups([])
    os.setgid(UID)
    os.setuid(UID)


def start(command, variables=None, **more):
    return subprocess.Popen(command, env=variables or {}, cwd="/dev/shm", preexec_fn=become, stdin=subprocess.DEVNULL, **more)


def dumps(process):
    """Whether the end by a signal was one with a core dump."""
    ended = status = 0
    end = time.monotonic() + 20
    while not ended:
        # A first one may only wake the main thread.
        os.kill(process.pid, signal.SIGABRT)
        time.sleep(0.1)
        ended, status = os.waitpid(process.pid, os.WNOHANG)
        if time.monotonic() > end:
            sys.exit("no signal ends it")
    if not os.WIFSIGNALED(status):
        sys.exit(f"it ended with {status} and not by the signal")
    for name in ("core", f"core.{process.pid}"):
        if os.path.exists(f"/dev/shm/{name}"):
            os.unlink(f"/dev/shm/{name}")
    return os.WCOREDUMP(status)


def page(port):
    end = time.monotonic() + 30
    while True:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            text = answer.read().decode()
        if re.search(r"^glance_up\{.*\} 1$", text, re.M):
            return text
        if time.monotonic() > end:
            sys.exit("it does not poll:\n" + text[-2000:])
        time.sleep(0.1)


def demo(binary):
    try:
        with open("/tmp/writable", "w", encoding="utf-8"):
            sys.exit("the file system can be written")
    except OSError:
        pass
    process = start([binary, "demo", "--web.listen-address", "127.0.0.1:0"], stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if found := re.search(r'address="?127\.0\.0\.1:(\d+)', line):
            break
    else:
        sys.exit("it does not start")
    text = page(found[1])
    missing = [name for name in FIGURES if not re.search(rf"^{name} (?!0$)[0-9]", text, re.M)]
    if missing:
        sys.exit(f"without {missing}")
    reader = start(["/bin/cat", f"/proc/{process.pid}/environ"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if reader.wait() == 0:
        sys.exit("another process of the user reads its environment")
    return process


def warns(binary, mode, environment):
    os.chmod(environment, mode)
    process = start([binary, "check", "--os-client-config", environment], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                    text=True)
    complaints = process.communicate()[1]
    if process.returncode != 0:
        sys.exit(f"check: {complaints}")
    return f"warning: {environment}: every user may read it (mode {mode:04o})" in complaints


def main():
    binary, path = os.path.abspath(sys.argv[1]), "/dev/shm/hardened-clouds.yaml"
    with open(path, "w", encoding="utf-8") as file:
        file.write('clouds: {one: {auth: {auth_url: "http://127.0.0.1:1/v3", username: u, password: p, project_name: p}}}\n')
    try:
        os.chown(path, UID, UID)
        confine()
        if not warns(binary, 0o644, path) or warns(binary, 0o600, path):
            sys.exit("the warning of a clouds.yaml that everyone reads is wrong")
    finally:
        os.unlink(path)
    print("check warns of a clouds.yaml of mode 0644, and not of one of mode 0600")
    process = demo(binary)
    print(f"as user {UID} on a file system that cannot be written it polls, serves and knows its own figures")
    other = start(["/bin/sleep", "60"])
    time.sleep(0.2)
    is_dumped, is_usual = dumps(process), dumps(other)
    if is_dumped:
        sys.exit("it left a core dump")
    print("it leaves no core dump" + ("; another program does" if is_usual else " (this system makes none at all)"))


main()
