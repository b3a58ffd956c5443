#!/usr/bin/python3
"""Prints how many lines of each target ran, from what `swift test --enable-code-coverage` exports.

usage: coverage.py FILE [--files N]

A Markdown table of lines and of those that ran, by target; then the N files with the most lines that did not run.
"""
import argparse
import collections
import json
import os

SOURCES = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "Sources") + "/"


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1].split("\n")[0])
    parser.add_argument("file")
    parser.add_argument("--files", type=int, default=15)
    arguments = parser.parse_args()
    with open(arguments.file, encoding="utf-8") as file:
        files = json.load(file)["data"][0]["files"]
    targets, missed = collections.defaultdict(collections.Counter), {}
    for each in files:
        if each["filename"].startswith(SOURCES):
            name, lines = each["filename"][len(SOURCES):], each["summary"]["lines"]
            for key in (name.split("/")[0], "all"):
                targets[key].update(lines=lines["count"], ran=lines["covered"])
            missed[name] = lines["count"] - lines["covered"]
    print("| target | lines | ran |\n|---|---:|---:|")
    for target, counts in sorted(targets.items(), key=lambda item: (item[0] == "all", item[0])):
        print(f"| {target} | {counts['lines']:,} | {counts['ran'] / counts['lines']:.1%} |")
    most = sorted(missed.items(), key=lambda item: -item[1])[:arguments.files]
    print("\nMost lines that did not run: " + ", ".join(f"{name} {count}" for name, count in most if count))


main()
