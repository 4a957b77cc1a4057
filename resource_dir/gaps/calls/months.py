"""One month of calls: repeated rows out, the rest counted, written as Parquet.

The same calls give the same bytes, in whatever order they came: rows are sorted by all they say.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

COLUMNS = (
    ("call_type", pa.string()),
    ("disposition", pa.string()),
    ("zone", pa.string()),
    ("cell", pa.int64()),
    ("area", pa.string()),
    ("day", pa.date32()),
    ("hour", pa.int8()),
    ("n", pa.int32()),
)
SCHEMA = pa.schema([pa.field(name, kind, nullable=False) for name, kind in COLUMNS])
COMPRESSION_LEVEL = 3
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class MonthOfCalls:
    """What is stored of one month. `observed` maps an ISO day to the 24 shares of its hours."""

    month: date
    calls: int
    observed: Mapping[str, tuple[float, ...]]
    content: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the content: results name their inputs by it."""
        return hashlib.sha256(self.content).hexdigest()


def without_repeats(keys: Integers, hashes: NDArray[np.uint64]) -> tuple[Integers, int]:
    """(rows, how many repeated another): of rows that are told apart by nothing the smallest
    stays, whatever the order of the file."""
    if not keys.size:
        return keys, 0
    sorted_hashes = np.sort(hashes)
    if not (sorted_hashes[1:] == sorted_hashes[:-1]).any():
        return keys, 0
    order = np.lexsort((keys, hashes))
    ordered = hashes[order]
    is_first = np.concatenate(([True], ordered[1:] != ordered[:-1]))
    return keys[order][is_first], int(keys.size - is_first.sum())


def table_of(
    columns: Mapping[str, tuple[Integers, Sequence[str]] | NDArray[np.generic]],
) -> pa.Table:
    """A table of SCHEMA from arrays; a text column is (numbers, the texts they stand for)."""
    arrays = []
    for name, kind in COLUMNS:
        given = columns[name]
        if isinstance(given, tuple):
            arrays.append(texts_of(*given))
        else:
            arrays.append(pa.array(given, kind))
    return pa.table(arrays, names=[name for name, _ in COLUMNS])


def texts_of(codes: Integers, texts: Sequence[str]) -> pa.DictionaryArray:
    """A column of texts: only those that occur, in their order, so that a month is the same bytes
    whatever else the file held."""
    used = np.flatnonzero(np.bincount(codes, minlength=len(texts)))
    order = sorted(used.tolist(), key=texts.__getitem__)
    rank = np.zeros(len(texts), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    values = pa.array([texts[code] for code in order], pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(rank[codes]), values)


def parquet_of(table: pa.Table) -> bytes:
    """The bytes of a table that is sorted already."""
    sink = pa.BufferOutputStream()
    pq.write_table(
        table, sink, compression="zstd", compression_level=COMPRESSION_LEVEL, store_schema=False
    )
    return bytes(sink.getvalue())


def table_from(content: bytes) -> pa.Table:
    """The table that was stored."""
    return pq.read_table(pa.BufferReader(content), schema=SCHEMA)
