"""A bed is taken out of the free ones and put back: each once, never below 0, never above what
there is. The age of the number stays: that somebody took a bed says nothing of the others.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.errors import Conflict, NotFound
from resource_dir.operations.beds.reporting import lock_count
from resource_dir.operations.listings.refreshing import take_change_number
from resource_dir.operations.rows import table_of

AS_REPORTED = (
    "maximum", "staffed", "out_of_service", "waiting_list", "is_accepting", "updated", "source",
    "next_appointment", "flag",
)  # fmt: skip

_capacity = table_of(models.Capacity)
_report = table_of(models.CapacityReport)
_document = table_of(models.ListingDocument)


def lock_even_unshown(session: Session, listing_id: str, capacity_id: str) -> RowMapping:
    """The count, held until commit, with its listing's document as a report locks it; of a listing
    that is not shown any more the count alone: a hold has to end there too. Raises NotFound.
    """
    try:
        return lock_count(session, listing_id, capacity_id)
    except NotFound:
        alone = (
            select(_capacity)
            .where(_capacity.c.id == capacity_id, _capacity.c.service_at_location_id == listing_id)
            .with_for_update()
        )
        found = session.execute(alone).mappings().one_or_none()
        if found is None:
            raise
        return found


def take_bed(
    session: Session, count: RowMapping, hold_id: str, *, actor: str, now: datetime
) -> None:
    """One free bed is held. Raises Conflict where none is free; an unknown number stays so."""
    free, held = count["available"], count["held"]
    is_over = count["maximum"] is not None and held + 1 > count["maximum"]
    if free == 0 or is_over:
        raise Conflict(
            "No bed is free by the number. If one is, correct the number first, then confirm."
        )
    after = {"available": None if free is None else free - 1, "held": held + 1}
    _store(session, count, after, key=_key(hold_id, "taken"), actor=actor, now=now)


def give_back(
    session: Session, count: RowMapping, hold_id: str, *, actor: str, now: datetime
) -> None:
    """A held bed is free again: not above what there is, where a smaller house was told since."""
    held = count["held"] - 1
    free = count["available"]
    if free is not None:
        highest = free + 1 if count["maximum"] is None else count["maximum"] - held
        free = max(free, min(free + 1, highest))
    after = {"available": free, "held": held}
    _store(session, count, after, key=_key(hold_id, "freed"), actor=actor, now=now)


def use_bed(
    session: Session, count: RowMapping, hold_id: str, *, actor: str, now: datetime
) -> None:
    """Somebody came for a held bed: it is neither free nor held any more."""
    after = {"available": count["available"], "held": count["held"] - 1}
    _store(session, count, after, key=_key(hold_id, "used"), actor=actor, now=now)


def _key(hold_id: str, what: str) -> str:
    """The same step of the same hold can't be stored twice: the key of a report is unique."""
    return str(uuid5(UUID(hold_id), what))


def _store(
    session: Session,
    count: RowMapping,
    after: Mapping[str, Any],
    *,
    key: str,
    actor: str,
    now: datetime,
) -> None:
    session.execute(update(_capacity).where(_capacity.c.id == count["id"]).values(**after))
    told = {name: count[name] for name in AS_REPORTED}
    session.execute(
        insert(_report).values(
            capacity_id=count["id"], available=after["available"], via="hold", actor=actor,
            received=now, key=key, **told,
        )
    )  # fmt: skip
    _show(session, count, after)


def _show(session: Session, count: RowMapping, after: Mapping[str, Any]) -> None:
    """Patch the count in its listing's document; a listing that is not shown has none."""
    at = _document.c.id == count["service_at_location_id"]
    document = session.scalar(select(_document.c.document).where(at))
    if document is None:
        return
    counts = [
        {**one, **after} if one.get("id") == count["id"] else one for one in document["capacity"]
    ]
    session.execute(
        update(_document)
        .where(at)
        .values(
            document={**document, "capacity": counts}, change_number=take_change_number(session)
        )
    )
