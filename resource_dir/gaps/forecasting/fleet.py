"""What all units share, by maximum likelihood: empirical Bayes for units with few reports."""

from collections.abc import Callable, Iterable, Sequence
from math import exp, lgamma, log

from resource_dir.gaps.forecasting.chain import STARTING_FLEET, Fleet, Switches

LEAST_UNITS = 20  # that were seen in that state; fewer say nothing about all the others
# A distribution of this weight or more, or of less, can't be told from the next by any data here.
LEAST_WEIGHT, MOST_WEIGHT = 0.1, 200.0
LEAST_MEAN, MOST_MEAN = 0.005, 0.995
FIRST_STEP, LAST_STEP = 1.0, 1e-4  # of the search, in logits and logarithms

Counts = Sequence[tuple[float, float]]  # (switches, reports) of each unit
Point = tuple[float, float]


def fit_fleet(units: Iterable[Switches], start: Fleet = STARTING_FLEET) -> Fleet:
    """The fleet that makes these counts likeliest; what too few units show stays as in `start`."""
    listed = list(units)
    to_free = [(unit.n_to_free, unit.n_full) for unit in listed if unit.n_full > 0]
    to_full = [(unit.n_to_full, unit.n_free) for unit in listed if unit.n_free > 0]
    free_mean, free_weight = fit_beta(to_free, (start.to_free, start.to_free_weight))
    full_mean, full_weight = fit_beta(to_full, (start.to_full, start.to_full_weight))
    return Fleet(free_mean, free_weight, full_mean, full_weight)


def fit_beta(counts: Counts, start: Point) -> Point:
    """Mean m and weight w of the beta distribution that the units' chances are drawn from.

    Maximises the beta-binomial likelihood (Skellam 1948, J. R. Stat. Soc. B 10)

        sum of log B(k + m w, n - k + (1 - m) w) - log B(m w, (1 - m) w)

    k switches in n reports. Discounted counts are not whole; B doesn't mind.
    """
    if len(counts) < LEAST_UNITS:
        return start
    at = log(start[0] / (1 - start[0])), log(start[1])
    logit, log_weight = _highest(lambda point: _likelihood(counts, *_bounded(point)), at)
    return _bounded((logit, log_weight))


def _bounded(point: Point) -> Point:
    mean = 1 / (1 + exp(-point[0]))
    weight = exp(min(point[1], log(MOST_WEIGHT)))
    return min(max(mean, LEAST_MEAN), MOST_MEAN), max(weight, LEAST_WEIGHT)


def _likelihood(counts: Counts, mean: float, weight: float) -> float:
    a, b = mean * weight, (1 - mean) * weight
    alone = lgamma(a) + lgamma(b) - lgamma(weight)
    return sum(lgamma(k + a) + lgamma(n - k + b) - lgamma(n + weight) - alone for k, n in counts)


def _highest(height: Callable[[Point], float], at: Point) -> Point:
    """Hooke and Jeeves' search (1961): a step in each direction, shorter where none goes up."""
    step, best = FIRST_STEP, height(at)
    while step > LAST_STEP:
        around = [
            (at[0] + x * step, at[1] + y * step) for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1))
        ]
        found, where = max((height(point), point) for point in around)
        if found > best:
            best, at = found, where
        else:
            step /= 2
    return at
