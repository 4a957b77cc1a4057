"""Free beds over the last days as a step line, in the units of its own view box.

A number holds until the next one, or until it is too old to be believed: then the line ends. What
nobody told is a gap and never a zero.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from resource_dir.operations.beds.history import DAYS_DRAWN

History = dict[str, Any]
Step = tuple[datetime, datetime, int]  # from, until, free

WIDTH = 320
HEIGHT = 96
LEFT, RIGHT = 28, 316
TOP, BOTTOM = 8, 78
FEWEST_STEPS = 2


@dataclass(frozen=True, slots=True)
class BedsPicture:
    """Everything that the picture draws; `path` is the data of one SVG path."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    most: int
    path: str
    jumps: tuple[tuple[float, float], ...]


def beds_picture(history: History, now: datetime) -> BedsPicture | None:
    """The picture of one count; None where there is no second number to see a change by."""
    steps = list(_steps(history, now))
    if len(steps) < FEWEST_STEPS:
        return None
    most = max([history["maximum"] or 0, 1, *(free for _, _, free in steps)])
    at_jump = {datetime.fromisoformat(text) for text in history["jumps"]}
    return BedsPicture(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=RIGHT,
        top=TOP,
        bottom=BOTTOM,
        most=most,
        path=_path(steps, now, most),
        jumps=tuple((_x(at, now), _y(free, most)) for at, _, free in steps if at in at_jump),
    )


def _steps(history: History, now: datetime) -> Iterator[Step]:
    fresh = timedelta(hours=history["fresh_hours"])
    points = [(datetime.fromisoformat(at), free) for at, free in history["points"]]
    ends = [at for at, _ in points[1:]] + [now]
    for (at, free), end in zip(points, ends, strict=True):
        if free is not None and at <= now:
            yield at, min(end, at + fresh, now), free


def _path(steps: Sequence[Step], now: datetime, most: int) -> str:
    parts = []
    last: datetime | None = None
    for start, end, free in steps:
        y = _y(free, most)
        parts.append(f"V{y}" if last == start else f"M{_x(start, now)} {y}")
        parts.append(f"H{_x(end, now)}")
        last = end
    return "".join(parts)


def _x(at: datetime, now: datetime) -> float:
    ago = (now - at) / timedelta(days=DAYS_DRAWN)
    return round(RIGHT - min(max(ago, 0.0), 1.0) * (RIGHT - LEFT), 1)


def _y(free: int, most: int) -> float:
    return round(BOTTOM - free / most * (BOTTOM - TOP), 1)
