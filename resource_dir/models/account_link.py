"""Links that let somebody set a password, and failed attempts to get in."""

from datetime import datetime

from sqlalchemy import Enum, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.account_session import DIGEST_LENGTH
from resource_dir.models.base import Base, Id

LINK_PURPOSES = ("invitation", "recovery")
ATTEMPT_KINDS = ("sign_in", "recovery")


class AccountLink(Base):
    """A link that was sent or handed over; only the digest of its token is kept. Works once."""

    __tablename__ = "account_link"

    token_digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    purpose: Mapped[str] = mapped_column(
        Enum(*LINK_PURPOSES, name="link_purpose", native_enum=False)
    )
    created: Mapped[datetime]
    expires: Mapped[datetime]
    used: Mapped[datetime | None]


class Attempt(Base):
    """An attempt to get in that has not succeeded; forgotten after a day.

    `who` and `network` are keyed digests of the e-mail that was typed (people type passwords
    there too) and of the network's prefix: without the key they can't be turned back.
    """

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_who_at", "who", "at"),)

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(Enum(*ATTEMPT_KINDS, name="attempt_kind", native_enum=False))
    who: Mapped[str] = mapped_column(String(DIGEST_LENGTH))
    network: Mapped[str] = mapped_column(String(DIGEST_LENGTH))
    at: Mapped[datetime]
