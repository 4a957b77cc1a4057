"""Who may sign in: accounts, and the organizations whose listings they keep."""

from datetime import datetime

from sqlalchemy import Boolean, Enum, ForeignKey, LargeBinary, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import Base, Id

ROLES = ("responder", "broker", "provider", "planner", "steward", "administrator")


class Account(Base):
    """One person. `email` is case-folded; without a password only a link or a passkey gets in.

    `recovered` is when it last came back by a recovery link: what it changes right after waits
    for a second person. `locked` is an administrator's decision and has nothing to do with failed
    sign-ins.
    `totp_secret` is encrypted with a key made from SECRET_KEY; `totp_step` is the last step (of 30
    seconds) whose code was used: neither it nor an earlier one is taken again. `is_demo` accounts
    are let in from loopback only, and need no second factor there.
    """

    __tablename__ = "account"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(Text, unique=True)
    role: Mapped[str] = mapped_column(Enum(*ROLES, name="role", native_enum=False))
    password_hash: Mapped[str | None] = mapped_column(Text)
    created: Mapped[datetime]
    joined: Mapped[datetime | None]
    recovered: Mapped[datetime | None]
    locked: Mapped[datetime | None]
    totp_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_step: Mapped[int | None]
    is_demo: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())


class Membership(Base):
    """A provider keeps the listings of this organization.

    No foreign key to `organization`: an import may drop one for a day, and who edits it has to
    outlive that. An id without an organization opens nothing.
    """

    __tablename__ = "membership"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    organization_id: Mapped[str] = mapped_column(Text, primary_key=True)
    created: Mapped[datetime]
