"""What the rules say about one date: its open spans, and the parts nobody can vouch for."""

from dataclasses import dataclass
from datetime import date, timedelta

from resource_dir.hours.readings import DAY, Days, Reading

Span = tuple[int, int]
Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class DayPlan:
    """One date. Spans are minutes after its midnight, merged, and may end on the next date."""

    opens: Spans = ()
    unknown: Spans = ()
    said_by: tuple[Reading, ...] = ()


def plan_of(readings: tuple[Reading, ...], day: date) -> DayPlan:
    """The plan of one date from all rules of one purpose."""
    covering = [reading for reading in readings if reading.covers(day)]
    speaking = [reading for reading in covering if reading.speaks_of(day)]
    if not speaking:
        # A rule that only closes, or has no times, does not close the days it leaves out.
        is_closed = any(reading.span for reading in covering)
        return DayPlan() if is_closed else DayPlan(unknown=((0, DAY),))
    narrowest = min(reading.narrowness for reading in speaking)
    heard = tuple(reading for reading in speaking if reading.narrowness == narrowest)
    return _combine(heard, is_alone=len(heard) == len(speaking))


def _combine(heard: tuple[Reading, ...], *, is_alone: bool) -> DayPlan:
    closing = [reading for reading in heard if reading.rule.is_closed]
    if any(reading.days is not Days.POSSIBLE for reading in closing):
        return DayPlan(said_by=heard)
    certain = [reading for reading in heard if _is_certain(reading)]
    doubts = [_doubt(reading, is_alone=is_alone) for reading in heard if not _is_certain(reading)]
    opens = [reading.span for reading in certain if reading.span]
    if closing:
        doubts, opens = [*doubts, *opens], []
    return DayPlan(merged(opens), merged(doubts), heard)


def _is_certain(reading: Reading) -> bool:
    is_dated = reading.days not in (Days.POSSIBLE, Days.UNSTATED)
    return is_dated and reading.span is not None


def _doubt(reading: Reading, *, is_alone: bool) -> Span:
    """How much of the date an uncertain rule leaves unknown.

    "Every other Tuesday 18:00-20:00" doubts those two hours only, unless a wider rule would
    hold on the Tuesdays it skips.
    """
    if reading.days is Days.POSSIBLE and reading.span and is_alone:
        return reading.span
    return 0, max(DAY, reading.span[1] if reading.span else DAY)


def merged(spans: list[Span]) -> Spans:
    """Spans in order, with those that overlap or touch made one."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)


def spans_on(readings: tuple[Reading, ...], day: date) -> tuple[Spans, Spans]:
    """(open, unknown) within one date, 0 to 1440, the night before included.

    The two may overlap; open wins.
    """
    before = plan_of(readings, day - timedelta(days=1))
    today = plan_of(readings, day)
    return _within_day(before.opens, today.opens), _within_day(before.unknown, today.unknown)


def _within_day(before: Spans, today: Spans) -> Spans:
    late = [(max(0, start - DAY), end - DAY) for start, end in before if end > DAY]
    return merged([*late, *((start, min(end, DAY)) for start, end in today)])
