"""Facilities as the treatment locator writes them, and what a reading made of them."""

from collections.abc import Callable
from typing import Any

from resource_dir.hsds.package import Package

TABLES = (
    "organization", "service", "location", "service_at_location", "address", "phone",
    "listing_need", "criterion",
)  # fmt: skip


def plain(name: str = "Elm Recovery: Outpatient", **more: Any) -> dict[str, Any]:
    return {
        "Name": name, "Street": "12 Elm Street", "City": "Sacramento", "State": "CA",
        "ZIP": 95814, "Phone": "916-555-0101", "Latitude": 38.58, "Longitude": -121.49, **more,
    }  # fmt: skip


def answered(*services: tuple[str, str], **more: Any) -> dict[str, Any]:
    return {
        "frid": "f-1", "name1": "Oak Services", "name2": "Oak Clinic", "street1": "9 Oak Avenue",
        "street2": None, "city": "Sacramento", "state": "CA", "zip": "95814",
        "phone": "916-555-0102", "intake1": None, "hotline1": None, "website": "http://example.org",
        "typeFacility": "SA", "latitude": "38.58", "longitude": "-121.49", "miles": 1.5,
        "services": [{"f1": code, "f2": code, "f3": text} for code, text in services], **more,
    }  # fmt: skip


def page(*rows: object, count: int | None = None) -> dict[str, Any]:
    total = len(rows) if count is None else count
    return {"page": 1, "totalPages": 1, "recordCount": total, "rows": list(rows)}


Reader = Callable[..., Any]


def values(package: Package, table: str) -> list[dict[str, Any]]:
    return [dict(row.values) for row in package.rows(table)]


def codes(package: Package) -> set[str]:
    return {row["code"] for row in values(package, "criterion")}


def slugs(package: Package) -> set[str]:
    return {row["need_slug"] for row in values(package, "listing_need")}


def everything(package: Package) -> str:
    rows = [[(r.id, r.source_key, dict(r.values), r.line) for r in package.rows(t)] for t in TABLES]
    report = [repr(package.report.rejected), repr(package.report.repaired), package.withheld]
    return repr((rows, report, {n: repr(f) for n, f in package.report.files.items()}))
