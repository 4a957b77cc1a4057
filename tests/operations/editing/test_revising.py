"""A person changes a listing: it is seen, kept, chained, protected; delicate things may wait."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import BadInput, NotFound, WithheldPlace
from resource_dir.models import (
    AuditEntry,
    CorrectedField,
    ListingDocument,
    Phone,
    Revision,
    RevisionChange,
    Schedule,
    Service,
    ServiceAtLocation,
)
from resource_dir.operations.auditing import broken_links
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.revising import (
    RowChange,
    changed_since,
    last_revision,
    revise,
)
from resource_dir.operations.withholding.publishing import withhold_listing

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
ANN = Author("account:ann")
NEW = Author("account:new", is_trusted=False)


def _document(session: Session, service_id: str) -> dict[str, Any]:
    session.rollback()
    query = select(ListingDocument.document).where(ListingDocument.service_id == service_id)
    document: dict[str, Any] = session.scalars(query).one()
    return document


def _phone(session: Session, service_id: str) -> Phone:
    return session.scalars(select(Phone).where(Phone.service_id == service_id)).one()


def _rename(session: Session, service_id: str, name: str, **more: Any) -> Any:
    change = RowChange("service", service_id, {"name": name})
    options = {"author": ANN, "action": "edit", "now": NOW, **more}
    with writing(session):
        return revise(session, service_id, [change], **options)


def test_a_change_is_shown_kept_chained_and_protected(session: Session, shelter: str) -> None:
    done = _rename(session, shelter, "Night shelter on the hill", why="new sign", section="basics")

    assert _document(session, shelter)["name"] == "Night shelter on the hill"
    revision = session.get_one(Revision, done.live)
    change = session.scalars(select(RevisionChange)).one()
    assert (revision.actor, revision.why, revision.state) == ("account:ann", "new sign", "live")
    assert change.before == {"name": "Night shelter"}
    assert change.after == {"name": "Night shelter on the hill"}
    assert session.get(CorrectedField, ("service", shelter, "name"))
    assert session.scalars(select(AuditEntry.action)).all()[-1] == "edit"
    assert list(broken_links(session)) == []


def test_nothing_changed_is_no_revision(session: Session, shelter: str) -> None:
    assert _rename(session, shelter, "Night shelter").live is None
    assert last_revision(session, shelter) == 0


def test_the_same_key_changes_once(session: Session, shelter: str) -> None:
    key = str(uuid4())
    first = _rename(session, shelter, "One", key=key)

    assert _rename(session, shelter, "Two", key=key) == first
    assert _document(session, shelter)["name"] == "One"


def test_a_new_accounts_phone_waits_and_its_description_does_not(
    session: Session, shelter: str
) -> None:
    phone = _phone(session, shelter)
    changes = [
        RowChange("service", shelter, {"description": "Forty cots.", "minimum_age": 18}),
        RowChange("phone", phone.id, {"number": "+17195550199"}),
    ]

    with writing(session):
        done = revise(session, shelter, changes, author=NEW, action="edit", now=NOW)

    document = _document(session, shelter)
    assert document["description"] == "Forty cots."
    assert document["phones"][0]["number"] == "+17195550102"
    assert done.held_for == "eligibility,phone"
    held = session.get_one(Revision, done.held)
    assert held.state == "held"
    assert last_revision(session, shelter) == done.live


def test_rows_come_and_go(session: Session, shelter: str) -> None:
    old, new = _phone(session, shelter).id, str(uuid4())
    changes = [
        RowChange("phone", old, None),
        RowChange("phone", new, {"service_id": shelter, "number": "+17195550123"}),
    ]

    with writing(session):
        revise(session, shelter, changes, author=ANN, action="edit", now=NOW)

    assert [one["number"] for one in _document(session, shelter)["phones"]] == ["+17195550123"]
    assert session.get(CorrectedField, ("phone", old, "*"))


def test_a_row_of_another_listing_is_refused(session: Session, shelter: str) -> None:
    detox = session.scalars(select(Service.id).where(Service.name == "Detox unit")).one()
    link = session.scalars(
        select(ServiceAtLocation).where(ServiceAtLocation.service_id == detox)
    ).one()
    theirs = _phone(session, detox).id
    attempts = [
        RowChange("phone", theirs, {"number": "+17195550199"}),
        RowChange("phone", theirs, {"service_id": shelter, "number": "+17195550199"}),
        RowChange("phone", theirs, None),
        RowChange("phone", str(uuid4()), {"service_id": detox, "number": "+17195550199"}),
        RowChange("service", detox, {"name": "Closed"}),
        RowChange("schedule", str(uuid4()), {"service_at_location_id": link.id}),
        RowChange("location", link.location_id, {"latitude": 1.0}),
    ]
    for change in attempts:
        with pytest.raises(NotFound), writing(session):
            revise(session, shelter, [change], author=ANN, action="edit", now=NOW)
    assert last_revision(session, shelter) == 0


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("account", {"role": "steward"}),
        ("service", {"no_such": "x"}),
        ("service", {"name": "bell \x07"}),
        ("service", {"description": "a" * 20_001}),
        ("location", {"is_withheld": False}),
    ],
)
def test_what_is_not_for_editing_is_refused(
    session: Session, shelter: str, table: str, values: dict[str, Any]
) -> None:
    with pytest.raises(BadInput), writing(session):
        change = RowChange(table, shelter, values)
        revise(session, shelter, [change], author=ANN, action="edit", now=NOW)


def test_no_place_of_a_withheld_listing_is_taken(session: Session, shelter: str) -> None:
    link = session.scalars(
        select(ServiceAtLocation).where(ServiceAtLocation.service_id == shelter)
    ).one()
    listing_id, location_id = link.id, link.location_id
    with writing(session):
        withhold_listing(session, listing_id, now=NOW)
    new = str(uuid4())
    attempts = [
        [RowChange("service", shelter, {"description": "We are at 12 Elm Street."})],
        [RowChange("address", new, {"location_id": location_id, "address_1": "12 Elm Street"})],
        [RowChange("location", location_id, {"latitude": 38.5, "longitude": -106.0})],
        [
            RowChange("location", new, {"latitude": 38.5, "longitude": -106.0}),
            RowChange("service_at_location", str(uuid4()),
                      {"service_id": shelter, "location_id": new}),
        ],
        [RowChange("phone", new, {"location_id": location_id, "number": "+17195550123"})],
    ]  # fmt: skip
    for changes in attempts:
        with pytest.raises(WithheldPlace), writing(session):
            revise(session, shelter, changes, author=ANN, action="edit", now=NOW)
    with pytest.raises(WithheldPlace), writing(session):
        change = RowChange("service", shelter, {"description": "Warm."})
        revise(session, shelter, [change], author=ANN, action="edit", now=NOW, why="12 Elm Street")
    assert last_revision(session, shelter) == 0


def test_changes_since_are_told_in_their_order(session: Session, shelter: str) -> None:
    _rename(session, shelter, "One")
    base = last_revision(session, shelter)
    _rename(session, shelter, "Two", now=NOW + timedelta(minutes=1))
    _rename(session, shelter, "Three", now=NOW + timedelta(minutes=2))

    told = changed_since(session, shelter, base)

    assert [rows[0].after for _, rows in told] == [{"name": "Two"}, {"name": "Three"}]


def test_hours_are_stored_as_times(
    session: Session, shelter: str, write: Callable[..., None]
) -> None:
    row = session.scalars(select(Schedule).where(Schedule.service_id == shelter)).one()
    change = RowChange("schedule", row.id, {"opens_at": row.closes_at, "closes_at": row.opens_at})

    with writing(session):
        revise(session, shelter, [change], author=ANN, action="edit", now=NOW)

    stored = session.scalars(select(RevisionChange)).one()
    assert stored.after == {"opens_at": "07:00:00", "closes_at": "20:00:00"}


def test_a_row_of_the_organization_is_shown_by_all_of_its_listings(
    session: Session, shelter: str, write: Callable[..., None]
) -> None:
    organization, key = session.get_one(Service, shelter).organization_id, str(uuid4())
    write(Phone(id=key, organization_id=organization, number="+17195550111"))

    with writing(session):
        change = RowChange("phone", key, {"number": "+17195550122"})
        revise(session, shelter, [change], author=ANN, action="edit", now=NOW)

    shown = session.scalars(select(ListingDocument.document)).all()
    assert len(shown) == 3
    for document in shown:
        assert document is not None
        assert "+17195550122" in [one["number"] for one in document["phones"]]
