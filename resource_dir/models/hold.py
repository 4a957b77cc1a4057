"""Beds that are kept for a team on its way."""

from datetime import datetime

from sqlalchemy import Enum, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import UUID_LENGTH, Base, Id

HOLD_STATES = ("asked", "confirmed", "declined", "expired", "cancelled", "arrived")


class Hold(Base):
    """One bed, asked for by a responder. Nothing here says for whom.

    While `confirmed` it is taken out of the free beds, and put back once when it ends without an
    arrival. `until` is when it frees itself (or, while `asked`, when nobody answered). `key` comes
    with the request: the same key asks once.
    """

    __tablename__ = "hold"
    __table_args__ = (Index("ix_hold_state_until", "state", "until"),)

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(Text)
    capacity_id: Mapped[str] = mapped_column(ForeignKey("capacity.id"), index=True)
    listing_id: Mapped[str] = mapped_column(String(UUID_LENGTH), index=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    state: Mapped[str] = mapped_column(Enum(*HOLD_STATES, name="hold_state", native_enum=False))
    asked: Mapped[datetime]
    arrival: Mapped[datetime]
    until: Mapped[datetime]
    decided: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    ended: Mapped[datetime | None]
    key: Mapped[str] = mapped_column(String(UUID_LENGTH), unique=True)
