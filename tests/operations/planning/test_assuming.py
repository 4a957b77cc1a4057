"""What planners set in place of a default."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import BadInput, NotFound
from resource_dir.gaps.assumptions import DEFAULTS, Changed, Estimate
from resource_dir.models import AuditEntry
from resource_dir.operations.planning.assuming import (
    assumptions_of,
    changed_assumptions,
    drop_assumption,
    set_assumption,
)

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
NEED = "sobering_center"
TEN_HOURS = Estimate(10.0, 8.0, 12.0, "our own center, 2025")


def _set(session: Session, name: str, estimate: Estimate, need: str = NEED) -> None:
    with writing(session):
        set_assumption(session, Changed(need, name, estimate), actor="planner", now=NOW)


def test_a_planners_value_holds_until_it_is_dropped(session: Session) -> None:
    _set(session, "stay_hours", Estimate(9.0, 8.0, 12.0, "a guess"))
    _set(session, "stay_hours", TEN_HOURS)

    assert assumptions_of(session)[NEED].stay_hours == TEN_HOURS
    assert [change.estimate for change in changed_assumptions(session)] == [TEN_HOURS]

    with writing(session):
        drop_assumption(session, NEED, "stay_hours", actor="planner", now=NOW)

    assert assumptions_of(session) == DEFAULTS


def test_groups_and_what_is_asked_can_be_set_too(session: Session) -> None:
    _set(session, "group:youth", Estimate(0.1, 0.1, 0.1, "counted"))
    _set(session, "ask:pets", Estimate(0.2, 0.2, 0.2, "counted"))

    assumed = assumptions_of(session)[NEED]

    assert assumed.groups == {"anyone": 1.0, "youth": 0.1}
    assert assumed.asks["pets"] == 0.2


def test_every_change_is_in_the_audit_log_with_its_source(session: Session) -> None:
    _set(session, "stay_hours", TEN_HOURS)
    with writing(session):
        drop_assumption(session, NEED, "stay_hours", actor="planner", now=NOW)

    actions = [
        row.action for row in session.scalars(select(AuditEntry).order_by(AuditEntry.sequence))
    ]

    assert actions == ["assumption.set", "assumption.drop"]


@pytest.mark.parametrize(
    ("name", "estimate"),
    [
        ("stay_hours", Estimate(-1.0, -2.0, 1.0, "")),
        ("stay_hours", Estimate(0.0, 0.0, 1.0, "")),
        ("stay_hours", Estimate(float("nan"), 1.0, 2.0, "")),
        ("stay_hours", Estimate(5.0, 6.0, 7.0, "")),
        ("facility_share", Estimate(1.2, 0.5, 1.3, "")),
        ("ask:pets", Estimate(2.0, 2.0, 2.0, "")),
        ("color", Estimate(1.0, 1.0, 1.0, "")),
    ],
)
def test_values_that_cannot_be_are_refused_and_nothing_is_kept(
    session: Session, name: str, estimate: Estimate
) -> None:
    with pytest.raises(BadInput):
        _set(session, name, estimate)
    session.rollback()

    assert changed_assumptions(session) == []


def test_a_need_that_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        _set(session, "stay_hours", TEN_HOURS, need="magic")
