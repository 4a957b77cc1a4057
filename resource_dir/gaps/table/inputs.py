"""The numbers that are not known exactly, as draws of each: what uncertainty is made of.

rate      gamma, mean and variance of the counted rate, widened by its dispersion
share     facility share, two-sided lognormal through its 10th, 50th and 90th percentile, <= 1
stay      length of stay, the same
weights   crosswalk weights of a need, lognormal: 10 % where two people read it, else 25 %
places    staffed places, normal: sd 2 % + 5 % x sqrt(age in 30 days), 30 % at most; of a unit
          that never said, the size of another unit of its kind
open      a unit that never said its hours takes people in with chance 1/2
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

import numpy as np

from resource_dir.gaps.assumptions import Estimate, NeedAssumptions
from resource_dir.gaps.demand.demand import Demand, Floats
from resource_dir.gaps.supply import UNKNOWN, Supply

INPUTS = ("rate", "share", "stay", "weights", "places")
TENTH = 1.2815515594457831  # the standard normal's 90th percentile
READ_BY_TWO, READ_BY_ONE = 0.10, 0.25  # judgement
AGE_SD, AGE_SD_BASE, AGE_SD_MOST = 0.05, 0.02, 0.30  # judgement
NEVER_DATED_DAYS = 365.0
SIZES_WITHOUT_ANY = (2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 16.0, 20.0, 30.0)


@dataclass(frozen=True, slots=True)
class Draws:
    """D draws. rate (D, K, A) relative to the counted one; share, stay, weights (D, K) relative to
    the assumed ones; places (D, J); is_open (D, J) 1 or 0."""

    rate: Floats
    share: Floats
    stay: Floats
    weights: Floats
    places: Floats
    is_open: Floats

    def parts(self, size: int) -> Iterator["Draws"]:
        """The same draws, at most so many at a time; at least one part."""
        arrays = [getattr(self, field.name) for field in fields(self)]
        for start in range(0, max(len(self.share), 1), size):
            yield Draws(*(array[start : start + size] for array in arrays))


def draw_inputs(
    demand: Demand,
    supply: Supply,
    assumed: Mapping[str, NeedAssumptions],
    *,
    draws: int,
    seed: int,
) -> Draws:
    """Independent draws of every input; the same seed gives the same draws."""
    random = np.random.default_rng(seed)
    needs = [assumed[slug] for slug in demand.needs]
    reviewed = bool(demand.observed) and all(each.is_reviewed for each in demand.observed)
    spread = READ_BY_TWO if reviewed else READ_BY_ONE
    return Draws(
        rate=_rates(demand, random, draws),
        share=_between([each.facility_share for each in needs], random, draws, most=1.0),
        stay=_between([each.stay_hours for each in needs], random, draws),
        weights=np.exp(random.normal(0.0, spread, (draws, len(needs)))),
        places=_places(supply, random, draws),
        is_open=_open(supply, random, draws),
    )


def neutral(demand: Demand, supply: Supply, draws: int) -> Draws:
    """Every input at its middle, so that one of them can be moved alone."""
    ones = np.ones((draws, len(demand.needs)))
    return Draws(
        rate=np.ones((draws, len(demand.needs), len(demand.areas))),
        share=ones,
        stay=ones,
        weights=ones,
        places=np.tile(typical_places(supply), (draws, 1)),
        is_open=np.ones((draws, len(supply.units))),
    )


def _rates(demand: Demand, random: np.random.Generator, draws: int) -> Floats:
    """Gamma with shape = (Σ rate)² / (φ Σ variance), mean 1."""
    total, variance = demand.rate.sum(axis=2), demand.variance.sum(axis=2)
    variance = variance * np.maximum(demand.dispersion, 1.0)
    shape = np.divide(total**2, variance, out=np.full_like(total, np.inf), where=variance > 0)
    finite = np.where(np.isfinite(shape), np.maximum(shape, 1e-3), 1.0)
    drawn = random.gamma(finite, 1.0 / finite, (draws, *finite.shape))
    return np.where(np.isfinite(shape), drawn, 1.0)


def _between(
    estimates: list[Estimate], random: np.random.Generator, draws: int, *, most: float = np.inf
) -> Floats:
    value = np.array([max(each.value, 1e-9) for each in estimates])
    low = np.array([max(each.low, 1e-9) for each in estimates])
    high = np.array([max(each.high, 1e-9) for each in estimates])
    z = random.normal(size=(draws, len(estimates))) / TENTH
    drawn = value * np.exp(np.where(z < 0, z * np.log(value / low), z * np.log(high / value)))
    return np.asarray(np.minimum(drawn, most) / value)


def typical_places(supply: Supply) -> Floats:
    """(J,): known places; the median size of its kind for a unit that never said."""
    return np.array(
        [
            unit.staffed
            if unit.staffed is not None
            else float(np.median(_sizes(supply, unit.kind)))
            for unit in supply.units
        ],
        dtype=np.float64,
    )


def _sizes(supply: Supply, kind: str) -> tuple[float, ...]:
    known = [each.staffed for each in supply.units if each.staffed and each.kind == kind]
    return tuple(known) or SIZES_WITHOUT_ANY


def _places(supply: Supply, random: np.random.Generator, draws: int) -> Floats:
    columns = [
        random.choice(_sizes(supply, unit.kind), draws)
        if unit.staffed is None
        else unit.staffed * _aged(unit.age_hours, random, draws)
        for unit in supply.units
    ]
    return np.stack(columns, axis=1) if columns else np.zeros((draws, 0))


def _aged(age_hours: float | None, random: np.random.Generator, draws: int) -> Floats:
    days = NEVER_DATED_DAYS if age_hours is None else age_hours / 24
    spread = min(AGE_SD_BASE + AGE_SD * np.sqrt(days / 30), AGE_SD_MOST)
    return np.clip(1.0 + random.normal(0.0, spread, draws), 0.0, 2.0)


def _open(supply: Supply, random: np.random.Generator, draws: int) -> Floats:
    never_said = np.array([(unit.intake == UNKNOWN).any() for unit in supply.units], np.bool_)
    drawn = random.random((draws, len(supply.units))) < 0.5
    return np.where(never_said, drawn, True).astype(np.float64)
