"""What is known to be withheld, remembered across imports and sources."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import UUID_LENGTH, Base


class WithheldMark(Base):
    """A row whose place may not be stored, by id, with why it is known.

    The mark outlives the file that set it: a later import from any source without the mark still
    stores no place. `released` is set when a steward publishes that one listing.
    """

    __tablename__ = "withheld_mark"

    table_name: Mapped[str] = mapped_column(Text, primary_key=True)
    row_id: Mapped[str] = mapped_column(String(UUID_LENGTH), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    marked: Mapped[datetime]
    released: Mapped[datetime | None]


class WithheldKey(Base):
    """How a withheld site is recognised when another source lists it: a normalised name, phone or
    website, which are all public facts of the listing. Never anything about its place.
    """

    __tablename__ = "withheld_key"

    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text, primary_key=True)
    table_name: Mapped[str] = mapped_column(Text, primary_key=True)
    row_id: Mapped[str] = mapped_column(String(UUID_LENGTH), primary_key=True)
