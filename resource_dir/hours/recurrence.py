"""The dates a rule beyond plain weekdays falls on, by python-dateutil, one year at a time."""

import re
from collections.abc import Iterator
from datetime import MAXYEAR, date, datetime, time
from functools import lru_cache
from itertools import islice
from typing import Any, Literal

from dateutil import rrule

from resource_dir.hours.checks import YEARS
from resource_dir.hours.rules import Rule
from resource_dir.hours.weekdays import WEEKDAYS, days_of, numbers_of

_CODES: dict[str, Literal[0, 1, 2, 3]] = {
    "DAILY": rrule.DAILY,
    "WEEKLY": rrule.WEEKLY,
    "MONTHLY": rrule.MONTHLY,
    "YEARLY": rrule.YEARLY,
}
_DATEUTIL_DAYS = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)
_CYCLE = 400
"""Years after which weekdays and leap years repeat exactly."""

_MOST_IN_A_MONTH, _MOST_IN_A_YEAR = 5, 53
"""How often one weekday can fall."""

_NUMBERS = {"bymonthday": 31, "byweekno": 53, "byyearday": 366}


def frequency_of(rule: Rule) -> str | None:
    """The frequency a rule means, None where its days are not stated.

    "2MO" without a frequency, or as WEEKLY, is the second Monday of the month: dateutil would
    drop the number and open every Monday.
    """
    has_nth = bool(rule.byday and re.search(r"\d", rule.byday))
    if has_nth and rule.freq in (None, "WEEKLY", "DAILY"):
        return "MONTHLY"
    if rule.freq is not None:
        return rule.freq
    if rule.byyearday or rule.byweekno:
        return "YEARLY"
    if rule.bymonthday:
        return "MONTHLY"
    return "WEEKLY" if rule.byday else None


def has_stated_days(rule: Rule) -> bool:
    """Whether the rule names its days: by a list, by its first date, or as daily."""
    frequency = frequency_of(rule)
    if frequency is None:
        return False
    has_list = rule.byday or rule.bymonthday or rule.byweekno or rule.byyearday
    return bool(has_list or rule.dtstart or frequency == "DAILY")


def plain_weekdays(rule: Rule) -> frozenset[int] | None:
    """The weekdays (Monday 0) of a rule that is nothing but weekly; None for any other."""
    lists = rule.bymonthday or rule.byweekno or rule.byyearday
    if lists or rule.interval != 1 or rule.count or not rule.byday:
        return None
    if frequency_of(rule) != "WEEKLY":
        return None
    return frozenset(day for day, _ in days_of(rule.byday))


def is_unanchored(rule: Rule) -> bool:
    """Every other week, or five times, but nobody said from when: the dates are only possible."""
    return rule.dtstart is None and (rule.interval > 1 or rule.count is not None)


def calendar_of(rule: Rule) -> Rule:
    """Only what decides the rule's dates: the key to share them by."""
    return Rule(
        freq=rule.freq,
        interval=rule.interval,
        byday=rule.byday,
        bymonthday=rule.bymonthday,
        byweekno=rule.byweekno,
        byyearday=rule.byyearday,
        wkst=rule.wkst,
        count=rule.count,
        dtstart=rule.dtstart,
    )


@lru_cache(maxsize=8192)
def dates_in(rule: Rule, year: int) -> frozenset[date]:
    """The dates of `year` on which the rule falls; all possible ones if it is unanchored."""
    return frozenset(day for day in _walk(rule, date(year, 12, 31)) if day.year == year)


@lru_cache(maxsize=1024)
def last_date(rule: Rule) -> date | None:
    """The last date of a counted rule with a first date; None where there is no such end."""
    if rule.count is None or rule.dtstart is None:
        return None
    days = list(_walk(rule, date(YEARS[-1], 12, 31)))
    return days[-1] if len(days) == rule.count else None


def _walk(rule: Rule, end: date) -> Iterator[date]:
    # dateutil looks for the next date until the year 9999, whatever its `until` says: a rule that
    # never falls ("MONTHLY", interval 12, day 31 from a February) cost a second. The calendar
    # repeats every 400 years, so it is asked as late as the calendar allows.
    shift = (MAXYEAR - end.year) // _CYCLE * _CYCLE
    arguments = _lists(rule) | {
        "dtstart": _moved(_first_day(rule, end), shift),
        "until": _moved(end, shift),
        "interval": 1 if is_unanchored(rule) else rule.interval,
        "wkst": _DATEUTIL_DAYS[WEEKDAYS.index(rule.wkst or "MO")],
    }
    found = rrule.rrule(_CODES[frequency_of(rule) or "DAILY"], **arguments)
    days = (_moved(moment, -shift).date() for moment in found)
    in_bounds = (day for day in days if rule.dtstart is None or day >= rule.dtstart)
    # Counted here, because dateutil takes either a count or an end.
    return islice(in_bounds, None if is_unanchored(rule) else rule.count)


def _moved(day: date, years: int) -> datetime:
    return datetime.combine(day.replace(year=day.year + years), time())


def _first_day(rule: Rule, end: date) -> date:
    """Where to walk from: the first date where the phase hangs on it, else the year's start."""
    lists = rule.byday or rule.bymonthday or rule.byweekno or rule.byyearday
    if rule.dtstart and (rule.interval > 1 or rule.count or not lists):
        return rule.dtstart
    return date(end.year, 1, 1)


def _lists(rule: Rule) -> dict[str, Any]:
    lists: dict[str, Any] = {
        field: numbers_of(getattr(rule, field), field, largest=largest)
        for field, largest in _NUMBERS.items()
        if getattr(rule, field)
    }
    if rule.byday:
        lists["byweekday"] = [
            _DATEUTIL_DAYS[day](nth) if nth else _DATEUTIL_DAYS[day] for day, nth in _day_list(rule)
        ]
    return lists


def _day_list(rule: Rule) -> list[tuple[int, int]]:
    """(weekday, nth) pairs, all with a number or none.

    dateutil takes "1SU,MO" for days that are both, which is never; so "MO" is written out as the
    first to the last Monday.
    """
    days = days_of(rule.byday or "")
    if not any(nth for _, nth in days):
        return list(days)
    last = _MOST_IN_A_YEAR if frequency_of(rule) == "YEARLY" else _MOST_IN_A_MONTH
    every = [(day, nth) for day, plain in days if not plain for nth in range(1, last + 1)]
    return [pair for pair in days if pair[1]] + every
