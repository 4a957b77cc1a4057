"""Turn-away over the week where catchments overlap: refused people go on to the next unit in reach.

Symbols: g people who come alike (λ_g(h) an hour, S_g mean stay in hours), c_j places, n_j mean
number of people in unit j, B_j = B(c_j, n_j) its turn-away by `occupied`; q_gj share of those
people who try unit j and R_g the share turned away, by `going_on`.

    dn_j/dt = Σ_g λ_g·q_gj·(1-B_j) - n_j/S_g        people of each stay apart, round the week

Those of other needs who wait and are never refused (`staying`) fill places and are not turned
away. Four steps (`docs/methods.md`):

1. The fixed point of mean loads A_j = Σ_g S_g·λ_g·q_gj + staying_j, B_j = B(c_j, A_j) (F. P. Kelly,
   "Blocking probabilities in large circuit-switched networks", Advances in Applied Probability 18
   (1986) 473-505): how full units are on average.
2. Who is admitted so, hour by hour, as people there at the begin of each day (`offered_load`).
3. The seven days side by side, hour by hour. Within an hour λ, q and B are constant, B that of the
   mean number of people in it, found by two of Newton's steps; q by the hour before.
4. A day begins with the end of the day before; step 3 again, LAPS times in all.

The closure by B(n) is that of W. Wang, D. Tipper, S. Banerjee, "A simple approximation for modeling
nonstationary queues", IEEE INFOCOM (1996) 255-262. Unlike the modified offered load it doesn't
forget that who was refused leaves the next hours free. Against simulations
(tests/gaps/test_simulated_pools.py): root mean square error over areas .01, single areas to .04.

Errors: NaN, infinity, anything negative, a stay of 0, shapes that don't fit: BadInput by name.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from resource_dir.errors import BadInput
from resource_dir.gaps.checks import Floats, above_zero, at_least_zero
from resource_dir.gaps.queues.erlang import erlang_b
from resource_dir.gaps.queues.going_on import Bools, Choices, Indexes, choices_of
from resource_dir.gaps.queues.occupied import Curves
from resource_dir.gaps.queues.offered import offered_load
from resource_dir.gaps.queues.stays import ExponentialStay

DAYS, HOURS_A_DAY = 7, 24
HOURS = DAYS * HOURS_A_DAY
SETTLED, ROUNDS = 1e-4, 60  # the fixed point: no turn-away moved further
LAPS = 2
NEWTON = 2


@dataclass(frozen=True, slots=True)
class Week:
    """`turn_away` R (G, 168); of the units `people` n and `full` B (J, 168), means of each hour."""

    turn_away: Floats
    people: Floats
    full: Floats


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question, checked: rate (G, 168), weights (G, J), stay (G,), places (J,), is_open and
    staying (J, 168); stretch (168,) numbers hours with the same units open."""

    rate: Floats
    weights: Floats
    stay: Floats
    places: Floats
    is_open: Bools
    staying: Floats
    stretch: Indexes

    def by_stretch(self, values: Floats) -> Floats:
        """(T, n): sums of (n, 168) over the hours of each stretch."""
        number = int(self.stretch.max()) + 1
        is_in = (np.arange(number)[:, None] == self.stretch).astype(np.float64)
        return np.asarray(is_in @ values.T)


@dataclass(frozen=True, slots=True)
class _Stays:
    """Those who stay alike: which (G,) of the stays hours (K, 1); J units."""

    which: Indexes
    hours: Floats
    units: int

    def at_units(self, choices: Choices, people: Floats) -> Floats:
        """(D, K, J): people (D, E) summed by stay and unit."""
        size = len(self.hours) * (self.units + 1)
        cell = self.which[choices.group] * (self.units + 1) + choices.unit
        cell = np.arange(len(people))[:, None] * size + cell
        sums = np.bincount(cell.ravel(), weights=people.ravel(), minlength=len(people) * size)
        by_stay = sums.reshape(len(people), len(self.hours), self.units + 1)
        return np.asarray(by_stay[:, :, :-1])


def overlapping_week(
    rate: ArrayLike,
    weights: ArrayLike,
    places: ArrayLike,
    *,
    stay: ArrayLike,
    is_open: Bools | None = None,
    staying: Floats | None = None,
) -> Week:
    """Turn-away of each (G) in each hour of the week, by rate (G, 168) an hour, weights (G, J),
    places (J,), stay (G,) hours; is_open (J, 168) (None: always), staying (J, 168) erlangs."""
    asked = _checked(rate, weights, places, stay, is_open, staying)
    share = asked.by_stretch(np.ones((1, HOURS)))
    choices = choices_of(
        asked.weights,
        asked.places,
        asked.by_stretch(asked.is_open.astype(np.float64)) > 0,
        asked.by_stretch(asked.rate * asked.stay[:, None]) / share,
        asked.by_stretch(asked.staying) / share,
    )
    hours, which = np.unique(asked.stay, return_inverse=True)
    week = _Going(
        asked,
        choices,
        _Stays(which.ravel(), hours[:, None], len(asked.places)),
        Curves.of(asked.places),
        Curves.of(choices.sizes),
    )
    return week.gone_through()


@dataclass(frozen=True, slots=True)
class _Going:
    """A week to be gone through."""

    asked: _Asked
    choices: Choices
    stays: _Stays
    units: Curves
    pools: Curves

    def gone_through(self) -> Week:
        """Steps 1 to 4."""
        people = self._begun(*self._fixed_point())
        out = Week(
            *(
                np.ones((n, DAYS, HOURS_A_DAY))
                for n in (len(self.asked.rate), *[self.stays.units] * 2)
            )
        )
        for _ in range(LAPS):
            people = np.roll(self._a_day(people, out), 1, axis=0)
        return Week(
            *(each.reshape(len(each), HOURS) for each in (out.turn_away, out.people, out.full))
        )

    def _fixed_point(self) -> tuple[Floats, Floats]:
        """B and people there (1, J) of mean loads."""
        asked, every = self.asked, np.arange(len(self.choices.usable))
        mean = asked.by_stretch(asked.rate)[:, self.choices.group] / HOURS
        full, there = np.zeros((1, self.stays.units)), np.zeros((1, self.stays.units))
        for _ in range(ROUNDS):
            tried = self.choices.tried(every, full, self._pooled(there))
            coming = self.stays.at_units(self.choices, tried * mean).sum(axis=0)
            load = (coming * self.stays.hours).sum(axis=0) + asked.staying.mean(axis=1)
            before, full = full, erlang_b(asked.places, load)[None]
            there = load * (1 - full)
            if float(np.abs(full - before).max(initial=0.0)) < SETTLED:
                break
        return full, there

    def _begun(self, full: Floats, there: Floats) -> Floats:
        """(7, K, J): people there at the begin of each day."""
        asked, every = self.asked, np.arange(len(self.choices.usable))
        tried = self.choices.tried(every, full, self._pooled(there))[asked.stretch]
        coming = self.stays.at_units(self.choices, tried * asked.rate.T[:, self.choices.group]) * (
            1 - full
        )
        load = offered_load(
            np.moveaxis(coming, 0, -1), ExponentialStay(self.stays.hours[:, 0, None])
        )
        return np.asarray(np.moveaxis(load.at_start[..., ::HOURS_A_DAY], -1, 0))

    def _pooled(self, there: Floats) -> Floats:
        """B (D, P) of the pools, so many people being in the units (D, J)."""
        return self.pools.read(there @ self.choices.members.T)[0]

    def _a_day(self, people: Floats, out: Week) -> Floats:
        """People (7, K, J) a day later; writes down what happened."""
        asked, hours = self.asked, self.stays.hours
        left, gone = np.exp(-1 / hours), -np.expm1(-1 / hours)
        mean = hours * gone  # of those there at the begin of an hour, the mean share still there
        there = people.sum(axis=1) + asked.staying[:, ::HOURS_A_DAY].T
        full = self.units.read(there)[0]
        for hour in range(HOURS_A_DAY):
            at = slice(hour, None, HOURS_A_DAY)
            which, staying = _same(asked.stretch[at]), asked.staying[:, at].T
            tried = self.choices.tried(which, full, self._pooled(there))
            goal = (
                self.stays.at_units(
                    self.choices, tried * asked.rate[:, at].T[:, self.choices.group]
                )
                * hours
            )
            old, new = (people * mean).sum(axis=1) + staying, (goal * (1 - mean)).sum(axis=1)
            there, full = self._settled(there, old, new)
            people = people * left + goal * gone * (1 - full)[:, None]
            out.turn_away[:, :, hour] = self.choices.refused(which, full, self._pooled(there)).T
            out.people[:, :, hour], out.full[:, :, hour] = there.T, full.T
        return people

    def _settled(self, there: Floats, old: Floats, new: Floats) -> tuple[Floats, Floats]:
        """The mean number of people n within an hour, n = old + new·(1-B(n)), and B."""
        full, slope = self.units.read(there)
        for again in range(NEWTON):
            if again:
                full, slope = self.units.read(there)
            step = (old + new * (1 - full) - there) / (1 + new * slope)
            there = np.minimum(there + step, self.asked.places)
            full = np.minimum(np.maximum(full + slope * step, 0.0), 1.0)
        return there, full


def _same(which: Indexes) -> Indexes:
    """One of them where all are alike."""
    return which[:1] if (which == which[0]).all() else which


def _checked(
    rate: ArrayLike,
    weights: ArrayLike,
    places: ArrayLike,
    stay: ArrayLike,
    is_open: Bools | None,
    staying: Floats | None,
) -> _Asked:
    lam, w = at_least_zero(rate, "rate"), at_least_zero(weights, "weights")
    c, s = at_least_zero(places, "places"), above_zero(stay, "stay_hours")
    shape = (c.size, HOURS)
    opened = np.ones(shape, np.bool_) if is_open is None else np.asarray(is_open, np.bool_)
    stays = np.zeros(shape) if staying is None else at_least_zero(staying, "staying")
    if lam.shape != (s.size, HOURS) or w.shape != (s.size, c.size) or opened.shape != shape:
        raise BadInput(
            "%(name)s needs a row for each, and a column for each unit or hour.",
            field="rate" if lam.shape != (s.size, HOURS) else "weights",
            name="rate" if lam.shape != (s.size, HOURS) else "weights",
        )
    is_used = np.asarray(((w > 0) & (c > 0)).any(axis=0))
    used = opened & is_used[:, None]
    _, stretch = np.unique(used, axis=1, return_inverse=True)
    return _Asked(lam, w, s, c, opened, stays, stretch.ravel())
