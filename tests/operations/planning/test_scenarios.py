"""What-ifs that are kept by a link."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import BadInput, NotFound, PersonalText
from resource_dir.gaps.fixing.moves import AddPlaces, SetStay
from resource_dir.operations.planning.scenarios import (
    get_scenario,
    keep_scenario,
    list_scenarios,
    remove_scenario,
)

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
MOVES = (AddPlaces("unit-1", 2.0), SetStay("sobering_center", 6.0))


def _keep(session: Session, name: str = "Two more chairs") -> str:
    with writing(session):
        return keep_scenario(session, name, MOVES, actor="planner", now=NOW)


def test_a_what_if_comes_back_by_its_key_as_it_was_kept(session: Session) -> None:
    key = _keep(session)

    kept = get_scenario(session, key)

    assert (kept.name, kept.moves) == ("Two more chairs", MOVES)
    assert [each.key for each in list_scenarios(session)] == [key]


def test_a_removed_what_if_is_gone(session: Session) -> None:
    key = _keep(session)
    with writing(session):
        remove_scenario(session, key, actor="planner", now=NOW)

    with pytest.raises(NotFound):
        get_scenario(session, key)


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_it_needs_a_short_name(session: Session, name: str) -> None:
    with pytest.raises(BadInput):
        _keep(session, name)


def test_its_name_says_nobody_who_was_helped(session: Session) -> None:
    with pytest.raises(PersonalText):
        _keep(session, "beds for DOB 01/02/1980")


def test_nothing_is_kept_without_a_change(session: Session) -> None:
    with pytest.raises(BadInput), writing(session):
        keep_scenario(session, "Empty", (), actor="planner", now=NOW)
