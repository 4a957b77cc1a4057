"""Who asks for a place: one source for each need, area and group, and which units may serve it.

A source s is a need k, an area a and a group g (women's beds are not men's). Its hourly demand for
places is rate[k,a,h] x facility_share[k] x share[k,g].
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from resource_dir.gaps.assumptions import ADULTS, NeedAssumptions
from resource_dir.gaps.demand.demand import HOURS, Demand, Floats
from resource_dir.gaps.supply import OPEN, UNKNOWN, Supply, Unit
from resource_dir.needs import with_children

Bools = NDArray[np.bool_]
Indexes = NDArray[np.intp]

ANYONE = "anyone"
AS_GROUP: Mapping[str, str] = {"family": "families", "female": "women", "male": "men"}


@dataclass(frozen=True, slots=True)
class Sources:
    """S sources over J units.

    need, area (S,) index demand.needs and demand.areas; group (S,) names; arrivals (S, 168) people
    an hour who need a place; stay (S,) hours; offers (S, J) a unit gives what the need asks for;
    near (S, J) it is within reach as well; takes (S, J) the share of these people whom it takes;
    placeless (S,) the area has no place, so reach can't be judged.
    """

    need: Indexes
    area: Indexes
    group: tuple[str, ...]
    arrivals: Floats
    stay: Floats
    offers: Bools
    near: Bools
    takes: Floats
    placeless: Bools


@dataclass(frozen=True, slots=True)
class Units:
    """J units as arrays: places (J,) staffed, 0 where unknown; is_known (J,); open_known and
    open_maybe (J, 168): takes people in at that hour; may do so, for nobody said its hours.
    """

    places: Floats
    is_known: Bools
    open_known: Bools
    open_maybe: Bools

    def only(self, columns: Indexes) -> "Units":
        """These units alone."""
        return Units(
            self.places[columns],
            self.is_known[columns],
            self.open_known[columns],
            self.open_maybe[columns],
        )


def units_of(supply: Supply) -> Units:
    """The units of a supply as arrays."""
    places = np.array([unit.staffed or 0.0 for unit in supply.units], dtype=np.float64)
    is_known = np.array([unit.staffed is not None for unit in supply.units], dtype=np.bool_)
    states = np.array([unit.intake for unit in supply.units], dtype=np.uint8)
    states = states.reshape(len(supply.units), HOURS)
    return Units(places, is_known, states == OPEN, states == UNKNOWN)


def sources_of(demand: Demand, supply: Supply, assumed: Mapping[str, NeedAssumptions]) -> Sources:
    """Every need, area and group with demand."""
    offers_of, takes_of = _offers(demand.needs, supply.units), {}
    needs, areas, groups, parts = _listed(demand, supply.units, offers_of, assumed)
    reach = np.array([assumed[slug].reach_minutes.value for slug in demand.needs])
    minutes = supply.minutes if len(supply.units) else np.zeros((len(demand.areas), 0))
    for k, group in set(zip(needs.tolist(), groups, strict=True)):
        takes_of[k, group] = _takes(assumed[demand.needs[k]], group, supply.units)
    facility = np.array([assumed[slug].facility_share.value for slug in demand.needs])
    offers = offers_of[needs]
    return Sources(
        need=needs,
        area=areas,
        group=groups,
        arrivals=demand.rate[needs, areas] * (facility[needs] * parts)[:, None],
        stay=np.array([assumed[slug].stay_hours.value for slug in demand.needs])[needs],
        offers=offers,
        near=offers & (minutes[areas] <= reach[needs][:, None]),
        takes=_stacked(
            [takes_of[k, g] for k, g in zip(needs.tolist(), groups, strict=True)], offers
        ),
        placeless=np.array([area.latitude is None for area in demand.areas], np.bool_)[areas],
    )


def _stacked(rows: Sequence[Floats], like: Bools) -> Floats:
    return np.stack(rows) if rows else np.zeros(like.shape)


def _listed(
    demand: Demand,
    units: Sequence[Unit],
    offers: Bools,
    assumed: Mapping[str, NeedAssumptions],
) -> tuple[Indexes, Indexes, tuple[str, ...], Floats]:
    groups_of = [
        groups_asked(assumed[slug], [units[j] for j in np.flatnonzero(offers[k]).tolist()])
        for k, slug in enumerate(demand.needs)
    ]
    rows = [
        (k, a, group, share)
        for k, a in np.argwhere(demand.calls > 0).tolist()
        for group, share in groups_of[k].items()
        if share > 0
    ]
    return (
        np.array([row[0] for row in rows], dtype=np.intp),
        np.array([row[1] for row in rows], dtype=np.intp),
        tuple(row[2] for row in rows),
        np.array([row[3] for row in rows], dtype=np.float64),
    )


def groups_asked(assumed: NeedAssumptions, units: Sequence[Unit]) -> Mapping[str, float]:
    """The groups of a need: as assumed; women and men where nothing is assumed but some of its
    units are for one of them, so that a women's bed is not counted for everybody."""
    is_parted = any(AS_GROUP.get(unit.population, unit.population) in ADULTS for unit in units)
    return ADULTS if is_parted and set(assumed.groups) == {ANYONE} else assumed.groups


def _offers(needs: Sequence[str], units: Sequence[Unit]) -> Bools:
    """(K, J): a unit gives a need when it bears it or a narrower one."""
    narrower = [set(with_children(slug)) for slug in needs]
    return np.array(
        [[not wanted.isdisjoint(unit.needs) for unit in units] for wanted in narrower], np.bool_
    ).reshape(len(needs), len(units))


def _takes(assumed: NeedAssumptions, group: str, units: Sequence[Unit]) -> Floats:
    """(J,): the share of a group's demand whom each unit takes, 0 where it is for others.

    A criterion that a listing doesn't state counts as met: the crew asks on the phone.
    """
    return np.array([_taken(assumed, group, unit) for unit in units], dtype=np.float64)


def _taken(assumed: NeedAssumptions, group: str, unit: Unit) -> float:
    if not takes_group(unit, group):
        return 0.0
    refused = (share for code, share in assumed.asks.items() if unit.stances.get(code) is False)
    return prod(1.0 - share for share in refused)


def takes_group(unit: Unit, group: str) -> bool:
    """Whether a unit is for these people: by the population of its places, then by what it says."""
    population = AS_GROUP.get(unit.population, unit.population)
    if population not in (ANYONE, group):
        return False
    return group == ANYONE or unit.stances.get(group) is not False
