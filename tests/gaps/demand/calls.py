"""Invented coarse calls, and the cube of them worked out call by call."""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import h3.api.basic_int as h3
import pyarrow as pa
import pyarrow.parquet as pq

from resource_dir.gaps.calls.months import SCHEMA
from resource_dir.gaps.crosswalk.entries import CrosswalkEntry
from resource_dir.gaps.demand.cube import Cube

FIRST = date(2025, 1, 1)
CELLS = [0, *(h3.latlng_to_cell(38.4 + step / 20, -106.0, 7) for step in range(4))]
ENTRIES = (
    CrosswalkEntry("WELFARE CHECK", "", "crisis_line", 0.25),
    CrosswalkEntry("WELFARE CHECK", "", "shelter", 0.1),
    CrosswalkEntry("WELFARE CHECK", "TRANSPORT", "sobering_center", 1.0),
    CrosswalkEntry("DRUNK", "", "sobering_center", 0.9),
    CrosswalkEntry("DRUNK", "UNFOUNDED", "sobering_center", 0.0),
    CrosswalkEntry("OVERDOSE", "TRANSPORT", "detox", 0.7),
)
Row = dict[str, Any]


def invented_rows(count: int, *, days: int = 40, seed: int = 1) -> list[Row]:
    """So many rows of counts, the same for the same seed."""
    rng = random.Random(seed)
    return [
        {
            "call_type": rng.choice(["WELFARE CHECK", "DRUNK", "OVERDOSE", "ALARM"]),
            "disposition": rng.choice(["", "TRANSPORT", "UNFOUNDED"]),
            "zone": rng.choice(["", "1", "2"]),
            "cell": rng.choice(CELLS),
            "area": rng.choice(["", "N", "S"]),
            "day": FIRST + timedelta(days=rng.randrange(days)),
            "hour": rng.randrange(24),
            "n": rng.randint(1, 4),
        }
        for _ in range(count)
    ]


def written(folder: Path, *parts: list[Row]) -> list[Path]:
    """Each part as a Parquet file of its own."""
    paths = []
    for number, rows in enumerate(parts):
        paths.append(folder / f"{number}.parquet")
        pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), paths[-1])
    return paths


@dataclass
class PlainCube:
    """What `Cube` says, as dictionaries of exact sums."""

    by_hour: dict[tuple[str, str, int], tuple[float, float, int, float]]
    by_day: dict[tuple[str, str, date], int]
    by_cell: dict[tuple[str, int], int]
    types: dict[str, tuple[int, bool]]


def plain_cube(
    rows: Iterable[Row],
    *,
    layer: str | None,
    entries: tuple[CrosswalkEntry, ...] = ENTRIES,
    area_of_cell: Mapping[int, str] | None = None,
) -> PlainCube:
    """The cube, one call after the other, as slowly and as plainly as it can be said."""
    hours: dict[Any, list[float]] = defaultdict(lambda: [0.0, 0.0, 0, 0.0])
    days: dict[Any, int] = defaultdict(int)
    cells: dict[Any, int] = defaultdict(int)
    types: dict[str, int] = defaultdict(int)
    for row in rows:
        types[row["call_type"]] += row["n"]
        where = _where(row, layer, area_of_cell)
        for entry in _meant(row, entries):
            if entry.weight == 0:
                continue
            hour = row["day"].weekday() * 24 + row["hour"]
            for _ in range(row["n"]):
                told = hours[entry.need, where, hour]
                told[0] += entry.weight
                told[1] += entry.weight**2
                told[2] += 1
                told[3] = max(told[3], entry.weight)
                days[entry.need, where, row["day"]] += 1
                cells[where, row["cell"]] += 1
    known = {entry.call_type for entry in entries}
    return PlainCube(
        {key: (w, s, int(n), m) for key, (w, s, n, m) in hours.items()},
        dict(days),
        dict(cells),
        {name: (count, name in known) for name, count in types.items()},
    )


def _meant(row: Row, entries: tuple[CrosswalkEntry, ...]) -> list[CrosswalkEntry]:
    of_type = [entry for entry in entries if entry.call_type == row["call_type"]]
    own = [e for e in of_type if e.disposition and e.disposition == row["disposition"]]
    return own or [entry for entry in of_type if not entry.disposition]


def _where(row: Row, layer: str | None, area_of_cell: Mapping[int, str] | None) -> str:
    area = row["area"] if area_of_cell is None else area_of_cell.get(row["cell"], "")
    if layer and area:
        return f"{layer}:{area}"
    if row["zone"]:
        return f"zone:{row['zone']}"
    return f"cell:{row['cell']}" if row["cell"] else "unknown"


def as_plain(cube: Cube) -> PlainCube:
    """The fast cube in the plain one's form."""
    return PlainCube(
        {
            (r["need"], r["where"], int(r["hour_of_week"])):
            (float(r["weight"]), float(r["square"]), int(r["calls"]), float(r["heaviest"]))
            for r in cube.by_hour.to_pylist()
        },
        {(r["need"], r["where"], r["day"]): int(r["calls"]) for r in cube.by_day.to_pylist()},
        {(r["where"], int(r["cell"])): int(r["calls"]) for r in cube.by_cell.to_pylist()},
        {r["call_type"]: (int(r["calls"]), bool(r["is_mapped"])) for r in cube.types.to_pylist()},
    )  # fmt: skip
