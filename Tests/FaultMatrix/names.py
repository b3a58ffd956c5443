"""A name server of the loopback network that answers as it is told: the names of cells end in `.cell.test`."""
import asyncio
import socket
import struct

ADDRESS = "127.53.53.54"
CODES = {"server failure": 2, "no such name": 3, "refused": 5}


class NameServer(asyncio.DatagramProtocol):
    def __init__(self):
        # The fault of each name; None: 127.0.0.1.
        self.names = {}

    async def start(self):
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: self, local_addr=(ADDRESS, 53))

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        labels, at = [], 12
        while data[at]:
            labels.append(data[at + 1:at + 1 + data[at]].decode("latin-1"))
            at += 1 + data[at]
        question, kind = data[12:at + 5], struct.unpack(">H", data[at + 1:at + 3])[0]
        name = ".".join(labels)
        if name not in self.names or self.names[name] == "silence":
            return
        self.transport.sendto(self.answer(data[:2], question, kind, self.names[name]), address)

    def answer(self, number, question, kind, fault):
        if fault == "noise":
            return number + b"\xff" * 40
        if fault == "an answer to another question":
            question = question.replace(b"\x04cell", b"\x04cold")
        code = CODES.get(fault, 0)
        record = b""
        if fault == "a circle of aliases":
            record = b"\xc0\x0c" + struct.pack(">HHIH", 5, 1, 0, 2) + b"\xc0\x0c"
        elif fault in (None, "an address that nobody listens at", "an answer to another question") and kind == 1:
            host = "127.0.0.1" if fault is None else "127.53.53.55"
            record = b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 0, 4) + socket.inet_aton(host)
        return number + struct.pack(">HHHHH", 0x8180 | code, 1, 1 if record else 0, 0, 0) + question + record
