"""Every assumption is shown with its source, and can be replaced and restored."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.gaps.assumptions import DEFAULTS, VALUES
from resource_dir.gaps.benchmarks import BENCHMARKS
from resource_dir.models import AuditEntry, PlanningAssumption
from resource_dir.needs import NEEDS
from resource_dir.web.planning import words
from resource_dir.web.planning.assumptions import NAMES

PAGE = "/planning/assumptions/withdrawal_management"
FIGURES = "/planning/gaps.csv?need=withdrawal_management"


@pytest.fixture
def ann(planned: Flask, join: Callable[..., Any]) -> Any:
    """A planner, signed in."""
    person = join("ann@example.org", role="planner")
    person.sign_in()
    return person


def test_every_need_is_on_the_page_and_every_value_has_a_source(ann: Any) -> None:
    page = ann.client.get("/planning/assumptions").text

    assert set(DEFAULTS) <= set(NEEDS)
    assert all(f'href="/planning/assumptions/{need}"' in page for need in DEFAULTS)
    assert "three to five days of withdrawal" in ann.client.get(PAGE).text


def test_every_source_of_a_default_can_be_translated() -> None:
    sources = {getattr(one, name).source for one in DEFAULTS.values() for name in VALUES}

    assert sources | {one.source for one in BENCHMARKS} == set(words.SOURCES)
    assert set(VALUES) <= set(NAMES)


def test_a_planners_value_counts_at_once_and_is_audited(ann: Any, session: Session) -> None:
    before = ann.client.get(FIGURES).text

    answer = ann.post(PAGE, page=PAGE, name="stay_hours", value="24", low="20", high="30",
                      source="our own house, 2025")  # fmt: skip

    assert answer.status_code == 303
    assert ann.client.get(FIGURES).text != before
    assert "our own house, 2025" in ann.client.get(PAGE).text
    session.rollback()
    [entry] = session.scalars(select(AuditEntry).where(AuditEntry.action == "assumption.set"))
    assert entry.actor.startswith("account:")


def test_the_default_can_be_had_back(ann: Any, session: Session) -> None:
    before = ann.client.get(FIGURES).text
    ann.post(PAGE, page=PAGE, name="stay_hours", value="24", source="x")

    answer = ann.post(f"{PAGE}/default", page=PAGE, name="stay_hours")

    assert answer.status_code == 303
    session.rollback()
    assert session.scalars(select(PlanningAssumption)).all() == []
    assert ann.client.get(FIGURES).text == before


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "stay_hours", "value": "-1"},
        {"name": "stay_hours", "value": "nan"},
        {"name": "stay_hours", "value": "inf"},
        {"name": "stay_hours", "value": "0"},
        {"name": "facility_share", "value": "1.2"},
        {"name": "facility_share", "value": "0.5", "low": "0.6"},
        {"name": "nothing", "value": "1"},
        {"name": "group:men", "value": "2"},
        {"name": "stay_hours", "value": "x"},
        {"name": "stay_hours", "value": "3", "source": ""},
        {"name": "stay_hours", "value": "3", "source": "x" * 300},
    ],
)
def test_a_value_that_can_not_be_is_refused_and_stays_in_the_form(
    ann: Any, session: Session, fields: dict[str, str]
) -> None:
    answer = ann.post(PAGE, page=PAGE, **{"source": "because", **fields})

    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    session.rollback()
    assert session.scalars(select(PlanningAssumption)).all() == []


def test_a_need_that_is_none_is_not_found(ann: Any) -> None:
    assert ann.client.get("/planning/assumptions/x").status_code == 404
    assert ann.post("/planning/assumptions/x", page=PAGE, name="stay_hours", value="3",
                    source="x").status_code == 404  # fmt: skip


def test_a_steward_reads_and_changes_nothing(planned: Flask, join: Callable[..., Any]) -> None:
    sam = join("sam@example.org", role="steward")
    sam.sign_in()
    sam.set_up_app()

    page = sam.client.get(PAGE)

    assert page.status_code == 200
    assert 'name="value"' not in page.text
    assert sam.post(PAGE, page="/account", name="stay_hours", value="3",
                    source="x").status_code == 403  # fmt: skip
