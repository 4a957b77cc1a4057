"""Hours as a form reads and writes them: nothing is lost, and nothing changes by looking at it."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import ListingDocument, Schedule
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.saving import Edit, save_section
from resource_dir.operations.editing.sections.hours import HOURS, count_beyond, read
from resource_dir.operations.editing.sections.section import Listing
from resource_dir.operations.finding import get_listing

NOW = datetime(2026, 11, 25, 19, 0, tzinfo=UTC)  # a Wednesday noon in Colorado
SPAN = {"opens": "", "closes": "", "purpose": "opening", "audience": "public", "notes": ""}
EVERY_DAY = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


@pytest.fixture
def listing(session: Session, shelter: str) -> Listing:
    row = session.scalars(
        select(ListingDocument).where(ListingDocument.service_id == shelter)
    ).one()
    return Listing(row.id, shelter, row.organization_id, row.location_id, is_withheld=False,
                   name="Night shelter", organization=None, of_service=1, of_house=3)  # fmt: skip


def _save(session: Session, listing: Listing, **values: Any) -> Any:
    stored = read(session, listing)
    edit = Edit({**stored, **values}, stored)
    with writing(session):
        return save_section(session, listing, HOURS, edit, author=Author("account:a"), now=NOW)


def _row(what: str, **more: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "what": what, **SPAN, **more}


def _week(session: Session, listing: Listing) -> list[dict[str, Any]]:
    session.rollback()
    found = get_listing(session, listing.id, viewer="partner", now=NOW)
    week: list[dict[str, Any]] = found["week"]
    return week


def test_what_is_stored_is_shown(session: Session, listing: Listing) -> None:
    (row,) = read(session, listing)["week"]

    assert row["days"] == EVERY_DAY
    assert (row["what"], row["opens"], row["closes"]) == ("open", "20:00", "07:00")


def test_saving_what_is_shown_changes_nothing(session: Session, listing: Listing) -> None:
    saved = _save(session, listing)

    assert saved.revised.live is None


def test_a_night_is_corrected(session: Session, listing: Listing) -> None:
    (row,) = read(session, listing)["week"]

    _save(session, listing, week=[{**row, "opens": "21:30"}])

    stored = session.scalars(select(Schedule)).one()
    assert (stored.opens_at, stored.closes_at, stored.freq) == (time(21, 30), time(7), "WEEKLY")
    assert _week(session, listing)[0]["spans"][0][0] == "21:30"


def test_days_may_be_closed_open_all_day_or_unknown(session: Session, listing: Listing) -> None:
    week = [
        _row("all_day", days=["WE", "TH"]),
        _row("closed", days=["FR"]),
        _row("unknown", days=["SA"]),
    ]
    _save(session, listing, week=week)

    days = _week(session, listing)
    assert [bool(day["spans"]) for day in days[:4]] == [True, True, False, False]
    assert [day["is_unknown"] for day in days[:4]] == [False, False, False, True]
    assert _save(session, listing).revised.live is None


def test_other_dates_and_holidays_replace_the_week(session: Session, listing: Listing) -> None:
    dates = [_row("closed", first="2026-11-28", last="2026-11-29", notes="Painting")]
    holidays = [_row("open", holiday="US:Thanksgiving Day", opens="10:00", closes="12:00")]

    _save(session, listing, dates=dates, holidays=holidays)

    days = {day["date"]: day for day in _week(session, listing)}
    assert [list(one) for one in days["2026-11-26"]["spans"]] == [["10:00", "12:00"]]
    assert days["2026-11-28"]["spans"] == days["2026-11-29"]["spans"] == []
    assert days["2026-11-30"]["spans"]
    assert _save(session, listing).revised.live is None


def test_intake_hours_stand_apart(session: Session, listing: Listing) -> None:
    (row,) = read(session, listing)["week"]
    intake = _row("open", days=EVERY_DAY, opens="18:00", closes="21:00", purpose="intake")

    _save(session, listing, week=[row, intake])

    found = get_listing(session, listing.id, viewer="partner", now=NOW)
    assert [list(one) for one in found["intake_week"][0]["spans"]] == [["18:00", "21:00"]]


def test_a_rule_that_the_form_cannot_show_is_kept(
    session: Session, listing: Listing, write: Any
) -> None:
    monthly = str(uuid4())
    write(Schedule(id=monthly, service_id=listing.service_id, freq="MONTHLY", byday="2MO",
                   opens_at=time(9), closes_at=time(10)))  # fmt: skip
    assert count_beyond(session, listing) == 1

    _save(session, listing, week=[])

    assert session.scalars(select(Schedule.id)).all() == [monthly]


def test_two_people_change_two_days_and_both_are_kept(session: Session, listing: Listing) -> None:
    was = read(session, listing)
    (row,) = was["week"]
    theirs = _row("closed", days=["SA"])
    _save(session, listing, week=[row, theirs])

    edit = Edit({**was, "week": [{**row, "opens": "19:00"}]}, was)
    with writing(session):
        save_section(session, listing, HOURS, edit, author=Author("account:b"), now=NOW)

    found = read(session, listing)["week"]
    assert {(one["what"], one["opens"]) for one in found} == {("open", "19:00"), ("closed", "")}


def test_a_whole_day_is_written_as_the_standard_has_it(session: Session, listing: Listing) -> None:
    _save(session, listing, week=[_row("all_day", days=["MO"])])

    stored = session.scalars(select(Schedule)).one()
    assert (stored.opens_at, stored.closes_at) == (time(0), time(23, 59))
    assert stored.valid_from is None
    assert date(2026, 11, 25)
