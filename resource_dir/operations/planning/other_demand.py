"""Need that no call tells of: waiting lists, boarding in emergency departments, requests of help
lines that were not met, by CSV; and searches here that found nothing.

It stands beside the calls and is never added to them: one person may be in both.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import isfinite
from pathlib import Path

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from resource_dir.errors import BadInput, PackageRefused
from resource_dir.models import Area, FailedSearch, OtherDemand
from resource_dir.needs import NEEDS
from resource_dir.operations.auditing import record
from resource_dir.operations.planning.zone_lists import area_key

KINDS = ("waiting_list", "emergency_boarding", "unmet_211", "unmet_988", "turned_away", "other")
COLUMNS = ("kind", "need", "area", "from", "to", "count", "mean_hours", "source")
REQUIRED = ("kind", "need", "from", "to", "count", "source")
MOST_BYTES = 250_000  # a form carries it from the preview to the keeping
MOST_ROWS = 5_000
MOST_COUNT = 10_000_000
MOST_HOURS = 24 * 366 * 10.0
LONGEST_SOURCE = 100
# Nothing that could be a street address: an area is named by its key.
AREA_KEY = re.compile(
    r"(?:zip:\d{5}|city:[^\W\d_][\w .'-]{0,60},[a-z]{2}|county:\d{5}|state:[A-Z]{2})"
)


@dataclass(frozen=True, slots=True)
class Counted:
    """One row: so many of one kind, for one need, in one area ("" everywhere) and period."""

    kind: str
    need: str
    area: str
    from_day: date
    to_day: date
    count: int
    mean_hours: float | None
    source: str

    @property
    def key(self) -> tuple[str, str, str, date, date, str]:
        """What a later file replaces."""
        return (self.kind, self.need, self.area, self.from_day, self.to_day, self.source)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is not taken: where, and why."""

    line: int
    column: str
    error: BadInput

    @property
    def reason(self) -> str:
        """Why, in English."""
        return self.error.message


@dataclass(frozen=True, slots=True)
class DemandFile:
    """What a file says. `replaced`: how many rows of before say the same of other numbers."""

    rows: tuple[Counted, ...]
    rejected: tuple[Rejected, ...]
    replaced: int = 0

    def as_json(self) -> dict[str, object]:
        """For a program."""
        return {
            "rows": len(self.rows),
            "replaced": self.replaced,
            "rejected": [
                {"line": each.line, "column": each.column, "reason": each.reason}
                for each in self.rejected
            ],
        }


def read_demand_path(path: Path) -> str:
    """The text of a file. Raises PackageRefused for one that is too large or no text."""
    if path.stat().st_size > MOST_BYTES:
        raise PackageRefused("The file is larger than 250 kB: sums by need and month are small.")
    return decode(path.read_bytes())


def decode(content: bytes) -> str:
    """Bytes as text. Raises PackageRefused."""
    if len(content) > MOST_BYTES:
        raise PackageRefused("The file is larger than 250 kB: sums by need and month are small.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PackageRefused("The file is no text in UTF-8: save it as “CSV UTF-8”.") from None


def read_demand(session: Session, text: str) -> DemandFile:
    """Read and check a CSV; stores nothing. Raises PackageRefused where no row can be read."""
    if "\0" in text:
        raise PackageRefused("The file is no text in UTF-8: save it as “CSV UTF-8”.")
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=False)
    head = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    missing = [name for name in REQUIRED if name not in head]
    if missing:
        raise PackageRefused(
            "The file has no column %(missing)s. Its first line has to name: %(known)s.",
            missing=", ".join(missing),
            known=", ".join(COLUMNS),
        )
    reader.fieldnames = head
    areas = session.execute(select(Area.layer_id, Area.id, Area.latitude))
    known = {area_key(one, area, is_drawn=at is not None) for one, area, at in areas}
    return _counted_replaced(session, _read(reader, known))


def _read(reader: "csv.DictReader[str]", known: set[str]) -> DemandFile:
    rows: dict[tuple[object, ...], Counted] = {}
    rejected: list[Rejected] = []
    for row in _rows(reader):
        line = reader.line_num
        if len(rows) + len(rejected) >= MOST_ROWS:
            raise PackageRefused("The file has more than 5,000 rows: give sums, not people.")
        try:
            read = _row({name: (row.get(name) or "").strip() for name in COLUMNS}, known)
        except BadInput as error:
            rejected.append(Rejected(line, error.field or "", error))
            continue
        if read.key in rows:
            twice = BadInput("An earlier row of this file counts the same.")
            rejected.append(Rejected(line, "", twice))
            continue
        rows[read.key] = read
    return DemandFile(tuple(rows.values()), tuple(rejected))


def _rows(reader: "csv.DictReader[str]") -> Iterator[Mapping[str, str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise PackageRefused("Line %(line)s can't be read as CSV.", line=reader.line_num) from error


def _row(row: Mapping[str, str], known_areas: set[str]) -> Counted:
    if row["kind"] not in KINDS:
        raise BadInput("kind is one of: %(known)s.", field="kind", known=", ".join(KINDS))
    if row["need"] not in NEEDS:
        raise BadInput("need is the slug of a need, as detox's is withdrawal_management.",
                       field="need")  # fmt: skip
    start, end = _day(row, "from"), _day(row, "to")
    if start > end:
        raise BadInput("The period ends before it begins.", field="to")
    return Counted(
        kind=row["kind"],
        need=row["need"],
        area=_area(row["area"], known_areas),
        from_day=start,
        to_day=end,
        count=_count(row["count"]),
        mean_hours=_hours(row["mean_hours"]),
        source=_source(row["source"]),
    )


def _day(row: Mapping[str, str], name: str) -> date:
    try:
        return date.fromisoformat(row[name])
    except ValueError:
        raise BadInput("A day is written as 2025-01-31.", field=name) from None


def _area(text: str, known: set[str]) -> str:
    if not text or text in known or AREA_KEY.fullmatch(text):
        return text
    raise BadInput(
        "area is empty, LAYER:AREA of an imported layer, or such as zip:81201, county:08015.",
        field="area",
    )


def _count(text: str) -> int:
    if not re.fullmatch(r"\d{1,8}", text, re.ASCII) or int(text) > MOST_COUNT:
        raise BadInput("count is a whole number of 0 or more.", field="count")
    return int(text)


def _hours(text: str) -> float | None:
    if not text:
        return None
    try:
        hours = float(text)
    except ValueError:
        hours = -1.0
    if not isfinite(hours) or not 0 <= hours <= MOST_HOURS:
        raise BadInput(
            "mean_hours is a number of hours of 0 or more, or empty.", field="mean_hours"
        )
    return hours


def _source(text: str) -> str:
    if not text or len(text) > LONGEST_SOURCE or not text.isprintable():
        raise BadInput(
            "source says where the number comes from, in 100 characters.", field="source"
        )
    return text


def _counted_replaced(session: Session, read: DemandFile) -> DemandFile:
    new = {row.key for row in read.rows}
    return replace(read, replaced=sum(_key(row) in new for row in list_other_demand(session)))


def _key(row: OtherDemand) -> tuple[str, str, str, date, date, str]:
    return (row.kind, row.need, row.area, row.from_day, row.to_day, row.source)


def take_in_demand(session: Session, read: DemandFile, *, actor: str, now: datetime) -> None:
    """Store the rows of a file; those of before that say the same of other numbers go."""
    new = {row.key for row in read.rows}
    old = [row.id for row in list_other_demand(session) if _key(row) in new]
    for start in range(0, len(old), 500):
        session.execute(delete(OtherDemand).where(OtherDemand.id.in_(old[start : start + 500])))
    for row in read.rows:
        session.add(
            OtherDemand(
                kind=row.kind, need=row.need, area=row.area, from_day=row.from_day,
                to_day=row.to_day, count=row.count, mean_hours=row.mean_hours, source=row.source,
                added=now, added_by=actor,
            )
        )  # fmt: skip
    session.flush()
    record(
        session,
        "other_demand.import",
        actor=actor,
        table=OtherDemand.__tablename__,
        row_id="",
        now=now,
        after={"rows": len(read.rows), "replaced": len(old), "rejected": len(read.rejected)},
    )


def list_other_demand(
    session: Session, *, needs: Sequence[str] = (), area: str | None = None
) -> list[OtherDemand]:
    """What is stored, by need, kind and period."""
    query = select(OtherDemand).order_by(
        OtherDemand.need, OtherDemand.kind, OtherDemand.from_day, OtherDemand.area, OtherDemand.id
    )
    if needs:
        query = query.where(OtherDemand.need.in_(needs))
    if area is not None:
        query = query.where(OtherDemand.area.in_(["", area]))
    return list(session.scalars(query))


@dataclass(frozen=True, slots=True)
class SearchesThatFailed:
    """How often a need was looked for here in vain, in how long."""

    need: str
    count: int
    first: datetime
    last: datetime


def failed_searches(session: Session, *, needs: Sequence[str] = ()) -> list[SearchesThatFailed]:
    """Searches that found nothing, by need, most first."""
    query = (
        select(
            FailedSearch.need,
            func.sum(FailedSearch.count),
            func.min(FailedSearch.hour),
            func.max(FailedSearch.hour),
        )
        .where(FailedSearch.need != "")
        .group_by(FailedSearch.need)
    )
    if needs:
        query = query.where(FailedSearch.need.in_(needs))
    rows = [SearchesThatFailed(need, int(n), a, b) for need, n, a, b in session.execute(query)]
    return sorted(rows, key=lambda row: (-row.count, row.need))


def remove_other_demand(session: Session, row_id: int, *, actor: str, now: datetime) -> None:
    """Take one stored row away; nothing happens where it is gone already."""
    row = session.get(OtherDemand, row_id)
    if row is None:
        return
    before = {"kind": row.kind, "need": row.need, "area": row.area, "count": row.count}
    session.delete(row)
    session.flush()
    record(
        session, "other_demand.remove", actor=actor, table=OtherDemand.__tablename__,
        row_id=str(row_id), now=now, before=before,
    )  # fmt: skip
