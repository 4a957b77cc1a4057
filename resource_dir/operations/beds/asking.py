"""Ask one address for the beds: a fresh link, in a letter or a text message."""

import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from resource_dir.errors import NotReady, TooManyAttempts
from resource_dir.models import BedLink, BedReach
from resource_dir.operations.accounts.keys import digest_of
from resource_dir.operations.accounts.letters import LOCAL
from resource_dir.operations.beds.asking_letters import asking_text, subject, text_message
from resource_dir.operations.beds.counts import counts_of
from resource_dir.operations.beds.links import make_bed_link
from resource_dir.operations.beds.listings import Document
from resource_dir.operations.sending.mailing import Letter, Mailer
from resource_dir.operations.sending.texting import Texter, TextMessage
from resource_dir.operations.texts import N_

CODE_BYTES = (
    10  # 80 bits, 16 letters and digits: nobody guesses it, and a mail server may fold case
)
SOONEST_SECONDS = 60  # a button pressed twice sends one letter

Message = Letter | TextMessage


@dataclass(frozen=True, slots=True)
class Desk:
    """From where letters go: the address that links begin with, and where answers come in."""

    public_url: str
    reply_to: str
    mailer: Mailer
    texter: Texter

    def can_send(self, kind: str) -> bool:
        """Whether letters, or text messages, can leave this server at all."""
        return (self.mailer if kind == "mail" else self.texter).is_on

    def send(self, message: Message) -> None:
        """Put it on its way; after the transaction that made it."""
        if isinstance(message, Letter):
            self.mailer.send(message)
        else:
            self.texter.send(message)

    def send_now(self, message: Message) -> None:
        """Hand it in and wait until it is taken. Raises NotReady."""
        if isinstance(message, Letter):
            self.mailer.send_now(message)
        else:
            self.texter.send_now(message)

    def finish(self) -> None:
        """Send what is waiting, and stop."""
        self.mailer.finish()
        self.texter.finish()

    def link(self, token: str) -> str:
        """Where a link leads."""
        return f"{self.public_url or LOCAL}/b/{token}"

    def stop_link(self, token: str) -> str:
        """Where who has this link says that no more shall come."""
        return f"{self.public_url or LOCAL}/b/{token}/stop"


def ask_again(
    session: Session,
    reach: BedReach,
    document: Document,
    *,
    desk: Desk,
    actor: str,
    now: datetime,
) -> Message:
    """As `ask`, for a person who pressed a button. Raises TooManyAttempts, NotReady."""
    if reach.reminded is not None and 0 <= (now - reach.reminded).total_seconds() < SOONEST_SECONDS:
        raise TooManyAttempts("A link was sent there a moment ago. Wait a minute.")
    return ask(session, reach, document, desk=desk, actor=actor, now=now)


def ask(
    session: Session,
    reach: BedReach,
    document: Document,
    *,
    desk: Desk,
    actor: str,
    now: datetime,
    is_too_old: bool = False,
) -> Message:
    """What to send there, with a link that was made for it; the caller sends it after the commit.

    `is_too_old`: it is the answer to somebody who answered an old letter. Raises NotReady.
    """
    if not desk.can_send(reach.kind):
        raise NotReady(
            N_("This server sends no mail: MAIL_URL is not set.")
            if reach.kind == "mail"
            else N_("This server sends no text messages: TEXT_WEBHOOK_URL is not set.")
        )
    token = make_bed_link(session, reach.listing_id, actor=actor, now=now, reach_id=reach.id)
    reach.reminded = now
    counts = counts_of(session, [document]).get(reach.listing_id, [])
    name, link, stop = document["name"], desk.link(token), desk.stop_link(token)
    if reach.kind == "text":
        text = text_message(name, counts, link=link, stop=stop, now=now)
        return TextMessage(to=reach.address, text=text)
    code = new_code(session, token)
    text = asking_text(
        name, counts, link=link, stop=stop, can_reply=bool(desk.reply_to),
        is_too_old=is_too_old, now=now,
    )  # fmt: skip
    return Letter(
        to=reach.address,
        subject=subject(name, code),
        text=text,
        reply_to=with_code(desk.reply_to, code),
        code=code,
    )


def new_code(session: Session, token: str) -> str:
    """A random code for answers to the letter with this link; only its digest is kept."""
    code = b32encode(secrets.token_bytes(CODE_BYTES)).decode().lower()
    session.execute(
        update(BedLink)
        .where(BedLink.token_digest == digest_of(token))
        .values(code_digest=digest_of(code))
    )
    return code


def with_code(address: str, code: str) -> str | None:
    """beds@example.org as beds+CODE@example.org; None where answers don't come in."""
    if not address:
        return None
    name, _, host = address.rpartition("@")
    return f"{name}+{code}@{host}"
