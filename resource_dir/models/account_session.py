"""Signed-in browsers, and programs with a token."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import Base, Id

DIGEST_LENGTH = 64  # SHA-256, hexadecimal


class AccountSession(Base):
    """One signed-in browser. The cookie holds a random token; here lies only its digest.

    `is_whole` is false while the password was right and the second factor is still due.
    `device` is what the browser calls itself in three words, for the list of one's sessions.
    `last_seen` is behind by a minute or two: no page view writes.
    """

    __tablename__ = "account_session"

    id: Mapped[Id]
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    token_digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH), unique=True)
    is_whole: Mapped[bool] = mapped_column(Boolean)
    device: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime]
    last_seen: Mapped[datetime]
    expires: Mapped[datetime]
    revoked: Mapped[datetime | None]


class ApiToken(Base):
    """A program that asks in the name of an account; `scopes` are words with blanks between."""

    __tablename__ = "api_token"

    id: Mapped[Id]
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    token_digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH), unique=True)
    name: Mapped[str] = mapped_column(Text)
    scopes: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime]
    last_used: Mapped[datetime | None]
    revoked: Mapped[datetime | None]
