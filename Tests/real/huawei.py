#!/usr/bin/python3
"""A cloud of the Huawei family on loopback: IAM, IMS and a server's metadata, which checks signatures by itself.

usage: huawei.py LOG_FILE [--skew SECONDS] [--next URL | --redirect URL]

Listens on a free loopback port and prints its URL. Its clock is SECONDS ahead. The links to its next pages lead to URL,
or every list of images answers 302 to there. LOG_FILE gets a line for each request:
  METHOD STATUS TARGET PROOF                     PROOF: none, token, current or legacy
Its own texts repeat what was signed and with which key, as no log may show.
"""
import argparse
import calendar
import hashlib
import hmac
import http.server
import json
import time
import urllib.parse

KEYS = {"AKFIXED": ("sk-planted-fixed-key", None), "AKLENT": ("sk-planted-lent-key", "st-planted-lent-token")}
PASSWORD = "planted-password"
PROJECT, DOMAIN, LENT = "p0123456789", "d0123456789", "l0123456789"
MOST_APART = 15 * 60
PAGE = 4


def image(number, kind, **attributes):
    public = kind == "gold"
    return {
        "id": f"00000000-0000-4000-8000-{number:012x}", "name": f"image {number}", "status": "active",
        "visibility": "public" if public else "private", "owner": "provider" if public else PROJECT,
        "protected": public, "size": 2, "__image_size": str(number * 1000), "__imagetype": kind,
        "__isregistered": "true", "__os_type": "Linux", "__platform": "openEuler", "disk_format": "zvhd2",
        "container_format": "bare", "created_at": "2022-04-28T10:47:20Z", "updated_at": "2022-04-28T11:25:17Z",
        **attributes,
    }


IMAGES = ([image(n, "gold", __support_kvm="true") for n in range(1, 8)]
          + [image(n, "private", __os_type="Windows", __platform="Windows") for n in range(8, 11)]
          + [image(11, "private", status="queued", __image_size="0")])


def escape(text):
    return urllib.parse.quote(text, safe="-_.~")


class Refused(Exception):
    pass


class Cloud(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.parts = urllib.parse.urlsplit(self.path)
        self.query = dict(urllib.parse.parse_qsl(self.parts.query, keep_blank_values=True))
        proof = "none"
        try:
            proof = self.proof()
            status, fields, answer = self.answer(proof)
        except Refused as error:
            status, fields = 401, {}
            answer = {"error_msg": f"Incorrect IAM authentication information: {error}", "error_code": "APIG.0301",
                      "request_id": "0"}
        with open(self.server.log_file, "a", encoding="utf-8") as file:
            file.write(f"{self.command} {status} {self.path} {proof}\n")
        content = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_PUT = do_GET

    def proof(self):
        """How the request proves itself; Refused where the proof is wrong."""
        if self.headers.get("X-Auth-Token"):
            if self.headers["X-Auth-Token"] not in ("own-token", "lent-token"):
                raise Refused("no such token")
            return "token"
        given = self.headers.get("Authorization")
        if not given:
            return "none"
        algorithm, _, rest = given.partition(" ")
        parts = dict(part.split("=", 1) for part in rest.split(", "))
        if algorithm != "SDK-HMAC-SHA256":
            raise Refused("algorithm")
        date = self.headers.get("X-Sdk-Date", "")
        apart = time.time() + self.server.skew - calendar.timegm(time.strptime(date, "%Y%m%dT%H%M%SZ"))
        if abs(apart) > MOST_APART:
            raise Refused(f"the request is {apart:.0f} s apart")
        names = parts["SignedHeaders"].split(";")
        if not {"host", "x-sdk-date"} <= set(names) or names != sorted(names):
            raise Refused("signed headers")
        access, *scope = (parts.get("Access") or parts["Credential"]).split("/")
        if access not in KEYS:
            raise Refused("access key")
        secret, token = KEYS[access]
        if token and (self.headers.get("X-Security-Token") != token or "x-security-token" not in names):
            raise Refused("security token")
        path = "/".join(escape(urllib.parse.unquote(segment)) for segment in self.parts.path.split("/"))
        items = sorted(urllib.parse.parse_qsl(self.parts.query, keep_blank_values=True))
        canonical = "\n".join([
            self.command, path if path.endswith("/") else path + "/",
            "&".join(f"{escape(name)}={escape(value)}" for name, value in items),
            "".join(f"{name}:{self.headers[name].strip()}\n" for name in names), ";".join(names),
            hashlib.sha256(self.content).hexdigest()])
        text, key = ["SDK-HMAC-SHA256", date], secret.encode()
        if "Credential" in parts:
            text.append("/".join(scope))
            key = b"SDK" + key
            for part in scope:
                key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        text.append(hashlib.sha256(canonical.encode()).hexdigest())
        wanted = hmac.new(key, "\n".join(text).encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(wanted, parts["Signature"]):
            raise Refused(f"verify aksk signature fail, canonical request: {canonical!r}, key {secret}")
        return "legacy" if "Credential" in parts else "current"

    def answer(self, proof):
        path = self.parts.path
        if path == "/meta-data/latest/api/token" and self.command == "PUT":
            return 200, {}, "metadata-token"
        if path == "/openstack/latest/securitykey":
            if self.headers.get("X-Metadata-Token") != "metadata-token":
                return 401, {}, "no token"
            end = time.strftime("%Y-%m-%dT%H:%M:%S.000000Z", time.gmtime(time.time() + 86400))
            secret, token = KEYS["AKLENT"]
            return 200, {}, {"credential": {"access": "AKLENT", "secret": secret, "securitytoken": token,
                                            "expires_at": end}}
        if path == "/v3/auth/tokens":
            return self.token(proof)
        if proof == "none":
            raise Refused("no proof")
        if path == "/v3/projects":
            return 200, {}, {"projects": [{"id": PROJECT, "name": "eu-de"}]
                             if self.query.get("name") == "eu-de" else []}
        if path == "/v3/auth/domains":
            return 200, {}, {"domains": [{"id": DOMAIN, "name": "OWN"}]}
        if path == "/v3/auth/catalog":
            return 200, {}, {"catalog": self.catalog()}
        if path == "/v2/images":
            if proof != "token" and self.headers.get("X-Project-Id") != PROJECT:
                return 403, {}, {"error_msg": "no project", "error_code": "IMG.0026"}
            if self.server.redirect:
                return 302, {"Location": self.server.redirect + self.path}, ""
            return self.images()
        return 404, {}, {"error_msg": "The API does not exist", "error_code": "APIG.0101"}

    def catalog(self):
        host = self.headers["Host"]
        return [{"type": "image", "endpoints": [
            {"interface": "public", "region_id": "eu-de", "url": f"http://{host}"}]}]

    def token(self, proof):
        identity = json.loads(self.content)["auth"]["identity"]
        if identity["methods"] == ["password"]:
            user = identity["password"]["user"]
            if (user["name"], user["domain"], user["password"]) != ("user", {"name": "OWN"}, PASSWORD):
                return 401, {}, {"error": {"code": 401, "message": f"wrong: {user['password']}"}}
            return self.issue("own-token", PROJECT)
        role = identity["assume_role"]
        if (role.get("domain_name"), role.get("xrole_name")) != ("LENDER", "role"):
            return 404, {}, {"error": {"code": 404, "message": "no such agency"}}
        if proof == "none" or (proof != "token" and self.headers.get("X-Domain-Id") != DOMAIN):
            raise Refused("no proof")
        return self.issue("lent-token", LENT)

    def issue(self, text, project):
        return 201, {"X-Subject-Token": text}, {"token": {
            "expires_at": "2040-01-01T00:00:00.000000Z", "project": {"id": project}, "roles": [{"name": "ims_ro"}],
            "catalog": self.catalog()}}

    def images(self):
        wanted = {name: self.query[name] for name in ("__imagetype", "visibility", "status") if name in self.query}
        found = [one for one in IMAGES if all(one.get(name) == value for name, value in wanted.items())]
        if "member_status" in self.query:
            found = []
        ids = [one["id"] for one in found]
        start = ids.index(self.query["marker"]) + 1 if self.query.get("marker") in ids else 0
        size = min(int(self.query.get("limit", PAGE)), PAGE)
        page = found[start:start + size]
        answer = {"images": page, "schema": "/v2/schemas/images", "first": "/v2/images?__isregistered=true"}
        if start + size < len(found):
            kept = {name: value for name, value in self.query.items() if name != "marker"}
            answer["next"] = self.server.next + "/v2/images?" + urllib.parse.urlencode(
                {"__isregistered": "true", **kept, "marker": page[-1]["id"]})
        return 200, {"Content-Type": "application/json"}, answer

    def log_message(self, *arguments):
        pass


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("log_file")
    parser.add_argument("--skew", type=float, default=0)
    parser.add_argument("--next", default="")
    parser.add_argument("--redirect", default="")
    options = parser.parse_args()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Cloud)
    server.log_file, server.skew = options.log_file, options.skew
    server.next, server.redirect = options.next, options.redirect
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
