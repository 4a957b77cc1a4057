"""The fix finder: every proposal tried on its own, ranked by what one more person covered costs;
then the best set within a budget, chosen by HiGHS and tried together.

Gains of single moves don't add up (two new houses compete for the same callers), so the set that
the solver picks by their sum is worked out again as a whole, and that figure is shown.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from resource_dir.errors import BadInput, NotFound
from resource_dir.gaps.fixing.applying import County, apply_moves
from resource_dir.gaps.fixing.concerned import only_concerned
from resource_dir.gaps.fixing.costs import Costs
from resource_dir.gaps.fixing.effects import analyse_county, covered_per_day
from resource_dir.gaps.fixing.moves import Move, NewSite, SetIntake
from resource_dir.gaps.fixing.proposing import Proposal, propose
from resource_dir.gaps.fixing.sites import Sites, sites_for

LEAST_GAIN = 0.001  # people a day: less is not worth a line
SECONDS = 5.0
LOOKED_AT = 12  # the cheapest so many are tried on top of what is taken already


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
    sites: Sites | None


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
    chosen, chosen_gain = _best_set(county, fixes, budget_per_day, base)
    return Fixes(
        need=need,
        fixes=fixes,
        chosen=chosen,
        chosen_gain=chosen_gain,
        budget_per_day=budget_per_day,
        covered_before=base,
        people_per_day=float(before.sources.arrivals.sum()) / 7,
        sites=sites_for(before, need, sites=sites),
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


def _best_set(
    county: County, fixes: Sequence[Fix], budget_per_day: float | None, base: float
) -> tuple[tuple[Fix, ...], float]:
    """The better of two sets, each tried as a whole: the solver's, and the one that is built up by
    taking again and again what gains most for its cost on top of what is taken."""
    if budget_per_day is None:
        return tuple(fixes[:1]), fixes[0].gained_per_day if fixes else 0.0

    def gain(chosen: Sequence[Fix]) -> float:
        county_then = apply_moves(county, [fix.move for fix in chosen])
        return covered_per_day(analyse_county(county_then)) - base

    sets = [_within(fixes, budget_per_day), _built_up(fixes, budget_per_day, gain)]
    return max(((each, gain(each)) for each in sets), key=lambda pair: pair[1])


def _built_up(
    fixes: Sequence[Fix], budget_per_day: float, gain: Callable[[Sequence[Fix]], float]
) -> tuple[Fix, ...]:
    taken: list[Fix] = []
    reached, left = 0.0, budget_per_day
    while True:
        places = {_place_of(fix.move) for fix in taken}
        open_ = [
            fix for fix in fixes if fix.cost_per_day <= left and _place_of(fix.move) not in places
        ][:LOOKED_AT]
        tried = [(fix, gain([*taken, fix]) - reached) for fix in open_]
        useful = [(fix, more) for fix, more in tried if more >= LEAST_GAIN]
        if not useful:
            return tuple(taken)
        best, more = max(useful, key=lambda pair: pair[1] / pair[0].cost_per_day)
        taken.append(best)
        reached, left = reached + more, left - best.cost_per_day


def _within(fixes: Sequence[Fix], budget_per_day: float) -> tuple[Fix, ...]:
    """The set with the largest sum of gains that the budget pays, at most one move of a kind at a
    unit."""
    if not fixes:
        return ()
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
