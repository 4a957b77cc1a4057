"""Planners see how good the forecast of free beds was here, or that nobody knows yet."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import CapacityReport
from resource_dir.operations.beds.flagging import JUMP
from resource_dir.operations.beds.judged_here import JUDGED, judge_reports

PAGE = "/planning/forecast"
NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
ZONE = ZoneInfo("America/Denver")
BEDS = "00000001-0000-4000-8000-000000000020"


@pytest.fixture
def ann(county: Flask, join: Callable[..., Any]) -> Any:
    """A planner, signed in."""
    person = join("ann@example.org", role="planner")
    person.sign_in()
    return person


def _report(session: Session, free: Sequence[int | None], **more: Any) -> None:
    """One report a day at noon, the last one yesterday."""
    first = NOW - timedelta(days=len(free)) + timedelta(hours=5)
    rows = [
        {"capacity_id": BEDS, "available": number,
         "updated": first + timedelta(days=day), "received": first + timedelta(days=day),
         "actor": "t", "via": "mail", **more}
        for day, number in enumerate(free)
    ]  # fmt: skip
    with writing(session):
        session.execute(insert(CapacityReport), rows)


def test_without_reports_it_is_not_judged_and_says_so(ann: Any) -> None:
    page = ann.client.get(PAGE).text

    assert "Not judged yet" in page
    assert '<svg class="chart-picture' not in page


def test_a_month_of_reports_is_learned_from_and_judges_nothing(ann: Any, session: Session) -> None:
    _report(session, [0, 1] * 15)

    assert "Not judged yet" in ann.client.get(PAGE).text


def test_scores_and_a_picture_with_its_numbers_for_each_horizon(ann: Any, session: Session) -> None:
    _report(session, [0, 0, 0, 1] * 20)

    page = ann.client.get(PAGE).text

    assert "Not judged yet" not in page
    assert page.count('<svg class="chart-picture') == 4
    assert page.count("<caption>Forecast against what came") == 4
    assert "in between" in page


def test_the_score_is_the_mean_squared_error_counted_by_hand(
    county: Flask, session: Session
) -> None:
    _report(session, [2] * 80)

    found = judge_reports(session, zone=ZONE, now=NOW)

    assert found is not None
    # Something was free each day: both guesses are never wrong, the chance is a little under 1.
    score = found.score(1)
    assert (score.last_reported, score.climatology) == (0.0, 0.0)
    assert 0 < score.chain < 0.1
    (only,) = [one for one in found.reliability if (one.horizon, one.group) == (1, "all")]
    assert only.came_true == 1.0
    assert score.chain >= (1 - only.mean_chance) ** 2


def test_who_takes_nobody_has_nothing_free_and_a_jump_is_no_report(
    county: Flask, session: Session
) -> None:
    with writing(session):
        session.execute(delete(CapacityReport))  # what the listings came with
    _report(session, [2] * 80, is_accepting=False)
    _report(session, [9] * 80, flag=JUMP)

    found = judge_reports(session, zone=ZONE, now=NOW)

    assert found is not None
    assert [one for one in found.reliability if one.came_true] == []


def test_an_unknown_number_is_no_report(county: Flask, session: Session) -> None:
    _report(session, [None] * 80, is_accepting=True)

    assert judge_reports(session, zone=ZONE, now=NOW) is None


def test_the_judgement_of_a_day_is_made_once(county: Flask, session: Session) -> None:
    _report(session, [0, 0, 0, 1] * 20)

    first = JUDGED.get(session, zone=ZONE, now=NOW)

    assert first is not None
    assert JUDGED.get(session, zone=ZONE, now=NOW) is first
    assert JUDGED.get(session, zone=ZONE, now=NOW + timedelta(days=1)) is not first
