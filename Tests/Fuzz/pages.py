#!/usr/bin/python3
"""Compares the decoder of image pages with Python's json on mutated pages.

Pages are captured, made as text (names that stand twice, escapes, half pairs, numbers of every kind, nested values) and mutated.
What Python says of a page the decoder must say: refused, or accepted with the same images, each of NAMES and each flag the same
in each of them. Ends with status 1 otherwise. By design, and not held against it: the decoder refuses what is nested deeper than
64 levels. By design too, and asked of Python here: NaN and Infinity are refused, bytes that are not UTF-8 as well, and pages with
two `images` or `next`; a number beyond 64 bits, a fraction and text with half a surrogate pair are lost as single attributes.

The decoder goes by places that simdjson finds, on each kind of processor in another way. So it reads the pages twice, the second
time in the way for any processor.

    Tests/Fuzz/pages.py [--pages 60000] [--seed 1] [--package-path .]
"""

import argparse
import collections
import json
import os
import pathlib
import platform
import random
import re
import struct
import subprocess
import sys
import tempfile

FIXTURES = pathlib.Path(__file__).resolve().parents[1] / "ImageAPITests" / "Fixtures"
NAMES = ["id", "status", "size", "os_distro", "protected"]
PREFIX = "__support_"
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


def blanks(random):
    return "".join(random.choice(" \n\t\r") for _ in range(random.choice([0, 0, 0, 1, 3])))


def text(random):
    """A text in quotes: letters as they are, as escapes, as pairs, and now and then half a pair."""
    parts = []
    for _ in range(random.choice([0, 1, 3, 8])):
        letter = random.choice(["a", "Z", "0", "é", "日", "\U0001f600", '"', "\\", "/", "\n", "\t", "\0", "\u2028", "half"])
        if letter == "half":
            parts.append("\\u" + random.choice(["d800", "DBFF", "dc00", "DFFF"]))
        elif letter in '"\\\n\t\0' or random.random() < 0.3:
            parts.append(json.dumps(letter)[1:-1])
        elif letter == "/" and random.random() < 0.5:
            parts.append("\\/")
        else:
            parts.append(letter)
    return '"' + "".join(parts) + '"'


def number(random):
    whole = random.choice(["0", "-0", "1", "-1", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
                           "18446744073709551615", "1" + "0" * random.randrange(1, 40)])
    fraction = random.choice(["", "", ".0", "." + "12345678901234567890"])
    return whole + fraction + random.choice(["", "", "", "e0", "E+5", "e-400", "e400"])


def value(random, level=0):
    kind = random.randrange(8 if level < 4 else 6)
    if kind < 3:
        return [text, number, lambda _: random.choice(["null", "true", "false"])][kind](random)
    if kind < 6:
        return text(random)
    items = [value(random, level + 1) for _ in range(random.randrange(4))]
    if kind == 6:
        return "[" + blanks(random) + (blanks(random) + ",").join(items) + blanks(random) + "]"
    return members(random, [(text(random), item) for item in items])


def members(random, pairs):
    return "{" + ",".join(blanks(random) + name + blanks(random) + ":" + blanks(random) + item
                          for name, item in pairs) + blanks(random) + "}"


def generate(random):
    """A page as text, with names that stand twice or are written with escapes."""
    images = []
    for _ in range(random.randrange(5)):
        pairs = [(json.dumps(random.choice(NAMES)), value(random)) for _ in range(random.randrange(8))]
        pairs += [(text(random), value(random)) for _ in range(random.randrange(3))]
        pairs += [('"\\u0069d"', text(random)) for _ in range(random.choice([0, 0, 1]))]
        pairs += [('"' + random.choice(["__support_", "__suppor\\u0074_", "__support_x"]) + text(random)[1:], value(random))
                  for _ in range(random.choice([0, 0, 1, 4]))]
        random.shuffle(pairs)
        images.append(members(random, pairs))
    page = [('"images"', "[" + ",".join(images) + "]"), (text(random), value(random))]
    if random.random() < 0.5:
        page.append(('"next"', random.choice(["null", '"/v2/images?marker=x"', text(random), value(random)])))
    if random.random() < 0.05:
        page.append(random.choice(page))
    random.shuffle(page)
    return (blanks(random) + members(random, page) + blanks(random)).encode()


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


def has_half_pair(text):
    return any(0xD800 <= ord(letter) <= 0xDFFF for letter in text)


def word(value):
    """An attribute as the decoder hands it out."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int) and -2**63 <= value < 2**63:
        return str(value)
    if isinstance(value, str) and not has_half_pair(value):
        return "=" + value.encode().hex()
    return "?"


def flag(name, value):
    """An attribute with the prefix, as the decoder hands it out: numbers by their kind alone."""
    if name in NAMES or not name.startswith(PREFIX) or has_half_pair(name):
        return []
    found = "integer" if type(value) is int and word(value) != "?" else word(value)
    return [name[len(PREFIX):].encode().hex() + ":" + found]


def attributes(image):
    flags = [flag(name, value) for name, value in image.items()]
    return ";".join([word(image[name]) if name in image else "" for name in NAMES] + sum(flags, []))


def judge(page):
    """The verdict that the decoder must give and how deep a page is nested, or None and why Python refuses it."""
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
    if isinstance(top.get("next"), str) and has_half_pair(top["next"]):
        return None, "next is no Unicode"
    return " ".join([str(len(top["images"]))] + [attributes(image) for image in top["images"]]), depth(top)


def depth(value):
    deepest, stack = 0, [(value, 1)]
    while stack:
        value, level = stack.pop()
        if isinstance(value, (dict, list)):
            deepest = max(deepest, level)
            stack.extend((v, level + 1) for v in (value.values() if isinstance(value, dict) else value))
    return deepest


def decode(pages, arguments, ways):
    """The decoder's verdicts on the pages, one list for each way to find places; "" is this processor's."""
    with tempfile.TemporaryDirectory() as folder:
        source, verdicts = os.path.join(folder, "pages"), os.path.join(folder, "verdicts")
        with open(source, "wb") as file:
            for page in pages:
                file.write(struct.pack("<I", len(page)) + page)
        command = ["swift", "test", "--package-path", arguments.package_path, "-j", "2", "--disable-xctest"]
        for way in ways:
            environment = dict(os.environ, GLANCE_EXPORTER_MUTATED_PAGES=source, GLANCE_EXPORTER_VERDICTS=verdicts)
            if way:
                environment["SIMDJSON_FORCE_IMPLEMENTATION"] = way
            subprocess.run(command + ["--filter", "MutatedPagesTests"], env=environment, check=True, stdout=sys.stderr)
            with open(verdicts) as file:
                yield file.read().splitlines()


def compare(page, verdict, tally):
    """Counts what was said of a page; what is wrong with the verdict, or None."""
    expected, note = judge(page)
    if verdict.startswith("- "):
        if expected is None:
            tally["refused by both"] += 1
            return None
        tally["refused by the decoder alone: " + verdict.split(": ", 1)[-1]] += 1
        return None if "nested deeper" in verdict and note > 64 else "refused: " + verdict
    if expected is None:
        tally["ACCEPTED BY THE DECODER ALONE: " + note] += 1
        return note
    if verdict != expected:
        tally["OTHER IMAGES"] += 1
        return "%s instead of %s" % (verdict, expected)
    tally["accepted by both, same images"] += 1
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=60000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--package-path", default=str(pathlib.Path(__file__).resolve().parents[2]))
    parser.add_argument("--keep", help="write pages with a wrong verdict into this folder")
    arguments = parser.parse_args()
    sys.set_int_max_str_digits(0) if hasattr(sys, "set_int_max_str_digits") else None

    source = random.Random(arguments.seed)
    originals = list(seeds(source)) + [generate(source) for _ in range(arguments.pages // 4)]
    pages = originals + [mutate(source, source.choice(originals)) for _ in range(arguments.pages - len(originals))]
    tally, wrong = collections.Counter(), []
    # Elsewhere one way is sure to run, and simdjson is built without the one for any processor.
    ways = ["", "fallback"] if platform.machine() == "x86_64" else [""]
    for verdicts in decode(pages, arguments, ways):
        if len(verdicts) != len(pages):
            wrong.append((b"", "%d verdicts on %d pages" % (len(verdicts), len(pages))))
        for page, verdict in zip(pages, verdicts):
            reason = compare(page, verdict, tally)
            if reason:
                wrong.append((page, reason))
    print("%d pages, read %d times" % (len(pages), len(ways)))
    for name, count in sorted(tally.items()):
        print("%8d  %s" % (count, name))
    for number, (page, reason) in enumerate(wrong[:20]):
        print("wrong: %s: %r" % (reason, page[:300]))
        if arguments.keep:
            pathlib.Path(arguments.keep, "page-%d" % number).write_bytes(page)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
