"""A listing closes for a while, opens for a night, is retired, is new: by the clock alone."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import BadInput, NotFound, WithheldPlace
from resource_dir.models import Address, ListingDocument, Location, Organization, Service
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.life import (
    NewListing,
    activate,
    close_until,
    create_listing,
    is_retired,
    reopen,
    retire,
    stop_activation,
)
from resource_dir.operations.finding import get_listing

NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)  # 20:00 on Wednesday the 25th in Colorado
TODAY = date(2026, 11, 25)
ANN = Author("account:ann")
ABOUT: dict[str, Any] = {"author": ANN, "now": NOW}


@pytest.fixture
def listing(session: Session, shelter: str) -> str:
    query = select(ListingDocument.id).where(ListingDocument.service_id == shelter)
    return session.scalars(query).one()


def _state(session: Session, listing: str, now: datetime) -> str:
    session.rollback()
    found = get_listing(session, listing, viewer="public", now=now)
    return str(found["hours"]["state"])


def _organization(session: Session) -> str:
    return session.scalars(select(Organization.id)).one()


def test_closed_until_a_day_it_opens_by_itself(
    session: Session, shelter: str, listing: str
) -> None:
    assert _state(session, listing, NOW) == "open"
    with writing(session):
        close_until(session, shelter, until=date(2026, 11, 28), today=TODAY, **ABOUT)

    assert _state(session, listing, NOW) == "closed"
    assert _state(session, listing, NOW + timedelta(days=2)) == "closed"
    assert _state(session, listing, NOW + timedelta(days=3)) == "open"
    found = get_listing(session, listing, viewer="public", now=NOW)
    assert found["closed_until"] == "2026-11-28"
    later = get_listing(session, listing, viewer="public", now=NOW + timedelta(days=3))
    assert later["closed_until"] is None


def test_it_can_open_before(session: Session, shelter: str, listing: str) -> None:
    with writing(session):
        close_until(session, shelter, until=date(2026, 11, 28), today=TODAY, **ABOUT)
    with writing(session):
        reopen(session, shelter, **ABOUT)

    assert _state(session, listing, NOW) == "open"


@pytest.mark.parametrize("until", [TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=200)])
def test_a_day_that_makes_no_sense_is_refused(session: Session, shelter: str, until: date) -> None:
    with pytest.raises(BadInput), writing(session):
        close_until(session, shelter, until=until, today=TODAY, **ABOUT)


def test_activated_it_is_open_from_then_to_then_and_closed_otherwise(
    session: Session, shelter: str, listing: str
) -> None:
    starts = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)  # Thursday 18:00
    with writing(session):
        activate(session, shelter, starts=starts, ends=starts + timedelta(hours=36), **ABOUT)

    assert _state(session, listing, NOW) == "closed"
    for hours, expected in ((0, "open"), (7, "open"), (20, "open"), (35, "open"), (36, "closed"),
                            (60, "closed")):  # fmt: skip
        assert _state(session, listing, starts + timedelta(hours=hours)) == expected, hours


def test_an_activation_ends_before_when_it_is_stopped(
    session: Session, shelter: str, listing: str
) -> None:
    with writing(session):
        activate(session, shelter, starts=NOW, ends=NOW + timedelta(hours=9), **ABOUT)
    assert _state(session, listing, NOW) == "open"
    with writing(session):
        stop_activation(session, shelter, is_only_activated=True, **ABOUT)
    assert _state(session, listing, NOW) == "closed"
    with writing(session):
        stop_activation(session, shelter, is_only_activated=False, **ABOUT)
    assert _state(session, listing, NOW) == "open"  # its usual hours


@pytest.mark.parametrize("hours", [(0, 0), (5, 2), (-9, -3), (0, 24 * 8)])
def test_an_end_that_makes_no_sense_is_refused(
    session: Session, shelter: str, hours: tuple[int, int]
) -> None:
    starts, ends = (NOW + timedelta(hours=one) for one in hours)
    with pytest.raises(BadInput), writing(session):
        activate(session, shelter, starts=starts, ends=ends, **ABOUT)


def test_retired_it_is_shown_no_more_and_can_come_back(
    session: Session, shelter: str, listing: str
) -> None:
    with writing(session):
        retire(session, shelter, **ABOUT)
    assert is_retired(session, shelter)
    with pytest.raises(NotFound):
        get_listing(session, listing, viewer="partner", now=NOW)
    with writing(session):
        reopen(session, shelter, **ABOUT)

    assert get_listing(session, listing, viewer="public", now=NOW)["name"] == "Night shelter"


def test_a_new_listing_is_found_with_its_place_and_phone(session: Session, shelter: str) -> None:
    new = NewListing(
        _organization(session), "Aspen House Annex", "emergency_shelter", phone="+17195550133",
        place=("14 Invented Way", "Salida", "CO", "81201"),
    )  # fmt: skip
    with writing(session):
        service_id, done = create_listing(session, new, **ABOUT)

    document = session.scalars(
        select(ListingDocument.document).where(ListingDocument.service_id == service_id)
    ).one()
    assert done.live
    assert document is not None
    assert document["address"] == "14 Invented Way, Salida, CO 81201"
    assert document["zone"] == "America/Denver"
    assert document["needs"] == ["emergency_shelter"]


def test_a_new_listing_of_a_new_account_waits(session: Session, shelter: str) -> None:
    new = NewListing(_organization(session), "Annex", "food")
    with writing(session):
        service_id, done = create_listing(
            session, new, author=Author("account:n", is_trusted=False), now=NOW
        )

    assert (done.live, done.held_for) == (None, "new_listing")
    assert session.get(Service, service_id) is None


def test_a_listing_withheld_from_the_start_has_no_place(session: Session, shelter: str) -> None:
    organization = _organization(session)
    before = len(session.scalars(select(Address)).all())
    place = ("14 Invented Way", "Salida", "CO", "81201")
    for wrong in (
        NewListing(organization, "Quiet", "emergency_shelter", place=place, is_withheld=True),
        NewListing(organization, "At 14 Elm Street", "emergency_shelter", is_withheld=True),
    ):
        with pytest.raises(WithheldPlace), writing(session):
            create_listing(session, wrong, **ABOUT)
    quiet = NewListing(organization, "Quiet", "emergency_shelter", is_withheld=True)
    with writing(session):
        service_id, _ = create_listing(session, quiet, **ABOUT)

    document = session.scalars(
        select(ListingDocument.document).where(ListingDocument.service_id == service_id)
    ).one()
    assert document is not None
    assert document["is_withheld"]
    assert len(session.scalars(select(Address)).all()) == before
    assert len(session.scalars(select(Location)).all()) == 3


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"name": " "}, BadInput),
        ({"need": "castle"}, BadInput),
        ({"organization_id": "x"}, NotFound),
    ],
)
def test_what_is_missing_is_named(
    session: Session, shelter: str, fields: dict[str, str], error: type[Exception]
) -> None:
    said = {"organization_id": _organization(session), "name": "Annex", "need": "food", **fields}
    with pytest.raises(error), writing(session):
        create_listing(session, NewListing(**said), **ABOUT)
