"""Five shades of one hue, told apart by lightness: by the colour-blind and on paper, too."""

from bisect import bisect_right
from math import ceil, floor, log10

SHADES = 5
SHARES = (0.2, 0.4, 0.6, 0.8)  # where the shade of a share changes


def shade(value: float, edges: tuple[float, ...] = SHARES) -> int:
    """Which of the five shades a value has; `edges` ascending."""
    return min(bisect_right(edges, value), SHADES - 1)


def edges_for(largest: float) -> tuple[float, ...]:
    """Four round edges for values from 0 to `largest`."""
    if largest <= 0:
        return (1.0, 2.0, 3.0, 4.0)
    step = round_up(largest / SHADES)
    return tuple(step * number for number in range(1, SHADES))


def round_up(value: float) -> float:
    """The next of 1, 2, 2.5, 5 times a power of ten: an axis that ends at a number one can say."""
    if value <= 0:
        return 1.0
    power = 10.0 ** floor(log10(value))
    return next(
        (step * power for step in (1, 2, 2.5, 5, 10) if value <= step * power * (1 + 1e-9)),
        ceil(value),
    )


def ticks(largest: float, *, at_most: int = 5) -> tuple[float, ...]:
    """Round numbers from 0 until `largest` is passed."""
    step = round_up(largest / at_most)
    number = ceil(largest / step - 1e-9) if largest > 0 else 1
    return tuple(step * each for each in range(number + 1))
