"""A second person decides; a listing goes back; one account's afternoon is undone."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import BadInput, Conflict, NotAllowed
from resource_dir.models import CorrectedField, Phone, Revision, Service
from resource_dir.operations.auditing import broken_links
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.deciding import (
    accept_revision,
    held_revisions,
    reject_revision,
)
from resource_dir.operations.editing.revising import RowChange, last_revision, revise
from resource_dir.operations.editing.taking_back import restore_revision, undo_account
from resource_dir.operations.editing.undo_report import Kept

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
ANN = Author("account:ann")
BOB = Author("account:bob")
NEW = Author("account:new", is_trusted=False)
STEWARD = Author("account:steward")


def _edit(session: Session, service_id: str, *changes: RowChange, author: Author = ANN, **at: int):
    moment = NOW + timedelta(**at)
    with writing(session):
        return revise(session, service_id, changes, author=author, action="edit", now=moment)


def _set(session: Session, service_id: str, *, author: Author = ANN, at: int = 0, **values: Any):
    change = RowChange("service", service_id, values)
    return _edit(session, service_id, change, author=author, minutes=at)


def _service(session: Session, service_id: str) -> Service:
    session.expire_all()
    return session.get_one(Service, service_id)


def _numbers(session: Session, service_id: str) -> list[str]:
    query = select(Phone.number).where(Phone.service_id == service_id).order_by(Phone.number)
    return list(session.scalars(query))


def _phone_id(session: Session, service_id: str) -> str:
    return session.scalars(select(Phone.id).where(Phone.service_id == service_id)).one()


def _hold_phone(session: Session, shelter: str) -> int:
    change = RowChange("phone", _phone_id(session, shelter), {"number": "+17195550199"})
    done = _edit(session, shelter, change, author=NEW)
    assert done.held is not None
    return done.held


def test_what_is_accepted_is_live_under_its_senders_name(session: Session, shelter: str) -> None:
    number = _hold_phone(session, shelter)

    with writing(session):
        accept_revision(session, number, author=STEWARD, now=NOW)

    assert _numbers(session, shelter) == ["+17195550199"]
    assert held_revisions(session) == []
    live = session.get_one(Revision, last_revision(session, shelter))
    assert (live.actor, live.decided_by) == ("account:new", "account:steward")
    assert live.number > number  # whoever had the editor open at that time began before it


def test_what_is_rejected_changes_nothing_and_says_why(session: Session, shelter: str) -> None:
    number = _hold_phone(session, shelter)

    with writing(session):
        reject_revision(session, number, author=STEWARD, reason="The desk knows nothing.", now=NOW)

    assert _numbers(session, shelter) == ["+17195550102"]
    assert session.get_one(Revision, number).reason == "The desk knows nothing."


def test_nobody_decides_twice_alone_or_without_a_reason(session: Session, shelter: str) -> None:
    number = _hold_phone(session, shelter)
    with pytest.raises(NotAllowed), writing(session):
        accept_revision(session, number, author=Author(NEW.actor), now=NOW)
    with pytest.raises(BadInput), writing(session):
        reject_revision(session, number, author=STEWARD, reason="  ", now=NOW)
    with writing(session):
        reject_revision(session, number, author=STEWARD, reason="No.", now=NOW)
    with pytest.raises(Conflict), writing(session):
        accept_revision(session, number, author=BOB, now=NOW)


def test_a_listing_goes_back_to_any_revision(session: Session, shelter: str) -> None:
    first = _set(session, shelter, name="One", description="Warm.").live
    _set(session, shelter, name="Two", at=1)
    _edit(session, shelter, RowChange("phone", _phone_id(session, shelter), None), minutes=2)
    new = {"service_id": shelter, "number": "+17195550123"}
    _edit(session, shelter, RowChange("phone", str(uuid4()), new), minutes=3)

    with writing(session):
        restore_revision(session, first, author=STEWARD, now=NOW + timedelta(minutes=4))

    assert _service(session, shelter).name == "One"
    assert _numbers(session, shelter) == ["+17195550102"]
    assert list(broken_links(session)) == []


def test_an_afternoon_is_undone_and_the_work_of_others_stays(
    session: Session, shelter: str
) -> None:
    _set(session, shelter, author=BOB, name="Bob's name", alert="Ring twice")
    _set(session, shelter, author=ANN, at=10, name="Ann's name", description="Ann's words")
    _set(session, shelter, author=BOB, at=20, description="Bob's words", fees="None")
    _set(session, shelter, author=ANN, at=30, alert=None, fees="Ten dollars")
    _edit(session, shelter, RowChange("phone", _phone_id(session, shelter), None), minutes=40)

    with writing(session):
        report = undo_account(
            session, "ann", since=NOW + timedelta(minutes=5), until=NOW + timedelta(minutes=60),
            author=STEWARD, now=NOW + timedelta(minutes=70),
        )  # fmt: skip

    service = _service(session, shelter)
    assert service.name == "Bob's name"
    assert service.description == "Bob's words"  # Bob had the last word
    assert service.alert == "Ring twice"
    assert service.fees == "None"
    assert _numbers(session, shelter) == ["+17195550102"]
    assert report.revisions == 3
    assert report.left == (Kept(shelter, "service", shelter, "description"),)


def test_what_waits_of_an_undone_account_is_rejected(session: Session, shelter: str) -> None:
    number = _hold_phone(session, shelter)

    with writing(session):
        undo_account(session, "new", since=NOW, until=NOW, author=STEWARD, now=NOW)

    assert session.get_one(Revision, number).state == "rejected"


def test_what_was_undone_is_open_to_imports_again_and_corrections_of_others_are_not(
    session: Session, shelter: str
) -> None:
    _set(session, shelter, author=BOB, name="Bob's name")
    _set(session, shelter, author=ANN, at=10, name="Ann's", fees="Ten")

    with writing(session):
        undo_account(session, "ann", since=NOW + timedelta(minutes=5),
                     until=NOW + timedelta(minutes=60), author=STEWARD, now=NOW)  # fmt: skip

    assert session.get(CorrectedField, ("service", shelter, "name"))
    assert session.get(CorrectedField, ("service", shelter, "fees")) is None
