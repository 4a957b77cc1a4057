"""Hours of the week of small areas: drawn towards their own week, its total kept.

An area with forty calls a year for a need has none at most of the 168 hours, and two at one of
them; that one is chance more than habit. With W(h) weighted calls, T(h) hours observed and
e = φ ΣQ/ΣW, what one call weighs (wider where calls come in clusters), the counts n = W/e shrink as
`intervals.shrunk_rates` says to the rate of the whole week of that area and need, and

    λ'(h) = (n(h) + k)/(T(h) + k/m) · e · s,   s such that Σ_h λ'(h) = Σ_h W(h)/T(h)

So no figure of a whole week moves, only where in the week it lies. An hour that was never observed
stays without demand, as in the plain rates.
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
    total, spread = weight[..., seen].sum(axis=-1), square[..., seen].sum(axis=-1)
    each = np.divide(spread, total, out=np.ones_like(total), where=total > 0)
    each = each * np.maximum(phi, 1.0)
    rates, kept = posterior_rates(weight[..., seen] / each[..., None], hours[seen])
    shrunk = np.zeros_like(raw)
    shrunk[..., seen] = rates
    wanted, have = raw.sum(axis=-1, keepdims=True), shrunk.sum(axis=-1, keepdims=True)
    shrunk *= np.divide(wanted, have, out=np.zeros_like(wanted), where=have > 0)
    return HourlyRates(raw, shrunk, kept.mean(axis=-1))
