"""A number of free beds: shown at once, kept for good, counted once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import BadInput, NotFound
from resource_dir.models import (
    AuditEntry,
    Capacity,
    CapacityReport,
    ListingDocument,
    Service,
    ServiceAtLocation,
    Unit,
)
from resource_dir.operations.auditing import broken_links
from resource_dir.operations.beds.links import find_bed_link, make_bed_link, revoke_bed_link
from resource_dir.operations.beds.reporting import BedReport, report_beds
from resource_dir.operations.listings.refreshing import current_change, refresh_documents

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
BED, BEDS = str(uuid4()), str(uuid4())


@pytest.fixture
def listing(
    take: Any, package: Any, county: Any, session: Session, write: Callable[..., None]
) -> str:
    """The night shelter, with 2 of 8 beds free an hour ago."""
    take(package(county))
    service_id = session.scalars(select(Service.id).where(Service.name == "Night shelter")).one()
    link = session.scalars(
        select(ServiceAtLocation.id).where(ServiceAtLocation.service_id == service_id)
    ).one()
    write(
        Unit(id=BED, name="bed"),
        Capacity(id=BEDS, service_at_location_id=link, unit_id=BED, available=2, maximum=8,
                 updated=NOW - timedelta(hours=1)),
    )  # fmt: skip
    with writing(session):
        refresh_documents(session, [service_id])
    return link


def _say(session: Session, listing: str, *, at: datetime | None = None, step: int = 0,
         key: str | None = None, **fields: Any) -> Any:  # fmt: skip
    report = BedReport(BEDS, key or str(uuid4()), fields=fields, step=step, at=at)
    with writing(session):
        return report_beds(session, listing, report, actor="account:ann", via="page", now=NOW)


def _shown(session: Session, listing: str) -> dict[str, Any]:
    session.rollback()
    document = session.get_one(ListingDocument, listing, populate_existing=True).document
    assert document is not None
    (count,) = document["capacity"]
    return dict(count)


def test_a_report_is_shown_kept_numbered_and_chained(session: Session, listing: str) -> None:
    before = current_change(session)[1]

    _say(session, listing, available=3)

    shown = _shown(session, listing)
    assert (shown["available"], shown["via"], shown["updated"]) == (3, "page", NOW.isoformat())
    kept = session.scalars(select(CapacityReport)).one()
    assert (kept.available, kept.actor, kept.received) == (3, "account:ann", NOW)
    assert current_change(session)[1] == before + 1
    assert session.scalars(select(AuditEntry.action)).all() == ["report_beds"]
    assert list(broken_links(session)) == []


def test_the_patched_document_is_what_a_new_one_would_be(session: Session, listing: str) -> None:
    _say(session, listing, available=3, is_accepting=True, next_appointment=NOW)
    service_id = session.get_one(ServiceAtLocation, listing).service_id

    with writing(session):
        assert refresh_documents(session, [service_id]) == 0


@pytest.mark.parametrize(
    ("step", "fields", "expected"),
    [(1, {}, 3), (-1, {}, 1), (-5, {}, 0), (99, {}, 8), (0, {}, 2), (0, {"available": 0}, 0)],
)
def test_steps_stay_between_nothing_and_all(
    session: Session, listing: str, step: int, fields: dict[str, int], expected: int
) -> None:
    assert _say(session, listing, step=step, **fields).available == expected
    assert _shown(session, listing)["updated"] == NOW.isoformat()


def test_a_double_tap_counts_once(session: Session, listing: str) -> None:
    key = str(uuid4())
    _say(session, listing, step=-1, key=key)
    again = _say(session, listing, step=-1, key=key)

    assert again.is_repeated
    assert _shown(session, listing)["available"] == 1
    assert len(session.scalars(select(CapacityReport)).all()) == 1


def test_an_older_number_is_history_and_nothing_else(session: Session, listing: str) -> None:
    done = _say(session, listing, available=7, at=NOW - timedelta(hours=2))

    assert not done.is_newest
    assert _shown(session, listing)["available"] == 2
    assert session.scalars(select(CapacityReport.available)).all() == [7]


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"available": -1}, "available"),
        ({"available": 9}, "available"),
        ({"available": 10_000, "maximum": None}, "available"),
        ({"maximum": 1}, "available"),
        ({"available": True}, "available"),
        ({"available": "3"}, "available"),
        ({"is_accepting": "maybe"}, "is_accepting"),
    ],
)
def test_a_number_that_cannot_be_is_refused(
    session: Session, listing: str, fields: dict[str, Any], named: str
) -> None:
    with pytest.raises(BadInput) as caught:
        _say(session, listing, **fields)
    assert caught.value.field == named
    assert _shown(session, listing)["available"] == 2


def test_a_number_from_tomorrow_is_refused(session: Session, listing: str) -> None:
    with pytest.raises(BadInput):
        _say(session, listing, available=1, at=NOW + timedelta(days=1))


def test_beds_of_another_listing_are_not_found(session: Session, listing: str) -> None:
    query = select(ServiceAtLocation.id).where(ServiceAtLocation.id != listing)
    other = session.scalars(query).first()
    assert other
    with pytest.raises(NotFound):
        _say(session, other, available=1)


def test_a_link_opens_until_it_is_old_or_ended(session: Session, listing: str) -> None:
    with writing(session):
        token = make_bed_link(session, listing, actor="account:ann", now=NOW)
    link = find_bed_link(session, token, now=NOW)
    assert link.listing_id == listing
    key = link.id

    for wrong, at in ((token[:-1] + "~", NOW), ("", NOW), (token, NOW + timedelta(days=15))):
        with pytest.raises(NotFound):
            find_bed_link(session, wrong, now=at)
    with writing(session):
        revoke_bed_link(session, listing, key, actor="account:ann", now=NOW)
    with pytest.raises(NotFound):
        find_bed_link(session, token, now=NOW)
