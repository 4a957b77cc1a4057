"""A listing's history, and the way back: shown to those who keep it, done by those who may."""

from collections.abc import Callable
from datetime import timedelta
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import Account, Capacity, ImportConflict, Revision, Service
from resource_dir.operations.beds.links import make_bed_link
from resource_dir.operations.beds.reporting import BedReport, report_beds
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.revising import RowChange, revise
from tests.web.conftest import NOW

ORGANIZATION = "00000001-0000-4000-8000-000000000001"
SERVICE = "00000001-0000-4000-8000-000000000002"
LISTING = "00000001-0000-4000-8000-000000000004"
OTHER = "00000002-0000-4000-8000-000000000004"
Join = Callable[..., Any]


@pytest.fixture
def provider(county: Flask, join: Join) -> Any:
    person = join("pat@example.org", role="provider", organizations=[ORGANIZATION])
    person.sign_in()
    person.set_up_app()
    return person


@pytest.fixture
def steward(county: Flask, join: Join) -> Any:
    person = join("sam@example.org", role="steward")
    person.sign_in()
    person.set_up_app()
    return person


def _account(session: Session, email: str) -> str:
    session.rollback()
    return session.query(Account.id).filter_by(email=email).scalar()


def _edit(session: Session, email: str, **values: Any) -> int:
    author = Author(f"account:{_account(session, email)}")
    with writing(session):
        done = revise(session, SERVICE, [RowChange("service", SERVICE, values)], author=author,
                      action="edit", now=NOW - timedelta(minutes=30), why="new sign")  # fmt: skip
    assert done.live
    return done.live


def test_each_change_is_told_field_by_field(provider: Any, session: Session) -> None:
    _edit(session, "pat@example.org", fees="Ten dollars")

    page = provider.client.get(f"/history/{LISTING}").text

    for word in ("fees", "not stated", "Ten dollars", "pat@example.org", "Why: new sign"):
        assert word in page


def test_a_stranger_sees_no_history(provider: Any, join: Join, session: Session) -> None:
    _edit(session, "pat@example.org", fees="Ten dollars")

    assert provider.client.get(f"/history/{OTHER}").status_code == 403
    assert provider.post(f"/history/{OTHER}/restore/1", page="/account").status_code == 403


def test_a_revision_is_restored_by_who_keeps_the_listing(provider: Any, session: Session) -> None:
    first = _edit(session, "pat@example.org", fees="Ten dollars")
    _edit(session, "pat@example.org", fees="Twenty dollars")
    path = f"/history/{LISTING}"

    answer = provider.post(f"{path}/restore/{first}", page=path)

    assert answer.status_code == 303
    session.rollback()
    assert session.get_one(Service, SERVICE).fees == "Ten dollars"
    assert "brought back" in provider.client.get(path).text


def test_a_revision_of_another_listing_is_not_found_here(provider: Any, session: Session) -> None:
    number = _edit(session, "pat@example.org", fees="Ten dollars")
    with writing(session):
        session.get_one(Revision, number).service_id = OTHER
    path = f"/history/{LISTING}"

    assert provider.post(f"{path}/restore/{number}", page="/account").status_code == 404


def test_an_afternoon_is_undone_in_one_action(
    provider: Any, steward: Any, session: Session, people: ModuleType
) -> None:
    _edit(session, "pat@example.org", fees="Ten dollars")
    _edit(session, "sam@example.org", alert="Ring twice")
    window = {"email": "pat@example.org", "since": "2026-11-22T17:00", "until": "2026-11-22T23:00"}

    asked = steward.post("/steward/undo", page="/steward/undo", **window).text
    done = steward.post("/steward/undo", page="/steward/undo", **window, confirmed="1").text

    assert "1 change lies in this time." in asked
    assert "1 change was taken back." in done
    assert "free beds" not in done
    session.rollback()
    service = session.get_one(Service, SERVICE)
    assert (service.fees, service.alert) == (None, "Ring twice")


def test_what_was_said_of_beds_in_that_afternoon_goes_back_too(
    provider: Any, steward: Any, session: Session
) -> None:
    actor = f"account:{_account(session, 'pat@example.org')}"
    count = session.query(Capacity.id).filter_by(service_at_location_id=LISTING).limit(1).scalar()
    session.rollback()
    with writing(session):
        report = BedReport(count, str(uuid4()), fields={"available": 1})
        report_beds(session, LISTING, report, actor=actor, via="page", now=NOW)
        make_bed_link(session, LISTING, actor=actor, now=NOW)
    window = {"email": "pat@example.org", "since": "2026-11-22T00:00", "until": "2026-11-23T23:00"}

    asked = steward.post("/steward/undo", page="/steward/undo", **window).text
    done = steward.post("/steward/undo", page="/steward/undo", **window, confirmed="1").text

    assert "1 change lies in this time." in asked
    assert "1 number of free beds is again what somebody else said last" in done
    assert "1 link to beds was ended." in done


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"email": "nobody@example.org"}, 404, "There is no account"),
        ({"since": "2026-11-22T23:30"}, 400, "The end has to be after"),
        ({"since": "yesterday"}, 400, "Give a day and a time."),
        ({"until": "9999-12-31T23:59"}, 400, "Give a day and a time."),
        ({"since": "0001-01-01T00:00"}, 400, "Give a day and a time."),
        ({"email": ""}, 400, "Fill this in."),
    ],
)
def test_a_window_that_makes_no_sense_is_said(
    steward: Any, fields: dict[str, str], status: int, said: str
) -> None:
    window = {"email": "sam@example.org", "since": "2026-11-22T17:00", "until": "2026-11-22T23:00"}

    answer = steward.post("/steward/undo", page="/steward/undo", **{**window, **fields})

    assert answer.status_code == status
    assert said in answer.text


def test_an_import_against_an_edit_is_settled_by_a_steward(steward: Any, session: Session) -> None:
    _edit(session, "sam@example.org", fees="None")
    with writing(session):
        session.add(ImportConflict(
            source_name="county", table_name="service", row_id=SERVICE, field="fees",
            service_id=SERVICE, stored={"value": "None"}, offered={"value": "Ten"}, offered_at=NOW,
        ))  # fmt: skip
    page = steward.client.get("/steward/conflicts").text
    assert "Lantern House" in page
    assert "Ten" in page

    wrong = steward.post("/steward/conflicts/1", page="/steward/conflicts", choice="both")
    right = steward.post("/steward/conflicts/1", page="/steward/conflicts", choice="taken")

    assert wrong.status_code == 400
    assert right.status_code == 303
    session.rollback()
    assert session.get_one(Service, SERVICE).fees == "Ten"
    assert "Nothing to choose." in steward.client.get("/steward/conflicts").text
