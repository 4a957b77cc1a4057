"""Somebody asks to keep the listings of an organization."""

from datetime import datetime

from sqlalchemy import Enum, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import UUID_LENGTH, Base, Id

CLAIM_STATES = ("open", "approved", "rejected")


class Claim(Base):
    """A request by a provider, with or without an account, for a steward to decide on evidence.

    `evidence` is what was found by itself (the domain of the mail address against those that the
    listing publishes), `called` what a call to the number *on the listing* said.
    """

    __tablename__ = "claim"

    id: Mapped[Id]
    listing_id: Mapped[str] = mapped_column(String(UUID_LENGTH), index=True)
    organization_id: Mapped[str] = mapped_column(String(UUID_LENGTH), index=True)
    email: Mapped[str] = mapped_column(Text)
    account_id: Mapped[str | None] = mapped_column(String(UUID_LENGTH), index=True)
    words: Mapped[str | None] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text)
    called: Mapped[str | None] = mapped_column(Text)
    created: Mapped[datetime]
    state: Mapped[str] = mapped_column(
        Enum(*CLAIM_STATES, name="claim_state", native_enum=False), default="open"
    )
    decided: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    key: Mapped[str] = mapped_column(String(UUID_LENGTH), unique=True)
