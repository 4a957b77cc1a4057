"""Crosswalks in the database: which version counts."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import BadInput, NotFound, PersonalText
from resource_dir.gaps.crosswalk.entries import CrosswalkEntry
from resource_dir.models import AuditEntry, CallDataSet
from resource_dir.operations.planning.crosswalk_taking import (
    SHIPPED_BY,
    ensure_shipped,
    take_entries,
    use_crosswalk,
)
from resource_dir.operations.planning.crosswalks import (
    counting_version,
    entries_of,
    get_crosswalk,
    list_crosswalks,
)

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
HALF = (CrosswalkEntry("INTOX", "", "sobering_center", 0.5),)
MORE = (*HALF, CrosswalkEntry("PARK", "", "", 0.0))


def _take(session: Session, entries: tuple[CrosswalkEntry, ...] = HALF, name: str = "Ours") -> int:
    with writing(session):
        return take_entries(session, name, entries, actor="ann", now=NOW).id


def _data_set(name: str = "juniper", profile: str = "juniper") -> CallDataSet:
    return CallDataSet(
        id=name,
        agency="Juniper Police",
        zone="America/Denver",
        profile={"name": profile},
        created=NOW,
        created_by="ann",
    )


def test_what_is_taken_in_counts_at_once_and_is_unreviewed(session: Session) -> None:
    version = _take(session)

    counting = counting_version(session, "ours")
    assert (counting.number, counting.is_reviewed) == (1, False)
    assert counting.entries == entries_of(session, version) == HALF


def test_the_newest_version_counts_and_the_older_are_kept(session: Session) -> None:
    first = _take(session)
    _take(session, MORE)

    assert counting_version(session, "ours").entries == MORE
    assert entries_of(session, first) == HALF
    assert [one.number for one in get_crosswalk(session, "ours").versions] == [2, 1]


def test_without_a_crosswalk_nothing_is_mapped(session: Session) -> None:
    assert counting_version(session, None).entries == ()
    assert counting_version(session, "nowhere").number == 0
    assert list_crosswalks(session) == []
    with pytest.raises(NotFound):
        get_crosswalk(session, "nowhere")


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "***"])
def test_it_needs_a_name(session: Session, name: str) -> None:
    with pytest.raises(BadInput):
        _take(session, name=name)


def test_its_name_says_nobody_who_was_helped(session: Session) -> None:
    with pytest.raises(PersonalText):
        _take(session, name="types for DOB 01/02/1980")


def test_a_data_set_of_a_known_agency_gets_what_is_shipped(
    session: Session, write: Callable[..., None]
) -> None:
    write(_data_set(profile="milwaukee"))

    with writing(session):
        data_set = session.get_one(CallDataSet, "juniper")
        assert ensure_shipped(session, data_set, now=NOW) == "milwaukee"

    version = get_crosswalk(session, "milwaukee").counting
    assert version is not None
    assert (version.state, version.author) == ("unreviewed", SHIPPED_BY)
    assert session.get_one(CallDataSet, "juniper").crosswalk_id == "milwaukee"


def test_an_import_does_not_touch_what_planners_chose(
    session: Session, write: Callable[..., None]
) -> None:
    write(_data_set(profile="milwaukee"))
    _take(session)
    with writing(session):
        use_crosswalk(session, "juniper", "ours", actor="ann", now=NOW)

    with writing(session):
        ensure_shipped(session, session.get_one(CallDataSet, "juniper"), now=NOW)

    assert session.get_one(CallDataSet, "juniper").crosswalk_id == "ours"


def test_an_agency_that_nobody_knows_gets_none(
    session: Session, write: Callable[..., None]
) -> None:
    write(_data_set())

    with writing(session):
        assert ensure_shipped(session, session.get_one(CallDataSet, "juniper"), now=NOW) is None


def test_a_second_data_set_uses_what_the_first_one_got(
    session: Session, write: Callable[..., None]
) -> None:
    write(_data_set("one", "san_diego"), _data_set("two", "san_diego"))

    for name in ("one", "two"):
        with writing(session):
            ensure_shipped(session, session.get_one(CallDataSet, name), now=NOW)

    assert len(get_crosswalk(session, "san_diego").versions) == 1
    assert get_crosswalk(session, "san_diego").data_sets == ("one", "two")


def test_every_write_is_in_the_audit_log(session: Session, write: Callable[..., None]) -> None:
    write(_data_set())
    _take(session)
    with writing(session):
        use_crosswalk(session, "juniper", "ours", actor="ann", now=NOW)

    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.sequence)).all()
    assert actions == ["crosswalk.add", "crosswalk.take", "crosswalk.use"]
