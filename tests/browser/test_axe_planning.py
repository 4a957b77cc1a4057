"""axe-core finds nothing on the pages of planners, with calls and before there are any."""

from collections.abc import Callable
from datetime import time
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.operations.planning.shifts import Shift, add_shift

from .test_axe import axe, page, violations

__all__ = ["axe", "page"]
pytestmark = pytest.mark.browser

Sign = Callable[[Page, Any], None]
PATHS = (
    "/planning",
    "/planning?from=x",
    "/planning/gaps/withdrawal_management/beats:n",
    "/planning/gaps/inpatient_psychiatric/all",
    "/planning/map",
    "/planning/map?by=per_people",
    "/planning/methods",
    "/planning/assumptions",
    "/planning/assumptions/withdrawal_management",
    "/planning/shifts",
    "/planning/other-demand",
    "/planning/brief",
)
BAD = {400, 200}


def _found(page: Page, axe: str) -> list[str]:
    found = []
    for path in PATHS:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status in BAD, path
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        found += [f"{path}: {text}" for text in violations(page, axe)]
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            found.append(f"{path}: {wide} px wider than the screen")
    return found


def test_no_page_of_a_planner_has_a_barrier(
    planned: Flask,
    page: Page,
    axe: str,
    join: Callable[..., Any],
    signed_in_as: Sign,
    session: Session,
) -> None:
    with writing(session):
        add_shift(session, Shift("Team one", "MO,TU", time(14), time(22)), actor="t",
                  now=planned.config["CLOCK"]())  # fmt: skip
        add_shift(session, Shift("Team two", "SA", time(8), time(16), areas=("beats:n",)),
                  actor="t", now=planned.config["CLOCK"]())  # fmt: skip
    pat = join("pat@example.org", role="planner")
    pat.sign_in()
    signed_in_as(page, pat)

    assert "\n".join(_found(page, axe)) == ""


def test_none_has_one_before_there_are_calls(
    page: Page, axe: str, join: Callable[..., Any], signed_in_as: Sign, listings: ModuleType
) -> None:
    pat = join("pat@example.org", role="planner")
    pat.sign_in()
    signed_in_as(page, pat)
    found = []
    for path in ("/planning", "/planning/map", "/planning/brief", "/planning/shifts"):
        page.goto(path)
        found += [f"{path}: {text}" for text in violations(page, axe)]

    assert not found
