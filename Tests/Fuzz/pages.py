#!/usr/bin/python3
"""Compares the decoder of image pages with Python's json on mutated pages.

None may be accepted that Python refuses, and no page may give another number of images. Ends with status 1 otherwise.

    Tests/Fuzz/pages.py [--pages 60000] [--seed 1] [--package-path .]
"""

import argparse
import collections
import json
import os
import pathlib
import random
import re
import struct
import subprocess
import sys
import tempfile

FIXTURES = pathlib.Path(__file__).resolve().parents[1] / "ImageAPITests" / "Fixtures"
IDENTIFIER = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-fA-F]{32}")
TOKENS = [
    b"null", b"true", b"false", b"0", b"-1", b"01", b"1.", b"-", b".5", b"1e5", b"1e400", b"1" + b"0" * 30, b"+1",
    b"0x1", b"NaN", b"Infinity", b"-Infinity", b'""', b'"x"', b'"\\ud800"', b'"\\udc00"', b'"\\ud83d\\ude00"',
    b'"\\u12"', b'"\\x"', b'"\\"', b"{}", b"[]", b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"\\u", b"\\ud800",
    b"9223372036854775807", b"9223372036854775808", b"-9223372036854775809", b"18446744073709551616", b'"images"',
    b'"next"', b'"next":null,', b'"images":[],', b'"id":', b"'", b"//x\n", b"/**/", b"\xef\xbb\xbf", b"\xff", b"\xc3",
    b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"\x00", b"\x1f", b"\x0b", b"\xc2\xa0", b" ", b"\n", b"\r\t",
    b"[" * 64, b"]" * 64, b'{"a":' * 64, b"0" * 70,
]


def image(random):
    values = [
        None, True, False, 0, 1, 2**63 - 1, 2**63, 10**30, -1, 1.5, "x", "true", "a\nb", "\x00", "\U0001f600", [], {},
        ["x", 1], {"a": [{}]}, "2024-02-29T10:00:00Z", "M60,V100", "d41d8cd98f00b204e9800998ecf8427e",
    ]
    keys = [
        "status", "visibility", "size", "__image_size", "checksum", "created_at", "updated_at", "__platform",
        "os_distro", "architecture", "protected", "os_hidden", "__support_kvm", "__support_arm", "__support_gpu_type",
        "name", "tags", "owner",
    ]
    attributes = {"id": "%032x" % random.getrandbits(128)}
    for key in random.sample(keys, random.randrange(len(keys))):
        attributes[key] = random.choice(values)
    return attributes


def seeds(random):
    for name in ["glance-list-page.json", "glance-odd-images.json", "ims-list-page.json"]:
        page = json.loads((FIXTURES / name).read_bytes())
        for entry in page["images"]:
            entry.pop("long", None)
        yield json.dumps(page).encode()
        yield json.dumps(page, indent=1, ensure_ascii=False).encode()
    for _ in range(60):
        page = {"images": [image(random) for _ in range(random.randrange(6))]}
        if random.random() < 0.5:
            page["next"] = random.choice([None, "/v2/images?marker=x"])
        if random.random() < 0.3:
            page = dict(reversed(page.items()))
        page["schema"] = "/v2/schemas/images"
        yield json.dumps(page, ensure_ascii=random.random() < 0.5).encode()


def mutate(random, page):
    page = bytearray(page)
    for _ in range(random.choice([1, 1, 1, 2, 3, 8])):
        kind = random.randrange(9)
        at = random.randrange(len(page) + 1)
        end = min(len(page), at + random.choice([1, 1, 1, 2, 5, 40]))
        if kind == 0:
            page[at:end] = b""
        elif kind == 1:
            page[at:at] = random.choice(TOKENS)
        elif kind == 2:
            page[at:end] = random.choice(TOKENS)
        elif kind == 3 and at < len(page):
            page[at] = random.randrange(256)
        elif kind == 4 and at < len(page):
            page[at] ^= 1 << random.randrange(8)
        elif kind == 5:
            other = random.randrange(len(page) + 1)
            page[other:other] = page[at:end]
        elif kind == 6 and random.random() < 0.3:
            page[at:] = b""
        else:
            replace_value(random, page)
    return bytes(page)


def replace_value(random, page):
    """Puts another token in the place of a whole value or name: what stays well-formed most often."""
    spans = [m.span() for m in re.finditer(rb'"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|true|false|null', page)]
    if spans:
        start, end = random.choice(spans)
        page[start:end] = random.choice(TOKENS)


def refuse_constant(name):
    raise ValueError(name)


class Twice(dict):
    """An object, and the names that stood in it more than once."""


def pairs(items):
    result = Twice(items)
    names = collections.Counter(name for name, _ in items)
    result.twice = {name for name, count in names.items() if count > 1}
    return result


def judge(page):
    """(images, images with a usable id) of a page that Python accepts, or the reason why not."""
    try:
        top = json.loads(page.decode("utf-8", "strict"), parse_constant=refuse_constant, object_pairs_hook=pairs)
    except (ValueError, RecursionError) as error:
        return None, "not JSON: " + type(error).__name__
    if not isinstance(top, dict) or not isinstance(top.get("images"), list):
        return None, "no list of images"
    if not all(isinstance(entry, dict) for entry in top["images"]):
        return None, "an image is no object"
    if not isinstance(top.get("next"), (str, type(None))):
        return None, "next is no text"
    if top.twice & {"images", "next"}:
        return None, "images or next twice"
    if isinstance(top.get("next"), str) and any(0xD800 <= ord(c) <= 0xDFFF for c in top["next"]):
        return None, "next is no Unicode"
    usable = sum(isinstance(i.get("id"), str) and IDENTIFIER.fullmatch(i["id"]) is not None for i in top["images"])
    return (len(top["images"]), usable), depth(top)


def depth(value):
    level, deepest, stack = 0, 0, [(value, 1)]
    while stack:
        value, level = stack.pop()
        if isinstance(value, (dict, list)):
            deepest = max(deepest, level)
            stack.extend((v, level + 1) for v in (value.values() if isinstance(value, dict) else value))
    return deepest


def decode(pages, arguments):
    with tempfile.TemporaryDirectory() as folder:
        source, verdicts = os.path.join(folder, "pages"), os.path.join(folder, "verdicts")
        with open(source, "wb") as file:
            for page in pages:
                file.write(struct.pack("<I", len(page)) + page)
        environment = dict(os.environ, GLANCE_EXPORTER_MUTATED_PAGES=source, GLANCE_EXPORTER_VERDICTS=verdicts)
        command = ["swift", "test", "--package-path", arguments.package_path, "-j", "2", "--disable-xctest"]
        subprocess.run(command + ["--filter", "MutatedPagesTests"], env=environment, check=True, stdout=sys.stderr)
        with open(verdicts) as file:
            return file.read().splitlines()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=60000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--package-path", default=str(pathlib.Path(__file__).resolve().parents[2]))
    parser.add_argument("--keep", help="write pages with a wrong verdict into this folder")
    arguments = parser.parse_args()
    sys.set_int_max_str_digits(0) if hasattr(sys, "set_int_max_str_digits") else None

    source = random.Random(arguments.seed)
    originals = list(seeds(source))
    pages = originals + [mutate(source, source.choice(originals)) for _ in range(arguments.pages)]
    verdicts = decode(pages, arguments)
    tally, wrong = collections.Counter(), []
    if len(verdicts) != len(pages):
        wrong.append((b"", "%d verdicts on %d pages" % (len(verdicts), len(pages))))
    for page, verdict in zip(pages, verdicts):
        expected, note = judge(page)
        if verdict.startswith("- "):
            if expected is None:
                tally["refused by both"] += 1
            else:
                tally["refused by the decoder alone: " + verdict.split(": ", 1)[-1]] += 1
                if "nested deeper" not in verdict or note <= 64:
                    wrong.append((page, "refused: " + verdict))
            continue
        counted, handed_out, usable = map(int, verdict.split())
        if expected is None:
            tally["ACCEPTED BY THE DECODER ALONE: " + note] += 1
            wrong.append((page, note))
        elif (counted, handed_out, usable) != (expected[0], expected[0], expected[1]):
            tally["WRONG COUNT"] += 1
            wrong.append((page, "%s instead of %s" % (verdict, expected)))
        else:
            tally["accepted by both, same images"] += 1
    print("%d pages" % len(pages))
    for name, count in sorted(tally.items()):
        print("%8d  %s" % (count, name))
    for number, (page, reason) in enumerate(wrong[:20]):
        print("wrong: %s: %r" % (reason, page[:300]))
        if arguments.keep:
            pathlib.Path(arguments.keep, "page-%d" % number).write_bytes(page)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
