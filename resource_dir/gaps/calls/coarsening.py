"""From packed rows to a month of counts: type, disposition, zone, cell, area, day, hour, n."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from resource_dir.gaps.calls.clock import EPOCH, Seen
from resource_dir.gaps.calls.coding import (
    DAY_BITS,
    DISPOSITION_BITS,
    HOUR_BITS,
    PLACE_BITS,
    TYPE_BITS,
)
from resource_dir.gaps.calls.gathering import Codes
from resource_dir.gaps.calls.months import MonthOfCalls, parquet_of, table_of, without_repeats
from resource_dir.gaps.calls.period import Possible

WHEN_BITS = DAY_BITS + HOUR_BITS
DISPOSITION_SHIFT = PLACE_BITS + WHEN_BITS
TYPE_SHIFT = DISPOSITION_BITS + DISPOSITION_SHIFT
Integers = NDArray[np.int64]


@dataclass(slots=True)
class Kept:
    """What the counting of months adds to an audit."""

    calls: int = 0
    repeated: int = 0
    stray: int = 0
    absent_hour: int = 0
    types_by_day: dict[tuple[int, int], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Coarsener:
    """Counts months. `absent` are hours (since 1970) that the clock never showed."""

    codes: Codes
    seen: Seen
    possible: Possible
    absent: frozenset[int]

    def month(
        self, number: int, keys: Integers, hashes: NDArray[np.uint64], kept: Kept
    ) -> MonthOfCalls:
        """One month, `number` months since 1970."""
        rows, repeated = without_repeats(keys, hashes)
        first = _first_day(number)
        kept.repeated += repeated
        rows = self._within(rows, first, kept)
        rows = self._on_the_clock(rows, first, kept)
        kept.calls += rows.size
        return self._counted(rows, first, kept)

    def _within(self, rows: Integers, first: date, kept: Kept) -> Integers:
        """Without days that nobody believes. Strays are counted here, the others were before."""
        known = [(day - first).days for day in self.seen.days if day >= first]
        inside = np.isin(rows >> HOUR_BITS & (1 << DAY_BITS) - 1, known)
        outside, calls = np.unique(
            rows[~inside] >> HOUR_BITS & (1 << DAY_BITS) - 1, return_counts=True
        )
        start = (first - EPOCH).days
        kept.stray += sum(
            call
            for day, call in zip(outside.tolist(), calls.tolist(), strict=True)
            if self.possible.has(start + day)
        )
        return rows[inside]

    def _on_the_clock(self, rows: Integers, first: date, kept: Kept) -> Integers:
        """Calls at an hour that the clock left out are counted in the one after it."""
        start = (first - EPOCH).days * 24
        for hour in sorted(self.absent):
            day, of_day = divmod(hour - start, 24)
            if not 0 <= day < 31 or of_day == 23:
                continue
            low = (1 << HOUR_BITS + DAY_BITS) - 1
            at = (rows & low) == (day << HOUR_BITS | of_day)
            kept.absent_hour += int(at.sum())
            rows = np.where(at, rows + 1, rows)
        return rows

    def _counted(self, rows: Integers, first: date, kept: Kept) -> MonthOfCalls:
        ranks = _Ranks.of(self.codes)
        distinct, counts = np.unique(ranks.packed(rows), return_counts=True)
        del rows
        days = (first - EPOCH).days + (distinct >> HOUR_BITS & (1 << DAY_BITS) - 1)
        kind = distinct >> TYPE_SHIFT
        _note_types(kept, ranks.types, self.codes.types.texts, kind, days, counts)
        content = parquet_of(ranks.table(distinct, days, counts))
        return MonthOfCalls(first, int(counts.sum()), self._observed(first), content)

    def _observed(self, first: date) -> Mapping[str, tuple[float, ...]]:
        return {
            day.isoformat(): shares
            for day, shares in self.seen.days.items()
            if (day.year, day.month) == (first.year, first.month)
        }


@dataclass(frozen=True, slots=True)
class _Ranks:
    """Texts and places in their order, and the rank of each number: what a month is sorted by."""

    types: list[str]
    type_rank: Integers
    dispositions: list[str]
    disposition_rank: Integers
    places: "_Places"
    place_rank: Integers

    @classmethod
    def of(cls, codes: Codes) -> "_Ranks":
        """Of all that was met so far."""
        return cls(
            *_ranked(codes.types.texts), *_ranked(codes.dispositions.texts), *_ranked_places(codes)
        )

    def packed(self, rows: Integers) -> Integers:
        """Type, disposition, place, day and hour by rank. Added up in place: a month may be a
        million rows, and each array of them eight megabytes."""
        packed = self.place_rank[rows >> TYPE_BITS + DISPOSITION_BITS + WHEN_BITS] << WHEN_BITS
        packed |= rows & (1 << WHEN_BITS) - 1
        disposition = rows >> WHEN_BITS & (1 << DISPOSITION_BITS) - 1
        packed |= self.disposition_rank[disposition] << DISPOSITION_SHIFT
        kind = rows >> WHEN_BITS + DISPOSITION_BITS & (1 << TYPE_BITS) - 1
        packed |= self.type_rank[kind] << TYPE_SHIFT
        return np.asarray(packed)

    def table(self, packed: Integers, days: Integers, counts: Integers) -> pa.Table:
        """The columns of what was packed."""
        place = packed >> WHEN_BITS & (1 << PLACE_BITS) - 1
        disposition = packed >> DISPOSITION_SHIFT & (1 << DISPOSITION_BITS) - 1
        hour = packed & (1 << HOUR_BITS) - 1
        return table_of(
            {
                "call_type": (packed >> TYPE_SHIFT, self.types),
                "disposition": (disposition, self.dispositions),
                "zone": (self.places.zone[place], self.places.zones),
                "cell": self.places.cell[place],
                "area": (self.places.area[place], self.places.areas),
                "day": days.astype("datetime64[D]"),
                "hour": hour.astype(np.int8),
                "n": counts.astype(np.int32),
            }
        )


@dataclass(frozen=True, slots=True)
class _Places:
    zones: list[str]
    areas: list[str]
    zone: Integers
    cell: Integers
    area: Integers


def _ranked(texts: list[str]) -> tuple[list[str], Integers]:
    """(the texts in order, the rank of each number)."""
    order = sorted(range(len(texts)), key=texts.__getitem__)
    rank = np.zeros(len(texts), np.int64)
    rank[order] = np.arange(len(texts))
    return [texts[number] for number in order], rank


def _ranked_places(codes: Codes) -> tuple[_Places, Integers]:
    zones, zone_rank = _ranked(codes.districts.texts)
    areas, area_rank = _ranked(codes.areas.texts)
    triples = np.array(codes.places.places, np.int64).reshape(-1, 3)
    zone, cell, area = zone_rank[triples[:, 0]], triples[:, 1], area_rank[triples[:, 2]]
    order = np.lexsort((area, cell, zone))
    rank = np.zeros(order.size, np.int64)
    rank[order] = np.arange(order.size)
    return _Places(zones, areas, zone[order], cell[order], area[order]), rank


def _note_types(
    kept: Kept, types: list[str], coded: list[str], kind: Integers, days: Integers, counts: Integers
) -> None:
    """Calls of each day and type, for the breaks of the type list."""
    number_of = {text: number for number, text in enumerate(coded)}
    both, where = np.unique(days * len(types) + kind, return_inverse=True)
    totals = np.bincount(where, counts, minlength=both.size)
    for pair, total in zip(both.tolist(), totals.tolist(), strict=True):
        day, rank = divmod(pair, len(types))
        key = (day, number_of[types[rank]])
        kept.types_by_day[key] = kept.types_by_day.get(key, 0) + int(total)


def _first_day(number: int) -> date:
    year, month = divmod(number, 12)
    return date(1970 + year, month + 1, 1)
