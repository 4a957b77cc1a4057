"""Waiting for a team, against the sums it is defined by and a queue that is lived through."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resource_dir.errors import BadInput
from resource_dir.gaps.queues.delay import (
    erlang_c,
    late_share,
    mean_wait_hours,
    teams_needed,
    wait_over,
)


def plain_c(teams: int, load: float) -> float:
    """Σ of the chances of all states with every team out, states of M/M/c summed one by one."""
    term = total = 1.0
    for k in range(1, teams):
        term *= load / k
        total += term
    all_out = term * load / teams * teams / (teams - load)
    return all_out / (total + all_out)


@settings(deadline=None, max_examples=100)
@given(st.integers(1, 60), st.floats(0.01, 0.995))
def test_the_chance_to_wait_is_that_of_all_teams_out(teams: int, share: float) -> None:
    load = teams * share

    assert float(erlang_c(teams, load)) == pytest.approx(plain_c(teams, load), rel=1e-10)


def waits_of_a_day_lived_through(teams: int, rate: float, service: float, count: int) -> np.ndarray:
    """Waits of `count` calls, first come first served: each takes the team that is free first."""
    draw = np.random.default_rng(6)
    come = np.cumsum(draw.exponential(1 / rate, count))
    free_at = np.zeros(teams)
    waits = np.empty(count)
    for call, (now, takes) in enumerate(zip(come, draw.exponential(service, count), strict=True)):
        first = int(free_at.argmin())
        begins = max(now, free_at[first])
        waits[call] = begins - now
        free_at[first] = begins + takes
    return waits[1_000:]


def test_a_queue_lived_through_waits_as_the_formulas_say() -> None:
    waits = waits_of_a_day_lived_through(3, 2.0, 1.1, 150_000)
    figures = {"rate_per_hour": 2.0, "service_hours": 1.1}

    assert float(wait_over(0, 3, **figures)) == pytest.approx((waits > 0).mean(), abs=0.012)
    assert float(wait_over(1, 3, **figures)) == pytest.approx((waits > 1).mean(), abs=0.012)
    assert float(mean_wait_hours(3, **figures)) == pytest.approx(waits.mean(), rel=0.06)


def test_a_queue_that_never_empties_is_said_to_wait_without_end() -> None:
    figures = {"rate_per_hour": [1.0, 3.0, 4.0], "service_hours": 1.0}

    assert erlang_c(3, [3, 4]).tolist() == [1, 1]
    assert wait_over(10, 3, **figures)[1:].tolist() == [1, 1]
    assert mean_wait_hours(3, **figures)[1:].tolist() == [math.inf, math.inf]
    assert float(erlang_c(0, 0.0)) == 1


def test_nobody_waits_where_nobody_calls() -> None:
    assert float(erlang_c(2, 0)) == 0
    assert float(mean_wait_hours(2, rate_per_hour=0, service_hours=1)) == 0
    assert float(teams_needed(0, 1, travel_hours=0.3, limit_hours=1, target=0.1)) == 0


@settings(deadline=None, max_examples=80)
@given(
    st.floats(0.01, 40),
    st.floats(0.2, 4),
    st.floats(0, 1),
    st.floats(0.001, 0.9),
)
def test_teams_needed_is_the_first_count_that_is_late_seldom_enough(
    rate: float, service: float, travel: float, target: float
) -> None:
    figures = {
        "rate_per_hour": rate,
        "service_hours": service,
        "travel_hours": travel,
        "limit_hours": 1.0,
    }
    counted = 1
    while float(late_share(counted, **figures)) > target:
        counted += 1

    needed = teams_needed(rate, service, travel_hours=travel, limit_hours=1.0, target=target)

    assert float(needed) == counted


def test_no_number_of_teams_shortens_the_way() -> None:
    needed = teams_needed([[1.0], [0.0]], 1.0, travel_hours=[0.5, 1.5], limit_hours=1.0, target=0.1)
    late = late_share(
        9, rate_per_hour=1.0, service_hours=1.0, travel_hours=[0.5, 1.5], limit_hours=1.0
    )

    assert needed.tolist() == [[3, math.inf], [0, 0]]
    assert late[1] == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"rate_per_hour": math.nan}, "rate_per_hour"),
        ({"rate_per_hour": -1}, "rate_per_hour"),
        ({"service_hours": 0}, "service_hours"),
        ({"service_hours": -1}, "service_hours"),
        ({"travel_hours": -0.1}, "travel_hours"),
        ({"limit_hours": math.inf}, "limit_hours"),
        ({"target": 0}, "target"),
        ({"target": 1.5}, "target"),
    ],
)
def test_what_is_no_rate_or_time_is_refused_by_name(change: dict[str, float], field: str) -> None:
    figures = {
        "rate_per_hour": 1.0,
        "service_hours": 1.0,
        "travel_hours": 0.2,
        "limit_hours": 1.0,
        "target": 0.1,
    }

    with pytest.raises(BadInput) as refused:
        teams_needed(**(figures | change))

    assert refused.value.field == field
