"""A month that is there already and a month of the same agency that comes in: neither doubled.

Calls carry no number by which two could be known for one, so it goes by the hour: an hour that
the newer file saw at least as much of is the newer file's, every other stays as it was. So the
same file twice changes nothing, a corrected file replaces what it covers, and the cut-off last
hour of an export never takes the place of a whole one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from resource_dir.gaps.calls.months import (
    COLUMNS,
    MonthOfCalls,
    parquet_of,
    table_from,
    texts_of,
)

HOURS_A_DAY = 24
NOTHING = (0.0,) * HOURS_A_DAY
Observed = Mapping[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Merged:
    """The month as it will be stored; calls of the old one that went, of the new one not taken."""

    month: MonthOfCalls
    replaced: int
    not_taken: int


def merge_months(old: MonthOfCalls, new: MonthOfCalls) -> Merged:
    """Both months are of the same data set and month."""
    taken = _taken(old.observed, new.observed)
    before, after = table_from(old.content), table_from(new.content)
    stays = before.filter(pa.array(~_are_in(before, taken)))
    comes = after.filter(pa.array(_are_in(after, taken)))
    table = _in_order(pa.concat_tables([stays, comes]))
    calls = _calls(table)
    month = MonthOfCalls(
        new.month, calls, _joined(old.observed, new.observed, taken), parquet_of(table)
    )
    return Merged(month, _calls(before) - _calls(stays), _calls(after) - _calls(comes))


def _taken(old: Observed, new: Observed) -> dict[date, NDArray[np.bool_]]:
    """Of each day of the newer file: the hours that are taken from it."""
    found = {}
    for day, shares in new.items():
        seen, known = np.array(shares), np.array(old.get(day, NOTHING))
        found[date.fromisoformat(day)] = (seen >= known) & (seen > 0)
    return found


def _are_in(table: pa.Table, taken: Mapping[date, NDArray[np.bool_]]) -> NDArray[np.bool_]:
    """Whether each row lies in one of these hours."""
    days = table.column("day").cast(pa.int32()).to_numpy()
    hours = table.column("hour").to_numpy()
    if not taken or not days.size:
        return np.zeros(days.size, bool)
    epoch = date(1970, 1, 1)
    numbers = np.array(sorted((day - epoch).days for day in taken))
    lookup = np.stack([taken[day] for day in sorted(taken)])
    where = np.clip(np.searchsorted(numbers, days), 0, numbers.size - 1)
    return np.asarray((numbers[where] == days) & lookup[where, hours])


def _joined(old: Observed, new: Observed, taken: Mapping[date, NDArray[np.bool_]]) -> Observed:
    joined = dict(old)
    for day, shares in new.items():
        known = np.array(old.get(day, NOTHING))
        hours = np.where(taken[date.fromisoformat(day)], np.array(shares), known)
        joined[day] = tuple(float(hour) for hour in hours)
    return dict(sorted(joined.items()))


def _in_order(table: pa.Table) -> pa.Table:
    """Sorted as a month is that came from one file, so that the same counts are the same bytes."""
    keys = [(name, "ascending") for name, _ in COLUMNS if name != "n"]
    sorted_table = table.combine_chunks().sort_by(keys)
    arrays = [
        _as_texts(column.combine_chunks()) if pa.types.is_string(column.type) else column
        for column in sorted_table.columns
    ]
    return pa.table(arrays, names=sorted_table.column_names)


def _as_texts(column: pa.StringArray) -> pa.DictionaryArray:
    coded = column.dictionary_encode()
    codes = coded.indices.to_numpy(zero_copy_only=False)
    return texts_of(codes, coded.dictionary.to_pylist())


def _calls(table: pa.Table) -> int:
    return int(table.column("n").to_numpy().sum()) if table.num_rows else 0
