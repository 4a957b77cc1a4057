"""Capacity as planning reads it from listing documents."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.gaps.demand.demand import DemandArea
from resource_dir.gaps.supply import CLOSED, OPEN, UNKNOWN, Supply
from resource_dir.operations.planning.supply import stances_of, supply_for

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
TOWN = DemandArea("beats:1", "Quillmore", 38.505, -106.055, 3000)
NOWHERE = DemandArea("beats:2", "No outline", None, None)
LISTING = "00000000-0000-4000-8000-{:012d}"

Write = Callable[..., None]


def _document(number: int, **more: Any) -> models.ListingDocument:
    listing = LISTING.format(number)
    document = {
        "id": listing, "name": f"House {number}", "status": "active", "needs": ["sobering_center"],
        "is_withheld": False, "lat": 38.51, "lon": -106.05, "areas": ["zip:81201"],
        "zone": "America/Denver", "schedules": [], "facts": [], "capacity": [], "fresh_hours": 24,
    } | more  # fmt: skip
    return models.ListingDocument(
        id=listing, service_id=listing, words="", document=document, change_number=number
    )


def _count(**more: Any) -> dict[str, Any]:
    return {
        "id": "c1", "unit": "chair", "population": "anyone", "available": 1, "maximum": 8,
        "staffed": None, "out_of_service": None, "fresh_hours": None,
        "updated": (NOW - timedelta(hours=30)).isoformat(),
    } | more  # fmt: skip


def _hours(purpose: str, opens: str, closes: str) -> dict[str, Any]:
    return {"freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR,SA,SU", "opens_at": opens,
            "closes_at": closes, "purpose": purpose, "audience": "public"}  # fmt: skip


def _supply(session: Session, write: Write, *documents: models.ListingDocument) -> Supply:
    write(*documents)
    return supply_for(session, (TOWN, NOWHERE), now=NOW)


@pytest.mark.parametrize(("said", "days"), [(2.5, 2.5), (-0.1, None), (None, None)])
def test_the_first_appointment_is_so_many_days_off_and_a_past_one_not_known(
    session: Session, write: Write, said: float | None, days: float | None
) -> None:
    when = None if said is None else (NOW + timedelta(days=said)).isoformat()

    [found] = _supply(session, write, _document(1, capacity=[_count(next_appointment=when)])).units

    assert found.appointment_days == days


@pytest.mark.parametrize(
    ("count", "staffed"),
    [
        (_count(), 8.0),
        (_count(staffed=5), 5.0),
        (_count(out_of_service=3), 5.0),
        (_count(maximum=None), None),
        (_count(maximum=2, out_of_service=9), 0.0),
    ],
)
def test_places_are_the_staffed_ones_and_unknown_stays_unknown(
    session: Session, write: Write, count: dict[str, Any], staffed: float | None
) -> None:
    (unit,) = _supply(session, write, _document(1, capacity=[count])).units

    assert unit.staffed == staffed
    assert unit.age_hours == pytest.approx(30)
    assert unit.is_stale


def test_a_listing_that_counts_nothing_is_one_unit_of_unknown_size(
    session: Session, write: Write
) -> None:
    (unit,) = _supply(session, write, _document(1)).units

    assert (unit.staffed, unit.age_hours) == (None, None)
    assert unit.id == LISTING.format(1)


def test_intake_hours_count_where_they_are_stated_and_hours_nobody_said_are_unknown(
    session: Session, write: Write
) -> None:
    night = [_hours("opening", "00:00:00", "00:00:00"), _hours("intake", "08:00:00", "16:00:00")]

    by_day, unsaid = _supply(session, write, _document(1, schedules=night), _document(2)).units

    assert by_day.intake[3] == CLOSED
    assert by_day.intake[12] == OPEN
    assert (by_day.intake == OPEN).sum() == 8 * 7
    assert set(np.unique(unsaid.intake)) == {UNKNOWN}


def test_a_withheld_listing_serves_its_areas_and_no_drive_to_it_is_worked_out(
    session: Session, write: Write
) -> None:
    supply = _supply(
        session,
        write,
        _document(1, is_withheld=True, lat=None, lon=None, areas=["county:08015"]),
        _document(2, is_withheld=True, lat=38.505, lon=-106.055, areas=["zip:99999"]),
    )

    assert supply.minutes[0].tolist() == [0.0, np.inf]
    assert all(unit.latitude is None and unit.longitude is None for unit in supply.units)


def test_a_listing_with_neither_point_nor_area_is_counted_apart_but_a_crisis_line_is_for_all(
    session: Session, write: Write
) -> None:
    supply = _supply(
        session,
        write,
        _document(1, lat=None, lon=None, areas=[]),
        _document(2, lat=None, lon=None, areas=[], needs=["crisis_line"]),
    )

    assert supply.unplaced == 1
    assert supply.minutes[0].tolist() == [np.inf, 0.0]


def test_who_has_closed_for_good_is_no_capacity(session: Session, write: Write) -> None:
    supply = _supply(session, write, _document(1, status="defunct"), _document(2, status=None))

    assert [unit.name for unit in supply.units] == ["House 2"]


def test_an_area_without_a_place_is_out_of_reach_of_every_house(
    session: Session, write: Write
) -> None:
    supply = _supply(session, write, _document(1))

    assert np.isinf(supply.minutes[1]).all()
    assert supply.minutes[0, 0] < 10


def test_ages_say_whether_young_people_or_grown_ups_are_taken() -> None:
    def age(low: float | None, high: float | None) -> list[dict[str, Any]]:
        limits = f'{{"min":{low if low is not None else "null"},"max":{high if high else "null"}}}'
        return [{"code": "age", "stance": "yes", "value": limits, "audience": "public"}]

    assert stances_of(age(18, None)) == {"youth": False}
    assert stances_of(age(12, 17)) == {"men": False, "women": False, "families": False}
    assert stances_of(age(0, None)) == {}
