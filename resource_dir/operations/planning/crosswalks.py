"""Crosswalks as they are kept: which version counts, and what it says.

A version is a draft, or it counts: `unreviewed` until a second person read it, then `reviewed`. The
newest that counts is the one calls are mapped by; the older ones are kept to compare with.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.errors import NotFound
from resource_dir.gaps.crosswalk.entries import CrosswalkEntry
from resource_dir.models import CallDataSet, Crosswalk, CrosswalkVersion
from resource_dir.models import CrosswalkEntry as EntryRow

COUNTING = ("unreviewed", "reviewed")
DRAFT, UNREVIEWED, REVIEWED, REPLACED = "draft", "unreviewed", "reviewed", "replaced"


@dataclass(frozen=True, slots=True)
class CountingVersion:
    """What call types mean now. `number` 0: there is no crosswalk, and nothing is mapped."""

    crosswalk: str | None
    number: int
    is_reviewed: bool
    entries: tuple[CrosswalkEntry, ...]

    @property
    def name(self) -> str | None:
        """Crosswalk and version, as "san_diego 2"."""
        return f"{self.crosswalk} {self.number}" if self.number else None


@dataclass(frozen=True, slots=True)
class VersionKept:
    """One version, without its entries. `note` is why it was sent back or what it is about."""

    id: int
    crosswalk: str
    number: int
    state: str
    author: str
    created: datetime
    reviewer: str | None
    reviewed: datetime | None
    note: str | None


@dataclass(frozen=True, slots=True)
class CrosswalkKept:
    """A crosswalk: its versions, newest first, and the data sets it maps."""

    id: str
    name: str
    created: datetime
    created_by: str
    versions: tuple[VersionKept, ...]
    data_sets: tuple[str, ...]

    @property
    def counting(self) -> VersionKept | None:
        """The version that calls are mapped by."""
        return next((one for one in self.versions if one.state in COUNTING), None)

    @property
    def draft(self) -> VersionKept | None:
        """The version that somebody works at."""
        return next((one for one in self.versions if one.state == DRAFT), None)

    def version(self, number: int) -> VersionKept:
        """One version by its number. Raises NotFound."""
        for one in self.versions:
            if one.number == number:
                return one
        raise NotFound("This crosswalk has no version %(number)s.", number=number)


def counting_version(session: Session, crosswalk_id: str | None) -> CountingVersion:
    """The newest reviewed or unreviewed version of a crosswalk, with its entries."""
    version = session.scalars(
        select(CrosswalkVersion)
        .where(CrosswalkVersion.crosswalk_id == crosswalk_id, CrosswalkVersion.state.in_(COUNTING))
        .order_by(CrosswalkVersion.number.desc())
        .limit(1)
    ).first()
    if version is None:
        return CountingVersion(crosswalk_id, 0, False, ())
    return CountingVersion(
        crosswalk_id, version.number, version.state == REVIEWED, entries_of(session, version.id)
    )


def entries_of(session: Session, version_id: int) -> tuple[CrosswalkEntry, ...]:
    """The entries of a version, in order."""
    rows = session.execute(
        select(EntryRow.call_type, EntryRow.disposition, EntryRow.need, EntryRow.weight)
        .where(EntryRow.version_id == version_id)
        .order_by(EntryRow.call_type, EntryRow.disposition, EntryRow.need)
    )
    return tuple(CrosswalkEntry(*row) for row in rows)


def get_crosswalk(session: Session, crosswalk_id: str) -> CrosswalkKept:
    """A crosswalk with its versions. Raises NotFound."""
    row = session.get(Crosswalk, crosswalk_id)
    if row is None:
        raise NotFound("There is no crosswalk “%(name)s”.", name=crosswalk_id[:60])
    return _kept(session, row)


def list_crosswalks(session: Session) -> list[CrosswalkKept]:
    """All crosswalks, by name."""
    rows = session.scalars(select(Crosswalk).order_by(Crosswalk.name, Crosswalk.id))
    return [_kept(session, row) for row in rows]


def _kept(session: Session, row: Crosswalk) -> CrosswalkKept:
    versions = session.scalars(
        select(CrosswalkVersion)
        .where(CrosswalkVersion.crosswalk_id == row.id)
        .order_by(CrosswalkVersion.number.desc())
    )
    data_sets = session.scalars(
        select(CallDataSet.id).where(CallDataSet.crosswalk_id == row.id).order_by(CallDataSet.id)
    )
    return CrosswalkKept(
        id=row.id,
        name=row.name,
        created=row.created,
        created_by=row.created_by,
        versions=tuple(version_kept(one) for one in versions),
        data_sets=tuple(data_sets),
    )


def version_kept(row: CrosswalkVersion) -> VersionKept:
    """A version as it is told."""
    return VersionKept(
        id=row.id,
        crosswalk=row.crosswalk_id,
        number=row.number,
        state=row.state,
        author=row.author,
        created=row.created,
        reviewer=row.reviewer,
        reviewed=row.reviewed,
        note=row.note,
    )
