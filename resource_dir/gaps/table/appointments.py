"""Days to the first appointment: what houses that work by appointment say of themselves.

For a need k in an area a, over the units j that give it, lie within reach and take any of the
groups that ask for it:

    days(k, a) = min_j days_j,   days_j = (first appointment of j - now) / 24 h

A unit that says none, or one that is past, is silent: not known, and no wait of 0. It stands beside
the shares of people who find a place and is in none of them: an appointment is no open door.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from resource_dir.gaps.assumptions import NeedAssumptions
from resource_dir.gaps.demand.demand import Demand
from resource_dir.gaps.supply import Supply, Unit
from resource_dir.gaps.table.sources import groups_asked, takes_group
from resource_dir.needs import with_children

EVERYWHERE = "all"


@dataclass(frozen=True, slots=True)
class FirstAppointment:
    """The earliest appointment that can be had: in how many days (None: nobody says), how many
    units in reach say one and how many don't, how old the word of the earliest is."""

    days: float | None
    saying: int
    silent: int
    age_hours: float | None = None
    is_stale: bool = False


def first_appointments(
    demand: Demand, supply: Supply, assumed: Mapping[str, NeedAssumptions]
) -> dict[tuple[str, str], FirstAppointment]:
    """By need and area; "all" is of all areas together. Only where a unit is in reach."""
    found: dict[tuple[str, str], FirstAppointment] = {}
    for need in demand.needs:
        columns = _columns(need, supply, assumed[need])
        if not len(columns):
            continue
        near = supply.minutes[:, columns] <= assumed[need].reach_minutes.value
        units = [supply.units[j] for j in columns]
        areas = [*zip((area.id for area in demand.areas), near, strict=True)]
        for area, is_near in (*areas, (EVERYWHERE, near.any(axis=0))):
            if is_near.any():
                found[need, area] = _first([units[j] for j in np.flatnonzero(is_near)])
    return found


def _columns(need: str, supply: Supply, assumed: NeedAssumptions) -> list[int]:
    """Units that give the need to some of those who ask for it."""
    wanted = set(with_children(need))
    offering = [j for j, unit in enumerate(supply.units) if not wanted.isdisjoint(unit.needs)]
    groups = groups_asked(assumed, [supply.units[j] for j in offering])
    asking = [group for group, share in groups.items() if share > 0]
    return [j for j in offering if any(takes_group(supply.units[j], group) for group in asking)]


def _first(units: list[Unit]) -> FirstAppointment:
    saying = [unit for unit in units if unit.appointment_days is not None]
    if not saying:
        return FirstAppointment(None, 0, len(units))
    first = min(saying, key=lambda unit: unit.appointment_days or 0.0)
    return FirstAppointment(
        first.appointment_days,
        len(saying),
        len(units) - len(saying),
        first.age_hours,
        first.is_stale,
    )
