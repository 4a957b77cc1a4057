"""Where new places for one need would lie best: both siting models over the areas with calls."""

from dataclasses import dataclass

import numpy as np

from resource_dir.gaps.demand.demand import DemandArea
from resource_dir.gaps.fixing.applying import minutes_from
from resource_dir.gaps.fixing.siting import Sited, cover_most, nearest_on_average
from resource_dir.gaps.table.building import Analysis

PER_DAY = 24.0


@dataclass(frozen=True, slots=True)
class Sites:
    """`areas` are the candidates that both results number: a place in the middle of each.
    `covering` counts people a day within reach, `median` mean minutes of driving."""

    areas: tuple[DemandArea, ...]
    covering: Sited
    median: Sited


def sites_for(analysis: Analysis, need: str, *, sites: int) -> Sites | None:
    """Both models; None where no area with calls has a place, or teams come to people anyway."""
    k = analysis.demand.needs.index(need)
    placed = np.array(
        [
            area.latitude is not None and bool(analysis.demand.calls[k, a])
            for a, area in enumerate(analysis.demand.areas)
        ],
        np.bool_,
    )
    if not placed.any() or analysis.assumed[need].kind == "mobile":
        return None
    areas = tuple(
        area for area, is_placed in zip(analysis.demand.areas, placed, strict=True) if is_placed
    )
    share = analysis.assumed[need].facility_share.value
    people = analysis.demand.rate[k, placed].mean(axis=1) * PER_DAY * share
    minutes = np.stack(
        [
            minutes_from(analysis.demand, area.latitude or 0.0, area.longitude or 0.0)[placed]
            for area in areas
        ],
        axis=1,
    )
    offers = analysis.sources.offers[analysis.sources.need == k][0]
    existing = analysis.supply.minutes[placed][:, offers].min(axis=1, initial=np.inf)
    reach = analysis.assumed[need].reach_minutes.value
    return Sites(
        areas=areas,
        covering=cover_most(people, minutes <= reach, existing <= reach, sites=sites),
        median=nearest_on_average(people, minutes, existing, sites=sites),
    )
