"""`python -m benchmarks --size 100k`: measure, print, write RESULTS.md."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.beds import measure_both
from benchmarks.engine import measure_engine
from benchmarks.importing import measure_dry_run, measure_import, measure_real_import
from benchmarks.measuring import Table, machine
from benchmarks.planning import CALLS, measure_planning
from benchmarks.results import in_numbers, write_results
from benchmarks.serving import measure_requests, measure_server, measure_start
from benchmarks.side_by_side import measure_side_by_side

SERVED = 10_000
"""Listings behind the measured server: the size that its limits are set for."""
SERVICES_SHARE = 5
"""A dry run takes a fifth of the size: there are some 14 rows for each service."""

CALLS_SHARE = 100
"""Calls for each listing, up to the ten million that the product is held to."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked for; returns the exit status."""
    asked = _parser().parse_args(arguments)
    size = in_numbers(asked.size)
    tables: list[Table] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        for measure in steps(Path(place), size):
            tables += measure()
            print(f"measured: {tables[-1].title}", file=sys.stderr, flush=True)
    print(write_results(asked.size, machine(), tables))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--size", default="10k", type=_size, help="listings: 10k, 100k, 1m")
    return parser


def _size(text: str) -> str:
    if in_numbers(text) < 1:
        raise ValueError(text)
    return text


def steps(folder: Path, size: int) -> list[Callable[[], list[Table]]]:
    """Return what is measured, in order; each gives its tables."""
    return [
        lambda: [measure_start(folder)],
        lambda: [measure_engine(folder / "index", size)],
        lambda: [measure_side_by_side(folder / "rivals", size)],
        lambda: _served(folder / "served", min(size, SERVED)),
        lambda: measure_both(folder / "beds"),
        lambda: measure_planning(folder / "planning", min(size * CALLS_SHARE, CALLS)),
        lambda: _dry_run(folder / "dry", max(min(size, SERVED), size // SERVICES_SHARE)),
    ]


def _served(folder: Path, size: int) -> list[Table]:
    """Import, then serve what was imported."""
    folder.mkdir()
    imported = [measure_import(folder, size), measure_real_import(folder)]
    data, listings = folder / "data", f"{size:,}"
    return [*imported, measure_requests(data, listings), measure_server(data, listings)]


def _dry_run(folder: Path, services: int) -> list[Table]:
    folder.mkdir()
    return [measure_dry_run(folder, services)]


if __name__ == "__main__":
    sys.exit(main())
