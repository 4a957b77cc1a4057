"""What would close a gap: the fix finder."""

import math
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request, url_for

from resource_dir.errors import BadInput, NotFound
from resource_dir.gaps.fixing.costs import Costs
from resource_dir.gaps.supply import Supply
from resource_dir.operations.planning.asked import GapsAsked
from resource_dir.operations.planning.county import county_of
from resource_dir.web.answers import database, now
from resource_dir.web.errors import status_of
from resource_dir.web.names import need_name
from resource_dir.web.planning import asking, numbers
from resource_dir.web.planning.effects import signed
from resource_dir.web.planning.moves import as_text, move_text
from resource_dir.web.planning.pages import Trouble, page
from resource_dir.web.signed_in import settings
from resource_dir.web.texts import error_text

if TYPE_CHECKING:
    from resource_dir.gaps.fixing.applying import County
    from resource_dir.gaps.fixing.finding import Fix, Fixes

planning_fixes = Blueprint("planning_fixes", __name__, url_prefix="/planning/fixes")

COSTS = ("place_day", "intake_hour", "team_hour", "site_day", "change_day")
MOST_SITES = 20
SHOWN = 25


@planning_fixes.get("")
def show() -> Response:
    """Changes ranked by what one more person covered costs, and the best set within a budget."""
    county = county_of(database(), GapsAsked(), settings=settings(), now=now())
    needs = county.demand.needs
    need = request.args.get("need", "") or (needs[0] if needs else "")
    values: dict[str, object] = {
        "has_calls": bool(county.demand.observed),
        "found": None,
        "trouble": None,
    }
    status = 200
    costs = Costs()
    if need:
        try:
            costs = _costs()
            values["found"] = _found(county, need, costs)
        except (BadInput, NotFound) as error:
            values["trouble"] = Trouble(error.field or "", error_text(error))
            status = status_of(error)
    return page(
        "fixes",
        status=status,
        need=need,
        needs=[asking.Choice(slug, need_name(slug), slug == need) for slug in needs],
        costs={name: getattr(costs, name) for name in COSTS},
        budget=request.args.get("budget", "")[:20],
        sites=request.args.get("sites", "1")[:4],
        **values,
    )


def _found(county: "County", need: str, costs: Costs) -> dict[str, object]:
    from resource_dir.gaps.fixing.finding import find_fixes

    budget = _number("budget", None)
    sites = int(_number("sites", 1.0) or 0)
    if not 0 <= sites <= MOST_SITES:
        raise BadInput(
            "At most %(most)s new sites can be asked for.", field="sites", most=MOST_SITES
        )
    found = find_fixes(county, need, costs=costs, budget_per_day=budget, sites=sites)
    return {
        "people": numbers.number(found.people_per_day),
        "covered": numbers.number(found.covered_before),
        "fixes": [_shown(fix, county.supply, need) for fix in found.fixes[:SHOWN]],
        "more": max(len(found.fixes) - SHOWN, 0),
        "chosen": [_shown(fix, county.supply, need) for fix in found.chosen],
        "chosen_gain": signed(found.chosen_gain),
        "chosen_cost": f"{sum(fix.cost_per_day for fix in found.chosen):,.0f}",
        "chosen_href": url_for(
            "planning_what_if.show", move=[as_text(fix.move) for fix in found.chosen], about=need
        ),
        "has_budget": budget is not None,
        "sites": _sites(found),
    }


def _shown(fix: "Fix", supply: Supply, need: str) -> dict[str, str]:
    return {
        "text": move_text(fix.move, supply),
        "gained": signed(fix.gained_per_day),
        "cost": f"{fix.cost_per_day:,.0f}",
        "per_person": f"{fix.cost_per_person:,.0f}",
        "adds": f"{fix.adds:g}",
        "adds_what": fix.adds_what,
        "per_unit": numbers.number(fix.per_unit),
        "href": url_for("planning_what_if.show", move=[as_text(fix.move)], about=need),
    }


def _sites(found: "Fixes") -> dict[str, object] | None:
    if found.sites is None:
        return None
    names = [area.name for area in found.sites.areas]
    covering, median = found.sites.covering, found.sites.median
    return {
        "covering": [names[place] for place in covering.chosen],
        "covered_before": numbers.number(covering.before),
        "covered_after": numbers.number(covering.after),
        "median": [names[place] for place in median.chosen],
        "minutes_before": numbers.number(median.before),
        "minutes_after": numbers.number(median.after),
        "is_proven": covering.is_proven and median.is_proven,
    }


def _costs() -> Costs:
    given = {name: _number(name, None) for name in COSTS}
    return Costs(**{name: value for name, value in given.items() if value is not None})


def _number(name: str, default: float | None) -> float | None:
    text = request.args.get(name, "").strip()
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value < 1e9:
        raise BadInput("%(name)s has to be a number of 0 or more.", field=name, name=name)
    return value
