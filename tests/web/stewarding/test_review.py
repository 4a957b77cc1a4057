"""A second person decides about a new account's change; everybody concerned is told."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import Account, Phone, Revision, Service
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.revising import RowChange, revise
from resource_dir.operations.editing.telling import letter_to_sender, letters_to_old_contacts
from tests.web.conftest import NOW

SERVICE = "00000001-0000-4000-8000-000000000002"
PHONE = "00000001-0000-4000-8000-000000000007"
LISTING = "00000001-0000-4000-8000-000000000004"
ORGANIZATION = "00000001-0000-4000-8000-000000000001"
OLD, NEW = "+16615550101", "+16615550199"


@pytest.fixture
def steward(county: Flask, join: Callable[..., Any]) -> Any:
    person = join("sam@example.org", role="steward")
    person.sign_in()
    person.set_up_app()
    return person


@pytest.fixture
def held(county: Flask, join: Callable[..., Any], session: Session) -> int:
    """The number of a phone change by an account that is new."""
    join("pat@example.org", role="provider", organizations=[ORGANIZATION])
    with writing(session):
        session.get_one(Service, SERVICE).email = "desk@example.org"
        key = session.scalars(select(Account.id).where(Account.email == "pat@example.org")).one()
        change = RowChange("phone", PHONE, {"number": NEW})
        author = Author(f"account:{key}", is_trusted=False)
        done = revise(session, SERVICE, [change], author=author, action="edit", now=NOW)
    assert done.held is not None
    return done.held


def _number(session: Session) -> str:
    session.rollback()
    return session.get_one(Phone, PHONE, populate_existing=True).number


def test_what_waits_is_shown_from_and_to_with_whom_to_ask(steward: Any, held: int) -> None:
    page = steward.client.get("/steward/review").text

    for word in ("pat@example.org", "desk@example.org", OLD, NEW, "Lantern House"):
        assert word in page


def test_until_then_the_old_number_stands_and_partners_are_told(
    steward: Any, held: int, county: Flask
) -> None:
    said = "Somebody asked to change the phone"

    assert said in steward.client.get("/search?q=lantern").text
    assert said not in county.test_client().get("/search?q=lantern").text
    answer = county.test_client().get(f"/api/listings/{LISTING}").json
    assert (answer["phones"][0]["number"], answer["phone_doubt"]) == (OLD, None)


def test_accepted_it_is_live(steward: Any, held: int, session: Session) -> None:
    path = "/steward/review"
    assert steward.post(f"{path}/{held}/accept", page=path or "/account").status_code == 303

    assert _number(session) == NEW
    assert "Nothing waits." in steward.client.get(path).text
    assert "Somebody asked" not in steward.client.get("/search?q=lantern").text


def test_rejected_it_is_gone_and_the_reason_reaches_the_sender(
    steward: Any, held: int, session: Session
) -> None:
    path = f"/steward/review/{held}/reject"
    assert steward.post(path, page="/steward/review", reason=" ").status_code == 400

    answer = steward.post(path, page="/steward/review", reason="The desk knows nothing of it.")

    assert answer.status_code == 303
    assert _number(session) == OLD
    letter = letter_to_sender(session, held)
    assert letter is not None
    assert letter.to == "pat@example.org"
    assert "The desk knows nothing of it." in letter.text
    assert steward.post(path, page="/account", reason="Again.").status_code == 409


def test_the_old_contact_is_told_without_any_value(held: int, session: Session) -> None:
    (letter,) = letters_to_old_contacts(session, held, kinds="phone")

    assert letter.to == "desk@example.org"
    assert "Lantern House" in letter.text
    assert NEW not in letter.text
    assert OLD not in letter.text


def test_a_change_that_is_not_there_is_not_found(steward: Any, session: Session) -> None:
    assert steward.post("/steward/review/999/accept", page="/account").status_code == 404
    assert session.scalars(select(Revision)).all() == []
