"""Counts are published for years and quarters, and for nothing in between."""

from datetime import date

import pytest

from resource_dir.errors import BadInput
from resource_dir.operations.planning.fixed_periods import FixedPeriod, periods_within, read_period


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        (" 2025-Q2 ", date(2025, 4, 1), date(2025, 6, 30)),
        ("2025-Q4", date(2025, 10, 1), date(2025, 12, 31)),
    ],
)
def test_a_year_and_a_quarter_have_a_first_and_a_last_day(
    name: str, first: date, last: date
) -> None:
    assert read_period(name) == FixedPeriod(name.strip(), first, last)


@pytest.mark.parametrize("name", ["", "2025-Q5", "2025-01", "2025-01-01/2025-03-30", "1999", "Q1"])
def test_any_other_range_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="2025-Q3") as caught:
        read_period(name)

    assert caught.value.field == "period"


def test_only_whole_periods_lie_within_a_range() -> None:
    found = periods_within(date(2024, 9, 30), date(2026, 3, 30))

    assert [one.name for one in found] == [
        "2025", "2025-Q4", "2025-Q3", "2025-Q2", "2025-Q1", "2024-Q4",
    ]  # fmt: skip


def test_a_range_shorter_than_a_quarter_holds_none() -> None:
    assert list(periods_within(date(2025, 1, 2), date(2025, 3, 31))) == []
