"""The rows of an export as numbers by month, while the export streams by.

Held of one row: a number that says all that is kept of it, and the hash that tells it apart,
16 bytes together and in memory only. Where that is too much, the months are dealt to several
readings of the file.
"""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from resource_dir.errors import BadInput
from resource_dir.gaps.areas.locating import AreaFinder
from resource_dir.gaps.calls.cells import NOWHERE, CellFinder
from resource_dir.gaps.calls.cleaning import Mark
from resource_dir.gaps.calls.coding import (
    AREA_BITS,
    DAY_BITS,
    DISPOSITION_BITS,
    HOUR_BITS,
    PLACE_BITS,
    TYPE_BITS,
    PlaceCodes,
    TextCodes,
)
from resource_dir.gaps.calls.tallying import NO_TIME, Tally

MOST_ROWS = 10_500_000  # held at once: 170 MB
MOST_PARTS = 64
DISTRICT_BITS = 13
MOST_MONTHS = 1 << 16  # of one batch, to be sorted as short numbers are
Integers = NDArray[np.int64]
Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one batch that are kept, as numbers."""

    kind: Integers
    disposition: Integers
    district: Integers


@dataclass(slots=True)
class Codes:
    """What the numbers of this export stand for."""

    types: TextCodes = field(default_factory=lambda: TextCodes("type", bits=TYPE_BITS))
    dispositions: TextCodes = field(
        default_factory=lambda: TextCodes("disposition", bits=DISPOSITION_BITS)
    )
    districts: TextCodes = field(default_factory=lambda: TextCodes("district", bits=DISTRICT_BITS))
    areas: TextCodes = field(default_factory=lambda: TextCodes("area", bits=AREA_BITS))
    places: PlaceCodes = field(default_factory=PlaceCodes)

    def texts(self, batch: pa.RecordBatch) -> Texts:
        """The numbers of a batch's texts; new ones are added."""
        return Texts(
            self.types.codes(batch.column("call_type")),
            self.dispositions.codes(batch.column("disposition")),
            self.districts.codes(batch.column("district")),
        )

    def count_torn(self, kept: NDArray[np.bool_]) -> int:
        """How many of these rows of the last batch had bytes of zero in a text that is kept."""
        columns = (self.types.torn, self.dispositions.torn, self.districts.torn)
        torn = [each for each in columns if each is not None]
        return int(np.count_nonzero(np.logical_or.reduce(torn) & kept)) if torn else 0


@dataclass(slots=True)
class Gatherer:
    """Takes batches; gives the rows of each month of its part of the months."""

    leaves_out_officers: bool
    areas: AreaFinder | None
    most_rows: int = MOST_ROWS
    parts: int = 1
    codes: Codes = field(default_factory=Codes)
    finder: CellFinder = field(default_factory=CellFinder)
    _part: int = 0
    _held: int = 0
    _months: dict[int, list[tuple[Integers, Hashes]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for area in self.areas.ids if self.areas else [""]:
            self.codes.areas.code(area)

    def begin(self, part: int) -> None:
        """Begin another reading of the file, for another part of the months."""
        self._part, self._held, self._months = part, 0, {}

    def add(self, batch: pa.RecordBatch, tally: Tally | None) -> None:
        """Take one batch in; `tally` is None where it was counted before."""
        times = _integers(batch, "t")
        marks = _integers(batch, "marks")
        latitude, longitude = _degrees(batch, "latitude"), _degrees(batch, "longitude")
        if tally is not None:
            tally.add(times, _integers(batch, "check_t"), marks, latitude, longitude)
        kept = times != NO_TIME
        if self.leaves_out_officers:
            kept &= (marks & Mark.OFFICER) == 0
        days = times // 86_400
        month = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        texts = self.codes.texts(batch)
        if tally is not None:
            tally.torn += self.codes.count_torn(kept)
        kept &= month % self.parts == self._part
        if not kept.any():
            return
        places = self._places(texts.district, marks, latitude, longitude)
        keys = self._keys(texts, places, times, days, month)
        hashes = batch.column("row_key").to_numpy(zero_copy_only=False)
        self._file(month[kept], keys[kept], hashes[kept])

    def months(self) -> list[int]:
        """The months of this part, by months since 1970."""
        return sorted(self._months)

    def take(self, month: int) -> tuple[Integers, Hashes]:
        """The rows of one month; they are forgotten here."""
        parts = self._months.pop(month)
        return np.concatenate([key for key, _ in parts]), np.concatenate([row for _, row in parts])

    def _places(
        self, districts: Integers, marks: Integers,
        latitude: NDArray[np.float64], longitude: NDArray[np.float64],
    ) -> Integers:  # fmt: skip
        unplaced = Mark.POINT_MISSING | Mark.POINT_ZERO | Mark.POINT_FAR
        usable = (marks & unplaced) == 0
        usable &= np.isfinite(latitude) & np.isfinite(longitude)
        cells = np.full(marks.size, NOWHERE, np.int64)
        cells[usable] = self.finder.cells(latitude[usable], longitude[usable])
        areas = np.zeros(marks.size, np.int64)
        if self.areas is not None:
            areas[usable] = self.areas.numbers(latitude[usable], longitude[usable])
        places = self.codes.places.codes(districts, cells, areas)
        if places.max(initial=0) >> PLACE_BITS:
            raise BadInput(
                "The calls lie in more places than can be counted apart: say in the profile which "
                "region is meant.",
                field="region",
            )
        return places

    def _keys(
        self, texts: Texts, places: Integers, times: Integers, days: Integers, month: Integers,
    ) -> Integers:  # fmt: skip
        first = month.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
        parts = (
            (texts.kind, TYPE_BITS),
            (texts.disposition, DISPOSITION_BITS),
            (days - first, DAY_BITS),
            (times % 86_400 // 3_600, HOUR_BITS),
        )
        packed = places
        for values, bits in parts:
            packed = (packed << bits) | values
        return packed

    def _file(self, month: Integers, keys: Integers, hashes: Hashes) -> None:
        order = _order_of(month)
        month = month[order]
        starts = np.flatnonzero(np.diff(month, prepend=month[:1] - 1))
        pieces = zip(
            month[starts].tolist(),
            np.split(keys[order], starts[1:]),
            np.split(hashes[order], starts[1:]),
            strict=True,
        )
        for number, key, row in pieces:
            self._months.setdefault(number, []).append((key.copy(), row.copy()))
        self._held += keys.size
        while self._held > self.most_rows and self.parts < MOST_PARTS and self._part == 0:
            self._halve()

    def _halve(self) -> None:
        """Leave every second month to another reading."""
        self.parts *= 2
        for number in [each for each in self._months if each % self.parts != self._part]:
            self._held -= sum(key.size for key, _ in self._months.pop(number))


def _order_of(months: Integers) -> NDArray[np.intp]:
    """The order by month; short numbers are sorted many times faster than long ones."""
    since = months - months.min()
    return np.argsort(
        since.astype(np.uint16) if since.max() < MOST_MONTHS else since, kind="stable"
    )


def _integers(batch: pa.RecordBatch, name: str) -> Integers:
    values = batch.column(name).cast(pa.int64()).fill_null(NO_TIME)
    return np.asarray(values.to_numpy(zero_copy_only=False))


def _degrees(batch: pa.RecordBatch, name: str) -> NDArray[np.float64]:
    return np.asarray(batch.column(name).to_numpy(zero_copy_only=False), np.float64)
