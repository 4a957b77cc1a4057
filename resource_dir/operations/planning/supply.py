"""Capacity of the inventory as planning counts it, read from the listing documents.

Nothing of a withheld listing is used but what everybody sees: the areas it serves.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir import geo
from resource_dir.fit import Fact, age_limits
from resource_dir.gaps.demand.demand import HOURS, DemandArea
from resource_dir.gaps.supply import UNKNOWN, Supply, Unit
from resource_dir.geo.travel import minutes_estimates
from resource_dir.hours import Hours, HoursTable
from resource_dir.models import ListingDocument
from resource_dir.operations.beds.freshness import is_stale
from resource_dir.operations.listings.hours_shown import hours_of, taking_hours

Document = dict[str, Any]

NOT_OPERATING = frozenset({"inactive", "defunct", "temporarily closed"})
WEEKS_KEPT = 8  # answers: the hours of an inventory seldom change between two pages
WEEKS = 4  # an hour counts as open when it is so in most of the coming weeks: a holiday is not
A_YOUTH, A_GROWN_UP = 16.0, 40.0  # ages that stand for their group
EVERYWHERE = ("*",)
BY_PHONE = frozenset({"crisis_line", "tele_crisis"})  # without a stated area they serve everybody
WITHOUT_COUNT = "places"  # the kind of a unit whose listing counts nothing


def supply_for(session: Session, areas: Sequence[DemandArea], *, now: datetime) -> Supply:
    """Every unit of the inventory, and the drives to it from each area."""
    documents = _documents(session)
    intakes = _intakes(documents, now)
    units = tuple(
        unit
        for document, intake in zip(documents, intakes, strict=True)
        for unit in _units(document, intake, now)
    )
    return Supply(units, minutes_to(units, areas), sum(_is_unplaced(unit) for unit in units))


def _documents(session: Session) -> list[Document]:
    rows = session.scalars(
        select(ListingDocument.document)
        .where(ListingDocument.document.is_not(None))
        .order_by(ListingDocument.id)
    )
    return [row for row in rows if row is not None and row["status"] not in NOT_OPERATING]


def _intakes(documents: Sequence[Document], now: datetime) -> list[NDArray[np.uint8]]:
    """(168,) states of each listing, one for each distinct set of rules."""
    hours = [taking_hours(hours_of(document, "partner")).without_notes() for document in documents]
    distinct = list(dict.fromkeys(hours))
    states = dict(zip(distinct, usual_week(distinct, now), strict=True))
    return [states[each] for each in hours]


def usual_week(hours: Sequence[Hours], now: datetime) -> NDArray[np.uint8]:
    """(P, 168) states in a usual week: the one most frequent in the coming weeks, asked half an
    hour into each hour; UNKNOWN where nobody said."""
    monday = now.date() - timedelta(days=now.weekday()) + timedelta(weeks=1)
    return _usual_week(tuple(hours), monday)


@lru_cache(maxsize=WEEKS_KEPT)
def _usual_week(hours: tuple[Hours, ...], monday: date) -> NDArray[np.uint8]:
    if not hours:
        return np.zeros((0, HOURS), np.uint8)
    table = HoursTable.build(hours)
    first = datetime.combine(monday, time(minute=30))
    seen = np.stack(
        [
            np.stack(
                [
                    table.states_at_local(first + timedelta(weeks=week, hours=hour))
                    for hour in range(HOURS)
                ],
                axis=1,
            )
            for week in range(WEEKS)
        ]
    )
    votes = np.stack([(seen == state).sum(axis=0) for state in range(UNKNOWN + 1)])
    return np.asarray(votes.argmax(axis=0), dtype=np.uint8)


def _units(document: Document, intake: NDArray[np.uint8], now: datetime) -> Iterable[Unit]:
    counts: Sequence[Mapping[str, Any] | None] = document["capacity"] or [None]
    for count in counts:
        yield _unit(document, count, intake, now)


def _unit(
    document: Document, count: Mapping[str, Any] | None, intake: NDArray[np.uint8], now: datetime
) -> Unit:
    updated = datetime.fromisoformat(count["updated"]) if count and count["updated"] else None
    hours = (count.get("fresh_hours") if count else None) or document["fresh_hours"]
    is_hidden = bool(document["is_withheld"]) or document["lat"] is None
    return Unit(
        id=str(count["id"]) if count and count.get("id") else document["id"],
        listing_id=document["id"],
        name=document["name"],
        needs=tuple(document["needs"]),
        kind=str(count["unit"]) if count else WITHOUT_COUNT,
        population=str(count["population"]) if count else "anyone",
        latitude=None if is_hidden else document["lat"],
        longitude=None if is_hidden else document["lon"],
        staffed=_staffed(count) if count else None,
        age_hours=(now - updated).total_seconds() / 3600 if updated else None,
        is_stale=is_stale(updated, hours, now),
        intake=intake,
        stances=stances_of(document["facts"]),
        serves=_serves(document) if is_hidden else (),
        appointment_days=_appointment_days(count, now) if count else None,
    )


def _appointment_days(count: Mapping[str, Any], now: datetime) -> float | None:
    """Days to the first appointment; one that is past tells nothing of the next."""
    if not count.get("next_appointment"):
        return None
    days = (datetime.fromisoformat(count["next_appointment"]) - now).total_seconds() / 86_400
    return days if days >= 0 else None


def _staffed(count: Mapping[str, Any]) -> float | None:
    """Places that can be used: staffed, else all less those out of service; None: nobody said."""
    if count.get("staffed") is not None:
        return float(count["staffed"])
    if count.get("maximum") is None:
        return None
    return float(max(count["maximum"] - (count.get("out_of_service") or 0), 0))


def _serves(document: Document) -> tuple[str, ...]:
    if document["areas"]:
        return tuple(document["areas"])
    return EVERYWHERE if BY_PHONE.intersection(document["needs"]) else ()


def stances_of(facts: Sequence[Mapping[str, Any]]) -> dict[str, bool]:
    """What a listing says of each criterion; its ages say whether it takes young people."""
    limits = age_limits([Fact(**fact) for fact in facts if fact["code"] == "age"])
    said: dict[str, bool] = {}
    if limits.stance(A_YOUTH) == "no":
        said["youth"] = False
    if limits.stance(A_GROWN_UP) == "no":
        said |= dict.fromkeys(("men", "women", "families"), False)
    stated = {
        fact["code"]: fact["stance"] == "yes"
        for fact in facts
        if fact["code"] != "age" and fact["stance"] in ("yes", "no")
    }
    return {**said, **stated}


def _is_unplaced(unit: Unit) -> bool:
    return unit.latitude is None and not unit.serves


def minutes_to(units: Sequence[Unit], areas: Sequence[DemandArea]) -> NDArray[np.float64]:
    """(A, J) minutes of driving; 0 where a unit without a point serves the area; inf otherwise."""
    minutes = np.full((len(areas), len(units)), np.inf)
    placed = [j for j, unit in enumerate(units) if unit.latitude is not None]
    lats = np.array([units[j].latitude for j in placed], dtype=np.float64)
    lons = np.array([units[j].longitude for j in placed], dtype=np.float64)
    for a, area in enumerate(areas):
        keys = _keys_of(area)
        for j, unit in enumerate(units):
            if unit.serves == EVERYWHERE or not keys.isdisjoint(unit.serves):
                minutes[a, j] = 0.0
        if area.latitude is not None and area.longitude is not None and placed:
            minutes[a, placed] = minutes_estimates(
                geo.distance_km(area.latitude, area.longitude, lats, lons)
            )
    return minutes


def _keys_of(area: DemandArea) -> frozenset[str]:
    if area.latitude is None or area.longitude is None:
        return frozenset()
    return geo.areas_at(area.latitude, area.longitude)
