"""The columns of an index: what a search reads, in memory or memory-mapped.

Rows are listings. Placed listings come first, in the order of their grid cell and id; unplaced and
withheld ones follow, in the order of their id alone, so that nothing about a withheld row tells
where it is. A segment never changes once built; any number of threads may read it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from resource_dir.fit import AgeLimits
from resource_dir.hours import Hours, HoursTable
from resource_dir.search.strings import StringTable

NEVER_VERIFIED: Final = -1_000_000
"""Days since 1970 for "never": far below any date, so that it sorts last."""

MINUTES_KEPT: Final = 8
"""Everybody who searches in the same minute asks for the same states: "now" is the usual time."""

I32 = NDArray[np.int32]
I64 = NDArray[np.int64]
U8 = NDArray[np.uint8]
U16 = NDArray[np.uint16]
U32 = NDArray[np.uint32]
U64 = NDArray[np.uint64]
F64 = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Listings:
    """What each row is. Lengths: n, except `lat`, `lon`, `cell`: the placed rows only."""

    ids: StringTable  # sorted
    id_row: I32  # the row of each sorted id
    id_rank: I32  # and back
    lat: F64
    lon: F64
    cell: I32
    is_withheld: U8
    is_closed: U8  # temporarily closed, whatever its hours say
    verified: I32  # days since 1970, or NEVER_VERIFIED
    free_public: I64  # epoch seconds until which free beds may be believed; 0 without
    free_partner: I64
    rest: U64  # a mark of all but the free beds; 0 without
    pattern: I32  # its hours, as a row of the hours table
    need_set: I32  # its needs, as a row of `need_sets`
    length: I32  # weighted words, for BM25


@dataclass(frozen=True, slots=True)
class Needs:
    """Distinct sets of needs; a listing of a narrower need is also in the broader one's column."""

    slugs: StringTable
    sets: U8  # [sets, slugs], 0 or 1
    planes: U64  # [slugs, rows / 64], a bit per listing: row r is bit r % 64 of word r // 64


@dataclass(frozen=True, slots=True)
class Facts:
    """Three states per listing and criterion, as bits: yes, no, or neither.

    The bit arrays are [n, bytes]; code c is bit 7 - c % 8 of byte c // 8 (numpy's packbits order).
    `partner` columns hold what a partner sees, so the public facts too. `age_…` is the listing's
    entry in the segment's `ages`.
    """

    codes: StringTable
    yes_public: U8
    no_public: U8
    yes_partner: U8
    no_partner: U8
    # The same bits by code, [codes, rows / 64]: row r is bit r % 64 of word r // 64.
    yes_public_planes: U64
    no_public_planes: U64
    yes_partner_planes: U64
    no_partner_planes: U64
    age_public: I32
    age_partner: I32


@dataclass(frozen=True, slots=True)
class Postings:
    """Where each term stands: term t has postings offsets[t]:offsets[t + 1], rows ascending.

    `weight` is the number of its words times their field's weight, `count` how many of the
    term's `positions` belong to the posting. Terms with a colon are not words: `n:` a need,
    `a:` an area.
    """

    terms: StringTable
    offsets: I64
    row: I32
    weight: U16
    count: U8
    position_offsets: I64
    positions: U16


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words as written (folded), for prefixes and typos.

    `delete_hash` (ascending) and `delete_word` are the deletion dictionary of `typos`.
    """

    words: StringTable
    term: I32  # the term each word becomes, as an index of Postings.terms
    delete_hash: U32
    delete_word: I32


@dataclass(frozen=True, slots=True)
class Phrases:
    """Names and cities to suggest while typing: sorted `keys`, each pointing to an entry."""

    keys: StringTable
    entry: I32
    texts: StringTable
    kind: U8
    count: I32


@dataclass(frozen=True, slots=True)
class Segment:
    """All columns of one index, or of the edits since it was built."""

    listings: Listings
    needs: Needs
    facts: Facts
    postings: Postings
    vocabulary: Vocabulary
    phrases: Phrases
    hours: tuple[Hours, ...]
    table: HoursTable
    ages: tuple[AgeLimits, ...]
    need_names: tuple[str, ...] = field(init=False)
    code_names: tuple[str, ...] = field(init=False)
    need_numbers: Mapping[str, int] = field(init=False)
    code_numbers: Mapping[str, int] = field(init=False)
    _states_at: Callable[[datetime], U8] = field(init=False)

    def __post_init__(self) -> None:
        for name, table in (("need", self.needs.slugs), ("code", self.facts.codes)):
            names = table.all()
            object.__setattr__(self, f"{name}_names", names)
            object.__setattr__(self, f"{name}_numbers", {n: i for i, n in enumerate(names)})
        object.__setattr__(
            self, "_states_at", lru_cache(maxsize=MINUTES_KEPT)(self.table.states_at)
        )

    def __len__(self) -> int:
        return len(self.listings.id_rank)

    def with_listings(self, listings: Listings) -> Segment:
        """Return it with other columns of the same rows; what was worked out of the others stays,
        so that it isn't done again for each bed that becomes free.
        """
        other = copy(self)
        object.__setattr__(other, "listings", listings)
        return other

    @property
    def placed(self) -> int:
        """How many rows, the first ones, have a point."""
        return len(self.listings.lat)

    def states_at(self, at: datetime) -> U8:
        """Return uint8[hours]: CLOSED, OPEN or UNKNOWN at an instant; hours turn by the minute."""
        return self._states_at(at.astimezone(UTC).replace(second=0, microsecond=0))

    def states_at_local(self, local: datetime) -> U8:
        """Return the same when each listing's own clock shows `local`."""
        return self.table.states_at_local(local)

    def row_of(self, listing_id: str) -> int:
        """Return the row of a listing, or -1."""
        rank = self.listings.ids.find(listing_id)
        return -1 if rank < 0 else int(self.listings.id_row[rank])

    def id_of(self, row: int) -> str:
        """Return the listing id of a row."""
        return self.listings.ids[int(self.listings.id_rank[row])]


_GROUPS: Final[dict[str, type[Any]]] = {
    "listings": Listings,
    "needs": Needs,
    "facts": Facts,
    "postings": Postings,
    "vocabulary": Vocabulary,
    "phrases": Phrases,
}


def to_arrays(segment: Segment) -> dict[str, NDArray[Any]]:
    """Return every column under its file name. The hours themselves are JSON in bytes."""
    arrays: dict[str, NDArray[Any]] = {}
    for group in _GROUPS:
        columns = getattr(segment, group)
        for column in fields(columns):
            _put(arrays, f"{group}.{column.name}", getattr(columns, column.name))
    for name, array in segment.table.to_arrays().items():
        arrays[f"table.{name}"] = array
    arrays["hours"] = _json_bytes([hours.to_json() for hours in segment.hours])
    arrays["ages"] = _json_bytes(
        [{"taken": each.taken, "refused": each.refused} for each in segment.ages]
    )
    return arrays


def _json_bytes(value: object) -> U8:
    # Python's JSON writes an open end as Infinity and reads it back; nobody else reads this file.
    return np.frombuffer(json.dumps(value, sort_keys=True).encode(), dtype=np.uint8)


def _put(arrays: dict[str, NDArray[Any]], name: str, column: StringTable | NDArray[Any]) -> None:
    if isinstance(column, StringTable):
        arrays[f"{name}.blob"], arrays[f"{name}.offsets"] = column.blob, column.offsets
    else:
        arrays[name] = column


def from_arrays(arrays: Mapping[str, NDArray[Any]]) -> Segment:
    """Return the segment whose columns are `arrays`. Raises KeyError if one is missing."""
    groups = {name: _take(arrays, name, group) for name, group in _GROUPS.items()}
    hours = tuple(Hours.from_json(raw) for raw in json.loads(arrays["hours"].tobytes()))
    mine = {name[6:]: array for name, array in arrays.items() if name.startswith("table.")}
    table = HoursTable.from_arrays(mine, list(hours))
    ages = tuple(_age_limits(raw) for raw in json.loads(arrays["ages"].tobytes()))
    return Segment(**groups, hours=hours, table=table, ages=ages)


def _age_limits(raw: dict[str, list[tuple[float, float]]]) -> AgeLimits:
    return AgeLimits(
        taken=tuple((low, high) for low, high in raw["taken"]),
        refused=tuple((low, high) for low, high in raw["refused"]),
    )


def _take(arrays: Mapping[str, NDArray[Any]], group: str, kind: type[Any]) -> Any:
    columns: dict[str, Any] = {}
    for column in fields(kind):
        name = f"{group}.{column.name}"
        if f"{name}.blob" in arrays:
            columns[column.name] = StringTable(arrays[f"{name}.blob"], arrays[f"{name}.offsets"])
        else:
            columns[column.name] = arrays[name]
    return kind(**columns)
