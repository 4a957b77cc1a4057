"""Invented calls of a year in fifty invented beats, as a CSV that a dispatch system might write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from resource_dir.gaps.areas.layers import LayerArea, read_layer
from resource_dir.gaps.calls.profiles import CallProfile
from resource_dir.gaps.crosswalk.entries import CrosswalkEntry
from resource_dir.needs import NEEDS

ACROSS, DOWN, STEP = 10, 5, 0.05  # beats from west to east and from south to north, degrees
WEST, SOUTH = -106.3, 38.3
LAYER = "beats"
NAME = "bench"
TYPES = 60
TOLD = tuple(NEEDS)[:30]
WEIGHTS = (1.0, 0.8, 0.5, 0.3)
DISPOSITIONS = ("REPORT", "NO REPORT", "TRANSPORT", "UNFOUNDED")
DAYS = 365
PROFILE = CallProfile(
    name=NAME,
    title="Invented calls",
    agency="Quillmore County",
    zone="America/Denver",
    columns={
        "time": ("received",),
        "type": ("call_type",),
        "latitude": ("latitude",),
        "longitude": ("longitude",),
        "disposition": ("disposition",),
        "id": ("incident",),
    },
)
# Hashes of the row's number: the same calls on any number of threads.
_ROWS = """
SELECT
  'C' || lpad(i::VARCHAR, 9, '0') AS incident,
  strftime(TIMESTAMP '2025-01-01' + to_seconds((hash(i) % {seconds})::BIGINT),
           '%Y-%m-%d %H:%M:%S') AS received,
  'TYPE ' || lpad(least(hash(i + 7) % {types}, hash(i + 8) % {types})::VARCHAR, 2, '0')
    AS call_type,
  ['{dispositions}'][1 + (hash(i + 9) % {kinds})::INTEGER] AS disposition,
  printf('%.5f', {south} + (hash(i + 10) % 100000) / 100000 * {height}) AS latitude,
  printf('%.5f', {west} + (hash(i + 11) % 100000) / 100000 * {width}) AS longitude
FROM range({count}) AS numbers(i)
"""


def write_calls(path: Path, count: int) -> None:
    """Write so many calls; the same number is the same file."""
    rows = _ROWS.format(
        count=count,
        seconds=DAYS * 86_400,
        types=TYPES,
        dispositions="', '".join(DISPOSITIONS),
        kinds=len(DISPOSITIONS),
        south=SOUTH,
        west=WEST,
        height=DOWN * STEP,
        width=ACROSS * STEP,
    )
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({rows}) TO '{path}' (HEADER)")


def entries() -> list[CrosswalkEntry]:
    """Half of the types ask for one need each, every third of them for another one too."""
    made = [
        CrosswalkEntry(f"TYPE {number * 2:02}", "", need, WEIGHTS[number % len(WEIGHTS)])
        for number, need in enumerate(TOLD)
    ]
    more = [
        CrosswalkEntry(f"TYPE {number * 2:02}", "", TOLD[(number + 5) % len(TOLD)], 0.25)
        for number in range(0, len(TOLD), 3)
    ]
    return [*made, *more]


def beats() -> tuple[LayerArea, ...]:
    """Fifty rectangles side by side."""
    import orjson

    features = [_beat(x, y) for y in range(DOWN) for x in range(ACROSS)]
    return read_layer(orjson.dumps({"type": "FeatureCollection", "features": features})).areas


def _beat(x: int, y: int) -> dict[str, Any]:
    west, south = WEST + x * STEP, SOUTH + y * STEP
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    ring = [[west + right * STEP, south + up * STEP] for right, up in corners]
    properties = {"beat": f"{y}{x}", "name": f"Beat {y}{x}", "population": 10_000 + 100 * x}
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
