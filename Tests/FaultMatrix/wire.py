"""Bytes on the wire: what a sound answer is, and what a fault makes of it.

A fault is a function from a sound `Answer` to steps. A step is bytes to send, or one of RESET, SILENCE, `Drip` and `Forever`;
after the last one the connection ends in good order.
"""
import dataclasses
import gzip
import json
import zlib

RESET, SILENCE = "reset", "silence"
MIB = 1 << 20


@dataclasses.dataclass(frozen=True)
class Drip:
    """One byte a second, over and over."""
    content: bytes


@dataclasses.dataclass(frozen=True)
class Forever:
    """The same bytes again and again, until the client hangs up."""
    content: bytes


@dataclasses.dataclass(frozen=True)
class Answer:
    """What the cloud would say."""
    status: int
    fields: tuple
    body: bytes

    def head(self, *more, length=None, status=None):
        """A head; `length` None leaves Content-Length out."""
        lines = [f"HTTP/1.1 {status or self.status} Status", *self.fields, *more, "Connection: close"]
        if length is not None:
            lines.append(f"Content-Length: {length}")
        return "\r\n".join([*lines, "", ""]).encode()

    def whole(self, body=None, *more, status=None):
        body = self.body if body is None else body
        return [self.head(*more, length=len(body), status=status), body]

    def document(self):
        return json.loads(self.body)


def chunked(body, size=64):
    pieces = [body[start:start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def spaces_packed(mebibytes):
    """A gzip member of so many MiB of spaces, made once."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    parts = [packer.compress(b" " * MIB) for _ in range(mebibytes)]
    return b"".join(parts) + packer.flush()


def packed(body):
    return gzip.compress(body, mtime=0)


def dumped(document):
    return json.dumps(document, separators=(",", ":")).encode()
