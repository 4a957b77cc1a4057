"""Why somebody is not covered: the first reason that fails, each in a county made for it."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from resource_dir.gaps.assumptions import DEFAULTS
from resource_dir.gaps.supply import Unit
from resource_dir.gaps.table.building import build_gap_table
from resource_dir.gaps.table.gap_table import GapRow
from tests.gaps.counties import ALWAYS, BY_DAY, NEVER_SAID, demand_of, supply_of, unit

NEED = "crisis_receiving"


def _row(units: list[Unit], minutes: float = 10.0, *, need: str = NEED) -> GapRow:
    demand = demand_of({need: [2.0]})
    supply = supply_of(units, [[minutes] * len(units)])
    return build_gap_table(demand, supply, DEFAULTS, draws=50).rows[0]


def _shares(row: GapRow) -> dict[str, float]:
    return {reason: share for reason, share in row.uncovered if share > 1e-9}


@pytest.mark.parametrize(
    ("units", "minutes", "reason"),
    [
        ([], 10.0, "none"),
        ([unit(1, "sobering_center", 8)], 10.0, "none"),
        ([unit(1, NEED, 8)], 500.0, "too_far"),
        ([unit(1, NEED, 8, intake=np.zeros(168, np.uint8))], 10.0, "closed"),
        ([unit(1, NEED, 8, population="families")], 10.0, "not_eligible"),
        ([unit(1, NEED, 0)], 10.0, "full"),
        ([unit(1, NEED, None)], 10.0, "unknown"),
        ([unit(1, NEED, 8, intake=NEVER_SAID)], 10.0, "unknown"),
    ],
)
def test_the_first_reason_that_fails_is_named(
    units: list[Any], minutes: float, reason: str
) -> None:
    row = _row(units, minutes)

    assert _shares(row) == {reason: pytest.approx(1.0)}
    assert row.covered_share == pytest.approx(0.0)


def test_reasons_and_the_covered_share_make_one() -> None:
    row = _row([unit(1, NEED, 1, intake=BY_DAY), unit(2, NEED, None, intake=ALWAYS)])

    assert row.covered_share + sum(share for _, share in row.uncovered) == pytest.approx(1.0)


def test_a_house_open_by_day_leaves_the_night_closed() -> None:
    row = _row([unit(1, NEED, 50, intake=BY_DAY)])

    assert _shares(row) == {"closed": pytest.approx(2 / 3)}
    assert row.hourly_covered[3] == 0
    assert row.hourly_covered[12] == pytest.approx(1.0)
    assert row.units_short is not None
    assert row.units_short.median == 0  # more beds would not help


def test_a_full_known_house_beside_one_that_never_said_is_unknown_not_full() -> None:
    shares = _shares(_row([unit(1, NEED, 1), unit(2, NEED, None)]))

    assert set(shares) == {"unknown"}
    assert shares["unknown"] > 0.1


def test_unknown_capacity_is_null_with_a_band_of_its_own() -> None:
    row = _row([unit(1, NEED, None)])

    assert row.staffed is None
    assert row.turn_away.value is None
    assert row.turn_away.low is not None
    assert row.turn_away.low < 0.5
    assert row.turn_away.high == pytest.approx(1.0)


def test_a_unit_of_a_narrower_need_gives_the_wider_one_and_not_the_other_way_round() -> None:
    narrow = [unit(1, "withdrawal_management_3_7", 50)]
    wide = [unit(1, "withdrawal_management", 50)]

    assert _row(narrow, need="withdrawal_management").covered_share > 0.99
    assert _shares(_row(wide, need="withdrawal_management_3_7")) == {"none": pytest.approx(1.0)}


def test_a_closed_house_for_these_people_says_more_than_an_open_one_for_others() -> None:
    houses = [
        unit(1, "withdrawal_management", 50, population="women"),
        unit(2, "withdrawal_management", 50, population="men", intake=BY_DAY),
    ]

    shares = _shares(_row(houses, need="withdrawal_management"))

    assert shares == {"closed": pytest.approx(0.6 * 2 / 3)}


def test_who_may_wait_till_morning_is_not_turned_away_by_a_closed_door() -> None:
    row = _row([unit(1, "residential_treatment", 500, intake=BY_DAY)], need="residential_treatment")

    assert row.covered_share > 0.99


def test_demand_without_a_place_is_unknown_once_there_is_a_house() -> None:
    demand = demand_of({NEED: [2.0]})
    (area,) = demand.areas
    placeless = replace(demand, areas=(replace(area, latitude=None, longitude=None),))
    supply = supply_of([unit(1, NEED, 8)], [[np.inf]])

    row = build_gap_table(placeless, supply, DEFAULTS, draws=20).rows[0]

    assert _shares(row) == {"unknown": pytest.approx(1.0)}
