"""Providers are asked before their number is too old: once, and not in the middle of the night."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from resource_dir.config import Settings
from resource_dir.database import writing
from resource_dir.models import BedReach, Capacity
from resource_dir.operations.beds.reaches import add_reach, stop_reach
from resource_dir.operations.beds.reporting import BedReport, report_beds

PUBLIC = "https://directory.example.org"
Run = Callable[[], list[Any]]


@pytest.fixture
def settings(settings: Settings, letterbox: Any) -> Settings:
    """With mail."""
    return replace(settings, mail_url=letterbox.url, public_url=PUBLIC)


@pytest.fixture
def run(county: Flask, letterbox: Any) -> Run:
    """A function that runs the jobs as a server does, and gives all letters that were sent."""

    def run() -> list[Any]:
        assert county.extensions["chores"].run_once()
        return list(letterbox.wait(county))

    return run


@pytest.fixture
def later(county: Flask) -> Callable[..., datetime]:
    """A function that lets time pass. It is eleven at night at first."""

    def later(**time: float) -> datetime:
        moment = county.config["CLOCK"]() + timedelta(**time)
        county.config["CLOCK"] = lambda: moment
        return moment

    return later


@pytest.fixture
def reach(county: Flask, session: Session, listings: ModuleType) -> Callable[[str], BedReach]:
    """A function that gives a house an address to be asked at."""

    def reach(name: str) -> BedReach:
        with writing(session):
            return add_reach(
                session, listings.listing_id(name), kind="mail", address=f"{name}@example.org",
                actor="test", now=county.config["CLOCK"](),
            )  # fmt: skip

    return reach


def test_one_letter_in_the_last_quarter_and_none_after_it(run: Run, reach: Any, later: Any) -> None:
    reach("sobering")  # believed for four hours, told 22 minutes ago, open all night
    later(hours=2, minutes=37)
    assert run() == []

    later(minutes=2)
    (letter,) = run()
    later(minutes=1)
    run()
    later(hours=9)

    assert letter["To"] == "sobering@example.org"
    assert "3 of 12 free, told 3 hours ago" in letter.get_content()
    assert len(run()) == 1, "who does not answer one letter is called"


def test_after_a_new_number_there_is_a_new_letter(
    run: Run, reach: Any, later: Any, session: Session, listings: ModuleType
) -> None:
    reach("sobering")
    now = later(hours=3)
    run()
    with writing(session):
        report_beds(
            session, listings.listing_id("sobering"),
            BedReport(listings.key(1, 20), listings.key(1, 99), fields={"available": 1}),
            actor="test", via="page", now=now,
        )  # fmt: skip
    later(hours=2)
    assert len(run()) == 1

    later(hours=1, minutes=1)

    assert len(run()) == 2


def test_who_sleeps_is_asked_in_the_morning(run: Run, reach: Any, later: Any) -> None:
    reach("detox")  # its number is 40 hours old, and it closes at 11:30 pm
    later(minutes=45)
    assert run() == []
    later(hours=7)
    assert run() == [], "a quarter to seven"

    later(minutes=20)

    assert [letter["To"] for letter in run()] == ["detox@example.org"]


def test_who_is_open_at_night_is_asked_at_night(run: Run, reach: Any) -> None:
    reach("detox")

    assert len(run()) == 1


def test_who_was_stopped_or_has_no_letters_is_not_asked(
    run: Run, reach: Any, session: Session, county: Flask
) -> None:
    one = reach("detox")
    with writing(session):
        stop_reach(session, one.listing_id, one.id, actor="test", now=county.config["CLOCK"]())

    assert run() == []


def test_a_house_that_is_closed_for_now_is_left_in_peace(
    run: Run, reach: Any, session: Session, listings: ModuleType
) -> None:
    from resource_dir.models import Service
    from resource_dir.operations.listings.refreshing import refresh_documents

    reach("detox")
    with writing(session):
        session.get_one(Service, listings.service_id("detox")).status = "temporarily closed"
        session.flush()
        refresh_documents(session, [listings.service_id("detox")])

    assert run() == []


def test_a_number_that_never_came_is_asked_for_once(
    run: Run, reach: Any, later: Any, session: Session, listings: ModuleType
) -> None:
    reach("detox")
    with writing(session):
        count = session.get_one(Capacity, listings.key(2, 20))
        count.available = count.updated = None
    run()
    later(days=2)

    letters = run()

    assert len(letters) == 1
    assert "not known" in letters[0].get_content()


def test_reminders_can_be_switched_off(
    settings: Settings, make_app: Callable[[Settings], Flask]
) -> None:
    app = make_app(replace(settings, bed_reminders=False))

    assert "reminders" not in app.extensions["chores"]._jobs


def test_a_number_that_is_believed_longer_is_asked_for_later(
    run: Run, reach: Any, later: Any, session: Session, listings: ModuleType
) -> None:
    from resource_dir.models import BedSetting

    with writing(session):
        session.add(BedSetting(capacity_id=listings.key(1, 20), fresh_hours=48))
    reach("sobering")
    later(hours=30)
    assert run() == []

    later(hours=6)

    assert len(run()) == 1


def test_a_link_that_was_sent_stops_the_letters_after_a_question(
    run: Run, reach: Any, session: Session, letterbox: Any, county: Flask, people: ModuleType
) -> None:
    one = reach("detox")
    run()
    path = f"{letterbox.link()}/stop"
    person = people.Person(county, county.test_client(), "")

    looked = person.client.get(path)
    session.expire_all()
    before = session.get_one(BedReach, one.id).stopped
    forged = person.client.post(path)
    answer = person.post(path, page=path)

    session.rollback()
    session.expire_all()
    assert (looked.status_code, before, forged.status_code) == (200, None, 400)
    assert "Done: nothing is sent to detox@example.org" in answer.text
    assert session.get_one(BedReach, one.id).stopped is not None
    assert person.client.get(path).status_code == 404
    assert person.client.get(path[:10] + "x" + path[11:]).status_code == 404
