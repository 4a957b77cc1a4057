"""What was changed here goes out as HSDS metadata: public facts, and nobody's address."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import Account, Phone, Service, ServiceAtLocation
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.revising import RowChange, revise
from resource_dir.operations.exporting.public_services import public_services
from resource_dir.operations.withholding.publishing import withhold_listing

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
KEY = str(uuid4())


@pytest.fixture
def shelter(take: Any, package: Any, county: Any, session: Session) -> str:
    take(package(county))
    with writing(session):
        session.add(Account(id=KEY, email="ann@example.org", role="provider", created=NOW))
    return session.scalars(select(Service.id).where(Service.name == "Night shelter")).one()


def _edit(session: Session, service_id: str, *changes: RowChange) -> None:
    with writing(session):
        author = Author(f"account:{KEY}")
        revise(session, service_id, changes, author=author, action="edit", now=NOW)


def _told(session: Session, service_id: str) -> list[dict[str, Any]]:
    session.rollback()
    found = public_services(session, at=NOW, version="3.1")
    return [
        dict(row) for one in found if one.service["id"] == service_id for row in one.of("metadata")
    ]


def test_a_change_goes_out_field_by_field_under_a_role(session: Session, shelter: str) -> None:
    _edit(session, shelter, RowChange("service", shelter, {"fees": "None"}))

    (row,) = _told(session, shelter)

    assert row == {
        "id": row["id"], "resource_id": shelter, "resource_type": "service",
        "last_action_date": date(2026, 11, 25).isoformat(), "last_action_type": "update",
        "field_name": "fees", "previous_value": None, "replacement_value": "None",
        "updated_by": "provider",
    }  # fmt: skip


def test_what_partners_alone_saw_stays_with_them_also_later(session: Session, shelter: str) -> None:
    phone = session.scalars(select(Phone.id).where(Phone.service_id == shelter)).one()
    for values in (
        {"audience": "partner"},
        {"number": "+17195550177"},
        {"audience": "public", "number": "+17195550178"},
    ):
        _edit(session, shelter, RowChange("phone", phone, values))

    assert _told(session, shelter) == []


def test_a_row_of_partners_is_not_told_though_no_edit_ever_said_so(
    session: Session, shelter: str
) -> None:
    phone = session.scalars(select(Phone.id).where(Phone.service_id == shelter)).one()
    with writing(session):
        session.get_one(Phone, phone).audience = "partner"
    _edit(session, shelter, RowChange("phone", phone, {"number": "+17195550177"}))

    assert _told(session, shelter) == []


def test_nothing_is_told_of_a_withheld_listing(session: Session, shelter: str) -> None:
    _edit(session, shelter, RowChange("service", shelter, {"fees": "None"}))
    listing = session.scalars(
        select(ServiceAtLocation.id).where(ServiceAtLocation.service_id == shelter)
    ).one()
    with writing(session):
        withhold_listing(session, listing, now=NOW)

    assert _told(session, shelter) == []
