"""Which input moves a gap most: each alone from its low to its high end, all others at theirs.

The ends are the 10th and the 90th percentile of the draws of `inputs`. What a row misses a day

    missed = 24 · people an hour · max(uncovered - target, 0)

is worked out at both. Rates, shares and stays move in all areas at once, since houses are shared.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from resource_dir.gaps.assumptions import NeedAssumptions
from resource_dir.gaps.demand.demand import Demand, Floats
from resource_dir.gaps.supply import Supply
from resource_dir.gaps.table.building import analyse, try_draws
from resource_dir.gaps.table.inputs import INPUTS, Draws, draw_inputs, neutral

ENDS = (0.1, 0.9)
DRAWS = 200  # to read the ends off; they are ends of one input, not of the answer
SEED = 20210301


@dataclass(frozen=True, slots=True)
class Moved:
    """What is missed a day with one input (of inputs.INPUTS) at its low and at its high end."""

    name: str
    at_low: float
    at_high: float


def swings_of(
    demand: Demand,
    supply: Supply,
    assumed: Mapping[str, NeedAssumptions],
    *,
    need: str,
    area: str | None,
) -> tuple[float, tuple[Moved, ...]]:
    """What is missed a day with every input at its middle, and with each moved alone.

    `area` None: over all areas.
    """
    analysis = analyse(demand, supply, assumed)
    tried = try_draws(analysis, _moved(demand, supply, assumed))
    k = demand.needs.index(need)
    areas = {a for a, each in enumerate(demand.areas) if area is None or each.id == area}
    rows = [
        number
        for number, (at, a) in enumerate(zip(analysis.rows.need, analysis.rows.area, strict=True))
        if at == k and a in areas
    ]
    missed = tried.missed_per_day[:, rows].sum(axis=1)
    moved = tuple(
        Moved(name, float(missed[1 + 2 * number]), float(missed[2 + 2 * number]))
        for number, name in enumerate(INPUTS)
    )
    return float(missed[0]), moved


def _moved(demand: Demand, supply: Supply, assumed: Mapping[str, NeedAssumptions]) -> Draws:
    """One draw with all at the middle, then two for each input."""
    drawn = draw_inputs(demand, supply, assumed, draws=DRAWS, seed=SEED)
    draws = neutral(demand, supply, 1 + 2 * len(INPUTS))
    for number, name in enumerate(INPUTS):
        values: Floats = getattr(draws, name).copy()
        low, high = np.quantile(getattr(drawn, name), ENDS, axis=0)
        values[1 + 2 * number], values[2 + 2 * number] = low, high
        draws = replace(draws, **{name: values})
    return draws
