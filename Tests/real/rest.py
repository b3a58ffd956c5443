"""The little of HTTP, Keystone and Glance that the scripts beside this file need; the standard library alone."""
import http.client
import json
import os
import urllib.parse


class Refused(Exception):
    """An answer with another status than the one asked for."""


def call(method, url, body=None, token=None, expect=(200, 201, 204), headers=None):
    """Returns (headers, body decoded from JSON or None)."""
    parts = urllib.parse.urlsplit(url)
    sent = {"Accept": "application/json", **(headers or {})}
    if token:
        sent["X-Auth-Token"] = token
    if isinstance(body, (dict, list)):
        body = json.dumps(body).encode()
        sent.setdefault("Content-Type", "application/json")
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=120)
    try:
        connection.request(method, parts.path + ("?" + parts.query if parts.query else ""), body, sent)
        answer = connection.getresponse()
        content = answer.read()
    finally:
        connection.close()
    if answer.status not in expect:
        raise Refused(f"{method} {url}: {answer.status} {content[:300]!r}")
    is_json = "json" in (answer.getheader("Content-Type") or "")
    return answer.headers, json.loads(content) if content and is_json else None


def log_in(auth_url, user, password, project):
    """Returns (token, the token's body)."""
    headers, body = call("POST", auth_url + "/auth/tokens", {"auth": {
        "identity": {"methods": ["password"], "password": {
            "user": {"name": user, "domain": {"name": "Default"}, "password": password}}},
        "scope": {"project": {"name": project, "domain": {"name": "Default"}}}}})
    return headers["X-Subject-Token"], body["token"]


class Stand:
    """A running `openstack up DIR`."""

    def __init__(self, home):
        self.home = home
        self.database = os.path.join(home, "glance.sqlite")
        with open(os.path.join(home, "credentials.json"), encoding="utf-8") as file:
            self.facts = json.load(file)

    def glance(self, user):
        """A client that acts as this user in the user's own project."""
        account = self.facts["users"][user]
        token, _ = log_in(self.facts["auth_url"], user, account["password"], account["project"])
        return Glance(self.facts["glance_url"], token)


class Glance:
    def __init__(self, url, token):
        self.url, self.token = url, token

    def __call__(self, method, path, body=None, **options):
        return call(method, self.url + path, body, self.token, **options)[1]

    def ids(self, **query):
        """The ids of a whole listing, following `next`."""
        found, path = [], "/v2/images?" + urllib.parse.urlencode({"limit": 1000, **query})
        while path:
            page = self("GET", path)
            found += [image["id"] for image in page["images"]]
            path = page.get("next")
        return found
