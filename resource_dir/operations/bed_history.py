"""Keep every number of free beds that was ever reported, beside the one that holds now."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.operations.rows import table_of

_report = table_of(models.CapacityReport)
KEPT = tuple(c.name for c in _report.columns if c.name not in ("id", "capacity_id"))


def keep_reports(session: Session, capacities: Sequence[Mapping[str, Any]]) -> None:
    """Add one report for each row of `capacity` that was created or changed."""
    rows = [
        {"capacity_id": row["id"], **{name: row.get(name) for name in KEPT}} for row in capacities
    ]
    if rows:
        session.execute(insert(_report), rows)
