"""Numbers that should be doubted: they jumped, or somebody was turned away in spite of them.

A flag changes no number. It is shown to partners as "check: …", and the next plausible report
of the count takes it away.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, bindparam, select, update
from sqlalchemy.orm import Session

from resource_dir.models import Capacity, CapacityReport
from resource_dir.operations.beds.counts import CountNow, counts_of
from resource_dir.operations.beds.history import Point, is_jump
from resource_dir.operations.beds.listings import Document
from resource_dir.operations.listings.refreshing import refresh_documents
from resource_dir.operations.rows import table_of

Count = Mapping[str, Any] | RowMapping  # a row of `capacity`

JUMP, TURNED_AWAY = "jump", "turned_away"
# What a caller reports that can't be, while beds are free.
CONTRADICTIONS = frozenset({"turned_away", "is_full"})
_report = table_of(CapacityReport)
# Made once, as what `report_beds` asks.
_LAST_SOUND = (
    select(_report.c.updated, _report.c.available, _report.c.maximum)
    .where(
        _report.c.capacity_id == bindparam("of_capacity"),
        _report.c.available.is_not(None),
        _report.c.flag.is_distinct_from(JUMP),
        _report.c.updated <= bindparam("until"),
    )
    .order_by(_report.c.updated.desc(), _report.c.id.desc())
    .limit(1)
)


def flag_of(session: Session, row: Count | None, told: Point) -> str | None:
    """The flag of a number that is about to be stored in this row of `capacity` (None: a new one);
    None where it is plausible.

    It is compared with the number that stands, and with the last one that was not doubted: who
    corrects a typing error says what was true before it, and who says an odd number again means it.
    """
    if told.available is None:
        return None
    has_stood = row is not None and row["updated"] is not None
    before = Point(row["updated"], row["available"], row["maximum"]) if row and has_stood else None
    if not is_jump(told, before):
        return None  # nearly every number; it costs no query
    if row is None:
        return JUMP
    sound = _last_sound(session, row["id"], told.at)
    return JUMP if sound is None or is_jump(told, sound) else None


def with_flag(session: Session, before: Count | None, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of `capacity` as an import brings it, with its flag; an unchanged number keeps its."""
    if not row.get("updated"):
        return {**row, "flag": None}
    told = Point(row["updated"], row.get("available"), row.get("maximum"))
    if before is not None and (before["updated"], before["available"]) == (told.at, told.available):
        return {**row, "flag": before["flag"]}
    return {**row, "flag": flag_of(session, before, told)}


def _last_sound(session: Session, capacity_id: str, at: datetime) -> Point | None:
    """The last number before that did not jump itself."""
    which = {"of_capacity": capacity_id, "until": at}
    found = session.connection().execute(_LAST_SOUND, which).one_or_none()
    return Point(found.updated, found.available, found.maximum) if found else None


def flag_contradiction(
    session: Session, document: Document, *, kind: str, population: str | None, said: datetime
) -> bool:
    """Doubt the counts of a listing that say free while somebody was turned away at `said`.

    In the transaction that stores the report, which has locked the document. Whether it flagged.
    """
    if kind not in CONTRADICTIONS:
        return False
    counts = counts_of(session, [document]).get(document["id"], [])
    doubted = [count.id for count in counts if _is_contradicted(count, population, said)]
    if not doubted:
        return False
    session.execute(update(Capacity).where(Capacity.id.in_(doubted)).values(flag=TURNED_AWAY))
    refresh_documents(session, [document["service_id"]])
    return True


def _is_contradicted(count: CountNow, population: str | None, said: datetime) -> bool:
    is_meant = population in (None, "anyone", count.population) or count.population == "anyone"
    is_older = count.updated is not None and count.updated < said
    return is_meant and is_older and bool(count.available) and not count.is_stale(said)
