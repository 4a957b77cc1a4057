"""The chance beside a number that is too old: in words for partners, and on no page for others."""

from collections.abc import Callable
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import BedForecast, Capacity, ForecastFleet
from resource_dir.operations.listings.refreshing import refresh_documents
from resource_dir.web import wording
from tests.web.conftest import NOW

# u = .06, v = .20, so pi = .231; free thirty hours ago at one report a day: .231 + .769 x .74^1.25
CHANCE = 0.75
WORDS = "about 75\N{NO-BREAK SPACE}% chance one is free, call first"
SEARCH = "/search?lat=35.37&lon=-119.02&radius_mi=50"


@pytest.fixture
def shelter(county: Flask, session: Session, listings: ModuleType) -> str:
    """A listing whose number anybody may see, thirty hours old, with a forecast; its id."""
    count_id, listing_id = listings.key(3, 20), listings.listing_id("shelter")
    with writing(session):
        count = session.get(Capacity, count_id) or Capacity(
            id=count_id, service_at_location_id=listing_id, unit_id=listings.BED
        )
        count.available, count.maximum, count.is_accepting, count.flag = 2, 8, None, None
        count.updated, count.audience = NOW - timedelta(hours=30), "public"
        session.add(count)
        session.flush()
        session.add(
            BedForecast(capacity_id=count_id, n_full=50, n_free=50, n_to_free=3, n_to_full=10,
                        interval_hours=24, was_free=True, last_at=count.updated, updated=NOW)
        )  # fmt: skip
        session.add(ForecastFleet(id=1, to_free=0.06, to_free_weight=1e-9, to_full=0.2,
                                  to_full_weight=1e-9, units=1, fitted=NOW))  # fmt: skip
        refresh_documents(session, [listings.service_id("shelter")])
    return str(listing_id)


def _pages(client: FlaskClient, listing_id: str) -> dict[str, str]:
    """Every way in which somebody without an account, or with one, can read of this listing."""
    paths = (SEARCH, f"/api{SEARCH}", f"/listings/{listing_id}", f"/api/listings/{listing_id}")
    return {path: client.get(path).text for path in paths}


def _chances(client: FlaskClient, listing_id: str) -> list[Any]:
    found = client.get(f"/api{SEARCH}").json["results"]
    (result,) = (one for one in found if one["id"] == listing_id)
    whole = client.get(f"/api/listings/{listing_id}").json
    return [row["chance_free"] for one in (result, whole) for row in one["capacity"]]


@pytest.mark.parametrize("role", ["responder", "broker", "provider", "steward"])
def test_who_is_signed_in_reads_the_chance_on_card_listing_and_api(
    shelter: str, join: Callable[..., Any], listings: ModuleType, role: str
) -> None:
    organizations = [listings.key(1, 1)] if role == "provider" else []
    person = join("pat@example.org", role=role, organizations=organizations)
    person.sign_in()
    if role != "responder":
        person.set_up_app()

    pages = _pages(person.client, shelter)

    expected = {"value": CHANCE, "as_of": NOW.isoformat()}
    assert _chances(person.client, shelter) == [expected, expected]
    assert f"last told 30 h ago: {WORDS}" in pages[SEARCH]
    assert WORDS in pages[f"/listings/{shelter}"]


def test_nobody_else_reads_it_anywhere(
    shelter: str, county: Flask, join: Callable[..., Any]
) -> None:
    visitor, not_in = county.test_client(), join("sam@example.org").client

    for client in (visitor, not_in):
        assert _chances(client, shelter) == [None, None]
        for path, text in _pages(client, shelter).items():
            assert "chance one is" not in text, path
            assert "0.75" not in text, path


def test_the_old_number_itself_is_told_to_nobody(shelter: str, join: Callable[..., Any]) -> None:
    person = join("pat@example.org")
    person.sign_in()

    pages = _pages(person.client, shelter)

    assert "2 of 8 free" not in pages[SEARCH] + pages[f"/listings/{shelter}"]


def test_a_fresh_number_has_no_chance_beside_it(
    shelter: str, session: Session, listings: ModuleType, join: Callable[..., Any]
) -> None:
    with writing(session):
        session.get_one(Capacity, listings.key(3, 20)).updated = NOW - timedelta(hours=1)
        refresh_documents(session, [listings.service_id("shelter")])
    person = join("pat@example.org")
    person.sign_in()

    assert _chances(person.client, shelter) == [None, None]
    assert "chance one is" not in person.client.get(SEARCH).text


def test_the_chance_never_stands_without_the_age_of_the_number() -> None:
    row = {
        "unit": "bed", "population": "women", "available": 2, "maximum": 9, "is_accepting": None,
        "updated": (NOW - timedelta(hours=12)).isoformat(), "stale": True,
        "chance_free": {"value": 0.4, "as_of": NOW.isoformat()},
    }  # fmt: skip

    kind, text = wording.beds_line(row, NOW)

    assert kind == "unknown"
    assert text == (
        "Beds for women: unknown · last told 12 h ago: "
        "about 40\N{NO-BREAK SPACE}% chance one is free, call first"
    )
