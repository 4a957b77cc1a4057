"""Free beds as they are published: ours per listing, and folded to the service for the standard."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import uuid5

from sqlalchemy import RowMapping

from resource_dir.operations.exporting.terms import NAMESPACE

Values = dict[str, Any]


def public_counts(rows: Iterable[RowMapping]) -> list[RowMapping]:
    """Counts that anybody may see. One of a house that takes nobody now would look like free beds
    to a reader who knows no such flag: it is left out.
    """
    return [row for row in rows if row["audience"] == "public" and row["is_accepting"] is not False]


def folded_counts(
    service_id: str, counts: Iterable[RowMapping], stored: Iterable[RowMapping]
) -> Iterator[Values]:
    """One row per unit of the service: sums of `counts`, else what was `stored` as such.

    A sum with an unknown part is unknown, so it is no row: the standard demands a number. It is
    as old as its oldest part.
    """
    by_unit: defaultdict[str, list[RowMapping]] = defaultdict(list)
    for row in counts:
        by_unit[row["unit_id"]].append(row)
    for unit_id, rows in sorted(by_unit.items()):
        if all(is_known(row) and is_public(row) for row in rows):
            yield _sum(service_id, unit_id, rows)
    for row in stored:
        if row["unit_id"] not in by_unit and is_known(row):
            yield dict(row)


def is_known(row: RowMapping) -> bool:
    """Whether it says how many, and when that was true."""
    return row["available"] is not None and row["updated"] is not None


def is_public(row: RowMapping) -> bool:
    """Whether the sum may hold it: a sum without its partner parts would be too small."""
    return row["audience"] == "public" and row["is_accepting"] is not False


def _sum(service_id: str, unit_id: str, rows: list[RowMapping]) -> Values:
    maxima = [row["maximum"] for row in rows]
    return {
        "id": str(uuid5(NAMESPACE, f"service_capacity:{service_id}:{unit_id}")),
        "service_id": service_id,
        "unit_id": unit_id,
        "available": sum(row["available"] for row in rows),
        "maximum": None if None in maxima else sum(maxima),
        "description": ", ".join(f"{row['population']}: {row['available']}" for row in rows),
        "updated": min(row["updated"] for row in rows),
    }
