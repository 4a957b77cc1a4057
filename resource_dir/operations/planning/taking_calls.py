"""Calls come in: read by a profile, judged, coarsened, and stored as months of counts.

The export itself is never stored, not for a moment: it is read where it lies.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import BadInput, NotFound
from resource_dir.models import AreaLayer, CallBatch, CallDataSet, CallImport
from resource_dir.operations.auditing import record
from resource_dir.operations.planning.areas import finder_of
from resource_dir.operations.planning.crosswalk_taking import ensure_shipped
from resource_dir.operations.planning.refusing_calls import refusal_of, refusal_text
from resource_dir.operations.planning.zone_lists import outlined

if TYPE_CHECKING:
    from resource_dir.gaps.areas.locating import AreaFinder
    from resource_dir.gaps.calls.auditing import Audit
    from resource_dir.gaps.calls.guessing import Guess
    from resource_dir.gaps.calls.months import MonthOfCalls
    from resource_dir.gaps.calls.profiles import CallProfile

LONGEST_NAME = 80
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class CallReport:
    """What became of one file. `stored` is all calls of the data set after it.

    `replaced` calls were there and gave way, `not_taken` are of hours that were known better.
    """

    data_set: str
    audit: "Audit"
    months: int
    replaced: int
    not_taken: int
    stored: int
    is_dry_run: bool = False

    @classmethod
    def of_dry_run(cls, name: str, audit: "Audit") -> "CallReport":
        """Of a file that was only looked at."""
        return cls(name, audit, 0, 0, 0, 0, is_dry_run=True)

    def as_json(self) -> dict[str, Any]:
        """As printed by the command line."""
        return {
            "data_set": self.data_set,
            "dry_run": self.is_dry_run,
            "months": self.months,
            "replaced": self.replaced,
            "not_taken": self.not_taken,
            "stored": self.stored,
            "refused": refusal_text(self.audit),
            "audit": self.audit.to_json(),
        }


def _silent(rows: int) -> None:
    pass


def guess_calls(path: Path, *, zone: str, file_name: str = "") -> "Guess":
    """A profile for this file, to be confirmed. Raises BadInput where time or type is missing."""
    from resource_dir.gaps.calls.guessing import guess_profile
    from resource_dir.gaps.calls.opening import open_calls

    return guess_profile(open_calls(path, name=file_name), zone=zone)


def preview_calls(
    path: Path,
    profile: "CallProfile",
    *,
    now: datetime,
    file_name: str = "",
    known_types: frozenset[str] | None = None,
    progress: Progress = _silent,
) -> "Audit":
    """The audit that an import would have; stores nothing. What storing would refuse it for says
    `refusal_of`."""
    _, audit = _read(path, profile, file_name, known_types, None, now, progress)
    return audit


def take_calls(
    session: Session,
    path: Path,
    *,
    profile: "CallProfile",
    name: str,
    layer_id: str | None,
    actor: str,
    now: datetime,
    file_name: str = "",
    known_types: frozenset[str] | None = None,
    progress: Progress = _silent,
) -> CallReport:
    """Read a file and store its months in one write transaction of its own.

    Raises PackageRefused or BadInput for a file that can't be read, NotFound for an unknown layer;
    nothing is stored then.
    """
    name = check_data_set_name(name)
    layer_id = _layer(session, name, layer_id)
    drawn = outlined(session, layer_id)
    areas = finder_of(session, drawn) if drawn else None
    months, audit = _read(path, profile, file_name, known_types, areas, now, progress)
    if refusal := refusal_of(audit):
        raise refusal
    with writing(session):
        return _store(session, name, profile, layer_id, months, audit, actor=actor, now=now)


def check_data_set_name(name: str) -> str:
    """A usable name of a data set. Raises BadInput."""
    clean = name.strip()
    if not 0 < len(clean) <= LONGEST_NAME or not clean.isprintable() or "/" in clean:
        raise BadInput(
            "A data set needs a name of 1 to %(most)d printable characters, without a slash.",
            field="name",
            most=LONGEST_NAME,
        )
    return clean


def _read(
    path: Path,
    profile: "CallProfile",
    file_name: str,
    known_types: frozenset[str] | None,
    areas: "AreaFinder | None",
    now: datetime,
    progress: Progress,
) -> tuple[list["MonthOfCalls"], "Audit"]:
    from resource_dir.gaps.calls.opening import open_calls
    from resource_dir.gaps.calls.period import Possible
    from resource_dir.gaps.calls.reading import CallReading

    file = open_calls(path, name=file_name, delimiter=profile.delimiter, encoding=profile.encoding)
    tomorrow = (now + timedelta(days=1)).date()  # it is there already, in some zones
    reading = CallReading(
        file, profile, areas=areas, known_types=known_types, possible=Possible(last=tomorrow),
        progress=progress,
    )  # fmt: skip
    months = list(reading.months())
    return months, reading.audit()


def _layer(session: Session, name: str, layer_id: str | None) -> str | None:
    """The layer asked for, else the one that the data set has."""
    if layer_id is None:
        known = session.get(CallDataSet, name)
        return known.layer_id if known else None
    if session.get(AreaLayer, layer_id) is None:
        raise NotFound("There is no area layer “%(layer)s”.", field="layer", layer=layer_id[:80])
    return layer_id


def _store(
    session: Session,
    name: str,
    profile: "CallProfile",
    layer_id: str | None,
    months: Sequence["MonthOfCalls"],
    audit: "Audit",
    *,
    actor: str,
    now: datetime,
) -> CallReport:
    _data_set(session, name, profile, layer_id, actor=actor, now=now)
    replaced = not_taken = 0
    for month in months:
        gone, left = _store_month(session, name, month)
        replaced, not_taken = replaced + gone, not_taken + left
    _note(session, name, audit, actor=actor, now=now)
    stored = session.scalar(select(func.sum(CallBatch.calls)).where(CallBatch.data_set_id == name))
    return CallReport(name, audit, len(months), replaced, not_taken, int(stored or 0))


def _data_set(
    session: Session, name: str, profile: "CallProfile", layer_id: str | None, *,
    actor: str, now: datetime,
) -> None:  # fmt: skip
    known = session.get(CallDataSet, name)
    if known is None:
        known = CallDataSet(id=name, created=now, created_by=actor, crosswalk_id=None)
        session.add(known)
    elif known.zone != profile.zone:
        raise BadInput(
            "%(name)s counts its hours in %(zone)s, the profile says %(other)s: take it in under "
            "another name.",
            field="zone",
            name=name,
            zone=known.zone,
            other=profile.zone,
        )
    elif outlined(session, known.layer_id) != outlined(session, layer_id):
        raise BadInput(
            "The calls of %(name)s are told to the areas of %(layer)s, and months of two layers "
            "can't be added up: take it in with --areas %(layer)s, or under another name.",
            field="areas",
            name=name,
            layer=known.layer_id or "none",
        )
    known.agency, known.zone = profile.agency, profile.zone
    known.profile, known.layer_id = profile.to_json(), layer_id
    session.flush()
    ensure_shipped(session, known, actor=actor, now=now)


def _store_month(session: Session, name: str, month: "MonthOfCalls") -> tuple[int, int]:
    """Write one month, merged with what is there. (calls that gave way, calls not taken)."""
    from resource_dir.gaps.calls.merging import merge_months
    from resource_dir.gaps.calls.months import MonthOfCalls

    row = session.get(CallBatch, (name, month.month))
    gone = left = 0
    if row is None:
        row = CallBatch(data_set_id=name, month=month.month)
        session.add(row)
    else:
        observed = {day: tuple(shares) for day, shares in row.observed.items()}
        merged = merge_months(MonthOfCalls(row.month, row.calls, observed, row.content), month)
        month, gone, left = merged.month, merged.replaced, merged.not_taken
    row.calls, row.content, row.digest = month.calls, month.content, month.digest
    row.observed = {day: list(shares) for day, shares in month.observed.items()}
    session.flush()
    session.expunge(row)  # a month is a megabyte, and nobody reads it here again
    return gone, left


def _note(session: Session, name: str, audit: "Audit", *, actor: str, now: datetime) -> None:
    row = CallImport(
        data_set_id=name,
        at=now,
        actor=actor,
        from_day=date.fromisoformat(audit.from_day or ""),
        to_day=date.fromisoformat(audit.to_day or ""),
        calls=audit.kept,
        audit=audit.to_json(),
    )
    session.add(row)
    session.flush()
    record(
        session,
        "import_calls",
        actor=actor,
        table="call_data_set",
        row_id=name,
        now=now,
        after={"from": audit.from_day, "to": audit.to_day, "calls": audit.kept},
    )
