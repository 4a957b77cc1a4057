"""What it takes to keep listings true: calls that were made, and how much each is used."""

from datetime import date, datetime

from sqlalchemy import Date, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import UUID_LENGTH, Base


class VerificationCall(Base):
    """One attempt to ask a provider whether its listing is still right, with its outcome."""

    __tablename__ = "verification_call"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    service_id: Mapped[str] = mapped_column(String(UUID_LENGTH), index=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(Text)
    how: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    key: Mapped[str] = mapped_column(String(UUID_LENGTH), unique=True)


class ListingUse(Base):
    """How often a listing's page was opened on one day: a number, and nothing about by whom."""

    __tablename__ = "listing_use"

    listing_id: Mapped[str] = mapped_column(String(UUID_LENGTH), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    opened: Mapped[int]
