"""The cube: coarse calls times crosswalk, summed by need, area and hour of the week.

One Ibis expression over the Parquet files of coarse calls (columns call_type, disposition, zone,
cell, area, day, hour, n) and two small tables: the crosswalk (call_type, disposition, need,
weight; an entry for a call's own disposition wins over the entry for any, "") and, where a layer
came after the calls, which area each grid cell lies in.

    weight[k,a,h]  = Σ n w        square[k,a,h] = Σ n w²        calls = Σ n where w > 0

An area's key is "LAYER:AREA" by the call's own point, else by its grid cell, else "zone:ZONE" of
the agency, else "cell:H3", else "unknown". By grid, a call that has a cell counts there and nowhere
else.
"""

from collections.abc import Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class Cube:
    """Arrow tables. by_hour: need, where, hour_of_week, weight, square, calls, heaviest. by_day:
    need, where, day, calls. by_cell: where, cell, calls. types: call_type, calls, is_mapped.
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
    crosswalk = engine.table(_table(entries))
    meant = _meanings(calls, crosswalk)
    asked = calls.join(meant, ["call_type", "disposition"]).filter(_.weight > 0)
    return Cube(
        by_hour=engine.answer(_named(_by_hour(asked), layer)),
        by_day=engine.answer(_named(_by_day(asked), layer)),
        by_cell=engine.answer(_named(_by_cell(asked), layer)),
        types=engine.answer(_types(calls, crosswalk)),
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


PLACE = ("in_area", "in_zone", "in_cell")


def _with_place(calls: Any, *, has_layer: bool, by_grid: bool = False) -> Any:
    """Where a call counts, as plain columns of which one is filled: a text for each of ten million
    rows would cost more than all the sums. `_named` makes the text of what is left."""
    in_area = calls.area if has_layer else ibis.literal("")
    calls = calls.mutate(in_area=in_area)
    by_zone = calls.cell.cast("int64") == 0 if by_grid else calls.in_area == ""
    calls = calls.mutate(in_zone=by_zone.ifelse(calls.zone, ""))
    return calls.mutate(
        in_cell=((calls.in_area == "") & (calls.in_zone == "")).ifelse(calls.cell.cast("int64"), 0)
    )


def _named(sums: Any, layer: str | None) -> Any:
    """The sums with the key of their area."""
    where = ibis.cases(
        (sums.in_area != "", ibis.literal(f"{layer}:") + sums.in_area),
        (sums.in_zone != "", ibis.literal("zone:") + sums.in_zone),
        (sums.in_cell != 0, ibis.literal("cell:") + sums.in_cell.cast("string")),
        else_=NOWHERE,
    )
    return sums.mutate(where=where).drop(*PLACE)


def _table(entries: Sequence[CrosswalkEntry]) -> pa.Table:
    schema = pa.schema(
        [
            ("call_type", pa.string()),
            ("disposition", pa.string()),
            ("need", pa.string()),
            ("weight", pa.float64()),
        ]
    )
    return pa.Table.from_pylist(
        [
            {
                "call_type": entry.call_type,
                "disposition": entry.disposition,
                "need": entry.need,
                "weight": entry.weight,
            }
            for entry in entries
        ],
        schema=schema,
    )


def _meanings(calls: Any, crosswalk: Any) -> Any:
    """call_type, disposition, need, weight of every pair that occurs among the calls."""
    pairs = calls.select("call_type", "disposition").distinct()
    own = crosswalk.filter(crosswalk.disposition != "")
    anyone = crosswalk.filter(crosswalk.disposition == "").drop("disposition")
    exact = pairs.join(own, ["call_type", "disposition"])
    rest = pairs.anti_join(own, ["call_type", "disposition"]).join(anyone, "call_type")
    columns = ("call_type", "disposition", "need", "weight")
    return ibis.union(exact.select(*columns), rest.select(*columns), distinct=False)


def _by_hour(asked: Any) -> Any:
    asked = asked.mutate(hour_of_week=asked.day.day_of_week.index() * HOURS_A_DAY + asked.hour)
    return asked.group_by("need", *PLACE, "hour_of_week").aggregate(
        weight=(_.n * _.weight).sum(),
        square=(_.n * _.weight * _.weight).sum(),
        calls=_.n.sum(),
        heaviest=_.weight.max(),
    )


def _by_day(asked: Any) -> Any:
    return asked.group_by("need", *PLACE, "day").aggregate(calls=_.n.sum())


def _by_cell(asked: Any) -> Any:
    return asked.group_by(*PLACE, "cell").aggregate(calls=_.n.sum())


def _types(calls: Any, crosswalk: Any) -> Any:
    """Calls by type, and whether the crosswalk knows the type at all."""
    by_type = calls.group_by("call_type").aggregate(calls=_.n.sum())
    known = crosswalk.select("call_type").distinct().mutate(is_known=True)
    joined = by_type.left_join(known, "call_type")
    return joined.select(
        call_type=joined.call_type, calls=joined.calls, is_mapped=joined.is_known.fill_null(False)
    )
