#!/usr/bin/env python3
"""Writes what runc runs: an image's root, read-only, as Kubernetes' restricted profile has it.

    bundle.py ROOT BUNDLE UID ARGUMENT...
"""
import json
import sys
from pathlib import Path

root, bundle, user, arguments = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
KINDS = ("bounding", "effective", "permitted", "inheritable", "ambient")
CONFIG = {
    "ociVersion": "1.0.2",
    "process": {
        "user": {"uid": user, "gid": user},
        "args": ["/usr/bin/glance-exporter", *arguments],
        "env": ["PATH=/usr/bin:/bin"],
        "cwd": "/",
        "capabilities": {kind: [] for kind in KINDS},
        "noNewPrivileges": True,
    },
    "root": {"path": root, "readonly": True},
    "mounts": [
        {"destination": "/proc", "type": "proc", "source": "proc"},
        {"destination": "/dev", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", "mode=755", "size=64k"]},
    ],
    "linux": {"namespaces": [{"type": kind} for kind in ("pid", "network", "ipc", "uts", "mount")]},
}
bundle.mkdir(parents=True, exist_ok=True)
(bundle / "config.json").write_text(json.dumps(CONFIG))
