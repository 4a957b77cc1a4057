"""What a gap table was worked out of, as digests: who has the same inputs gets the same figures."""

import hashlib
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.models import (
    CallBatch,
    CallDataSet,
    CrosswalkEntry,
    CrosswalkVersion,
    PlanningAssumption,
)

if TYPE_CHECKING:
    from resource_dir.gaps.table.gap_table import GapTable

COUNTING = ("unreviewed", "reviewed")  # states of a crosswalk version that counts


def inputs_of(session: Session, table: "GapTable") -> tuple[tuple[str, str], ...]:
    """(name, SHA-256) of the calls of each data set, its crosswalk, the assumptions, the capacity.

    Names are "calls:ID", "crosswalk:ID@VERSION", "assumptions" and "capacity".
    """
    names = [each.data_set for each in table.demand.observed]
    return (
        *((f"calls:{name}", _calls(session, name)) for name in names),
        *(_crosswalk(session, name) for name in _crosswalks(session, names)),
        ("assumptions", _assumptions(session)),
        ("capacity", _capacity(table)),
    )


def digest(value: Any) -> str:
    """SHA-256 of a value as JSON with sorted keys."""
    packed = orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_SERIALIZE_NUMPY)
    return hashlib.sha256(packed).hexdigest()


def _calls(session: Session, data_set: str) -> str:
    rows = session.execute(
        select(CallBatch.month, CallBatch.digest)
        .where(CallBatch.data_set_id == data_set)
        .order_by(CallBatch.month)
    )
    return digest([[month.isoformat(), told] for month, told in rows])


def _crosswalks(session: Session, data_sets: list[str]) -> list[str]:
    query = select(CallDataSet.crosswalk_id).where(
        CallDataSet.id.in_(data_sets), CallDataSet.crosswalk_id.is_not(None)
    )
    return sorted({str(one) for one in session.scalars(query)})


def _crosswalk(session: Session, crosswalk: str) -> tuple[str, str]:
    newest = session.execute(
        select(CrosswalkVersion.id, CrosswalkVersion.number)
        .where(CrosswalkVersion.crosswalk_id == crosswalk, CrosswalkVersion.state.in_(COUNTING))
        .order_by(CrosswalkVersion.number.desc())
        .limit(1)
    ).first()
    if newest is None:
        return f"crosswalk:{crosswalk}", digest([])
    entries = session.execute(
        select(
            CrosswalkEntry.call_type,
            CrosswalkEntry.disposition,
            CrosswalkEntry.need,
            CrosswalkEntry.weight,
        ).where(CrosswalkEntry.version_id == newest[0])
    )
    return f"crosswalk:{crosswalk}@{newest[1]}", digest(sorted([*entry] for entry in entries))


def _assumptions(session: Session) -> str:
    rows = session.execute(
        select(
            PlanningAssumption.need,
            PlanningAssumption.name,
            PlanningAssumption.value,
            PlanningAssumption.low,
            PlanningAssumption.high,
        )
    )
    return digest(sorted([[need, name, *values] for need, name, *values in rows], key=_by_name))


def _by_name(row: list[Any]) -> tuple[str, str]:
    return (row[0], row[1])


def _capacity(table: "GapTable") -> str:
    """Of the units as they were counted. A withheld unit has no place that could be in it."""
    units = [
        [unit.id, unit.needs, unit.kind, unit.population, unit.staffed, unit.intake.tolist()]
        for unit in table.supply.units
    ]
    return digest(sorted(units, key=lambda unit: str(unit[0])))
