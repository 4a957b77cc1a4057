"""A place is edited: addresses, a typed point, a looked-up one; never one that is withheld."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import (
    Address,
    Capacity,
    CapacityReport,
    Location,
    Revision,
    ServiceAtLocation,
)
from resource_dir.operations.listings.refreshing import refresh_documents
from tests.web.editor import LISTING, fields_of, opened, path, send

ORGANIZATION = "00000001-0000-4000-8000-000000000001"
LOCATION = "00000001-0000-4000-8000-000000000003"
ADDRESS = "00000001-0000-4000-8000-000000000005"
BED = "00000099-0000-4000-8000-000000000000"
BEDS = "00000001-0000-4000-8000-000000000020"
WITHHELD = "00000004-0000-4000-8000-000000000002"
HARBOR = "00000004-0000-4000-8000-000000000001"


@pytest.fixture
def provider(county: Flask, keeper_of: Callable[..., Any]) -> Any:
    return keeper_of("pat@example.org", ORGANIZATION)


def _saved(person: Any, section: str, fields: Any = None, **new: Any) -> None:
    answer = send(person, section, fields or opened(person, section), **new)
    assert answer.status_code == 303, answer.text


def _location(session: Session) -> Location:
    session.rollback()
    return session.get_one(Location, LOCATION)


def test_a_typed_point_moves_the_pin_and_the_clock(provider: Any, session: Session) -> None:
    _saved(provider, "place", point="40.4406, -79.9959")

    location = _location(session)
    assert (location.latitude, location.longitude) == (40.4406, -79.9959)
    assert location.zone == "America/New_York"
    assert (location.point_level, location.point_source) == (None, None)


@pytest.mark.parametrize("point", ["here", "95, 10", "40.44", "nan, nan", "1e400, 0"])
def test_a_point_that_is_none_is_refused(provider: Any, point: str, session: Session) -> None:
    before = _location(session).latitude

    answer = send(provider, "place", opened(provider, "place"), point=point)

    assert answer.status_code == 400
    assert 'id="point-error"' in answer.text
    assert _location(session).latitude == before


def test_an_address_is_corrected(provider: Any, session: Session) -> None:
    _saved(provider, "place", **{"addresses-0-address_1": "102 Invented Way"})

    session.rollback()
    assert session.get_one(Address, ADDRESS).address_1 == "102 Invented Way"
    assert "102 Invented Way" in provider.client.get(f"/listings/{LISTING}").text


def test_an_address_that_nobody_knows_leaves_the_pin(provider: Any, session: Session) -> None:
    fields = opened(provider, "place")

    answer = send(provider, "place", fields, press="look-up")

    assert "Nobody here knows a point for this address" in answer.text
    assert fields_of(answer.text)["point"] == fields["point"]


def test_a_looked_up_point_keeps_how_exact_it_is(provider: Any, session: Session) -> None:
    found = "35.380000, -119.010000"
    _saved(provider, "place", point=found, looked_up=f"{found} interpolated")

    assert _location(session).point_level == "interpolated"
    _saved(provider, "place", point="35.380001, -119.010000")
    assert _location(session).point_level is None


def test_all_listings_at_the_place_are_counted(provider: Any, session: Session) -> None:
    with writing(session):
        session.add(ServiceAtLocation(id="0000cccc-0000-4000-8000-000000000001",
                                      service_id="00000002-0000-4000-8000-000000000002",
                                      location_id=LOCATION))  # fmt: skip
        session.flush()
        refresh_documents(session, ["00000002-0000-4000-8000-000000000002"])

    assert "2 listings are at this place" in provider.client.get(path("place")).text


def test_a_withheld_place_is_neither_asked_for_nor_taken(
    county: Flask, keeper_of: Callable[..., Any], session: Session
) -> None:
    keeper = keeper_of("quiet@example.org", HARBOR)
    page = keeper.client.get(path("place", WITHHELD))
    fields = fields_of(page.text)

    answers = [
        send(keeper, "place", fields, listing=WITHHELD, press=press, point="35.1, -119.1", **{
            "addresses-0-id": "0000dddd-0000-4000-8000-000000000001",
            "addresses-0-address_1": "9 Secret Lane", "addresses-0-city": "Bakersfield"})
        for press in ("save", "look-up", "preview", "draft")
    ]  # fmt: skip

    assert "No place of this listing is stored" in unescape(page.text)
    assert 'name="point"' not in page.text
    assert not any("Secret Lane" in one.text or "35.1" in one.text for one in answers)
    session.rollback()
    assert session.query(Address).filter(Address.address_1.contains("Secret")).count() == 0
    assert session.query(Revision).count() == 0


def test_a_count_is_added_and_its_maximum_changed(provider: Any, session: Session) -> None:
    fields = fields_of(
        send(provider, "counts", opened(provider, "counts"), press="add=counts").text
    )
    chair = next(value for value, name in _options(provider) if name == "Chairs")

    _saved(provider, "counts", fields, **{
        "counts-0-maximum": "14", "counts-1-unit_id": chair, "counts-1-population": "men",
        "counts-1-maximum": "6"})  # fmt: skip

    session.rollback()
    assert session.get_one(Capacity, BEDS).maximum == 14
    added = session.query(Capacity).filter_by(unit_id=chair).one()
    assert (added.population, added.maximum, added.audience) == ("men", 6, "partner")
    assert added.available is None


def _options(person: Any) -> list[tuple[str, str]]:
    page = send(person, "counts", opened(person, "counts"), press="add=counts").text
    return re.findall(r'<option[^>]* value="([^"]+)">([^<]+)</option>', page)


@pytest.mark.parametrize(("field", "value"), [
    ("maximum", "2"), ("maximum", "-1"), ("maximum", "1.5"), ("maximum", "many"),
    ("population", "everybody"), ("unit_id", "00000000-0000-4000-8000-000000000000"),
])  # fmt: skip
def test_a_count_that_makes_no_sense_is_refused(
    provider: Any, session: Session, field: str, value: str
) -> None:
    answer = send(provider, "counts", opened(provider, "counts"), **{f"counts-0-{field}": value})

    assert answer.status_code == 400, answer.text
    session.rollback()
    assert session.get_one(Capacity, BEDS).maximum == 12


def test_a_count_goes_with_its_reports_unless_a_bed_is_held(
    provider: Any, session: Session
) -> None:
    with writing(session):
        session.get_one(Capacity, BEDS).held = 1
    gone = {"counts-0-remove": "y"}
    assert send(provider, "counts", opened(provider, "counts"), **gone).status_code == 409
    with writing(session):
        session.get_one(Capacity, BEDS).held = 0

    _saved(provider, "counts", **gone)

    session.rollback()
    assert session.get(Capacity, BEDS) is None
    assert session.query(CapacityReport).filter_by(capacity_id=BEDS).count() == 0


def test_an_address_needs_its_street_and_a_zip_that_is_one(provider: Any, session: Session) -> None:
    shown = opened(provider, "place")

    city_alone = send(provider, "place", shown, **{"addresses-0-address_1": ""})
    long_zip = send(provider, "place", shown, **{"addresses-0-postal_code": "9" * 190})

    assert (city_alone.status_code, long_zip.status_code) == (400, 400)
    assert "a city alone is no address" in unescape(city_alone.text)
    assert "A ZIP code has 5 digits" in unescape(long_zip.text)
    session.rollback()
    assert session.get_one(Address, ADDRESS).address_1


def test_a_street_that_no_source_gave_keeps_nobody_from_moving_the_pin(
    provider: Any, session: Session
) -> None:
    with writing(session):
        session.get_one(Address, ADDRESS).address_1 = None

    _saved(provider, "place", point="40.4406, -79.9959")

    assert _location(session).latitude == 40.4406
