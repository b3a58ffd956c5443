#!/usr/bin/python3
"""What the metrics of one user's cloud must say, computed from Glance's database without the exporter or the image API.

usage: expected.py DIR USER [--check] [--opt-in] [--at SECONDS]

Prints {family: [[labels, "value"], ...]} for every family of the catalogue that the user's exporter must show after its
first poll, made at SECONDS (now, without it): every series that is not 0, and the zeros that glance_images,
glance_images_by_member_status and glance_images_by_replace_frequency show. `--check` first asks Glance itself which images the user may list, in both walks, and fails where the database disagrees.
"""
import argparse
import collections
import datetime
import json
import re
import sqlite3
import sys
import time

import rest

STATUSES = "queued saving uploading importing active deactivated killed deleted pending_delete".split()
VISIBILITIES = "public private shared community".split()
PLACEHOLDERS = {"d41d8cd98f00b204e9800998ecf8427e", "99914b932bd37a50b983c5e7c90ae93b"}
LARGEST = 2**63 - 1
LABEL_BYTES = 256
LABEL_VALUES = 100
CLOCK_TOLERANCE = 300
TRANSITIONAL = "queued saving uploading importing pending_delete".split()
AGES = {"15m": 900, "1h": 3600, "6h": 6 * 3600, "1d": 86400, "7d": 7 * 86400, "30d": 30 * 86400}

# Stock Glance never lists a killed image, nor one of a status that it does not know.
LISTED = ("select * from images where deleted = 0 and status in "
          f"({', '.join(repr(status) for status in STATUSES if status != 'killed')})")
MEMBERS = (" and (owner = :project or visibility in ('public', 'community') or visibility = 'shared' and id in "
           "(select image_id from image_members where member = :project and status = 'accepted' and deleted = 0))")


def connect(stand):
    database = sqlite3.connect(f"file:{stand.database}?mode=ro", uri=True, timeout=60)
    database.row_factory = sqlite3.Row
    return database


def project_of(stand, user):
    return stand.facts["projects"][stand.facts["users"][user]["project"]]


def shares(stand, user):
    """Images of other projects that are shared with the user's, by its answer."""
    project = project_of(stand, user)
    query = ("select members.status from images join image_members as members on members.image_id = images.id "
             f"where images.id in (select id from ({LISTED})) and images.visibility = 'shared' "
             "and images.owner <> :project and members.member = :project and members.deleted = 0")
    answers = [row["status"] for row in connect(stand).execute(query, {"project": project})]
    return {answer: answers.count(answer) for answer in ("pending", "accepted", "rejected")}


def listed(stand, user):
    """The images that the user's exporter may see, as (row, properties)."""
    database = connect(stand)
    project = project_of(stand, user)
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


def seconds(text):
    """A time of the database in whole Unix seconds."""
    moment = datetime.datetime.strptime(text.split(".")[0], "%Y-%m-%d %H:%M:%S")
    return int(moment.replace(tzinfo=datetime.timezone.utc).timestamp())


# --- SCS-0102

# Greatest age in seconds: 1.1 times 365, 92, 31 and 7 days and 25 hours.
GREATEST_AGES = {"yearly": 34689600, "quarterly": 8743680, "monthly": 2946240, "weekly": 665280, "daily": 99000}
# A word begins and ends where no letter or digit of any script is beside it.
OUTSIDE = r"[^0-9A-Za-z\x80-\U0010ffff]"
MARK = re.compile(rf"(?:^|{OUTSIDE})(?:old|prev)(?:$|{OUTSIDE})", re.IGNORECASE)
DATED = re.compile(rf"(?:^|(?<={OUTSIDE}))(\d{{4}})(-?)(\d\d)\2(\d\d)(?=$|[Tt]|{OUTSIDE})", re.ASCII)


def is_day(year, month, day):
    try:
        datetime.date(int(year), int(month), int(day))
    except ValueError:
        return False
    return 1970 <= int(year) <= 2105


def is_superseded(name):
    return bool(MARK.search(name)) or any(is_day(year, month, day) for year, _, month, day in DATED.findall(name))


def moment_of(text, *formats):
    """Unix seconds; None where no format is the text's."""
    for form in formats:
        try:
            moment = datetime.datetime.strptime(text, form)
        except ValueError:
            continue
        if moment.strftime(form) == text:  # strptime takes fewer digits as well
            return int(moment.replace(tzinfo=datetime.timezone.utc).timestamp())
    return None


class Families:
    """The families as they are after a poll at `now`, in Unix seconds."""

    EMPTY = ("glance_image_status_transitions_total", "glance_label_values_over_limit", "glance_images_in_transition",
             "glance_image_attribute_anomalies", "glance_images_past_provided_until")

    def __init__(self, now):
        self.now = now
        self.series = collections.defaultdict(collections.Counter)
        self.values = collections.defaultdict(set)
        for family in self.EMPTY:
            self.series[family] = collections.Counter()

    def keep(self, family, choose, moment, place):
        """The oldest or newest of a place."""
        known = self.series[family].get(tuple(sorted(place.items())))
        self.series[family][tuple(sorted(place.items()))] = moment if known is None else choose(known, moment)

    def time(self, row, place):
        moments = {}
        for column in ("created_at", "updated_at"):
            moment = seconds(row[column])
            if moment > self.now + CLOCK_TOLERANCE:
                self.add("glance_image_attribute_anomalies", 1, {"attribute": column})
            else:
                moments[column] = moment
        if "created_at" in moments:
            self.keep("glance_oldest_image_created_timestamp_seconds", min, moments["created_at"], place)
            self.keep("glance_newest_image_created_timestamp_seconds", max, moments["created_at"], place)
        if "updated_at" in moments:
            self.keep("glance_oldest_image_updated_timestamp_seconds", min, moments["updated_at"], place)
            for name, age in AGES.items():
                if row["status"] in TRANSITIONAL and self.now - moments["updated_at"] >= age:
                    self.add("glance_images_in_transition", 1, {"status": row["status"], "unchanged_for": name})

    def build(self, row, properties):
        """When the image was built, or None."""
        text = properties.get("image_build_date")
        if text:
            moment = moment_of(text, "%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%SZ")
            if moment is not None and moment <= self.now + CLOCK_TOLERANCE:
                return moment
            self.add("glance_image_attribute_anomalies", 1, {"attribute": "image_build_date"})
        moment = seconds(row["created_at"])
        return moment if moment <= self.now + CLOCK_TOLERANCE else None

    def end(self, properties):
        """The end of provided_until's day, `undated` for a word, None where there is none or a wrong one."""
        text = properties.get("provided_until")
        if not text:
            return None
        if text in ("none", "notice"):
            return "undated"
        day = moment_of(text, "%Y-%m-%d")
        if day is None:
            self.add("glance_image_attribute_anomalies", 1, {"attribute": "provided_until"})
            return None
        return day + 86400

    def upkeep(self, row, properties):
        for state, name in (("failed", "os_glance_failed_import"), ("running", "os_glance_importing_to_stores")):
            listed = [store for store in (properties.get(name) or "").split(",") if store.strip()]
            self.add(f"glance_images_with_{state}_import", 1 if listed else 0, {})
        built, end = self.build(row, properties), self.end(properties)
        if row["status"] != "active":
            return
        if not row["os_hidden"]:
            self.provided(row, properties, built, end)
        frequency = properties.get("replace_frequency")
        if not frequency:
            return
        is_known = frequency in GREATEST_AGES or frequency in ("never", "critical_bug")
        is_exempt = (frequency not in GREATEST_AGES or row["os_hidden"] or is_superseded(row["name"] or "")
                     or built is None or end == "undated" or end is not None and end <= self.now)
        age = GREATEST_AGES.get(frequency, 0)
        state = "exempt" if is_exempt else "stale" if self.now > built + age else "fresh"
        self.replaced(frequency if is_known else "_other", state)

    def replaced(self, frequency, state):
        """The first image makes all states of the known frequencies appear."""
        family = "glance_images_by_replace_frequency"
        if family not in self.series:
            for known in (*GREATEST_AGES, "never", "critical_bug"):
                for each in ("fresh", "stale", "exempt") if known in GREATEST_AGES else ("exempt",):
                    self.add(family, 0, {"frequency": known, "state": each})
        self.add(family, 1, {"frequency": frequency, "state": state})

    def provided(self, row, properties, built, end):
        version = cut(properties.get("__os_version") or properties.get("os_version") or "unknown")
        place = {"platform": platform(properties), "os_version": version, "visibility": row["visibility"]}
        if built is not None:
            self.values["os_version"].add(version)
            self.keep("glance_newest_image_build_timestamp_seconds", max, built, place)
        if isinstance(end, int):
            if end <= self.now:
                self.add("glance_images_past_provided_until", 1, {})
            elif end < 2**32:
                self.keep("glance_next_provided_until_timestamp_seconds", min, end, {})

    def opt_in(self, row, properties, names):
        """The families by owner, and openstack-exporter's of each image."""
        owner = row["owner"] or "unknown"
        place = {"project_id": owner, "project": names.get(row["owner"], "unknown"), "status": row["status"]}
        known = size(row, properties) or 0
        self.add("glance_images_by_owner", 1, place)
        self.add("glance_image_size_bytes_by_owner", known, place)

    def configured(self, row, properties):
        """The aggregates and required properties of the tests' configuration."""
        for name in ("os_version", "hw_disk_bus", "min_disk"):
            value = row["min_disk"] if name == "min_disk" else properties.get(name)
            self.add("glance_images_without_required_property", 0 if value else 1, {"property": name})
        version = cut(properties.get("os_version") or "unknown")
        if row["visibility"] in ("public", "community"):
            self.add("test_images_by_version", 1, {"status": row["status"], "version": version})
            self.add("test_images_by_version_bytes", size(row, properties) or 0, {"os_type": os_type(properties)})

    def each(self, row, properties):
        own = {"id": row["id"], "name": cut(row["name"] or ""), "tenant_id": row["owner"] or ""}
        self.add("openstack_glance_images", 1, {})
        self.add("openstack_glance_image_bytes", size(row, properties) or 0, own)
        moment = seconds(row["created_at"])
        if moment <= self.now + CLOCK_TOLERANCE:
            self.add("openstack_glance_image_created_at", moment, {
                **own, "visibility": row["visibility"], "hidden": "false", "status": row["status"]})

    def share(self, answers):
        for answer, count in answers.items():
            self.add("glance_images_by_member_status", count, {"member_status": answer})

    def add(self, family, amount, labels):
        self.series[family][tuple(sorted(labels.items()))] += amount

    def count(self, row, properties):
        place = {"status": row["status"] if row["status"] in STATUSES else "_other", "visibility": row["visibility"]}
        self.add("glance_images", 1, place)
        for name, (label, value) in PARTITIONS.items():
            shown = value(row, properties)
            self.values[label].add(shown)
            self.add(f"glance_images_by_{name}", 1, {**place, label: shown})
        self.time(row, place)
        self.upkeep(row, properties)
        for flag, value in support(properties):
            self.values["support"].add((flag, value))
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
        for label, values in self.values.items():
            self.add("glance_label_values_over_limit", max(0, len(values) - LABEL_VALUES), {"label": label})
        zero_filled = ("glance_images", "glance_images_by_member_status", "glance_images_by_replace_frequency")
        return {family: [[dict(labels), str(value)] for labels, value in sorted(series.items())
                         if value or family in zero_filled]
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


def add_opt_in(families, stand, user, images):
    """Names as the user may know them; the leader's list is Glance's own default one."""
    names = {project: name for name, project in stand.facts["projects"].items()
             if user == "admin" or project == project_of(stand, user)}
    default = set(stand.glance(user).ids(sort="created_at:asc,id:asc"))
    for row, properties in images:
        families.opt_in(row, properties, names)
        families.configured(row, properties)
        if row["id"] in default:
            families.each(row, properties)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("dir")
    parser.add_argument("user")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--opt-in", action="store_true")
    parser.add_argument("--at", type=float, default=time.time())
    arguments = parser.parse_args()
    stand = rest.Stand(arguments.dir)
    images = listed(stand, arguments.user)
    if arguments.check:
        wrong = list(differences(stand, arguments.user, images))
        if wrong:
            sys.exit("\n".join(wrong))
    families = Families(int(arguments.at))
    # An administrator's role sees every project's private images: what is shared with its own is not told apart.
    if arguments.user != "admin":
        families.share(shares(stand, arguments.user))
    for row, properties in images:
        families.count(row, properties)
    if arguments.opt_in:
        add_opt_in(families, stand, arguments.user, images)
    json.dump(families.result(), sys.stdout, indent=1)


main()
