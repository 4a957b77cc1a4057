"""Units of several places as one pool for each area: who is turned away where catchments overlap.

Symbols: a areas, j units (one facility's beds of a kind), A_a load of an area (erlangs), c_j
capacity (beds), w_aj ≥ 0 weight of the way from a to j (0: not in reach, not open, not eligible).

    p_aj = w_aj·c_j / Σ_j w_aj·c_j        where the area's people go first
    J_a  = {j: w_aj > 0, c_j > 0}         the area's pool
    C_a  = Σ_{j∈J_a} c_j                  its capacity
    L_a  = Σ_a' A_a' Σ_{j∈J_a} p_a'j      its load, the part of others' demand that falls on it
    turned away = B(C_a, L_a), and 1 where J_a is empty

B is Erlang's formula (`erlang.erlang_b`). Exact where all areas reach all units and stays are
alike: who is refused tries the next, so that the pool is one loss system, whatever the weights.
Exact too where catchments don't overlap. Between the two it is an approximation, on the whole
towards more turn-away: a unit's whole first load falls on the pool, also that of people who may use
no other. Simulated in tests/gaps/test_simulated_pools.py: a ring of three areas that share units by
pairs .108, by pools .122; an area between two that reach one unit each .050, by pools .120 (its
neighbours .206 and .192, all together .175 and .177). `overlap.overlapping_turn_away` is nearer.
Catchments float like those of Luo and Wang (2003); the other common figure, `expected_coverage`,
takes units to be full independently.
"""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from resource_dir.errors import BadInput
from resource_dir.gaps.checks import Floats, at_least_zero, shares
from resource_dir.gaps.queues.erlang import erlang_b


@dataclass(frozen=True, slots=True)
class Pools:
    """What each area's people meet.

    `capacity` C_a and `load` L_a of its pool, in units and erlangs (A,) or (A, H); `turn_away`
    of the same shape; `group` (A,): areas of one number have the same pool.
    """

    capacity: Floats
    load: Floats
    turn_away: Floats
    group: NDArray[np.int64]


def first_choices(weights: ArrayLike, capacity: ArrayLike) -> Floats:
    """p (A, J): the share of each area's people who go to each unit first; rows of 0 where none."""
    w, c = at_least_zero(weights, "weights"), at_least_zero(capacity, "capacity")
    _check_shapes(w, c)
    pull = w * c
    total = pull.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(pull, total, out=np.zeros_like(pull), where=total > 0))


def pooled_turn_away(load: ArrayLike, weights: ArrayLike, capacity: ArrayLike) -> Pools:
    """Turn-away of each area by its pool, for loads (A,) or (A, H), weights (A, J), capacity (J,).

    Areas with the same pool are worked out once. Errors: BadInput for NaN, infinity, anything
    below 0, or shapes that don't fit.
    """
    a = at_least_zero(load, "load")
    p = first_choices(weights, capacity)
    w, c = np.asarray(weights, dtype=np.float64), np.asarray(capacity, dtype=np.float64)
    _check_load(a, p)
    member, group = _distinct((w > 0) & (c > 0))
    unit_load = p.T @ a  # (J,) or (J, H): what comes to each unit first
    pool_load = member @ unit_load
    pool_capacity = _beside(member @ c, pool_load)
    turned = erlang_b(pool_capacity, pool_load)
    return Pools(pool_capacity[group], pool_load[group], turned[group], group)


def expected_coverage(reach: ArrayLike, turn_away: ArrayLike) -> Floats:
    """1 - Π_j (1 - r_aj·(1 - B_j)), the chance that some unit in reach takes a person, (A,).

    Daskin (1983), "A maximum expected covering location model: formulation, properties and
    heuristic solution", Transportation Science 17: 48-70. r (A, J) share of the person's cases in
    reach of (and open, eligible at) each unit, B (J,) its own turn-away. Takes units to be full
    independently, which they are not: all are full on the same bad night. So it is above what a
    pool does when B_j are those that are seen, and is shown beside it.
    """
    r, b = shares(reach, "reach"), shares(turn_away, "turn_away")
    _check_shapes(r, b)
    missed = 1 - r * (1 - b)
    return np.asarray(1 - missed.prod(axis=1))


def unit_turn_away(load: ArrayLike, weights: ArrayLike, capacity: ArrayLike) -> Floats:
    """B_j (J,) of each unit alone, offered only those who come to it first: B(c_j, Σ_a A_a p_aj).

    For `expected_coverage`; load (A,). People sent on by other units are left out.
    """
    a = at_least_zero(load, "load")
    p = first_choices(weights, capacity)
    _check_load(a, p)
    return erlang_b(capacity, p.T @ a)


def _distinct(member: NDArray[np.bool_]) -> tuple[Floats, NDArray[np.int64]]:
    """The distinct rows of (A, J), and for each area the number of its row."""
    numbers: dict[Hashable, int] = {}
    group = [numbers.setdefault(row.tobytes(), len(numbers)) for row in np.packbits(member, axis=1)]
    groups = np.array(group, dtype=np.int64)
    first = np.array([group.index(number) for number in range(len(numbers))], dtype=np.int64)
    return member[first].astype(np.float64), groups


def _beside(capacity: Floats, load: Floats) -> Floats:
    """Capacity (G,) in the shape of the load, (G,) or (G, H)."""
    return np.broadcast_to(capacity.reshape(-1, *[1] * (load.ndim - 1)), load.shape).copy()


def _check_load(load: Floats, per_pair: Floats) -> None:
    if load.shape[:1] != per_pair.shape[:1]:
        raise BadInput("%(name)s needs one row for each area.", field="load", name="load")


def _check_shapes(per_pair: Floats, per_unit: Floats) -> None:
    if per_pair.ndim != 2 or per_unit.shape != per_pair.shape[1:]:
        raise BadInput(
            "%(name)s has the shape %(shape)s: give one row for each area and one column for each "
            "of the %(units)d units.",
            field="weights",
            name="weights",
            shape=str(per_pair.shape),
            units=per_unit.size,
        )
