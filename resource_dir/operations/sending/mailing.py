"""Letters by SMTP, sent by a thread of its own (see `sending`)."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from functools import partial
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

from resource_dir.errors import BadInput
from resource_dir.operations.sending.outbox import Sender

TIMEOUT_SECONDS = 20.0
SUBMISSION, SUBMISSIONS = 587, 465
Tls = Literal["starttls", "implicit", "none"]


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
    """A plain letter to one person. `code`: by which an answer to it is known; `reply_to`: where
    answers go.
    """

    to: str
    subject: str
    text: str
    reply_to: str | None = None
    code: str | None = None


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
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(letter.code, domain=server.host)
    if letter.reply_to:
        message["Reply-To"] = letter.reply_to
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message


class Mailer(Sender[Letter]):
    """Sends letters, where a server is set up."""

    def __init__(self, server: MailServer | None) -> None:
        super().__init__(partial(deliver, server) if server else None, event="mail_not_sent")
