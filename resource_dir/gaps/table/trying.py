"""Work the gaps out again under drawn inputs: what is missed and what is short, draw by draw."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from resource_dir.gaps.assumptions import NeedAssumptions
from resource_dir.gaps.demand.demand import Demand, Floats
from resource_dir.gaps.table.covering import refused_by
from resource_dir.gaps.table.inputs import Draws
from resource_dir.gaps.table.requirements import requirement_of
from resource_dir.gaps.table.sharing import ratio_at
from resource_dir.gaps.table.sources import Indexes, Sources
from resource_dir.gaps.table.worlds import World

AT_ONCE = 200  # draws


@dataclass(frozen=True, slots=True)
class Tried:
    """(D, R) each, a row being one need in one area: the share uncovered, people missed a day
    beyond the target, places short."""

    uncovered: Floats
    missed_per_day: Floats
    short: Floats


@dataclass(frozen=True, slots=True)
class Rows:
    """R rows: need and area (R,); row (S,) the row of each source; part (S,) its part of the row's
    arrivals; arrivals (R,) people an hour, mean of the week."""

    need: Indexes
    area: Indexes
    row: Indexes
    part: Floats
    arrivals: Floats


def rows_of(sources: Sources) -> Rows:
    """Sources grouped to rows of one need and area."""
    pairs = np.stack([sources.need, sources.area], axis=1)
    distinct, row = np.unique(pairs, axis=0, return_inverse=True)
    row = row.ravel()
    mean = sources.arrivals.mean(axis=1)
    arrivals = np.bincount(row, weights=mean, minlength=len(distinct)).astype(np.float64)
    part = np.divide(mean, arrivals[row], out=np.zeros_like(mean), where=arrivals[row] > 0)
    return Rows(distinct[:, 0], distinct[:, 1], row, part, arrivals)


def try_out(
    sources: Sources,
    worlds: tuple[World, World],
    rows: Rows,
    draws: Draws,
    demand: Demand,
    assumed: Mapping[str, NeedAssumptions],
    travel_hours: Floats,
) -> Tried:
    """The rows under each draw; some draws at a time, as each number of an entry is held for all of
    them."""
    arguments = (rows, demand, assumed, travel_hours)
    parts = [_try_some(sources, worlds, some, *arguments) for some in draws.parts(AT_ONCE)]
    return Tried(
        np.concatenate([each.uncovered for each in parts]),
        np.concatenate([each.missed_per_day for each in parts]),
        np.concatenate([each.short for each in parts]),
    )


def _try_some(
    sources: Sources,
    worlds: tuple[World, World],
    draws: Draws,
    rows: Rows,
    demand: Demand,
    assumed: Mapping[str, NeedAssumptions],
    travel_hours: Floats,
) -> Tried:
    as_is, always = worlds
    factor = need_factors(draws, demand)
    covered = _covered(as_is, sources, draws, factor, demand, assumed, travel_hours)
    number = len(rows.need)
    uncovered = np.clip(1.0 - _by_row(covered, as_is.source, rows, number), 0.0, 1.0)
    people = _people(draws, rows) * 24
    target = np.array([assumed[slug].target.value for slug in demand.needs])[rows.need]
    missed = people * np.maximum(uncovered - target, 0.0)
    short = _short(always, sources, draws, factor, demand, assumed, travel_hours)
    return Tried(uncovered, missed, _summed(short, rows.row[always.source], number))


def need_factors(draws: Draws, demand: Demand) -> Floats:
    """f (D, K): by how much a need's loads differ: rates of its areas, share, weights, stay."""
    weekly = demand.rate.sum(axis=2)
    total = np.maximum(weekly.sum(axis=1), 1e-300)
    rate = np.einsum("dka,ka->dk", draws.rate, weekly) / total
    return np.asarray(rate * draws.share * draws.weights * draws.stay)


def _people(draws: Draws, rows: Rows) -> Floats:
    """(D, R) people an hour."""
    rate = draws.rate[:, rows.need, rows.area]
    return rate * (draws.share * draws.weights)[:, rows.need] * rows.arrivals


def _covered(
    world: World,
    sources: Sources,
    draws: Draws,
    factor: Floats,
    demand: Demand,
    assumed: Mapping[str, NeedAssumptions],
    travel_hours: Floats,
) -> Floats:
    """(D, E): the share of each entry's people that is covered, times its part of the source."""
    places = (draws.places * draws.is_open) @ world.mask.T
    anyone_open = draws.is_open @ world.mask.T > 0
    load = _alone(world, places, factor @ world.base.T)
    covered = np.zeros_like(load)
    need = sources.need[world.source]
    for k in np.unique(need):
        entries = np.flatnonzero(need == k)
        these = assumed[demand.needs[k]]
        refused = refused_by(
            these,
            places[:, entries],
            load[:, entries],
            stay=these.stay_hours.value * draws.stay[:, [k]],
            travel_hours=travel_hours[world.source[entries]],
        )
        has_place = anyone_open[:, entries] if these.kind == "open" else places[:, entries] > 0
        covered[:, entries] = np.where(has_place, 1.0 - refused, 0.0)
    return covered * (world.eligible * world.part)


def _alone(world: World, places: Floats, load: Floats) -> Floats:
    """(D, E): the load that would turn as many away if a catchment's units were its own."""
    use = np.divide(load, places, out=np.ones_like(load), where=places > 0)
    return load * ratio_at(world.ratio, use / np.maximum(world.use, 1e-300))


def _by_row(covered: Floats, source: Indexes, rows: Rows, number: int) -> Floats:
    return _summed(covered * rows.part[source], rows.row[source], number)


def _summed(values: Floats, row: Indexes, number: int) -> Floats:
    """Sum the columns of (D, E) that belong to one row: (D, number)."""
    order = np.argsort(row, kind="stable")
    starts = np.searchsorted(row[order], np.arange(number))
    padded = np.concatenate([values[:, order], np.zeros((len(values), 1))], axis=1)
    sums = np.add.reduceat(padded, np.minimum(starts, padded.shape[1] - 1), axis=1)
    is_there = np.bincount(row, minlength=number) > 0
    return np.where(is_there, sums, 0.0)


def _short(
    world: World,
    sources: Sources,
    draws: Draws,
    factor: Floats,
    demand: Demand,
    assumed: Mapping[str, NeedAssumptions],
    travel_hours: Floats,
) -> Floats:
    """(D, E): each source's part of what its catchment lacks with intake open around the clock.

    What a catchment lacks, so that no more are turned away than the target has it, is shared by the
    loads that lean on it. A source that nobody serves
    needs places of its own.
    """
    own = sources.arrivals.mean(axis=1) * sources.stay
    places = draws.places @ world.mask.T
    load = factor @ world.base.T
    is_served = world.mask.any(axis=1) & (world.base.sum(axis=1) > 0)
    need = sources.need[world.source]
    mine = factor[:, need] * own[world.source]
    load = np.where(is_served, np.maximum(load, mine), mine)
    alone = _alone(world, places, load)
    short: Floats = np.zeros(load.shape)
    for k in np.unique(need):
        these = assumed[demand.needs[k]]
        if these.kind == "open":
            continue
        entries = np.flatnonzero(need == k)
        travel = travel_hours[world.source[entries]]
        table = requirement_of(
            these,
            up_to=float(alone[:, entries].max(initial=0.0)),
            stay=these.stay_hours.value,
            travel_hours=float(np.median(travel)) if len(travel) else 0.0,
        )
        lacking = np.maximum(table.needed(alone[:, entries]) - places[:, entries], 0.0)
        part = np.divide(
            mine[:, entries],
            load[:, entries],
            out=np.zeros_like(lacking),
            where=load[:, entries] > 0,
        )
        short[:, entries] = lacking * part
    return short
