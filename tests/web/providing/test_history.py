"""A listing's history, and the way back: shown to those who keep it, done by those who may."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import Account, ImportConflict, Revision, Service
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
