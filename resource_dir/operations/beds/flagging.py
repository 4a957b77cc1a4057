"""Numbers that should be doubted: they jumped, or somebody was turned away in spite of them.

A flag changes no number. It is shown to partners as "check: …", and the next plausible report
of the count takes it away.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from resource_dir.models import Capacity, CapacityReport
from resource_dir.operations.bed_history import Point, is_jump
from resource_dir.operations.beds.counts import CountNow, counts_of
from resource_dir.operations.beds.listings import Document
from resource_dir.operations.refreshing import refresh_documents

JUMP, TURNED_AWAY = "jump", "turned_away"
# What a caller reports that can't be, while beds are free.
CONTRADICTIONS = frozenset({"turned_away", "is_full"})
LOOKED_BACK = timedelta(hours=1)  # as long as `bed_history` compares numbers


def flag_of(session: Session, capacity_id: str, told: Point) -> str | None:
    """The flag of a number that is about to be stored; None where it is plausible.

    It is compared with the number before it, and with the last one that was not doubted: who
    corrects a typing error says what was true before it, and who says an odd number again means it.
    """
    if told.available is None:
        return None
    before = _before(session, capacity_id, told.at)
    points = [Point(row.updated, row.available, row.maximum) for row in before if row.updated]
    sound = [point for point, row in zip(points, before, strict=True) if row.flag != JUMP]
    compared = [points[-1:], sound[-1:]]
    return JUMP if all(_jumps(told, earlier) for earlier in compared) else None


def _jumps(told: Point, earlier: Sequence[Point]) -> bool:
    before = earlier[0] if earlier else None
    if before is not None and before.maximum is not None and told.maximum is None:
        told = replace(told, maximum=before.maximum)
    return is_jump(told, before)


def _before(session: Session, capacity_id: str, at: datetime) -> Sequence[CapacityReport]:
    """What was told in the hour before, in that order."""
    statement = (
        select(CapacityReport)
        .where(
            CapacityReport.capacity_id == capacity_id,
            CapacityReport.available.is_not(None),
            CapacityReport.updated >= at - LOOKED_BACK,
            CapacityReport.updated <= at,
        )
        .order_by(CapacityReport.updated, CapacityReport.id)
    )
    return session.scalars(statement).all()


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
