"""Fictional calls around the invented listings, stored as an import leaves them."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import h3.api.basic_int as h3
import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.database import writing

MADE = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
FIRST, DAYS = date(2026, 3, 2), 28  # a Monday; four weeks of one month
ADDRESS = {"North beat": (35.40, -119.02), "South beat": (35.34, -119.03)}
# Type, need, weight; hours of the day and calls a week in each of them.
MEANINGS = (
    ("WITHDRAWAL", "withdrawal_management", 1.0),
    ("INTOXICATED", "sobering_center", 0.8),
    ("CRISIS", "mobile_crisis", 1.0),
    ("CRISIS", "inpatient_psychiatric", 0.2),
    ("NO HOME", "emergency_shelter", 0.5),
    ("BARKING DOG", "", 0.0),
)
BUSY = {"WITHDRAWAL": (0, 1, 2, 3, 22, 23), "INTOXICATED": (21, 22, 23), "CRISIS": (9, 15, 20),
        "NO HOME": (18, 19), "BARKING DOG": (7,), "NEVER MAPPED": (12,)}  # fmt: skip


def bring_calls(session: Session) -> None:
    """A layer of two beats, a crosswalk that nobody else has read, four weeks of calls."""
    rows = list(_rows())
    with writing(session):
        session.add(models.AreaLayer(id="beats", name="Beats", source="beats.geojson", created=MADE,
                                     created_by="t"))  # fmt: skip
        session.flush()
        for key, (name, (lat, lon)) in zip("ns", ADDRESS.items(), strict=True):
            session.add(models.Area(layer_id="beats", id=key, name=name, population=12_000,
                                    latitude=lat, longitude=lon, area_km2=40.0,
                                    outline=_square(lat, lon)))  # fmt: skip
        _add_crosswalk(session)
        session.add(models.CallDataSet(id="bridge", agency="Bridge County Sheriff",
                                       zone="America/Los_Angeles", profile={}, layer_id="beats",
                                       crosswalk_id="bridge", created=MADE,
                                       created_by="t"))  # fmt: skip
        session.flush()
        session.add(models.CallBatch(
            data_set_id="bridge", month=date(2026, 3, 1), calls=sum(row["n"] for row in rows),
            observed={(FIRST + timedelta(days=n)).isoformat(): [1] * 24 for n in range(DAYS)},
            content=_parquet(rows), digest="0a" * 32,
        ))  # fmt: skip
    session.rollback()


def _add_crosswalk(session: Session) -> None:
    session.add(models.Crosswalk(id="bridge", name="Bridge", created=MADE, created_by="t"))
    session.flush()
    # Its number is the database's own: one written by hand is given out again by PostgreSQL.
    version = models.CrosswalkVersion(crosswalk_id="bridge", number=1, state="unreviewed",
                                      author="t", created=MADE)  # fmt: skip
    session.add(version)
    session.flush()
    for call_type, need, weight in MEANINGS:
        session.add(models.CrosswalkEntry(version_id=version.id, call_type=call_type,
                                          disposition="", need=need, weight=weight))  # fmt: skip


def _square(lat: float, lon: float) -> dict[str, Any]:
    ring = [[lon - 0.05, lat - 0.03], [lon + 0.05, lat - 0.03], [lon + 0.05, lat + 0.03],
            [lon - 0.05, lat + 0.03], [lon - 0.05, lat - 0.03]]  # fmt: skip
    return {"type": "Polygon", "coordinates": [ring]}


def _rows() -> Iterator[dict[str, Any]]:
    for day in range(DAYS):
        for key, (_, (lat, lon)) in zip(("n", "s", ""), [*ADDRESS.items(), FAR], strict=True):
            for call_type, hours in BUSY.items():
                for hour in hours:
                    yield {
                        "call_type": call_type, "zone": "",
                        "disposition": "TEAM" if call_type == "CRISIS" and hour == 20 else "",
                        "cell": h3.latlng_to_cell(lat, lon, 7), "area": key,
                        "day": FIRST + timedelta(days=day), "hour": hour,
                        "n": 3 if key == "n" else 1,
                    }  # fmt: skip


FAR = ("outside of every beat", (35.42, -118.80))


def _parquet(rows: list[dict[str, Any]]) -> bytes:
    schema = pa.schema([
        ("call_type", pa.string()), ("disposition", pa.string()), ("zone", pa.string()),
        ("cell", pa.uint64()), ("area", pa.string()), ("day", pa.date32()), ("hour", pa.int8()),
        ("n", pa.int64()),
    ])  # fmt: skip
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), file)
    return file.getvalue()
