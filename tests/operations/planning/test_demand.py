"""Demand out of the database: counted once, kept on disk, counted anew when anything changes."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import h3.api.basic_int as h3
import numpy as np
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import NotFound
from resource_dir.gaps.demand.demand import Demand
from resource_dir.models import Area, AreaLayer, CallBatch, CallDataSet, CrosswalkEntry
from resource_dir.operations.planning.asked import GapsAsked
from resource_dir.operations.planning.cubes import keep_few
from resource_dir.operations.planning.demand import demand_for
from tests.gaps.demand.calls import invented_rows, written
from tests.stored_calls import DAY, NOW

Write = Callable[..., None]
HOUR = DAY.weekday() * 24 + 2
WEST = {"type": "Polygon", "coordinates": [[[-107, 38], [-105, 38], [-105, 39], [-107, 38]]]}
AGAIN = """
import sys
from pathlib import Path
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from resource_dir.database import configure_engine
from resource_dir.operations.planning.asked import GapsAsked
from resource_dir.operations.planning.demand import demand_for
engine = create_engine(sys.argv[1])
configure_engine(engine)
with Session(engine) as session:
    demand = demand_for(session, GapsAsked(), folder=Path(sys.argv[2]))
print(float(demand.rate.sum()), *sorted({"ibis", "duckdb", "pyarrow"} & set(sys.modules)))
"""


@pytest.fixture
def county(session: Session, write: Write, stored_calls: Callable[..., list[Any]]) -> Session:
    write(*stored_calls())
    return session


def _rate(demand: Demand, need: str, area: str) -> float:
    ids = [each.id for each in demand.areas]
    assert demand.raw is not None
    return float(demand.raw[demand.needs.index(need), ids.index(area), HOUR])


def _cubes(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "cubes").glob("*.npz"))


def test_rates_are_weighted_calls_over_hours_observed(county: Session, tmp_path: Path) -> None:
    demand = demand_for(county, GapsAsked(), folder=tmp_path)

    assert _rate(demand, "mobile_crisis", "beats:N") == pytest.approx(40 * 0.9)
    assert _rate(demand, "crisis_receiving", "beats:S") == pytest.approx(60 * 0.3)
    assert _rate(demand, "sobering_center", "zone:S") == pytest.approx(13 * 0.5)
    observed = demand.observed[0]
    assert (observed.calls, observed.unmapped, observed.hours.sum()) == (1588, 900, 24.0)
    assert (observed.crosswalk, observed.is_reviewed) == ("juniper 1", True)
    names = {area.id: (area.name, area.population) for area in demand.areas}
    assert names["beats:N"] == ("North", 8900)
    assert names["zone:S"] == ("S", None)


def test_two_agencies_add_up_each_over_its_own_hours(
    county: Session, write: Write, tmp_path: Path
) -> None:
    content = county.get_one(CallBatch, ("juniper", DAY.replace(day=1))).content
    write(
        CallDataSet(id="other", agency="Other", zone="America/Denver", profile={},
                    layer_id="beats", crosswalk_id="juniper", created=NOW, created_by="t"),
        CallBatch(data_set_id="other", month=DAY.replace(day=1), calls=1588, content=content,
                  observed={(DAY + timedelta(days=7 * week)).isoformat(): [1.0] * 24
                            for week in (-1, 0)},
                  digest="d2"),
    )  # fmt: skip

    demand = demand_for(county, GapsAsked(), folder=tmp_path)

    assert _rate(demand, "mobile_crisis", "beats:N") == pytest.approx(36 + 36 / 2)
    k, a = demand.needs.index("mobile_crisis"), [x.id for x in demand.areas].index("beats:N")
    assert demand.variance[k, a, HOUR] == pytest.approx(40 * 0.81 * (1 + 1 / 4))
    assert [one.hours.sum() for one in demand.observed] == [24.0, 48.0]
    only = demand_for(county, GapsAsked(data_sets=("other",)), folder=tmp_path)
    assert _rate(only, "mobile_crisis", "beats:N") == pytest.approx(18)


def test_a_kept_cube_gives_the_same_without_duckdb_or_ibis(
    county: Session, engine: Engine, tmp_path: Path
) -> None:
    first = demand_for(county, GapsAsked(), folder=tmp_path)
    url = engine.url.render_as_string(hide_password=False)

    done = subprocess.run(
        [sys.executable, "-c", AGAIN, url, str(tmp_path)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert done.stdout.split() == [str(float(first.rate.sum()))]


def test_all_files_may_be_deleted_or_damaged_at_any_time(county: Session, tmp_path: Path) -> None:
    first = demand_for(county, GapsAsked(), folder=tmp_path)
    cube = tmp_path / "cubes" / _cubes(tmp_path)[0]

    for damage in (b"", b"PK\x03\x04 half a file", cube.read_bytes()[:-100]):
        cube.write_bytes(damage)
        (tmp_path / "d1.parquet").unlink()
        again = demand_for(county, GapsAsked(), folder=tmp_path)

        np.testing.assert_array_equal(again.rate, first.rate)


def test_whatever_is_counted_with_is_part_of_the_cubes_name(
    county: Session, tmp_path: Path
) -> None:
    demand_for(county, GapsAsked(), folder=tmp_path)

    def change_weight() -> None:
        county.get_one(CrosswalkEntry, (1, "INTOX", "", "sobering_center")).weight = 0.25

    def change_observed() -> None:
        batch = county.get_one(CallBatch, ("juniper", DAY.replace(day=1)))
        batch.observed = {DAY.isoformat(): [0.5] * 24}

    changes: list[tuple[Callable[[], None], float]] = [
        (change_weight, 70 * 0.25),
        (change_observed, 70 * 0.25 / 0.5),
    ]
    for number, (change, expected) in enumerate(changes, 2):
        with writing(county):
            change()

        demand = demand_for(county, GapsAsked(), folder=tmp_path)

        assert len(_cubes(tmp_path)) == number
        assert _rate(demand, "sobering_center", "beats:S") == pytest.approx(expected)


def test_outlines_that_are_taken_in_again_are_looked_at_again(
    county: Session, write: Write, tmp_path: Path
) -> None:
    write(
        AreaLayer(id="new", name="New", source="t", created=NOW, created_by="t"),
        Area(layer_id="new", id="1", name="One", population=None, latitude=38.2, longitude=-105.5,
             area_km2=1.0, outline=WEST),
    )  # fmt: skip
    asked = GapsAsked(layer="new")
    demand_for(county, asked, folder=tmp_path)
    with writing(county):
        county.get_one(AreaLayer, "new").created = NOW + timedelta(days=1)

    demand_for(county, asked, folder=tmp_path)

    assert len(_cubes(tmp_path)) == 2


def test_calls_told_by_cells_say_how_many_cells_cross_a_border(
    county: Session, write: Write, tmp_path: Path
) -> None:
    cells = [h3.latlng_to_cell(38.2, lon, 7) for lon in (-105.5, -104.95)]
    rows = [row | {"cell": cell} for cell in cells for row in invented_rows(5)]
    [path] = written(tmp_path, rows)
    write(
        AreaLayer(id="new", name="New", source="t", created=NOW, created_by="t"),
        Area(layer_id="new", id="1", name="One", population=None, latitude=38.2, longitude=-105.5,
             area_km2=1.0, outline=WEST),
    )  # fmt: skip
    with writing(county):
        batch = county.get_one(CallBatch, ("juniper", DAY.replace(day=1)))
        batch.content, batch.digest = path.read_bytes(), "d3"

    asked = GapsAsked(layer="new")
    first = demand_for(county, asked, folder=tmp_path).observed[0].border_share
    again = demand_for(county, asked, folder=tmp_path).observed[0].border_share

    assert first == again == 0.5
    assert demand_for(county, GapsAsked(), folder=tmp_path).observed[0].border_share == 0.0


def test_several_at_once_count_the_same_and_leave_no_half_files(
    county: Session, engine: Engine, tmp_path: Path
) -> None:
    sums: list[float] = []

    def count() -> None:
        with Session(engine) as session:
            sums.append(float(demand_for(session, GapsAsked(), folder=tmp_path).rate.sum()))

    threads = [threading.Thread(target=count) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sums == [sums[0]] * 3
    assert not list(tmp_path.rglob("*.part"))


def test_a_period_without_observed_hours_has_no_demand(county: Session, tmp_path: Path) -> None:
    later = DAY + timedelta(days=1)

    demand = demand_for(county, GapsAsked(from_day=later), folder=tmp_path)

    assert demand.needs == ()
    assert demand.observed == ()


def test_needs_and_an_area_can_be_asked_alone(county: Session, tmp_path: Path) -> None:
    asked = GapsAsked(needs=("mobile_crisis",), area="beats:S")

    demand = demand_for(county, asked, folder=tmp_path)

    assert (demand.needs, [area.id for area in demand.areas]) == (("mobile_crisis",), ["beats:S"])
    assert demand.rate.sum() == pytest.approx(60 * 0.9)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (GapsAsked(data_sets=("nobody",)), "data"),
        (GapsAsked(layer="nobody"), "layer"),
        (GapsAsked(area="beats:X"), "area"),
    ],
)
def test_what_is_not_there_is_named(
    county: Session, tmp_path: Path, asked: GapsAsked, field: str
) -> None:
    with pytest.raises(NotFound) as refused:
        demand_for(county, asked, folder=tmp_path)

    assert refused.value.field == field


def test_files_unused_for_longest_are_deleted(tmp_path: Path) -> None:
    for number in range(5):
        path = tmp_path / f"{number}.npz"
        path.touch()
        os.utime(path, (1000 + number, 1000 + number))

    keep_few(tmp_path, "*.npz", 2)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["3.npz", "4.npz"]
