"""Turn-away over the week where catchments overlap: refused people go on to the next unit in reach.

Symbols: g people who come alike (λ_g(h) an hour, S_g mean stay in hours, w_gj ≥ 0 the pull of unit
j), c_j places, n_j mean number of people in unit j, B_j = B(c_j, n_j) its turn-away by `occupied`,
q_gj share of those people who try unit j, J_g(h) the units with w_gj > 0, c_j > 0 that are open.

    p_gj   = w_gj·c_j / Σ_{i∈J_g} w_gi·c_i            where they go first; the rest by chance of p
    apart  = Π_{j∈J_g} B_j                            units full by chances of their own
    pool   = B(C_g, N_g), C_g, N_g sums over J_g      units as one: full on the same bad nights
    R_g    = θ²·pool + (1-θ²)·apart                   turned away; 1 where J_g is empty
    dn_j/dt = Σ_g λ_g·q_gj·(1-B_j) - n_j/S            closed with B_j(n_j), round the week

θ_g is the share of the load on J_g that comes from people with the very same J_g (θ = 0 where one
unit is in reach, for then both are the same). One catchment for all and catchments apart are so
exact but for the closure; the square is a judgement. q counts each order of trying with its chance,
made good so that Σ_j q_gj(1-B_j) = 1 - R_g. Those of other needs who wait and are never refused
(`staying`) fill places and are not turned away.

The first two lines alone, with loads in place of people, are Erlang's fixed point (F. P. Kelly,
"Blocking probabilities in large circuit-switched networks", Advances in Applied Probability 18
(1986) 473-505), from which the week begins. The closure is that of W. Wang, D. Tipper, S. Banerjee,
"A simple approximation for modeling nonstationary queues", IEEE INFOCOM (1996) 255-262: unlike the
modified offered load it doesn't forget that who was refused leaves the next hours free. How far it
is off: tests/gaps/test_simulated_pools.py and test_simulated_turn_away.py.

Errors: NaN, infinity, anything negative, a stay of 0, shapes that don't fit: BadInput by name.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from resource_dir.errors import BadInput
from resource_dir.gaps.checks import Floats, above_zero, at_least_zero
from resource_dir.gaps.queues.erlang import erlang_b
from resource_dir.gaps.queues.occupied import Curves, Indexes

Bools = NDArray[np.bool_]
_ROOTS, _GAUSS = np.polynomial.legendre.leggauss(6)
NODES, NODE_WEIGHTS = (_ROOTS + 1) / 2, _GAUSS / 2  # of the interval 0..1
SETTLED, ROUNDS = 1e-4, 60  # the fixed point: no turn-away moved further
LAPS = 2  # weeks that are gone through; the last is told
NEWTON = 2  # rounds for the mean number of people within an hour
LEAST_KEPT = 1e-3  # a pool that weighs less is not looked at


@dataclass(frozen=True, slots=True)
class Week:
    """`turn_away` R (G, H); of the units `people` n and `full` B (J, H), means of each hour."""

    turn_away: Floats
    people: Floats
    full: Floats


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question, checked: rate (G, H), weights (G, J), stay (G,), places (J,), is_open and
    staying (J, H)."""

    rate: Floats
    weights: Floats
    stay: Floats
    places: Floats
    is_open: Bools
    staying: Floats


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Hours with the same units open. unit (G, N) names up to N units of each, the last being no
    unit; usable (G, N); first p (G, N); rung, density (G, N, Q) at the nodes; pool (P,) rows of
    members (P, J) that weigh, curve (P,) where they stand among the curves, of whom (P,) the
    people, kept θ² (P,)."""

    hours: Indexes
    unit: Indexes
    usable: Bools
    first: Floats
    rung: Floats
    density: Floats
    members: Floats
    curve: Indexes
    pool: Indexes
    whose: Indexes
    kept: Floats


def overlapping_week(
    rate: ArrayLike,
    weights: ArrayLike,
    places: ArrayLike,
    *,
    stay: ArrayLike,
    is_open: Bools | None = None,
    staying: Floats | None = None,
) -> Week:
    """Turn-away of each (G) in each hour (H) of a week that repeats, by rate (G, H) an hour,
    weights (G, J), places (J,), stay (G,) hours, is_open (J, H) (None: always)."""
    asked = _checked(rate, weights, places, stay, is_open, staying)
    stretches, curves = _stretches(asked)
    which = _Stays.of(asked)
    people = _fixed_point(asked, stretches, curves, which)
    return _gone_through(asked, stretches, curves, which, people)


@dataclass(frozen=True, slots=True)
class _Stays:
    """Those who stay alike: which (G,) of the stays hours (K, 1)."""

    which: Indexes
    hours: Floats

    @classmethod
    def of(cls, asked: _Asked) -> "_Stays":
        hours, which = np.unique(asked.stay, return_inverse=True)
        return cls(which.ravel(), hours[:, None])

    def at_units(self, stretch: _Stretch, people: Floats, units: int) -> Floats:
        """(K, J): people (G, N) summed by stay and unit."""
        cell = self.which[:, None] * (units + 1) + stretch.unit
        size = len(self.hours) * (units + 1)
        sums = np.bincount(cell.ravel(), weights=people.ravel(), minlength=size)
        return np.asarray(sums.reshape(-1, units + 1)[:, :units])


def _stretches(asked: _Asked) -> tuple[list[_Stretch], Curves]:
    units = len(asked.places)
    used = (asked.weights > 0) & (asked.places > 0)
    opened = asked.is_open & used.any(axis=0)[:, None]
    _, first, which = np.unique(opened, axis=1, return_index=True, return_inverse=True)
    which = which.ravel()
    pools: dict[bytes, int] = {}
    sizes: list[float] = []
    unit = _units_of(used)
    found = [
        _stretch(asked, unit, opened[:, hour], np.flatnonzero(which == number), pools, sizes)
        for number, hour in enumerate(first.tolist())
    ]
    return found, Curves.of([*asked.places.tolist(), *sizes] if units else [])


def _units_of(used: Bools) -> Indexes:
    """(G, N): the units of each, then "no unit"."""
    most = max(int(used.sum(axis=1).max(initial=0)), 1)
    order = np.argsort(~used, axis=1, kind="stable")[:, :most]
    named = np.take_along_axis(used, order, axis=1)
    if not used.shape[1]:
        return np.zeros((len(used), 1), np.intp)
    return np.where(named, order, used.shape[1])


def _stretch(
    asked: _Asked, unit: Indexes, opened: Bools, hours: Indexes, pools: dict[bytes, int],
    sizes: list[float],
) -> _Stretch:
    units = len(asked.places)
    open_ = np.append(opened, False)
    usable = open_[unit]
    pull = np.concatenate([asked.weights * asked.places, np.zeros((len(unit), 1))], axis=1)
    pull = np.where(usable, np.take_along_axis(pull, unit, axis=1), 0.0)
    total = pull.sum(axis=1, keepdims=True)
    first = np.divide(pull, total, out=np.zeros_like(pull), where=total > 0)
    least = np.where(usable, pull, np.inf).min(axis=1, keepdims=True)
    power = np.where(usable, np.minimum(pull / least, 60.0), 0.0)[:, :, None]
    rung = NODES**power
    density = power * rung / NODES * NODE_WEIGHTS
    member = np.zeros((len(unit), units + 1), np.bool_)
    np.put_along_axis(member, unit, usable, axis=1)
    member = member[:, :units]
    mean = asked.rate[:, hours].mean(axis=1) * asked.stay
    member_of, kept = _kept(asked, member, first, unit, mean, hours)
    whose = np.flatnonzero(kept > LEAST_KEPT)
    numbers, which = np.unique(member_of[whose], return_index=True)
    rows = whose[which]
    curve = []
    for row in rows:
        key = member[row].tobytes()
        if key not in pools:
            pools[key] = len(sizes)
            sizes.append(float(asked.places[member[row]].sum()))
        curve.append(units + pools[key])
    return _Stretch(hours, unit, usable, first, rung, density, member[rows].astype(float),
        np.array(curve, np.intp), np.searchsorted(numbers, member_of[whose]), whose, kept[whose])


def _kept(asked, member, first, unit, mean, hours):
    units = len(asked.places)
    numbers: dict[bytes, int] = {}
    group = np.array([numbers.setdefault(r.tobytes(), len(numbers)) for r in np.packbits(member, axis=1)], np.intp)
    same = np.bincount(group, weights=mean)[group]
    at = np.bincount(unit.ravel(), weights=(first * mean[:, None]).ravel(), minlength=units + 1)[:units]
    at = at + asked.staying[:, hours].mean(axis=1)
    pool = member @ at
    theirs = np.divide(same, pool, out=np.ones_like(pool), where=pool > 0)
    return group, np.where(member.sum(axis=1) > 1, np.minimum(theirs, 1.0) ** 2, 0.0)


def _tried(stretch: _Stretch, full: Floats, pooled: Floats) -> tuple[Floats, Floats]:
    b = np.append(full, 1.0)[stretch.unit]
    passed = b[:, :, None] + (1 - b)[:, :, None] * stretch.rung
    every = passed.prod(axis=1)
    raw = (stretch.density / passed * every[:, None, :]).sum(axis=2)
    refused = _refused(stretch, b, pooled)
    taken = (raw * (1 - b)).sum(axis=1)
    scale = np.divide(1 - refused, taken, out=np.zeros_like(taken), where=taken > 1e-12)
    return raw * scale[:, None], refused


def _refused(stretch: _Stretch, b: Floats, pooled: Floats) -> Floats:
    refused = np.where(stretch.usable, b, 1.0).prod(axis=1)
    refused[stretch.whose] += stretch.kept * (pooled[stretch.pool] - refused[stretch.whose])
    return refused


def _fixed_point(asked, stretches, curves, stays):
    units = len(asked.places)
    full, people = np.zeros(units), np.zeros(units)
    staying = asked.staying.mean(axis=1)
    means = [asked.rate[:, s.hours].sum(axis=1) / asked.rate.shape[1] for s in stretches]
    for r in range(ROUNDS):
        coming = np.zeros((len(stays.hours), units))
        for s, mean in zip(stretches, means):
            pooled = curves.read(s.curve, s.members @ people)[0]
            tried, _ = _tried(s, full, pooled)
            coming += stays.at_units(s, tried * mean[:, None], units)
        load = (coming * stays.hours).sum(axis=0) + staying
        before, full = full, erlang_b(asked.places, load)
        people = load * (1 - full)
        if np.abs(full - before).max(initial=0) < SETTLED:
            break
    _fixed_point.rounds = r
    return coming * stays.hours * (1 - full)


def _gone_through(asked, stretches, curves, stays, people):
    units, hours = asked.is_open.shape
    every = np.arange(units)
    stretch_of = np.zeros(hours, np.intp)
    for n, s in enumerate(stretches):
        stretch_of[s.hours] = n
    left = np.exp(-1 / stays.hours)
    half = stays.hours * -np.expm1(-1 / stays.hours)
    out = np.ones((len(asked.rate), hours)); fulls = np.ones((units, hours)); seen = np.zeros((units, hours))
    _gone_through.gap = []
    for lap in range(LAPS):
        begun = people
        for h in range(hours):
            s = stretches[stretch_of[h]]
            there = people.sum(axis=0) + asked.staying[:, h]
            full, _ = curves.read(every, there)
            pooled, _ = curves.read(s.curve, s.members @ there)
            tried, _ = _tried(s, full, pooled)
            goal = stays.at_units(s, tried * asked.rate[:, h, None], units) * stays.hours
            kept = (people * half).sum(axis=0) + asked.staying[:, h]
            new = (goal * (1 - half)).sum(axis=0)
            for _ in range(NEWTON):
                full, slope = curves.read(every, there)
                there = np.clip(there - (there - kept - new * (1 - full)) / (1 + new * slope), 0, asked.places)
            full, _ = curves.read(every, there)
            people = people * left + goal * (1 - full) * (1 - left)
            if lap == LAPS - 1:
                pooled, _ = curves.read(s.curve, s.members @ there)
                out[:, h] = _refused(s, np.append(full, 1.0)[s.unit], pooled)
                fulls[:, h] = full; seen[:, h] = there
        _gone_through.gap.append(float(np.abs(people - begun).max(initial=0)))
    return Week(out, seen, fulls)


def _checked(rate, weights, places, stay, is_open, staying):
    r, w, c = at_least_zero(rate, "rate"), at_least_zero(weights, "weights"), at_least_zero(places, "places")
    s = np.broadcast_to(above_zero(stay, "stay_hours"), r.shape[:1])
    shape = (len(c), r.shape[1])
    o = np.ones(shape, np.bool_) if is_open is None else np.asarray(is_open, np.bool_)
    return _Asked(r, w, s, c, o, np.zeros(shape) if staying is None else staying)
