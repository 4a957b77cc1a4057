"""Floating catchments: which load leans on which units, hour by hour of the week.

Each source s spreads its arrivals over the units j that it can use in hour h, in proportion to
their places and to the share of these people they take:

    p[s,j](h) = takes[s,j] c[j] open[j](h) / Σ_j takes[s,j] c[j] open[j](h)

A unit's offered load m[j](t), of those who would be there were nobody turned away, follows from
what arrives there (`offered_load`). The catchment of s in hour h is every unit it can use then: its
places C and its load L are sums over them; who waits, waits in that pool. A person refused at one
house is driven to the next, and catchments overlap: `sharing.turned_away` says who is left.

Because stays are long beside an hour, units that open and close change L slowly and C at once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from resource_dir.gaps.assumptions import NeedAssumptions
from resource_dir.gaps.demand.demand import HOURS, Floats
from resource_dir.gaps.queues.offered import offered_load
from resource_dir.gaps.queues.stays import ExponentialStay
from resource_dir.gaps.table.sharing import turned_away
from resource_dir.gaps.table.sources import Bools, Indexes, Sources, Units


@dataclass(frozen=True, slots=True)
class Catchments:
    """What each source meets in each hour, (S, 168) each.

    reach: a unit in reach that is for these people is open (where none is for them: any unit in
    reach). reach_maybe: one may be open, nobody said its hours. eligible: the largest share taken
    by one that is open. places C, load L: of the usable units that say how many places they have.
    unknown: an open and fitting unit doesn't say how many. turned_away: the share of those who come
    that the known places refuse, for needs of kind "loss". unit_load m is (J, 168).
    """

    reach: Bools
    reach_maybe: Bools
    eligible: Floats
    places: Floats
    load: Floats
    unknown: Bools
    turned_away: Floats
    unit_load: Floats


def catchments_of(
    sources: Sources, units: Units, assumed: Mapping[str, NeedAssumptions], needs: tuple[str, ...]
) -> Catchments:
    """The catchment of every source in every hour of the week."""
    size = (len(sources.need), HOURS)
    loads = loads_by_need(sources, units, assumed, needs)
    found = Catchments(
        reach=np.zeros(size, np.bool_),
        reach_maybe=np.zeros(size, np.bool_),
        eligible=np.zeros(size),
        places=np.zeros(size),
        load=np.zeros(size),
        unknown=np.zeros(size, np.bool_),
        turned_away=np.zeros(size),
        unit_load=loads.sum(axis=0),
    )
    for k, rows, columns in blocks(sources):
        _fill(found, sources, as_open_to(units.only(columns), assumed[needs[k]]), rows, columns)
    found.turned_away[:] = turned_away(
        sources, units, assumed, needs, loads=loads, eligible=found.eligible
    )[0]
    return found


def blocks(sources: Sources) -> Iterator[tuple[int, Indexes, Indexes]]:
    """For each need its sources and the units that any of them can reach: most units give one need
    only, so the rest of the table is empty."""
    for k in np.unique(sources.need):
        rows = np.flatnonzero(sources.need == k)
        yield int(k), rows, np.flatnonzero(sources.near[rows].any(axis=0))


def _fill(
    found: Catchments, sources: Sources, units: Units, rows: Indexes, columns: Indexes
) -> None:
    """Write the rows of one need; `units` are its columns, open as that need sees them."""
    near, takes = sources.near[np.ix_(rows, columns)], sources.takes[np.ix_(rows, columns)]
    usable = near & (takes > 0)
    known = (usable & units.is_known).astype(np.float64)
    # A closed house that is for these people says more than an open one that is for others.
    looked_at = np.where(usable.any(axis=1, keepdims=True), usable, near)
    found.reach[rows] = _any(looked_at, units.open_known)
    found.reach_maybe[rows] = _any(looked_at, units.open_maybe)
    found.eligible[rows] = largest_share(takes, usable, units.open_known)
    found.places[rows] = known @ (units.open_known * units.places[:, None])
    found.load[rows] = known @ (units.open_known * found.unit_load[columns])
    found.unknown[rows] = _any(usable & ~units.is_known, units.open_known) | _any(
        usable, units.open_maybe
    )


def as_open_to(units: Units, assumed: NeedAssumptions) -> Units:
    """The units as open to a need for which one may wait: a house that takes people in within the
    limit counts as open, for the night's caller is still there in the morning."""
    hours = min(int(assumed.limit_hours.value), HOURS - 1) if assumed.kind == "wait" else 0
    if not hours:
        return units
    known = _within(units.open_known, hours)
    return replace(units, open_known=known, open_maybe=_within(units.open_maybe, hours) & ~known)


def _within(open_: Bools, hours: int) -> Bools:
    """(J, 168): open now or in one of the next so many hours, around the week."""
    twice = np.concatenate([open_, open_], axis=1)
    opened = np.concatenate([np.zeros((len(open_), 1)), twice.cumsum(axis=1)], axis=1)
    found: Bools = opened[:, hours + 1 : hours + 1 + HOURS] > opened[:, :HOURS]
    return found


def _any(which: Bools, open_: Bools) -> Bools:
    found: Bools = (which.astype(np.float32) @ open_.astype(np.float32)) > 0
    return found


def largest_share(takes: Floats, usable: Bools, open_: Bools) -> Floats:
    """(rows, 168): max over open units of the share taken."""
    share = np.zeros((len(takes), HOURS))
    for level in np.unique(takes[usable]):
        share[_any(usable & (takes >= level), open_)] = level
    return share


def stretches(open_: Bools) -> list[Indexes]:
    """Hours of the week with the same units open, together: a list of arrays of hours."""
    hours: dict[bytes, list[int]] = {}
    for hour, state in enumerate(np.packbits(open_, axis=0).T):
        hours.setdefault(state.tobytes(), []).append(hour)
    return [np.array(each, np.intp) for each in hours.values()]


def loads_by_need(
    sources: Sources, units: Units, assumed: Mapping[str, NeedAssumptions], needs: tuple[str, ...]
) -> Floats:
    """m (K, J, 168), erlangs of each need at each unit; loads of a unit's needs add up."""
    loads = np.zeros((len(needs), *units.open_known.shape))
    for k, rows, columns in blocks(sources):
        if assumed[needs[k]].kind == "open":
            continue
        these = as_open_to(units.only(columns), assumed[needs[k]])
        at_units = _arrivals(sources, these, rows, columns)
        busy = np.flatnonzero(at_units.any(axis=1))
        if len(busy):
            stay = ExponentialStay.of(sources.stay[rows[0]])
            loads[k, columns[busy]] = offered_load(at_units[busy], stay).mean
    return loads


def _arrivals(sources: Sources, units: Units, rows: Indexes, columns: Indexes) -> Floats:
    """(columns, 168) people an hour of one need who come to each unit."""
    near, takes = sources.near[np.ix_(rows, columns)], sources.takes[np.ix_(rows, columns)]
    weights = np.where(near, takes * units.places, 0.0)
    takes = np.where(near, takes, 0.0)
    arrivals = np.zeros(units.open_known.shape)
    for hours in stretches(units.open_known):
        open_ = units.open_known[:, hours[0]]
        total = (weights * open_).sum(axis=1, keepdims=True)
        shares = np.divide(weights * open_, total, out=np.zeros_like(weights), where=total > 0)
        shares *= (takes * open_).max(axis=1, initial=0.0)[:, None]
        arrivals[:, hours] = shares.T @ sources.arrivals[np.ix_(rows, hours)]
    return arrivals
