"""Anybody suggests an edit; a steward answers; the sender sees the answer and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.config import Settings
from resource_dir.database import writing
from resource_dir.models import ListingReport
from resource_dir.operations.reports.reporting import finish_report, purge_report_texts

LISTING = "00000001-0000-4000-8000-000000000004"
PATH = f"/listings/{LISTING}/suggest"
QUEUE = "/steward/reports"
TEXT = "The side door is open after ten."


@pytest.fixture
def steward(county: Flask, join: Callable[..., Any]) -> Any:
    person = join("sam@example.org", role="steward")
    person.sign_in()
    person.set_up_app()
    return person


def _stored(session: Session) -> list[ListingReport]:
    session.rollback()
    query = select(ListingReport).execution_options(populate_existing=True)
    return list(session.scalars(query))


def _send(client: FlaskClient, path: str = PATH, **form: str) -> Any:
    return client.post(path, data={"section": "hours", "key": str(uuid4()), **form})


def _answer(steward: Any, session: Session, outcome: str, **fields: str) -> Any:
    (report,) = _stored(session)
    return steward.post(f"{QUEUE}/{report.id}", page="/account", outcome=outcome, **fields)


def test_a_suggestion_is_stored_once_and_its_sender_can_follow_it(
    visitor: FlaskClient, session: Session
) -> None:
    key = str(uuid4())

    answers = [_send(visitor, text=TEXT, key=key) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert answers[0].location == f"/reports/{key}"
    (report,) = _stored(session)
    assert (report.kind, report.section, report.text) == ("suggestion", "hours", TEXT)
    page = visitor.get(f"/reports/{key}").text
    assert "New: a steward will look." in page
    assert TEXT not in page
    assert _send(visitor, text="Other words.", key=key).status_code == 409


@pytest.mark.parametrize(
    "form",
    [
        {"text": ""},
        {"section": "nonsense", "text": TEXT},
        {"text": "x" * 501},
        {"text": "born 04/12/1987"},
        {"text": "Ask for Dana Whitfield"},
    ],
)
def test_bad_input_is_explained_and_stores_nothing(
    visitor: FlaskClient, session: Session, form: dict[str, str]
) -> None:
    answer = _send(visitor, **form)

    assert answer.status_code in (400, 422)
    assert 'role="alert"' in answer.text
    assert _stored(session) == []


def test_a_doubtful_text_is_stored_after_a_second_look(
    visitor: FlaskClient, session: Session
) -> None:
    assert _send(visitor, text="Ask for Dana Whitfield", is_checked="1").status_code == 303
    assert len(_stored(session)) == 1


def test_about_a_withheld_listing_no_words_are_kept(
    visitor: FlaskClient, steward: Any, session: Session, listings: ModuleType
) -> None:
    path = f"/listings/{listings.listing_id('withheld')}/suggest"

    refused = _send(visitor, path, text="It is behind the church.")

    assert refused.status_code in (400, 422)
    assert _stored(session) == []
    assert 'name="text"' not in visitor.get(path).text
    assert _send(visitor, path).status_code == 303
    answer = _answer(steward, session, "rejected", answer="Not behind the church.")
    assert answer.status_code in (400, 422)
    assert _answer(steward, session, "rejected").status_code == 303


def test_another_sites_page_can_not_suggest(visitor: FlaskClient, session: Session) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}

    answer = visitor.post(PATH, data={"section": "hours", "text": TEXT}, headers=headers)

    assert answer.status_code == 403
    assert _stored(session) == []


def test_each_address_may_send_so_many(
    settings: Settings, make_app: Callable[[Settings], Flask], county: Flask
) -> None:
    client = make_app(replace(settings, report_limit="2/hour")).test_client()
    client.environ_base["REMOTE_ADDR"] = "203.0.113.9"

    answers = [_send(client, text=TEXT) for _ in range(3)]

    assert [one.status_code for one in answers] == [303, 303, 429]
    assert TEXT in answers[2].text


def test_a_key_of_no_report_is_not_found(visitor: FlaskClient) -> None:
    assert visitor.get(f"/reports/{uuid4()}").status_code == 404


def test_a_steward_rejects_with_a_reason_that_the_sender_sees(
    visitor: FlaskClient, steward: Any, session: Session
) -> None:
    way = _send(visitor, text=TEXT).location
    assert TEXT in steward.client.get(QUEUE).text

    assert _answer(steward, session, "rejected", answer=" ").status_code == 400
    assert _answer(steward, session, "rejected", answer="born 04/12/1987").status_code >= 400
    done = _answer(steward, session, "rejected", answer="That door is for staff.")

    assert done.status_code == 303
    page = visitor.get(way).text
    assert "Not taken over." in page
    assert "That door is for staff." in page
    assert "sam@" not in page
    assert "Nothing waits." in steward.client.get(QUEUE).text
    assert _answer(steward, session, "accepted").status_code == 409


@pytest.mark.parametrize(
    ("outcome", "shown", "to"),
    [
        ("accepted", "the steward takes care of it", QUEUE),
        ("edited", "The listing was changed.", f"/edit/{LISTING}"),
    ],
)
def test_a_steward_accepts_or_edits(
    visitor: FlaskClient, steward: Any, session: Session, outcome: str, shown: str, to: str
) -> None:
    way = _send(visitor, text=TEXT).location

    assert _answer(steward, session, outcome).location == to
    assert shown in visitor.get(way).text


def test_what_is_no_outcome_is_refused(
    visitor: FlaskClient, steward: Any, session: Session
) -> None:
    _send(visitor, text=TEXT)

    assert _answer(steward, session, "burnt").status_code == 400
    assert steward.client.post(f"{QUEUE}/1", data={"outcome": "accepted"}).status_code == 400
    assert steward.post(f"{QUEUE}/999", page="/account", outcome="accepted").status_code == 404
    assert _stored(session)[0].state == "new"


def test_the_command_still_finishes_a_report(visitor: FlaskClient, session: Session) -> None:
    way = _send(visitor, text=TEXT).location
    (report,) = _stored(session)
    number = report.id
    with writing(session):
        finish_report(session, number)

    assert "A steward has dealt with it." in visitor.get(way).text


def test_text_and_answer_go_once_the_listing_is_withheld(
    visitor: FlaskClient, steward: Any, session: Session, listings: ModuleType
) -> None:
    way = _send(visitor, text=TEXT).location
    _answer(steward, session, "rejected", answer="The door by the church is for staff.")

    with writing(session):
        purge_report_texts(session, [listings.service_id("sobering")])

    (report,) = _stored(session)
    assert (report.text, report.answer) == (None, None)
    assert "church" not in visitor.get(way).text


def test_the_first_page_of_a_steward_counts_what_waits(visitor: FlaskClient, steward: Any) -> None:
    _send(visitor, text=TEXT)
    visitor.post(f"/listings/{LISTING}/claim", data={"email": "dana@example.org"})

    page = steward.client.get("/steward").text

    assert page.count("1 waits") == 2
    assert page.count("Nothing waits.") == 2
    assert 'href="/steward"' in steward.client.get("/").text
    assert 'href="/steward"' not in visitor.get("/").text
