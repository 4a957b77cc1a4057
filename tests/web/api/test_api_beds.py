"""A program reports beds with a token of its own, of listings that the token's account keeps."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import Account, ApiToken, Capacity, Membership
from tests.web.conftest import NOW

ORGANIZATION = "00000001-0000-4000-8000-000000000001"
LISTING = "00000001-0000-4000-8000-000000000004"
BEDS = "00000001-0000-4000-8000-000000000020"
OTHER = "00000002-0000-4000-8000-000000000004"
Send = Callable[..., Any]


def _token(county: Flask, join: Any, email: str, *, role: str, **fields: str) -> str:
    organizations = [ORGANIZATION] if role == "provider" else []
    person = join(email, role=role, organizations=organizations)
    person.sign_in()
    person.set_up_app()
    text = person.post("/account/tokens", page="/account", name="p", **fields).text
    found = re.search(r"rd_[\w-]+", text)
    assert found
    return found[0]


@pytest.fixture
def send(county: Flask, join: Any) -> Send:
    """Posts a body with the token of a provider that may report beds."""
    token = _token(county, join, "pat@example.org", role="provider", beds="1")

    def send(*, token: str = token, **body: Any) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return county.test_client().post("/api/beds", json=body, headers=headers)

    return send


def _free(session: Session) -> int | None:
    session.rollback()
    return session.get_one(Capacity, BEDS, populate_existing=True).available


def test_a_number_is_stored_once_and_answered(send: Send, session: Session) -> None:
    key = str(uuid4())

    first = send(listing=LISTING, available=1, key=key)
    again = send(listing=LISTING, available=1, key=key)

    assert first.json == {
        "listing": LISTING, "capacity_id": BEDS, "available": 1, "updated": NOW.isoformat(),
        "is_newest": True, "is_repeated": False,
    }  # fmt: skip
    assert again.json["is_repeated"]
    assert _free(session) == 1


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"available": 1}, 400, "listing"),
        ({"listing": "x"}, 400, "listing"),
        ({"listing": str(uuid4())}, 404, None),
        ({"listing": OTHER, "available": 1}, 403, None),
        ({"listing": LISTING, "unit": "boat"}, 400, "unit"),
        ({"listing": LISTING, "beds": 1}, 400, "beds"),
        ({"listing": LISTING, "available": "1"}, 400, "available"),
        ({"listing": LISTING, "available": 99}, 400, "available"),
        ({"listing": LISTING, "available": 1e30}, 400, "available"),
        ({"listing": LISTING, "available": [1]}, 400, "available"),
        ({"listing": LISTING, "key": "x"}, 400, "key"),
        ({"listing": LISTING, "at": "yesterday"}, 400, "at"),
        ({"listing": LISTING, "at": "0001-01-01T00:00:00+05:00"}, 400, "at"),
        ({"listing": LISTING, "at": "9999-12-31T23:59:00-05:00"}, 400, "at"),
        ({"listing": LISTING, "next_appointment": "0001-01-01T00:00:00Z"}, 400, "next_appointment"),
        ({"listing": LISTING, "at": "2026-11-23T07:00:00"}, 400, "at"),
        ({"listing": LISTING, "at": "2027-11-23T07:00:00Z"}, 400, "at"),
        ({"listing": LISTING, "is_accepting": "yes"}, 400, "is_accepting"),
        ({"listing": LISTING, "x" * 9_999: 1, "y": "z" * 9_999}, 400, None),
    ],
)
def test_what_is_wrong_is_named(
    send: Send, session: Session, body: dict[str, Any], status: int, field: str | None
) -> None:
    answer = send(**body)

    assert answer.status_code == status
    assert answer.json["error"]["field"] == field
    assert _free(session) == 3


def test_without_the_right_token_nothing_is_stored(
    county: Flask, send: Send, join: Any, session: Session
) -> None:
    searching = _token(county, join, "sue@example.org", role="provider")
    responder = _token(county, join, "ron@example.org", role="responder", beds="1")

    answers = [
        send(listing=LISTING, available=1, token=token)
        for token in ("", "rd_wrong", searching, responder)
    ]

    assert [one.status_code for one in answers] == [401, 401, 403, 403]
    assert _free(session) == 3


def test_an_older_number_is_answered_as_such(send: Send, session: Session) -> None:
    answer = send(listing=LISTING, available=9, at="2026-11-23T05:00:00Z")

    assert not answer.json["is_newest"]
    assert _free(session) == 3


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"listing=1", "application/x-www-form-urlencoded", 415),
    ],
)
def test_another_body_is_refused(
    county: Flask, join: Any, data: bytes, kind: str, status: int
) -> None:
    token = _token(county, join, "kim@example.org", role="provider", beds="1")

    answer = county.test_client().post(
        "/api/beds", data=data, content_type=kind, headers={"Authorization": f"Bearer {token}"}
    )

    assert answer.status_code == status


def test_a_token_that_was_ended_a_moment_ago_opens_nothing(
    county: Flask, send: Send, session: Session
) -> None:
    assert send(listing=LISTING, available=2).status_code == 200
    with writing(session):
        session.execute(update(ApiToken).values(revoked=NOW))

    answers = [send(listing=LISTING, available=1) for _ in range(2)]

    assert [one.status_code for one in answers] == [401, 401]
    assert _free(session) == 2


def test_an_account_that_was_locked_a_moment_ago_reports_nothing(
    county: Flask, send: Send, session: Session
) -> None:
    assert send(listing=LISTING, available=2).status_code == 200
    with writing(session):
        session.execute(update(Account).values(locked=NOW))

    assert send(listing=LISTING, available=1).status_code == 401
    assert _free(session) == 2


def test_an_account_that_keeps_the_listing_no_more_reports_nothing(
    county: Flask, send: Send, session: Session
) -> None:
    assert send(listing=LISTING, available=2).status_code == 200
    with writing(session):
        session.execute(delete(Membership))

    assert send(listing=LISTING, available=1).status_code == 403
    assert _free(session) == 2


def test_who_has_no_token_begins_no_write(county: Flask, send: Send, session: Session) -> None:
    with writing(session):  # would be waited for
        answers = [send(listing=LISTING, available=1, token=token) for token in ("", "rd_wrong")]

    assert [one.status_code for one in answers] == [401, 401]
