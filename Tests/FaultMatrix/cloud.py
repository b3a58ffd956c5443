"""A scripted cloud on the loopback interface: an identity and an image API for each cell, with its fault.

A cell's path begins with its name: http://127.0.0.1:PORT/NAME/v3 and /NAME/image. Every answer ends its connection, so that
what befalls connections is seen at each request.
"""
import asyncio
import socket
import struct
import urllib.parse

import matrix
import wire

FAR = "http://cloud.invalid"
PAGE_SIZE = 2
# Editions of the catalogue: status and visibility of each image, visible ones and hidden ones.
EDITIONS = {
    1: ([("active", "public")] * 5, [("active", "private")]),
    2: ([("active", "public")] * 5 + [("queued", "public")], [("active", "private")] * 2),
}


def image(number, status, visibility):
    return {"id": f"00000000-0000-4000-8000-{number:012d}", "status": status, "visibility": visibility, "size": number}


def pages(edition):
    """The pages of both walks, with the targets that lead to them."""
    walks, number = [], 0
    for images in EDITIONS[edition]:
        made = []
        for status, visibility in images:
            number += 1
            made.append(image(number, status, visibility))
        walks.append([made[start:start + PAGE_SIZE] for start in range(0, len(made), PAGE_SIZE)])
    return walks


def numbers(edition):
    """What `glance_images` has to say: images by status and visibility, those that are not 0."""
    counts = {}
    for walk in EDITIONS[edition]:
        for place in walk:
            counts[place] = counts.get(place, 0) + 1
    return counts


def listing(edition, hidden, number, is_dialect=False):
    walk = pages(edition)[hidden]
    body = {"images": walk[number]}
    if number + 1 < len(walk) and not is_dialect:
        body["next"] = f"/v2/images?marker={int(hidden)}-{number + 1}"
    return wire.Answer(200, ("Content-Type: application/json",), wire.dumped(body))


def token(number, endpoint):
    body = {"token": {"expires_at": "2090-01-01T00:00:00.000000Z", "project": {"id": "p", "name": "p"},
                      "roles": [{"name": "admin"}], "catalog": [{"type": "image", "endpoints": [
                          {"interface": "public", "region_id": "R", "url": endpoint}]}]}}
    return wire.Answer(201, ("Content-Type: application/json", f"X-Subject-Token: token-{number}"), wire.dumped(body))


class Stage:
    """What one cell's cloud does now."""

    def __init__(self, cell, name, endpoint):
        self.cell, self.name, self.endpoint = cell, name, endpoint
        self.edition, self.is_faulty = 1, False
        self.tokens, self.refused = 0, set()
        self.logins = self.fresh = 0

    def spoil(self):
        self.is_faulty, self.edition, self.logins = True, 2, 0
        if self.cell.place in (matrix.LOGIN, *matrix.LINK_PLACES[:1], *matrix.NAME_PLACES[:1]):
            self.refused = {f"token-{number}" for number in range(self.tokens + 1)}

    def heal(self):
        self.is_faulty, self.edition = False, 2

    def answer(self, path, query, token_given):
        """The place and the sound answer."""
        if path == "/v3/auth/tokens":
            self.tokens += 1
            self.logins += 1
            return matrix.LOGIN, token(self.tokens, self.endpoint)
        if path != "/image/v2/images":
            return None, wire.Answer(404, (), b"{}")
        if token_given in self.refused or not token_given:
            return None, wire.Answer(401, (), b"{}")
        hidden, number = query.get("os_hidden") == "true", 0
        if query.get("limit") == "1":
            return matrix.DISCOVERY, listing(self.edition, False, 0, True)
        marker = query.get("marker", "")
        if "-" in marker:
            hidden, number = marker[0] == "1", int(marker[2:])
        if marker == "end":
            return None, wire.Answer(200, (), b'{"images":[]}')
        place = matrix.PAGE_LAST if hidden else matrix.PAGES[number] if number < 2 else None
        if marker == "itself" or marker.startswith("fresh"):
            place = self.cell.place
        return place, listing(self.edition, hidden, number)


class Cloud:
    """Serves every stage under one port."""

    def __init__(self):
        self.stages = {}
        self.trapped = 0
        self.open = set()

    async def start(self):
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0, backlog=1024, limit=1 << 20)
        self.port = self.server.sockets[0].getsockname()[1]
        self.trap = await asyncio.start_server(self.caught, "127.0.0.1", 0)
        # Bound, so that nobody else gets it, and never listening.
        self.closed = socket.socket()
        self.closed.bind(("127.0.0.1", 0))
        self.other_host = f"127.0.0.1:{self.trap.sockets[0].getsockname()[1]}"

    def caught(self, _, writer):
        self.trapped += 1
        writer.close()

    async def serve(self, reader, writer):
        self.open.add(writer)
        try:
            await self.converse(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            self.open.discard(writer)
            writer.close()

    async def converse(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        fields = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
        if "content-length" in fields:
            await reader.readexactly(int(fields["content-length"]))
        parts = urllib.parse.urlsplit(head[0].split(" ")[1])
        _, name, rest = parts.path.split("/", 2)
        stage = self.stages.get(name)
        if stage is None:
            return
        place, answer = stage.answer("/" + rest, dict(urllib.parse.parse_qsl(parts.query)), fields.get("x-auth-token"))
        steps = answer.whole()
        if stage.is_faulty and stage.cell.act and place == stage.cell.place:
            steps = self.steps(stage, answer, head[0].split(" ")[1])
        await play(steps, reader, writer)

    def steps(self, stage, answer, target):
        """The fault's steps, with the marks in them filled and the length of what was filled set right."""
        stage.fresh += 1
        marks = {"{other_host}": self.other_host, "{other}": f"http://{self.other_host}", "{itself}": target,
                 "{fresh}": f"fresh{stage.fresh:09d}", "{end}": "end", "{closed}": f"{self.closed.getsockname()[1]}"}
        for step in (steps := list(stage.cell.act(answer))):
            if not isinstance(step, bytes) or len(step) > 1 << 16 or not any(mark.encode() in step for mark in marks):
                continue
            filled = step
            for mark, value in marks.items():
                filled = filled.replace(mark.encode(), value.encode())
            steps[steps.index(step)] = filled
            old, new = f"Content-Length: {len(step)}".encode(), f"Content-Length: {len(filled)}".encode()
            steps[0] = steps[0].replace(old, new)
        return steps


async def play(steps, reader, writer):
    for step in steps:
        if step == wire.RESET:
            await writer.drain()
            reset(writer)
            return
        if step == wire.SILENCE:
            await reader.read()
            return
        if isinstance(step, wire.Drip):
            for byte in step.content * 100:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(1)
        elif isinstance(step, wire.Forever):
            while not writer.is_closing():
                writer.write(step.content)
                await writer.drain()
        else:
            writer.write(step)
            await writer.drain()


def reset(writer):
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
