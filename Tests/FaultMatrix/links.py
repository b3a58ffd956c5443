"""Servers of one cell each, whose connections and TLS are spoiled; behind them stands the scripted cloud."""
import asyncio
import datetime
import ipaddress
import os
import socket
import ssl

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

import cloud
import matrix

NOISE = bytes(range(256)) * 4
# Alert, TLS 1.2, fatal: protocol version (70) and handshake failure (40).
ALERT_VERSION, ALERT_HANDSHAKE = bytes.fromhex("15030300020246"), bytes.fromhex("15030300020228")


def certificates(folder):
    """Contexts of servers by fault, and the path of the authority that vouches for the sound one."""
    now = datetime.datetime.now(datetime.timezone.utc)
    day = datetime.timedelta(days=1)

    def make(name, start, end, host, issuer=None):
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        names = [x509.DNSName(host)] + ([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))] if host == "localhost" else [])
        parent, signer = (issuer[0].subject, issuer[1]) if issuer else (subject, key)
        made = (x509.CertificateBuilder().subject_name(subject).issuer_name(parent).public_key(key.public_key())
                .serial_number(x509.random_serial_number()).not_valid_before(start).not_valid_after(end)
                .add_extension(x509.SubjectAlternativeName(names), False)
                .add_extension(x509.BasicConstraints(issuer is None, None), True).sign(signer, hashes.SHA256()))
        path = os.path.join(folder, name + ".pem")
        with open(path, "wb") as file:
            file.write(made.public_bytes(serialization.Encoding.PEM))
            file.write(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                         serialization.NoEncryption()))
        return made, key, path

    ours = make("authority", now - 9 * day, now + 9 * day, "authority")
    theirs = make("stranger", now - 9 * day, now + 9 * day, "stranger")
    paths = {
        None: make("sound", now - day, now + day, "localhost", ours)[2],
        "certificate expired": make("expired", now - 3 * day, now - day, "localhost", ours)[2],
        "certificate not valid yet": make("early", now + day, now + 3 * day, "localhost", ours)[2],
        "certificate of another host": make("other", now - day, now + day, "other.example", ours)[2],
        "unknown authority": make("unknown", now - day, now + day, "localhost", theirs)[2],
        "signed by itself": make("itself", now - day, now + day, "localhost")[2],
    }
    contexts = {}
    for fault, path in paths.items():
        contexts[fault] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        contexts[fault].load_cert_chain(path)
    asking = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    asking.load_cert_chain(paths[None])
    asking.load_verify_locations(ours[2])
    # With TLS 1.3 a client takes the handshake for done before it is refused; the end-to-end tests have that.
    asking.maximum_version = ssl.TLSVersion.TLSv1_2
    asking.verify_mode = ssl.CERT_REQUIRED
    contexts["a client's certificate asked for"] = asking
    trusted = os.path.join(folder, "trusted.pem")
    with open(trusted, "wb") as file:
        file.write(ours[0].public_bytes(serialization.Encoding.PEM))
    return contexts, trusted


SHUT = ("refused", "a connection that is not answered")


class Link:
    """A listener that stands before the cloud for the identity or for the image API of one cell."""

    def __init__(self, cloud_server, contexts, is_tls, fault, from_connection):
        self.cloud, self.contexts, self.is_tls, self.fault = cloud_server, contexts, is_tls, fault
        self.from_connection, self.count, self.is_faulty = from_connection, 0, False
        self.held, self.tasks = [], set()
        self.port = 0
        self.bind()
        self.port = self.socket.getsockname()[1]
        self.listen()

    def bind(self):
        self.socket = socket.socket()
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(("127.0.0.1", self.port))

    def listen(self):
        self.is_listening = True
        self.socket.listen(64)
        asyncio.get_running_loop().add_reader(self.socket, self.accept)

    def unbind(self):
        """At once: a number that is used again must not be looked at for the old socket."""
        asyncio.get_running_loop().remove_reader(self.socket)
        self.socket.close()

    @property
    def url(self):
        return f"{'https' if self.is_tls else 'http'}://{'localhost' if self.is_tls else '127.0.0.1'}:{self.port}"

    def spoil(self):
        self.is_faulty, self.count = True, 0
        if self.fault in SHUT and self.from_connection == 1:
            self.shut()

    def shut(self):
        """Keeps the port, and refuses connections or leaves them without an answer."""
        self.is_listening = False
        if self.fault == "refused":
            self.unbind()
            self.bind()
            return
        asyncio.get_running_loop().remove_reader(self.socket)
        # The system answers to no more connections than may wait.
        self.socket.listen(0)
        for _ in range(4):
            waiting = socket.socket()
            waiting.setblocking(False)
            waiting.connect_ex(("127.0.0.1", self.port))
            self.held.append(waiting)

    def heal(self):
        self.is_faulty = False
        if not self.is_listening:
            self.listen()
        self.release()

    def release(self):
        for each in self.held:
            each.close()
        self.held = []

    def close(self):
        self.release()
        self.unbind()

    def accept(self):
        loop = asyncio.get_running_loop()
        try:
            accepted, _ = self.socket.accept()
        except OSError:
            return
        accepted.setblocking(False)
        self.count += 1
        is_spoiled = self.is_faulty and self.count >= self.from_connection
        # The next one is to find it shut.
        if self.is_faulty and self.fault in SHUT and self.count + 1 >= self.from_connection:
            self.shut()
            is_spoiled = False
        task = asyncio.ensure_future(self.serve(loop, accepted, is_spoiled))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def serve(self, loop, accepted, is_spoiled):
        try:
            if is_spoiled and await self.spoiled(loop, accepted):
                return
            reader = asyncio.StreamReader(limit=1 << 20)
            protocol = asyncio.StreamReaderProtocol(reader)
            context = self.contexts.get(self.fault if is_spoiled else None, self.contexts[None]) if self.is_tls else None
            transport, _ = await loop.connect_accepted_socket(lambda: protocol, accepted, ssl=context)
            writer = asyncio.StreamWriter(transport, protocol, reader, loop)
            if is_spoiled and self.fault == "no end of TLS behind a cut body":
                await reader.readuntil(b"\r\n\r\n")
                writer.write(b"HTTP/1.1 200 OK\r\n\r\n{\"images\":[")
                await writer.drain()
                # The connection ends below TLS.
                transport.get_extra_info("socket").shutdown(socket.SHUT_WR)
                transport.abort()
                return
            await self.cloud.serve(reader, writer)
        except (OSError, ssl.SSLError, asyncio.IncompleteReadError):
            accepted.close()

    async def spoiled(self, loop, accepted):
        """True where the fault takes the whole connection."""
        fault = self.fault
        if fault in ("reset at once", "a handshake that is reset"):
            if "handshake" in fault:
                await loop.sock_recv(accepted, 5)
            accepted.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, cloud.struct.pack("ii", 1, 0))
            accepted.close()
        elif fault in ("a stalled handshake", "silence behind the connection"):
            self.held.append(accepted)
        elif fault in RAW:
            await loop.sock_recv(accepted, 1 << 16)
            await loop.sock_sendall(accepted, RAW[fault])
            accepted.shutdown(socket.SHUT_WR)
            # No reset before it was read.
            await loop.sock_recv(accepted, 1 << 16)
            accepted.close()
        else:
            return False
        return True


RAW = {
    "TLS on a plain port": ALERT_VERSION,
    "plain HTTP on a TLS port": b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
    "noise on a TLS port": NOISE,
    "an alert instead of a handshake": ALERT_HANDSHAKE,
    "a handshake that breaks off": bytes.fromhex("160303007a0200"),
}
