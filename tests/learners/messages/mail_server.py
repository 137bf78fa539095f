"""A real mail server for tests: it takes, refuses, hangs, asks for TLS and a password, and counts its connections."""

import asyncio
import datetime
import ipaddress
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from postgres_cluster import free_port

USER, PASSWORD = "akademin", "granris-26"  # pragma: allowlist secret


@dataclass
class Server:
    """What the server answers to a receiver and to a text, and what it has taken."""

    to_receiver: str = "250 OK"
    to_text: str = "250 OK"
    hangs_for: float = 0
    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    tries: int = 0
    connections: int = 0
    is_encrypted: list[bool] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - as aiosmtpd calls it
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        self.tries += 1
        await asyncio.sleep(self.hangs_for)
        if self.to_receiver.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_receiver.format(address=address)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - as above
        if self.to_text.startswith("250"):
            self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
            self.is_encrypted.append(session.ssl is not None)
        return self.to_text

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        """Let in whoever has the password."""
        is_right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=is_right, handled=is_right)


class _Counting(SMTP):
    def connection_made(self, transport: Any) -> None:
        if self.session is None:  # and not again once it is encrypted
            self.event_handler.connections += 1
        super().connection_made(transport)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Counting(self.handler, **self.SMTP_kwargs)


@contextmanager
def mail_server(tls: ssl.SSLContext | None = None, **answers: Any) -> Iterator[Server]:
    """Run a mail server; with `tls` it demands STARTTLS and the password."""
    server = Server(port=free_port(), **answers)
    demands: dict[str, Any] = {}
    if tls:
        demands = {"tls_context": tls, "require_starttls": True, "auth_required": True}
        demands["authenticator"] = server.authenticate
    controller = _Controller(server, hostname="127.0.0.1", port=server.port, enable_SMTPUTF8=True, **demands)
    controller.start()
    server.connections = 0  # it has knocked at its own door
    try:
        yield server
    finally:
        controller.stop()


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for 127.0.0.1 and its key; return their files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(minutes=5))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / "cert.pem", folder / "key.pem"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files
