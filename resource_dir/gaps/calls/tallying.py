"""What is counted of a whole export while it streams by."""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from resource_dir.gaps.calls.cleaning import Mark

NO_TIME = np.iinfo(np.int64).min
MICRODEGREES = 1_000_000
MOST_POINTS = 400_000  # remembered; beyond, those seen least are forgotten
SECONDS_AN_HOUR = 3_600
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
        merged, where = np.unique(np.concatenate((self._points, points)), return_inverse=True)
        total = np.bincount(
            where, np.concatenate((self._counts, counts)), minlength=merged.size
        ).astype(np.int64)
        if merged.size > MOST_POINTS:
            kept = np.argpartition(total, merged.size - MOST_POINTS)[-MOST_POINTS:]
            kept.sort()
            merged, total = merged[kept], total[kept]
        self._points, self._counts = merged, total

    @property
    def counts(self) -> Integers:
        """Rows on each point, without the points."""
        return self._counts


@dataclass(slots=True)
class Tally:
    """Counts of all rows that could be read, whatever becomes of them."""

    rows: int = 0
    marks: Counter[Mark] = field(default_factory=Counter)
    hours: Counter[int] = field(default_factory=Counter)  # by hours since 1970
    earliest: dict[int, int] = field(default_factory=dict)  # the first second of each hour
    latest: dict[int, int] = field(default_factory=dict)
    differences: Counter[int] = field(default_factory=Counter)  # whole hours, second time - first
    steps_back: int = 0
    points: PointCounts = field(default_factory=PointCounts)
    last_time: int = NO_TIME

    def add(
        self, times: Integers, check: Integers, marks: Integers,
        latitude: NDArray[np.float64], longitude: NDArray[np.float64],
    ) -> None:  # fmt: skip
        """Count one batch of rows, in the order of the file."""
        self.rows += times.size
        for mark in Mark:
            self.marks[mark] += int(np.count_nonzero(marks & mark))
        read = times[times != NO_TIME]
        self._add_times(read)
        both = (times != NO_TIME) & (check != NO_TIME)
        apart = np.rint((check[both] - times[both]) / SECONDS_AN_HOUR).astype(np.int64)
        self.differences.update(_counted(apart))
        placed = np.isfinite(latitude) & np.isfinite(longitude) & ((marks & Mark.POINT_ZERO) == 0)
        self.points.add(latitude[placed], longitude[placed])

    def _add_times(self, times: Integers) -> None:
        if not times.size:
            return
        self._add_hours(np.sort(times))
        before = np.concatenate(([self.last_time], times[:-1]))
        self.steps_back += int(np.count_nonzero(times < before))
        self.last_time = int(times[-1])

    def _add_hours(self, times: Integers) -> None:
        hours, starts, counts = np.unique(
            times // SECONDS_AN_HOUR, return_index=True, return_counts=True
        )
        firsts, lasts = times[starts].tolist(), times[starts + counts - 1].tolist()
        for hour, count, first, last in zip(
            hours.tolist(), counts.tolist(), firsts, lasts, strict=True
        ):
            self.hours[hour] += count
            self.earliest[hour] = min(first, self.earliest.get(hour, first))
            self.latest[hour] = max(last, self.latest.get(hour, last))


def _counted(values: Integers) -> dict[int, int]:
    distinct, counts = np.unique(values, return_counts=True)
    return dict(zip(distinct.tolist(), counts.tolist(), strict=True))
