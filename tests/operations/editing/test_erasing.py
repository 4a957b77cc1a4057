"""Once a listing is withheld, its past says nothing of where it is."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import Conflict
from resource_dir.models import (
    Account,
    Base,
    Draft,
    ImportConflict,
    Organization,
    Phone,
    Revision,
    RevisionChange,
    Service,
    ServiceAtLocation,
)
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.deciding import accept_revision
from resource_dir.operations.editing.revising import RowChange, revise
from resource_dir.operations.editing.taking_back import restore_revision
from resource_dir.operations.withholding import remembering
from resource_dir.operations.withholding.publishing import withhold_listing

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
SECRET = "4711 Juniper"
ANN = Author("account:ann")


def _edit(session: Session, service_id: str, *changes: RowChange, author: Author = ANN, **m: Any):
    with writing(session):
        return revise(session, service_id, changes, author=author, action="edit", now=NOW, **m)


def _a_past_that_tells(session: Session, shelter: str) -> int:
    """A street in an address, a removed address, a phone that waits, a draft, a conflict."""
    link = session.scalars(
        select(ServiceAtLocation).where(ServiceAtLocation.service_id == shelter)
    ).one()
    at, address = link.location_id, str(uuid4())
    street = {"location_id": at, "address_1": f"{SECRET} Way", "city": "Salida"}
    _edit(session, shelter, RowChange("address", address, street), why=f"moved to {SECRET} Way")
    _edit(session, shelter, RowChange("address", address, {"address_1": f"{SECRET} Road"}))
    _edit(session, shelter, RowChange("address", address, None))
    phone = session.scalars(select(Phone.id).where(Phone.service_id == shelter)).one()
    wanted = RowChange("phone", phone, {"description": f"behind {SECRET}"})
    held = _edit(session, shelter, wanted, author=Author("account:new", is_trusted=False)).held
    with writing(session):
        session.add(Account(id="a" * 36, email="a@example.org", role="provider", created=NOW))
        session.flush()
        session.add(Draft(account_id="a" * 36, listing_id=link.id, section="place", base=0,
                          service_id=shelter, fields={"street": SECRET}, saved=NOW))  # fmt: skip
        session.add(ImportConflict(source_name="county", table_name="address", row_id=address,
                                   field="address_1", service_id=shelter, stored={"value": SECRET},
                                   offered={"value": SECRET}, offered_at=NOW))  # fmt: skip
    assert held is not None
    return held


def _everything(session: Session) -> str:
    session.rollback()
    tables = Base.metadata.sorted_tables
    return "\n".join(str(row) for table in tables for row in session.execute(select(table)))


def _withhold(session: Session, shelter: str) -> None:
    listing_id = session.scalars(
        select(ServiceAtLocation.id).where(ServiceAtLocation.service_id == shelter)
    ).one()
    with writing(session):
        withhold_listing(session, listing_id, now=NOW)


def test_no_value_of_the_past_is_left(session: Session, shelter: str) -> None:
    _a_past_that_tells(session, shelter)
    assert SECRET in _everything(session)

    _withhold(session, shelter)

    assert SECRET not in _everything(session)
    assert len(session.scalars(select(Revision)).all()) == 4
    assert {c.before for c in session.scalars(select(RevisionChange))} == {None}


def test_without_the_erasing_it_would_be_left(
    session: Session, shelter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _a_past_that_tells(session, shelter)
    monkeypatch.setattr(remembering, "erase_history", lambda *_: None)

    _withhold(session, shelter)

    assert SECRET in _everything(session)


def test_what_was_erased_can_neither_be_restored_nor_accepted(
    session: Session, shelter: str
) -> None:
    held = _a_past_that_tells(session, shelter)
    first = session.scalars(select(Revision.number).order_by(Revision.number)).first()
    _withhold(session, shelter)
    assert first is not None

    with pytest.raises(Conflict), writing(session):
        restore_revision(session, first, author=ANN, now=NOW)
    with pytest.raises(Conflict), writing(session):
        accept_revision(session, held, author=ANN, now=NOW)


def test_the_history_of_other_organizations_stays(
    session: Session, shelter: str, write: Callable[..., None]
) -> None:
    other, service = str(uuid4()), str(uuid4())
    write(
        Organization(id=other, name="Alder"),
        Service(id=service, organization_id=other, name="Soup"),
    )
    _edit(session, service, RowChange("service", service, {"fees": "None"}))
    _a_past_that_tells(session, shelter)

    _withhold(session, shelter)

    kept = session.scalars(select(RevisionChange).where(RevisionChange.row_id == service)).one()
    assert kept.after == {"fees": "None"}
