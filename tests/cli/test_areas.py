"""`resource-dir import areas`: a layer of outlines comes in, and what is wrong with it is said."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from resource_dir.cli.exits import DONE, NOTHING_DONE, SOMETHING_REJECTED
from resource_dir.extensions import db
from resource_dir.operations.planning.areas import list_layers

Run = Callable[..., Result]
RING = [[-106.2, 38.4], [-106.0, 38.4], [-106.0, 38.6], [-106.2, 38.4]]


@pytest.fixture
def run(run: Run) -> Run:
    return partial(run, "import", "areas")


def _file(folder: Path, *geometries: Any) -> Path:
    features = [
        {"type": "Feature", "properties": {"beat": f"b{n}", "souls": 100 + n}, "geometry": geometry}
        for n, geometry in enumerate(geometries)
    ]
    path = folder / "beats.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def _layers(apps: list[Flask]) -> list[tuple[str, int, int]]:
    with apps[-1].app_context():
        return [(x.id, x.areas, x.with_population) for x in list_layers(db.session())]


def test_a_file_is_kept_under_its_name(run: Run, apps: list[Flask], tmp_path: Path) -> None:
    path = _file(tmp_path, {"type": "Polygon", "coordinates": [RING]})

    done = run(path, "--name", "beats", "--population-column", "souls", "--json")

    assert done.exit_code == DONE, done.output
    report = json.loads(done.stdout)
    assert (report["areas"], report["with_population"], report["stored"]) == (1, 1, True)
    assert _layers(apps) == [("beats", 1, 1)]


def test_a_dry_run_stores_nothing_and_what_is_left_out_is_named(run: Run, tmp_path: Path) -> None:
    path = _file(tmp_path, {"type": "Polygon", "coordinates": [RING]}, {"type": "Point"})

    done = run(path, "--name", "beats", "--dry-run")

    assert done.exit_code == SOMETHING_REJECTED
    assert "nothing stored" in done.output
    assert "area 2: it is a Point, not an area" in done.output


def test_the_counties_of_a_state_need_no_file(run: Run, apps: list[Flask]) -> None:
    done = run("--counties", "co", "--name", "counties")

    assert done.exit_code == DONE, done.output
    assert _layers(apps) == [("counties", 64, 0)]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "Give a file"),
        (("nowhere.geojson",), "can't be read"),
        (("--counties", "XX"), "XX"),
        (("nowhere.geojson", "--counties", "CO"), "Give a file"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(run: Run, words: tuple[str, ...], says: str) -> None:
    done = run(*words, "--name", "beats")

    assert done.exit_code == NOTHING_DONE
    assert says in done.output
    assert "Traceback" not in done.output
