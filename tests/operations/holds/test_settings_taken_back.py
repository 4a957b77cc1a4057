"""What one account set of beds, and where it had the house asked, is taken back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import NotFound
from resource_dir.models import AuditEntry, BedReach, BedSetting, ListingDocument, Service
from resource_dir.operations.auditing import broken_links, erase_values
from resource_dir.operations.beds import reaches
from resource_dir.operations.beds.fresh_hours import set_fresh_hours
from resource_dir.operations.beds.links import find_bed_link, make_bed_link
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.taking_back import count_undoable, undo_account
from resource_dir.operations.editing.undo_report import Kept, UndoReport
from resource_dir.operations.holds.settings import set_holding
from resource_dir.operations.listings.refreshing import refresh_documents

from .conftest import BEDS, LISTING, NOW, SERVICE

STEWARD = Author("account:sam")
LATER = NOW + timedelta(hours=6)
House = Callable[..., None]


def _hold(session: Session, who: str, at: int, *, by_itself: bool, longest: int) -> None:
    with writing(session):
        set_holding(session, LISTING, BEDS, confirms_by_itself=by_itself, longest_minutes=longest,
                    actor=f"account:{who}", now=NOW + timedelta(minutes=at))  # fmt: skip


def _believe(session: Session, who: str, at: int, hours: int | None) -> None:
    with writing(session):
        set_fresh_hours(session, LISTING, BEDS, hours, actor=f"account:{who}",
                        now=NOW + timedelta(minutes=at))  # fmt: skip


def _add(session: Session, who: str, at: int, address: str = "desk@example.org") -> str:
    with writing(session):
        return reaches.add_reach(
            session, LISTING, kind="mail", address=address, actor=f"account:{who}",
            now=NOW + timedelta(minutes=at),
        ).id  # fmt: skip


def _stop(session: Session, who: str, at: int, reach: str) -> None:
    with writing(session):
        reaches.stop_reach(
            session, LISTING, reach, actor=f"account:{who}",
            now=NOW + timedelta(minutes=at, microseconds=123_456),
        )  # fmt: skip


def _undo(session: Session, who: str = "ann") -> UndoReport:
    with writing(session):
        return undo_account(session, who, since=NOW, until=LATER, author=STEWARD, now=LATER)


def _settings(session: Session) -> tuple[Any, ...]:
    session.rollback()
    found = session.get_one(BedSetting, BEDS, populate_existing=True)
    return (found.confirms_by_itself, found.longest_hold_minutes, found.fresh_hours)


def _asked(session: Session) -> list[str]:
    session.rollback()
    session.expire_all()
    return [one.address for one in reaches.list_reaches(session, LISTING)]


def _retire(session: Session) -> None:
    with writing(session):
        session.get_one(Service, SERVICE).status = "inactive"
        session.flush()
        refresh_documents(session, [SERVICE])


def test_a_bed_is_confirmed_by_itself_only_where_somebody_else_said_so(
    session: Session, house: House
) -> None:
    house(setting={"confirms_by_itself": False})
    _hold(session, "bob", 5, by_itself=False, longest=30)
    _hold(session, "ann", 10, by_itself=True, longest=240)
    _hold(session, "ann", 20, by_itself=True, longest=120)

    told = _undo(session)

    assert _settings(session) == (False, 30, None)
    assert (told.settings, told.services, told.left) == (2, (SERVICE,), ())
    assert list(broken_links(session)) == []


def test_a_setting_that_somebody_else_set_since_stays_and_is_named(
    session: Session, house: House
) -> None:
    house(setting={"confirms_by_itself": False})
    _hold(session, "ann", 10, by_itself=True, longest=240)
    _hold(session, "bob", 20, by_itself=True, longest=45)

    told = _undo(session)

    assert _settings(session) == (False, 45, None)
    assert told.left == (Kept(SERVICE, "bed_setting", BEDS, "longest_hold_minutes"),)


def test_a_number_is_believed_no_longer_than_before(session: Session, house: House) -> None:
    house()
    _believe(session, "bob", 5, 2)
    _believe(session, "ann", 10, 168)

    _undo(session)

    assert _settings(session)[2] == 2
    session.rollback()
    document = session.get_one(ListingDocument, LISTING, populate_existing=True).document
    assert document is not None
    assert document["capacity"][0]["fresh_hours"] == 2


def test_settings_of_a_listing_that_is_not_shown_go_back_too(
    session: Session, house: House
) -> None:
    house(setting={"confirms_by_itself": False})
    _hold(session, "ann", 10, by_itself=True, longest=240)
    _believe(session, "ann", 11, 168)
    _retire(session)

    assert _undo(session).settings == 3
    assert _settings(session) == (False, None, None)


def test_a_setting_that_was_taken_back_does_not_come_back_with_the_undo_of_somebody_else(
    session: Session, house: House
) -> None:
    house(setting={"confirms_by_itself": False})
    _hold(session, "ann", 10, by_itself=True, longest=240)
    _hold(session, "eve", 20, by_itself=True, longest=60)
    _undo(session, "ann")

    _undo(session, "eve")

    assert _settings(session) == (False, None, None)


def test_a_setting_of_which_nobody_knows_what_it_was_stays_and_is_named(
    session: Session, house: House
) -> None:
    house(setting={"confirms_by_itself": False})
    _hold(session, "ann", 10, by_itself=True, longest=240)
    with writing(session):
        erase_values(session, "bed_setting", row_id=BEDS)

    told = _undo(session)

    assert _settings(session) == (True, 240, None)
    assert told.is_empty
    assert {one.field for one in told.erased} == {"confirms_by_itself", "longest_hold_minutes"}


def test_what_changed_past_the_log_stays(session: Session, house: House) -> None:
    house(setting={"confirms_by_itself": False})
    _hold(session, "ann", 10, by_itself=True, longest=240)
    with writing(session):
        session.get_one(BedSetting, BEDS).longest_hold_minutes = 90

    told = _undo(session)

    assert _settings(session) == (False, 90, None)
    assert [one.field for one in told.left] == ["longest_hold_minutes"]


@pytest.mark.parametrize("is_shown", [True, False])
def test_an_address_that_the_account_added_is_asked_no_more(
    session: Session, house: House, is_shown: bool
) -> None:
    house()
    _add(session, "bob", 5, "bob@example.org")
    reach = _add(session, "ann", 10)
    with writing(session):
        token = make_bed_link(session, LISTING, actor="reminder", now=NOW, reach_id=reach)
    if not is_shown:
        _retire(session)

    told = _undo(session)

    assert (told.stopped, told.restarted) == (1, 0)
    assert _asked(session) == ["bob@example.org"]
    with pytest.raises(NotFound):
        find_bed_link(session, token, now=NOW)


def test_an_address_that_the_account_stopped_is_asked_again_and_old_links_stay_ended(
    session: Session, house: House
) -> None:
    house()
    reach = _add(session, "bob", 5)
    with writing(session):
        token = make_bed_link(session, LISTING, actor="reminder", now=NOW, reach_id=reach)
    _stop(session, "ann", 10, reach)

    told = _undo(session)

    assert (told.stopped, told.restarted) == (0, 1)
    assert _asked(session) == ["desk@example.org"]
    with pytest.raises(NotFound):
        find_bed_link(session, token, now=NOW)


def test_an_address_that_was_added_and_stopped_by_the_account_stays_stopped(
    session: Session, house: House
) -> None:
    house()
    _stop(session, "ann", 10, _add(session, "ann", 5))

    assert _undo(session).is_empty
    assert _asked(session) == []


def test_an_address_whose_owner_said_stop_is_not_asked_again(
    session: Session, house: House
) -> None:
    house()
    reach = _add(session, "bob", 5)
    with writing(session):
        reaches.stop_reach(session, LISTING, reach, actor=f"bed reach:{reach}",
                           now=NOW + timedelta(minutes=10))  # fmt: skip

    _undo(session)

    assert _asked(session) == []


def test_an_owner_who_says_stop_after_an_undo_is_not_asked_again_by_the_next(
    session: Session, house: House
) -> None:
    house()
    reach = _add(session, "bob", 5)
    _stop(session, "ann", 10, reach)
    _undo(session)
    with writing(session):
        reaches.stop_reach(session, LISTING, reach, actor=f"bed reach:{reach}", now=LATER)

    _undo(session)

    assert _asked(session) == []


def test_an_address_that_somebody_added_again_is_asked_once(session: Session, house: House) -> None:
    house()
    _stop(session, "ann", 10, _add(session, "bob", 5))
    _add(session, "bob", 20)

    _undo(session)

    assert _asked(session) == ["desk@example.org"]


def test_an_address_of_an_undone_account_does_not_come_back_with_the_undo_of_somebody_else(
    session: Session, house: House
) -> None:
    house()
    reach = _add(session, "ann", 5)
    _stop(session, "eve", 10, reach)
    _undo(session, "ann")

    _undo(session, "eve")

    assert _asked(session) == []


def test_where_others_were_added_since_there_is_no_room_and_that_is_named(
    session: Session, house: House
) -> None:
    house()
    _stop(session, "ann", 10, _add(session, "bob", 5))
    for number in range(reaches.MOST_REACHES):
        _add(session, "bob", 20 + number, f"desk{number}@example.org")

    told = _undo(session)

    assert len(_asked(session)) == reaches.MOST_REACHES
    assert told.left == (Kept(SERVICE, "bed_reach", LISTING, "address"),)


def test_what_the_undo_of_addresses_and_settings_did_stands_in_the_log_without_an_address(
    session: Session, house: House
) -> None:
    house(setting={"confirms_by_itself": False})
    reach = _add(session, "bob", 5)
    _stop(session, "ann", 10, reach)
    _hold(session, "ann", 11, by_itself=True, longest=60)
    found = count_undoable(session, "ann", since=NOW, until=LATER)

    _undo(session)

    session.rollback()
    entries = session.scalars(select(AuditEntry).where(AuditEntry.actor == STEWARD.actor)).all()
    actions = [one.action for one in sorted(entries, key=lambda one: one.sequence)]
    assert found == 2
    assert actions == ["put_back_setting", "restart_bed_reach", "undo_account"]
    assert "desk@" not in "".join(str(one.changes) for one in entries)
    assert session.get_one(BedReach, reach).stopped is None
