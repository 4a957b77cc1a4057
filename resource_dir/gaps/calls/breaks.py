"""Days on which an agency changed its list of call types: many codes vanish and new ones begin.

Counted over such a day as if nothing had happened, a need seems to rise or to end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from resource_dir.gaps.calls.clock import day_of

# A code that a quarter of the calls had does not go out of use in a city by itself; both sides
# have to agree, so that a new service (codes begin, none ends) is no break.
SMALLEST_SHARE = 0.1
FEWEST_CODES = 3
DAYS_AROUND = 7  # to judge by, on either side
FEWEST_CALLS = 5  # of a code, to say that it began or ended


@dataclass(frozen=True, slots=True)
class TypeBreak:
    """From `day` on the list is another. Shares are of the calls before, and of those after."""

    day: date
    vanished: int
    appeared: int
    share_before: float
    share_after: float


def type_breaks(types_by_day: Mapping[tuple[int, int], int]) -> tuple[TypeBreak, ...]:
    """Breaks in the order of time, from calls by (day, number of the type)."""
    if not types_by_day:
        return ()
    days = sorted({day for day, _ in types_by_day})
    kinds = sorted({kind for _, kind in types_by_day})
    counts = np.zeros((len(days), len(kinds)), np.int64)
    row = {day: index for index, day in enumerate(days)}
    column = {kind: index for index, kind in enumerate(kinds)}
    for (day, kind), count in types_by_day.items():
        counts[row[day], column[kind]] = count
    counts = counts[:, counts.sum(axis=0) >= FEWEST_CALLS]
    found = [
        one
        for index in range(DAYS_AROUND, len(days) - DAYS_AROUND + 1)
        if (one := _break_at(counts, index, days)) is not None
    ]
    return _strongest(found)


def _break_at(counts: np.ndarray, index: int, days: list[int]) -> TypeBreak | None:
    before, after = counts[:index], counts[index:]
    near, next_to = before[-DAYS_AROUND:], after[:DAYS_AROUND]
    vanished = (near.sum(axis=0) > 0) & (after.sum(axis=0) == 0)
    appeared = (next_to.sum(axis=0) > 0) & (before.sum(axis=0) == 0)
    share_before = near[:, vanished].sum() / max(near.sum(), 1)
    share_after = next_to[:, appeared].sum() / max(next_to.sum(), 1)
    if min(share_before, share_after) < SMALLEST_SHARE:
        return None
    if min(vanished.sum(), appeared.sum()) < FEWEST_CODES:
        return None
    return TypeBreak(
        day_of(days[index]), int(vanished.sum()), int(appeared.sum()),
        round(float(share_before), 3), round(float(share_after), 3),
    )  # fmt: skip


def _strongest(found: list[TypeBreak]) -> tuple[TypeBreak, ...]:
    """One change is seen on the days around it, too: the clearest of a week stands for it."""
    kept: list[TypeBreak] = []
    for one in sorted(found, key=lambda each: -min(each.share_before, each.share_after)):
        if all(abs((one.day - other.day).days) > DAYS_AROUND for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda each: each.day))
