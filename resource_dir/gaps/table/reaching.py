"""Which units a need in an area can turn to, nearest first."""

from dataclasses import dataclass

import numpy as np

from resource_dir.gaps.assumptions import NeedAssumptions
from resource_dir.gaps.demand.demand import Demand
from resource_dir.gaps.supply import Supply, Unit
from resource_dir.needs import with_children

OUT_OF_REACH_SHOWN = 5  # the nearest of those, so that "too far" has a name


@dataclass(frozen=True, slots=True)
class Reached:
    """A unit, the drive to it in minutes (None: it has no place, or the area has none), and
    whether that is within reach."""

    unit: Unit
    minutes: float | None
    is_near: bool


def units_for(
    demand: Demand, supply: Supply, assumed: NeedAssumptions, area: str | None
) -> list[Reached]:
    """The units that give the need: all in reach, then the nearest of the others.

    `area` None: of all areas, each unit by the area that it is nearest to.
    """
    wanted = set(with_children(assumed.need))
    columns = [j for j, unit in enumerate(supply.units) if not wanted.isdisjoint(unit.needs)]
    rows = [a for a, each in enumerate(demand.areas) if area is None or each.id == area]
    if not rows or not columns:
        return []
    minutes = supply.minutes[np.ix_(rows, columns)].min(axis=0)
    found = [
        Reached(
            supply.units[j],
            float(at) if np.isfinite(at) and supply.units[j].latitude is not None else None,
            bool(at <= assumed.reach_minutes.value),
        )
        for j, at in zip(columns, minutes, strict=True)
    ]
    found.sort(key=_nearest_first)
    near = [each for each in found if each.is_near]
    return [*near, *[each for each in found if not each.is_near][:OUT_OF_REACH_SHOWN]]


def _nearest_first(each: Reached) -> tuple[bool, float, str]:
    unknown = 0.0 if each.is_near else np.inf  # what serves the area is here; the rest anywhere
    return (not each.is_near, unknown if each.minutes is None else each.minutes, each.unit.name)
