"""Which input moves a gap most, and who is in reach."""

import numpy as np
import pytest

from resource_dir.gaps.assumptions import Changed, Estimate, assumptions_with
from resource_dir.gaps.fixing.applying import County
from resource_dir.gaps.fixing.concerned import only_concerned
from resource_dir.gaps.table.building import build_gap_table
from resource_dir.gaps.table.reaching import OUT_OF_REACH_SHOWN, units_for
from resource_dir.gaps.table.swings import swings_of
from tests.gaps.counties import demand_of, supply_of, unit

NEED = "sobering_center"


def test_a_longer_stay_and_more_calls_miss_more_people() -> None:
    demand, supply = demand_of({NEED: [9.0]}), supply_of([unit(1, NEED, 2.0)], [[10.0]])

    base, moved = swings_of(demand, supply, assumptions_with(), need=NEED, area="beats:0")

    by_name = {each.name: each for each in moved}
    assert by_name["stay"].at_low < base < by_name["stay"].at_high
    assert by_name["rate"].at_low < base < by_name["rate"].at_high
    assert by_name["places"].at_low > by_name["places"].at_high


def test_an_input_that_is_certain_moves_nothing() -> None:
    demand, supply = demand_of({NEED: [9.0]}), supply_of([unit(1, NEED, 2.0)], [[10.0]])
    fixed = Changed(NEED, "stay_hours", Estimate(8.0, 8.0, 8.0, "counted"))

    base, moved = swings_of(demand, supply, assumptions_with([fixed]), need=NEED, area=None)

    stay = next(each for each in moved if each.name == "stay")
    assert stay.at_low == pytest.approx(base)
    assert stay.at_high == pytest.approx(base)


def test_the_middle_lies_in_the_band_of_the_table() -> None:
    demand, supply = demand_of({NEED: [9.0]}), supply_of([unit(1, NEED, 2.0)], [[10.0]])

    base, _ = swings_of(demand, supply, assumptions_with(), need=NEED, area=None)

    band = build_gap_table(demand, supply, assumptions_with()).rows[0].missed_per_day
    assert band.low80 < base < band.high80


def test_needs_that_share_no_house_change_nothing() -> None:
    supply = supply_of([unit(1, NEED, 2.0), unit(2, "emergency_shelter", 5.0)], [[10.0, 10.0]])
    whole = County(demand_of({NEED: [9.0], "emergency_shelter": [3.0]}), supply, assumptions_with())
    part = only_concerned(whole, [NEED])

    base, _ = swings_of(whole.demand, supply, whole.assumed, need=NEED, area=None)
    alone, _ = swings_of(part.demand, supply, part.assumed, need=NEED, area=None)

    assert part.demand.needs == (NEED,)
    assert alone == pytest.approx(base)


def test_units_in_reach_come_first_then_the_nearest_of_the_others() -> None:
    units = [unit(number, NEED, 1.0) for number in range(10)]
    minutes = [[90.0, 5.0, *(31.0 + number for number in range(7)), np.inf]]
    demand, supply = demand_of({NEED: [1.0]}), supply_of(units, minutes)

    found = units_for(demand, supply, assumptions_with()[NEED], "beats:0")

    assert [each.is_near for each in found] == [True] + [False] * OUT_OF_REACH_SHOWN
    assert found[0].minutes == 5.0
    assert [each.minutes for each in found[1:]] == [31.0, 32.0, 33.0, 34.0, 35.0]


def test_no_drive_is_told_to_a_unit_whose_place_is_withheld() -> None:
    """Neither to one that serves the area, nor to one that does not."""
    units = [unit(n, NEED, 1.0, latitude=None, longitude=None) for n in range(2)]
    demand, supply = demand_of({NEED: [1.0]}), supply_of(units, [[0.0, np.inf]])

    found = units_for(demand, supply, assumptions_with()[NEED], "beats:0")

    assert [(each.minutes, each.is_near) for each in found] == [(None, True), (None, False)]
