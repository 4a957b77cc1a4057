"""Other demand is looked at before it is kept, and stands beside the calls."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from resource_dir.models import OtherDemand

PAGE = "/planning/other-demand"
HEAD = "kind,need,area,from,to,count,mean_hours,source\n"
GOOD = (
    f"{HEAD}waiting_list,withdrawal_management,beats:n,2026-03-01,2026-03-31,41,96,Bridge House\n"
)
BAD = f"{GOOD}waiting_list,withdrawal_management,12 Elm Street,2026-03-01,2026-03-31,4,,x\n"


@pytest.fixture
def ann(planned: Flask, join: Callable[..., Any]) -> Any:
    """A planner, signed in."""
    person = join("ann@example.org", role="planner")
    person.sign_in()
    return person


def look(person: Any, content: str | bytes) -> Any:
    """Send a file to be looked at."""
    raw = content.encode() if isinstance(content, str) else content
    token = person.form_token(PAGE)
    data = {"csrf_token": token, "file": (io.BytesIO(raw), "demand.csv")}
    return person.client.post(f"{PAGE}/preview", data=data)


def count(session: Session) -> int:
    """Rows that are stored."""
    session.rollback()
    return session.scalar(select(func.count()).select_from(OtherDemand)) or 0


def test_a_preview_stores_nothing_and_names_each_bad_row(ann: Any, session: Session) -> None:
    answer = look(ann, BAD)

    assert "1 row can be kept" in answer.text
    assert "Line 3" in answer.text
    assert "Elm Street" not in answer.text.replace(BAD.splitlines()[2], "")
    assert count(session) == 0


def test_what_was_looked_at_is_kept_once_and_stands_beside_the_calls(
    ann: Any, session: Session
) -> None:
    before = ann.client.get("/planning/gaps.csv").text
    for _ in range(2):
        answer = ann.post(PAGE, page=PAGE, content=GOOD)

    gap = ann.client.get("/planning/gaps/withdrawal_management/beats:n").text
    assert answer.status_code == 303
    assert count(session) == 1
    assert "Bridge House" in gap
    assert ann.client.get("/planning/gaps.csv").text == before


def test_a_kept_row_can_be_taken_away(ann: Any, session: Session) -> None:
    ann.post(PAGE, page=PAGE, content=GOOD)
    session.rollback()
    number = session.scalar(select(OtherDemand.id))

    answer = ann.post(f"{PAGE}/{number}/remove", page=PAGE)

    assert answer.status_code == 303
    assert count(session) == 0


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00x", "a,b\n1,2\n", "x" * 260_000, HEAD + "\0", b"\x00" * 50]
)
def test_a_file_that_is_none_is_told_so(ann: Any, content: str | bytes) -> None:
    answer = look(ann, content)

    assert answer.status_code in (400, 422)
    assert 'role="alert"' in answer.text


def test_searches_that_found_nothing_are_listed_too(ann: Any, session: Session) -> None:
    from datetime import UTC, datetime

    from resource_dir.database import writing
    from resource_dir.models import FailedSearch

    with writing(session):
        session.add(FailedSearch(hour=datetime(2026, 3, 1, 5, tzinfo=UTC), area="zip:93301",
                                 need="food", count=7))  # fmt: skip

    assert "searches here that found nothing" in ann.client.get(PAGE).text
