"""Counts of free beds that come in: never the same beds twice, and each number kept for good."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.hsds import ReadReport, Row
from resource_dir.operations.rows import rows_where, table_of

ANYONE = "anyone"  # the population of a count that names none
_report = table_of(models.CapacityReport)
# What is true at one moment; the rest of a row says what is counted.
COUNTED = (
    "available", "staffed", "out_of_service", "waiting_list", "is_accepting", "updated", "source",
    "next_appointment", "via", "flag", "maximum",
)  # fmt: skip
NOT_TOLD = ("id", "capacity_id", "actor", "received", "key")  # of an import
KEPT = tuple(c.name for c in _report.columns if c.name not in NOT_TOLD)


def without_second_counts(session: Session, rows: Sequence[Row], report: ReadReport) -> list[Row]:
    """Rows of `capacity` without those that count beds which another row counts already.

    Two numbers for the same beds would be added up by somebody; the second is in the report.
    """
    links = {str(row.values["service_at_location_id"]) for row in rows}
    owner = {
        (row["service_at_location_id"], row["unit_id"], row["population"]): row["id"]
        for row in rows_where(session, models.Capacity, "service_at_location_id", links)
    }
    kept = []
    for row in rows:
        values = row.values
        population = str(values.get("population") or ANYONE)
        key = (values["service_at_location_id"], values["unit_id"], population)
        if owner.setdefault(key, row.id) == row.id:
            kept.append(row)
        else:
            reason = "another row counts the same beds for the same people"
            report.reject_row(row.file, row.line, "population", population, reason)
    return kept


def with_newer_count_kept(
    table_name: str, before: Mapping[str, Any] | None, columns: dict[str, Any]
) -> dict[str, Any]:
    """Columns of a capacity to be stored: a number that somebody reported here stays until the
    source has a newer one.
    """
    if table_name != "capacity" or before is None or before["via"] is None:
        return columns
    told, offered = before["updated"], columns["updated"]
    if told is None or (offered is not None and offered > told):
        return columns
    return columns | {name: before[name] for name in COUNTED}


def keep_reports(session: Session, capacities: Sequence[Mapping[str, Any]]) -> None:
    """Add one report for each row of `capacity` that was created or changed."""
    rows = [
        {"capacity_id": row["id"], **{name: row.get(name) for name in KEPT}} for row in capacities
    ]
    add_reports(session, rows)


def add_reports(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows of `capacity_report` as they are; what is true now is told by `updated` alone."""
    if rows:
        session.execute(insert(_report), rows)
