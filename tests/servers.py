"""Servers that letters and text messages are handed in to: real ones, in this process."""

import email
import json
import re
import socket
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller


class Letterbox:
    """Takes every letter."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.letters: list[EmailMessage] = []

    @property
    def url(self) -> str:
        """MAIL_URL of this server."""
        return f"smtp://127.0.0.1:{self.port}?tls=none&from=desk@example.org"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """One letter came in."""
        self.letters.append(email.message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
        return "250 taken"

    def wait(self, app: Any) -> list[EmailMessage]:
        """The letters, once what is on its way has arrived."""
        mailer = app.extensions["mailer"]
        mailer.finish()
        mailer._stopped.clear()
        return self.letters

    def link(self) -> str:
        """The path of the link in the newest letter."""
        found = re.search(r"https://[^/\s]+(/b/[\w-]+)\s", self.letters[-1].get_content())
        assert found
        return found[1]


@pytest.fixture
def letterbox() -> Iterator[Letterbox]:
    """A real SMTP server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = Letterbox(port)
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box
    controller.stop()


class TextService:
    """Takes every text message, or answers with the statuses that it was given first."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.statuses: list[int] = []
        self.asked: list[tuple[dict[str, str], dict[str, str]]] = []

    @property
    def messages(self) -> list[dict[str, str]]:
        """What was handed in."""
        return [body for _, body in self.asked]


@pytest.fixture
def text_service() -> Iterator[TextService]:
    """A real HTTP server."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.asked.append((dict(self.headers), json.loads(body)))
            status = service.statuses.pop(0) if service.statuses else 202
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:1/inside")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service = TextService(f"http://127.0.0.1:{server.server_port}/send")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield service
    server.shutdown()
    server.server_close()
    thread.join()
