"""axe-core finds nothing on the pages of call exports, by day, by night and on a small screen."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from resource_dir.operations.planning.taking_calls import take_calls
from tests.gaps.calls.exports import COLUMNS, many, profile, row, written

from .test_axe import axe, violations

__all__ = ["axe"]
pytestmark = pytest.mark.browser

LOOKS: dict[str, dict[str, Any]] = {
    "day": {"color_scheme": "light", "viewport": {"width": 1200, "height": 900}},
    "night": {"color_scheme": "dark", "viewport": {"width": 1200, "height": 900}},
    "small": {"color_scheme": "dark", "viewport": {"width": 320, "height": 700}},
}


@pytest.mark.parametrize("look", LOOKS)
def test_no_page_of_calls_has_a_barrier(
    visit: Callable[..., Page], address: str, axe: str, join: Callable[..., Any],
    signed_in_as: Callable[[Page, Any], None], session: Session, county: Flask, tmp_path: Path,
    pictures: Path, look: str,
) -> None:  # fmt: skip
    path = tmp_path / "juniper_2025.csv"
    path.write_bytes(written([*many(24 * 40), row(9_001, "never"), row(9_002, kind="")]))
    take_calls(session, path, profile=profile(), name="juniper", layer_id=None, actor="t",
               now=county.config["CLOCK"]())  # fmt: skip
    ann = join("ann@example.org", role="planner", organizations=[])
    ann.sign_in()
    ann.set_up_app()
    page = visit(address, **LOOKS[look])
    signed_in_as(page, ann)

    found = []
    for name, where in (("list", "/planning/calls"), ("set", "/planning/calls/juniper")):
        page.goto(where)
        found += violations(page, axe)
        page.screenshot(path=pictures / f"calls-{name}-{look}.png", full_page=True)
    for name, content in _looked_at().items():
        page.goto("/planning/calls")
        page.set_input_files(
            "#f-file", {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": content}
        )
        page.click("button[value=look]")
        page.wait_for_selector("#h-looked")
        found += violations(page, axe)
        page.screenshot(path=pictures / f"calls-{name}-{look}.png", full_page=True)
    width = page.evaluate("document.documentElement.scrollWidth")

    assert not found
    assert width <= LOOKS[look]["viewport"]["width"]


def _looked_at() -> dict[str, bytes]:
    """One that can be kept, one that no point gives a time zone, one of days still to come."""
    zoneless = [[*one[:5], one[7]] for one in many(300)]
    return {
        "looked": written([*many(24 * 40), row(9_001, "never"), row(9_002, kind="")]),
        "zoneless": written(zoneless, columns=[*COLUMNS[:5], COLUMNS[7]]),
        "refused": written(many(24 * 20, start="2190-02-03 00:00:00")),
    }
