"""The rational agent access model: people choose the place that costs least, crowds included.

Symbols: P_a demand, S_j supply, d_aj travel cost (minutes), τ (`tau`) how many minutes are as bad
as a crowd of the mean size, ρ = ΣP/ΣS the mean crowd, x_aj people of a who go to j.

    cost_aj = d_aj/τ + Σ_a x_aj / (ρ·S_j),    RAAM_a = Σ_j x_aj·cost_aj / P_a

People move from their dearest place to their cheapest until nobody gains; low is good. J. Saxon,
D. Snow, "A rational agent model for the spatial accessibility of primary health care", Annals of
the American Association of Geographers 110 (2020) 205-222. The schedule of moves, and with `grain`
1 its result to the last digit, is that of pysal's `access` 1.1.10.

Errors: NaN, negative figures, no demand or supply at all, shapes that don't fit: BadInput naming
the figure.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from resource_dir.errors import BadInput
from resource_dir.gaps.access.fca import checked
from resource_dir.gaps.checks import Floats, above_zero, at_least_zero

CYCLES = 150
FIRST_STEP = 0.2  # of an area's demand may move in the first cycle
LEAST_STEP = 0.005
HALF_LIFE = 50  # cycles in which the step halves
CALM_CYCLES = 20  # at first everybody makes for the same place: no more than it holds may move


def raam(
    demand: ArrayLike,
    supply: ArrayLike,
    cost: ArrayLike,
    *,
    tau: float = 60.0,
    rho: float | None = None,
    grain: float = 0.0,
) -> Floats:
    """RAAM_a (A,), in crowds of the mean size. Infinite where no place has a way and supply.

    `grain`: people move in multiples of it. 0 (any share of them) is right for weighted demand; 1
    (whole people) is the published method. An area without demand has the cost its first person
    would meet.
    """
    people, places, way = checked(demand, supply, cost)
    minutes, size = float(above_zero(tau, "tau")), float(at_least_zero(grain, "grain"))
    if people.sum() <= 0 or places.sum() <= 0:
        raise BadInput("There is no demand or no supply at all.", field="demand")
    crowd = people.sum() / places.sum() if rho is None else float(above_zero(rho, "rho"))
    offers = places > 0
    travel = way[:, offers] / minutes
    served = np.isfinite(travel).any(axis=1)
    answer = np.full(people.shape, np.inf)
    answer[served] = _settled(people[served], places[offers] * crowd, travel[served], size)
    return answer


def _settled(people: Floats, room: Floats, travel: Floats, grain: float) -> Floats:
    """Mean cost of each area after all cycles; `room` ρS_j, `travel` d/τ."""
    rows = np.arange(people.size)
    going = np.zeros(travel.shape)
    going[rows, travel.argmin(axis=1)] = people
    total = travel
    for cycle in range(CYCLES):
        total = travel + going.sum(axis=0) / room
        dearest = np.where(going > 0, total, -np.inf).argmax(axis=1)
        cheapest = total.argmin(axis=1)
        moved = _gain(going, room, travel, dearest, cheapest)
        step = max(FIRST_STEP * 0.5 ** (cycle / HALF_LIFE), LEAST_STEP)
        moved = _whole(np.minimum(moved, step * people), grain, _down)
        if cycle < CALM_CYCLES:
            arriving = np.bincount(cheapest, weights=moved, minlength=room.size) / room
            moved = _whole(moved / np.maximum(arriving, 1)[cheapest], grain, _nearest)
        going[rows, cheapest] += moved
        going[rows, dearest] -= moved
    spent = (np.where(going > 0, total, 0.0) * going).sum(axis=1)
    first = total.min(axis=1)
    return np.asarray(np.divide(spent, people, out=first, where=people > 0))


def _gain(
    going: Floats,
    room: Floats,
    travel: Floats,
    dearest: NDArray[np.intp],
    cheapest: NDArray[np.intp],
) -> Floats:
    """How many of each area would have to move for both places to cost the same.

    With all others staying: s₁s₂/(s₁+s₂)·[t₂-t₁ + (own + others₂)/s₂ - others₁/s₁] of the area's
    people at both belong at the cheap place 1, where s is room, t travel, own the sum of its people
    at 1 and 2.
    """
    rows = np.arange(going.shape[0])
    here, there = going[rows, cheapest], going[rows, dearest]
    crowd = going.sum(axis=0)
    s1, s2 = room[cheapest], room[dearest]
    further = travel[rows, dearest] - travel[rows, cheapest]
    pressure = (here + crowd[dearest]) / s2 - (crowd[cheapest] - here) / s1
    belonging = s1 * s2 / (s1 + s2) * (further + pressure)
    moved = np.minimum(belonging - here, there)
    return np.where(dearest == cheapest, 0.0, moved)


def _whole(moved: Floats, grain: float, rounded: Callable[[Floats], Floats]) -> Floats:
    """As so many whole grains; unchanged where there is none."""
    return np.asarray(rounded(moved / grain) * grain) if grain > 0 else moved


def _down(grains: Floats) -> Floats:
    return np.trunc(grains)


def _nearest(grains: Floats) -> Floats:
    return np.round(grains)
