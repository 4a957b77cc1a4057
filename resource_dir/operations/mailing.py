"""Letters by SMTP, sent by a thread of its own: never inside of a transaction or a request.

So an answer takes as long for an e-mail that nobody has. A letter that is not sent in three tries
is let go, and the log says so without its text or address.
"""

import atexit
import queue
import smtplib
import ssl
import threading
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

import structlog

from resource_dir.errors import BadInput

TIMEOUT_SECONDS = 20.0
PAUSES_SECONDS = (1.0, 10.0)  # before the second and the third try
MOST_WAITING = 1_000
SUBMISSION, SUBMISSIONS = 587, 465
Tls = Literal["starttls", "implicit", "none"]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed in."""

    host: str
    port: int
    user: str
    password: str
    tls: Tls
    sender: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A plain letter to one person."""

    to: str
    subject: str
    text: str


def read_mail_url(url: str) -> MailServer | None:
    """MAIL_URL as smtp://user:password@host:port?tls=starttls&from=address; None when empty.

    smtps:// is TLS from the first byte. Raises BadInput.
    """
    if not url:
        return None
    parts = urlsplit(url)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    tls = asked.get("tls", "implicit" if parts.scheme == "smtps" else "starttls")
    try:
        port = parts.port or (SUBMISSIONS if tls == "implicit" else SUBMISSION)
    except ValueError:
        port = 0
    is_known = parts.scheme in ("smtp", "smtps") and tls in ("starttls", "implicit", "none")
    if not is_known or not parts.hostname or not port:
        raise BadInput(
            "MAIL_URL can't be read. Write smtp://user:password@host:587?from=desk@example.org; "
            "add &tls=none for a server without TLS.",
            field="MAIL_URL",
        )
    return MailServer(
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=tls,  # type: ignore[arg-type]  # looked at above
        sender=asked.get("from", f"resource-dir@{parts.hostname}"),
    )


def deliver(server: MailServer, letter: Letter) -> None:
    """Hand one letter in. Raises OSError (smtplib's errors are that) when it is not taken."""
    context = ssl.create_default_context()
    with _connected(server, context) as connection:
        if server.tls == "starttls":
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
        connection.send_message(_message(server, letter))


def _connected(server: MailServer, context: ssl.SSLContext) -> smtplib.SMTP:
    if server.tls == "implicit":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=context)
    return smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)


def _message(server: MailServer, letter: Letter) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = server.sender, letter.to, letter.subject
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=server.host)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message


class Mailer:
    """Sends letters one after another; without a server (`is_on` false) it takes none."""

    def __init__(self, server: MailServer | None) -> None:
        self._server = server
        self._waiting: queue.Queue[Letter | None] = queue.Queue(MOST_WAITING)
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._worker: threading.Thread | None = None

    @property
    def is_on(self) -> bool:
        """Whether a mail server is set up."""
        return self._server is not None

    def send(self, letter: Letter) -> None:
        """Put a letter on its way; after the transaction that it speaks of."""
        assert self.is_on, "ask is_on first"
        try:
            self._waiting.put_nowait(letter)
        except queue.Full:
            log.error("mail_not_sent", error="too many letters are waiting")
            return
        with self._lock:
            if self._worker is None and not self._stopped.is_set():
                self._worker = threading.Thread(target=self._work, daemon=True)
                self._worker.start()
                atexit.register(self.finish)  # a server that is stopped sends what is waiting

    def finish(self) -> None:
        """Send what is waiting, without pauses, and stop."""
        self._stopped.set()
        with self._lock:
            worker, self._worker = self._worker, None
        if worker is not None:
            self._waiting.put(None)
            worker.join()
            atexit.unregister(self.finish)

    def _work(self) -> None:
        while (letter := self._waiting.get()) is not None:
            self._try(letter)

    def _try(self, letter: Letter) -> None:
        assert self._server is not None
        for pause in (*PAUSES_SECONDS, None):
            try:
                deliver(self._server, letter)
            except OSError as error:
                log.warning("mail_not_sent", error=type(error).__name__, again=pause is not None)
                if pause is None or self._stopped.wait(pause):
                    return
            else:
                return
