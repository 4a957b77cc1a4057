"""Whatever is done in whatever order, each bed is counted once; compared with a model in lists."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import BadInput, Conflict, NotFound
from resource_dir.models import BedSetting, Capacity, CapacityReport, Hold, ListingDocument
from resource_dir.operations.beds.reporting import BedReport, report_beds
from resource_dir.operations.holds import counting
from resource_dir.operations.holds.asking import ask_for_bed
from resource_dir.operations.holds.deciding import confirm_hold, decline_hold, note_arrival
from resource_dir.operations.holds.overdue import free_overdue
from resource_dir.operations.holds.under_way import cancel_hold, extend_hold

from .conftest import BEDS, HOUSE, LISTING, NOW, TEAM, caller

MAXIMUM = 4
ASKER, KEEPER = caller(TEAM, "responder"), caller(HOUSE, "provider")
STEPS = st.one_of(
    st.tuples(st.just("ask"), st.sampled_from([10, 20, 90])),
    st.tuples(
        st.sampled_from(["confirm", "decline", "cancel", "arrive", "extend"]), st.integers(0, 2)
    ),
    st.tuples(st.sampled_from(["arrive", "cancel"]), st.just(0)),
    st.tuples(st.just("wait"), st.sampled_from([1, 14, 26, 60])),
    st.tuples(st.just("expire"), st.just(0)),
    st.tuples(st.just("report"), st.integers(0, MAXIMUM)),
    st.tuples(st.just("late report"), st.integers(0, MAXIMUM)),
    st.tuples(st.just("step"), st.sampled_from([-1, 1])),
    st.tuples(st.just("switch"), st.integers(0, 1)),
)


class Run:
    """The real thing and, beside it, where each bed is: free, or with which hold."""

    def __init__(self, session: Session) -> None:
        self.session, self.now = session, NOW
        self.holds: list[str] = []
        self.free = 2
        self.beds: set[str] = set()  # ids of holds that have one

    def take(self, step: str, value: int) -> None:
        """One step. What it does to the beds is read off the states of the holds alone."""
        before = self.states()
        try:
            getattr(self, step.replace(" ", "_"))(value)
        except (BadInput, Conflict, NotFound):
            self.session.rollback()
        self._follow(before)

    def states(self) -> dict[str, str]:
        """The state of every hold."""
        self.session.rollback()
        return {one.id: one.state for one in self.session.execute(select(Hold.id, Hold.state))}

    def _follow(self, before: dict[str, str]) -> None:
        for key, state in self.states().items():
            had = before.get(key) == "confirmed"
            if state == "confirmed" and not had:
                self.free -= 1
                self.beds.add(key)
            elif had and state != "confirmed":
                self.beds.remove(key)
                self.free += state != "arrived"

    @contextmanager
    def _write(self) -> Iterator[Session]:
        with writing(self.session) as session:
            yield session

    def ask(self, minutes: int) -> None:
        with self._write() as session:
            asked = ask_for_bed(session, ASKER, LISTING, capacity_id=BEDS, minutes=minutes,
                                key=str(uuid4()), now=self.now)  # fmt: skip
        self.holds.append(asked.hold_id)

    def _of(self, which: int) -> str:
        return self.holds[-1 - which % len(self.holds)] if self.holds else str(uuid4())

    def confirm(self, which: int) -> None:
        with self._write() as session:
            confirm_hold(session, self._of(which), KEEPER, now=self.now)

    def decline(self, which: int) -> None:
        with self._write() as session:
            decline_hold(session, self._of(which), KEEPER, reason="full", now=self.now)

    def cancel(self, which: int) -> None:
        with self._write() as session:
            cancel_hold(session, self._of(which), ASKER, now=self.now)

    def arrive(self, which: int) -> None:
        with self._write() as session:
            note_arrival(session, self._of(which), KEEPER, now=self.now)

    def extend(self, which: int) -> None:
        with self._write() as session:
            extend_hold(session, self._of(which), ASKER, minutes=20, now=self.now)

    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    def expire(self, _: int) -> None:
        free_overdue(self.session, now=self.now)

    def report(self, number: int) -> None:
        self._report(number, None)
        self.free = number

    def late_report(self, number: int) -> None:
        """Written five minutes ago, before what holds did since."""
        at = self.now - timedelta(minutes=5)
        shown = self._report(number, at)
        if shown is not None:
            assert shown <= MAXIMUM - len(self.beds)
            self.free = shown

    def _report(self, number: int, at: datetime | None) -> int | None:
        report = BedReport(BEDS, str(uuid4()), fields={"available": number}, at=at)
        with self._write() as session:
            told = report_beds(session, LISTING, report, actor="t", via="page", now=self.now)
        return told.available if told.is_newest else None

    def step(self, step: int) -> None:
        with self._write() as session:
            report = BedReport(BEDS, str(uuid4()), step=step)
            report_beds(session, LISTING, report, actor="t", via="page", now=self.now)
        self.free = max(0, min(self.free + step, MAXIMUM - len(self.beds)))

    def switch(self, is_on: int) -> None:
        with self._write() as session:
            session.get_one(BedSetting, BEDS).confirms_by_itself = bool(is_on)

    def check(self) -> None:
        """The count and the document say what the model says, and no bed is there twice."""
        self.session.rollback()
        count = self.session.get_one(Capacity, BEDS, populate_existing=True)
        assert (count.available, count.held) == (self.free, len(self.beds))
        assert count.available is not None
        assert count.available >= 0
        assert count.available + count.held <= MAXIMUM
        shown = self.session.get_one(ListingDocument, LISTING, populate_existing=True).document
        assert shown is not None
        told: dict[str, Any] = shown["capacity"][0]
        assert (told["available"], told["held"]) == (self.free, len(self.beds))


def _again(session: Session) -> None:
    """The house as it was before the first step."""
    with writing(session):
        session.execute(delete(Hold))
        session.execute(delete(CapacityReport))
        session.get_one(BedSetting, BEDS).confirms_by_itself = True
        report = BedReport(BEDS, str(uuid4()), fields={"available": 2})
        session.get_one(Capacity, BEDS, populate_existing=True).held = 0
        session.get_one(Capacity, BEDS).updated = None
        session.flush()
        shown = session.get_one(ListingDocument, LISTING, populate_existing=True)
        assert shown.document is not None
        shown.document = {
            **shown.document, "capacity": [{**shown.document["capacity"][0], "held": 0}]
        }  # fmt: skip
        session.flush()
        report_beds(session, LISTING, report, actor="t", via="page", now=NOW)


def _hold_to_the_model(
    session: Session, examples: int, phases: tuple[Phase, ...] = tuple(Phase)
) -> None:
    @settings(
        max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck),
        database=None, derandomize=True, phases=phases,
    )  # fmt: skip
    @given(st.lists(STEPS, min_size=8, max_size=40))
    def holds(steps: list[tuple[str, int]]) -> None:
        _again(session)
        run = Run(session)
        for step, value in steps:
            run.take(step, value)
            run.check()

    holds()


def test_every_bed_is_counted_once(session: Session, house: Callable[..., None]) -> None:
    house(available=2, maximum=MAXIMUM)

    _hold_to_the_model(session, examples=25)


def test_a_bed_that_is_given_back_twice_is_found(
    session: Session, house: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    house(available=2, maximum=MAXIMUM)
    monkeypatch.setattr("resource_dir.operations.holds.deciding.use_bed", counting.give_back)

    with pytest.raises(AssertionError):
        _hold_to_the_model(session, examples=60, phases=(Phase.generate,))  # nothing to shrink
