"""Calls of an invented county as an import leaves them: two areas, three types, one month."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from resource_dir.models import (
    Area,
    AreaLayer,
    CallBatch,
    CallDataSet,
    CallImport,
    Crosswalk,
    CrosswalkEntry,
    CrosswalkVersion,
)

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
DAY = date(2025, 5, 20)
ENTRIES = (
    ("MH", "", "mobile_crisis", 0.9),
    ("MH", "", "crisis_receiving", 0.3),
    ("MH", "UNFOUNDED", "mobile_crisis", 0.0),
    ("INTOX", "", "sobering_center", 0.5),
)
# call type, disposition, area, zone, calls
CALLS = (
    ("MH", "SEEN", "N", "", 40), ("MH", "SEEN", "S", "", 60), ("MH", "UNFOUNDED", "N", "", 500),
    ("INTOX", "HOME", "N", "", 5), ("INTOX", "HOME", "S", "", 70), ("INTOX", "HOME", "", "S", 13),
    ("THEFT", "", "N", "", 900),
)  # fmt: skip


@pytest.fixture
def stored_calls() -> Callable[..., list[Any]]:
    """A function that makes the rows; `layer` None: counted by no areas."""
    return _rows


def _rows(*, layer: str | None = "beats") -> list[Any]:
    """Everything, parents first."""
    return [
        AreaLayer(id="beats", name="Beats", source="t", created=NOW, created_by="t"),
        *(
            Area(layer_id="beats", id=key, name=name, population=people, latitude=38.5,
                 longitude=-106.0, area_km2=10.0, outline={})
            for key, name, people in (("N", "North", 8900), ("S", "South", 7600), ("E", "East", 10))
        ),
        Crosswalk(id="juniper", name="Juniper", created=NOW, created_by="t"),
        CrosswalkVersion(id=1, crosswalk_id="juniper", number=1, state="reviewed", author="t",
                         created=NOW),
        *(
            CrosswalkEntry(version_id=1, call_type=call_type, disposition=disposition, need=need,
                           weight=weight)
            for call_type, disposition, need, weight in ENTRIES
        ),
        CallDataSet(id="juniper", agency="Juniper County", zone="America/Denver", profile={},
                    layer_id=layer, crosswalk_id="juniper", created=NOW, created_by="t"),
        CallImport(data_set_id="juniper", at=NOW, actor="t", from_day=date(2025, 1, 15),
                   to_day=date(2026, 1, 14), calls=1588, audit={}),
        CallBatch(data_set_id="juniper", month=date(2025, 5, 1), calls=1588,
                  observed={DAY.isoformat(): [1.0] * 24}, content=_parquet(), digest="d1"),
    ]  # fmt: skip


def _parquet() -> bytes:
    import pyarrow as pa  # slow to load, and few tests have calls
    import pyarrow.parquet as pq

    table = pa.table(
        {
            "call_type": [one[0] for one in CALLS],
            "disposition": [one[1] for one in CALLS],
            "zone": [one[3] for one in CALLS],
            "cell": pa.array([0] * len(CALLS), pa.uint64()),
            "area": [one[2] for one in CALLS],
            "day": pa.array([DAY] * len(CALLS), pa.date32()),
            "hour": pa.array([2] * len(CALLS), pa.int8()),
            "n": pa.array([one[4] for one in CALLS], pa.int64()),
        }
    )
    file = io.BytesIO()
    pq.write_table(table, file)
    return file.getvalue()
