"""Whom people try, one unit after the other: first by chance of the pull, then on without it.

Symbols: g people who come alike, w_gj the pull of unit j, c_j places, J_g the units with w_gj > 0
and c_j > 0 that are open, B_j the chance that unit j is full, R_g the share that finds all full.

    p_gj = w_gj·c_j / Σ_{i∈J_g} w_gi·c_i                    where they go first
    q_gj ∝ ∫₀¹ p_gj·x^{p_gj-1}·Π_{i∈J_g, i≠j} (B_i + (1-B_i)·x^{p_gi}) dx,   Σ_j q_gj(1-B_j) = 1-R_g

As if each unit rang a bell at a random time, at rate p, and x = e^{-time}: a unit is tried if all
that rang before it were full, so every order of trying counts with its chance. The integral is
Gauss's sum of six nodes, p taken in multiples of the smallest of them; what is left of its error
goes with the second line, by which who is taken and who finds no place are everybody.

    apart = Π_{j∈J_g} B_j        units full by chances of their own
    pool  = B(C_g, N_g)          places C_g and people N_g of all J_g as one: full on the same nights
    R_g   = θ_g²·pool + (1-θ_g²)·apart          1 where J_g is empty

θ_g is the share of the load on J_g that comes from people with the very same J_g, θ = 0 where one
unit is in reach (both say the same then). One catchment for all, and catchments apart, are right so;
the square is a judgement between them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from resource_dir.gaps.checks import Floats

Bools = NDArray[np.bool_]
Indexes = NDArray[np.intp]
_ROOTS, _GAUSS = np.polynomial.legendre.leggauss(6)
NODES, NODE_WEIGHTS = (_ROOTS + 1) / 2, _GAUSS / 2  # of the interval 0..1
STEEPEST = 60.0  # times the smallest p; what is tried still more surely is tried first anyway
LEAST_KEPT = 1e-3  # a pool that weighs less is not looked at


@dataclass(frozen=True, slots=True)
class Choices:
    """What people meet in T stretches of hours with the same units open.

    unit (G, N) names up to N units of each, J standing for none; usable (T, G, N) is in reach and
    open; first p (T, G, N); rung, density (T, G, N, Q) at the nodes; members (P, J) of the pools
    that weigh, sizes (P,) their places; pool (T, G) which of them, kept (T, G) is θ².
    """

    unit: Indexes
    usable: Bools
    first: Floats
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
        """q (D, G, N), of all who come."""
        b = self._full(full)
        passed = b[..., None] + (1 - b)[..., None] * self.rung[which]
        every = passed.prod(axis=2, keepdims=True)
        raw = (self.density[which] / passed * every).sum(axis=3)
        taken = (raw * (1 - b)).sum(axis=2)
        left = 1 - self._refused(which, b, pooled)
        scale = np.divide(left, taken, out=np.zeros_like(taken), where=taken > 1e-12)
        return np.asarray(raw * scale[..., None])

    def _full(self, full: Floats) -> Floats:
        """(D, G, N): B of the units named, 1 of none."""
        none = np.ones((*full.shape[:-1], 1))
        return np.asarray(np.concatenate([full, none], axis=-1)[..., self.unit])

    def _refused(self, which: Indexes, b: Floats, pooled: Floats) -> Floats:
        apart = np.where(self.usable[which], b, 1.0).prod(axis=2)
        if not len(self.sizes):
            return np.asarray(apart)
        pool = np.take_along_axis(np.broadcast_to(pooled, (len(b), pooled.shape[-1])),
                                  np.broadcast_to(self.pool[which], apart.shape), axis=1)  # fmt: skip
        return np.asarray(apart + self.kept[which] * (pool - apart))


def choices_of(weights: Floats, places: Floats, is_open: Bools, load: Floats, staying: Floats) -> Choices:
    """weights (G, J), places (J,), is_open (T, J); load (T, G) and staying (T, J) in erlangs say
    whose load a pool is."""
    used = (weights > 0) & (places > 0)
    unit = _units_of(used)
    usable = np.concatenate([is_open, np.zeros((len(is_open), 1), np.bool_)], axis=1)[:, unit]
    pull = np.concatenate([weights * places, np.zeros((len(weights), 1))], axis=1)
    pull = np.where(usable, np.take_along_axis(pull, unit, axis=1), 0.0)
    total = pull.sum(axis=2, keepdims=True)
    first = np.divide(pull, total, out=np.zeros_like(pull), where=total > 0)
    least = np.where(usable, pull, np.inf).min(axis=2, keepdims=True)
    power = np.where(usable, np.minimum(pull / least, STEEPEST), 0.0)[..., None]
    rung = NODES**power
    member = used & is_open[:, None, :]
    kept = _kept(member, unit, first, load, staying)
    members, pool, kept = _pools(member, kept)
    return Choices(unit, usable, first, rung, power * rung * (NODE_WEIGHTS / NODES), members,
                   members @ places, pool, kept)  # fmt: skip


def _units_of(used: Bools) -> Indexes:
    """(G, N): the units of each, then "none"."""
    most = int(used.sum(axis=1).max(initial=0))
    order = np.argsort(~used, axis=1, kind="stable")[:, :most]
    named = np.take_along_axis(used, order, axis=1)
    return np.where(named, order, used.shape[1])


def _kept(member: Bools, unit: Indexes, first: Floats, load: Floats, staying: Floats) -> Floats:
    """θ² (T, G)."""
    return np.stack([_kept_at(*each, unit) for each in zip(member, first, load, staying, strict=True)])


def _kept_at(member: Bools, first: Floats, load: Floats, staying: Floats, unit: Indexes) -> Floats:
    numbers: dict[bytes, int] = {}
    packed = np.packbits(member, axis=1)
    group = np.array([numbers.setdefault(row.tobytes(), len(numbers)) for row in packed], np.intp)
    same = np.bincount(group, weights=load)[group]
    at_units = np.bincount(
        unit.ravel(), weights=(first * load[:, None]).ravel(), minlength=len(staying) + 1
    )
    pool = member @ (at_units[:-1] + staying)
    theirs = np.divide(same, pool, out=np.ones_like(pool), where=pool > 0)
    return np.where(member.sum(axis=1) > 1, np.minimum(theirs, 1.0) ** 2, 0.0)


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
