"""Changes that might help one need: longer intake, more places, taking those refused, pooling, a
new house, another shift. What is proposed here is only tried; `finding.py` says what it does.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from resource_dir.gaps.fixing import moves as made
from resource_dir.gaps.fixing.applying import hours_between
from resource_dir.gaps.fixing.costs import Costs
from resource_dir.gaps.supply import OPEN, Unit
from resource_dir.gaps.table.building import Analysis

SPANS = ((0, 24), (18, 6), (16, 24), (0, 8), (8, 20))
"""Intake hours that are tried: always, the night, the evening, the small hours, the day."""
MORE_PLACES = (1.0, 2.0, 4.0, 8.0)
SITE_PLACES = (4.0, 8.0)
MOST_SITES = 50
WEEK = range(7)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A move, what it adds in its own unit, and what a day of it costs."""

    move: made.Move
    adds: float
    adds_what: str
    cost_per_day: float


def propose(analysis: Analysis, need: str, costs: Costs) -> Iterator[Proposal]:
    """Every change worth trying for one need."""
    k = analysis.demand.needs.index(need)
    rows = np.flatnonzero(analysis.sources.need == k)
    kind = analysis.assumed[need].kind
    for j in np.flatnonzero(analysis.sources.near[rows].any(axis=0)):
        unit = analysis.supply.units[j]
        yield from _intake(unit, costs)
        if kind != "open" and unit.staffed is not None:
            yield from _places(unit, costs)
        yield from _refused(analysis, rows, int(j), costs)
    yield from _pools(analysis, rows, costs)
    if kind == "mobile":
        yield from _shifts(need, costs)
    else:
        yield from _sites(analysis, need, rows, costs)


def _intake(unit: Unit, costs: Costs) -> Iterator[Proposal]:
    tried: set[bytes] = set()
    for opens, closes in SPANS:
        added = hours_between(opens, closes, WEEK) & (unit.intake != OPEN)
        if not added.any() or added.tobytes() in tried:
            continue
        tried.add(added.tobytes())
        hours = float(added.sum())
        yield Proposal(
            made.SetIntake(unit.id, opens, closes), hours, "hours", hours / 7 * costs.intake_hour
        )


def _places(unit: Unit, costs: Costs) -> Iterator[Proposal]:
    for more in MORE_PLACES:
        yield Proposal(made.AddPlaces(unit.id, more), more, "places", more * costs.place_day)


def _refused(analysis: Analysis, rows: np.ndarray, j: int, costs: Costs) -> Iterator[Proposal]:
    """Taking whom the unit refuses: criteria that the need asks for, groups it is not for."""
    unit = analysis.supply.units[j]
    need = analysis.demand.needs[int(analysis.sources.need[rows[0]])]
    codes = [code for code in analysis.assumed[need].asks if unit.stances.get(code) is False]
    groups = {analysis.sources.group[s] for s in rows if analysis.sources.takes[s, j] == 0}
    for code in [*codes, *sorted(groups)]:
        yield Proposal(made.Accept(unit.id, code), 1.0, "rules", costs.change_day)


def _pools(analysis: Analysis, rows: np.ndarray, costs: Costs) -> Iterator[Proposal]:
    houses: dict[str, list[str]] = {}
    for j in np.flatnonzero(analysis.sources.near[rows].any(axis=0)):
        unit = analysis.supply.units[j]
        houses.setdefault(unit.listing_id, []).append(unit.id)
    for units in houses.values():
        if len(units) > 1:
            yield Proposal(made.Pool(tuple(units)), 1.0, "rules", costs.change_day)


def _shifts(need: str, costs: Costs) -> Iterator[Proposal]:
    for opens, closes in ((8, 16), (16, 24), (0, 8), (18, 6)):
        hours = float(hours_between(opens, closes, WEEK).sum())
        move = made.AddShift(f"{opens}-{closes}", need, 1.0, opens, closes)
        yield Proposal(move, hours, "hours", hours / 7 * costs.team_hour)


def _sites(analysis: Analysis, need: str, rows: np.ndarray, costs: Costs) -> Iterator[Proposal]:
    """A house in the middle of each area that has uncovered demand, the worst areas first."""
    missed = (analysis.sources.arrivals * (1 - analysis.covered.covered)).sum(axis=1)
    by_area: dict[int, float] = {}
    for s in rows:
        by_area[int(analysis.sources.area[s])] = by_area.get(
            int(analysis.sources.area[s]), 0.0
        ) + float(missed[s])
    worst = sorted(by_area, key=lambda a: -by_area[a])[:MOST_SITES]
    for a in worst:
        area = analysis.demand.areas[a]
        if area.latitude is None or area.longitude is None or by_area[a] <= 0:
            continue
        for places in SITE_PLACES:
            move = made.NewSite(
                area.name[: made.LONGEST_TEXT],
                need,
                area.latitude,
                area.longitude,
                places,
            )
            cost = costs.site_day + places * costs.place_day
            yield Proposal(move, places, "places", cost)
