"""Faults of answers as data: what each makes of a sound one, and what the exporter has to say of it, at a login and at a page.

UP means that the fault costs an attribute, or nothing; `matrix.py` says how the other reasons are chosen.
"""
import dataclasses
import typing

import wire
from wire import Drip, Forever, RESET, SILENCE, MIB

UP = "up"
# The places of HTTP: the login, the question for the dialect, and pages of the two walks.
LOGIN, DISCOVERY, PAGE_FIRST, PAGE_MIDDLE, PAGE_LAST = "login", "discovery", "first page", "middle page", "last page"
SHORT = 1.0


@dataclasses.dataclass(frozen=True)
class Fault:
    name: str
    act: typing.Callable
    login: str = None
    page: str = None
    # At the question for the dialect, where it differs from a page.
    discovery: str = None
    timeout: float = 30.0
    is_heavy: bool = False
    is_far: bool = False

    def at(self, place):
        if place == LOGIN:
            return self.login
        return self.discovery or self.page if place == DISCOVERY else self.page


def both(name, reason, act, **more):
    return Fault(name, act, login=reason, page=reason, **more)


def page(name, reason, act, **more):
    return Fault(name, act, page=reason, **more)


def login(name, reason, act, **more):
    return Fault(name, act, login=reason, **more)


# --- changes of a sound page and of a sound token

def first_image(**changes):
    """The page with attributes of its first image changed; None leaves one out."""
    def act(answer):
        document = answer.document()
        image = document["images"][0]
        image.update(changes)
        document["images"][0] = {name: value for name, value in image.items() if value is not None}
        return answer.whole(wire.dumped(document))
    return act


def in_image(text):
    """The page with `text` as the first member of its first image, as it stands."""
    return lambda answer: answer.whole(answer.body.replace(b'{"id"', b'{' + text + b',"id"', 1))


def top(**changes):
    def act(answer):
        document = {**answer.document(), **changes}
        return answer.whole(wire.dumped({name: value for name, value in document.items() if value is not None}))
    return act


def token(**changes):
    def act(answer):
        inner = {**answer.document()["token"], **changes}
        return answer.whole(wire.dumped({"token": {key: value for key, value in inner.items() if value is not None}}))
    return act


def image_url(url):
    def act(answer):
        return token(catalog=[{"type": "image", "endpoints": [
            {"interface": "public", "region_id": "R", "url": url}]}])(answer)
    return act


def raw(content):
    return lambda answer: [content]


def body(content, *fields):
    return lambda answer: answer.whole(content, *fields)


def redirect(status, target):
    return lambda answer: answer.whole(b"", f"Location: {target}", status=status)


def nested(depth):
    return b"[" * depth + b"]" * depth


# --- on every place of HTTP

WIRE = [
    both("reset before a byte", "interrupted", lambda answer: [RESET]),
    both("end before a byte", "interrupted", lambda answer: []),
    both("reset in the head", "interrupted", lambda answer: [answer.head()[:30], RESET]),
    both("reset in the body", "interrupted",
         lambda answer: [answer.head(length=len(answer.body)), answer.body[:20], RESET]),
    both("silence", "timeout", lambda answer: [SILENCE], timeout=SHORT),
    both("silence in the head", "timeout", lambda answer: [answer.head()[:30], SILENCE], timeout=SHORT),
    both("silence in the body", "timeout",
         lambda answer: [answer.head(length=len(answer.body)), answer.body[:20], SILENCE], timeout=SHORT),
    both("silence behind a body without length", "timeout",
         lambda answer: [answer.head(), answer.body, SILENCE], timeout=SHORT),
    both("one byte a second in the head", "timeout", lambda answer: [Drip(answer.head())], timeout=3.0),
    both("one byte a second in the body", "timeout",
         lambda answer: [answer.head(length=len(answer.body)), Drip(answer.body)], timeout=3.0),
    both("Content-Length too big", "interrupted", lambda answer: [answer.head(length=len(answer.body) + 1), answer.body]),
    both("Content-Length too small", "malformed", lambda answer: [answer.head(length=len(answer.body) - 1), answer.body]),
    both("Content-Length 0", "malformed", lambda answer: [answer.head(length=0), answer.body]),
    both("Content-Length negative", "malformed", lambda answer: [answer.head(length=-1), answer.body]),
    both("Content-Length no number", "malformed", lambda answer: [answer.head(length="many"), answer.body]),
    both("Content-Length of 1 TB", "too_large", lambda answer: [answer.head(length=10**12), answer.body]),
    both("Content-Length over 64 bits", "too_large", lambda answer: [answer.head(length=10**30), answer.body]),
    both("chunks of no size", "malformed",
         lambda answer: [answer.head("Transfer-Encoding: chunked"), b"zz\r\n" + answer.body]),
    both("a chunk over 64 bits", "malformed",
         lambda answer: [answer.head("Transfer-Encoding: chunked"), b"f" * 20 + b"\r\n" + answer.body]),
    both("chunks that are whole", UP,
         lambda answer: [answer.head("Transfer-Encoding: chunked"), wire.chunked(answer.body)]),
    both("no status line", "malformed", lambda answer: [b"<html>\r\n\r\n" + answer.body]),
    both("another protocol", "malformed", raw(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")),
    both("an HTTP version of its own", "malformed", lambda answer: [b"HTTP/9.9 200 OK\r\n\r\n" + answer.body]),
    both("a status of no number", "malformed", lambda answer: [b"HTTP/1.1 abc OK\r\n\r\n" + answer.body]),
    both("NUL in the head", "malformed", lambda answer: answer.whole(None, "X-Nul: a\0b")),
    both("interim answers before the answer", UP,
         lambda answer: [b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n",
                         *answer.whole()]),
    both("endless interim answers", "too_large", lambda answer: [Forever(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)]),
    both("endless head", "too_large",
         lambda answer: [b"HTTP/1.1 200 OK\r\n", Forever(b"X-More: " + b"y" * 4000 + b"\r\n")]),
    both("a head line without end", "too_large",
         lambda answer: [b"HTTP/1.1 200 OK\r\nX-More: ", Forever(b"y" * 65536)], is_heavy=True),
    both("a status line without end", "too_large", lambda answer: [b"HTTP/1.1 200 ", Forever(b"y" * 65536)],
         is_heavy=True),
    both("a head of 65 KiB", "too_large",
         lambda answer: answer.whole(None, *[f"X-{number}: {'y' * 1000}" for number in range(65)])),
    both("a head of 50 KiB", UP,
         lambda answer: answer.whole(None, *[f"X-{number}: {'y' * 1000}" for number in range(50)])),
    both("more behind the body", UP, lambda answer: [*answer.whole(), b"HTTP/1.1 500 No\r\n\r\n"]),
    both("endless body", "too_large", lambda answer: [answer.head(), Forever(b" " * 65536)], is_heavy=True),
    both("endless body in chunks", "too_large",
         lambda answer: [answer.head("Transfer-Encoding: chunked"), Forever(b"10000\r\n" + b" " * 65536 + b"\r\n")],
         is_heavy=True),
    both("a line of 100 MB", "too_large",
         lambda answer: [answer.head(length=100_000_002), b'"'] + [b"x" * 10**6] * 100 + [b'"'], is_heavy=True),
    both("a line of 100 MB without length", "too_large",
         lambda answer: [answer.head(), b'"'] + [b"x" * 10**6] * 100 + [b'"'], is_heavy=True),
    both("no body", "malformed", body(b"")),
    both("a page of HTML", "malformed", body(b"<html><body>Welcome</body></html>", "Content-Type: text/html")),
    both("a list instead of an object", "malformed", body(b"[]")),
    both("a word instead of an object", "malformed", body(b"null")),
    both("two documents", "malformed", lambda answer: answer.whole(answer.body * 2)),
    both("nothing but blanks", "malformed", body(b" \r\n\t" * 100)),
    both("deep nesting", "malformed", body(nested(100_000))),
    both("deep nesting without end", "malformed", body(b'{"a":' * 100_000)),
    both("invalid UTF-8", "malformed", lambda answer: answer.whole(answer.body.replace(b'"id":"', b'"id":"\xff\xfe', 1))),
    both("overlong UTF-8", "malformed",
         lambda answer: answer.whole(answer.body.replace(b'"id":"', b'"id":"\xc0\xaf', 1))),
    # A decoder may take a last comma, which hides nothing; that of pages does not.
    Fault("a comma too many", lambda answer: answer.whole(answer.body[:-1] + b",}"), login=UP, page="malformed"),
    both("UTF-16", "malformed", lambda answer: answer.whole(answer.body.decode().encode("utf-16"))),
    both("a control character in a text", "malformed",
         lambda answer: answer.whole(answer.body.replace(b'"id":"', b'"id":"\0\n', 1))),
    both("NaN", "malformed", lambda answer: answer.whole(answer.body.replace(b'{', b'{"n":NaN,', 1))),
    both("Infinity", "malformed", lambda answer: answer.whole(answer.body.replace(b'{', b'{"n":-Infinity,', 1))),
    both("a comment", "malformed", lambda answer: answer.whole(answer.body.replace(b"{", b"{/* no */", 1))),
    both("text/html around a sound body", UP,
         lambda answer: [answer.head("Content-Type: text/html", length=len(answer.body)), answer.body]),
    both("Retry-After of a day", "server_error", lambda answer: answer.whole(b"", "Retry-After: 86400", status=503)),
    both("Retry-After in the past", "server_error", lambda answer: answer.whole(
        b"", "Retry-After: Mon, 01 Jan 2001 00:00:00 GMT", status=503)),
    both("Retry-After of no sense", "server_error", lambda answer: answer.whole(b"", "Retry-After: -soon", status=503)),
    *[both(f"redirect {status} to {target}", "unexpected_status", redirect(status, target))
      for status in (301, 302, 303, 307, 308)
      for target in ("file:///etc/passwd", "{other}", "{itself}", "https://{other_host}/", "//{other_host}/", "")],
]

# Compressed answers, of an address that is asked for them.
GZIP = [
    both("gzip that is sound", UP, lambda answer: answer.whole(wire.packed(answer.body), "Content-Encoding: gzip"),
         is_far=True),
    both("no gzip behind its name", "malformed", lambda answer: answer.whole(None, "Content-Encoding: gzip"), is_far=True),
    both("gzip with a wrong sum", "malformed",
         lambda answer: answer.whole(wire.packed(answer.body)[:-8] + bytes(8), "Content-Encoding: gzip"), is_far=True),
    both("gzip cut in its middle", "malformed",
         lambda answer: answer.whole(wire.packed(answer.body)[:-30], "Content-Encoding: gzip"), is_far=True),
    both("an encoding that nobody knows", "malformed",
         lambda answer: answer.whole(None, "Content-Encoding: rot13"), is_far=True),
    both("six layers of gzip", "malformed",
         lambda answer: answer.whole(None, "Content-Encoding: gzip, gzip, gzip, gzip, gzip, gzip"), is_far=True),
    both("gzip bomb of 70 MiB", "too_large",
         lambda answer: answer.whole(wire.spaces_packed(70), "Content-Encoding: gzip"), is_far=True, is_heavy=True),
    both("gzip bomb of 1 GiB", "too_large",
         lambda answer: answer.whole(wire.spaces_packed(1024), "Content-Encoding: gzip"), is_far=True, is_heavy=True),
    both("gzip that nobody asked for", "malformed",
         lambda answer: answer.whole(wire.packed(answer.body), "Content-Encoding: gzip")),
]

# What only a page of images can be.
IMAGES = [
    page("images is no list", "malformed", top(images={})),
    page("images is null", "malformed", body(b'{"images":null}')),
    page("images is not there", "malformed", top(images=None)),
    page("images holds no objects", "malformed", top(images=[1, "two", None])),
    page("images twice", "malformed", lambda answer: answer.whole(answer.body.replace(b"{", b'{"images":[],', 1))),
    page("next twice", "malformed", lambda answer: answer.whole(
        answer.body.replace(b"{", b'{"next":"/v2/images?marker=a","next":"/v2/images?marker=b",', 1))),
    page("next is a number", "malformed", top(next=7)),
    page("next without a query", "malformed", top(next="/v2/images"), discovery=UP),
    page("next without a marker", "malformed", top(next="/v2/images?limit=2"), discovery=UP),
    page("next of 9 KiB", "malformed", top(next="/v2/images?marker=" + "m" * 9000), discovery=UP),
    page("next with a line break", "malformed", top(next="/v2/images?marker=a\r\nX: y"), discovery=UP),
    page("next to itself", "loop", top(next="/v2/images?marker=itself"), discovery=UP),
    page("next without end", "timeout", top(next="/v2/images?marker={fresh}"), discovery=UP, timeout=2.0),
    page("next at another host", UP, top(next="{other}/v2/images?marker={end}")),
    page("next in a file", UP, top(next="file:///etc/passwd?marker={end}")),
    page("an attribute twice", UP, in_image(b'"min_ram":0,"min_ram":0')),
    # The last one holds, as in most decoders.
    page("an id twice", UP, in_image(b'"id":"00000000-0000-4000-8000-000000000099"')),
    page("a status and a visibility twice", UP, in_image(b'"status":"killed","visibility":"shared"')),
    page("an attribute of 40 MB", UP, lambda answer: answer.whole(
        answer.body.replace(b'{"id"', b'{"name":"' + b"x" * 40_000_000 + b'","id"', 1)), is_heavy=True),
    page("a lone surrogate", UP, in_image(rb'"name":"\ud800"')),
    page("a surrogate pair the wrong way round", UP, in_image(rb'"name":"\udc00\ud800"')),
    page("nesting of 50 in an attribute", UP, in_image(b'"deep":' + nested(50))),
    page("nesting of 70 in an attribute", "malformed", in_image(b'"deep":' + nested(70))),
    page("a number of 10^30", UP, in_image(b'"min_disk":1' + b"0" * 30)),
    page("a number of 1e400", UP, in_image(b'"min_disk":1e400')),
    page("a number of a thousand digits", UP, in_image(b'"min_disk":' + b"9" * 1000)),
    page("a negative number", UP, first_image(min_ram=-1)),
    page("a fraction", UP, first_image(min_ram=1.5)),
    page("an attribute that is a list", UP, first_image(architecture=[1, {"a": None}])),
    page("ten thousand attributes", UP, first_image(**{f"extra_{number}": "x" for number in range(10_000)})),
    page("a name of no text", UP, first_image(name={"a": 1})),
]

TOKENS = [
    login("token without catalog", "no_endpoint", token(catalog=None)),
    login("empty catalog", "no_endpoint", token(catalog=[])),
    login("catalog is no list", "no_endpoint", token(catalog="none")),
    login("catalog of numbers", "no_endpoint", token(catalog=[1, 2, 3])),
    login("catalog without images", "no_endpoint", token(catalog=[{"type": "compute", "endpoints": []}])),
    login("catalog without endpoints", "no_endpoint", token(catalog=[{"type": "image"}])),
    login("endpoint without address", "no_endpoint", image_url("")),
    login("endpoint in a file", "no_endpoint", image_url("file:///etc/passwd")),
    login("endpoint of another protocol", "no_endpoint", image_url("gopher://{other_host}/")),
    login("endpoint with a password", "no_endpoint", image_url("http://user:pass@{other_host}/")),
    login("endpoint with a placeholder", "no_endpoint", image_url("http://127.0.0.1/$(tenant_id)s")),
    login("endpoint with a line break", "no_endpoint", image_url("http://127.0.0.1/\r\nX: y")),
    login("endpoint that nobody listens at", "connect", image_url("http://127.0.0.1:{closed}/")),
    login("token without project", "unscoped_token", token(project=None)),
    login("token of another shape", "malformed", body(b'{"token":[]}')),
    login("token is null", "malformed", body(b'{"token":null}')),
    login("no X-Subject-Token", "malformed", lambda answer: [
        b"HTTP/1.1 201 Created\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(answer.body), answer.body]),
    login("an empty X-Subject-Token", "malformed", lambda answer: [
        b"HTTP/1.1 201 Created\r\nX-Subject-Token: \r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(answer.body),
        answer.body]),
    login("an end of no sense", UP, token(expires_at="soon")),
    login("an end long ago", UP, token(expires_at="2001-01-01T00:00:00.000000Z")),
    login("roles of no sense", UP, token(roles="none", user=5)),
    login("a key twice", UP, lambda answer: answer.whole(
        answer.body.replace(b'"expires_at"', b'"expires_at":"2001-01-01T00:00:00Z","project":{"id":"q"},"expires_at"', 1))),
    login("a lone surrogate", UP, lambda answer: answer.whole(
        answer.body.replace(b'"project"', rb'"user":{"name":"\ud800"},"project"', 1))),
    login("numbers out of range", UP, lambda answer: answer.whole(
        answer.body.replace(b'"project"', b'"issued":1e400,"serial":1' + b"0" * 1000 + b',"project"', 1))),
    login("a body of 5 MiB", "too_large", lambda answer: answer.whole(answer.body + b" " * (5 * MIB))),
]
