"""An import never overwrites what a person corrected: it shows both values and asks once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import BadInput, Conflict
from resource_dir.models import Capacity, ImportConflict, Phone, Service, ServiceAtLocation, Unit
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.contested import open_conflicts, resolve_conflict
from resource_dir.operations.editing.revising import RowChange, revise

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
ANN = Author("account:ann")
STEWARD = Author("account:steward")


@pytest.fixture
def again(take: Any, package: Any, county: Any) -> Any:
    """Imports the county again, with other values for the night shelter and its phone."""

    def again(*, service: Any = (), phone: Any = (), leave_out: str = "") -> Any:
        county["services"][1] = {**county["services"][1], **dict(service)}
        county["phones"][1] = {**county["phones"][1], **dict(phone)}
        rows = {**county}
        rows["phones"] = [row for row in county["phones"] if row["id"] != leave_out]
        return take(package(rows), now=NOW + timedelta(days=1))

    return again


def _edit(session: Session, service_id: str, *changes: RowChange) -> None:
    with writing(session):
        revise(session, service_id, changes, author=ANN, action="edit", now=NOW)


def _fees(session: Session, service_id: str) -> str | None:
    session.expire_all()
    return session.get_one(Service, service_id).fees


def _correct_fees(session: Session, shelter: str) -> None:
    _edit(session, shelter, RowChange("service", shelter, {"fees": "None"}))


def test_a_corrected_field_stays_and_the_rest_of_its_row_follows(
    session: Session, shelter: str, again: Any
) -> None:
    _correct_fees(session, shelter)

    report = again(service={"fees": "Ten dollars", "alert": "New door"})

    assert _fees(session, shelter) == "None"
    assert session.get_one(Service, shelter).alert == "New door"
    assert report.conflicts == 1
    (conflict,) = open_conflicts(session)
    assert (conflict.stored, conflict.offered) == ({"value": "None"}, {"value": "Ten dollars"})
    assert (conflict.stored_at, conflict.source_name) == (NOW, "county")


def test_a_choice_is_remembered_for_that_value_only(
    session: Session, shelter: str, again: Any
) -> None:
    _correct_fees(session, shelter)
    again(service={"fees": "Ten dollars"})
    (conflict,) = open_conflicts(session)
    with writing(session):
        resolve_conflict(session, conflict.id, "kept", author=STEWARD, now=NOW)

    again(service={"fees": "Ten dollars", "alert": "x"})
    assert open_conflicts(session) == []

    again(service={"fees": "Twenty dollars"})
    assert [one.offered for one in open_conflicts(session)] == [{"value": "Twenty dollars"}]
    assert _fees(session, shelter) == "None"


def test_what_is_taken_from_the_source_follows_it_from_then_on(
    session: Session, shelter: str, again: Any
) -> None:
    _correct_fees(session, shelter)
    again(service={"fees": "Ten dollars"})
    (conflict,) = open_conflicts(session)

    with writing(session):
        resolve_conflict(session, conflict.id, "taken", author=STEWARD, now=NOW)
    assert _fees(session, shelter) == "Ten dollars"

    again(service={"fees": "Twelve dollars"})
    assert _fees(session, shelter) == "Twelve dollars"
    assert open_conflicts(session) == []


def test_a_source_that_comes_round_is_contested_no_more(
    session: Session, shelter: str, again: Any
) -> None:
    _correct_fees(session, shelter)
    again(service={"fees": "Ten dollars"})

    again(service={"fees": "None"})

    assert session.scalars(select(ImportConflict)).all() == []


def test_a_row_that_a_person_removed_is_not_brought_back_until_a_steward_says_so(
    session: Session, shelter: str, again: Any
) -> None:
    phone = session.scalars(select(Phone.id).where(Phone.service_id == shelter)).one()
    _edit(session, shelter, RowChange("phone", phone, None))

    again(phone={"extension": "9"})
    assert session.get(Phone, phone) is None

    (conflict,) = open_conflicts(session)
    with writing(session):
        resolve_conflict(session, conflict.id, "taken", author=STEWARD, now=NOW)
    assert session.get_one(Phone, phone).extension == "9"


def test_a_corrected_row_that_left_its_source_stays_until_a_steward_says_so(
    session: Session, shelter: str, again: Any
) -> None:
    phone = session.scalars(select(Phone.id).where(Phone.service_id == shelter)).one()
    _edit(session, shelter, RowChange("phone", phone, {"extension": "8"}))

    again(leave_out="p2")
    assert session.get_one(Phone, phone).extension == "8"

    (conflict,) = open_conflicts(session)
    with writing(session):
        resolve_conflict(session, conflict.id, "taken", author=STEWARD, now=NOW)
    session.expire_all()
    assert session.get(Phone, phone) is None


def test_bad_choices_are_refused(session: Session, shelter: str, again: Any) -> None:
    _correct_fees(session, shelter)
    again(service={"fees": "Ten dollars"})
    (conflict,) = open_conflicts(session)
    number = conflict.id
    with pytest.raises(BadInput), writing(session):
        resolve_conflict(session, number, "both", author=STEWARD, now=NOW)
    with writing(session):
        resolve_conflict(session, number, "kept", author=STEWARD, now=NOW)
    with pytest.raises(Conflict), writing(session):
        resolve_conflict(session, number, "taken", author=STEWARD, now=NOW)


@pytest.mark.parametrize(
    ("said", "shown"), [("2026-11-24T08:00:00Z", 2), ("2026-11-26T08:00:00Z", 9)]
)
def test_an_old_count_does_not_replace_a_newer_report(
    session: Session, take: Any, package: Any, county: Any, said: str, shown: int
) -> None:
    county["units"] = [{"id": "u1", "name": "bed"}]
    county["capacity"] = [
        {"id": "k1", "service_at_location_id": "sl2", "unit_id": "u1", "available": "5",
         "updated": "2026-11-24T07:00:00Z"},
    ]  # fmt: skip
    take(package(county))
    row = session.scalars(select(Capacity)).one()
    with writing(session):
        row = session.scalars(select(Capacity)).one()
        row.available, row.via, row.updated = 2, "page", NOW
    county["capacity"][0] |= {"available": "9", "updated": said}

    take(package(county))

    session.expire_all()
    assert session.scalars(select(Capacity)).one().available == shown
    assert session.scalars(select(ServiceAtLocation)).first()
    assert session.scalars(select(Unit)).first()
