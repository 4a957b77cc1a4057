"""The slow, obvious queues: one person after the other, drawn by chance.

Shares nothing with the product. People come at random (Poisson, thinned from the highest rate),
try the units in reach of them in an order that is drawn, and leave after a stay, or go away.
"""

import heapq
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

HOURS = 168
Floats = NDArray[np.float64]
Stay = Callable[[np.random.Generator, int], Floats]


@dataclass(frozen=True)
class World:
    """rate (A, 168) people an hour; weights (A, J); capacity (J,); is_open (J, 168); stays."""

    rate: Floats
    weights: Floats
    capacity: Sequence[int]
    stay: Stay
    is_open: NDArray[np.bool_]


def exponential(mean: float) -> Stay:
    return lambda draw, count: draw.exponential(mean, count)


def deterministic(mean: float) -> Stay:
    return lambda draw, count: np.full(count, mean)


def lognormal(mean: float, spread: float) -> Stay:
    """`spread` is the standard deviation of ln(stay)."""
    return lambda draw, count: draw.lognormal(math.log(mean) - spread**2 / 2, spread, count)


def arrivals(world: World, draw: np.random.Generator, weeks: int) -> tuple[Floats, NDArray]:
    """(hour since the start, area) of everybody who comes, in order."""
    peak = world.rate.max(axis=1)
    times, areas = [], []
    for area, highest in enumerate(peak):
        count = draw.poisson(highest * weeks * HOURS)
        at = draw.uniform(0, weeks * HOURS, count)
        kept = at[draw.uniform(0, highest, count) < world.rate[area][at.astype(int) % HOURS]]
        times.append(kept)
        areas.append(np.full(kept.size, area))
    at, area = np.concatenate(times), np.concatenate(areas)
    order = np.argsort(at)
    return at[order], area[order]


def one_run(world: World, seed: int, *, weeks: int, warm_up: int) -> tuple[Floats, Floats]:
    """(came, turned away) by area and hour of the week, (A, 168), after the warm-up weeks."""
    draw = np.random.default_rng(seed)
    at, area = arrivals(world, draw, weeks)
    stays = world.stay(draw, at.size)
    orders = preferences(world, draw, area)
    free, leaving = list(world.capacity), []
    came, refused = np.zeros(world.rate.shape), np.zeros(world.rate.shape)
    for who, now in enumerate(at):
        while leaving and leaving[0][0] <= now:
            free[heapq.heappop(leaving)[1]] += 1
        hour = int(now) % HOURS
        choices = [j for j in orders[who] if world.is_open[j, hour]]
        unit = next((j for j in choices if free[j] > 0), None)
        if unit is not None:
            free[unit] -= 1
            heapq.heappush(leaving, (now + stays[who], unit))
        if now >= warm_up * HOURS:
            came[area[who], hour] += 1
            refused[area[who], hour] += unit is None
    return came, refused


def preferences(world: World, draw: np.random.Generator, area: NDArray) -> list[list[int]]:
    """For each person the units in reach: first by chance as w·c says, and so on without it."""
    pull = world.weights * np.asarray(world.capacity)
    reach = [np.flatnonzero(row > 0) for row in pull]
    clocks = draw.exponential(1.0, (area.size, pull.shape[1]))
    return [
        [int(j) for j in reach[a][np.argsort(clocks[i, reach[a]] / pull[a, reach[a]])]]
        for i, a in enumerate(area)
    ]


def runs(
    world: World, *, count: int, weeks: int, warm_up: int = 4, seed: int = 1
) -> tuple[Floats, Floats]:
    """`count` independent runs: came and turned away, (count, A, 168) each."""
    pairs = [one_run(world, seed * 1_000 + n, weeks=weeks, warm_up=warm_up) for n in range(count)]
    return np.stack([pair[0] for pair in pairs]), np.stack([pair[1] for pair in pairs])


def mean_and_half_width(values: Floats, *, level: float = 0.99) -> tuple[Floats, Floats]:
    """Mean over runs (first axis) and half the width of its Student t interval."""
    count = values.shape[0]
    error = values.std(axis=0, ddof=1) / math.sqrt(count)
    return values.mean(axis=0), error * student.ppf((1 + level) / 2, count - 1)


def always(units: int) -> NDArray[np.bool_]:
    """Open at all hours."""
    return np.ones((units, HOURS), dtype=np.bool_)
