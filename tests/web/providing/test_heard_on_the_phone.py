"""What a house said on the phone is the newest number, when we know who heard it."""

import re
from collections.abc import Callable
from datetime import timedelta
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from resource_dir.database import writing
from resource_dir.models import AuditEntry, Capacity, CapacityReport, ListingReport
from resource_dir.operations.listings.refreshing import refresh_documents

TOKEN = re.compile(r'name="csrf_token"\s+value="([^"]+)"')


class Caller:
    """Somebody signed in who calls Lantern House, with its 3 of 12 chairs for women."""

    def __init__(self, client: FlaskClient, listing: str) -> None:
        self.client, self.listing = client, listing

    def token(self) -> str:
        page = self.client.get(f"/listings/{self.listing}/report").text
        form = page[page.index('name="key"') :]
        found = TOKEN.search(form)
        return found[1] if found else ""

    def note(self, **fields: str) -> TestResponse:
        fields = {"csrf_token": self.token(), "key": str(uuid4()), "population": "women"} | fields
        return self.client.post(f"/listings/{self.listing}/reports", data=fields)

    def shown(self) -> dict[str, Any]:
        (row,) = self.client.get(f"/api/listings/{self.listing}").get_json()["capacity"]
        found: dict[str, Any] = row
        return found

    def page(self) -> str:
        return " ".join(self.client.get(f"/listings/{self.listing}").text.split())


@pytest.fixture
def broker(county: Flask, join: Callable[..., Any], listings: ModuleType) -> Caller:
    person = join("bo@example.org", role="broker")
    person.sign_in()
    return Caller(person.client, listings.listing_id("sobering"))


def reports(session: Session) -> list[CapacityReport]:
    session.rollback()
    return list(session.scalars(select(CapacityReport).where(CapacityReport.key.is_not(None))))


def test_a_number_is_shown_at_once_with_whom_it_was_told(broker: Caller, session: Session) -> None:
    answer = broker.note(kind="said_free", available="2")

    assert answer.status_code == 303
    row = broker.shown()
    assert (row["available"], row["via"], row["source"]) == (2, "phone", "said to a broker")
    assert "2 of 12 free" in broker.page()
    assert "11:00 pm · said to a broker" in broker.page()
    (report,) = reports(session)
    assert report.actor
    assert report.actor.startswith("account:")
    assert "bo@example.org" not in str(vars(report))
    assert len(session.scalars(select(ListingReport)).all()) == 1


def test_full_is_none_free_and_accepting_says_no_number(broker: Caller, session: Session) -> None:
    broker.note(kind="is_full")
    assert broker.shown()["available"] == 0

    broker.note(kind="takes_people")
    row = broker.shown()
    assert (row["available"], row["is_accepting"]) == (None, True)
    assert "People are taken, how many is not known" in broker.page()


def test_that_people_are_taken_makes_no_old_number_new(broker: Caller, session: Session) -> None:
    before = broker.shown()

    broker.note(kind="takes_people")

    assert broker.shown() == before
    assert reports(session) == []


def test_the_same_form_counts_once(broker: Caller, session: Session) -> None:
    key = str(uuid4())
    for _ in range(2):
        assert broker.note(kind="said_free", available="2", key=key).status_code == 303

    assert len(reports(session)) == 1


def test_a_note_of_nobody_stays_in_the_queue(
    visitor: FlaskClient, session: Session, listings: ModuleType
) -> None:
    nobody = Caller(visitor, listings.listing_id("sobering"))
    assert nobody.token() == ""

    assert nobody.note(kind="said_free", available="9").status_code == 303

    assert nobody.shown()["available"] == 3
    assert reports(session) == []
    assert len(session.scalars(select(ListingReport)).all()) == 1


def test_a_foreign_page_reports_nothing_in_anybodys_name(broker: Caller, session: Session) -> None:
    for forged in ("", "wrong"):
        answer = broker.note(kind="is_full", csrf_token=forged)
        assert answer.status_code == 422
        assert "older than your sign-in" in answer.text

    assert broker.shown()["available"] == 3
    assert session.scalars(select(ListingReport)).all() == []


def test_more_than_there_are_is_refused_whole(broker: Caller, session: Session) -> None:
    answer = broker.note(kind="said_free", available="13")

    assert answer.status_code == 400
    assert "13 free of 12" in answer.text
    assert session.scalars(select(ListingReport)).all() == []


def test_for_whom_nothing_is_counted_is_noted_only(broker: Caller, session: Session) -> None:
    broker.note(kind="said_free", available="1", population="men")

    assert broker.shown()["available"] == 3
    assert reports(session) == []


def test_a_planner_hears_nothing(
    county: Flask, join: Callable[..., Any], listings: ModuleType, session: Session
) -> None:
    person = join("pat@example.org", role="planner")
    person.sign_in()
    planner = Caller(person.client, listings.listing_id("sobering"))

    assert planner.note(kind="is_full").status_code == 303
    assert planner.shown()["available"] == 3


def test_a_place_that_takes_nobody_is_not_free(
    broker: Caller, county: Flask, session: Session, listings: ModuleType
) -> None:
    def free() -> list[str]:
        with county.app_context():
            county.extensions["index_keeper"].refresh(session)
        session.rollback()
        found = broker.client.get("/api/search?need=sobering_center&free=1").get_json()["results"]
        return [one["name"] for one in found]

    assert free() == ["Lantern House"]
    with writing(session):
        session.execute(update(Capacity).values(is_accepting=False))
        refresh_documents(session, [listings.service_id("sobering")])
    assert free() == []


def test_the_next_appointment_is_shown_until_it_is_past(
    broker: Caller, county: Flask, session: Session, listings: ModuleType
) -> None:
    now = county.config["CLOCK"]()
    with writing(session):
        session.execute(update(Capacity).values(next_appointment=now + timedelta(hours=10)))
        refresh_documents(session, [listings.service_id("sobering")])
    assert "next appointment 9:00 am tomorrow" in broker.page()

    with writing(session):
        session.execute(update(Capacity).values(next_appointment=now - timedelta(hours=1)))
        refresh_documents(session, [listings.service_id("sobering")])
    assert "next appointment" not in broker.page()


def test_the_log_names_who_heard_it(broker: Caller, session: Session) -> None:
    broker.note(kind="is_full")

    session.rollback()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "report_beds")).one()
    assert entry.actor.startswith("account:")
