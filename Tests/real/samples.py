"""The images that seed.py makes: one of every kind that a metric could get wrong."""
import dataclasses
import datetime


@dataclasses.dataclass
class Sample:
    label: str
    owner: str = "alice"
    upload: bool = True
    attributes: dict = dataclasses.field(default_factory=dict)  # what the API is asked for
    actions: tuple = ()                                         # stage, deactivate, delete
    members: dict = dataclasses.field(default_factory=dict)     # user: pending, accepted or rejected
    row: dict = dataclasses.field(default_factory=dict)         # columns then written into the database
    properties: dict = dataclasses.field(default_factory=dict)  # what the API keeps for itself, written there as well


def statuses():
    yield Sample("active")
    yield Sample("queued", upload=False)
    yield Sample("queued-without-formats", upload=False,
                 row={"disk_format": None, "container_format": None, "name": None})
    yield Sample("uploading", upload=False, actions=("stage",))
    yield Sample("deactivated", actions=("deactivate",))
    yield Sample("deleted", upload=False, actions=("delete",))
    yield Sample("pending-delete", actions=("delete",))
    for visibility, owner in (("private", "alice"), ("public", "admin"), ("shared", "bob"), ("community", "carol")):
        # As a broken upload, a broken import, an old release and a failing store leave them; and one from the future.
        for status in ("saving", "importing", "killed", "pending_delete", "queued", "verifying"):
            yield Sample(f"{status}-{visibility}", owner=owner, upload=False, attributes={"visibility": visibility},
                         row={"status": status})


def visibilities():
    yield Sample("public", owner="admin", attributes={"visibility": "public"})
    for owner in ("alice", "bob", "carol", "admin"):
        for visibility in ("private", "shared", "community"):
            yield Sample(f"{visibility}-{owner}", owner=owner, attributes={"visibility": visibility})
    for answer in ("pending", "accepted", "rejected"):
        yield Sample(f"share-{answer}", attributes={"visibility": "shared"}, members={"bob": answer})
        yield Sample(f"hidden-share-{answer}", attributes={"visibility": "shared", "os_hidden": True},
                     members={"bob": answer})
    yield Sample("share-two-answers", members={"bob": "accepted", "carol": "pending"})
    yield Sample("share-withdrawn", members={"bob": "accepted"}, row={"visibility": "private"})
    yield Sample("public-of-nobody", owner="admin", attributes={"visibility": "public"}, row={"owner": None})
    yield Sample("private-of-nobody", owner="admin", attributes={"visibility": "private"}, row={"owner": None})


def switches():
    yield Sample("hidden", attributes={"os_hidden": True})
    yield Sample("hidden-public", owner="admin", attributes={"os_hidden": True, "visibility": "public"})
    yield Sample("hidden-community", owner="carol", attributes={"os_hidden": True, "visibility": "community"})
    yield Sample("protected", attributes={"protected": True})
    yield Sample("protected-bob", owner="bob", attributes={"protected": True})
    yield Sample("hidden-protected", owner="bob", attributes={"os_hidden": True, "protected": True})


def names():
    odd = ("", 'say "hi"', "C:\\images\\new", "two\nlines", "a\r\n\tb", "鏡像 이미지", "\u202egnp.exe", "n" * 255,
           '{job="x"} 1\n# HELP x', "  blanks  ", "a\u0001b\u007fc", "\ufeffe\u0301", "<script>alert(1)</script>", "%25&=;#?+")
    for number, name in enumerate(odd):
        yield Sample(f"name-{number}", owner="bob", upload=False, attributes={"name": name})
    # The API refuses characters of four bytes; databases that were filled earlier hold them.
    yield Sample("name-penguin", owner="bob", upload=False, row={"name": "debian \U0001F427 12"})
    for number in range(3):
        yield Sample(f"same-name-{number}", owner="bob", attributes={"name": "ubuntu"})


def sizes():
    def sized(label, size, owner="alice", **attributes):
        return Sample(label, owner=owner, attributes=attributes, row={"size": size})

    yield sized("empty", 0)
    yield sized("beyond-a-double", 2**53 + 1, "bob")
    yield sized("ten-tebibytes", 10 * 2**40)
    # The largest there is, several times: a sum of 64 bits would overflow, for bob as for an administrator.
    for number in range(3):
        yield sized(f"largest-{number}", 2**63 - 1, "bob", visibility="community")
    # IMS keeps the size elsewhere, and in its place the checksum of nothing or of {}.
    for number, checksum in enumerate(("d41d8cd98f00b204e9800998ecf8427e", "99914b932bd37a50b983c5e7c90ae93b")):
        row = {"size": 2 * number, "checksum": checksum}
        yield Sample(f"placeholder-{number}", owner="bob", row=row)
        yield Sample(f"placeholder-with-size-{number}", owner="bob", attributes={"__image_size": "2254110720"}, row=row)
    yield sized("own-size-first", 77, "bob", __image_size="9223372036854775807")
    yield sized("own-size-empty", 78, "bob", __image_size="")


def platforms():
    for number, name in enumerate(("RedHat", "Red Hat", "Oracle Linux", "OracleLinux", "OpenSUSE", "Suse", "EulerOS",
                                   "Rocky Linux", "Arch Linux", 'Say "hi" \\ x', "two\nlines", "Ünïx 鏡像", "_other")):
        yield Sample(f"platform-{number}", owner="bob", upload=False, attributes={"__platform": name})
    for name in ("rhel", "rocky", "arch", "windows", "debian", "openSUSE"):
        yield Sample(f"distribution-{name}", owner="bob", upload=False, attributes={"os_distro": name})
    yield Sample("platform-first", owner="bob", attributes={"__platform": "Ubuntu", "os_distro": "debian"})
    yield Sample("platform-empty", owner="bob", attributes={"__platform": "", "os_distro": "debian"})
    yield Sample("platform-long", owner="bob", attributes={"__platform": "é" * 200})
    for kind in ("Linux", "Windows", "Other", "LINUX"):
        yield Sample(f"kind-{kind}", owner="bob", attributes={"__os_type": kind, "os_type": "other"})
    yield Sample("kind-stock", owner="bob", attributes={"os_type": "linux", "os_distro": "windows"})
    yield Sample("kind-by-platform", owner="bob", attributes={"__platform": "Windows"})


def architectures():
    for name in ("x86", "arm", "x86_64", "aarch64", "ppc64le"):
        yield Sample(f"architecture-{name}", owner="bob", attributes={"architecture": name})
    yield Sample("architecture-by-flag", owner="bob", attributes={"__support_arm": "true", "__os_bit": "64"})
    yield Sample("architecture-not-by-flag", owner="bob", attributes={"__support_arm": "false", "__os_bit": "64"})
    yield Sample("architecture-32", owner="bob", attributes={"__os_bit": "32"})
    yield Sample("architecture-over-flag", owner="bob", attributes={"architecture": "x86", "__support_arm": "TRUE"})


def kinds():
    for name in ("gold", "private", "shared", "market"):
        yield Sample(f"ims-{name}", owner="bob", attributes={"__imagetype": name, "image_type": "snapshot"})
    for name in ("snapshot", "backup"):
        yield Sample(f"nova-{name}", owner="bob", attributes={"image_type": name})
    for disk, container in (("qcow2", "bare"), ("vmdk", "ova"), ("iso", "bare"), ("vhd", "bare"), ("vhdx", "bare"),
                            ("vdi", "bare"), ("ami", "ami"), ("ploop", "bare"), ("raw", "docker")):
        yield Sample(f"format-{disk}", owner="bob", upload=False,
                     attributes={"disk_format": disk, "container_format": container})
    # IMS's own format, which stock Glance does not take over its API.
    yield Sample("format-zvhd2", owner="bob", row={"disk_format": "zvhd2"})


def support():
    yield Sample("support-models", owner="admin", attributes={
        "visibility": "public", "__support_kvm": "true", "__support_xen": "True", "__support_xen_hana": "false",
        "__support_largememory": "", "__support_kvm_gpu_type": "P2v, T4,V100", "__support_xen_gpu_type": "M60_vGPU",
        "__support_kvm_fpga_type": "VU9P,VU9P_COMMON", "__support_agent_list": "hss,ces", "__support_fc_inject": "true"})
    yield Sample("support-twice", owner="bob", attributes={
        "__support_kvm": "TRUE", "__support_kvm_gpu_type": "T4,T4,,V100", "__support_live_resize": "FALSE"})
    yield Sample("support-odd", owner="bob", attributes={
        '__support_say "hi"': "true", "__support_größe": "два", "__support_gpu_t4": "line\nbreak"})
    yield Sample("support-long", owner="bob", attributes={"__support_kvm_gpu_type": "é" * 200})
    yield Sample("ims", owner="admin", attributes={
        "visibility": "public", "name": "Ubuntu 22.04 server 64bit", "__os_type": "Linux", "__platform": "Ubuntu",
        "__os_bit": "64", "__os_version": "Ubuntu 22.04 server 64bit", "__imagetype": "gold", "__isregistered": "true",
        "__image_source_type": "uds", "virtual_env_type": "FusionCompute", "__image_size": "1073741824",
        "__support_kvm": "true", "__support_xen": "true"})
    yield Sample("stock", owner="bob", attributes={
        "os_type": "linux", "os_distro": "debian", "os_version": "12", "os_admin_user": "debian", "hw_disk_bus": "virtio",
        "architecture": "x86_64", "image_build_date": "2024-01-01", "replace_frequency": "monthly",
        "quote\"d key": "v", "key with space": "x", "long": "L" * 5000, "empty": ""})


def times():
    for label, when in (("old", "2010-01-01 00:00:00.000000"), ("same-second", "2015-05-05 05:05:05.999999"),
                        ("future", "2040-01-01 00:00:00.000000")):
        for number in range(2):
            yield Sample(f"{label}-{number}", owner="bob", row={"created_at": when, "updated_at": when})


def ago(**age):
    """A time so long ago, as image_build_date may have it."""
    return (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(**age)).strftime("%Y-%m-%d %H:%M:%S")


def promises():
    """What SCS-0102 has images say of their replacement, kept and broken."""
    def image(label, frequency="monthly", built=None, until="2099-12-31", owner="bob", row=None, **attributes):
        return Sample(f"promise-{label}", owner=owner, row=row or {}, attributes={
            "visibility": "community", "os_distro": "debian", "os_version": "12", "replace_frequency": frequency,
            "image_build_date": ago(days=5000) if built is None else built, "provided_until": until, **attributes})

    for frequency, days in (("yearly", 401), ("quarterly", 101), ("monthly", 34), ("weekly", 7), ("daily", 1)):
        yield image(f"{frequency}-fresh", frequency, ago(days=days))
        yield image(f"{frequency}-stale", frequency, ago(days=days + 1))
        yield image(f"{frequency}-private", frequency, ago(days=days + 1), owner="alice", visibility="private")
    for frequency in ("never", "critical_bug", "biweekly", "Monthly", ""):
        yield image(f"frequency-{frequency}", frequency)
    for number, until in enumerate(("none", "notice", "2020-02-29", ago(days=1)[:10], ago()[:10], ago(days=-1)[:10],
                                    "9999-12-31", "", "soon", "2024-02-30", "2030-01-01 00:00")):
        yield image(f"until-{number}", until=until)
        yield image(f"until-{number}-hidden", until=until, os_hidden=True)
    for number, name in enumerate(("Debian 12", "Debian 12 old", "debian-prev", "Debian 12 20240612",
                                   "debian-12-2024-06-12", "debian-12.20240612-1778", "DEBIAN (OLD)", "Golden preview",
                                   "debian-20241312", "debian 2024-06-125", "oldest-debian", "debian-20240612T0830Z")):
        yield image(f"name-{number}", name=name)
    for number, built in enumerate(("2024-06-12", "2024-06-12 08:30", "2024-06-12 08:30:59", "2024-06-12T08:30:59Z", "",
                                    "yesterday", "2024-02-30", "2024-06-12 24:00", "20240612", "2040-01-01")):
        yield image(f"built-{number}", built=built)
        yield image(f"version-{number}", built=built, os_version=f"built-{number}")
    yield image("queued", row={"status": "queued"})
    yield image("ims-version", built="2023-01-01", __os_version="Debian 12.0.0 64bit", __platform="Debian")
    yield image("public", owner="admin", built=ago(days=10), visibility="public", os_purpose="generic")


def imports():
    """Multi-store imports; the API takes these properties from nobody."""
    failed, running = "os_glance_failed_import", "os_glance_importing_to_stores"
    yield Sample("import-failed", owner="bob", properties={failed: "ceph,fast", running: ""})
    yield Sample("import-failed-half", owner="bob", upload=False, properties={failed: "ceph", running: "fast"})
    yield Sample("import-running", owner="alice", row={"status": "importing"}, properties={failed: "", running: "fast"})
    yield Sample("import-done", owner="bob", properties={failed: "", running: ""})


def all_samples():
    for group in (statuses, visibilities, switches, names, sizes, platforms, architectures, kinds, support, times,
                  promises, imports):
        yield from group()
