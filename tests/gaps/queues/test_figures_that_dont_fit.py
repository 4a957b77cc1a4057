"""Figures that no formula may be given are refused by name; very long stays cost no memory."""

from collections.abc import Callable

import numpy as np
import pytest

from resource_dir.errors import BadInput
from resource_dir.gaps.queues.delay import erlang_c
from resource_dir.gaps.queues.erlang import erlang_b, units_needed
from resource_dir.gaps.queues.offered import average_turn_away, offered_load, turn_away
from resource_dir.gaps.queues.stays import ExponentialStay, FixedStay

WEEK = np.arange(168.0)


def test_a_text_is_no_number() -> None:
    with pytest.raises(BadInput, match="units is not a number"):
        erlang_b("many", 1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "call",
    [
        lambda: erlang_b(np.ones(2), np.ones(3)),
        lambda: erlang_c(np.ones(2), np.ones(3)),
        lambda: units_needed(np.ones(2), np.full(3, 0.1)),
        lambda: average_turn_away(WEEK, np.zeros(24)),
        lambda: turn_away(WEEK, ExponentialStay.of(1), np.ones(24)),
        lambda: turn_away(WEEK, ExponentialStay.of(1), 1, is_open=np.ones(24, np.bool_)),
    ],
)
def test_figures_of_different_lengths_are_refused_by_name(call: Callable[[], object]) -> None:
    with pytest.raises(BadInput, match=r"don't fit together: \w+ \(\d+,\)"):
        call()


@pytest.mark.parametrize("by_hour", [[0.5, np.nan], [0.5, 1.2], [0.5, -0.1]])
def test_a_turn_away_that_is_no_share_has_no_average(by_hour: list[float]) -> None:
    with pytest.raises(BadInput, match="by_hour"):
        average_turn_away([1.0, 1.0], by_hour)


@pytest.mark.parametrize("stay", [10.5, 168.0, 168.5, 336.0, 1000.25])
def test_fixed_stays_longer_than_a_week_agree_with_a_plain_sum(stay: float) -> None:
    quarters = np.repeat(WEEK, 4)
    ago = np.arange(1, int(stay * 4) + 1)

    found = offered_load(WEEK, FixedStay.of(stay)).at_start

    plain = [quarters[(hour * 4 - ago) % quarters.size].sum() / 4 for hour in range(168)]
    np.testing.assert_allclose(found, plain, rtol=1e-12)


def test_a_fixed_stay_of_a_hundred_thousand_years_takes_no_more_room_than_one_of_a_week() -> None:
    found = offered_load(WEEK, FixedStay.of(1e9)).mean

    np.testing.assert_allclose(found, 1e9 * WEEK.mean(), rtol=1e-6)


def test_no_stays_give_no_loads() -> None:
    assert offered_load(WEEK, FixedStay.of([])).mean.shape == (0, 168)
