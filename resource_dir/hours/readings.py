"""Rules made ready for asking: which dates each covers, how narrowly, and what it says."""

from dataclasses import dataclass
from datetime import date, time
from enum import Enum
from functools import lru_cache

from resource_dir.errors import BadInput
from resource_dir.hours import recurrence
from resource_dir.hours.checks import YEARS, check_rule
from resource_dir.hours.holiday_dates import holiday_dates
from resource_dir.hours.rules import Hours, Rule

DAY = 1440
"""Minutes of a date on the wall clock; a span may run on to twice that."""

SHORT_VALIDITY_DAYS = 31
"""Up to here a validity is an exception that needs no weekdays; beyond it, a season that does."""

_NAMED_HOLIDAY, _ANY_HOLIDAY = 1.2, 1.4
"""Between a date given for this year, which knows best, and two such dates."""

_HALF_OPEN, _UNDATED = 1e6, 1e7


class Days(Enum):
    """How a reading tells its days."""

    EVERY = "every day it covers"
    WEEKLY = "weekdays"
    RECURRING = "dates worked out per year"
    POSSIBLE = "dates it may fall on"
    UNSTATED = "nobody said"


@dataclass(frozen=True, slots=True)
class Reading:
    """One rule, read. `span` is (opens, closes) in minutes after its date's midnight.

    `calendar` is the rule without times and notes: thousands of rules share "2MO", and each date
    list is worked out once. Keyed by whole rules, 5,000 of them took 1.3 s every midnight.
    """

    rule: Rule
    calendar: Rule
    days: Days
    weekdays: frozenset[int]
    span: tuple[int, int] | None
    first: date
    last: date
    narrowness: float

    @property
    def is_exception(self) -> bool:
        """A holiday or a short validity: what a person should be told is not as usual."""
        return self.narrowness <= SHORT_VALIDITY_DAYS

    @property
    def is_undated(self) -> bool:
        """The same every week of every year."""
        is_weekly = self.days in (Days.WEEKLY, Days.UNSTATED) and not self.rule.holiday
        return is_weekly and self.first == date.min and self.last == date.max

    def covers(self, day: date) -> bool:
        """Whether the rule is in force on a date, open or not."""
        if not self.first <= day <= self.last:
            return False
        holiday = self.rule.holiday
        return holiday is None or day in holiday_dates(holiday, day.year)

    def speaks_of(self, day: date) -> bool:
        """Whether the rule says something, certain or not, about a date it covers."""
        if self.days is Days.WEEKLY:
            return day.weekday() in self.weekdays
        if self.days in (Days.RECURRING, Days.POSSIBLE):
            return day in recurrence.dates_in(self.calendar, day.year)
        return True


@lru_cache(maxsize=16_384)
def readings_of(hours: Hours, purpose: str) -> tuple[Reading, ...]:
    """The rules of one purpose that say something; empty means unknown.

    A row with neither times nor days ("call for hours") says nothing, and a closure whose days
    nobody can tell says nothing either: it must not make every other day unknown.
    """
    readings = [_read(rule) for rule in hours.rules if rule.purpose == purpose]
    return tuple(reading for reading in readings if _says_something(reading))


def _says_something(reading: Reading) -> bool:
    return reading.days is not Days.UNSTATED or reading.span is not None


def _read(rule: Rule) -> Reading:
    span = None if rule.is_closed else _span_of(rule.opens_at, rule.closes_at)
    try:
        check_rule(rule)
    except BadInput:
        return Reading(rule, rule, Days.UNSTATED, frozenset(), span, date.min, date.max, _UNDATED)
    first, last = _bounds(rule)
    weekdays = recurrence.plain_weekdays(rule)
    days = _days_of(rule, first, last) if weekdays is None else Days.WEEKLY
    narrowness = _narrowness(rule, first, last)
    calendar = recurrence.calendar_of(rule)
    return Reading(rule, calendar, days, weekdays or frozenset(), span, first, last, narrowness)


def _span_of(opens: time | None, closes: time | None) -> tuple[int, int] | None:
    if opens is None or closes is None:
        return None
    start, end = opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute
    if end == DAY - 1:
        end = DAY  # 23:59 is how the standard's users write midnight
    return start, end if end > start else end + DAY


def _days_of(rule: Rule, first: date, last: date) -> Days:
    if recurrence.has_stated_days(rule):
        return Days.POSSIBLE if recurrence.is_unanchored(rule) else Days.RECURRING
    is_short = (last - first).days < SHORT_VALIDITY_DAYS
    is_whole_closure = rule.is_closed and (first, last) != (date.min, date.max)
    is_plain = rule.freq is None and (rule.holiday is not None or is_short or is_whole_closure)
    return Days.EVERY if is_plain else Days.UNSTATED


def _bounds(rule: Rule) -> tuple[date, date]:
    """First and last date in force, date.min and date.max where open-ended."""
    starts = (rule.valid_from, rule.dtstart)
    ends = (rule.valid_to, rule.until, recurrence.last_date(rule))
    first = max((day for day in starts if day), default=date.min)
    last = min((day for day in ends if day and day.year in YEARS), default=date.max)
    return first, last


def _narrowness(rule: Rule, first: date, last: date) -> float:
    """Days of validity, with ranks for holidays and for validities without an end.

    A lone `dtstart` only sets the phase of "every other Tuesday": counted as a validity, it
    made the evening clinic replace that day's opening hours instead of adding to them.
    """
    if rule.holiday is not None:
        return _NAMED_HOLIDAY if ":" in rule.holiday else _ANY_HOLIDAY
    if first != date.min and last != date.max:
        return (last - first).days + 1
    is_half_open = rule.valid_from or last != date.max
    return _HALF_OPEN if is_half_open else _UNDATED
