"""Open, closed or unknown at one instant, and when that changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from resource_dir.errors import BadInput
from resource_dir.hours.clock import first_instant, in_utc, on_the_wall, zone_of
from resource_dir.hours.plans import Span, plan_of, spans_on
from resource_dir.hours.readings import DAY, Reading, readings_of
from resource_dir.hours.rules import PURPOSES, Hours

CLOSES_SOON = timedelta(minutes=60)
"""Less than it takes to finish on the scene, drive there and be seen: phone before leaving."""

LOOK_AHEAD_DAYS = 14
"""How far the next opening or closing is looked for; past a fortnight nobody waits for it."""


@dataclass(frozen=True, slots=True)
class HoursState:
    """The answer for one instant; times are aware, in the listing's zone. Compare them in UTC:
    Python holds a time of autumn's repeated hour unequal to any time of another zone.

    `until`: when the known opening ends; None unless open, and None if it does not end within
    LOOK_AHEAD_DAYS. `opens`: the next time it is known to open, None while open, and None if
    there is none within LOOK_AHEAD_DAYS (an unknown stretch may open earlier).
    """

    state: Literal["open", "closed", "unknown"]
    until: datetime | None = None
    opens: datetime | None = None
    closes_soon: bool = False


def hours_at(hours: Hours, at: datetime, *, purpose: str = "opening") -> HoursState:
    """The state at an aware instant. Raises BadInput for a naive `at` or another purpose.

    Without rules of the purpose the answer is unknown: intake is never taken from opening hours.
    """
    at, zone = in_utc(at), zone_of(hours.zone)
    readings = readings_of(hours, check_purpose(purpose))
    if zone is None or not readings:
        return HoursState("unknown")
    day, minute = on_the_wall(at, zone)
    opens, unknown = spans_on(readings, day)
    if any(start <= minute < end for start, end in opens):
        return _open_state(_Ahead(readings, zone, day, minute), at)
    is_unknown = any(start <= minute < end for start, end in unknown)
    following = _Ahead(readings, zone, day, minute).next_opening()
    return HoursState("unknown" if is_unknown else "closed", opens=following)


def hours_at_local(hours: Hours, local: datetime, *, purpose: str = "opening") -> HoursState:
    """The state when the listing's own clock first shows or passes a naive `local` time."""
    zone = zone_of(hours.zone)
    if zone is None:
        return HoursState("unknown")
    return hours_at(hours, first_instant(check_local(local), zone), purpose=purpose)


def check_purpose(purpose: str) -> str:
    """The purpose itself; raises BadInput (field "purpose") for an unknown one."""
    if purpose not in PURPOSES:
        raise BadInput(f'purpose "{purpose}" is not one of {PURPOSES}', field="purpose")
    return purpose


def check_local(local: datetime) -> datetime:
    """The time itself; raises BadInput (field "at") if it bears a zone."""
    if local.tzinfo is not None:
        raise BadInput("a local time bears no zone; ask for the instant instead", field="at")
    return local


def _open_state(ahead: "_Ahead", at: datetime) -> HoursState:
    until = ahead.closing()
    # In UTC: two times of one zone are subtracted as the wall shows them, an hour off at a change.
    is_soon = until is not None and until.astimezone(UTC) - at <= CLOSES_SOON
    return HoursState("open", until=until, closes_soon=is_soon)


@dataclass(frozen=True, slots=True)
class _Ahead:
    """The spans from one date's eve on, in minutes after that date's midnight."""

    readings: tuple[Reading, ...]
    zone: ZoneInfo
    day: date
    minute: int

    def spans(self) -> Iterator[Span]:
        for step in range(-1, LOOK_AHEAD_DAYS + 1):
            for start, end in plan_of(self.readings, self.day + timedelta(days=step)).opens:
                yield start + step * DAY, end + step * DAY

    def closing(self) -> datetime | None:
        last = self.minute
        for start, end in self.spans():
            if start > last:
                break
            last = max(last, end)
        is_near = last <= self.minute + LOOK_AHEAD_DAYS * DAY
        return self._instant(last) if is_near else None

    def next_opening(self) -> datetime | None:
        horizon = self.minute + LOOK_AHEAD_DAYS * DAY
        for start, end in self.spans():
            # A span that the clock skips whole in spring never opens.
            if self.minute < start <= horizon and self._instant(start) != self._instant(end):
                return self._instant(start)
        return None

    def _instant(self, minute: int) -> datetime:
        midnight = datetime.combine(self.day, time())
        return first_instant(midnight + timedelta(minutes=minute), self.zone)
