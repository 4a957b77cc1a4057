"""What somebody noted about a listing: a problem, or what a call to it said."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Enum, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import UUID_LENGTH, Base

REPORT_STATES = ("new", "done")


class ListingReport(Base):
    """One report, for a steward to look at; until then nobody is shown it as a fact.

    Nothing says who sent it: no account, no address, no session. No foreign key: a report outlives
    the row it is about. `idempotency_key` comes with the form, so that a button pressed twice
    stores once, and by it the sender can look what became of it. `text` is null where there is
    none, and once its listing was withheld. `section` is what a suggested edit is about. `outcome`
    and `answer` are what the steward decided and wrote back.
    """

    __tablename__ = "listing_report"
    __table_args__ = (
        CheckConstraint("available IS NULL OR available >= 0", name="not_below_zero"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    listing_id: Mapped[str] = mapped_column(String(UUID_LENGTH), index=True)
    service_id: Mapped[str] = mapped_column(String(UUID_LENGTH), index=True)
    kind: Mapped[str] = mapped_column(Text)
    available: Mapped[int | None]
    population: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str | None] = mapped_column(Text)
    section: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[str | None] = mapped_column(Text)
    answer: Mapped[str | None] = mapped_column(Text)
    created: Mapped[datetime]
    state: Mapped[str] = mapped_column(
        Enum(*REPORT_STATES, name="report_state", native_enum=False), default="new"
    )
    idempotency_key: Mapped[str] = mapped_column(String(UUID_LENGTH), unique=True)
