"""Whom people try, one unit after the other: first by chance of the pull, then on without it.

Symbols: g people who come alike, w_gj the pull of unit j, c_j places, J_g the units with w_gj > 0
and c_j > 0 that are open, B_j the chance that unit j is full, R_g the share that finds all full.

    p_gj = w_gj·c_j / Σ_{i∈J_g} w_gi·c_i                    where they go first
    q_gj ∝ ∫₀¹ p_gj·x^{p_gj-1}·Π_{i∈J_g, i≠j} (B_i + (1-B_i)·x^{p_gi}) dx,   Σ_j q_gj(1-B_j) = 1-R_g

As if each unit rang a bell at a random time, at rate p, and x = e^{-time}: a unit is tried if all
that rang before it were full, so every order of trying counts with its chance. The integral is
Gauss's sum of eight nodes, p taken in multiples of the smallest of them; what is left of its error
goes with the second line, by which who is taken and who finds no place are everybody.

    apart = Π_{j∈J_g} B_j        units full by chances of their own
    pool  = B(C_g, N_g)          places C_g, people N_g of all J_g as one: full on the same nights
    R_g   = θ_g²·pool + (1-θ_g²)·apart          1 where J_g is empty

θ_g is the share of the load on J_g that comes from people with the very same J_g, θ = 0 where one
unit is in reach (both say the same then). One catchment for all, and catchments apart, are right
so; the square is a judgement between them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from resource_dir.gaps.checks import Floats

Bools = NDArray[np.bool_]
Indexes = NDArray[np.intp]
_ROOTS, _GAUSS = np.polynomial.legendre.leggauss(8)
NODES, NODE_WEIGHTS = (_ROOTS + 1) / 2, _GAUSS / 2  # of the interval 0..1
STEEPEST = 60.0  # times the smallest p; what is tried still more surely is tried first anyway
LEAST_KEPT = 1e-3  # a pool that weighs less is not looked at


@dataclass(frozen=True, slots=True)
class Choices:
    """What people meet in T stretches of hours with the same units open.

    E pairs of people and a unit, those of one kind of people together from start (G,) on: group
    (E,), unit (E,), J standing for none; usable (T, E) is open; rung, density (T, E, Q) at the
    nodes; members (P, J) of the pools that weigh, sizes (P,) their places; pool (T, G) which of
    them, kept (T, G) is θ².
    """

    start: Indexes
    group: Indexes
    unit: Indexes
    usable: Bools
    rung: Floats
    density: Floats
    members: Floats
    sizes: Floats
    pool: Indexes
    kept: Floats

    def refused(self, which: Indexes, full: Floats, pooled: Floats) -> Floats:
        """R (D, G) in the stretches `which` (D,), by B of units (D, J) and of pools (D, P)."""
        return self._refused(which, self._full(full), pooled)

    def tried(self, which: Indexes, full: Floats, pooled: Floats) -> Floats:
        """q (D, E), of all who come."""
        b = self._full(full)
        passed = b[..., None] + (1 - b)[..., None] * self.rung[which]
        every = np.multiply.reduceat(passed, self.start, axis=1)[:, self.group]
        raw = (self.density[which] / passed * every).sum(axis=2)
        taken = np.add.reduceat(raw * (1 - b), self.start, axis=1)
        left = 1 - self._refused(which, b, pooled)
        scale = np.divide(left, taken, out=np.zeros_like(taken), where=taken > 1e-12)
        return np.asarray(raw * scale[:, self.group])

    def _full(self, full: Floats) -> Floats:
        """(D, E): B of each unit, 1 of none."""
        none = np.ones((*full.shape[:-1], 1))
        return np.asarray(np.concatenate([full, none], axis=-1)[:, self.unit])

    def _refused(self, which: Indexes, b: Floats, pooled: Floats) -> Floats:
        open_ = np.where(self.usable[which], b, 1.0)
        apart = np.multiply.reduceat(open_, self.start, axis=1)
        if not len(self.sizes):
            return np.asarray(apart)
        days = np.arange(len(apart))[:, None] if len(pooled) > 1 else 0
        pool = pooled[days, self.pool[which]]
        return np.asarray(apart + self.kept[which] * (pool - apart))


def choices_of(
    weights: Floats, places: Floats, is_open: Bools, load: Floats, staying: Floats
) -> Choices:
    """weights (G, J), places (J,), is_open (T, J); load (T, G) and staying (T, J) in erlangs say
    whose load a pool is."""
    used = (weights > 0) & (places > 0)
    none = ~used.any(axis=1, keepdims=True)
    group, unit = np.nonzero(np.concatenate([used, none], axis=1))
    start = np.searchsorted(group, np.arange(len(weights)))
    pull = np.concatenate([weights * places, np.zeros((len(weights), 1))], axis=1)[group, unit]
    usable = np.concatenate([is_open, np.zeros((len(is_open), 1), np.bool_)], axis=1)[:, unit]
    member = used & is_open[:, None, :]
    first = _first(np.where(usable, pull, 0.0), start, group)
    members, pool, kept = _pools(member, _kept(member, (group, unit), first, load, staying))
    rung, density = _bells(usable, pull, start, group)
    return Choices(start, group, unit, usable, rung, density, members, members @ places, pool, kept)


def _first(pull: Floats, start: Indexes, group: Indexes) -> Floats:
    """p (T, E)."""
    total = np.add.reduceat(pull, start, axis=1)[:, group]
    return np.divide(pull, total, out=np.zeros_like(pull), where=total > 0)


def _bells(usable: Bools, pull: Floats, start: Indexes, group: Indexes) -> tuple[Floats, Floats]:
    """x^p and p·x^{p-1} at the nodes with their weights, (T, E, Q)."""
    least = np.minimum.reduceat(np.where(usable, pull, np.inf), start, axis=1)[:, group]
    power = np.where(usable, np.minimum(pull / least, STEEPEST), 0.0)[..., None]
    rung = NODES**power
    return rung, power * rung * (NODE_WEIGHTS / NODES)


def _kept(
    member: Bools, pair: tuple[Indexes, Indexes], first: Floats, load: Floats, staying: Floats
) -> Floats:
    """θ² (T, G); 0 where one unit is in reach or none."""
    found = np.zeros(load.shape)
    for t, own in enumerate(load):
        numbers: dict[bytes, int] = {}
        packed = np.packbits(member[t], axis=1)
        alike = [numbers.setdefault(row.tobytes(), len(numbers)) for row in packed]
        same = np.bincount(alike, weights=own)[alike]
        at = np.bincount(pair[1], weights=first[t] * own[pair[0]], minlength=member.shape[2] + 1)
        pool = member[t] @ (at[:-1] + staying[t])
        theirs = np.divide(same, pool, out=np.ones_like(pool), where=pool > 0)
        found[t] = np.where(member[t].sum(axis=1) > 1, np.minimum(theirs, 1.0) ** 2, 0.0)
    return found


def _pools(member: Bools, kept: Floats) -> tuple[Floats, Indexes, Floats]:
    """The pools that weigh: members (P, J), which of them (T, G), θ² with 0 for the rest."""
    numbers: dict[bytes, int] = {}
    rows: list[Bools] = []
    pool = np.zeros(kept.shape, np.intp)
    for t, g in np.argwhere(kept > LEAST_KEPT).tolist():
        key = member[t, g].tobytes()
        if key not in numbers:
            numbers[key] = len(rows)
            rows.append(member[t, g])
        pool[t, g] = numbers[key]
    members = np.array(rows, np.float64).reshape(len(rows), member.shape[2])
    return members, pool, np.where(kept > LEAST_KEPT, kept, 0.0)
