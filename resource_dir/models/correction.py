"""Where a person's word stands against a source's: what was corrected, and what is contested."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Enum, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import UUID_LENGTH, Base

CONFLICT_STATES = ("open", "kept", "taken")
WHOLE_ROW = "*"  # the field of a row that a person removed


class CorrectedField(Base):
    """A field that a person set: no import overwrites it. `field` is "*" for a removed row."""

    __tablename__ = "corrected_field"

    table_name: Mapped[str] = mapped_column(Text, primary_key=True)
    row_id: Mapped[str] = mapped_column(String(UUID_LENGTH), primary_key=True)
    field: Mapped[str] = mapped_column(Text, primary_key=True)
    revision_number: Mapped[int]
    at: Mapped[datetime]


class ImportConflict(Base):
    """A source says something else than a person did. `stored` and `offered` are {"value": …};
    null once the listing was withheld. A value that was decided about is not asked about again.
    """

    __tablename__ = "import_conflict"
    __table_args__ = (UniqueConstraint("source_name", "table_name", "row_id", "field"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    source_name: Mapped[str] = mapped_column(Text)
    table_name: Mapped[str] = mapped_column(Text)
    row_id: Mapped[str] = mapped_column(String(UUID_LENGTH), index=True)
    field: Mapped[str] = mapped_column(Text)
    service_id: Mapped[str | None] = mapped_column(String(UUID_LENGTH), index=True)
    stored: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    offered: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    stored_at: Mapped[datetime | None]
    offered_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(
        Enum(*CONFLICT_STATES, name="conflict_state", native_enum=False), default="open"
    )
    decided: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(Text)
