"""What every page of planning shares: its tabs, who may change something, the frame."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import Response, current_app, make_response, render_template, request, url_for

from resource_dir.operations.importing.demonstrating import is_demo
from resource_dir.web.access import PLANNING
from resource_dir.web.answers import database
from resource_dir.web.planning import numbers
from resource_dir.web.signed_in import known_caller
from resource_dir.web.texts import N_, _

# Each shown where this installation has the page. The blueprint marks the tab that is open.
TABS: tuple[tuple[str, str], ...] = (
    ("planning.show", N_("Gaps")),
    ("planning_map.show", N_("Map")),
    ("planning_access.show", N_("Access")),
    ("planning_turn_aways.show", N_("Turn-aways seen")),
    ("planning_fixes.show", N_("Fixes")),
    ("planning_what_if.show", N_("What if")),
    ("planning_calls.show", N_("Calls")),
    ("planning_crosswalks.show", N_("Crosswalks")),
    ("planning_areas.show", N_("Areas")),
    ("planning_assumptions.show", N_("Assumptions")),
    ("planning_shifts.show", N_("Shifts")),
    ("planning_other.show", N_("Other demand")),
    ("planning_forecast.show", N_("Forecast")),
    ("planning_brief.show", N_("Brief")),
    ("published.overview", N_("Published")),
    ("planning_methods.show", N_("Methods")),
)
# What goes from tab to tab with the reader.
KEPT = ("from", "to", "need", "area", "data", "layer", "grid")
ASKING = frozenset({"planning", "planning_map", "planning_turn_aways", "planning_brief"})


class Tab(NamedTuple):
    """One tab: where it leads, its words, whether it is the open one."""

    href: str
    text: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Trouble:
    """What was wrong, and with which field."""

    field: str
    text: str


def tabs() -> list[Tab]:
    """The tabs of this installation."""
    known, here = current_app.view_functions, (request.blueprint or "")
    kept: dict[str, Any] = {
        name: request.args.getlist(name) for name in KEPT if request.args.get(name)
    }
    return [
        Tab(
            url_for(endpoint, **(kept if endpoint.partition(".")[0] in ASKING else {})),
            _(words),
            endpoint.partition(".")[0] == here,
        )
        for endpoint, words in TABS
        if endpoint in known
    ]


def may_change() -> bool:
    """Whether this person may set what planning counts with; a steward reads."""
    return known_caller().role in PLANNING


def page(template: str, *, status: int = 200, **values: object) -> Response:
    """A page of planning."""
    text = render_template(
        f"planning/{template}.html",
        tabs=tabs(),
        may_change=may_change(),
        show=numbers,
        demonstration=is_demo(database()),
        **values,
    )
    return make_response(text, status)
