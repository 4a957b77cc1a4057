"""HSDS table `metadata`."""

from datetime import date

from sqlalchemy import Date, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import UUID_LENGTH, Base, Id


class Metadata(Base):
    """One change of one field: the change log of the standard."""

    __tablename__ = "metadata"

    id: Mapped[Id]
    resource_id: Mapped[str] = mapped_column(String(UUID_LENGTH), index=True)
    resource_type: Mapped[str | None] = mapped_column(Text)
    last_action_date: Mapped[date | None] = mapped_column(Date)
    last_action_type: Mapped[str | None] = mapped_column(Text)
    field_name: Mapped[str | None] = mapped_column(Text)
    previous_value: Mapped[str | None] = mapped_column(Text)
    replacement_value: Mapped[str | None] = mapped_column(Text)
    updated_by: Mapped[str | None] = mapped_column(Text)
