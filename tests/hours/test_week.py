"""The week on a listing's page."""

from datetime import date, time

from resource_dir.hours import Hours, Rule, rule_from_values, week_of

CLINIC = rule_from_values({"opens_at": "08:30", "closes_at": "17:00", "byday": "MO-FR"})
MONDAY = date(2025, 12, 22)


def test_a_week_has_seven_dates_beginning_with_the_one_asked() -> None:
    week = week_of(Hours("America/New_York", (CLINIC,)), MONDAY)

    assert [day.date.day for day in week] == [22, 23, 24, 25, 26, 27, 28]
    assert week[0].spans == ((time(8, 30), time(17)),)
    assert week[5].spans == ()
    assert not any(day.is_unknown or day.is_exception for day in week)


def test_a_holiday_shows_as_an_exception_with_its_note() -> None:
    holiday = Rule(is_closed=True, holiday="US:Christmas Day", note="Office closed")

    week = week_of(Hours("America/New_York", (CLINIC, holiday)), MONDAY)

    assert (week[3].spans, week[3].is_exception, week[3].note) == ((), True, "Office closed")
    assert week[2].note is None


def test_a_season_is_not_an_exception() -> None:
    season = Rule(
        opens_at=time(10), closes_at=time(12), byday="SA",
        valid_from=date(2025, 11, 1), valid_to=date(2026, 3, 31),
    )  # fmt: skip

    week = week_of(Hours("America/New_York", (CLINIC, season)), MONDAY)

    assert week[5].spans == ((time(10), time(12)),)
    assert not week[5].is_exception


def test_around_the_clock_is_midnight_to_midnight_and_nights_end_the_next_day() -> None:
    every_day = {"byday": "MO-SU"}
    always = rule_from_values({"opens_at": "00:00", "closes_at": "23:59", **every_day})
    nights = rule_from_values({"opens_at": "22:00", "closes_at": "06:00", **every_day})

    assert week_of(Hours("UTC", (always,)), MONDAY)[0].spans == ((time(0), time(0)),)
    assert week_of(Hours("UTC", (nights,)), MONDAY)[0].spans == ((time(22), time(6)),)
    assert week_of(Hours("UTC", (always, nights)), MONDAY)[0].spans == ((time(0), time(0)),)


def test_overlapping_rules_show_as_one_span() -> None:
    longer = Rule(opens_at=time(16), closes_at=time(19), byday="MO")

    week = week_of(Hours("UTC", (CLINIC, longer)), MONDAY)

    assert week[0].spans == ((time(8, 30), time(19)),)


def test_days_nobody_stated_are_unknown_and_so_is_a_place_without_zone() -> None:
    unstated = Rule(opens_at=time(9), closes_at=time(17))

    for hours in (Hours("UTC", (unstated,)), Hours("UTC"), Hours("", (CLINIC,))):
        assert all(day.is_unknown and not day.spans for day in week_of(hours, MONDAY))


def test_intake_has_its_own_week() -> None:
    hours = Hours("UTC", (CLINIC,))

    assert all(day.is_unknown for day in week_of(hours, MONDAY, purpose="intake"))
