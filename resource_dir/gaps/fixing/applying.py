"""A county with some moves made: demand, supply and assumptions as they would be."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resource_dir.errors import BadInput, NotFound
from resource_dir.gaps.assumptions import Estimate, NeedAssumptions
from resource_dir.gaps.demand.demand import HOURS, Demand
from resource_dir.gaps.fixing import moves as made
from resource_dir.gaps.supply import CLOSED, OPEN, Supply, Unit
from resource_dir.geo.distance import distance_km
from resource_dir.geo.travel import minutes_estimates

HOURS_A_DAY = 24
ANYONE = "anyone"


@dataclass(frozen=True, slots=True)
class County:
    """All that a gap table is worked out of."""

    demand: Demand
    supply: Supply
    assumed: Mapping[str, NeedAssumptions]


def apply_moves(county: County, moves: Sequence[made.Move]) -> County:
    """The county after the moves, one after the other. Raises NotFound for a unit or need that
    isn't there, BadInput for a move that makes no sense."""
    for move in moves:
        county = _APPLY[type(move)](county, move)
    return county


def hours_between(opens: int, closes: int, days: Sequence[int]) -> NDArray[np.bool_]:
    """(168,): from `opens` to `closes` on these days; a span over midnight ends the next day."""
    if opens == closes:
        raise BadInput("A span of hours has to have a length.", field="closes")
    length = (closes - opens) % HOURS_A_DAY or HOURS_A_DAY
    mask = np.zeros(HOURS, np.bool_)
    for day in days:
        mask[(day * HOURS_A_DAY + opens + np.arange(length)) % HOURS] = True
    return mask


def _unit_of(county: County, unit_id: str) -> int:
    for number, unit in enumerate(county.supply.units):
        if unit.id == unit_id:
            return number
    raise NotFound("There is no unit “%(unit)s”.", field="unit", unit=unit_id[:60])


def _with_unit(county: County, number: int, unit: Unit) -> County:
    units = (*county.supply.units[:number], unit, *county.supply.units[number + 1 :])
    return replace(county, supply=replace(county.supply, units=units))


def _add_places(county: County, move: made.AddPlaces) -> County:
    number = _unit_of(county, move.unit)
    unit = county.supply.units[number]
    staffed = max((unit.staffed or 0.0) + move.places, 0.0)
    return _with_unit(county, number, replace(unit, staffed=staffed))


def _set_intake(county: County, move: made.SetIntake) -> County:
    number = _unit_of(county, move.unit)
    unit = county.supply.units[number]
    opened = hours_between(move.opens, move.closes, move.days)
    intake = np.where(opened, OPEN, unit.intake).astype(np.uint8)
    return _with_unit(county, number, replace(unit, intake=intake))


def _accept(county: County, move: made.Accept) -> County:
    number = _unit_of(county, move.unit)
    unit = county.supply.units[number]
    population = ANYONE if unit.population != move.code else unit.population
    is_group = any(move.code in each.groups for each in county.assumed.values())
    changed = replace(
        unit,
        stances={**unit.stances, move.code: True},
        population=population if is_group else unit.population,
    )
    return _with_unit(county, number, changed)


def _pool(county: County, move: made.Pool) -> County:
    numbers = [_unit_of(county, unit_id) for unit_id in dict.fromkeys(move.units)]
    units = [county.supply.units[number] for number in numbers]
    if len({unit.listing_id for unit in units}) > 1:
        raise BadInput("Only units of one listing can be pooled.", field="units")
    known = [unit.staffed for unit in units if unit.staffed is not None]
    intake = np.max(np.stack([unit.intake for unit in units]), axis=0)
    whole = replace(
        units[0],
        population=ANYONE,
        staffed=sum(known) if len(known) == len(units) else None,
        intake=np.where(np.any([unit.intake == OPEN for unit in units], axis=0), OPEN, intake),
        stances={**units[0].stances, **dict.fromkeys(("women", "men"), True)},
    )
    kept = [j for j in range(len(county.supply.units)) if j not in numbers[1:]]
    supply = replace(
        county.supply,
        units=tuple(whole if j == numbers[0] else county.supply.units[j] for j in kept),
        minutes=county.supply.minutes[:, kept],
    )
    return replace(county, supply=supply)


def _new_site(county: County, move: made.NewSite) -> County:
    _check_need(county, move.need)
    unit = _new_unit(
        move.name, move.need, move.places, hours_between(move.opens, move.closes, range(7))
    )
    unit = replace(unit, latitude=move.latitude, longitude=move.longitude)
    return _with_new(county, unit, minutes_from(county.demand, move.latitude, move.longitude))


def minutes_from(demand: Demand, latitude: float, longitude: float) -> NDArray[np.float64]:
    """(A,) minutes of driving from each area to a point; inf where an area has no place."""
    lats = np.array([np.nan if a.latitude is None else a.latitude for a in demand.areas])
    lons = np.array([np.nan if a.longitude is None else a.longitude for a in demand.areas])
    placed = ~np.isnan(lats)
    minutes = np.full(len(lats), np.inf)
    minutes[placed] = minutes_estimates(
        distance_km(latitude, longitude, lats[placed], lons[placed])
    )
    return minutes


def _add_shift(county: County, move: made.AddShift) -> County:
    _check_need(county, move.need)
    hours = hours_between(move.opens, move.closes, move.days)
    unit = _new_unit(move.name, move.need, move.teams, hours)
    return _with_new(county, unit, np.zeros(len(county.demand.areas)))


def _new_unit(name: str, need: str, places: float, hours: NDArray[np.bool_]) -> Unit:
    return Unit(
        id=f"new:{name}",
        listing_id=f"new:{name}",
        name=name,
        needs=(need,),
        kind="new",
        population=ANYONE,
        latitude=None,
        longitude=None,
        staffed=places,
        age_hours=0.0,
        is_stale=False,
        intake=np.where(hours, OPEN, CLOSED).astype(np.uint8),
    )


def _with_new(county: County, unit: Unit, minutes: NDArray[np.float64]) -> County:
    if any(unit.id == other.id for other in county.supply.units):
        raise BadInput("Two new places have the name “%(name)s”.", field="name", name=unit.name)
    supply = replace(
        county.supply,
        units=(*county.supply.units, unit),
        minutes=np.column_stack([county.supply.minutes, minutes]),
    )
    return replace(county, supply=supply)


def _check_need(county: County, need: str) -> None:
    if need not in county.assumed:
        raise NotFound("No need is called “%(need)s”.", field="need", need=need[:60])


def _set_stay(county: County, move: made.SetStay) -> County:
    _check_need(county, move.need)
    stay = Estimate(move.hours, move.hours, move.hours, "what if")
    changed = replace(county.assumed[move.need], stay_hours=stay)
    return replace(county, assumed={**county.assumed, move.need: changed})


def _scale(county: County, move: made.ScaleDemand) -> County:
    _check_need(county, move.need)
    demand = county.demand
    factors = np.array([move.factor if slug == move.need else 1.0 for slug in demand.needs])
    scaled = replace(
        demand,
        rate=demand.rate * factors[:, None, None],
        variance=demand.variance * factors[:, None, None] ** 2,
        heaviest=demand.heaviest * factors[:, None],
    )
    return replace(county, demand=scaled)


_APPLY: Mapping[type[made.Move], Callable[[County, Any], County]] = {
    made.AddPlaces: _add_places,
    made.SetIntake: _set_intake,
    made.Accept: _accept,
    made.Pool: _pool,
    made.NewSite: _new_site,
    made.AddShift: _add_shift,
    made.SetStay: _set_stay,
    made.ScaleDemand: _scale,
}
