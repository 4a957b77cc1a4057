"""How much less a place counts that is further away: weights of a travel cost (minutes or km).

Each returns a function from costs to weights of 0 or more; an infinite cost weighs 0. Errors: a
negative cost or weight, no steps, a width of 0: BadInput naming the figure.
"""

from collections.abc import Callable, Mapping

import numpy as np

from resource_dir.errors import BadInput
from resource_dir.gaps.checks import Floats, above_zero, at_least_zero

Weight = Callable[[Floats], Floats]


def step_weight(steps: Mapping[float, float]) -> Weight:
    """{10: 1, 30: .68, 60: .22}: the weight of the first limit that is not exceeded, 0 beyond all.

    E2SFCA's: W. Luo, Y. Qi, "An enhanced two-step floating catchment area (E2SFCA) method", Health
    & Place 15 (2009) 1100-1107. Limits are part of their step.
    """
    if not steps:
        raise BadInput("Give at least one step: a limit and its weight.", field="steps")
    limits = at_least_zero(sorted(steps), "steps")
    weights = np.append(at_least_zero([steps[limit] for limit in sorted(steps)], "steps"), 0.0)
    return lambda cost: np.asarray(weights[np.searchsorted(limits, cost, side="left")])


def gravity_weight(scale: float = 1.0, power: float = -1.0, *, at_least: float = 0.0) -> Weight:
    """(max(cost, at_least)/scale)^power; `power` is negative, `at_least` keeps cost 0 finite."""
    width, nearest = float(above_zero(scale, "scale")), float(at_least_zero(at_least, "at_least"))
    if not power < 0:
        raise BadInput("power must be below 0: what is far counts less.", field="power")

    def weight(cost: Floats) -> Floats:
        near = np.maximum(cost, nearest)
        if (near == 0).any():
            raise BadInput("A cost of 0 weighs without end: set at_least.", field="cost")
        return np.asarray((near / width) ** power)

    return weight


def gaussian_weight(width: float) -> Weight:
    """e^{-cost²/2σ²}, 1 at no cost; `width` σ in the unit of the cost."""
    sigma = float(above_zero(width, "width"))
    return lambda cost: np.asarray(np.exp(-(cost**2) / (2 * sigma**2)))
