"""Bytes on the wire: what a sound answer is, and what a fault makes of it.

A fault is a function from a sound `Answer` to steps. A step is bytes to send, or one of RESET, SILENCE, `Drip` and `Forever`;
after the last one the connection ends in good order.
"""
import dataclasses
import functools
import gzip
import json
import struct
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


@functools.cache
def spaces_packed(mebibytes):
    """A gzip member of so many MiB of spaces. Its blocks are one that is repeated: nothing else is served meanwhile."""
    spaces, packer = b" " * MIB, zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(spaces) + packer.flush(zlib.Z_FULL_FLUSH)
    check = functools.reduce(lambda check, _: zlib.crc32(spaces, check), range(mebibytes), 0)
    return (b"\x1f\x8b\x08" + bytes(6) + b"\xff" + block * mebibytes + b"\x03\x00"
            + struct.pack("<II", check, mebibytes * MIB % (1 << 32)))


def packed(body):
    return gzip.compress(body, mtime=0)


def dumped(document):
    return json.dumps(document, separators=(",", ":")).encode()
