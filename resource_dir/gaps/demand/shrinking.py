"""Hours of the week of small areas: drawn towards the usual week of the need, their total kept.

An area with forty calls a year for a need has none at most of the 168 hours, and two at one of
them; that one is chance more than habit. Its nights are likelier as busy as nights are elsewhere.
With W(h) weighted calls, T(h) hours observed and e = φ ΣQ/ΣW, what one call weighs (wider where
calls come in clusters), the counts n = W/e shrink as `intervals.shrunk_rates` says, twice:

    u(h)  the week of the need: counts of all areas together, shrunk to one rate; mean of 1
    λ'(h) = (n(h) + k)/(T(h) u(h) + k/m) · u(h) · e · s,   m = Σn / ΣTu

s is such that Σ_h λ'(h) = Σ_h W(h)/T(h), so no figure of a whole week moves, only where in the week
it lies. An hour that was never observed stays without demand, as in the plain rates.
"""

from dataclasses import dataclass

import numpy as np

from resource_dir.gaps.demand.demand import Floats
from resource_dir.gaps.demand.intervals import posterior_rates


@dataclass(frozen=True, slots=True)
class HourlyRates:
    """raw and shrunk (K, A, 168) calls an hour; kept (K, A) the mean share of each own rate."""

    raw: Floats
    shrunk: Floats
    kept: Floats


def hourly_rates(weight: Floats, square: Floats, hours: Floats, phi: Floats) -> HourlyRates:
    """Of one data set: W and Q (K, A, 168), T (168,), dispersion φ (K, A)."""
    seen = hours > 0
    raw = weight / np.where(seen, hours, np.inf)
    if not seen.any() or not weight.size:
        return HourlyRates(raw, raw.copy(), np.ones(weight.shape[:2]))
    own, spread = weight[..., seen], square[..., seen] * np.maximum(phi, 1.0)[..., None]
    usual = _usual_week(own, spread, hours[seen])
    each = _weight_of_a_call(own, spread)
    rates, kept = posterior_rates(own / each, hours[seen] * usual)
    shrunk = np.zeros_like(raw)
    shrunk[..., seen] = rates * usual
    wanted, have = raw.sum(axis=-1, keepdims=True), shrunk.sum(axis=-1, keepdims=True)
    shrunk *= np.divide(wanted, have, out=np.zeros_like(wanted), where=have > 0)
    return HourlyRates(raw, shrunk, kept.mean(axis=-1))


def _usual_week(weight: Floats, spread: Floats, hours: Floats) -> Floats:
    """u (K, 1, hours seen): how busy each hour is for the need over all areas; mean of 1."""
    together = weight.sum(axis=1, keepdims=True)
    each = _weight_of_a_call(together, spread.sum(axis=1, keepdims=True))
    rates, _ = posterior_rates(together / each, hours)
    mean = rates.mean(axis=-1, keepdims=True)
    usual: Floats = np.divide(rates, mean, out=np.ones_like(rates), where=mean > 0)
    return usual


def _weight_of_a_call(weight: Floats, spread: Floats) -> Floats:
    """e (…, 1): φ ΣQ/ΣW; 1 where nothing was counted."""
    total = weight.sum(axis=-1, keepdims=True)
    each: Floats = np.divide(
        spread.sum(axis=-1, keepdims=True), total, out=np.ones_like(total), where=total > 0
    )
    return each
