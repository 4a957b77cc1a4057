"""Who does not tell a number is listed for a call; a number that can't be right is doubted."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import Capacity, CapacityReport
from resource_dir.operations.beds.quiet import fresh_share, quiet_listings
from resource_dir.operations.beds.reporting import BedReport, report_beds

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
Report = Callable[..., None]
Flag = Callable[[], str | None]


@pytest.fixture
def report(county: Flask, session: Session, listings: ModuleType) -> Report:
    """A function that reports the beds of the sobering center, so many minutes from now."""

    def report(free: int | None, *, minutes: int = 0, house: str = "sobering") -> None:
        told = {} if free is None else {"available": free}
        number = listings.SERVICES[house]
        with writing(session):
            report_beds(
                session, listings.listing_id(house),
                BedReport(listings.key(number, 20), str(uuid4()), fields=told),
                actor="test", via="page", now=NOW + timedelta(minutes=minutes),
            )  # fmt: skip

    return report


@pytest.fixture
def flag(session: Session, listings: ModuleType) -> Flag:
    """A function that tells the flag of the sobering center."""

    def flag() -> str | None:
        session.rollback()
        session.expire_all()
        return session.get_one(Capacity, listings.key(1, 20)).flag

    return flag


@pytest.fixture
def turn_away(county: Flask, listings: ModuleType) -> Callable[..., None]:
    """A function that notes that somebody was turned away, so many minutes from now."""

    def turn_away(*, minutes: int, kind: str = "turned_away", house: str = "sobering") -> None:
        county.config["CLOCK"] = lambda: NOW + timedelta(minutes=minutes)
        path = f"/listings/{listings.listing_id(house)}/reports"
        answer = county.test_client().post(path, data={"kind": kind, "key": str(uuid4())})
        assert answer.status_code == 303

    return turn_away


def test_a_number_that_jumps_is_doubted_until_one_is_told_that_fits(
    report: Report, flag: Flag
) -> None:
    report(11, minutes=1)  # of 12, after 3
    assert flag() == "jump"

    report(4, minutes=2)

    assert flag() is None, "who corrects a typing error is not doubted"


def test_who_says_an_odd_number_again_means_it(report: Report, flag: Flag) -> None:
    report(11, minutes=1)

    report(None, minutes=5)

    assert flag() is None


def test_half_a_house_may_change_in_a_longer_time(report: Report, flag: Flag) -> None:
    report(11, minutes=90)

    assert flag() is None


def test_who_was_turned_away_puts_a_doubt_beside_the_number(
    turn_away: Any, flag: Flag, report: Report
) -> None:
    turn_away(minutes=5)
    assert flag() == "turned_away"

    report(None, minutes=10)

    assert flag() is None


@pytest.mark.parametrize(
    ("house", "kind", "minutes"),
    [
        ("sobering", "wrong_hours", 5),  # says nothing of beds
        ("sobering", "turned_away", 60 * 5),  # the number is too old to be shown anyway
    ],
)
def test_what_contradicts_nothing_doubts_nothing(
    turn_away: Any, flag: Flag, house: str, kind: str, minutes: int
) -> None:
    turn_away(minutes=minutes, kind=kind, house=house)

    assert flag() is None


def test_a_full_house_is_not_contradicted(
    turn_away: Any, session: Session, listings: ModuleType
) -> None:
    turn_away(minutes=5, house="shelter")

    session.rollback()
    assert session.get_one(Capacity, listings.key(3, 20)).flag is None


def test_partners_see_the_doubt_on_card_page_and_in_json_and_others_do_not(
    turn_away: Any, join: Callable[..., Any], county: Flask, listings: ModuleType
) -> None:
    turn_away(minutes=5)
    ann = join("ann@example.org")
    ann.sign_in()
    listing = listings.listing_id("sobering")
    paths = [f"/listings/{listing}", "/search?need=sobering_center", f"/api/listings/{listing}"]

    partner = [ann.client.get(path).text for path in paths]
    public = [county.test_client().get(path).text for path in paths]

    said = ["check: somebody was turned away since"] * 2 + ['"flag":"turned_away"']
    assert [words in text for words, text in zip(said, partner, strict=True)] == [True] * 3
    assert not any("turned away since" in text or '"turned_away"' in text for text in public)


def test_the_list_has_who_is_stale_the_least_to_be_relied_on_first(
    county: Flask, session: Session, listings: ModuleType
) -> None:
    found = quiet_listings(session, now=NOW + timedelta(hours=5))

    # Lantern House: 30 h ago for 3 h, 27 h ago for 4 h, 24 min ago for 4 h, of 28 days.
    assert [one.name for one in found] == ["Cedar Bridge Detox", "Lantern House"]
    assert found[0].fresh_share == 0
    assert found[1].fresh_share == pytest.approx(11 / (28 * 24))
    assert found[1].updates_per_day == pytest.approx(3 / 28)
    assert found[1].phones[0]["number"] == "+16615550101"


def test_a_number_holds_until_it_is_old_or_somebody_says_anew() -> None:
    def ago(hours: float) -> datetime:
        return NOW - timedelta(hours=hours)

    whole = 28 * 24

    assert fresh_share([], 12, NOW) == 0
    assert fresh_share([(ago(24), True)], 12, NOW) == pytest.approx(12 / whole)
    assert fresh_share([(ago(24), True), (ago(20), True)], 12, NOW) == pytest.approx(16 / whole)
    assert fresh_share([(ago(24), True), (ago(20), False)], 12, NOW) == pytest.approx(4 / whole)
    assert fresh_share([(ago(2), True)], 12, NOW) == pytest.approx(2 / whole)
    assert fresh_share([(ago(whole + 6), True)], 12, NOW) == pytest.approx(6 / whole)
    assert fresh_share([(ago(9_999), True)], 12, NOW) == 0


def test_who_calls_has_the_phone_and_the_form_one_tap_away(
    county: Flask, join: Callable[..., Any], listings: ModuleType
) -> None:
    bob = join("bob@example.org", role="broker")
    bob.sign_in()

    page = bob.client.get("/steward/quiet").text

    assert "Cedar Bridge Detox" in page
    assert 'href="tel:+16615550102"' in page
    assert f"/listings/{listings.listing_id('detox')}/report?kind=call#call" in page
    assert "Lantern House" not in page, "its number is fresh"


def test_where_every_number_is_fresh_the_page_says_so(
    county: Flask, join: Callable[..., Any], report: Report
) -> None:
    report(2, house="detox")
    bob = join("bob@example.org", role="broker")
    bob.sign_in()

    assert "every number is fresh" in bob.client.get("/steward/quiet").text


def test_the_reports_keep_the_flag_that_they_had(report: Report, session: Session) -> None:
    report(11, minutes=1)

    session.rollback()
    newest = select(CapacityReport.flag).order_by(CapacityReport.id.desc()).limit(1)
    assert session.scalar(newest) == "jump"
