"""Taking a directory in: the whole command, in its own process."""

from __future__ import annotations

from pathlib import Path

import orjson

from benchmarks.measuring import CHECKOUT, Child, Table, run_child
from benchmarks.package import write_package

REAL_EXPORT = Path("shared/data/listings/washington_dc_hsds2/newExport")
REAL = "Import of a real HSDS 2 export"
HEADER = ("input", "rows", "listings", "wall s", "CPU s", "peak MB")


def measure_import(folder: Path, services: int) -> Table:
    """Import an invented package of so many services; it stays in `folder / "data"`."""
    package = folder / "package"
    write_package(package, services)
    row = _row(f"invented, {services:,} services", package, folder / "data")
    note = "The whole command: starting, reading, storing, building the search index."
    return Table(f"Import of {services:,} services", HEADER, (row,), notes=(note,))


def measure_dry_run(folder: Path, services: int) -> Table:
    """Read and store an invented package, then roll back: the peak of the rows alone."""
    package = folder / "package"
    write_package(package, services)
    row = _row(f"invented, {services:,} services", package, folder / "data", "--dry-run")
    note = "Every row is read and stored, then rolled back; no index is built."
    return Table(f"Dry run of {services:,} services", HEADER, (row,), notes=(note,))


def measure_real_import(folder: Path) -> Table:
    """Import a real export where one is at hand; its rows stay where they are."""
    real = CHECKOUT.parent / REAL_EXPORT
    if not real.is_dir():
        return Table(REAL, ("note",), (("not at hand, so it was left out",),))
    return Table(REAL, HEADER, (_row("a real HSDS 2 export", real, folder / "real"),))


def _row(name: str, package: Path, data: Path, *options: str) -> tuple[str, ...]:
    child = _import(package, data, *options)
    report = orjson.loads(child.output)
    rows = sum(file["rows"] for file in report["files"])
    return (
        name,
        f"{rows:,}",
        f"{report['listings']:,}",
        f"{child.wall_s:.1f}",
        f"{child.cpu_s:.1f}",
        f"{child.peak_mb:.0f}",
    )


def _import(package: Path, data: Path, *options: str) -> Child:
    arguments = ("import", "hsds", str(package), "--source", "b", "--json", *options)
    environ = {"RESOURCE_DIR_DATA": str(data)}
    child = run_child("resource_dir", *arguments, folder=data.parent, environ=environ)
    if child.status not in (0, 1):  # 1: something was rejected
        told = (data.parent / "child.err").read_text(encoding="utf-8")[-2000:]
        raise SystemExit(f"the import ended with {child.status}: {told}")
    return child
