"""Seven days of hours, as a listing's page prints them."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from resource_dir.hours.clock import zone_of
from resource_dir.hours.plans import DayPlan, Span, plan_of
from resource_dir.hours.readings import DAY, readings_of
from resource_dir.hours.rules import Hours
from resource_dir.hours.state import check_purpose


@dataclass(frozen=True, slots=True)
class DayHours:
    """One date. `spans` are (opens, closes); a closing at or before its opening is the next day's.

    00:00-00:00 is the whole day. No spans and not `is_unknown`: closed. `is_unknown`: part or
    all of the date is not known, beside any spans. `is_exception`: a holiday or a short validity
    replaced the usual rule; `note` is what the rules that hold say about it.
    """

    date: date
    spans: tuple[tuple[time, time], ...]
    is_unknown: bool
    is_exception: bool
    note: str | None


def week_of(hours: Hours, day: date, *, purpose: str = "opening") -> tuple[DayHours, ...]:
    """Seven dates beginning with `day`: pass a Monday for a calendar week."""
    readings = readings_of(hours, check_purpose(purpose))
    if zone_of(hours.zone) is None:
        readings = ()
    days = [day + timedelta(days=step) for step in range(7)]
    return tuple(_printed(each, plan_of(readings, each)) for each in days)


def _printed(day: date, plan: DayPlan) -> DayHours:
    notes = dict.fromkeys(reading.rule.note for reading in plan.said_by if reading.rule.note)
    return DayHours(
        date=day,
        spans=tuple(_as_times(span) for span in plan.opens),
        is_unknown=bool(plan.unknown),
        is_exception=any(reading.is_exception for reading in plan.said_by),
        note="; ".join(notes) or None,
    )


def _as_times(span: Span) -> tuple[time, time]:
    # Merged spans can exceed a day, which two clock times can't say; the rest is the next date's.
    start, end = span[0], min(span[1], span[0] + DAY)
    return _as_time(start), _as_time(end)


def _as_time(minute: int) -> time:
    return time(minute % DAY // 60, minute % 60)
