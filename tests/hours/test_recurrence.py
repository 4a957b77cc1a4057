"""The dates of rules beyond plain weekdays."""

from datetime import date

import pytest

from resource_dir.hours import Rule
from resource_dir.hours.recurrence import dates_in, frequency_of, last_date, plain_weekdays
from resource_dir.hours.weekdays import byday_text, days_of


def june(rule: Rule) -> list[int]:
    return sorted(day.day for day in dates_in(rule, 2025) if day.month == 6)


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (Rule(byday="2MO", freq="MONTHLY"), [9]),
        (Rule(byday="2MO"), [9]),
        (Rule(byday="2MO", freq="WEEKLY"), [9]),
        (Rule(byday="-1FR", freq="MONTHLY"), [27]),
        (Rule(byday="1SU,MO", freq="MONTHLY"), [1, 2, 9, 16, 23, 30]),
        (Rule(bymonthday="1,15,-1"), [1, 15, 30]),
        (Rule(byday="FR", bymonthday="13", freq="MONTHLY"), [13]),
        (Rule(byday="TH,FR", bymonthday="5,6,7", freq="WEEKLY"), [5, 6]),
        (Rule(byyearday="153"), [2]),
        (Rule(byweekno="24", byday="MO,WE"), [9, 11]),
        (Rule(freq="MONTHLY", dtstart=date(2025, 1, 12)), [12]),
        (Rule(freq="WEEKLY", dtstart=date(2025, 1, 1)), [4, 11, 18, 25]),
        (Rule(freq="WEEKLY", interval=2, byday="TU", dtstart=date(2025, 6, 3)), [3, 17]),
        (Rule(freq="MONTHLY", interval=2, byday="1MO", dtstart=date(2025, 4, 1)), [2]),
        (Rule(freq="MONTHLY", interval=2, byday="1MO", dtstart=date(2025, 5, 1)), []),
        (Rule(freq="WEEKLY", count=2, byday="TU", dtstart=date(2025, 6, 5)), [10, 17]),
        (Rule(freq="DAILY", interval=10, dtstart=date(2025, 6, 1)), [1, 11, 21]),
        (Rule(freq="WEEKLY", interval=2, byday="TU"), [3, 10, 17, 24]),
        (Rule(freq="MONTHLY", interval=12, bymonthday="31", dtstart=date(2024, 2, 1)), []),
    ],
)
def test_a_rule_falls_on_the_days_its_text_says(rule: Rule, days: list[int]) -> None:
    assert june(rule) == days


def test_the_week_begins_where_wkst_says() -> None:
    said = {"freq": "WEEKLY", "interval": 2, "byday": "TU,SU", "dtstart": date(2025, 6, 3)}

    assert june(Rule(**said, wkst="MO")) == [3, 8, 17, 22]
    assert june(Rule(**said, wkst="SU")) == [3, 15, 17, 29]


def test_a_rule_that_never_falls_is_given_up() -> None:
    never = Rule(freq="MONTHLY", bymonthday="1", byyearday="200")

    assert dates_in(never, 2025) == frozenset()


def test_a_counted_rule_ends_with_its_last_date() -> None:
    assert last_date(Rule(byday="TU", count=3, dtstart=date(2025, 6, 3))) == date(2025, 6, 17)
    assert last_date(Rule(byday="TU", dtstart=date(2025, 6, 3))) is None
    assert last_date(Rule(byday="TU", count=3)) is None


def test_a_range_of_days_may_run_over_the_weekend() -> None:
    assert byday_text(days_of("fr-mo")) == "MO,FR,SA,SU"
    assert byday_text(days_of("MO-FR")) == "MO,TU,WE,TH,FR"


def test_only_a_plain_weekly_rule_takes_the_short_way() -> None:
    assert plain_weekdays(Rule(byday="MO,WE")) == {0, 2}
    assert plain_weekdays(Rule(byday="MO", interval=2)) is None
    assert plain_weekdays(Rule(byday="1MO")) is None
    assert frequency_of(Rule()) is None
