"""A shift serves the areas a planner chose, and no others."""

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import BadInput
from resource_dir.gaps.areas.layers import read_layer
from resource_dir.models import Area, AuditEntry, TeamShift
from resource_dir.operations.planning.areas import take_areas
from resource_dir.operations.planning.shifts import (
    Shift,
    add_shift,
    correct_shift,
    list_shifts,
    on_the_road,
)
from tests.stored_calls import NOW

LIST = b"beat,name,population\nS,Southside,2500\nQ,Quarry,90\n"


@pytest.fixture
def county(session: Session, write: Callable[..., None], stored_calls: Any) -> Session:
    """Beats N, S and E with outlines, and a list of the zones S and Q."""
    write(*stored_calls())
    with writing(session):
        take_areas(session, "zones", read_layer(LIST).areas, name="Zones", source="zones.csv",
                   actor="ann", now=NOW)  # fmt: skip
    return session


def shift(*areas: str, team: str = "Team one") -> Shift:
    return Shift(team, "MO", time(8), time(16), areas=areas)


def add(session: Session, *areas: str) -> str:
    with writing(session):
        return add_shift(session, shift(*areas), actor="ann", now=NOW)


def served(session: Session) -> frozenset[str] | None:
    [road] = on_the_road(session, list_shifts(session))
    return road.areas


def lose(session: Session, area_id: str) -> None:
    """An area that a newer file of the layer no longer names."""
    with writing(session):
        session.delete(session.get(Area, ("beats", area_id)))


def test_a_shift_without_areas_serves_everywhere(county: Session) -> None:
    add(county)

    assert served(county) is None
    assert county.scalars(select(TeamShift.area_ids)).one() is None


def test_areas_are_served_by_the_keys_that_calls_are_counted_by(county: Session) -> None:
    add(county, "zones:S", "beats:N", "beats:N")

    assert served(county) == {"beats:N", "zone:S"}
    assert county.scalars(select(TeamShift.area_ids)).one() == ["beats:N", "zones:S"]


@pytest.mark.parametrize("area", ["beats:X", "nolayer:N", "N", "", "zone:S", "beats:N\x00"])
def test_an_area_that_is_not_known_is_refused_at_its_field(county: Session, area: str) -> None:
    with pytest.raises(BadInput) as caught:
        add(county, "beats:N", area)

    assert caught.value.field == "areas"
    assert list_shifts(county) == []


def test_a_shift_whose_areas_are_all_gone_serves_none_rather_than_everywhere(
    county: Session,
) -> None:
    add(county, "beats:E")
    lose(county, "E")

    assert served(county) == frozenset()


def test_an_area_that_is_gone_stays_until_the_planner_leaves_it_out(county: Session) -> None:
    key = add(county, "beats:E")
    lose(county, "E")

    with writing(county):
        correct_shift(county, key, shift("beats:E", team="Team two"), actor="ann", now=NOW)
    kept = county.scalars(select(TeamShift.area_ids)).one()
    with writing(county):
        correct_shift(county, key, shift("beats:N"), actor="ann", now=NOW)

    assert kept == ["beats:E"]
    with pytest.raises(BadInput):
        add(county, "beats:E")


def test_a_change_of_areas_is_in_the_audit_log(county: Session) -> None:
    key = add(county, "beats:N")

    with writing(county):
        correct_shift(county, key, shift("beats:S"), actor="ann", now=NOW)

    entry = county.scalars(select(AuditEntry).where(AuditEntry.action == "shift.correct")).one()
    assert "beats:N" in (entry.changes or "")
    assert "beats:S" in (entry.changes or "")
