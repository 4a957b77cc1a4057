"""How sure a count, a weighted sum or a rate is.

Symbols: n events counted (calls), T exposure (hours really observed), α = 1 - level, χ²(q; d) the
q-quantile of chi-square with d degrees of freedom, Γ(q; a) that of the gamma distribution with
shape a and scale 1. A rate is n/T, in calls an hour of that hour of the week.

Every function takes arrays and answers (low, high) of their broadcast shape. Errors: NaN, infinite
or negative counts, no exposure, a level outside 0..1: BadInput naming the figure.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from resource_dir.errors import BadInput
from resource_dir.gaps.checks import Floats, above_zero, at_least_zero, finite, level_of


class Limits(NamedTuple):
    """Lower and upper limit, in the unit of what they are limits of."""

    low: Floats
    high: Floats


def garwood(counts: ArrayLike, exposure: ArrayLike = 1.0, *, level: float = 0.95) -> Limits:
    """Exact Poisson interval of a rate: [χ²(α/2; 2n)/2T, χ²(1-α/2; 2n+2)/2T]; low is 0 for n = 0.

    F. Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936) 437-442. Holds
    the true rate in at least `level` of all samples. `counts` may be fractions (a weighted count);
    then the limits are those of the gamma distribution, and exact no more.
    """
    n, t = at_least_zero(counts, "counts"), above_zero(exposure, "exposure")
    half = (1 - level_of(level)) / 2
    return Limits(_gamma(n, half) / t, _gamma_above(n + 1, half) / t)


def jeffreys(counts: ArrayLike, exposure: ArrayLike = 1.0, *, level: float = 0.95) -> Limits:
    """Equal-tailed posterior interval of a rate under Jeffreys' prior: Γ(·; n+½)/T; low is 0 at 0.

    L. D. Brown, T. T. Cai, A. DasGupta, "Interval estimation in exponential families", Statistica
    Sinica 13 (2003) 19-49. Narrower than Garwood's: holds the rate in `level` on average.
    """
    n, t = at_least_zero(counts, "counts"), above_zero(exposure, "exposure")
    half = (1 - level_of(level)) / 2
    low = np.where(n > 0, _gamma(n + 0.5, half), 0.0)
    return Limits(low / t, _gamma_above(n + 0.5, half) / t)


def fay_feuer(
    value: ArrayLike, variance: ArrayLike, heaviest: ArrayLike, *, level: float = 0.95
) -> Limits:
    """Gamma interval of a weighted sum of Poisson counts, y = Σ w_i n_i.

    M. P. Fay, E. J. Feuer, "Confidence intervals for directly standardized rates: a method based on
    the gamma distribution", Statistics in Medicine 16 (1997) 791-801. With v = Σ w_i² n_i
    (`variance`) and w = max w_i (`heaviest`):

        low  = (v/2y)·χ²(α/2; 2y²/v),                   0 for y = 0
        high = ((v + w²)/2(y + w))·χ²(1-α/2; 2(y + w)²/(v + w²))

    With all weights equal it is Garwood's interval times the weight. `heaviest` is what one more
    call may add, so it is above 0 also where none was counted; only where no call type leads to
    the need it is 0, and the limits are 0 and 0.
    """
    y, v, w = np.broadcast_arrays(
        at_least_zero(value, "value"),
        at_least_zero(variance, "variance"),
        at_least_zero(heaviest, "heaviest"),
    )
    if ((v == 0) != (y == 0)).any() or ((y > 0) & (w == 0)).any():
        raise BadInput(
            "variance and heaviest must be above 0 where value is, and variance 0 where it is 0.",
            field="variance",
        )
    half = (1 - level_of(level)) / 2
    low = _scaled(y, v, lambda shape: _gamma(shape, half))
    high = _scaled(y + w, v + w * w, lambda shape: _gamma_above(shape, half))
    return Limits(low, high)


def dispersion(counts: ArrayLike, expected: ArrayLike, *, fitted: int = 1) -> Floats:
    """φ = Σ (n - μ)²/μ / (cells - fitted) over the last axis: Pearson χ² by its degrees of freedom.

    1 for Poisson counts, above it where calls come in clusters (McCullagh & Nelder 1989, §6.2.3).
    `expected` μ in the same unit as `counts`; `fitted` how many figures μ was fitted with. Cells
    with μ = 0 say nothing and are left out (one with counts all the same is refused). 1 where no
    degree of freedom is left.
    """
    n, mu = np.broadcast_arrays(
        at_least_zero(counts, "counts"), at_least_zero(expected, "expected")
    )
    if ((mu == 0) & (n > 0)).any():
        raise BadInput("expected is 0 where something was counted.", field="expected")
    chi2 = np.divide((n - mu) ** 2, mu, out=np.zeros(n.shape), where=mu > 0).sum(axis=-1)
    freedom = (mu > 0).sum(axis=-1) - fitted
    return np.where(freedom > 0, chi2 / np.maximum(freedom, 1), 1.0)


def widened(value: ArrayLike, limits: Limits, phi: ArrayLike) -> Limits:
    """Limits moved away from the value by √max(φ, 1), as a quasi-Poisson standard error is.

    Never narrowed: fewer clusters than chance gives are chance. Low stays at 0 or above.
    """
    y, wider = finite(value, "value"), np.sqrt(np.maximum(at_least_zero(phi, "dispersion"), 1.0))
    low = np.maximum(y - (y - limits.low) * wider, 0.0)
    return Limits(low, y + (limits.high - y) * wider)


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Rates drawn towards their common mean, their limits, and the share kept of each own rate."""

    rate: Floats
    limits: Limits
    kept: Floats


def shrunk_rates(counts: ArrayLike, exposure: ArrayLike, *, level: float = 0.95) -> Shrunk:
    """Gamma-Poisson shrinkage of the cells of the last axis to the rate of all of them together.

    For the 168 hours of one need in one area. With m = Σn/ΣT and the variance between cells
    s² = Σ T(n/T - m)²/ΣT - m/T̄ (moments; R. J. Marshall, "Mapping disease and mortality rates using
    empirical Bayes estimators", Applied Statistics 40 (1991) 283-294), the prior is
    Gamma(k, rate k/m), k = m²/s² but at most Σn: the mean knows no more than it was counted from.

        rate = (n + k)/(T + k/m),   limits = Γ(α/2, 1-α/2; n + k)/(T + k/m),   kept = T/(T + k/m)

    An hour that was never observed (T = 0, no counts) has the mean. Nothing counted at all: rates 0
    with Garwood's upper limit of the whole. For weighted sums give n = y²/v and T = y/v.
    """
    n, t = np.broadcast_arrays(at_least_zero(counts, "counts"), at_least_zero(exposure, "exposure"))
    total, observed = n.sum(axis=-1, keepdims=True), t.sum(axis=-1, keepdims=True)
    if (observed <= 0).any() or ((t == 0) & (n > 0)).any():
        raise BadInput("exposure is 0: nothing was observed there.", field="exposure")
    half = (1 - level_of(level)) / 2
    own, against = _posterior(n, t)
    some = total > 0
    low = _gamma(own, half) / against
    high = _gamma_above(np.where(some, own, 1.0), half) / against
    return Shrunk(own / against, Limits(low, high), np.where(some, t / against, 0.0))


def posterior_rates(counts: ArrayLike, exposure: ArrayLike) -> tuple[Floats, Floats]:
    """The rates of `shrunk_rates` and the share kept of each, without limits: a county has
    millions of hours. Every exposure has to be above 0."""
    n, t = np.broadcast_arrays(at_least_zero(counts, "counts"), above_zero(exposure, "exposure"))
    own, against = _posterior(n, t)
    return own / against, np.where(own.sum(axis=-1, keepdims=True) > 0, t / against, 0.0)


def _posterior(n: Floats, t: Floats) -> tuple[Floats, Floats]:
    """n + k and T + k/m; 0 and all that was observed where nothing was counted."""
    total, observed = n.sum(axis=-1, keepdims=True), t.sum(axis=-1, keepdims=True)
    mean, shape, some = total / observed, _prior_shape(n, t), total > 0
    prior = np.divide(shape, mean, out=np.zeros_like(mean), where=some)
    return np.where(some, n + shape, 0.0), np.where(some, t + prior, observed)


def _prior_shape(n: Floats, t: Floats) -> Floats:
    """k = m²/s², at most Σn, which it is too where no variance between cells is seen."""
    total, observed = n.sum(axis=-1, keepdims=True), t.sum(axis=-1, keepdims=True)
    mean = total / observed
    own = np.divide(n, t, out=np.zeros(n.shape), where=t > 0)
    seen = (t * (own - mean) ** 2).sum(axis=-1, keepdims=True) / observed
    cells = (t > 0).sum(axis=-1, keepdims=True)
    between = seen - mean * cells / observed
    some = between > 0
    shape = np.divide(mean**2, between, out=np.full(mean.shape, np.inf), where=some)
    return np.asarray(np.minimum(shape, total))


def _scaled(y: Floats, v: Floats, quantile: Callable[[Floats], Floats]) -> Floats:
    """(v/y) times a gamma quantile of shape y²/v; 0 where y is 0."""
    some = y > 0
    ratio = np.divide(v, y, out=np.zeros(y.shape), where=some)
    shape = np.divide(y, ratio, out=np.zeros(y.shape), where=some)
    return np.where(some, ratio * quantile(shape), 0.0)


def _gamma(shape: Floats, below: float) -> Floats:
    """The quantile with the share `below` under it, of the gamma distribution; 0 for shape 0."""
    safe = np.where(shape > 0, shape, 1.0)
    return np.where(shape > 0, special.gammaincinv(safe, below), 0.0)


def _gamma_above(shape: Floats, above: float) -> Floats:
    """The quantile with the share `above` over it; 0 for shape 0."""
    safe = np.where(shape > 0, shape, 1.0)
    return np.where(shape > 0, special.gammainccinv(safe, above), 0.0)
