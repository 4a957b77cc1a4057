"""The catchments beside a slow, plain working-out of the same formulas, hour by hour."""

import numpy as np
import pytest

from resource_dir.gaps.assumptions import DEFAULTS
from resource_dir.gaps.demand.demand import HOURS, Demand
from resource_dir.gaps.supply import OPEN, Supply
from resource_dir.gaps.table.building import analyse
from tests.gaps.counties import ALWAYS, BY_DAY, demand_by_hour, supply_of, unit
from tests.gaps.plain_weeks import plain_week

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

    groups = [(k, area) for k in range(2) for area in range(3)]
    weights = np.array(
        [
            [supply.minutes[area, j] <= REACH and j in serves[NEEDS[k]] for j in range(4)]
            for k, area in groups
        ],
        dtype=float,
    )
    plain = plain_week(
        np.array([[people(k, area, hour) for hour in range(HOURS)] for k, area in groups]),
        weights,
        [unit.staffed or 0.0 for unit in supply.units],
        np.array([DEFAULTS[NEEDS[k]].stay_hours.value for k, _ in groups]),
        np.array([unit.intake == OPEN for unit in supply.units]),
    )

    analysis = analyse(demand, supply, DEFAULTS)

    for source in range(len(analysis.sources.need)):
        k, area = int(analysis.sources.need[source]), int(analysis.sources.area[source])
        for hour in range(0, HOURS, 5):
            is_open = usable(NEEDS[k], area, hour)
            expected = 1 - plain[groups.index((k, area)), hour] if is_open else 0.0
            assert analysis.covered.covered[source, hour] == pytest.approx(expected, abs=0.02)


def test_areas_that_share_all_houses_meet_one_pooled_house() -> None:
    demand = demand_by_hour(("crisis_receiving",), np.full((1, 2, HOURS), 0.3))
    houses = supply_of(
        [unit(1, "crisis_receiving", 4), unit(2, "crisis_receiving", 3)], [[9, 9]] * 2
    )
    assumed = DEFAULTS["crisis_receiving"]

    analysis = analyse(demand, houses, DEFAULTS)

    load = 0.6 * assumed.facility_share.value * assumed.stay_hours.value
    assert analysis.covered.covered == pytest.approx(1 - _erlang(7, load), abs=1e-3)


def test_a_house_of_two_needs_is_loaded_by_both() -> None:
    alone = demand_by_hour(("crisis_receiving",), np.full((1, 1, HOURS), 0.3))
    both = demand_by_hour(NEEDS, np.full((2, 1, HOURS), 0.3))
    house = supply_of([unit(1, "crisis_receiving", 5, needs=NEEDS)], [[9]])

    lonely, shared = (analyse(each, house, DEFAULTS) for each in (alone, both))

    assert shared.covered.covered.max() < lonely.covered.covered.min()
    assert shared.covered.covered[0] == pytest.approx(shared.covered.covered[1])
