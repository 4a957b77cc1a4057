"""The week as a picture: seven rows of 24 hours, in the units of its own view box.

The table under it says the same in words; the picture shows at a glance when the door is open.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from resource_dir.web import wording
from resource_dir.web.texts import _

Day = dict[str, Any]

WIDTH = 320
LEFT = 42  # room for "Wed"
HOUR = (WIDTH - LEFT - 4) / 24
TOP = 18  # room for the hours above
ROW = 22
DAY_HOURS = 24


@dataclass(frozen=True, slots=True)
class Bar:
    """From where to where in one row."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One day: its name, where its row begins, when it is open and when people are taken in."""

    name: str
    y: int
    opening: tuple[Bar, ...]
    intake: tuple[Bar, ...]
    is_unknown: bool
    is_intake_unknown: bool


@dataclass(frozen=True, slots=True)
class WeekPicture:
    """Everything that the picture draws. `now_x` lies in the first row."""

    width: int
    height: int
    left: int
    right: float
    rows: tuple[WeekRow, ...]
    ticks: tuple[tuple[float, str], ...]
    now_x: float
    now: str
    has_intake: bool
    is_intake_unknown: bool


def week_picture(listing: dict[str, Any], now: datetime) -> WeekPicture:
    """The picture of a listing's week, in its own time."""
    here = now.astimezone(ZoneInfo(listing["zone"] or "UTC"))
    opening = _bars([listing["yesterday"], *listing["week"]])
    taking: Sequence[Day] = listing["intake_week"] or ()
    intake = _bars([listing["intake_yesterday"], *taking]) if taking else [()] * len(opening)
    unknown = [day["is_unknown"] for day in taking] or [False] * len(opening)
    return WeekPicture(
        width=WIDTH,
        height=TOP + ROW * len(opening),
        left=LEFT,
        right=_x(DAY_HOURS),
        rows=tuple(_rows(listing["week"], opening, intake, unknown)),
        ticks=tuple((_x(hour), _tick(hour)) for hour in (0, 6, 12, 18, 24)),
        now_x=_x(here.hour + here.minute / 60),
        now=wording.clock(here),
        has_intake=bool(taking),
        is_intake_unknown=any(unknown),
    )


def _rows(
    days: Iterable[Day],
    opening: Sequence[tuple[Bar, ...]],
    intake: Sequence[tuple[Bar, ...]],
    intake_unknown: Sequence[bool],
) -> Iterator[WeekRow]:
    told = zip(days, opening, intake, intake_unknown, strict=True)
    for number, (day, opens, takes, is_intake_unknown) in enumerate(told):
        yield WeekRow(
            name=wording.day_text(date.fromisoformat(day["date"]), wording.WEEKDAY),
            y=TOP + number * ROW,
            opening=opens,
            intake=takes,
            is_unknown=day["is_unknown"],
            is_intake_unknown=is_intake_unknown,
        )


def _bars(days: Sequence[Day]) -> list[tuple[Bar, ...]]:
    """Bars of all days but the first, whose night may reach into the second."""
    return [(*_rest_of_night(before), *_own(day)) for before, day in pairwise(days)]


def _own(day: Day) -> Iterator[Bar]:
    for opens, closes in day["spans"]:
        start, end = _hours(opens), _hours(closes)
        yield _bar(start, DAY_HOURS if end <= start else end)


def _rest_of_night(day: Day) -> Iterator[Bar]:
    for opens, closes in day["spans"]:
        start, end = _hours(opens), _hours(closes)
        if 0 < end <= start:
            yield _bar(0, end)


def _bar(start: float, end: float) -> Bar:
    return Bar(_x(start), round((end - start) * HOUR, 1))


def _hours(clock: str) -> float:
    hours, minutes = clock.split(":")[:2]
    return int(hours) + int(minutes) / 60


def _x(hour: float) -> float:
    return round(LEFT + hour * HOUR, 1)


def _tick(hour: int) -> str:
    return {0: _("12 am"), 6: _("6 am"), 12: _("noon"), 18: _("6 pm"), 24: "12"}[hour]
