"""What is counted of a whole export while it streams by."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from resource_dir.gaps.calls.cleaning import Mark

NO_TIME = np.iinfo(np.int64).min
LATEST = np.iinfo(np.int64).max
MICRODEGREES = 1_000_000
MOST_POINTS = 400_000  # remembered; beyond, those seen least are forgotten
SECONDS_AN_HOUR = 3_600
KINDS_OF_MARKS = 2 * max(Mark)
Integers = NDArray[np.int64]


class PointCounts:
    """Rows on one exact point. Points seen least are forgotten, so a count is a lower bound."""

    def __init__(self) -> None:
        self._points: Integers = np.zeros(0, np.int64)
        self._counts: Integers = np.zeros(0, np.int64)

    def add(self, latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> None:
        """Count these rows."""
        north = np.rint((np.clip(latitude, -90, 90) + 90) * MICRODEGREES).astype(np.int64)
        east = np.rint((np.clip(longitude, -180, 180) + 180) * MICRODEGREES).astype(np.int64)
        points, counts = np.unique((north << 32) | east, return_counts=True)
        if self._points.size > MOST_POINTS // 2:  # many points: those seen once are no pile
            points, counts = points[counts > 1], counts[counts > 1]
        at, fresh = _places(self._points, points)
        if fresh.any():
            self._counts = np.insert(self._counts, at[fresh], 0)
            self._points = np.insert(self._points, at[fresh], points[fresh])
            at, _ = _places(self._points, points)
        self._counts[at] += counts
        if self._points.size > MOST_POINTS:
            self._forget()

    def _forget(self) -> None:
        kept = np.argpartition(self._counts, self._points.size - MOST_POINTS)[-MOST_POINTS:]
        kept.sort()
        self._points, self._counts = self._points[kept], self._counts[kept]

    @property
    def counts(self) -> Integers:
        """Rows on each point, without the points."""
        return self._counts


class HourCounts:
    """Rows of each hour since 1970, and the first and last second of each."""

    def __init__(self) -> None:
        self._hours: Integers = np.zeros(0, np.int64)
        self._counts: Integers = np.zeros(0, np.int64)
        self._firsts: Integers = np.zeros(0, np.int64)
        self._lasts: Integers = np.zeros(0, np.int64)

    def add(self, times: Integers) -> None:
        """Count these rows."""
        times = np.sort(times)
        of_each = times // SECONDS_AN_HOUR
        starts = np.flatnonzero(np.diff(of_each, prepend=of_each[:1] - 1))
        ends = np.append(starts[1:], times.size)
        at = self._places_of(of_each[starts])
        self._counts[at] += ends - starts
        self._firsts[at] = np.minimum(self._firsts[at], times[starts])
        self._lasts[at] = np.maximum(self._lasts[at], times[ends - 1])

    def _places_of(self, hours: Integers) -> Integers:
        at, fresh = _places(self._hours, hours)
        if not fresh.any():
            return at
        self._counts = np.insert(self._counts, at[fresh], 0)
        self._firsts = np.insert(self._firsts, at[fresh], LATEST)
        self._lasts = np.insert(self._lasts, at[fresh], NO_TIME)
        self._hours = np.insert(self._hours, at[fresh], hours[fresh])
        return np.searchsorted(self._hours, hours)

    @property
    def counts(self) -> dict[int, int]:
        """Rows by hour."""
        return dict(zip(self._hours.tolist(), self._counts.tolist(), strict=True))

    def first_of(self, hour: int) -> int:
        """The first second with a row, of an hour that has some."""
        return int(self._firsts[np.searchsorted(self._hours, hour)])

    def last_of(self, hour: int) -> int:
        """The last second with a row, of an hour that has some."""
        return int(self._lasts[np.searchsorted(self._hours, hour)])


@dataclass(slots=True)
class Tally:
    """Counts of all rows that could be read, whatever becomes of them."""

    rows: int = 0
    by_hour: HourCounts = field(default_factory=HourCounts)
    differences: Counter[int] = field(default_factory=Counter)  # whole hours, second time - first
    steps_back: int = 0
    points: PointCounts = field(default_factory=PointCounts)
    torn: int = 0  # texts with bytes of zero, which were dropped
    last_time: int = NO_TIME
    _marked: Integers = field(default_factory=lambda: np.zeros(KINDS_OF_MARKS, np.int64))

    @property
    def hours(self) -> dict[int, int]:
        """Rows by hours since 1970."""
        return self.by_hour.counts

    @property
    def marks(self) -> Mapping[Mark, int]:
        """Rows that have each mark."""
        kinds = np.arange(KINDS_OF_MARKS)
        return {mark: int(self._marked[(kinds & mark) > 0].sum()) for mark in Mark}

    def add(
        self, times: Integers, check: Integers, marks: Integers,
        latitude: NDArray[np.float64], longitude: NDArray[np.float64],
    ) -> None:  # fmt: skip
        """Count one batch of rows, in the order of the file."""
        self.rows += times.size
        self._marked += np.bincount(marks, minlength=KINDS_OF_MARKS)
        self._add_times(times[times != NO_TIME])
        both = (times != NO_TIME) & (check != NO_TIME)
        apart = np.rint((check[both] - times[both]) / SECONDS_AN_HOUR).astype(np.int64)
        self.differences.update(_counted(apart))
        placed = np.isfinite(latitude) & np.isfinite(longitude) & ((marks & Mark.POINT_ZERO) == 0)
        self.points.add(latitude[placed], longitude[placed])

    def _add_times(self, times: Integers) -> None:
        if not times.size:
            return
        self.by_hour.add(times)
        before = np.concatenate(([self.last_time], times[:-1]))
        self.steps_back += int(np.count_nonzero(times < before))
        self.last_time = int(times[-1])


def _places(known: Integers, keys: Integers) -> tuple[Integers, NDArray[np.bool_]]:
    """(where each key stands or would stand, whether it is new); both are sorted and distinct."""
    at = np.searchsorted(known, keys)
    fresh = np.ones(keys.size, bool)
    inside = at < known.size
    fresh[inside] = known[at[inside]] != keys[inside]
    return at, fresh


def _counted(values: Integers) -> dict[int, int]:
    distinct, counts = np.unique(values, return_counts=True)
    return dict(zip(distinct.tolist(), counts.tolist(), strict=True))
