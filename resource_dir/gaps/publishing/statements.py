"""What else somebody may know of a table: a rate, a percentage, a sum published elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Place = tuple[int, int]
"""Row and column of a framed table; -1 is the totals."""


@dataclass(frozen=True, slots=True)
class Statement:
    """low <= sum of weights x counts <= high, over the whole framed table."""

    weights: NDArray[np.float64]
    low: float
    high: float


def sum_statement(shape: tuple[int, int], places: Sequence[Place], total: float) -> Statement:
    """These places together make `total`: as another publication of coarser areas would say."""
    return Statement(_weights(shape, places), total, total)


def rate_statement(
    shape: tuple[int, int],
    place: Place,
    rate: float,
    *,
    population: int,
    per: int = 1000,
    decimals: int = 1,
) -> Statement:
    """A rate n / population x per, rounded: n lies within half a step of it."""
    half = 0.5 * 10.0**-decimals
    return Statement(
        _weights(shape, [place]),
        (rate - half) * population / per,
        (rate + half) * population / per,
    )


def percent_statements(
    shape: tuple[int, int], part: Place, whole: Place, percent: float, *, decimals: int = 0
) -> tuple[Statement, Statement]:
    """A part of a whole, as a rounded percentage: (p-h) whole <= 100 part <= (p+h) whole."""
    half = 0.5 * 10.0**-decimals
    most, least = _weights(shape, [part]), _weights(shape, [part])
    most[whole] -= (percent + half) / 100
    least[whole] -= (percent - half) / 100
    return Statement(most, -np.inf, 0.0), Statement(least, 0.0, np.inf)


def _weights(shape: tuple[int, int], places: Sequence[Place]) -> NDArray[np.float64]:
    weights = np.zeros(shape)
    for place in places:
        weights[place] += 1.0
    return weights
