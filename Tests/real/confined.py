#!/usr/bin/python3
"""Runs a program under what a systemd unit's confinement leaves of the kernel, without systemd.

usage: confined.py UNIT PROGRAM [ARGUMENT]...

Of the unit's [Service] section: SystemCallFilter and RestrictAddressFamilies as a seccomp filter, MemoryDenyWriteExecute,
NoNewPrivileges, CapabilityBoundingSet (empty) and LimitNOFILE. A call that is not allowed ends the program with SIGSYS, where
the unit would have it fail.
"""
import ctypes
import os
import resource
import socket
import subprocess
import sys

import seccomp

PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN = 24, 38, 65, 1


def settings(path):
    found = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            name, mark, value = line.strip().partition("=")
            if mark and not name.startswith(("#", "[")):
                found.setdefault(name, []).append(value)
    return found


def calls(word):
    """The names behind a set, and the sets in it, as systemd has them."""
    if not word.startswith("@"):
        return {word}
    text = subprocess.run(["systemd-analyze", "--no-pager", "syscall-filter", word], check=True, capture_output=True,
                          text=True).stdout
    lines = [line.strip() for line in text.splitlines()[1:]]
    return set().union(*(calls(line) for line in lines if line and not line.startswith("#")))


def allowed(filters):
    names = set()
    for value in filters:
        words = value.removeprefix("~").split()
        some = set().union(*(calls(word) for word in words))
        names = names - some if value.startswith("~") else names | some
    return names


def confine(unit):
    filter = seccomp.SyscallFilter(seccomp.KILL_PROCESS)
    for name in sorted(allowed(unit["SystemCallFilter"]) - {"socket"}):
        try:
            filter.add_rule(seccomp.ALLOW, name)
        except (RuntimeError, ValueError, OSError):
            # Of another architecture, or newer than the library.
            pass
    for family in unit["RestrictAddressFamilies"][0].split():
        filter.add_rule(seccomp.ALLOW, "socket", seccomp.Arg(0, seccomp.EQ, int(getattr(socket, family))))
    # Refused, as systemd refuses it: the C library asks for the machine's addresses, and does without.
    filter.add_rule(seccomp.ERRNO(97), "socket", seccomp.Arg(0, seccomp.EQ, int(socket.AF_NETLINK)))
    libc = ctypes.CDLL(None, use_errno=True)

    def control(*words):
        if libc.prctl(*words, *[0] * (5 - len(words))) != 0:
            sys.exit(f"confined.py: prctl {words}: {os.strerror(ctypes.get_errno())}")
    files = int(unit["LimitNOFILE"][0])
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    if unit["CapabilityBoundingSet"] != [""] or unit["MemoryDenyWriteExecute"] != ["yes"]:
        sys.exit("confined.py: the unit is not confined as this script has it")
    for number in range(64):
        libc.prctl(PR_CAPBSET_DROP, number, 0, 0, 0)
    control(PR_SET_NO_NEW_PRIVS, 1)
    control(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN)
    filter.load()


def main():
    confine(settings(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])


main()
