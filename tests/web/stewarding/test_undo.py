"""A steward undoes what one account did: the page says what was done, one letter tells whose."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from resource_dir.config import Settings
from resource_dir.database import writing
from resource_dir.models import Account, BedReach, Capacity, Phone, Service
from resource_dir.operations.beds.links import make_bed_link
from resource_dir.operations.beds.reaches import add_reach
from resource_dir.operations.beds.reporting import BedReport, report_beds
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.revising import RowChange, revise
from resource_dir.operations.holds.settings import set_holding
from tests.web.conftest import NOW

ORGANIZATION = "00000001-0000-4000-8000-000000000001"
SERVICE = "00000001-0000-4000-8000-000000000002"
LISTING = "00000001-0000-4000-8000-000000000004"
PHONE = "00000001-0000-4000-8000-000000000007"
NEW_NUMBER = "+16615550199"
WINDOW = {"email": "pat@example.org", "since": "2026-11-22T00:00", "until": "2026-11-23T23:00"}


@pytest.fixture
def settings(settings: Settings, letterbox: Any) -> Settings:
    """With a mail server."""
    return replace(settings, mail_url=letterbox.url)


@pytest.fixture
def steward(county: Flask, join: Callable[..., Any]) -> Any:
    """A steward, and a provider whose afternoon it is."""
    join("pat@example.org", role="provider", organizations=[ORGANIZATION])
    person = join("sam@example.org", role="steward")
    person.sign_in()
    person.set_up_app()
    return person


def _actor(session: Session, email: str = "pat@example.org") -> str:
    session.rollback()
    return f"account:{session.query(Account.id).filter_by(email=email).scalar()}"


def _beds(session: Session) -> str:
    found = session.query(Capacity.id).filter_by(service_at_location_id=LISTING)
    return str(found.order_by(Capacity.id).limit(1).scalar())


def _edit(
    session: Session, *changes: RowChange, email: str = "pat@example.org", is_trusted: bool = True
) -> None:
    author = Author(_actor(session, email), is_trusted=is_trusted)
    with writing(session):
        revise(session, SERVICE, changes, author=author, action="edit",
               now=NOW - timedelta(minutes=30))  # fmt: skip


def _set(session: Session, *, email: str = "pat@example.org", **values: Any) -> None:
    _edit(session, RowChange("service", SERVICE, values), email=email)


def _report(session: Session, *, email: str = "pat@example.org", minutes: int = 0) -> None:
    actor, beds = _actor(session, email), _beds(session)
    session.rollback()
    with writing(session):
        report = BedReport(beds, str(uuid4()), fields={"available": 1})
        report_beds(session, LISTING, report, actor=actor, via="page",
                    now=NOW + timedelta(minutes=minutes))  # fmt: skip


def _undo(steward: Any, **fields: str) -> Any:
    return steward.post("/steward/undo", page="/steward/undo", **{**WINDOW, **fields})


def _undone(steward: Any) -> str:
    return str(_undo(steward, confirmed="1").text)


def test_an_afternoon_is_undone_in_one_action(steward: Any, session: Session) -> None:
    _set(session, fees="Ten dollars")
    _set(session, email="sam@example.org", alert="Ring twice")

    asked, done = _undo(steward).text, _undone(steward)

    assert "1 change lies in this time." in asked
    assert "1 change was taken back." in done
    assert "Lantern House" in done
    assert "free beds" not in done.partition("What was done")[2].partition("<form")[0]
    session.rollback()
    service = session.get_one(Service, SERVICE)
    assert (service.fees, service.alert) == (None, "Ring twice")


def test_what_was_said_and_set_of_beds_in_that_afternoon_goes_back_too(
    steward: Any, session: Session
) -> None:
    actor, beds = _actor(session), _beds(session)
    _report(session)
    with writing(session):
        make_bed_link(session, LISTING, actor=actor, now=NOW)
        add_reach(session, LISTING, kind="text", address="661-555-0142", actor=actor, now=NOW)
        set_holding(session, LISTING, beds, confirms_by_itself=True, longest_minutes=240,
                    actor=actor, now=NOW)  # fmt: skip

    asked, done = _undo(steward).text, _undone(steward)

    assert "4 changes lie in this time." in asked
    assert "1 number of free beds is again what somebody else said last" in done
    assert "1 link to beds was ended." in done
    assert "1 address that the account added gets no more links to beds." in done
    assert "2 settings of beds are as they were." in done
    assert "555" not in re.sub(r"<[^>]*>", " ", done)  # a form's token may hold any digits
    session.rollback()
    assert session.query(BedReach).one().stopped is not None


def test_what_was_left_is_named_with_its_listing(steward: Any, session: Session) -> None:
    _set(session, fees="Ten dollars")
    _set(session, email="sam@example.org", fees="Twelve dollars")
    _report(session)
    _report(session, email="sam@example.org", minutes=5)

    done = _undone(steward)

    assert "Nothing was taken back" in done
    left = " ".join(done.partition("because somebody else changed them since:")[2].split())
    assert "Lantern House</a>, listing: fees" in left
    assert "Lantern House</a>, count of beds: free beds" in left


def test_one_letter_tells_the_account_how_much_and_no_value(
    steward: Any, session: Session, county: Flask, letterbox: Any
) -> None:
    _set(session, fees="Ten dollars", description="Behind the old mill")
    _edit(session, RowChange("phone", PHONE, {"number": NEW_NUMBER}), is_trusted=False)
    _report(session)

    done = _undone(steward)

    (letter,) = letterbox.wait(county)
    text = letter.get_content().replace("\r\n", "\n")
    assert letter["To"] == "pat@example.org"
    assert "One letter tells pat@example.org what was taken back." in done
    assert "1 change that waited for a second person was rejected." in done
    for said in ("from 2026-11-22 00:00 to 2026-11-23 23:00\n(America/Los_Angeles)",
                 "- 1 change of a listing\n", "- 1 change that waited", "- 1 number of free beds\n",
                 "Listings: Lantern House\n"):  # fmt: skip
        assert said in text
    for delicate in ("dollars", "mill", "0199", "sam@", "Invented Way"):
        assert delicate not in str(letter)
        assert delicate not in text


def test_an_undo_that_did_nothing_writes_to_nobody(
    steward: Any, session: Session, county: Flask, letterbox: Any
) -> None:
    _set(session, fees="Ten dollars")
    first, second = _undone(steward), _undone(steward)

    assert "was taken back." in first
    assert "Nothing was taken back" in second
    assert "0 changes lie in this time." in _undo(steward).text
    assert len(letterbox.wait(county)) == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"locked": NOW}, "The account is locked: no letter was sent to it."),
        ({"is_demo": True}, "It is a login of the demonstration: no letter was sent to it."),
        ({"email": "pat"}, "The account has no e-mail that can be written to"),
    ],
)
def test_an_account_that_no_letter_reaches_is_named_and_undone_all_the_same(
    steward: Any, session: Session, county: Flask, letterbox: Any, fields: dict[str, Any], said: str
) -> None:
    _set(session, fees="Ten dollars")
    with writing(session):
        account = session.query(Account).filter_by(email="pat@example.org").one()
        for name, value in fields.items():
            setattr(account, name, value)

    done = _undo(steward, confirmed="1", email=fields.get("email", "pat@example.org"))

    assert done.status_code == 200
    assert said in done.text
    assert "1 change was taken back." in done.text
    assert letterbox.wait(county) == []


def test_a_phone_that_waited_stays_as_it_was(steward: Any, session: Session) -> None:
    _edit(session, RowChange("phone", PHONE, {"number": NEW_NUMBER}), is_trusted=False)

    done = _undone(steward)

    assert "1 change that waited for a second person was rejected." in done
    session.rollback()
    assert session.get_one(Phone, PHONE).number != NEW_NUMBER
    assert "Nothing waits." in steward.client.get("/steward/review").text


class TestWithoutMail:
    """A server that sends no mail."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        """Without a mail server."""
        return replace(settings, mail_url="")

    def test_the_steward_is_told_to_call(self, steward: Any, session: Session) -> None:
        _set(session, fees="Ten dollars")

        assert "This server sends no mail: call whose account it is." in _undone(steward)


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"email": "nobody@example.org"}, 404, "There is no account"),
        ({"since": "2026-11-22T23:30"}, 400, "The end has to be after"),
        ({"since": "yesterday"}, 400, "Give a day and a time."),
        ({"until": "9999-12-31T23:59"}, 400, "Give a day and a time."),
        ({"since": "0001-01-01T00:00"}, 400, "Give a day and a time."),
        ({"email": ""}, 400, "Fill this in."),
        ({"email": "a\x00b@example.org"}, 400, "That holds a character"),
    ],
)
def test_a_window_that_makes_no_sense_is_said(
    steward: Any, fields: dict[str, str], status: int, said: str
) -> None:
    window = {"email": "sam@example.org", "since": "2026-11-22T17:00", "until": "2026-11-22T23:00"}

    answer = steward.post("/steward/undo", page="/steward/undo", **{**window, **fields})

    assert answer.status_code == status
    assert said in answer.text
