"""The catchments in a form that is quick to try again with other numbers.

One entry is one source in one stretch of hours with the same units open, or, in the world without
a clock, one source with intake open always. An entry's refused share depends on the places of its
units and on the load that leans on them, which is a sum over needs:

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
from resource_dir.gaps.table.catchments import as_open_to, blocks, loads_by_need, stretches
from resource_dir.gaps.table.sources import Bools, Indexes, Sources, Units


@dataclass(frozen=True, slots=True)
class World:
    """E entries: source (E,); part (E,) of the source's arrivals; eligible (E,); mask (E, J);
    base (E, K) erlangs by need."""

    source: Indexes
    part: Floats
    eligible: Floats
    mask: Bools
    base: Floats


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
    entries = [
        entry
        for k, rows, columns in blocks(sources)
        for entry in _entries(
            sources, as_open_to(units.only(columns), assumed[needs[k]]), loads, rows, columns
        )
    ]
    return _merged(entries) if entries else _nothing(loads)


def _nothing(loads: Floats) -> World:
    """The world of a county without demand."""
    needs, units = loads.shape[:2]
    none = np.zeros(0)
    return World(
        none.astype(np.intp), none, none, np.zeros((0, units), np.bool_), np.zeros((0, needs))
    )


def _entries(
    sources: Sources, units: Units, loads: Floats, rows: Indexes, columns: Indexes
) -> Iterator[World]:
    """The sources of one need in each stretch of hours with the same units open."""
    takes = np.where(sources.near[rows], sources.takes[rows], 0.0)[:, columns]
    total = sources.arrivals[rows].sum(axis=1)
    for hours in stretches(units.open_known):
        open_now = np.where(units.open_known[:, hours[0]], takes, 0.0)
        now = sources.arrivals[np.ix_(rows, hours)].sum(axis=1)
        mask = np.zeros((len(rows), sources.near.shape[1]), np.bool_)
        mask[:, columns] = open_now > 0
        mean = loads[:, columns][:, :, hours].mean(axis=2)
        yield World(
            source=rows,
            part=np.divide(now, total, out=np.zeros_like(total), where=total > 0),
            eligible=open_now.max(axis=1, initial=0.0),
            mask=mask,
            base=(open_now > 0).astype(np.float64) @ mean.T,
        )


def _merged(worlds: list[World]) -> World:
    """One world of all stretches; those in which a source can use the same units become one."""
    together = World(
        *(
            np.concatenate([getattr(world, name) for world in worlds])
            for name in ("source", "part", "eligible", "mask", "base")
        )
    )
    numbers = together.source.astype(">u4").view(np.uint8).reshape(-1, 4)
    keys = np.concatenate([numbers, np.packbits(together.mask, axis=1)], axis=1)
    _, first, which = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    which = which.ravel()
    part = np.bincount(which, weights=together.part, minlength=len(first)).astype(np.float64)
    weights = np.maximum(together.part, 1e-300)
    share = weights / np.bincount(which, weights=weights)[which]
    base = np.zeros((len(first), together.base.shape[1]))
    np.add.at(base, which, together.base * share[:, None])
    return World(together.source[first], part, together.eligible[first], together.mask[first], base)
