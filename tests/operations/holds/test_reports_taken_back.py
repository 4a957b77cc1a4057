"""What one account said of beds is taken back: others' last word stands again, held beds stay."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import NotFound
from resource_dir.models import AuditEntry, Capacity, CapacityReport, Hold, ListingDocument, Service
from resource_dir.operations.auditing import broken_links
from resource_dir.operations.beds.links import find_bed_link, make_bed_link
from resource_dir.operations.beds.reporting import BedReport, report_beds
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.revising import RowChange, revise
from resource_dir.operations.editing.taking_back import (
    count_undoable,
    restore_revision,
    undo_account,
)
from resource_dir.operations.editing.undo_report import Kept, UndoReport
from resource_dir.operations.holds.asking import ask_for_bed
from resource_dir.operations.listings.refreshing import refresh_documents

from .conftest import BEDS, LISTING, NOW, SERVICE, TEAM, UNIT, caller

STEWARD = Author("account:sam")
LATER = NOW + timedelta(hours=6)
ADDED = "00000009-0000-4000-8000-000000000077"


def _say(session: Session, who: str, minutes: int, *, via: str = "page", **fields: Any) -> None:
    now = NOW + timedelta(minutes=minutes)
    with writing(session):
        report_beds(
            session, LISTING, BedReport(BEDS, str(uuid4()), fields=fields),
            actor=f"account:{who}", via=via, now=now, source=f"said by {who}",
        )  # fmt: skip


def _undo(
    session: Session,
    who: str = "ann",
    *,
    since: datetime = NOW,
    until: datetime = LATER,
    now: datetime = LATER,
) -> UndoReport:
    with writing(session):
        return undo_account(session, who, since=since, until=until, author=STEWARD, now=now)


def _show(session: Session, status: str) -> None:
    with writing(session):
        session.get_one(Service, SERVICE).status = status
        session.flush()
        refresh_documents(session, [SERVICE])


def _count(session: Session) -> Capacity:
    session.rollback()
    session.expire_all()
    return session.get_one(Capacity, BEDS)


def _shown(session: Session) -> dict[str, Any]:
    session.rollback()
    document = session.get_one(ListingDocument, LISTING, populate_existing=True).document
    assert document is not None
    return dict(document["capacity"][0])


def test_the_last_word_of_somebody_else_stands_again_with_its_age(
    session: Session, house: Callable[..., None]
) -> None:
    house()
    _say(session, "bob", 5, via="phone", available=2)
    _say(session, "ann", 10, available=4, maximum=9)
    _say(session, "ann", 20, available=0)

    told = _undo(session)

    count, shown = _count(session), _shown(session)
    assert told.counts == 1
    assert (count.available, count.maximum, count.source) == (2, 4, "said by bob")
    assert count.updated == NOW + timedelta(minutes=5)
    assert (shown["available"], shown["via"]) == (2, "phone")
    assert shown["updated"] == (NOW + timedelta(minutes=5)).isoformat()


def test_what_was_said_stays_in_the_history_and_the_undo_in_the_log(
    session: Session, house: Callable[..., None]
) -> None:
    house()
    _say(session, "bob", 5, available=2)
    _say(session, "ann", 10, available=4)

    _undo(session)

    session.rollback()
    kept = session.execute(
        select(CapacityReport.available, CapacityReport.via).order_by(CapacityReport.id)
    ).all()
    assert kept == [(2, "page"), (4, "page"), (2, "undo")]
    logged = session.execute(
        select(AuditEntry.action, AuditEntry.actor).order_by(AuditEntry.sequence)
    ).all()
    assert logged[-2:] == [("put_back_beds", "account:sam"), ("undo_account", "account:sam")]
    assert list(broken_links(session)) == []


def test_a_later_word_of_somebody_else_stays(session: Session, house: Callable[..., None]) -> None:
    house()
    _say(session, "ann", 10, available=4)
    _say(session, "bob", 20, available=3)

    told = _undo(session)

    assert (told.counts, told.is_empty) == (0, True)
    assert told.left == (Kept(SERVICE, "capacity", BEDS, "available"),)
    assert _count(session).available == 3


def test_a_number_of_which_nobody_else_spoke_is_unknown(
    session: Session, house: Callable[..., None]
) -> None:
    house()
    _say(session, "ann", 10, available=4, is_accepting=True)

    _undo(session)

    count, shown = _count(session), _shown(session)
    assert (count.available, count.is_accepting, count.updated, count.source) == (None,) * 4
    assert (shown["available"], shown["updated"]) == (None, None)
    assert count.maximum == 4  # how many there are was not in doubt


def test_a_bed_that_is_held_stays_held_and_is_free_no_second_time(
    session: Session, house: Callable[..., None]
) -> None:
    house()
    _say(session, "bob", 5, available=2)
    _say(session, "ann", 10, available=3)
    with writing(session):
        asked = ask_for_bed(
            session, caller(TEAM, "responder"), LISTING, capacity_id=BEDS, minutes=20,
            key=str(uuid4()), now=NOW + timedelta(minutes=15),
        )  # fmt: skip
    assert asked.state == "confirmed"

    _undo(session)

    count = _count(session)
    assert (count.available, count.held) == (1, 1)


def test_what_lies_outside_of_the_window_stands(
    session: Session, house: Callable[..., None]
) -> None:
    house()
    _say(session, "ann", 5, available=1)
    _say(session, "ann", 30, available=4)

    found = count_undoable(session, "ann", since=NOW + timedelta(minutes=10), until=LATER)
    _undo(session, since=NOW + timedelta(minutes=10))

    assert found == 1
    assert _count(session).available == 1


def test_to_undo_twice_changes_nothing_more(session: Session, house: Callable[..., None]) -> None:
    house()
    _say(session, "bob", 5, available=2)
    _say(session, "ann", 10, available=4)
    _undo(session)

    assert _undo(session).counts == 0
    assert _count(session).available == 2


def test_what_was_taken_back_does_not_come_back_with_the_undo_of_somebody_else(
    session: Session, house: Callable[..., None]
) -> None:
    house()
    _say(session, "bob", 5, available=2)
    _say(session, "ann", 10, available=4)
    _undo(session, until=NOW + timedelta(minutes=12))
    _say(session, "eve", 20, available=0)

    _undo(session, "eve")

    assert (_count(session).available, _count(session).source) == (2, "said by bob")


def test_a_word_that_an_undo_put_back_is_still_of_who_said_it(
    session: Session, house: Callable[..., None]
) -> None:
    house()
    _say(session, "bob", 5, available=2)
    _say(session, "ann", 10, available=4)
    _undo(session, "ann")

    _undo(session, "bob")

    assert _count(session).available is None


def test_what_is_said_after_an_undo_of_the_same_time_can_be_undone_too(
    session: Session, house: Callable[..., None]
) -> None:
    house()
    _say(session, "bob", 5, available=2)
    _say(session, "ann", 10, available=4)
    _undo(session, now=NOW + timedelta(minutes=12))
    _say(session, "ann", 20, available=3)

    _undo(session)

    assert _count(session).available == 2


def test_numbers_of_a_listing_that_is_not_shown_go_back_with_their_age(
    session: Session, house: Callable[..., None]
) -> None:
    house()
    _say(session, "bob", 5, available=2)
    _say(session, "ann", 10, available=4)
    _show(session, "inactive")

    told = _undo(session)

    assert (told.counts, told.services) == (1, (SERVICE,))
    _show(session, "active")
    shown = _shown(session)
    assert (shown["available"], shown["updated"]) == (2, (NOW + timedelta(minutes=5)).isoformat())
    assert list(broken_links(session)) == []


def test_a_listing_that_is_not_shown_is_not_shown_by_an_undo(
    session: Session, house: Callable[..., None]
) -> None:
    house()
    _say(session, "ann", 10, available=4)
    _show(session, "inactive")

    _undo(session)

    session.rollback()
    assert session.get_one(ListingDocument, LISTING, populate_existing=True).document is None


def test_a_count_that_was_removed_comes_back_and_nobody_knows_how_many_are_free(
    session: Session, house: Callable[..., None]
) -> None:
    house()
    _say(session, "bob", 5, available=2)
    with writing(session):
        revise(session, SERVICE, [RowChange("capacity", BEDS, None)], author=Author("account:ann"),
               action="edit", now=NOW + timedelta(minutes=10))  # fmt: skip

    _undo(session)

    count = _count(session)
    assert (count.maximum, count.population, count.service_at_location_id) == (4, "anyone", LISTING)
    assert (count.available, count.updated, count.held) == (None, None, 0)
    assert _shown(session)["available"] is None


def test_a_count_that_was_removed_comes_back_with_its_listing_as_it_was(
    session: Session, house: Callable[..., None]
) -> None:
    house()
    with writing(session):
        first = revise(session, SERVICE, [RowChange("service", SERVICE, {"fees": "None"})],
                       author=STEWARD, action="edit", now=NOW).live  # fmt: skip
        revise(session, SERVICE, [RowChange("capacity", BEDS, None)], author=STEWARD,
               action="edit", now=NOW)  # fmt: skip
    assert first is not None

    with writing(session):
        restore_revision(session, first, author=STEWARD, now=LATER)

    count = _count(session)
    assert (count.maximum, count.available, count.updated) == (4, None, None)


def test_a_count_that_the_account_added_stays_while_a_bed_of_it_is_held(
    session: Session, house: Callable[..., None]
) -> None:
    house()
    row = {"service_at_location_id": LISTING, "unit_id": UNIT, "population": "women"}
    with writing(session):
        revise(session, SERVICE, [RowChange("capacity", ADDED, row)], author=Author("account:ann"),
               action="edit", now=NOW)  # fmt: skip
    with writing(session):
        report = BedReport(ADDED, str(uuid4()), fields={"available": 1})
        report_beds(session, LISTING, report, actor="account:ann", via="page", now=NOW)
    with writing(session):
        asked = ask_for_bed(
            session, caller(TEAM, "responder"), LISTING, capacity_id=ADDED, minutes=20,
            key=str(uuid4()), now=NOW + timedelta(minutes=15),
        )  # fmt: skip

    told = _undo(session)

    session.rollback()
    assert session.get_one(Hold, asked.hold_id).state == "asked"
    assert session.get_one(Capacity, ADDED).available is None
    assert Kept(SERVICE, "capacity", ADDED, "*") in told.left


@pytest.mark.parametrize(("who", "opens"), [("ann", False), ("bob", True)])
def test_links_that_the_account_made_open_nothing_any_more(
    session: Session, house: Callable[..., None], who: str, opens: bool
) -> None:
    house()
    made = NOW + timedelta(minutes=10)
    with writing(session):
        token = make_bed_link(session, LISTING, actor=f"account:{who}", now=made)

    told = _undo(session)

    session.rollback()
    assert told.links == (0 if opens else 1)
    if opens:
        assert find_bed_link(session, token, now=made).listing_id == LISTING
    else:
        with pytest.raises(NotFound):
            find_bed_link(session, token, now=made)
