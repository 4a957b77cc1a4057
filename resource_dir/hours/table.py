"""Many distinct hours at one instant, as flat arrays of weekly intervals.

A pattern whose rules are the same every week is a handful of intervals in minutes of the local
week. Patterns with dates, seasons, holidays or months are worked out once per local date.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from resource_dir.errors import IndexUnusable
from resource_dir.hours.clock import first_instant, in_utc, on_the_wall, zone_of
from resource_dir.hours.plans import spans_on
from resource_dir.hours.readings import DAY, readings_of
from resource_dir.hours.rules import PURPOSES, Hours
from resource_dir.hours.state import check_local, check_purpose

CLOSED, OPEN, UNKNOWN = 0, 1, 2

WEEKLY, DATED, NEVER_KNOWN = 0, 1, 2
"""How a pattern is answered: from the week's intervals, date by date, or not at all."""

DAYS_KEPT = 128
"""Local dates whose dated patterns are kept: today and its neighbours in every zone, twice."""

_A_MONDAY = date(2024, 1, 1)
_NOWHERE = -1

Arrays = dict[str, npt.NDArray[Any]]


class HoursTable:
    """P distinct Hours, answered together. Safe for threads that only ask.

    Notes don't change an answer: build from `Hours.without_notes()` to have fewer patterns.
    """

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]], hours: Sequence[Hours]) -> None:
        self._arrays = dict(arrays)
        self._hours = tuple(hours)
        names = sorted({each.zone for each in self._hours})
        numbers = {name: number for number, name in enumerate(names)}
        self._zones = [zone_of(name) for name in names]
        self._zone = np.array([numbers[each.zone] for each in self._hours], dtype=np.int32)
        self._interval_zone = {
            purpose: self._zone[self._arrays[f"{purpose}_owner"]] for purpose in PURPOSES
        }
        self._dated = {purpose: self._dated_by_zone(purpose) for purpose in PURPOSES}
        self._on_date = lru_cache(maxsize=DAYS_KEPT)(self._read_date)

    @classmethod
    def build(cls, hours: Sequence[Hours]) -> Self:
        """Compile P hours; the pattern numbers are the positions in `hours`."""
        arrays: Arrays = {}
        for purpose in PURPOSES:
            kinds = np.array([_kind_of(each, purpose) for each in hours], dtype=np.uint8)
            weekly = [number for number, kind in enumerate(kinds) if kind == WEEKLY]
            rows = [row for number in weekly for row in _week_rows(hours[number], purpose, number)]
            arrays |= {f"{purpose}_kind": kinds} | _columns(rows, f"{purpose}_")
        return cls(arrays, hours)

    def to_arrays(self) -> Arrays:
        """Per purpose p: `p_kind` uint8[P]; `p_start`, `p_end` int16[I] in minutes of the local
        week from Monday 00:00; `p_owner` int32[I], the pattern; `p_state` uint8[I].
        """
        return dict(self._arrays)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]], hours: Sequence[Hours]) -> Self:
        """What `to_arrays` gave, with the same hours in the same order; arrays may be mapped.

        Raises IndexUnusable if arrays are missing or belong to other hours.
        """
        _check_arrays(arrays, len(hours))
        return cls({name: arrays[name] for name in _names()}, hours)

    def __len__(self) -> int:
        return len(self._hours)

    def states_at(self, at: datetime, *, purpose: str = "opening") -> npt.NDArray[np.uint8]:
        """uint8[P] of CLOSED, OPEN, UNKNOWN at an aware instant; raises BadInput as hours_at."""
        at = in_utc(at)
        clocks = [on_the_wall(at, zone) if zone else None for zone in self._zones]
        return self._states(clocks, check_purpose(purpose))

    def states_at_local(
        self, local: datetime, *, purpose: str = "opening"
    ) -> npt.NDArray[np.uint8]:
        """uint8[P] when each listing's own clock first shows or passes a naive `local` time."""
        check_local(local)
        clocks = [
            on_the_wall(first_instant(local, zone), zone) if zone else None for zone in self._zones
        ]
        return self._states(clocks, check_purpose(purpose))

    def _states(
        self, clocks: Sequence[tuple[date, int] | None], purpose: str
    ) -> npt.NDArray[np.uint8]:
        kinds = self._arrays[f"{purpose}_kind"]
        states = np.where(kinds == NEVER_KNOWN, UNKNOWN, CLOSED).astype(np.uint8)
        minutes = [clock[0].weekday() * DAY + clock[1] if clock else _NOWHERE for clock in clocks]
        zones = self._interval_zone[purpose]
        if len(zones):
            _mark(states, self._weekly(purpose), np.array(minutes, dtype=np.int16)[zones])
        for zone in self._dated[purpose]:
            clock = clocks[zone]
            if clock is not None:
                _mark(states, self._on_date(purpose, zone, clock[0]), clock[1])
        return states

    def _weekly(self, purpose: str) -> Arrays:
        return {name: self._arrays[f"{purpose}_{name}"] for name in _COLUMNS}

    def _dated_by_zone(self, purpose: str) -> dict[int, list[int]]:
        by_zone: dict[int, list[int]] = {}
        for number in np.flatnonzero(self._arrays[f"{purpose}_kind"] == DATED):
            by_zone.setdefault(int(self._zone[number]), []).append(int(number))
        return by_zone

    def _read_date(self, purpose: str, zone: int, day: date) -> Arrays:
        rows = [
            row
            for number in self._dated[purpose][zone]
            for row in _date_rows(self._hours[number], purpose, number, day)
        ]
        return _columns(rows, "")


_COLUMNS = {"start": np.int16, "end": np.int16, "owner": np.int32, "state": np.uint8}

_Row = tuple[int, int, int, int]
"""start, end, owner, state."""


def _columns(rows: list[_Row], prefix: str) -> Arrays:
    table = np.array(rows, dtype=np.int64).reshape(-1, len(_COLUMNS))
    return {
        prefix + name: np.ascontiguousarray(table[:, place], dtype=kind)
        for place, (name, kind) in enumerate(_COLUMNS.items())
    }


def _mark(
    states: npt.NDArray[np.uint8], rows: Arrays, minutes: int | npt.NDArray[np.int16]
) -> None:
    """Write the state of every interval that holds the minute; open is written last and wins."""
    hits = np.flatnonzero((rows["start"] <= minutes) & (minutes < rows["end"]))
    owners, found = rows["owner"][hits], rows["state"][hits]
    states[owners[found == UNKNOWN]] = UNKNOWN
    states[owners[found == OPEN]] = OPEN


def _kind_of(hours: Hours, purpose: str) -> int:
    readings = readings_of(hours, purpose)
    if not readings or zone_of(hours.zone) is None:
        return NEVER_KNOWN
    return WEEKLY if all(reading.is_undated for reading in readings) else DATED


def _week_rows(hours: Hours, purpose: str, owner: int) -> list[_Row]:
    rows = []
    for weekday in range(7):
        on_day = _date_rows(hours, purpose, owner, _A_MONDAY + timedelta(days=weekday))
        shift = weekday * DAY
        rows += [(start + shift, end + shift, owner, state) for start, end, owner, state in on_day]
    return rows


def _date_rows(hours: Hours, purpose: str, owner: int, day: date) -> list[_Row]:
    opens, unknown = spans_on(readings_of(hours, purpose), day)
    doubts = [(start, end, owner, UNKNOWN) for start, end in unknown]
    return doubts + [(start, end, owner, OPEN) for start, end in opens]


def _names() -> list[str]:
    return [f"{purpose}_{name}" for purpose in PURPOSES for name in ("kind", *_COLUMNS)]


def _check_arrays(arrays: Mapping[str, npt.NDArray[Any]], patterns: int) -> None:
    missing = [name for name in _names() if name not in arrays]
    if missing:
        raise IndexUnusable(f"hours arrays are missing: {', '.join(missing)}; rebuild the index")
    for purpose in PURPOSES:
        owners = arrays[f"{purpose}_owner"]
        is_foreign = len(arrays[f"{purpose}_kind"]) != patterns
        if is_foreign or (len(owners) and int(owners.max()) >= patterns):
            raise IndexUnusable(f"hours arrays of {purpose} are of other hours; rebuild the index")
