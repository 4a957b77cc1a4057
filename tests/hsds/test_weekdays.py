from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resource_dir.errors import BadInput
from resource_dir.hsds.weekdays import MonthDay, parse_weekdays, spans_around

EVERY_DAY = "MO,TU,WE,TH,FR,SA,SU"


@pytest.mark.parametrize(
    ("text", "byday"),
    [
        ("monday,tuesday,wednesday", "MO,TU,WE"),
        ("Monday - Friday", "MO,TU,WE,TH,FR"),
        ("Monday-Friday", "MO,TU,WE,TH,FR"),
        ("Monday – Friday", "MO,TU,WE,TH,FR"),
        ("Mon.-Fri.", "MO,TU,WE,TH,FR"),
        ("Mon through Thurs", "MO,TU,WE,TH"),
        ("Mon, Wed-Fri", "MO,WE,TH,FR"),
        ("Mon - Tue & Thur - Fri", "MO,TU,TH,FR"),
        ("Thursdays", "TH"),
        ("M-F", "MO,TU,WE,TH,FR"),
        ("MWF", "MO,WE,FR"),
        ("TTh", "TU,TH"),
        ("M/W/F", "MO,WE,FR"),
        ("MO,TU", "MO,TU"),
        ("MO-FR", "MO,TU,WE,TH,FR"),
        ("daily", EVERY_DAY),
        ("7 days a week", EVERY_DAY),
        ("Sunday - Saturday", EVERY_DAY),
        ("weekdays", "MO,TU,WE,TH,FR"),
        ("Weekends", "SA,SU"),
        ("Wendesday", "WE"),
        ("Monday-Friday,monday,tuesday", "MO,TU,WE,TH,FR"),
        ("lunes a viernes", "MO,TU,WE,TH,FR"),
        ("de lunes a miércoles", "MO,TU,WE"),
        ("sábados y domingos", "SA,SU"),
        ("todos los días", EVERY_DAY),
    ],
)
def test_days_are_read_as_people_write_them(text: str, byday: str) -> None:
    days = parse_weekdays(text)

    assert (days.byday, days.freq) == (byday, "WEEKLY")


@pytest.mark.parametrize(
    ("text", "byday"),
    [
        ("4th Friday of every month", "4FR"),
        ("1st and 3rd Tuesday", "1TU,3TU"),
        ("2nd & 4th Saturdays of the month", "2SA,4SA"),
        ("First, second, and fourth Tuesday of the month", "1TU,2TU,4TU"),
        ("last Friday of the month", "-1FR"),
        ("2MO,-1FR", "2MO,-1FR"),
        ("último viernes del mes", "-1FR"),
        ("every 2nd Tuesday of the month", "2TU"),
    ],
)
def test_days_of_the_month_recur_monthly(text: str, byday: str) -> None:
    days = parse_weekdays(text)

    assert (days.byday, days.freq) == (byday, "MONTHLY")


@pytest.mark.parametrize(
    ("text", "byday"), [("6,7", "SA,SU"), ("1", "MO"), ("1-5", "MO,TU,WE,TH,FR"), ("7", "SU")]
)
def test_numbers_count_from_monday_as_one_to_sunday_as_seven(text: str, byday: str) -> None:
    assert parse_weekdays(text).byday == byday


def test_a_range_over_the_end_of_the_week_takes_the_weekend_in() -> None:
    assert parse_weekdays("Friday - Monday").byday == "MO,FR,SA,SU"


def test_a_season_of_every_year_is_kept_with_and_without_days() -> None:
    alone = parse_weekdays("November 1 - March 31")
    with_days = parse_weekdays("Monday - Friday, Nov 1 - Mar 31")

    assert (alone.byday, alone.valid_from, alone.valid_to) == (
        None,
        MonthDay(11, 1),
        MonthDay(3, 31),
    )
    assert (with_days.byday, with_days.valid_from) == ("MO,TU,WE,TH,FR", MonthDay(11, 1))


def test_a_midday_pause_is_not_lost() -> None:
    days = parse_weekdays("Tuesday and Thursday (Closed 12-2pm)")

    assert days.byday == "TU,TH"
    assert days.pause == (time(12), time(14))


def test_a_pause_cuts_the_opening_hours_in_two() -> None:
    spans = spans_around(time(9), time(17), (time(12), time(14)))

    assert spans == ((time(9), time(12)), (time(14), time(17)))


def test_a_pause_outside_the_hours_is_refused() -> None:
    with pytest.raises(BadInput):
        spans_around(time(13), time(17), (time(12), time(14)))


def test_open_around_the_clock_is_said_so() -> None:
    days = parse_weekdays("24-7")

    assert days.is_all_day
    assert days.byday == EVERY_DAY


@pytest.mark.parametrize(
    "text",
    [
        "", "null", "Varies", "9:00AM", "Every other Tuesday", "every 2nd Tuesday", "Sonday",
        "Mon -", "- Fri", "Monday except holidays", "1st Monday and Tuesday", "0", "8", "S",
        "February 30 - March 31", "Monday (by appointment)", "1,2,9", "first",
    ],
)  # fmt: skip
def test_days_that_are_not_certain_are_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse_weekdays(text)


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=60) | st.text(alphabet="mtwf-,&1st Mon()", max_size=30))
def test_no_text_at_all_breaks_the_reader(text: str) -> None:
    try:
        days = parse_weekdays(text)
    except BadInput:
        return

    assert days.byday or days.valid_from
