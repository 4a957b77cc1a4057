"""What a gap table was worked out of, as digests: who has the same inputs gets the same figures."""

import hashlib
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.gaps.supply import Supply
from resource_dir.models import PlanningAssumption
from resource_dir.operations.planning.asked import GapsAsked
from resource_dir.operations.planning.demand import inputs_of as demand_inputs

CALLS = "calls "  # what demand names the digest of a month


def inputs_of(session: Session, asked: GapsAsked, supply: Supply) -> tuple[tuple[str, str], ...]:
    """(name, SHA-256) of the calls of each data set, of each crosswalk, the assumptions, the
    capacity. Of the months of one data set one digest is made.
    """
    calls: dict[str, list[str]] = {}
    others: list[tuple[str, str]] = []
    for name, told in demand_inputs(session, asked):
        data_set, _, month = name.rpartition(" ")
        if name.startswith(CALLS):
            calls.setdefault(data_set, []).append(f"{month} {told}")
        else:
            others.append((name, told))
    return (
        *((name, digest(months)) for name, months in calls.items()),
        *dict(others).items(),
        ("assumptions", _assumptions(session)),
        ("capacity", _capacity(supply)),
    )


def digest(value: Any) -> str:
    """SHA-256 of a value as JSON with sorted keys."""
    packed = orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_SERIALIZE_NUMPY)
    return hashlib.sha256(packed).hexdigest()


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


def _capacity(supply: Supply) -> str:
    """Of the units as they were counted. A withheld unit has no place that could be in it."""
    units = [
        [unit.id, unit.needs, unit.kind, unit.population, unit.staffed, unit.intake.tolist()]
        for unit in supply.units
    ]
    return digest(sorted(units, key=lambda unit: str(unit[0])))
