"""Turn-away by the hour of the week: how full a unit is depends on who came before.

Symbols: λ(t) people an hour who come at t, constant within each step of a period that repeats (168
hours of the week, Monday 00:00-01:00 is 0), S stay in hours, c(t) units.

    m(t) = ∫₀^∞ λ(t-u)·P(S > u) du      those who would be there were nobody turned away: the
                                        offered load of an M(t)/G/∞ system, exact
                                        (Eick, Massey & Whitt 1993)
    turned away at t ≈ B(c(t), m(t))    modified offered load (Massey & Whitt 1994)
    average = Σ λ(t)·B(t) / Σ λ(t)

Where intake is closed B = 1, and who is refused there does not come in, so m counts those only who
come while it is open. Long stays damp the daily wave: by 1/√(1 + (2πS/24)²) if exponential, .16 at
23 hours, .05 at 72.

The approximation is good where few are turned away, and where stays are much shorter than the wave
or about as long and longer: within the 99 % interval of a simulation (tests/gaps/
test_simulated_turn_away.py) for stays of 45 minutes, 23 and 72 hours that turn 8 to 13 % away, with
closed nights too. It says too little where stays are about a third of the wave and beds overfull at
its crest, because it forgets that who was refused leaves the next hours free: 8-hour stays, .148
for .173 seen (exponential), .186 for .232 (fixed); the steady formula says .122 of both.

Errors: NaN, infinite or negative rates, units or stays; a week whose axes don't fit: BadInput
naming the figure.

Sources: S. G. Eick, W. A. Massey, W. Whitt, "The physics of the Mt/G/∞ queue", Operations Research
41 (1993) 731-742; W. A. Massey, W. Whitt, "An analysis of the modified offered-load approximation
for the nonstationary Erlang loss model", Annals of Applied Probability 4 (1994) 1145-1160.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from resource_dir.errors import BadInput
from resource_dir.gaps.checks import Floats, above_zero, alike, at_least_zero, shares
from resource_dir.gaps.queues.erlang import erlang_b
from resource_dir.gaps.queues.stays import ExponentialStay, FixedStay, Stay, SurvivalStay


@dataclass(frozen=True, slots=True)
class OfferedLoad:
    """m(t) in erlangs, of the shape of the rates: where each step begins, and its mean over it."""

    at_start: Floats
    mean: Floats


@dataclass(frozen=True, slots=True)
class TurnAway:
    """What a unit's week is like.

    `load` mean m of each step, of those who come while intake is open (..., H); `by_hour` share
    turned away of those who come then (..., H); `average` over all who come (...), NaN where nobody
    does.
    """

    load: Floats
    by_hour: Floats
    average: Floats


def offered_load(rate: ArrayLike, stay: Stay, *, step_hours: float = 1.0) -> OfferedLoad:
    """m(t) for rates (..., H) an hour, constant in each of H steps of a period that repeats.

    `stay.mean_hours` is one number or has the leading axes of the rates. Exact for constant steps:
    for exponential stays by m' = λ - m/S, else by cyclic convolution with the second difference of
    K (`stays`), since the mean over a step of what came k steps before is
    [K((k+1)δ) - 2K(kδ) + K((k-1)δ)]/δ.
    """
    lam, step = at_least_zero(rate, "rate"), float(above_zero(step_hours, "step_hours"))
    if lam.ndim == 0 or lam.shape[-1] == 0:
        raise BadInput("%(name)s has no hours.", field="rate", name="rate")
    try:
        np.broadcast_shapes(lam.shape[:-1], stay.mean_hours.shape)
    except ValueError as mismatch:
        raise BadInput("stay_hours needs one stay for each rate.", field="stay_hours") from mismatch
    if isinstance(stay, ExponentialStay):
        return _exponential(lam, stay.mean_hours[..., None], step)
    return _convolved(lam, stay, step)


def turn_away(
    rate: ArrayLike,
    stay: Stay,
    units: ArrayLike,
    *,
    is_open: NDArray[np.bool_] | None = None,
    step_hours: float = 1.0,
) -> TurnAway:
    """Share turned away at each hour, and on average, by the modified offered load.

    rate (..., H); `units` c, a number or (..., H), fractions allowed; `is_open` (H,) or (..., H):
    when people are taken in (None: always).
    """
    lam, c = at_least_zero(rate, "rate"), at_least_zero(units, "units")
    opened = np.ones(lam.shape[-1:], bool) if is_open is None else np.asarray(is_open, bool)
    alike(rate=lam, units=c, is_open=opened)
    load = offered_load(lam * opened, stay, step_hours=step_hours).mean
    by_hour = np.where(opened, erlang_b(c, load), 1.0)
    return TurnAway(load, by_hour, _average(lam, by_hour))


def average_turn_away(rate: ArrayLike, by_hour: ArrayLike) -> Floats:
    """Σ λ(t)B(t) / Σ λ(t) over the last axis; NaN where nobody comes."""
    lam, turned = alike(rate=at_least_zero(rate, "rate"), by_hour=shares(by_hour, "by_hour"))
    return _average(lam, turned)


def _average(lam: Floats, turned: Floats) -> Floats:
    refused, come = (lam * turned).sum(axis=-1), lam.sum(axis=-1)
    nobody = np.full(np.broadcast_shapes(refused.shape, come.shape), np.nan)
    return np.asarray(np.divide(refused, come, out=nobody, where=come > 0))


def damping(stay_hours: ArrayLike, *, period_hours: float = 24.0) -> Floats:
    """How much of a sinusoid's relative swing is left in m(t) for exponential stays.

    1/√(1 + (2πS/period)²); Eick, Massey & Whitt 1993, (15).
    """
    turn = 2 * np.pi * above_zero(stay_hours, "stay_hours") / above_zero(period_hours, "period")
    return np.asarray(1 / np.sqrt(1 + turn**2))


def _exponential(lam: Floats, stay: Floats, step: float) -> OfferedLoad:
    """m after a step is m·q + λS(1-q), q = e^{-δ/S}: once round from 0, then what is left of that.

    A period adds y to what it began with times q^H, so the steady one begins with y/(1 - q^H).
    """
    left, gone = np.exp(-step / stay), -np.expm1(-step / stay)
    goal = lam * stay  # where m would go if λ stayed as it is
    hours = goal.shape[-1]
    filled = np.zeros((*goal.shape[:-1], hours + 1))
    for h in range(hours):
        filled[..., h + 1] = filled[..., h] * left[..., 0] + goal[..., h] * gone[..., 0]
    begun = filled[..., -1:] / -np.expm1(-hours * step / stay)
    at_start = filled[..., :-1] + begun * np.exp(-np.arange(hours) * step / stay)
    return OfferedLoad(at_start, goal + (at_start - goal) * (stay * gone / step))


def _convolved(lam: Floats, stay: FixedStay | SurvivalStay, step: float) -> OfferedLoad:
    """λ of the steps before, weighted with how many of their people are still there.

    Of a fixed stay whole periods hold whoever came in one of them, each; only the rest is summed,
    so that a stay of many years takes no more room than one of a day.
    """
    if isinstance(stay, FixedStay):
        period = lam.shape[-1] * step
        whole = np.floor(stay.mean_hours / period)
        if whole.any():
            always = (whole * lam.sum(axis=-1) * step)[..., None]
            rest = _convolved(lam, FixedStay(stay.mean_hours - whole * period), step)
            return OfferedLoad(rest.at_start + always, rest.mean + always)
    steps = int(np.ceil(stay.longest_hours / step)) + 1
    x = np.arange(steps + 1, dtype=np.float64) * step
    still_there = np.diff(stay.once_integrated(x), axis=-1)
    rising = np.diff(stay.twice_integrated(x), axis=-1, prepend=0.0) / step
    at_start = _cyclic(np.roll(lam, 1, axis=-1), still_there)
    return OfferedLoad(at_start, _cyclic(lam, np.diff(rising, axis=-1)))


def _cyclic(lam: Floats, kernel: Floats) -> Floats:
    """Σ_k kernel[k]·λ[h-k], the hours taken round; negative only by rounding, so never negative."""
    hours = lam.shape[-1]
    missing = -kernel.shape[-1] % hours
    padded = np.pad(kernel, [(0, 0)] * (kernel.ndim - 1) + [(0, missing)])
    once_round = padded.reshape(*kernel.shape[:-1], padded.shape[-1] // hours, hours).sum(axis=-2)
    product = np.fft.rfft(lam) * np.fft.rfft(once_round)
    return np.maximum(np.fft.irfft(product, n=hours), 0.0)
