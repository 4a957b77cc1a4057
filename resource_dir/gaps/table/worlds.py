"""The catchments in a form that is quick to try again with other numbers.

One entry is one source in one stretch of hours with the same units open, or, in the world without
a clock, one source with intake open always. An entry's refused share depends on the places of its
units and on the load that leans on them, which is a sum over needs, times the ratio of `sharing`
where refused people go on and catchments overlap:

    places[e] = Σ_j mask[e,j] c[j] o[j]        load[e] = Σ_k f[k] base[e,k]

with c, o (units) and f (needs) drawn anew each time. How arrivals spread over the units is kept.
Units that don't say how many places they have, or when, are in the mask: they count when a draw
gives them a number.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from resource_dir.gaps.assumptions import NeedAssumptions
from resource_dir.gaps.demand.demand import Floats
from resource_dir.gaps.table.catchments import (
    as_open_to,
    blocks,
    largest_share,
    loads_by_need,
    stretches,
)
from resource_dir.gaps.table.sharing import LEVELS, ratios, turned_away
from resource_dir.gaps.table.sources import Bools, Indexes, Sources, Units


@dataclass(frozen=True, slots=True)
class World:
    """E entries: source (E,); part (E,) of the source's arrivals; eligible (E,); mask (E, J);
    base (E, K) erlangs by need; use (E,) erlangs a place; ratio (levels, E) of `sharing`."""

    source: Indexes
    part: Floats
    eligible: Floats
    mask: Bools
    base: Floats
    use: Floats
    ratio: Floats


def worlds_of(
    sources: Sources,
    units: Units,
    assumed: Mapping[str, NeedAssumptions],
    needs: tuple[str, ...],
    *,
    typical_places: Floats,
) -> tuple[World, World]:
    """The week as it is, and the week with intake open around the clock."""
    full = replace(
        units,
        places=np.where(units.is_known, units.places, typical_places),
        open_known=units.open_known | units.open_maybe,
    )
    always = replace(full, open_known=np.ones_like(full.open_known))
    return (
        _world(sources, full, assumed, needs),
        _world(sources, always, assumed, needs),
    )


def _world(
    sources: Sources, units: Units, assumed: Mapping[str, NeedAssumptions], needs: tuple[str, ...]
) -> World:
    loads = loads_by_need(sources, units, assumed, needs)
    turned = turned_away(
        sources,
        units,
        assumed,
        needs,
        loads=loads,
        eligible=_eligible(sources, units, assumed, needs),
        levels=LEVELS,
    )
    entries = [
        entry
        for k, rows, columns in blocks(sources)
        for entry in _entries(
            sources,
            as_open_to(units.only(columns), assumed[needs[k]]),
            _Shared(loads, turned),
            rows,
            columns,
        )
    ]
    if not entries:
        return _nothing(loads)
    is_loss = np.array([assumed[slug].kind == "loss" for slug in needs], np.bool_)
    return _with_ratios(_merged(entries), units.places, is_loss[sources.need])


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all sources make together: loads (K, J, 168), turned_away (levels, S, 168)."""

    loads: Floats
    turned_away: Floats


def _eligible(
    sources: Sources, units: Units, assumed: Mapping[str, NeedAssumptions], needs: tuple[str, ...]
) -> Floats:
    """(S, 168): the largest share taken by an open unit."""
    found = np.zeros(sources.arrivals.shape)
    for k, rows, columns in blocks(sources):
        takes = np.where(sources.near[rows], sources.takes[rows], 0.0)[:, columns]
        these = as_open_to(units.only(columns), assumed[needs[k]])
        found[rows] = largest_share(takes, takes > 0, these.open_known)
    return found


def _nothing(loads: Floats) -> World:
    """The world of a county without demand."""
    needs, units = loads.shape[:2]
    none = np.zeros(0)
    return World(
        source=none.astype(np.intp),
        part=none,
        eligible=none,
        mask=np.zeros((0, units), np.bool_),
        base=np.zeros((0, needs)),
        use=none,
        ratio=np.ones((len(LEVELS), 0)),
    )


def _entries(
    sources: Sources, units: Units, shared: _Shared, rows: Indexes, columns: Indexes
) -> Iterator[World]:
    """The sources of one need in each stretch of hours with the same units open; in place of the
    ratio what is turned away."""
    takes = np.where(sources.near[rows], sources.takes[rows], 0.0)[:, columns]
    total = sources.arrivals[rows].sum(axis=1)
    for hours in stretches(units.open_known):
        open_now = np.where(units.open_known[:, hours[0]], takes, 0.0)
        arrivals = sources.arrivals[np.ix_(rows, hours)]
        now = arrivals.sum(axis=1)
        mask = np.zeros((len(rows), sources.near.shape[1]), np.bool_)
        mask[:, columns] = open_now > 0
        mean = shared.loads[:, columns][:, :, hours].mean(axis=2)
        refused = (shared.turned_away[:, rows][:, :, hours] * arrivals).sum(axis=2)
        yield World(
            source=rows,
            part=np.divide(now, total, out=np.zeros_like(total), where=total > 0),
            eligible=open_now.max(axis=1, initial=0.0),
            mask=mask,
            base=(open_now > 0).astype(np.float64) @ mean.T,
            use=np.zeros_like(total),
            ratio=np.divide(refused, now, out=np.zeros_like(refused), where=now > 0),
        )


def _merged(worlds: list[World]) -> World:
    """One world of all stretches; those in which a source can use the same units become one."""
    source, part, eligible, mask, base = (
        np.concatenate([getattr(world, name) for world in worlds])
        for name in ("source", "part", "eligible", "mask", "base")
    )
    turned = np.concatenate([world.ratio for world in worlds], axis=1)
    numbers = source.astype(">u4").view(np.uint8).reshape(-1, 4)
    keys = np.concatenate([numbers, np.packbits(mask, axis=1)], axis=1)
    _, first, which = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    which = which.ravel()
    weights = np.maximum(part, 1e-300)
    share = weights / np.bincount(which, weights=weights)[which]
    sums = np.zeros((len(first), base.shape[1] + len(turned)))
    np.add.at(sums, which, np.concatenate([base, turned.T], axis=1) * share[:, None])
    return World(
        source=source[first],
        part=np.bincount(which, weights=part, minlength=len(first)).astype(np.float64),
        eligible=eligible[first],
        mask=mask[first],
        base=sums[:, : base.shape[1]],
        use=np.zeros(len(first)),
        ratio=sums[:, base.shape[1] :].T,
    )


def _with_ratios(world: World, places: Floats, is_loss: Bools) -> World:
    """What is turned away, as a ratio of loads; 1 for needs for which one waits."""
    size, load = world.mask @ places, world.base.sum(axis=1)
    ratio = np.where(is_loss[world.source], ratios(world.ratio, size, load), 1.0)
    use = np.divide(load, size, out=np.ones_like(load), where=size > 0)
    return replace(world, use=use, ratio=ratio)
