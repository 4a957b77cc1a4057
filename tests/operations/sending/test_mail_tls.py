"""Letters by TLS: STARTTLS or from the first byte, never to a server that can't prove its name."""

import email
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from resource_dir.operations.sending.mailing import Letter, deliver, read_mail_url

LETTER = Letter("desk@lantern.example.org", "Beds tonight", "How many are free?")


class Box:
    """Takes every letter."""

    def __init__(self) -> None:
        self.came: list[Message] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """One letter came in."""
        self.came.append(email.message_from_bytes(envelope.content))
        return "250 taken"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A file with a self-made certificate for the name localhost, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "mail.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


@pytest.fixture
def serve(certificate: Path) -> Iterator[Callable[[str], tuple[Box, int]]]:
    """A function that starts a real server, which takes letters by "starttls" only, by "implicit"
    TLS only, or without any.
    """
    with ExitStack() as started:

        def serve(tls: str) -> tuple[Box, int]:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                port = free.getsockname()[1]
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            box, more = Box(), dict[str, Any]()
            if tls == "starttls":
                more = {"tls_context": context, "require_starttls": True}
            elif tls == "implicit":
                more = {"ssl_context": context}
            server = Controller(box, hostname="localhost", port=port, **more)
            server.start()
            started.callback(server.stop)
            return box, port

        yield serve


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if an authority that this machine trusts had signed the certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


def _send(url: str) -> None:
    server = read_mail_url(url)
    assert server is not None
    deliver(server, LETTER)


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(("scheme", "tls"), [("smtp", "starttls"), ("smtps", "implicit")])
def test_a_letter_goes_by_tls(
    serve: Callable[[str], tuple[Box, int]], scheme: str, tls: str
) -> None:
    box, port = serve(tls)

    _send(f"{scheme}://localhost:{port}?from=desk@example.org")

    (letter,) = box.came
    assert letter["To"] == LETTER.to
    assert LETTER.text in letter.get_payload()


@pytest.mark.parametrize(("scheme", "tls"), [("smtp", "starttls"), ("smtps", "implicit")])
def test_a_certificate_that_nobody_vouches_for_gets_no_letter(
    serve: Callable[[str], tuple[Box, int]], scheme: str, tls: str
) -> None:
    box, port = serve(tls)

    with pytest.raises(OSError, match="certificate verify failed"):
        _send(f"{scheme}://localhost:{port}?from=desk@example.org")

    assert box.came == []


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(("scheme", "tls"), [("smtp", "starttls"), ("smtps", "implicit")])
def test_a_certificate_for_another_name_gets_no_letter(
    serve: Callable[[str], tuple[Box, int]], scheme: str, tls: str
) -> None:
    box, port = serve(tls)

    with pytest.raises(OSError, match="certificate verify failed"):
        _send(f"{scheme}://127.0.0.1:{port}?from=desk@example.org")

    assert box.came == []


def test_a_server_that_offers_no_tls_gets_no_letter_in_the_clear(
    serve: Callable[[str], tuple[Box, int]],
) -> None:
    box, port = serve("none")

    with pytest.raises(OSError, match="STARTTLS"):
        _send(f"smtp://desk:secret@localhost:{port}?from=desk@example.org")

    assert box.came == []
