"""What somebody typed into the editor and has not saved yet."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import UUID_LENGTH, Base


class Draft(Base):
    """The fields of one section, as one person left them. `base` is the revision they began at.

    It goes when the section is saved, and when the listing is withheld.
    """

    __tablename__ = "draft"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    listing_id: Mapped[str] = mapped_column(String(UUID_LENGTH), primary_key=True)
    section: Mapped[str] = mapped_column(Text, primary_key=True)
    service_id: Mapped[str] = mapped_column(String(UUID_LENGTH), index=True)
    base: Mapped[int] = mapped_column(Integer)
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved: Mapped[datetime]
