"""The version of a crosswalk that counts: the newest that is not a draft."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.models import CrosswalkEntry as EntryRow
from resource_dir.models import CrosswalkVersion

if TYPE_CHECKING:
    from resource_dir.gaps.demand.cube import CrosswalkEntry

COUNTING = ("unreviewed", "reviewed")


@dataclass(frozen=True, slots=True)
class CountingVersion:
    """What call types mean now. `number` 0: there is no crosswalk, nothing is mapped."""

    crosswalk: str | None
    number: int
    is_reviewed: bool
    entries: tuple["CrosswalkEntry", ...]

    @property
    def name(self) -> str | None:
        """Crosswalk and version, as "san_diego 2"."""
        return f"{self.crosswalk} {self.number}" if self.number else None


def counting_version(session: Session, crosswalk_id: str | None) -> CountingVersion:
    """The newest reviewed or unreviewed version of a crosswalk, with its entries."""
    from resource_dir.gaps.demand.cube import CrosswalkEntry

    version = session.scalars(
        select(CrosswalkVersion)
        .where(CrosswalkVersion.crosswalk_id == crosswalk_id, CrosswalkVersion.state.in_(COUNTING))
        .order_by(CrosswalkVersion.number.desc())
        .limit(1)
    ).first()
    if version is None:
        return CountingVersion(crosswalk_id, 0, False, ())
    rows = session.scalars(
        select(EntryRow)
        .where(EntryRow.version_id == version.id)
        .order_by(EntryRow.call_type, EntryRow.disposition, EntryRow.need)
    )
    entries = tuple(CrosswalkEntry(r.call_type, r.disposition, r.need, r.weight) for r in rows)
    return CountingVersion(crosswalk_id, version.number, version.state == "reviewed", entries)
