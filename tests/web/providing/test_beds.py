"""Free beds in one tap, signed in or by a link: saved once, seen at once, by nobody else."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import Capacity, CapacityReport
from resource_dir.operations.beds.links import make_bed_link
from tests.web.conftest import NOW

ORGANIZATION = "00000001-0000-4000-8000-000000000001"
LISTING = "00000001-0000-4000-8000-000000000004"
BEDS = "00000001-0000-4000-8000-000000000020"
OTHER = "00000002-0000-4000-8000-000000000004"
OTHER_BEDS = "00000002-0000-4000-8000-000000000020"
PAGE = f"/beds/{LISTING}"


@pytest.fixture
def provider(county: Flask, join: Callable[..., Any]) -> Any:
    person = join("pat@example.org", role="provider", organizations=[ORGANIZATION])
    person.sign_in()
    person.set_up_app()
    return person


@pytest.fixture
def link(county: Flask, session: Session) -> str:
    with writing(session):
        return f"/b/{make_bed_link(session, LISTING, actor='account:ann', now=NOW)}"


def _tap(person: Any, do: str, **more: str) -> Any:
    fields = {"capacity_id": BEDS, "key": str(uuid4()), "do": do, **more}
    return person.post(PAGE, page=PAGE, **fields)


def _free(session: Session, key: str = BEDS) -> int | None:
    session.rollback()
    return session.get_one(Capacity, key, populate_existing=True).available


@pytest.mark.parametrize(("do", "expected"), [("minus", 2), ("plus", 4), ("full", 0), ("right", 3)])
def test_one_tap_is_saved_and_seen_with_its_age(
    provider: Any, session: Session, do: str, expected: int
) -> None:
    answer = _tap(provider, do)

    assert answer.status_code == 303
    assert _free(session) == expected
    page = provider.client.get(answer.headers["Location"]).text
    assert "Saved." in page
    assert "just now, on the page" in page
    (count,) = provider.client.get(f"/api/listings/{LISTING}").json["capacity"]
    assert (count["available"], count["updated"]) == (expected, NOW.isoformat())


def test_numbers_are_saved_in_the_zone_of_the_listing(provider: Any, session: Session) -> None:
    _tap(provider, "numbers", available="2", maximum="10", staffed="9", out_of_service="1",
         waiting_list="4", is_accepting="yes", next_appointment="2026-11-24T09:30")  # fmt: skip

    session.rollback()
    count = session.get_one(Capacity, BEDS)
    assert (count.available, count.maximum, count.staffed) == (2, 10, 9)
    assert (count.out_of_service, count.waiting_list, count.is_accepting) == (1, 4, True)
    assert count.next_appointment is not None
    assert count.next_appointment.isoformat() == "2026-11-24T17:30:00+00:00"
    assert 'value="2026-11-24T09:30"' in provider.client.get(PAGE).text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"do": "numbers", "available": "many"}, "Write a whole number"),
        ({"do": "numbers", "available": "-1"}, "from 0 to"),
        ({"do": "numbers", "available": "9", "maximum": "3"}, "9 free of 3"),
        ({"do": "numbers", "next_appointment": "soon"}, "Give a day and a time."),
        ({"do": "numbers", "next_appointment": "9999-12-31T23:59"}, "look at the year"),
        ({"do": "numbers", "next_appointment": "0001-01-01T00:00"}, "look at the year"),
        ({"do": "numbers", "is_accepting": "maybe"}, "Say yes or no."),
        ({"do": "all"}, "Press one of the buttons."),
        ({"do": "plus", "capacity_id": "x"}, "lost its count"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(
    provider: Any, session: Session, fields: dict[str, str], said: str
) -> None:
    answer = _tap(provider, **fields)

    assert answer.status_code == 400
    assert said in answer.text
    assert _free(session) == 3


def test_a_double_tap_and_a_replay_count_once(provider: Any, session: Session) -> None:
    key = str(uuid4())
    for _ in range(3):
        assert _tap(provider, "minus", key=key).status_code == 303

    assert _free(session) == 2


def test_nobody_reports_the_beds_of_others(provider: Any, session: Session) -> None:
    fields = {"capacity_id": OTHER_BEDS, "key": str(uuid4()), "do": "full"}

    assert provider.post(f"/beds/{OTHER}", page=PAGE, **fields).status_code == 403
    assert provider.post(PAGE, page=PAGE, **fields).status_code == 404
    assert _free(session, OTHER_BEDS) == 9


def test_a_page_elsewhere_cannot_tap(provider: Any, session: Session) -> None:
    fields = {"capacity_id": BEDS, "key": str(uuid4()), "do": "full"}

    assert provider.client.post(PAGE, data=fields).status_code == 400
    assert _free(session) == 3


def test_a_link_needs_no_password_and_opens_one_listing(
    county: Flask, link: str, session: Session
) -> None:
    phone = county.test_client()
    page = phone.get(link).text
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key
    fields = {"capacity_id": BEDS, "key": key[1], "do": "minus"}

    assert phone.post(link, data=fields).status_code == 303
    assert phone.post(link, data=fields).status_code == 303  # pressed twice, or sent again later

    assert _free(session) == 2
    report = session.scalars(select(CapacityReport).order_by(CapacityReport.id.desc())).first()
    assert report is not None
    assert report.via == "link"
    assert (report.actor or "").startswith("link:")
    other = {**fields, "key": str(uuid4()), "capacity_id": OTHER_BEDS}
    assert phone.post(link, data=other).status_code == 404
    assert "Set-Cookie" not in phone.get(link).headers


def test_a_link_that_was_changed_or_ended_opens_nothing(
    county: Flask, provider: Any, link: str, session: Session
) -> None:
    phone: FlaskClient = county.test_client()
    fields = {"capacity_id": BEDS, "key": str(uuid4()), "do": "full"}
    wrong = f"{link[:-1]}{'a' if link[-1] != 'a' else 'b'}"
    assert phone.get(wrong).status_code == 404
    assert phone.post(wrong, data=fields).status_code == 404
    end = re.search(r'action="([^"]+/links/[^"]+/end)"', provider.client.get(PAGE).text)
    assert end

    assert provider.post(end[1], page=PAGE).status_code == 303

    assert phone.get(link).status_code == 404
    assert phone.post(link, data=fields).status_code == 404
    assert _free(session) == 3


def test_a_link_is_made_and_shown_once(county: Flask, provider: Any) -> None:
    made = provider.post(f"{PAGE}/links", page=PAGE).text
    found = re.search(r"http[^<\s]+(/b/[\w-]+)", made)
    assert found

    assert county.test_client().get(found[1]).status_code == 200
    assert found[1] not in provider.client.get(PAGE).text


def test_ones_own_listings_are_listed_with_the_age_of_their_numbers(provider: Any) -> None:
    page = provider.client.get("/my-listings").text

    assert "Lantern House" in page
    assert "Cedar Bridge" not in page
    assert "22 min ago" in page
