"""Bands, chances and ranks: what the draws say."""

from dataclasses import replace

import numpy as np
import pytest

from resource_dir.gaps.assumptions import DEFAULTS, Changed, Estimate, assumptions_with
from resource_dir.gaps.table.building import build_gap_table
from resource_dir.gaps.table.gap_table import GapTable
from tests.gaps.counties import demand_of, supply_of, unit

NEED = "crisis_receiving"


def _table(*, reviewed: bool = True, age_hours: float = 1.0, seed: int = 1) -> GapTable:
    demand = demand_of({NEED: [18.0], "sobering_center": [1.0]}, reviewed=reviewed)
    houses = [
        unit(1, NEED, 4, age_hours=age_hours),
        unit(2, "sobering_center", 20, age_hours=age_hours),
    ]
    return build_gap_table(demand, supply_of(houses, [[5.0, 5.0]]), DEFAULTS, seed=seed)


def test_the_same_inputs_give_the_same_table() -> None:
    first, second = _table(), _table()

    assert [row.missed_per_day for row in first.rows] == [row.missed_per_day for row in second.rows]
    assert first.rows[0].missed_per_day != _table(seed=2).rows[0].missed_per_day


def test_a_certain_gap_is_first_and_a_certain_plenty_is_none() -> None:
    short, plenty = _table().rows

    assert (short.need, plenty.need) == (NEED, "sobering_center")
    assert short.p_gap > 0.95
    assert short.p_first > 0.95
    assert plenty.p_gap < 0.05
    assert short.units_short is not None
    assert short.units_short.low80 <= short.units_short.median <= short.units_short.high80
    assert short.units_short.median > 0


def test_the_median_of_the_draws_lies_near_what_the_middle_values_give() -> None:
    row = _table().rows[0]

    assert row.turn_away.value is not None
    assert row.turn_away.low is not None
    assert row.turn_away.high is not None
    assert row.turn_away.low < row.turn_away.value < row.turn_away.high
    people = row.rate_per_day.value or 0.0
    missed = people * DEFAULTS[NEED].facility_share.value * (row.turn_away.value - 0.05)
    assert row.missed_per_day.median == pytest.approx(missed, rel=0.15)


def test_a_crosswalk_that_nobody_read_again_widens_the_band() -> None:
    def width(table: GapTable) -> float:
        band = table.rows[0].missed_per_day
        return band.high80 - band.low80

    assert width(_table(reviewed=False)) > width(_table(reviewed=True)) * 1.05


def test_an_old_count_of_places_widens_the_band() -> None:
    def spread(age_hours: float) -> float:
        certain = assumptions_with(
            Changed(NEED, name, Estimate(value, value, value, "stated"))
            for name, value in (("stay_hours", 16.0), ("facility_share", 0.5))
        )
        demand = demand_of({NEED: [6.0]})
        demand = replace(demand, variance=np.zeros_like(demand.variance) + 1e-12)
        houses = supply_of([unit(1, NEED, 4, age_hours=age_hours)], [[5.0]])
        band = build_gap_table(demand, houses, certain).rows[0].turn_away
        return (band.high or 0.0) - (band.low or 0.0)

    assert spread(24.0 * 365) > spread(1.0)


def test_totals_are_the_sums_of_their_areas() -> None:
    demand = demand_of({NEED: [3.0, 1.0]})
    table = build_gap_table(demand, supply_of([unit(1, NEED, 2)], [[5.0], [99.0]]), DEFAULTS)

    (total,) = table.totals

    assert total.area == "all"
    assert total.calls == sum(row.calls for row in table.rows)
    near, far = sorted(table.rows, key=lambda row: row.area)
    assert total.covered_share == pytest.approx(
        near.covered_share * 0.75 + far.covered_share * 0.25
    )


def test_without_calls_there_is_no_row_rather_than_a_zero() -> None:
    table = build_gap_table(demand_of({NEED: [0.0]}), supply_of([], [[]]), DEFAULTS)

    assert table.rows == ()
    assert table.totals == ()


def test_occupancy_is_what_the_formula_gives_and_unknown_where_nothing_is_known() -> None:
    demand = demand_of({NEED: [18.0]})
    load = 18.0 / 24 * DEFAULTS[NEED].facility_share.value * DEFAULTS[NEED].stay_hours.value

    (row,) = build_gap_table(demand, supply_of([unit(1, NEED, 4)], [[5.0]]), DEFAULTS).rows
    (unsaid,) = build_gap_table(demand, supply_of([unit(1, NEED, None)], [[5.0]]), DEFAULTS).rows

    refused = row.turn_away.value or 0.0
    assert row.occupancy == pytest.approx(load * (1 - refused) / 4)
    assert unsaid.occupancy is None
