"""Turn-away where catchments overlap in part: refused people go on to the next unit in reach.

The pool of `pooling` is exact where catchments are equal or apart; between, it may be far off (an
area that reaches two units which its neighbours fill is not served by a pool of both). Here each
unit has a turn-away of its own, and what it refuses becomes load of the others.

Symbols: as in `pooling`; B_j turn-away of unit j, ρ_j all load that comes to it, q_aj share of an
area's people who try it, θ_a the share of the pool's load L_a that comes from areas with the very
same pool.

    B_j = B(c_j, ρ_j),   ρ_j = Σ_a A_a·q_aj(B),   apart_a = Π_{j∈J_a} B_j
    turned away = θ_a²·B(C_a, L_a) + (1 - θ_a²)·apart_a,    apart_a where one unit is in reach

The first line is Erlang's fixed point (reduced load; F. P. Kelly, "Blocking probabilities in large
circuit-switched networks", Advances in Applied Probability 18 (1986) 473-505). It forgets that
units are full on the same bad nights, which the pool knows; the second weighs one against the
other and is exact at both ends: one catchment for all, and catchments apart. The square is a
judgement. In four times sixteen simulated counties (2-5 units of 1-11 beds, 2-6 areas that reach
each with chance .6, loads of .5-1.1 of capacity) the root mean square error over areas was .010,
that of the pools .041 to .068; tests/gaps/test_simulated_pools.py repeats a part.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from resource_dir.gaps.checks import Floats
from resource_dir.gaps.queues.erlang import erlang_b
from resource_dir.gaps.queues.pooling import first_choices, pooled_turn_away

SETTLED = 1e-6  # no unit's turn-away moved further in the last round
ROUNDS = 500
_ROOTS, _GAUSS = np.polynomial.legendre.leggauss(12)
NODES, NODE_WEIGHTS = (_ROOTS + 1) / 2, _GAUSS / 2  # of the interval 0..1


@dataclass(frozen=True, slots=True)
class Overlap:
    """What areas and units meet where people go on from one to the next.

    `turn_away` (A,) or (A, H); of the units `load` ρ_j in erlangs, those sent on by others
    included, and `full` B_j, both (J,) or (J, H).
    """

    turn_away: Floats
    load: Floats
    full: Floats


def overlapping_turn_away(load: ArrayLike, weights: ArrayLike, capacity: ArrayLike) -> Overlap:
    """Turn-away of each area, for loads (A,) or (A, H), weights (A, J), capacity (J,).

    1 where nothing is in reach. Errors: as `pooling.pooled_turn_away`.
    """
    pools = pooled_turn_away(load, weights, capacity)
    a, c = np.asarray(load, dtype=np.float64), np.asarray(capacity, dtype=np.float64)
    p = first_choices(weights, c)
    columns = a[:, None] if a.ndim == 1 else a
    unit_load, full = _fixed_point(columns, p, c)
    apart = _all_full(p > 0, full).reshape(a.shape)
    same = (pools.group[:, None] == pools.group[None, :]).astype(np.float64) @ columns
    theirs = np.divide(
        same.reshape(a.shape), pools.load, out=np.ones(a.shape), where=pools.load > 0
    )
    several = (p > 0).sum(axis=1) != 1
    kept = np.minimum(theirs, 1.0) ** 2 * several.reshape(-1, *[1] * (a.ndim - 1))
    turned = kept * pools.turn_away + (1 - kept) * apart
    shape = (c.size, *a.shape[1:])
    return Overlap(turned, unit_load.reshape(shape), full.reshape(shape))


def _fixed_point(a: Floats, p: Floats, c: Floats) -> tuple[Floats, Floats]:
    """ρ and B (J, H), from below: fuller units only ever fill the others, so rounds don't swing."""
    ways, row = np.unique(p, axis=0, return_inverse=True)  # areas alike are one
    coming = np.zeros((ways.shape[0], a.shape[1]))
    np.add.at(coming, row.ravel(), a)
    units, load = c[:, None], p.T @ a
    full = erlang_b(units, load)
    for _ in range(ROUNDS):
        load = np.zeros(full.shape)
        for way, people in zip(ways, coming, strict=True):
            reach = np.flatnonzero(way)
            if reach.size:
                load[reach] += people * _tried(way[reach], full[reach])
        before, full = full, erlang_b(units, load)
        if float(np.abs(full - before).max(initial=0.0)) < SETTLED:
            break
    return load, full


def _tried(p: Floats, full: Floats) -> Floats:
    """Share of an area's people who try each unit (J, H), each unit once, by chance of p.

    As if each unit rang a bell at a random time, at rate p: a unit is tried if all that rang before
    it were full, which is ∫₀¹ Π_{i≠j} (B_i + (1-B_i)·y^{p_i/p_j}) dy, a polynomial where p are
    alike, which Gauss's nodes sum exactly. Made good so that who is taken and who finds all full
    are everybody.
    """
    tried = np.empty(full.shape)
    for j in range(p.size):
        others = np.arange(p.size) != j
        rung = NODES ** (p[others, None] / p[j])
        passed = full[others, None, :] + (1 - full[others, None, :]) * rung[:, :, None]
        tried[j] = NODE_WEIGHTS @ passed.prod(axis=0)
    taken = (tried * (1 - full)).sum(axis=0)
    all_taken = 1 - full.prod(axis=0)
    return np.asarray(
        tried * np.divide(all_taken, taken, out=np.ones(taken.shape), where=taken > 0)
    )


def _all_full(member: NDArray[np.bool_], full: Floats) -> Floats:
    """Π_{j∈J_a} B_j (A, H); 1 where there is no unit."""
    logs = np.log(np.maximum(full, 1e-300))
    return np.asarray(np.exp(member.astype(np.float64) @ logs))
