"""Reports of beds that wait together are written together, and each is judged for itself."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import BadInput, Conflict, NotFound, NotSaved
from resource_dir.models import (
    AuditEntry,
    Capacity,
    CapacityReport,
    ListingDocument,
    Service,
    ServiceAtLocation,
    Unit,
)
from resource_dir.operations.auditing import broken_links
from resource_dir.operations.beds.reporting import BedReport, Reported, Said
from resource_dir.operations.beds.together import Together
from resource_dir.operations.listings.refreshing import current_change, refresh_documents

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
BED = str(uuid4())
COUNTS = [str(uuid4()) for _ in range(3)]
LONGEST_WAIT = 30.0
Outcome = Reported | Exception | None


@pytest.fixture
def listings(
    take: Any, package: Any, county: Any, session: Session, write: Callable[..., None]
) -> list[str]:
    """Three listings with 2 of 8 beds free an hour ago."""
    take(package(county))
    ids = list(session.scalars(select(ServiceAtLocation.id).order_by(ServiceAtLocation.id)))
    write(
        Unit(id=BED, name="bed"),
        *(
            Capacity(id=count, service_at_location_id=listing, unit_id=BED, available=2, maximum=8,
                     updated=NOW - timedelta(hours=1))
            for count, listing in zip(COUNTS, ids, strict=True)
        ),
    )  # fmt: skip
    with writing(session):
        refresh_documents(session, list(session.scalars(select(Service.id))))
    return ids


def _said(listings: list[str], number: int, free: int, *, key: str | None = None) -> Said:
    report = BedReport(COUNTS[number], key or str(uuid4()), fields={"available": free})
    return Said(listings[number], report, actor="account:ann", via="token", now=NOW)


def _at_once(engine: Engine, together: Together, reports: list[Said]) -> list[Outcome]:
    """What comes of reports that all wait: somebody else writes until the last of them has come.
    The first leads; the others are its group or the next one's.
    """
    outcomes: list[Outcome] = [None] * len(reports)

    def report(place: int) -> None:
        with Session(engine) as own:
            try:
                outcomes[place] = together.report(own, reports[place])
            except Exception as error:
                outcomes[place] = error

    threads = [threading.Thread(target=report, args=(place,)) for place in range(len(reports))]
    with _somebody_writes(engine):
        for number, thread in enumerate(threads):
            thread.start()
            _await(lambda beside=number: _beside_the_first(together, engine) == beside)
    for thread in threads:
        thread.join()
    return outcomes


@contextmanager
def _somebody_writes(engine: Engine) -> Iterator[None]:
    with Session(engine) as other, writing(other):
        other.execute(select(ListingDocument.id).with_for_update()).all()
        yield


def _beside_the_first(together: Together, engine: Engine) -> int:
    """How many wait. The first takes them along on SQLite, where it looks once it is its turn; on
    PostgreSQL it has looked by then, is alone and waits for a row.
    """
    first = 1 if engine.dialect.name == "sqlite" else 0
    return len(together._queue) - first if together._is_led else -1


def _await(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONGEST_WAIT
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def _free(session: Session) -> list[int | None]:
    """The number of each count, if its listing shows the same."""
    session.rollback()
    counts = {one.id: one for one in session.scalars(select(Capacity))}
    for document in session.scalars(select(ListingDocument.document)):
        for shown in document["capacity"] if document else ():
            assert counts[shown["id"]].available == shown["available"]
    return [counts[key].available for key in COUNTS]


def _is_whole(session: Session) -> bool:
    """As many reports as entries in the log, and an unbroken chain."""
    reports = session.scalar(select(func.count()).select_from(CapacityReport))
    entries = session.scalar(select(func.count()).where(AuditEntry.action == "report_beds"))
    return reports == entries and list(broken_links(session)) == []


def test_those_who_wait_are_written_together(
    engine: Engine, session: Session, listings: list[str]
) -> None:
    before = current_change(session)[1]
    session.rollback()

    outcomes = _at_once(engine, Together(), [_said(listings, n, 5 + n) for n in range(3)])

    assert [one.available for one in outcomes if isinstance(one, Reported)] == [5, 6, 7]
    assert _free(session) == [5, 6, 7]
    assert current_change(session)[1] - before < 3  # one number for each transaction
    assert _is_whole(session)


def test_a_report_that_is_refused_fails_nobody_else(
    engine: Engine, session: Session, listings: list[str]
) -> None:
    elsewhere = replace(_said(listings, 1, 4), listing_id=listings[2])
    reports = [_said(listings, 0, 5), _said(listings, 1, 99), elsewhere, _said(listings, 2, 6)]

    outcomes = _at_once(engine, Together(), reports)

    kinds = [type(one) for one in outcomes]
    assert kinds == [Reported, BadInput, NotFound, Reported]
    assert _free(session) == [5, 2, 6]
    assert _is_whole(session)


def test_reports_of_one_count_follow_each_other(
    engine: Engine, session: Session, listings: list[str]
) -> None:
    steps = [BedReport(COUNTS[0], str(uuid4()), step=1) for _ in range(4)]
    reports = [replace(_said(listings, 0, 0), report=step) for step in steps]

    outcomes = _at_once(engine, Together(), reports)

    assert [one.available for one in outcomes if isinstance(one, Reported)] == [3, 4, 5, 6]
    assert _free(session)[0] == 6
    assert _is_whole(session)


def test_a_key_that_waits_twice_counts_once(
    engine: Engine, session: Session, listings: list[str]
) -> None:
    key = str(uuid4())
    reports = [_said(listings, n, 5, key=key) for n in (0, 0, 1)]

    outcomes = _at_once(engine, Together(), reports)

    assert isinstance(outcomes[2], Conflict)
    repeated = [one.is_repeated for one in outcomes if isinstance(one, Reported)]
    assert repeated == [False, True]
    assert _free(session) == [5, 2, 2]
    assert _is_whole(session)


def test_what_the_database_refuses_fails_alone(
    engine: Engine, session: Session, listings: list[str]
) -> None:
    nobody: Any = None  # no entry of the log goes without a name
    reports = [_said(listings, 0, 5), _said(listings, 1, 6), _said(listings, 2, 7)]
    reports[1] = replace(reports[1], actor=nobody)

    outcomes = _at_once(engine, Together(), reports)

    assert [isinstance(one, Reported) for one in outcomes] == [True, False, True]
    assert _free(session) == [5, 2, 7]
    assert _is_whole(session)


def test_who_was_not_saved_is_told_and_the_next_is_served(
    engine: Engine, session: Session, listings: list[str]
) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("a table that is not there is another kind of error")
    together = Together()
    _rename(engine, "capacity_report", "elsewhere")
    outcomes = _at_once(engine, together, [_said(listings, n, 5) for n in range(3)])
    _rename(engine, "elsewhere", "capacity_report")

    assert all(isinstance(one, NotSaved) for one in outcomes)
    assert _free(session) == [2, 2, 2]
    session.rollback()
    assert together.report(session, _said(listings, 0, 5)).available == 5


def _rename(engine: Engine, table: str, name: str) -> None:
    with Session(engine) as session, writing(session):
        session.connection().exec_driver_sql(f"ALTER TABLE {table} RENAME TO {name}")


def test_a_crowd_is_served_in_groups_and_nobody_is_forgotten(
    engine: Engine, session: Session, listings: list[str]
) -> None:
    together, steps = Together(), 12
    outcomes: list[Reported] = []

    def report(number: int) -> None:
        with Session(engine) as own:
            for _ in range(steps):
                step = BedReport(COUNTS[number % 3], str(uuid4()), fields={"staffed": number})
                said = replace(_said(listings, number % 3, 0), report=step)
                outcomes.append(together.report(own, said))

    threads = [threading.Thread(target=report, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(outcomes) == 8 * steps
    assert session.scalar(select(func.count()).select_from(CapacityReport)) == 8 * steps
    assert _is_whole(session)
