"""Spatial access to one need, area by area: the measures side by side, and how even they are.

Demand is people a day who need a place, supply staffed places of the units that offer the need,
cost minutes of driving. Units that don't say how many places they have are left out and counted.
"""

from dataclasses import dataclass

import numpy as np

from resource_dir.gaps.access.equity import Fifths, fifths, gini
from resource_dir.gaps.access.fca import three_stage_fca, two_stage_fca
from resource_dir.gaps.access.raam import raam
from resource_dir.gaps.access.weights import step_weight
from resource_dir.gaps.assumptions import NeedAssumptions
from resource_dir.gaps.demand.demand import Demand, DemandArea, Floats
from resource_dir.gaps.supply import Supply
from resource_dir.needs import with_children

PER_DAY = 24.0
STEPS = ((1 / 3, 1.0), (2 / 3, 0.68), (1.0, 0.22))
"""Parts of the reach, and the weight up to there: Luo and Qi (2009), Gaussian steps."""


@dataclass(frozen=True, slots=True)
class SpatialAccess:
    """A areas with a place. people, nearest (minutes, inf where nothing), and the measures, (A,);
    `gini` and `fifths` of E2SFCA; `unknown_units` left out for want of a number."""

    need: str
    areas: tuple[DemandArea, ...]
    people: Floats
    nearest: Floats
    two_stage: Floats
    enhanced: Floats
    three_stage: Floats
    raam: Floats
    gini: float
    fifths: Fifths
    places: float
    unknown_units: int


def spatial_access(
    demand: Demand, supply: Supply, assumed: NeedAssumptions
) -> SpatialAccess | None:
    """Access to one need. None where no area with calls has a place or no place is counted."""
    need = assumed.need
    if need not in demand.needs:
        return None
    k = demand.needs.index(need)
    rows = [
        a
        for a, area in enumerate(demand.areas)
        if area.latitude is not None and demand.calls[k, a] > 0
    ]
    wanted = set(with_children(need))
    offering = [j for j, unit in enumerate(supply.units) if not wanted.isdisjoint(unit.needs)]
    known = [j for j in offering if supply.units[j].staffed]
    if not rows or not known:
        return None
    people = demand.rate[k, rows].mean(axis=1) * PER_DAY * assumed.facility_share.value
    places = np.array([supply.units[j].staffed or 0.0 for j in known])
    minutes = supply.minutes[np.ix_(np.array(rows), np.array(known))]
    reach = assumed.reach_minutes.value
    weight = step_weight({part * reach: share for part, share in STEPS})
    enhanced = two_stage_fca(people, places, minutes, max_cost=reach, weight=weight)
    return SpatialAccess(
        need=need,
        areas=tuple(demand.areas[a] for a in rows),
        people=people,
        nearest=minutes.min(axis=1),
        two_stage=two_stage_fca(people, places, minutes, max_cost=reach),
        enhanced=enhanced,
        three_stage=three_stage_fca(people, places, minutes, max_cost=reach, weight=weight),
        raam=raam(people, places, minutes, tau=reach),
        gini=gini(enhanced, people),
        fifths=fifths(enhanced, people),
        places=float(places.sum()),
        unknown_units=len(offering) - len(known),
    )
