#!/usr/bin/python3
"""What the metrics of one user's cloud must say, computed from Glance's database without the exporter or the image API.

usage: expected.py DIR USER [--check]

Prints {family: [[labels, "value"], ...]}: every series that is not 0, and all the zeros that glance_images shows.
`--check` first asks Glance itself which images the user may list, in both walks, and fails where the database disagrees.
"""
import argparse
import collections
import json
import sqlite3
import sys

import rest

STATUSES = "queued saving uploading importing active deactivated killed deleted pending_delete".split()
VISIBILITIES = "public private shared community".split()
PLACEHOLDERS = {"d41d8cd98f00b204e9800998ecf8427e", "99914b932bd37a50b983c5e7c90ae93b"}
LARGEST = 2**63 - 1
LABEL_BYTES = 256

# Stock Glance never lists a killed image, nor one of a status that it does not know.
LISTED = ("select * from images where deleted = 0 and status in "
          f"({', '.join(repr(status) for status in STATUSES if status != 'killed')})")
MEMBERS = (" and (owner = :project or visibility in ('public', 'community') or visibility = 'shared' and id in "
           "(select image_id from image_members where member = :project and status = 'accepted' and deleted = 0))")


def listed(stand, user):
    """The images that the user's exporter may see, as (row, properties)."""
    database = sqlite3.connect(f"file:{stand.database}?mode=ro", uri=True, timeout=60)
    database.row_factory = sqlite3.Row
    project = stand.facts["projects"][stand.facts["users"][user]["project"]]
    rows = database.execute(LISTED + ("" if user == "admin" else MEMBERS), {"project": project}).fetchall()
    properties = collections.defaultdict(dict)
    for image, name, value in database.execute("select image_id, name, value from image_properties where deleted = 0"):
        properties[image][name] = value
    return [(row, properties[row["id"]]) for row in rows]


def cut(text):
    """A label's value of at most 256 bytes; a longer one ends in an ellipsis after its last whole character."""
    content = text.encode()
    if len(content) <= LABEL_BYTES:
        return text
    return content[:LABEL_BYTES - len("…".encode())].decode(errors="ignore") + "…"


# --- the portable mapping

def platform(properties):
    for key in ("__platform", "os_distro"):
        name = cut(properties.get(key) or "").replace(" ", "")
        if name:
            name = name.lower()
            return {"redhat": "rhel", "rockylinux": "rocky", "archlinux": "arch"}.get(name, name)
    return "unknown"


def os_type(properties):
    named = properties.get("__os_type") or properties.get("os_type")
    if named:
        return cut(named).lower()
    return "windows" if platform(properties) == "windows" else "unknown"


def architecture(properties):
    named = properties.get("architecture")
    if named:
        return {"x86": "x86_64", "arm": "aarch64"}.get(named, cut(named))
    if (properties.get("__support_arm") or "").lower() == "true":
        return "aarch64"
    return {"64": "x86_64", "32": "i686"}.get(properties.get("__os_bit"), "unknown")


def image_type(properties):
    return cut(properties.get("__imagetype") or properties.get("image_type") or "image")


def support(properties):
    """The distinct (flag, value) pairs of one image."""
    pairs = set()
    for name, text in properties.items():
        flag = name.removeprefix("__support_")
        if flag == name or not flag:
            continue
        for model in (text or "").split(","):
            model = model.strip()
            if model and model.lower() != "false":
                pairs.add((cut(flag), "true" if model.lower() == "true" else cut(model)))
    return pairs


def size(row, properties):
    own = properties.get("__image_size")
    if own and own.isascii() and own.isdigit() and int(own) <= LARGEST:
        return int(own)
    return None if row["checksum"] in PLACEHOLDERS else row["size"]


PARTITIONS = {
    "platform": ("platform", lambda row, properties: platform(properties)),
    "os_type": ("os_type", lambda row, properties: os_type(properties)),
    "image_type": ("image_type", lambda row, properties: image_type(properties)),
    "architecture": ("architecture", lambda row, properties: architecture(properties)),
    "disk_format": ("disk_format", lambda row, properties: row["disk_format"] or "unknown"),
    "protection": ("protected", lambda row, properties: "true" if row["protected"] else "false"),
    "hidden": ("hidden", lambda row, properties: "true" if row["os_hidden"] else "false"),
}


class Families:
    def __init__(self):
        self.series = collections.defaultdict(collections.Counter)

    def add(self, family, amount, labels):
        self.series[family][tuple(sorted(labels.items()))] += amount

    def count(self, row, properties):
        place = {"status": row["status"] if row["status"] in STATUSES else "_other", "visibility": row["visibility"]}
        self.add("glance_images", 1, place)
        for name, (label, value) in PARTITIONS.items():
            self.add(f"glance_images_by_{name}", 1, {**place, label: value(row, properties)})
        for flag, value in support(properties):
            self.add("glance_images_by_support", 1, {**place, "flag": flag, "value": value})
        known = size(row, properties)
        if known is None:
            self.add("glance_images_without_size", 1, place)
        else:
            self.add("glance_image_size_bytes", known, place)

    def result(self):
        for status in STATUSES:
            for visibility in VISIBILITIES:
                self.add("glance_images", 0, {"status": status, "visibility": visibility})
        return {family: [[dict(labels), str(value)] for labels, value in sorted(series.items())
                         if value or family == "glance_images"]
                for family, series in sorted(self.series.items())}


def differences(stand, user, images):
    """Where Glance's own answer differs from the database's."""
    glance = stand.glance(user)
    for hidden in (False, True):
        told = glance.ids(visibility="all", os_hidden=str(hidden).lower(), sort="created_at:asc,id:asc")
        ours = {row["id"] for row, _ in images if bool(row["os_hidden"]) == hidden}
        if len(told) != len(set(told)):
            yield f"hidden={hidden}: Glance lists an image twice"
        for image in set(told) ^ ours:
            yield f"hidden={hidden}: {image} is only in {'the listing' if image in told else 'the database'}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("dir")
    parser.add_argument("user")
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    stand = rest.Stand(arguments.dir)
    images = listed(stand, arguments.user)
    if arguments.check:
        wrong = list(differences(stand, arguments.user, images))
        if wrong:
            sys.exit("\n".join(wrong))
    families = Families()
    for row, properties in images:
        families.count(row, properties)
    json.dump(families.result(), sys.stdout, indent=1)


main()
