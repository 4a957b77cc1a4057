"""The fix finder: every proposal tried on its own, ranked by what one more person covered costs;
then the best set within a budget, chosen by HiGHS and tried together.

Gains of single moves don't add up (two new houses compete for the same callers), so the set that
the solver picks by their sum is worked out again as a whole, and that figure is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from resource_dir.errors import BadInput, NotFound
from resource_dir.gaps.fixing.applying import County, apply_moves
from resource_dir.gaps.fixing.concerned import only_concerned
from resource_dir.gaps.fixing.effects import analyse_county, covered_per_day
from resource_dir.gaps.fixing.moves import Move, NewSite, SetIntake
from resource_dir.gaps.fixing.proposing import Costs, Proposal, propose
from resource_dir.gaps.fixing.siting import Sited, cover_most, nearest_on_average
from resource_dir.gaps.table.building import Analysis

LEAST_GAIN = 0.001  # people a day: less is not worth a line
SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Fix:
    """A move and what it does alone: people covered more a day, and what each of them costs."""

    move: Move
    gained_per_day: float
    cost_per_day: float
    cost_per_person: float
    adds: float
    adds_what: str
    per_unit: float


@dataclass(frozen=True, slots=True)
class Fixes:
    """Fixes, cheapest per person first; the best set within the budget and what it does together;
    where sites would cover most, and where they would be nearest."""

    need: str
    fixes: tuple[Fix, ...]
    chosen: tuple[Fix, ...]
    chosen_gain: float
    budget_per_day: float | None
    covered_before: float
    people_per_day: float
    covering: Sited | None
    median: Sited | None
    site_areas: tuple[str, ...]


def find_fixes(
    county: County,
    need: str,
    *,
    costs: Costs | None = None,
    budget_per_day: float | None = None,
    sites: int = 1,
) -> Fixes:
    """What would close the gap of one need. Raises NotFound, BadInput."""
    if need not in county.demand.needs:
        raise NotFound("No calls ask for “%(need)s”.", field="need", need=need[:60])
    if budget_per_day is not None and not 0 <= budget_per_day < float("inf"):
        raise BadInput("A budget has to be a number of 0 or more.", field="budget")
    county = only_concerned(county, {need})
    before = analyse_county(county)
    base = covered_per_day(before)
    tried = [
        (each, covered_per_day(analyse_county(apply_moves(county, [each.move]))) - base)
        for each in propose(before, need, costs or Costs())
    ]
    fixes = tuple(
        sorted(
            (_fix(each, gain) for each, gain in tried if gain >= LEAST_GAIN),
            key=lambda fix: (fix.cost_per_person, -fix.gained_per_day),
        )
    )
    chosen = _within(fixes, budget_per_day)
    together = apply_moves(county, [fix.move for fix in chosen])
    covering, median, names = _sited(before, need, sites)
    return Fixes(
        need=need,
        fixes=fixes,
        chosen=chosen,
        chosen_gain=covered_per_day(analyse_county(together)) - base if chosen else 0.0,
        budget_per_day=budget_per_day,
        covered_before=base,
        people_per_day=float(before.sources.arrivals.sum()) / 7,
        covering=covering,
        median=median,
        site_areas=names,
    )


def _fix(proposal: Proposal, gain: float) -> Fix:
    return Fix(
        move=proposal.move,
        gained_per_day=gain,
        cost_per_day=proposal.cost_per_day,
        cost_per_person=proposal.cost_per_day / gain,
        adds=proposal.adds,
        adds_what=proposal.adds_what,
        per_unit=gain / proposal.adds,
    )


def _within(fixes: Sequence[Fix], budget_per_day: float | None) -> tuple[Fix, ...]:
    """The set with the largest sum of gains that the budget pays, at most one move of a kind at a
    unit; without a budget the cheapest single fix."""
    if budget_per_day is None or not fixes:
        return tuple(fixes[:1])
    clashes = _clashes(fixes)
    solved = milp(
        -np.array([fix.gained_per_day for fix in fixes]),
        integrality=np.ones(len(fixes)),
        bounds=Bounds(0.0, 1.0),
        constraints=[
            LinearConstraint(np.array([[fix.cost_per_day for fix in fixes]]), ub=budget_per_day),
            *([LinearConstraint(clashes, ub=1.0)] if len(clashes) else []),
        ],
        options={"time_limit": SECONDS},
    )
    if solved.x is None:
        return ()
    return tuple(fix for fix, taken in zip(fixes, solved.x, strict=True) if taken > 0.5)


def _clashes(fixes: Sequence[Fix]) -> np.ndarray:
    keys = [_place_of(fix.move) for fix in fixes]
    shared = [key for key in dict.fromkeys(keys) if keys.count(key) > 1]
    return np.array([[float(key == wanted) for key in keys] for wanted in shared])


def _place_of(move: Move) -> tuple[str, str]:
    if isinstance(move, NewSite):
        return "site", f"{move.latitude},{move.longitude}"
    kind = "intake" if isinstance(move, SetIntake) else move.kind
    return kind, str(getattr(move, "unit", getattr(move, "units", getattr(move, "name", ""))))


def _sited(
    analysis: Analysis, need: str, sites: int
) -> tuple[Sited | None, Sited | None, tuple[str, ...]]:
    """Both siting models over the areas with a place, candidates being the same areas."""
    from resource_dir.gaps.fixing.applying import minutes_from

    k = analysis.demand.needs.index(need)
    placed = [
        a
        for a, area in enumerate(analysis.demand.areas)
        if area.latitude is not None and analysis.demand.calls[k, a]
    ]
    if not placed or analysis.assumed[need].kind == "mobile":
        return None, None, ()
    areas = [analysis.demand.areas[a] for a in placed]
    weights = analysis.demand.rate[k, placed].mean(axis=1) * 24
    weights = weights * analysis.assumed[need].facility_share.value
    minutes = np.stack(
        [
            minutes_from(analysis.demand, area.latitude or 0.0, area.longitude or 0.0)[placed]
            for area in areas
        ],
        axis=1,
    )
    reach = analysis.assumed[need].reach_minutes.value
    offers = analysis.sources.offers[analysis.sources.need == k][0]
    existing = (
        analysis.supply.minutes[np.ix_(placed, np.flatnonzero(offers))].min(axis=1)
        if offers.any()
        else np.full(len(placed), np.inf)
    )
    return (
        cover_most(weights, minutes <= reach, existing <= reach, sites=sites),
        nearest_on_average(weights, minutes, existing, sites=sites),
        tuple(area.id for area in areas),
    )
