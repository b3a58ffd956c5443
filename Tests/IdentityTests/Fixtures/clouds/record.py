#!/usr/bin/python3
"""Records what openstacksdk makes of the fixtures under agrees/, for CloudsAgreementTests.

Needs python3-openstacksdk; run it in this directory: ./record.py > openstacksdk.json
"""
import json
import os
import pathlib
import subprocess
import sys

ONE = """
import json, os, openstack.config
config = openstack.config.OpenStackConfig()
found = []
for region in config.get_all():
    auth = {k: v for k, v in region.config["auth"].items() if v}
    verify, cert = region.get_requests_verify_args()
    found.append({
        "region": region.get_region_name("image") or None,
        "interface": region.get_interface("image"),
        "verify": bool(verify),
        "cacert": verify if isinstance(verify, str) else None,
        "cert": list(cert) if isinstance(cert, tuple) else cert,
        "endpoint": region.get_endpoint("image"),
        "auth_type": region.config["auth_type"],
        "auth": auth,
    })
print(json.dumps(found))
"""

here = pathlib.Path(__file__).parent.resolve()
result = {}
for case in sorted((here / "agrees").iterdir()):
    environment = {"HOME": "/home/alice", "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONWARNINGS": "ignore"}
    output = subprocess.run([sys.executable, "-c", ONE], cwd=case, env=environment, capture_output=True, text=True)
    if output.returncode != 0:
        sys.exit(f"{case.name}: {output.stderr}")
    result[case.name] = json.loads(output.stdout)
json.dump(result, sys.stdout, indent=1, sort_keys=True, ensure_ascii=True)
print()
