"""The matrix as data: which fault, where, when, and what the exporter has to say of it.

The reasons are those of the contract's closed set (README, "Metrics"), chosen by what each means to an operator: a name that
is not found is `dns`; no connection is `connect`; no trust is `tls`; an answer that ends early is `interrupted`; one that is
whole and cannot be read is `malformed`; one over a bound is `too_large`; what takes longer than the poll may is `timeout`;
redirects are not followed and so are an `unexpected_status`. UP means that the fault costs an attribute, or nothing.
"""
import dataclasses
import typing

import wire
from faults import DISCOVERY, GZIP, IMAGES, LOGIN, PAGE_FIRST, PAGE_LAST, PAGE_MIDDLE, SHORT, TOKENS, UP, WIRE

FIRST, LATER = "first", "later"
MOMENTS = (FIRST, LATER)
PAGES = (PAGE_FIRST, PAGE_MIDDLE, PAGE_LAST)


@dataclasses.dataclass(frozen=True)
class Cell:
    place: str
    fault: str
    moment: str
    expected: str
    act: typing.Callable = None
    link: str = None
    name_fault: str = None
    # Of a whole poll, in seconds.
    timeout: float = 30.0
    # Takes much memory or processor time: few at once.
    is_heavy: bool = False
    # Behind an address that is asked for compressed answers.
    is_far: bool = False
    # The login is tried again only with other credentials.
    holds_back: bool = False
    # Of the exporter's memory of names, which is to pass before the fault shows.
    waits: float = 0.0

    def __str__(self):
        return f"{self.place} / {self.fault} / {self.moment}"


# --- statuses

def status_reason(place, status):
    """A status that stays, with an error of OpenStack's as its body."""
    # Interim answers, and then the end of the connection.
    if status < 200:
        return "interrupted"
    # The success that was asked for, and behind it a body that is none.
    if status == 200 or place == LOGIN and status == 201:
        return "malformed"
    # Proxies alone answer so (RFC 9110, 15.5.8).
    if status == 407:
        return "connect"
    named = {400: "bad_request", 401: "unauthorized", 403: "forbidden", 404: "not_found", 429: "rate_limited"}
    return named.get(status, "server_error" if status >= 500 else "unexpected_status")


def status_act(status):
    message = b'{"error":{"code":%d,"message":"no","title":"No"},"message":"no"}' % status

    def act(answer):
        if status < 200 or status in (204, 304):
            return [b"HTTP/1.1 %d Status\r\n\r\n" % status]
        return answer.whole(message, status=status)
    return act


def statuses(place, is_part):
    edges = {100, 199, 200, 201, 204, 299, 300, 304, 399, 400, 401, 402, 403, 404, 407, 428, 429, 430, 499, 500, 503, 599}
    for status in sorted(edges) if is_part else range(100, 600):
        yield f"status {status}", status_act(status), status_reason(place, status)


# --- cuts

def cut(way, place):
    """The answer up to a byte, and then the end of the connection."""
    def act(answer):
        if way == "head":
            return [answer.head(length=len(answer.body))[:place]]
        if way == "length":
            return [answer.head(length=len(answer.body)), answer.body[:place]]
        if way == "chunks":
            return [answer.head("Transfer-Encoding: chunked"), wire.chunked(answer.body)[:place]]
        return [answer.head(), answer.body[:place]]
    return act


# Where a length tells how much is missing, the answer broke off; without one it is a page that cannot be read.
CUTS = {"head": "interrupted", "length": "interrupted", "chunks": "interrupted", "no length": "malformed"}


def cuts(answer, step):
    """Of a sound answer of this place."""
    lengths = {"head": len(answer.head(length=len(answer.body))), "chunks": len(wire.chunked(answer.body))}
    for way, reason in CUTS.items():
        for place in range(0, lengths.get(way, len(answer.body)), step):
            # Behind the last chunk, and all but the end of its line, no more of a body can come.
            is_whole = way == "chunks" and place == lengths[way] - 1
            yield f"cut at byte {place}, {way}", cut(way, place), UP if is_whole else reason


# --- below HTTP: connections and TLS, of the identity and of the image API

LINK_PLACES = ("identity's server", "image server", "image server, second page")
LINKS = {  # fault: (is the address one of TLS, reason)
    "refused": (False, "connect"),
    "a connection that is not answered": (False, "timeout"),
    # Before or after the client has seen the connection.
    "reset at once": (False, "connect|interrupted"),
    "TLS on a plain port": (False, "malformed"),
    "certificate expired": (True, "tls"),
    "certificate not valid yet": (True, "tls"),
    "certificate of another host": (True, "tls"),
    "unknown authority": (True, "tls"),
    "signed by itself": (True, "tls"),
    "plain HTTP on a TLS port": (True, "tls"),
    "noise on a TLS port": (True, "tls"),
    "an alert instead of a handshake": (True, "tls"),
    "a handshake that breaks off": (True, "tls"),
    "a handshake that is reset": (True, "tls"),
    "a client's certificate asked for": (True, "tls"),
    "a stalled handshake": (True, "timeout"),
    "silence behind the connection": (False, "timeout"),
    # As a cut without a length.
    "no end of TLS behind a cut body": (True, "malformed"),
}
LINK_TIMEOUTS = {fault: SHORT for fault, (_, reason) in LINKS.items() if reason == "timeout"}
# Over the connection's own limit, 10 s, four times.
STALLED_FOR_LONG = ("a stalled handshake, to the limit of connecting", "a stalled handshake", True, "connect", 120.0)

NAMES = {
    "no such name": "dns", "server failure": "dns", "refused": "dns", "no address": "dns", "noise": "dns",
    "an answer to another question": "dns", "a circle of aliases": "dns", "silence": "timeout",
    "an address that nobody listens at": "connect",
}
NAME_PLACES = ("identity's name", "image API's name")
# libcurl keeps an address for a minute.
NAME_MEMORY = 61.0


def http_cells(answers, is_part):
    step = 61 if is_part else 1
    for place in (LOGIN, DISCOVERY, *PAGES):
        for moment in MOMENTS:
            # What a server is, is found out once.
            if place == DISCOVERY and moment == LATER:
                continue
            for fault in WIRE + GZIP + IMAGES + TOKENS:
                is_rare = is_part and fault.is_heavy and (place not in (LOGIN, PAGE_FIRST) or moment == FIRST)
                if fault.at(place) and not is_rare:
                    yield Cell(place, fault.name, moment, fault.at(place), fault.act, timeout=fault.timeout,
                               is_heavy=fault.is_heavy, is_far=fault.is_far)
            for name, act, reason in statuses(place, is_part):
                is_refusal = place == LOGIN and reason in ("bad_request", "unauthorized", "forbidden", "not_found")
                yield Cell(place, name, moment, reason, act, holds_back=is_refusal)
            if place != DISCOVERY:
                for name, act, reason in cuts(answers[place], step):
                    yield Cell(place, name, moment, reason, act)


def link_cells(is_part):
    for place in LINK_PLACES:
        for moment in MOMENTS:
            for fault, (_, reason) in LINKS.items():
                yield Cell(place, fault, moment, reason, link=fault, timeout=LINK_TIMEOUTS.get(fault, 30.0))
            name, fault, _, reason, timeout = STALLED_FOR_LONG
            if not is_part:
                yield Cell(place, name, moment, reason, link=fault, timeout=timeout)


def name_cells(is_part):
    for place in NAME_PLACES:
        for fault, reason in NAMES.items():
            yield Cell(place, fault, FIRST, reason, name_fault=fault, timeout=2.0 if fault == "silence" else 60.0)
            if not is_part:
                yield Cell(place, fault, LATER, reason, name_fault=fault, timeout=2.0 if fault == "silence" else 60.0,
                           waits=NAME_MEMORY)
