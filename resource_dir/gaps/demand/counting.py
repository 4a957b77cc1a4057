"""From a cube to demand: arrays by need, area and hour of the week, rates beside their exposure."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from resource_dir.gaps.areas.cells import middle_of
from resource_dir.gaps.demand.counted import Counted
from resource_dir.gaps.demand.cube import Cube
from resource_dir.gaps.demand.demand import HOURS, Floats, Integers
from resource_dir.gaps.demand.intervals import dispersion

HOURS_A_DAY, DAYS_A_WEEK = 24, 7
FEWEST_DAYS = 28  # four of each weekday: with fewer the spread of days says nothing
FEWEST_CALLS = 30
AFTER_THE_CLOCKS = 4  # clocks change before four: such a day is whole, a partial one is not


def count(cube: Cube, observed: Mapping[str, Sequence[float]]) -> Counted:
    """Arrays of a cube. `observed` maps each ISO day to its 24 shares of hours seen."""
    table = cube.by_hour
    needs, k = _numbered(table["need"])
    areas, a = _numbered(table["where"])
    hour = table["hour_of_week"].to_numpy().astype(np.intp)
    shape = (len(needs), len(areas), HOURS)
    weight, square = np.zeros(shape), np.zeros(shape)
    calls = np.zeros(shape[:2], dtype=np.int64)
    heaviest = np.zeros(shape[:2])
    np.add.at(weight, (k, a, hour), table["weight"].to_numpy())
    np.add.at(square, (k, a, hour), table["square"].to_numpy())
    np.add.at(calls, (k, a), table["calls"].to_numpy().astype(np.int64))
    np.maximum.at(heaviest, (k, a), table["heaviest"].to_numpy())
    days = sorted(observed)
    types = cube.types
    per_type = types["calls"].to_numpy().astype(np.int64)
    mapped = np.array(types["is_mapped"].to_pylist(), dtype=np.bool_)
    return Counted(
        needs=needs,
        areas=areas,
        points=_points(cube, areas),
        weight=weight,
        square=square,
        heaviest=heaviest,
        calls=calls,
        dispersion=_dispersion(cube, needs, areas, observed),
        hours=exposure(observed),
        from_day=date.fromisoformat(days[0]),
        to_day=date.fromisoformat(days[-1]),
        all_calls=int(per_type.sum()),
        unmapped=int(per_type[~mapped].sum()) if len(per_type) else 0,
    )


def exposure(observed: Mapping[str, Sequence[float]]) -> Floats:
    """T(h) (168,): the hours really seen of each hour of the week."""
    hours = np.zeros((DAYS_A_WEEK, HOURS_A_DAY))
    for day, shares in observed.items():
        hours[date.fromisoformat(day).weekday()] += shares
    return hours.reshape(HOURS)


def _numbered(column: pa.ChunkedArray) -> tuple[tuple[str, ...], Integers]:
    """(the texts that occur, in their order, the number of each row's)."""
    words, codes = _coded(column)
    used = np.unique(codes)
    names = np.sort(words[used])
    return tuple(names.tolist()), np.searchsorted(names, words)[codes]


def _coded(column: pa.ChunkedArray) -> tuple[NDArray[np.str_], Integers]:
    """(the dictionary's words, the place of each row's word in it)."""
    coded = column.combine_chunks()
    words = np.array(coded.dictionary.to_pylist(), dtype=np.str_)
    return words, coded.indices.to_numpy().astype(np.int64)


def _points(cube: Cube, areas: tuple[str, ...]) -> Floats:
    """The mean of the middles of the cells that an area's calls lie in, weighted by calls."""
    cells = cube.by_cell["cell"].to_numpy().astype(np.uint64)
    placed = cells > 0
    words, codes = _coded(cube.by_cell["where"])
    where = words[codes[placed]]
    known = np.isin(where, np.array(areas, dtype=np.str_))
    where, cells = where[known], cells[placed][known]
    calls = cube.by_cell["calls"].to_numpy()[placed][known]
    a = np.searchsorted(np.array(areas, dtype=np.str_), where)
    total = np.bincount(a, weights=calls, minlength=len(areas))
    points = np.full((len(areas), 2), np.nan)
    middles = np.array([middle_of(int(cell)) for cell in cells]).reshape(-1, 2)
    for axis in range(2):
        sums = np.bincount(a, weights=calls * middles[:, axis], minlength=len(areas))
        points[:, axis] = np.divide(sums, total, out=points[:, axis], where=total > 0)
    return points


def _dispersion(
    cube: Cube,
    needs: tuple[str, ...],
    areas: tuple[str, ...],
    observed: Mapping[str, Sequence[float]],
) -> Floats:
    """φ (K, A) of daily counts around the mean of their weekday; 1 where there are too few."""
    whole = [
        date.fromisoformat(day) for day, shares in sorted(observed.items()) if min(shares[4:]) > 0
    ]
    phi = np.ones((len(needs), len(areas)))
    if len(whole) < FEWEST_DAYS or not len(cube.by_day):
        return phi
    daily = _daily(cube, needs, areas, whole)
    weekday = np.array([day.weekday() for day in whole])
    expected = np.zeros_like(daily)
    for number in range(DAYS_A_WEEK):
        these = weekday == number
        if these.any():
            expected[:, :, these] = daily[:, :, these].mean(axis=2, keepdims=True)
    enough = daily.sum(axis=2) >= FEWEST_CALLS
    phi[enough] = np.maximum(dispersion(daily[enough], expected[enough], fitted=DAYS_A_WEEK), 1.0)
    return phi


def _among(names: tuple[str, ...], column: pa.ChunkedArray) -> Integers:
    """The place of each row's word among the names, which hold it."""
    words, codes = _coded(column)
    return np.searchsorted(np.array(names, dtype=np.str_), words)[codes]


def _daily(
    cube: Cube, needs: tuple[str, ...], areas: tuple[str, ...], days: Sequence[date]
) -> Floats:
    """(K, A, days) calls."""
    first = days[0]
    place = np.full((days[-1] - first).days + 1, -1)
    place[[(day - first).days for day in days]] = np.arange(len(days))
    table = cube.by_day
    offset = (table["day"].to_numpy().astype("datetime64[D]") - np.datetime64(first)).astype(int)
    kept = (offset >= 0) & (offset < len(place))
    kept[kept] = place[offset[kept]] >= 0
    k, a = _among(needs, table["need"])[kept], _among(areas, table["where"])[kept]
    daily = np.zeros((len(needs), len(areas), len(days)))
    np.add.at(daily, (k, a, place[offset[kept]]), table["calls"].to_numpy()[kept])
    return daily
