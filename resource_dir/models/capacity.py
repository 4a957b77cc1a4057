"""Free beds: the number that holds now, and every number before it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import UUID_LENGTH, Audience, Base, Id

NO_COUNT_BELOW_ZERO = " AND ".join(
    f"({column} IS NULL OR {column} >= 0)"
    for column in ("available", "maximum", "staffed", "out_of_service", "waiting_list")
)


class Capacity(Base):
    """The last known capacity of one listing, in one unit, for one population.

    HSDS hangs capacity on the service; a service with two houses has two numbers, and women's
    beds are not men's. `updated` is when the number was true, `source` who said so in words, `via`
    how it came (see CapacityReport). `flag` says why the number should be doubted ("jump",
    "turned_away"). `held` is how many confirmed holds there are: those beds are not in `available`,
    and no report or import changes it. Partner facts unless the provider publishes them.
    """

    __tablename__ = "capacity"
    __table_args__ = (
        UniqueConstraint("service_at_location_id", "unit_id", "population"),
        CheckConstraint(NO_COUNT_BELOW_ZERO, name="no_count_below_zero"),
    )

    id: Mapped[Id]
    service_at_location_id: Mapped[str] = mapped_column(
        ForeignKey("service_at_location.id"), index=True
    )
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), index=True)
    population: Mapped[str] = mapped_column(Text, default="anyone", server_default="anyone")
    available: Mapped[int | None]
    maximum: Mapped[int | None]
    staffed: Mapped[int | None]
    out_of_service: Mapped[int | None]
    waiting_list: Mapped[int | None]
    held: Mapped[int] = mapped_column(default=0, server_default="0")
    is_accepting: Mapped[bool | None]
    updated: Mapped[datetime | None]
    source: Mapped[str | None] = mapped_column(Text)
    next_appointment: Mapped[datetime | None]
    via: Mapped[str | None] = mapped_column(Text)
    flag: Mapped[str | None] = mapped_column(Text)
    audience: Mapped[Audience] = mapped_column(server_default=text("'partner'"), default="partner")


class CapacityReport(Base):
    """One number as it was reported: rows are added and never changed.

    `via` is page, link, mail, token, phone, hold, undo (what was said before, put back) or null (an
    import); `actor` who reported, as the audit log names them; `received` when it came in. `key`
    comes with the report: the same key counts once.
    """

    __tablename__ = "capacity_report"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    capacity_id: Mapped[str] = mapped_column(ForeignKey("capacity.id"), index=True)
    available: Mapped[int | None]
    maximum: Mapped[int | None]
    staffed: Mapped[int | None]
    out_of_service: Mapped[int | None]
    waiting_list: Mapped[int | None]
    is_accepting: Mapped[bool | None]
    updated: Mapped[datetime | None]
    source: Mapped[str | None] = mapped_column(Text)
    next_appointment: Mapped[datetime | None]
    via: Mapped[str | None] = mapped_column(Text)
    flag: Mapped[str | None] = mapped_column(Text)
    actor: Mapped[str | None] = mapped_column(Text)
    received: Mapped[datetime | None]
    key: Mapped[str | None] = mapped_column(String(UUID_LENGTH), unique=True, index=True)
