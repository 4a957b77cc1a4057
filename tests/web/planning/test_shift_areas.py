"""A planner chooses the areas a shift serves; what falls in shifts is counted there only."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from resource_dir.database import writing
from resource_dir.models import Area, TeamShift

PAGE = "/planning/shifts"
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EVENING = {"team": "Team one", "starts_at": "14:00", "ends_at": "22:00", "teams": "1"}


@pytest.fixture
def ann(planned: Flask, join: Callable[..., Any]) -> Any:
    """A planner, signed in."""
    person = join("ann@example.org", role="planner")
    person.sign_in()
    return person


def send(person: Any, *areas: str, path: str = PAGE, token: str | None = None) -> Any:
    """Fill the form of an evening shift in, with some areas."""
    pairs = [("csrf_token", person.form_token(PAGE) if token is None else token)]
    pairs += [*EVENING.items(), *(("byday", day) for day in DAYS)]
    return person.client.post(path, data=MultiDict([*pairs, *(("areas", one) for one in areas)]))


def shown(person: Any, query: str = "") -> str:
    return " ".join(person.client.get(PAGE + query).text.split())


@pytest.mark.parametrize(
    ("areas", "share"), [((), "67%"), (("beats:n",), "40%"), (("beats:n", "beats:s"), "53%")]
)
def test_a_shift_counts_for_its_areas_only(ann: Any, areas: tuple[str, ...], share: str) -> None:
    """Three of five calls are in the north, one in the south; two of three in the evening."""
    assert send(ann, *areas).status_code == 303

    assert f"<strong>{share}</strong>" in shown(ann)


def test_the_table_tells_the_areas_and_the_form_keeps_them(ann: Any) -> None:
    send(ann, "beats:s")
    [key] = re.findall(r"shift=([\w-]{36})", shown(ann))

    form = shown(ann, f"?shift={key}")

    assert "<td> South beat </td>" in form
    assert 'value="beats:s" checked' in form
    assert 'value="beats:n" checked' not in form


def test_a_shift_without_areas_is_shown_as_everywhere(ann: Any) -> None:
    send(ann)

    assert "<td> everywhere </td>" in shown(ann)


@pytest.mark.parametrize("area", ["beats:x", "x", "", "zone:n", "beats:n\x00", "<b>:n"])
def test_an_area_that_is_not_known_is_refused(ann: Any, session: Session, area: str) -> None:
    answer = send(ann, "beats:n", area)

    assert answer.status_code == 400
    assert "One of these areas is not known." in answer.text
    assert 'value="beats:n" checked' in " ".join(answer.text.split())
    assert session.scalars(select(TeamShift)).all() == []


def test_an_area_removed_later_is_shown_as_no_longer_known(ann: Any, session: Session) -> None:
    send(ann, "beats:s")
    with writing(session):
        session.delete(session.get(Area, ("beats", "s")))

    page = shown(ann)
    [key] = re.findall(r"shift=([\w-]{36})", page)

    assert "beats:s (no longer known)" in page
    assert "Counted for no call" in page
    assert "<strong>0%</strong>" in page
    assert 'value="beats:s" checked' in shown(ann, f"?shift={key}")


def test_areas_are_not_set_without_the_token_of_the_form(ann: Any, session: Session) -> None:
    assert send(ann, "beats:n", token="").status_code == 400
    assert session.scalars(select(TeamShift)).all() == []


def test_a_broker_sees_no_form_and_sets_no_areas(
    ann: Any, join: Callable[..., Any], session: Session
) -> None:
    bob = join("bob@example.org", role="broker")
    bob.sign_in()

    answer = send(bob, "beats:n", token=bob.form_token("/account"))

    assert answer.status_code in {403, 404}
    assert 'name="areas"' not in bob.client.get(PAGE).text
    assert session.scalars(select(TeamShift)).all() == []
