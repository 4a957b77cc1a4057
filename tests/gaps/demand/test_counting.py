"""Arrays of a cube: sums, places, exposure and how clustered calls are."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import h3.api.basic_int as h3
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from resource_dir.gaps.crosswalk.entries import CrosswalkEntry
from resource_dir.gaps.demand.counted import Counted
from resource_dir.gaps.demand.counting import count, exposure
from resource_dir.gaps.demand.cube import cells_in, cube_of
from resource_dir.gaps.demand.engines import Engine, engine_of

CELL = h3.latlng_to_cell(38.505, -106.055, 7)
FAR_CELL = h3.latlng_to_cell(38.10, -106.14, 7)
FIRST = date(2025, 3, 3)  # a Monday; the clocks go forward on the Sunday after
DAYS = [FIRST + timedelta(days=number) for number in range(35)]
ENTRIES = (
    CrosswalkEntry("DETOX", "", "withdrawal_management", 1.0),
    CrosswalkEntry("INTOX", "", "sobering_center", 0.5),
    CrosswalkEntry("INTOX", "MH", "crisis_receiving", 0.75),
    CrosswalkEntry("LOOKED AT", "", "", 0.0),
    CrosswalkEntry("NEVER", "", "food", 1.0),
)
SCHEMA = pa.schema(
    [
        ("call_type", pa.string()), ("disposition", pa.string()), ("zone", pa.string()),
        ("cell", pa.int64()), ("area", pa.string()), ("day", pa.date32()), ("hour", pa.int8()),
        ("n", pa.int32()),
    ]
)  # fmt: skip

Call = dict[str, Any]


@pytest.fixture(scope="module")
def calls() -> list[Call]:
    random = np.random.default_rng(5)

    def one() -> Call:
        return {
            "call_type": str(random.choice(["DETOX", "INTOX", "THEFT", "LOOKED AT"])),
            "disposition": str(random.choice(["", "MH", "GONE"])),
            "zone": str(random.choice(["B1", ""])),
            "cell": int(random.choice(np.array([CELL, FAR_CELL, 0], dtype=np.int64))),
            "area": str(random.choice(["west", ""])),
            "day": DAYS[int(random.integers(len(DAYS)))],
            "hour": int(random.integers(24)),
            "n": int(random.integers(1, 3)),
        }

    return [one() for _ in range(900)]


@pytest.fixture(scope="module")
def paths(calls: list[Call], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("batches")
    months = sorted({call["day"].month for call in calls})
    for month in months:
        rows = [call for call in calls if call["day"].month == month]
        pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), folder / f"{month}.parquet")
    return [folder / f"{month}.parquet" for month in months]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with engine_of("duckdb") as running:
        yield running


def _meaning(call: Call) -> list[CrosswalkEntry]:
    own = [
        e
        for e in ENTRIES
        if (e.call_type, e.disposition) == (call["call_type"], call["disposition"])
        and e.disposition
    ]
    anyone = [e for e in ENTRIES if e.call_type == call["call_type"] and not e.disposition]
    return own or anyone


def _where(call: Call, layer: str | None) -> str:
    if layer and call["area"]:
        return f"{layer}:{call['area']}"
    if call["zone"]:
        return f"zone:{call['zone']}"
    return f"cell:{call['cell']}" if call["cell"] else "unknown"


def _plain(calls: list[Call], layer: str | None) -> tuple[Counter[Any], Counter[Any]]:
    weights: Counter[Any] = Counter()
    squares: Counter[Any] = Counter()
    for call in calls:
        for entry in _meaning(call):
            if entry.weight:
                hour = call["day"].weekday() * 24 + call["hour"]
                key = (entry.need, _where(call, layer), hour)
                weights[key] += call["n"] * entry.weight
                squares[key] += call["n"] * entry.weight**2
    return weights, squares


def _observed() -> dict[str, list[float]]:
    return {day.isoformat(): [1.0] * 24 for day in DAYS}


@pytest.mark.parametrize("layer", ["beats", None])
def test_every_sum_agrees_with_loops(
    engine: Engine, calls: list[Call], paths: list[Path], layer: str | None
) -> None:
    weights, squares = _plain(calls, layer)

    counted = count(cube_of(engine, paths, ENTRIES, layer=layer), _observed())

    assert counted.weight.sum() == pytest.approx(sum(weights.values()))
    for (need, where, hour), weight in weights.items():
        k, a = counted.needs.index(need), counted.areas.index(where)
        assert counted.weight[k, a, hour] == pytest.approx(weight)
        assert counted.square[k, a, hour] == pytest.approx(squares[need, where, hour])
    assert counted.all_calls == sum(call["n"] for call in calls)
    assert counted.unmapped == sum(call["n"] for call in calls if call["call_type"] == "THEFT")


def test_a_period_leaves_the_days_outside_it_out(
    engine: Engine, calls: list[Call], paths: list[Path]
) -> None:
    first, last = DAYS[5], DAYS[20]
    inside = [call for call in calls if first <= call["day"] <= last]
    weights, _ = _plain(inside, None)

    cube = cube_of(engine, paths, ENTRIES, layer=None, from_day=first, to_day=last)

    assert count(cube, _observed()).weight.sum() == pytest.approx(sum(weights.values()))


def test_a_layer_that_came_later_tells_calls_by_the_middle_of_their_cell(
    engine: Engine, paths: list[Path], calls: list[Call]
) -> None:
    assert cells_in(paths) == sorted([CELL, FAR_CELL])

    cube = cube_of(engine, paths, ENTRIES, layer="tracts", area_of_cell={CELL: "one"})

    areas = set(cube.by_hour["where"].to_pylist())
    assert areas == {"tracts:one", "zone:B1", f"cell:{FAR_CELL}", "unknown"}
    assert sum(cube.types["calls"].to_pylist()) == sum(call["n"] for call in calls)


def test_an_area_lies_in_the_middle_of_its_calls_and_one_without_a_place_nowhere(
    engine: Engine, paths: list[Path]
) -> None:
    counted: Counted = count(cube_of(engine, paths, ENTRIES, layer=None), _observed())

    place = dict(zip(counted.areas, counted.points.tolist(), strict=True))
    assert place[f"cell:{CELL}"] == pytest.approx(h3.cell_to_latlng(CELL))
    assert np.isnan(place["unknown"]).all()
    assert 38.10 < place["zone:B1"][0] < 38.51


def test_exposure_counts_a_lost_hour_as_none_and_a_doubled_one_as_two() -> None:
    plain = [1.0] * 24
    spring = [*plain[:2], 0.0, *plain[3:]]
    autumn = [plain[0], 2.0, *plain[2:]]

    hours = exposure({"2025-03-09": spring, "2025-11-02": autumn, "2025-03-10": plain})

    assert hours.sum() == 72
    sunday = hours[6 * 24 : 7 * 24]
    assert (sunday[1], sunday[2], sunday[3]) == (3.0, 1.0, 2.0)
    assert hours[:24].tolist() == plain


def test_clustered_calls_are_seen_as_such_and_even_ones_are_not(
    engine: Engine, tmp_path: Path
) -> None:
    def phi(per_day: list[int]) -> float:
        rows = [
            {"call_type": "DETOX", "disposition": "", "zone": "B1", "cell": 0, "area": "",
             "day": day, "hour": 3, "n": number}
            for day, number in zip(DAYS, per_day, strict=True)
            if number
        ]  # fmt: skip
        path = tmp_path / f"{sum(per_day)}-{max(per_day)}.parquet"
        pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), path)
        return float(
            count(cube_of(engine, [path], ENTRIES, layer=None), _observed()).dispersion[0, 0]
        )

    even = [4] * 35
    bursts = [28 if number % 8 == 0 else 0 for number in range(35)]

    assert phi(even) == 1.0
    assert phi(bursts) > 5
