"""The counts of one listing as they stand, each with how long it is believed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.models import BedSetting, Capacity, Unit
from resource_dir.operations.beds.freshness import is_stale


@dataclass(frozen=True, slots=True)
class CountNow:
    """One count: `own_hours` is what the house set itself, `fresh_hours` what holds."""

    id: str
    listing_id: str
    unit: str
    population: str
    available: int | None
    maximum: int | None
    updated: datetime | None
    own_hours: int | None
    fresh_hours: int

    def is_stale(self, now: datetime) -> bool:
        """Whether nobody is told the number any more."""
        return self.available is None or is_stale(self.updated, self.fresh_hours, now)

    @property
    def fresh_until(self) -> datetime | None:
        """When it stops being believed; None without a number."""
        if self.updated is None or self.available is None:
            return None
        return self.updated + timedelta(hours=self.fresh_hours)


def counts_of(session: Session, documents: Iterable[dict[str, Any]]) -> dict[str, list[CountNow]]:
    """The counts of these listings, by listing; in the same order each time."""
    hours = {document["id"]: document["fresh_hours"] for document in documents}
    found: dict[str, list[CountNow]] = {}
    statement = (
        select(Capacity, Unit.name, BedSetting.fresh_hours)
        .join(Unit, Unit.id == Capacity.unit_id)
        .outerjoin(BedSetting, BedSetting.capacity_id == Capacity.id)
        .where(Capacity.service_at_location_id.in_(hours))
        .order_by(Unit.name, Capacity.population, Capacity.id)
        .execution_options(populate_existing=True)
    )
    for row, unit, own in session.execute(statement):
        listing_id = row.service_at_location_id
        count = CountNow(
            id=row.id,
            listing_id=listing_id,
            unit=unit or "bed",
            population=row.population,
            available=row.available,
            maximum=row.maximum,
            updated=row.updated,
            own_hours=own,
            fresh_hours=own or hours[listing_id],
        )
        found.setdefault(listing_id, []).append(count)
    return found
