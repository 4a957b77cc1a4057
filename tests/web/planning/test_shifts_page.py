"""Shifts are added, corrected and taken away; what falls in them is told."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from resource_dir.models import AuditEntry, TeamShift

PAGE = "/planning/shifts"
EVENING = {"team": "Team one", "starts_at": "14:00", "ends_at": "22:00", "teams": "1"}


@pytest.fixture
def ann(planned: Flask, join: Callable[..., Any]) -> Any:
    """A planner, signed in."""
    person = join("ann@example.org", role="planner")
    person.sign_in()
    return person


def send(person: Any, path: str, *days: str, **fields: str) -> Any:
    """Fill the form of a shift in, with some days."""
    token = person.form_token(PAGE)
    data = MultiDict([("csrf_token", token), *fields.items(), *(("byday", day) for day in days)])
    return person.client.post(path, data=data)


def test_the_share_of_calls_in_a_shift_is_told(ann: Any) -> None:
    """Calls for a team come at 9, 15 and 20 o'clock, each day alike: two of three are in it."""
    send(ann, PAGE, "MO", "TU", "WE", "TH", "FR", "SA", "SU", **EVENING)

    page = ann.client.get(PAGE).text

    assert "<strong>67%</strong>" in page
    assert "every day" in page
    assert "2:00 pm to 10:00 pm" in page


def test_the_share_of_calls_that_a_team_answered_is_what_the_reader_marks(ann: Any) -> None:
    """Of the calls at 9, 15 and 20 o'clock those at 20 were answered: one of three."""
    unmarked = ann.client.get(PAGE).text
    page = ann.client.get(f"{PAGE}?answered=TEAM").text

    assert "<strong>33%</strong>" in page
    assert "were answered by one" not in unmarked
    assert 'value="TEAM" checked' in " ".join(page.split())


def test_a_shift_is_corrected_and_taken_away_with_a_trace(ann: Any, session: Session) -> None:
    send(ann, PAGE, "MO", **EVENING)
    [key] = re.findall(r"shift=([\w-]{36})", ann.client.get(PAGE).text)

    corrected = send(ann, f"{PAGE}/{key}", "TU", **{**EVENING, "teams": "2"})
    form = ann.client.get(f"{PAGE}?shift={key}").text
    removed = ann.post(f"{PAGE}/{key}/remove", page=PAGE)

    assert (corrected.status_code, removed.status_code) == (303, 303)
    assert 'value="TU" checked' in " ".join(form.split())
    session.rollback()
    assert session.scalars(select(TeamShift)).all() == []
    actions = [one.action for one in session.scalars(select(AuditEntry))]
    assert [one for one in actions if one.startswith("shift.")] == [
        "shift.add", "shift.correct", "shift.remove",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("days", "fields"),
    [
        ((), {}),
        (("XX",), {}),
        (("MO",), {"team": ""}),
        (("MO",), {"team": "x" * 100}),
        (("MO",), {"starts_at": "25:00"}),
        (("MO",), {"ends_at": ""}),
        (("MO",), {"teams": "0"}),
        (("MO",), {"teams": "many"}),
    ],
)
def test_a_shift_that_makes_no_sense_is_refused(
    ann: Any, session: Session, days: tuple[str, ...], fields: dict[str, str]
) -> None:
    answer = send(ann, PAGE, *days, **{**EVENING, **fields})

    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    for name in fields:
        assert re.search(rf'name="{name}"[^>]*aria-invalid="true"', answer.text), name
    assert session.scalars(select(TeamShift)).all() == []


@pytest.mark.parametrize("what", ["", "/remove"])
def test_a_shift_that_is_not_there_is_not_found(ann: Any, what: str) -> None:
    path = f"{PAGE}/00000000-0000-4000-8000-00000000dead{what}"

    assert send(ann, path, "MO", **EVENING).status_code == 404
