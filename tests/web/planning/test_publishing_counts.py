"""A planner looks at a table, publishes it, and everybody sees it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import PublishedTable

Join = Callable[..., Any]
PAGE = "/planning/published"


@pytest.fixture
def stored(session: Session, stored_calls: Callable[..., list[Any]]) -> None:
    with writing(session):
        for row in stored_calls():
            session.add(row)
            session.flush()


@pytest.fixture
def planner(app: Flask, join: Join) -> Any:
    person = join("ann@example.org", role="planner")
    person.sign_in()
    person.set_up_app()
    return person


def test_without_calls_there_is_nothing_to_publish(planner: Any) -> None:
    assert "No calls are stored yet." in planner.client.get(PAGE).text


@pytest.mark.usefixtures("stored")
def test_whole_periods_are_offered(planner: Any) -> None:
    text = planner.client.get(PAGE).text

    assert "period=2025-Q2" in text
    assert "period=2025-Q1" not in text  # its first days were not seen


@pytest.mark.usefixtures("stored")
def test_the_table_is_looked_at_before_it_is_published(planner: Any, session: Session) -> None:
    text = planner.client.get(f"{PAGE}?data_set=juniper&period=2025-Q2").text

    assert "This is what everybody will see." in text
    assert text.count("<td>•</td>") == 4
    assert session.scalar(select(func.count()).select_from(PublishedTable)) == 0


@pytest.mark.usefixtures("stored")
def test_what_is_published_is_seen_by_everybody_and_offered_no_more(
    planner: Any, app: Flask
) -> None:
    answer = planner.post(PAGE, data_set="juniper", period="2025-Q2")

    assert answer.status_code == 303
    seen = app.test_client().get(answer.location)
    assert "Calls by need and area, 2025-Q2" in seen.text
    assert "period=2025-Q2" not in planner.client.get(PAGE).text


@pytest.mark.usefixtures("stored")
def test_a_second_publication_of_the_same_days_is_refused(planner: Any) -> None:
    planner.post(PAGE, data_set="juniper", period="2025-Q2")

    again = planner.post(PAGE, data_set="juniper", period="2025-Q2")

    assert again.status_code == 409
    assert "overlaps it" in again.text


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("data_set=juniper&period=May", 400),
        ("data_set=nobody&period=2025-Q2", 404),
        ("data_set=juniper&period=2025-Q3", 409),
    ],
)
def test_what_can_not_be_shown_says_why(planner: Any, query: str, status: int) -> None:
    answer = planner.client.get(f"{PAGE}?{query}")

    assert answer.status_code == status
    assert 'role="alert"' in answer.text


@pytest.mark.usefixtures("stored")
def test_a_responder_publishes_nothing(app: Flask, join: Join, session: Session) -> None:
    person = join("bob@example.org", role="responder")
    person.sign_in()
    person.set_up_app()

    answer = person.post(PAGE, page="/account", data_set="juniper", period="2025-Q2")

    assert answer.status_code == 403
    assert session.scalar(select(func.count()).select_from(PublishedTable)) == 0
