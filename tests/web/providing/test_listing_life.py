"""Closing, activating, retiring, withholding and beginning a listing, by those who keep it."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import Address, ListingDocument, Location, Service, WithheldMark
from resource_dir.operations.listings.refreshing import refresh_documents

LISTING = "00000001-0000-4000-8000-000000000004"
SERVICE = "00000001-0000-4000-8000-000000000002"
OTHER = "00000002-0000-4000-8000-000000000004"
ORGANIZATION = "00000001-0000-4000-8000-000000000001"
THEIRS = "00000002-0000-4000-8000-000000000001"
PAGE = f"/edit/{LISTING}/life"


@pytest.fixture
def provider(county: Flask, keeper_of: Callable[..., Any]) -> Any:
    return keeper_of("pat@example.org", ORGANIZATION)


@pytest.fixture
def newcomer(county: Flask, keeper_of: Callable[..., Any]) -> Any:
    return keeper_of("new@example.org", ORGANIZATION, days=1)


@pytest.fixture
def steward(county: Flask, keeper_of: Callable[..., Any]) -> Any:
    return keeper_of("sam@example.org", role="steward")


def _do(person: Any, action: str, **fields: str) -> Any:
    return person.post(PAGE, page=PAGE, action=action, **fields)


def _hours(person: Any) -> str:
    state: str = person.client.get(f"/api/listings/{LISTING}").json["hours"]["state"]
    return state


def test_it_is_closed_until_a_day_and_says_so(provider: Any) -> None:
    assert _hours(provider) == "open"

    assert _do(provider, "close", until="2026-11-30").status_code == 303

    assert _hours(provider) == "closed"
    assert "Closed until Mon, Nov 30" in provider.client.get(f"/listings/{LISTING}").text
    assert _do(provider, "reopen").status_code == 303
    assert _hours(provider) == "open"


def test_it_is_open_only_while_it_is_activated(provider: Any) -> None:
    _do(provider, "activate", starts="2026-11-22T22:00", ends="2026-11-23T07:00")
    assert _hours(provider) == "open"
    assert "Activated from" in provider.client.get(PAGE).text

    _do(provider, "stop")
    assert _hours(provider) == "closed"
    _do(provider, "usual")
    assert _hours(provider) == "open"


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("close", {"until": "2026-11-30"}),
        ("activate", {"starts": "2026-11-24T22:00", "ends": "2026-11-25T07:00"}),
        ("retire", {}),
    ],
)
def test_who_is_new_closes_nothing_alone(
    newcomer: Any, steward: Any, action: str, fields: dict[str, str]
) -> None:
    answer = _do(newcomer, action, **fields)

    assert "This waits for a second person" in newcomer.client.get(answer.location).text
    assert _hours(newcomer) == "open"
    review = steward.client.get("/steward/review").text
    number = re.search(r"/steward/review/(\d+)/accept", review)
    assert number
    accept = f"/steward/review/{number[1]}/accept"
    assert steward.post(accept, page="/steward/review").status_code == 303
    shown = steward.client.get(f"/api/listings/{LISTING}")
    assert shown.status_code == 404 or shown.json["hours"]["state"] == "closed"


def test_retired_nobody_finds_it_and_its_keeper_brings_it_back(provider: Any) -> None:
    _do(provider, "retire")

    assert provider.client.get(f"/listings/{LISTING}").status_code == 404
    assert "Bring it back" in provider.client.get(PAGE).text
    assert provider.client.get(f"/history/{LISTING}").status_code == 200
    _do(provider, "reopen")
    assert provider.client.get(f"/listings/{LISTING}").status_code == 200


def test_withheld_its_place_is_gone_for_good(provider: Any, steward: Any, session: Session) -> None:
    assert _do(provider, "withhold", name="something else").status_code == 400
    assert "100 Invented Way" in provider.client.get(f"/listings/{LISTING}").text

    assert _do(provider, "withhold", name="lantern house").status_code == 303

    page = provider.client.get(f"/listings/{LISTING}").text
    assert "100 Invented Way" not in page
    assert "Address withheld" in page
    session.rollback()
    streets = session.scalars(select(Address.address_1)).all()
    assert "100 Invented Way" not in streets
    assert _do(provider, "publish").status_code == 403
    assert _do(steward, "publish").status_code == 303


@pytest.mark.parametrize(
    ("action", "fields", "said"),
    [
        ("close", {"until": "soon"}, "Give a day."),
        ("close", {"until": "2026-11-01"}, "Give a day after today"),
        ("activate", {"starts": "x", "ends": "y"}, "Give a day and a time."),
        ("activate", {"starts": "9999-12-31T23:00", "ends": "9999-12-31T23:59"}, "the year"),
        ("activate", {"starts": "2062-11-22T22:00", "ends": "2062-11-23T07:00"}, "the year"),
        ("activate", {"starts": "0001-01-01T00:00", "ends": "0001-01-02T00:00"}, "The end has"),
        ("activate", {"starts": "2026-11-22T22:00", "ends": "2026-11-22T21:00"}, "The end has"),
        ("explode", {}, "Press one of the buttons."),
    ],
)
def test_what_makes_no_sense_is_said(
    provider: Any, action: str, fields: dict[str, str], said: str
) -> None:
    answer = _do(provider, action, **fields)

    assert answer.status_code == 400
    assert said in answer.text


def test_nobody_touches_the_listing_of_others(provider: Any) -> None:
    path = f"/edit/{OTHER}/life"

    assert provider.client.get(path).status_code == 403
    assert provider.post(path, page=PAGE, action="retire").status_code == 403


def _begin(person: Any, **fields: str) -> Any:
    said = {"organization_id": ORGANIZATION, "name": "Annex", "need": "food", **fields}
    return person.post("/new-listing", page="/new-listing", **said)


def test_a_steward_begins_a_listing_and_goes_on_in_the_editor(steward: Any) -> None:
    answer = _begin(steward, street="9 Invented Way", city="Bakersfield", state="CA",
                    postal_code="93301", phone="+16615550177")  # fmt: skip

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/edit/")
    assert steward.client.get(answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({"city": "Bakersfield"}, "a city alone is no address"),
        ({"street": "9 Invented Way", "postal_code": "9" * 290}, "A ZIP code has 5 digits"),
    ],
)
def test_a_new_listing_takes_no_half_address(
    steward: Any, session: Session, place: dict[str, str], said: str
) -> None:
    answer = _begin(steward, **place)

    assert answer.status_code == 400
    assert said in answer.text
    assert session.scalars(select(Service).where(Service.name == "Annex")).all() == []


def test_a_new_providers_listing_waits(newcomer: Any, session: Session) -> None:
    assert "a second person looks at it" in _begin(newcomer).text
    assert session.scalars(select(Service).where(Service.name == "Annex")).all() == []


def test_a_withheld_one_takes_no_place(steward: Any, session: Session) -> None:
    wrong = _begin(steward, is_withheld="1", street="9 Invented Way")
    right = _begin(steward, is_withheld="1")

    assert (wrong.status_code, right.status_code) == (422, 303)
    session.rollback()
    documents = session.scalars(select(ListingDocument).where(ListingDocument.is_withheld)).all()
    assert {(one.document or {})["name"] for one in documents} >= {"Annex"}
    assert session.scalars(select(WithheldMark.reason)).all().count("its provider") == 1


def test_an_organization_of_others_is_refused(provider: Any) -> None:
    assert _begin(provider, organization_id=THEIRS).status_code == 404
    assert _begin(provider, organization_id="x").status_code == 404
    assert _begin(provider, name="x" * 301).status_code == 400


def test_a_form_that_is_sent_twice_begins_one_listing(steward: Any, session: Session) -> None:
    key = str(uuid4())
    first, again = _begin(steward, key=key), _begin(steward, key=key)

    assert first.headers["Location"] == again.headers["Location"]
    session.rollback()
    assert len(session.scalars(select(Service).where(Service.name == "Annex")).all()) == 1


def test_a_phone_that_is_none_is_refused(steward: Any) -> None:
    assert _begin(steward, phone="12 Elm Street").status_code == 400


def test_a_listing_without_a_name_is_not_withheld_by_an_empty_field(
    provider: Any, session: Session
) -> None:
    with writing(session):
        session.get_one(Service, SERVICE).name = ""
        refresh_documents(session, [SERVICE])

    assert _do(provider, "withhold", name="").status_code == 400


def test_clock_times_are_those_of_the_listing(provider: Any, session: Session) -> None:
    place = "00000001-0000-4000-8000-000000000003"
    with writing(session):
        session.get_one(Location, place).zone = "America/New_York"
        refresh_documents(session, [SERVICE])

    _do(provider, "activate", starts="2026-11-23T01:30", ends="2026-11-23T07:00")

    assert _hours(provider) == "open"  # 02:00 there, 23:00 of the day before here
