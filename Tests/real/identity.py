#!/usr/bin/python3
"""Fills a new Keystone over its API and writes DIR/credentials.json and DIR/clouds.yaml; the first step of `openstack up`.

usage: identity.py DIR
"""
import json
import os
import sys

import rest

USERS = {  # user: (project, role)
    "glance": ("service", "admin"),
    "alice": ("alpha", "member"),
    "bob": ("beta", "member"),
    "carol": ("gamma", "member"),
}

LASTING = {"carol"}  # users whose password never ends


def settings(home):
    with open(os.path.join(home, "settings"), encoding="utf-8") as file:
        return dict(line.strip().split("=", 1) for line in file)


class Keystone:
    def __init__(self, url):
        self.url = url
        self.token, body = rest.log_in(url, "admin", "admin-secret", "admin")
        self.admin_project = body["project"]["id"]

    def make(self, kind, plural=None, **attributes):
        """Makes one thing and returns its id."""
        body = rest.call("POST", f"{self.url}/{plural or kind + 's'}", {kind: attributes}, self.token)[1]
        return body[kind]["id"]

    def roles(self):
        return {role["name"]: role["id"] for role in rest.call("GET", self.url + "/roles", token=self.token)[1]["roles"]}

    def set_password(self, user, password):
        rest.call("PATCH", f"{self.url}/users/{user}", {"user": {"password": password}}, self.token)

    def grant(self, role, user, project):
        rest.call("PUT", f"{self.url}/projects/{project}/users/{user}/roles/{role}", token=self.token)


def accounts(keystone):
    """Projects and users; returns what credentials.json says of them."""
    roles = keystone.roles()
    projects = {"admin": keystone.admin_project}
    users = {"admin": {"password": "admin-secret", "project": "admin"}}
    for user, (project, role) in USERS.items():
        projects[project] = keystone.make("project", name=project, domain_id="default")
        made = keystone.make("user", name=user, domain_id="default",
                             options={"ignore_password_expiry": user in LASTING})
        # Keystone minds the option only with a password that is set after it.
        keystone.set_password(made, f"{user}-secret")
        keystone.grant(roles[role], made, projects[project])
        users[user] = {"password": f"{user}-secret", "project": project}
    return projects, users


def catalog(keystone, ports):
    """One Glance, reached in the shapes that catalogs have."""
    plain = f"http://127.0.0.1:{ports['GLANCE_PORT']}"
    shapes = {
        ("RegionOne", "public"): plain,
        ("RegionOne", "internal"): plain + "/",
        ("RegionPrefix", "public"): plain + ports["GLANCE_PREFIX"],
        ("RegionVersion", "public"): plain + "/v2",
        ("RegionTLS", "public"): f"https://localhost:{ports['GLANCE_TLS_PORT']}",
        ("RegionClient", "public"): f"https://localhost:{ports['GLANCE_CLIENT_PORT']}",
    }
    for region in sorted({region for region, _ in shapes} - {"RegionOne"}):
        keystone.make("region", id=region)
    # Another service comes first, so that the choice is by type.
    other = keystone.make("service", name="swift", type="object-store")
    keystone.make("endpoint", service_id=other, region_id="RegionOne", interface="public",
                  url="http://127.0.0.1:9/v1/AUTH_%(tenant_id)s")
    image = keystone.make("service", name="glance", type="image")
    for (region, interface), url in shapes.items():
        keystone.make("endpoint", service_id=image, region_id=region, interface=interface, url=url)
    return plain


def application_credential(url, user, account):
    token, body = rest.log_in(url, user, account["password"], account["project"])
    made = rest.call("POST", f"{url}/users/{body['user']['id']}/application_credentials",
                     {"application_credential": {"name": "exporter"}}, token)[1]["application_credential"]
    return {"id": made["id"], "secret": made["secret"]}


def clouds(facts, home):
    """Entries of clouds.yaml: every user's, and the shapes of endpoints and logins as bob or admin."""

    def password(user, auth_url=facts["auth_url"], **more):
        account = facts["users"][user]
        return {"region_name": "RegionOne", **more, "auth": {
            "auth_url": auth_url, "username": user, "password": account["password"],
            "project_name": account["project"], "user_domain_name": "Default", "project_domain_name": "Default"}}

    def application(user):
        made = facts["application_credentials"][user]
        return {"region_name": "RegionOne", "auth_type": "v3applicationcredential", "auth": {
            "auth_url": facts["auth_url"], "application_credential_id": made["id"],
            "application_credential_secret": made["secret"]}}

    tls = os.path.join(home, "tls")
    shown = {"cert": os.path.join(tls, "client.pem"), "key": os.path.join(tls, "client.key")}

    def client(ca="ca.pem", **more):
        """As bob, with Keystone and Glance asking for a client's certificate."""
        return password("bob", region_name="RegionClient", auth_url=facts["client_auth_url"],
                        cacert=os.path.join(tls, ca), **more)

    # Without /v3 at its end, as many openrc files have it.
    unversioned = facts["auth_url"].removesuffix("/v3")
    return {
        **{user: password(user) for user in ("admin", "alice", "bob", "carol")},
        "admin-application": application("admin"),
        "bob-application": application("bob"),
        "bob-prefix": password("bob", region_name="RegionPrefix"),
        "bob-version": password("bob", region_name="RegionVersion", auth_url=unversioned),
        "bob-internal": password("bob", interface="internal"),
        "bob-tls": password("bob", region_name="RegionTLS", cacert=os.path.join(home, "tls/ca.pem")),
        "bob-untrusted": password("bob", region_name="RegionTLS"),
        "bob-client": client(**shown),
        "bob-client-hidden": client(),
        "bob-client-untrusted": client("other.pem", **shown),
        "bob-brief": password("bob", auth_url=facts["brief_auth_url"]),
        "bob-wrong": {**password("bob"), "auth": {**password("bob")["auth"], "password": "not-bobs-secret"}},
    }


def main():
    home = os.path.abspath(sys.argv[1])
    ports = settings(home)
    keystone = Keystone(f"http://127.0.0.1:{ports['KEYSTONE_PORT']}/v3")
    projects, users = accounts(keystone)
    facts = {
        "auth_url": keystone.url,
        "brief_auth_url": f"http://127.0.0.1:{ports['BRIEF_PORT']}/v3",
        "client_auth_url": f"https://localhost:{ports['KEYSTONE_CLIENT_PORT']}/v3",
        "glance_url": catalog(keystone, ports),
        "projects": projects,
        "users": users,
    }
    facts["application_credentials"] = {
        user: application_credential(keystone.url, user, users[user]) for user in ("admin", "bob")}
    # Both hold passwords.
    os.umask(0o077)
    with open(os.path.join(home, "credentials.json"), "w", encoding="utf-8") as file:
        json.dump(facts, file, indent=2)
    # YAML's flow style is JSON's.
    with open(os.path.join(home, "clouds.yaml"), "w", encoding="utf-8") as file:
        file.write("clouds:\n")
        for name, entry in clouds(facts, home).items():
            file.write(f"  {name}: {json.dumps(entry)}\n")


main()
