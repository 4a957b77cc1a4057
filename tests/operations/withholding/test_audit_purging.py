"""Of a listing that is withheld now, the audit log keeps who and when, and no value."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.database import writing
from resource_dir.operations import auditing
from resource_dir.operations.reports.reporting import Report, add_report
from resource_dir.operations.withholding import remembering
from resource_dir.operations.withholding.audit_purging import ACCOUNT_TABLES, OWNED_BY
from resource_dir.operations.withholding.publishing import withhold_listing

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
STREET = "Ring at 212 Invented Way"
GONE = "00000009-0000-4000-8000-000000000001"
GONE_TOO = "00000009-0000-4000-8000-000000000002"
County = dict[str, list[dict[str, Any]]]


@pytest.fixture
def listing(
    take: Callable[..., Any], package: Callable[..., Path], county: County, session: Session
) -> dict[str, Any]:
    """The document of a public listing; beside it one of another organization."""
    county["organizations"].append({"id": "o2", "name": "Birch", "description": "Food."})
    county["services"].append({
        "id": "s4", "organization_id": "o2", "name": "Soup kitchen", "status": "active",
    })  # fmt: skip
    county["phones"].append({"id": "p4", "service_id": "s4", "number": "719-555-0104"})
    take(package(county))
    return documents(session)["Detox unit"]


def documents(session: Session) -> dict[str, dict[str, Any]]:
    found = session.scalars(select(models.ListingDocument.document)).all()
    return {document["name"]: document for document in found if document is not None}


def note(session: Session, table: str, row_id: str, **after: object) -> None:
    """One entry about a row."""
    auditing.record(
        session, "edit", actor="account:1", table=table, row_id=row_id, now=NOW, after=after
    )


def withhold(session: Session, listing: dict[str, Any]) -> None:
    with writing(session):
        withhold_listing(session, listing["id"], now=NOW)
    session.rollback()


def values(session: Session) -> list[tuple[str, Any]]:
    """(table, what changed) of every entry; None where it was erased."""
    session.expire_all()
    found = session.scalars(select(models.AuditEntry).order_by(models.AuditEntry.sequence))
    return [(one.table_name, json.loads(one.changes) if one.changes else None) for one in found]


def around(session: Session, listing: dict[str, Any]) -> dict[str, str]:
    """Table to a row of this listing, or one that hangs on it."""
    service = session.get_one(models.Service, listing["service_id"])
    phone = select(models.Phone.id).where(models.Phone.service_id == service.id)
    other = documents(session)["Night shelter"]["service_id"]
    schedule = select(models.Schedule.id).where(models.Schedule.service_id == other)
    return {
        "service": service.id,
        "organization": str(service.organization_id),
        "service_at_location": listing["id"],
        "phone": session.scalars(phone).one(),
        "schedule": session.scalars(schedule).one(),  # of the same organization's other listing
    }


def test_withholding_a_listing_erases_the_values_of_every_row_around(
    session: Session, listing: dict[str, Any]
) -> None:
    rows = around(session, listing)
    with writing(session):
        for table, row_id in rows.items():
            note(session, table, row_id, description=STREET)

    withhold(session, listing)

    assert values(session) == [(table, None) for table in rows]
    assert list(auditing.broken_links(session)) == []


def test_a_report_about_it_is_among_them(session: Session, listing: dict[str, Any]) -> None:
    with writing(session):
        add_report(session, listing["id"], Report("no_answer", GONE), now=NOW)
        number = session.scalars(select(models.ListingReport.id)).one()
        note(session, "listing_report", str(number), text=STREET)
        note(session, "something_new", str(number), text="kept: another table's row")

    withhold(session, listing)

    assert [changes is None for _, changes in values(session)] == [True, False]


def test_rows_that_are_gone_are_found_by_what_the_log_says_of_them(
    session: Session, listing: dict[str, Any]
) -> None:
    with writing(session):
        note(session, "phone", GONE_TOO, description=STREET)
        note(session, "contact", GONE, name=STREET)
        note(session, "phone", GONE_TOO, contact_id=GONE)
        note(session, "contact", GONE, service_id=listing["service_id"])

    withhold(session, listing)

    assert [changes for _, changes in values(session)] == [None] * 4


def test_a_row_that_the_purge_itself_deletes_is_among_them(
    session: Session, listing: dict[str, Any]
) -> None:
    with writing(session):
        phone = session.scalars(select(models.Phone)).first()
        assert phone is not None
        phone.service_id, phone.location_id = None, listing["location_id"]
        note(session, "phone", phone.id, description=STREET)
        kept = phone.id

    withhold(session, listing)

    assert session.get(models.Phone, kept) is None
    assert values(session) == [("phone", None)]


def test_other_organizations_and_accounts_keep_their_values(
    session: Session, listing: dict[str, Any]
) -> None:
    kitchen = documents(session)["Soup kitchen"]
    organization = session.get_one(models.Service, listing["service_id"]).organization_id
    with writing(session):
        note(session, "service", kitchen["service_id"], description="Soup at noon.")
        note(session, "account", GONE, organizations=[organization], role="provider")

    withhold(session, listing)

    assert all(changes for _, changes in values(session))


def test_no_column_that_hangs_a_row_on_a_listing_is_forgotten() -> None:
    owners = {f"{table}.id" for table in (
        "organization", "service", "location", "service_at_location", "contact", "phone",
        "capacity", "listing_document", "listing_report",
    )}  # fmt: skip
    columns = {
        f"{table.name}.{key.parent.name}"
        for table in models.Base.metadata.tables.values()
        if table.name not in ACCOUNT_TABLES
        for key in table.foreign_keys
        if key.target_fullname in owners and key.parent.name not in OWNED_BY
    }

    # Another organization, with listings and a place of its own.
    assert columns == {"organization.parent_organization_id"}


def test_without_the_purge_the_words_would_stay(
    session: Session, listing: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembering, "erase_around", lambda *_: None)
    with writing(session):
        note(session, "service", listing["service_id"], description=STREET)

    withhold(session, listing)

    assert STREET in str(values(session))
