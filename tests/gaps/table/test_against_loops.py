"""The catchments beside a slow, plain working-out of the same formulas, hour by hour."""

import math

import numpy as np
import pytest

from resource_dir.gaps.assumptions import DEFAULTS
from resource_dir.gaps.demand.demand import HOURS, Demand
from resource_dir.gaps.supply import OPEN, Supply
from resource_dir.gaps.table.building import analyse
from tests.gaps.counties import ALWAYS, BY_DAY, demand_by_hour, supply_of, unit

NEEDS = ("crisis_receiving", "sobering_center")
REACH = 30.0


def _county() -> tuple[Demand, Supply]:
    random = np.random.default_rng(7)
    demand = demand_by_hour(NEEDS, random.gamma(2.0, 0.05, (2, 3, HOURS)))
    late = np.roll(BY_DAY, 10)
    units = [
        unit(1, "crisis_receiving", 5),
        unit(2, "crisis_receiving", 9, intake=BY_DAY),
        unit(3, "sobering_center", 4, needs=("sobering_center", "crisis_receiving"), intake=late),
        unit(4, "sobering_center", 7, intake=ALWAYS),
    ]
    minutes = [[5, 20, 10, 80], [25, 90, 15, 5], [90, 10, 70, 12]]
    return demand, supply_of(units, [[float(m) for m in row] for row in minutes])


def _erlang(places: float, load: float) -> float:
    blocked = 1.0
    for number in range(1, int(places) + 1):
        blocked = load * blocked / (number + load * blocked)
    return blocked


def _weekly_load(arrivals: list[float], stay: float) -> list[float]:
    """Mean load of each hour: many weeks of m' = λ - m/stay in small steps."""
    steps, load, weeks = 200, 0.0, 6
    means = [0.0] * HOURS
    for _ in range(weeks):
        for hour in range(HOURS):
            total = 0.0
            for _ in range(steps):
                step = (arrivals[hour] - load / stay) / steps
                total += load + step / 2
                load += step
            means[hour] = total / steps
    return means


def test_the_covered_share_agrees_with_loops_over_units_and_hours() -> None:
    demand, supply = _county()
    serves = {need: [j for j, u in enumerate(supply.units) if need in u.needs] for need in NEEDS}

    def usable(need: str, area: int, hour: int) -> list[int]:
        return [
            j
            for j in serves[need]
            if supply.minutes[area, j] <= REACH and supply.units[j].intake[hour] == OPEN
        ]

    def people(k: int, area: int, hour: int) -> float:
        return float(demand.rate[k, area, hour]) * DEFAULTS[NEEDS[k]].facility_share.value

    load = [[0.0] * HOURS for _ in supply.units]
    for k, need in enumerate(NEEDS):
        for j in serves[need]:
            arrivals = [0.0] * HOURS
            for hour in range(HOURS):
                for area in range(3):
                    these = usable(need, area, hour)
                    if j in these:
                        places = [supply.units[i].staffed or 0.0 for i in these]
                        part = (supply.units[j].staffed or 0.0) / math.fsum(places)
                        arrivals[hour] += people(k, area, hour) * part
            weekly = _weekly_load(arrivals, DEFAULTS[need].stay_hours.value)
            load[j] = [a + b for a, b in zip(load[j], weekly, strict=True)]

    analysis = analyse(demand, supply, DEFAULTS)

    for source in range(len(analysis.sources.need)):
        k, area = int(analysis.sources.need[source]), int(analysis.sources.area[source])
        for hour in range(0, HOURS, 5):
            these = usable(NEEDS[k], area, hour)
            pool = math.fsum(load[j][hour] for j in these)
            places = math.fsum(supply.units[j].staffed or 0.0 for j in these)
            expected = 1 - _erlang(places, pool) if these else 0.0
            assert analysis.covered.covered[source, hour] == pytest.approx(expected, abs=2e-4)


def test_areas_that_share_all_houses_meet_one_pooled_house() -> None:
    demand = demand_by_hour(("crisis_receiving",), np.full((1, 2, HOURS), 0.3))
    houses = supply_of(
        [unit(1, "crisis_receiving", 4), unit(2, "crisis_receiving", 3)], [[9, 9]] * 2
    )
    assumed = DEFAULTS["crisis_receiving"]

    analysis = analyse(demand, houses, DEFAULTS)

    load = 0.6 * assumed.facility_share.value * assumed.stay_hours.value
    assert analysis.covered.covered == pytest.approx(1 - _erlang(7, load), rel=1e-6)


def test_a_house_of_two_needs_is_loaded_by_both() -> None:
    alone = demand_by_hour(("crisis_receiving",), np.full((1, 1, HOURS), 0.3))
    both = demand_by_hour(NEEDS, np.full((2, 1, HOURS), 0.3))
    house = supply_of([unit(1, "crisis_receiving", 5, needs=NEEDS)], [[9]])

    lonely, shared = (analyse(each, house, DEFAULTS) for each in (alone, both))

    assert shared.covered.covered.max() < lonely.covered.covered.min()
    assert shared.covered.covered[0] == pytest.approx(shared.covered.covered[1])
