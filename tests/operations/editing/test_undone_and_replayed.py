"""Undoing accounts, one after the other, against a plain replay of what everybody else did."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import count

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import CorrectedField, Service
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.revising import RowChange, revise
from resource_dir.operations.editing.taking_back import undo_account

STEWARD = Author("account:steward")
FIELDS = ("alert", "fees")
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["ann", "bob", "eve"]), st.sampled_from(FIELDS), st.sampled_from("abc")
    ),
    max_size=6,
)
days = (datetime(2026, 11, 25, 9, 0, tzinfo=UTC) + timedelta(days=n) for n in count())
Edit = tuple[str, str, str]


class Replay:
    """What the fields say, by the edits of those who were not undone."""

    def __init__(self, start: dict[str, str | None]) -> None:
        self._start = start
        self._told: list[Edit] = []

    def now(self) -> dict[str, str | None]:
        """All fields."""
        return self._start | {field: value for _, field, value in self._told}

    def edit(self, edit: Edit) -> None:
        """A field where somebody typed what already stood there is no edit of theirs."""
        _, field, value = edit
        if self.now()[field] != value:
            self._told.append(edit)

    def undo(self, who: str) -> None:
        """As if this account had not been."""
        self._told = [one for one in self._told if one[0] != who]


def _stored(session: Session, service_id: str) -> dict[str, str | None]:
    session.rollback()
    session.expire_all()
    service = session.get_one(Service, service_id)
    return {name: getattr(service, name) for name in FIELDS}


def _edit(session: Session, service_id: str, edits: Iterable[Edit], *, since: datetime) -> None:
    for minute, (who, field, value) in enumerate(edits):
        change = RowChange("service", service_id, {field: value})
        with writing(session):
            revise(session, service_id, [change], author=Author(f"account:{who}"), action="edit",
                   now=since + timedelta(minutes=minute))  # fmt: skip


def _undo(session: Session, who: str, *, since: datetime, hours: int) -> None:
    until = since + timedelta(hours=hours)
    with writing(session):
        undo_account(session, who, since=since, until=until, author=STEWARD, now=until)


@example(first=[("ann", "fees", "a"), ("eve", "fees", "b")], second=[])
@example(first=[("ann", "fees", "a")], second=[("eve", "fees", "b"), ("bob", "fees", "c")])
@given(first=EDITS, second=EDITS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_undoing_two_accounts_is_as_if_they_had_not_been(
    session: Session, shelter: str, first: list[Edit], second: list[Edit]
) -> None:
    """Ann is undone, people go on, Eve is undone: what Ann said does not come back with it."""
    with writing(session):
        session.execute(delete(CorrectedField))
    day, replay = next(days), Replay(_stored(session, shelter))

    _edit(session, shelter, first, since=day)
    _undo(session, "ann", since=day, hours=1)
    for edit in first:
        replay.edit(edit)
    replay.undo("ann")
    assert _stored(session, shelter) == replay.now()

    _edit(session, shelter, second, since=day + timedelta(hours=2))
    _undo(session, "eve", since=day, hours=4)
    for edit in second:
        replay.edit(edit)
    replay.undo("eve")
    assert _stored(session, shelter) == replay.now()
