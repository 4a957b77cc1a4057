"""The week of overlapping units in loops: each order of trying, an hour in small steps.

Shares nothing with the product but Erlang's formula, which has tests of its own.
"""

from functools import lru_cache
from itertools import permutations

import numpy as np

from resource_dir.gaps.queues.erlang import erlang_b

HOURS, STEPS, WEEKS = 168, 4, 2


@lru_cache
def _curve(places: float) -> tuple[np.ndarray, np.ndarray]:
    load = np.geomspace(1e-4, 1e5, 20_000) * places
    turned = erlang_b(places, load)
    return load * (1 - turned), turned


def turned_away_by_people(places: float, people: float) -> float:
    """B of the load A with A·(1 - B(c, A)) = n."""
    return float(np.interp(people, *_curve(places))) if places > 0 else 1.0


def orders(p: list[float], reach: list[int]) -> list[tuple[float, tuple[int, ...]]]:
    """Each order of trying with its chance."""
    found = []
    for order in permutations(reach):
        chance, left = 1.0, sum(p[j] for j in reach)
        for j in order:
            chance *= p[j] / left
            left -= p[j]
        found.append((chance, order))
    return found


def tries(p: list[float], reach: list[int], full: list[float], refused: float) -> dict[int, float]:
    """Share who try each unit, so that who is taken and who is refused are everybody."""
    tried = dict.fromkeys(reach, 0.0)
    for chance, order in orders(p, reach):
        on = chance
        for j in order:
            tried[j] += on
            on *= full[j]
    taken = sum(tried[j] * (1 - full[j]) for j in reach)
    return {j: tried[j] * (1 - refused) / taken if taken > 1e-12 else 0.0 for j in reach}


def plain_week(
    rate: np.ndarray, weights: np.ndarray, places: list[float], stay: np.ndarray,
    is_open: np.ndarray,
) -> np.ndarray:  # fmt: skip
    """Turn-away (G, 168)."""
    groups, units = weights.shape
    people = np.zeros((groups, units))
    answer = np.zeros((groups, HOURS))
    for _week in range(WEEKS):
        for hour in range(HOURS):
            reach = [
                [
                    j
                    for j in range(units)
                    if weights[g, j] > 0 and places[j] > 0 and is_open[j, hour]
                ]
                for g in range(groups)
            ]
            theta = _shares(rate, weights, places, stay, is_open, hour, reach)
            total = np.zeros(groups)
            for _ in range(STEPS):
                there = people.sum(axis=0)
                full = [turned_away_by_people(places[j], there[j]) for j in range(units)]
                refused = [_refused(reach[g], full, places, there, theta[g]) for g in range(groups)]
                total += refused
                for g in range(groups):
                    p = [float(weights[g, j] * places[j]) for j in range(units)]
                    for j, share in tries(p, reach[g], full, refused[g]).items():
                        people[g, j] += rate[g, hour] * share * (1 - full[j]) / STEPS
                    people[g] *= np.exp(-1 / stay[g] / STEPS)
            answer[:, hour] = total / STEPS
    return answer


def _refused(
    reach: list[int], full: list[float], places: list[float], there: np.ndarray, theta: float
) -> float:
    apart = 1.0
    for j in reach:
        apart *= full[j]
    if len(reach) < 2:
        return apart
    pool = turned_away_by_people(sum(places[j] for j in reach), sum(there[j] for j in reach))
    return theta**2 * pool + (1 - theta**2) * apart


def _shares(
    rate: np.ndarray, weights: np.ndarray, places: list[float], stay: np.ndarray,
    is_open: np.ndarray, hour: int, reach: list[list[int]],
) -> list[float]:  # fmt: skip
    """θ of each, by mean loads of the hours with the same units open."""
    alike = (is_open == is_open[:, [hour]]).all(axis=0)
    load = rate[:, alike].mean(axis=1) * stay
    at = np.zeros(len(places))
    for g, units in enumerate(reach):
        total = sum(weights[g, j] * places[j] for j in units)
        for j in units:
            at[j] += load[g] * weights[g, j] * places[j] / total
    return [
        sum(load[b] for b, theirs in enumerate(reach) if theirs == units)
        / max(sum(at[j] for j in units), 1e-300)
        for units in reach
    ]
