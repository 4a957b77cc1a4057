"""Opening and intake hours: Human Services Data schedules to open, closed or unknown.

What a schedule means here, in six sentences:

1. A rule speaks about dates; its span belongs to the date on which it begins, so a closure on
   Saturday does not cut off the night that began on Friday.
2. The narrowest validity that speaks about a date wins (one day, a named holiday, any holiday,
   a short period, a season, an open-ended validity, no dates at all); rules of equal narrowness add
   up, and among equals "closed" wins, because it is there to take something away.
3. A date that no rule speaks about is closed if a rule with opening times covers it, and unknown
   if none does: a season that ended says nothing about the winter.
4. What a source does not say is unknown, never closed: times without days, days without times,
   "every other Tuesday" without a first one, a zone that nobody knows.
5. A span begins the first time the clock on the wall shows or passes its opening, and ends the
   first time it shows or passes its closing. That settles both nights of daylight saving.
6. Closing at 23:59 means midnight, and closing at or before the opening means the next day.

Times are exact to the minute. Everything is pure: no clock, no environment, no database is read.
"""

from resource_dir.hours.checks import rule_from_values
from resource_dir.hours.rules import PURPOSES, Hours, Rule
from resource_dir.hours.state import (
    CLOSES_SOON,
    LOOK_AHEAD_DAYS,
    HoursState,
    hours_at,
    hours_at_local,
)
from resource_dir.hours.table import CLOSED, OPEN, UNKNOWN, HoursTable
from resource_dir.hours.week import DayHours, week_of

__all__ = [
    "CLOSED",
    "CLOSES_SOON",
    "LOOK_AHEAD_DAYS",
    "OPEN",
    "PURPOSES",
    "UNKNOWN",
    "DayHours",
    "Hours",
    "HoursState",
    "HoursTable",
    "Rule",
    "hours_at",
    "hours_at_local",
    "rule_from_values",
    "week_of",
]
