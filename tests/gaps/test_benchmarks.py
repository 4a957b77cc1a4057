"""Published figures beside local ones."""

import pytest

from resource_dir.gaps.benchmarks import BENCHMARKS, benchmarks_of, local_figure
from resource_dir.needs import NEEDS


def test_what_triage_sends_where_makes_all_of_it() -> None:
    episodes = [each.value for each in BENCHMARKS if each.code == "calculator"]

    assert sum(episodes) == pytest.approx(230)


def test_each_is_of_a_need_and_lies_in_its_range() -> None:
    assert all(each.need in NEEDS for each in BENCHMARKS)
    assert all(each.low <= each.value <= each.high for each in BENCHMARKS)
    assert benchmarks_of("food") == ()


@pytest.mark.parametrize(
    ("unit", "places", "people", "figure"),
    [
        ("beds", 10.0, 50_000, 20.0),
        ("beds", None, 50_000, None),
        ("beds", 10.0, 0, None),
        ("episodes_per_month", None, 100_000, 2 * 30.4375),
    ],
)
def test_a_local_figure_is_per_hundred_thousand_people(
    unit: str, places: float | None, people: int, figure: float | None
) -> None:
    found = local_figure(unit, rate_per_day=2.0, places=places, people=people)

    assert found == (None if figure is None else pytest.approx(figure))
