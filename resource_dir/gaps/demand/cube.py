"""The cube: coarse calls times crosswalk, summed by need, area and hour of the week.

Ibis expressions over the Parquet files of coarse calls (columns call_type, disposition, zone,
cell, area, day, hour, n) and three small tables: what a pair of type and disposition asks for (an
entry for a call's own disposition wins over the entry for any, ""), the places that occur and,
where a layer came after the calls, which area each grid cell lies in. Needs and places are summed
by their numbers: the texts of millions of sums would cost more than the sums.

    weight[k,a,h]  = Σ n w        square[k,a,h] = Σ n w²        calls = Σ n where w > 0

An area's key is "LAYER:AREA" by the call's own point, else by its grid cell, else "zone:ZONE" of
the agency, else "cell:H3", else "unknown". By grid, a call that has a cell counts there and nowhere
else.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from ibis import _

from resource_dir.gaps.crosswalk.entries import CrosswalkEntry
from resource_dir.gaps.demand.engines import Engine

HOURS_A_DAY = 24
NOWHERE = "unknown"
PLACE = ("in_area", "in_zone", "in_cell")
MEANING = pa.schema(
    [
        ("call_type", pa.string()),
        ("disposition", pa.string()),
        ("need", pa.int32()),
        ("weight", pa.float64()),
    ]
)


@dataclass(frozen=True, slots=True)
class Cube:
    """Arrow tables. by_hour: need, where, hour_of_week, weight, square, calls, heaviest. by_day:
    need, where, day, calls. by_cell: where, cell, calls. types: call_type, calls, is_mapped. need
    and where are dictionaries, which may hold more than occurs.
    """

    by_hour: pa.Table
    by_day: pa.Table
    by_cell: pa.Table
    types: pa.Table


def cube_of(
    engine: Engine,
    paths: Sequence[Path],
    entries: Sequence[CrosswalkEntry],
    *,
    layer: str | None,
    area_of_cell: Mapping[int, str] | None = None,
    by_grid: bool = False,
    from_day: date | None = None,
    to_day: date | None = None,
) -> Cube:
    """Work the cube out. `area_of_cell` stands in for the calls' own areas where it is given."""
    calls = _in_period(engine.calls(paths), from_day, to_day)
    if area_of_cell is not None:
        calls = _placed_by_cell(engine, calls, area_of_cell)
    calls = _with_place(calls, has_layer=layer is not None, by_grid=by_grid)
    pairs = engine.answer(_pairs(calls))
    needs = sorted({entry.need for entry in entries})
    places = engine.answer(calls.select(*PLACE).distinct())
    meant = engine.table(_meanings(pairs, entries, needs))
    asked = calls.join(meant, ["call_type", "disposition"])
    asked = asked.join(engine.table(_numbered(places)), PLACE)
    texts = {"need": needs, "where": _names(places, layer)}
    return Cube(
        by_hour=_in_words(engine.answer(_by_hour(asked)), texts),
        by_day=_in_words(engine.answer(_by_day(asked)), texts),
        by_cell=_in_words(engine.answer(_by_cell(asked)), texts),
        types=_types(pairs, entries),
    )


def cells_in(paths: Sequence[Path]) -> list[int]:
    """Every grid cell that a call of these files lies in."""
    tables = [pq.read_table(path, columns=["cell"])["cell"] for path in paths]
    cells = {int(cell) for table in tables for cell in table.unique().to_pylist()}
    return sorted(cells - {0})


def _in_period(calls: Any, from_day: date | None, to_day: date | None) -> Any:
    if from_day is not None:
        calls = calls.filter(calls.day >= ibis.literal(from_day))
    return calls if to_day is None else calls.filter(calls.day <= ibis.literal(to_day))


def _placed_by_cell(engine: Engine, calls: Any, area_of_cell: Mapping[int, str]) -> Any:
    """The calls with the area that their grid cell's middle lies in; "" where in none."""
    schema = pa.schema([("cell", pa.int64()), ("cell_area", pa.string())])
    rows = [{"cell": cell, "cell_area": area} for cell, area in area_of_cell.items()]
    cells = engine.table(pa.Table.from_pylist(rows, schema=schema))
    calls = calls.mutate(cell=calls.cell.cast("int64"))
    joined = calls.left_join(cells, "cell")
    columns = [name for name in calls.columns if name != "area"]
    return joined.select(*(joined[name] for name in columns), area=joined.cell_area.fill_null(""))


def _with_place(calls: Any, *, has_layer: bool, by_grid: bool = False) -> Any:
    """Where a call counts, as plain columns of which one is filled: a text for each of ten million
    rows would cost more than all the sums."""
    in_area = calls.area if has_layer else ibis.literal("")
    calls = calls.mutate(in_area=in_area)
    by_zone = calls.cell.cast("int64") == 0 if by_grid else calls.in_area == ""
    calls = calls.mutate(in_zone=by_zone.ifelse(calls.zone, ""))
    return calls.mutate(
        in_cell=((calls.in_area == "") & (calls.in_zone == "")).ifelse(calls.cell.cast("int64"), 0)
    )


def _numbered(places: pa.Table) -> pa.Table:
    """The places, each with its number."""
    return places.append_column("where", pa.array(range(len(places)), pa.int32()))


def _names(places: pa.Table, layer: str | None) -> list[str]:
    """The keys of these areas."""
    rows = zip(*(places[name].to_pylist() for name in PLACE), strict=True)
    return [_name(area, zone, cell, layer) for area, zone, cell in rows]


def _name(area: str, zone: str, cell: int, layer: str | None) -> str:
    if area:
        return f"{layer}:{area}"
    if zone:
        return f"zone:{zone}"
    return f"cell:{cell}" if cell else NOWHERE


def _pairs(calls: Any) -> Any:
    """Calls of each type with each disposition."""
    return calls.group_by("call_type", "disposition").aggregate(calls=_.n.sum())


def _meanings(pairs: pa.Table, entries: Sequence[CrosswalkEntry], needs: Sequence[str]) -> pa.Table:
    """What each pair asks for with a weight above 0; needs by their number."""
    told: dict[tuple[str, str], list[CrosswalkEntry]] = defaultdict(list)
    for entry in entries:
        told[entry.call_type, entry.disposition].append(entry)
    number = {need: index for index, need in enumerate(needs)}
    rows = [
        (call_type, disposition, number[entry.need], entry.weight)
        for call_type, disposition in _keys(pairs)
        for entry in told.get((call_type, disposition)) or told.get((call_type, ""), [])
        if entry.weight > 0
    ]
    return pa.Table.from_pylist(
        [dict(zip(MEANING.names, row, strict=True)) for row in rows], MEANING
    )


def _keys(pairs: pa.Table) -> Iterator[tuple[str, str]]:
    return zip(pairs["call_type"].to_pylist(), pairs["disposition"].to_pylist(), strict=True)


def _by_hour(asked: Any) -> Any:
    asked = asked.mutate(hour_of_week=asked.day.day_of_week.index() * HOURS_A_DAY + asked.hour)
    return asked.group_by("need", "where", "hour_of_week").aggregate(
        weight=(_.n * _.weight).sum(),
        square=(_.n * _.weight * _.weight).sum(),
        calls=_.n.sum(),
        heaviest=_.weight.max(),
    )


def _by_day(asked: Any) -> Any:
    return asked.group_by("need", "where", "day").aggregate(calls=_.n.sum())


def _by_cell(asked: Any) -> Any:
    return asked.group_by("where", "cell").aggregate(calls=_.n.sum())


def _in_words(sums: pa.Table, texts: Mapping[str, Sequence[str]]) -> pa.Table:
    """The sums with needs and areas in place of their numbers."""
    for name in set(sums.column_names) & texts.keys():
        numbers = sums[name].combine_chunks()
        words = pa.DictionaryArray.from_arrays(numbers, pa.array(texts[name], pa.string()))
        sums = sums.set_column(sums.column_names.index(name), name, words)
    return sums


def _types(pairs: pa.Table, entries: Sequence[CrosswalkEntry]) -> pa.Table:
    """Calls by type, and whether the crosswalk knows the type at all."""
    calls: Counter[str] = Counter()
    for (call_type, _disposition), count in zip(
        _keys(pairs), pairs["calls"].to_pylist(), strict=True
    ):
        calls[call_type] += int(count)
    known = {entry.call_type for entry in entries}
    return pa.table(
        {
            "call_type": pa.array(calls.keys(), pa.string()),
            "calls": pa.array(calls.values(), pa.int64()),
            "is_mapped": pa.array([each in known for each in calls], pa.bool_()),
        }
    )
