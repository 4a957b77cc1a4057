"""What people changed in listings, change by change, so that each can be seen and taken back."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Enum, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import UUID_LENGTH, Base

REVISION_STATES = ("live", "held", "accepted", "rejected")


class Revision(Base):
    """One change of the listings of one service, by one person, for one reason.

    `held`: its values are not in the inventory until a second person accepts them; `held_for` says
    why. What was accepted comes in as a new, live revision. `number` grows with time for one
    service: who changes it holds the service's documents. No foreign keys: the history outlives
    what it is about. `how` is what a verified date stands on
    (phone, visit, mail, self). `reason` is what who decided wrote to who sent it.
    """

    __tablename__ = "revision"

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    service_id: Mapped[str] = mapped_column(String(UUID_LENGTH), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(Text, index=True)
    action: Mapped[str] = mapped_column(Text)
    section: Mapped[str | None] = mapped_column(Text)
    why: Mapped[str | None] = mapped_column(Text)
    how: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(
        Enum(*REVISION_STATES, name="revision_state", native_enum=False), default="live"
    )
    held_for: Mapped[str | None] = mapped_column(Text)
    decided: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    takes_back: Mapped[int | None]
    key: Mapped[str | None] = mapped_column(String(UUID_LENGTH), unique=True)


class RevisionChange(Base):
    """One row of the inventory in one revision.

    `before` and `after` are JSON objects of the fields that changed, whole rows where one came
    (`before` null) or went (`after` null). Both are null once a listing around it was withheld:
    a place must not be read out of its past, and can't be restored either.
    """

    __tablename__ = "revision_change"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    revision_number: Mapped[int] = mapped_column(ForeignKey("revision.number"), index=True)
    table_name: Mapped[str] = mapped_column(Text)
    row_id: Mapped[str] = mapped_column(String(UUID_LENGTH), index=True)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
