"""`python -m benchmarks.planning`: from 10 million calls in a CSV to the ranked table of gaps."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import median

from benchmarks.calls_made import write_calls
from benchmarks.measuring import Child, Table, machine, run_child
from benchmarks.results import in_numbers, put_tables

CALLS = 10_000_000
COMMAND = "python -m benchmarks.planning"
SIZE = "10k"  # of the listings that the results stand with
OURS, COUNTING = "benchmarks.plan_run", "benchmarks.rivals.call_counting"
STAGES = {
    "read": "read, audit, coarsen, store",
    "cube": "cube from the stored months",
    "table": "ranked table with 1,000 draws",
}
ACTS = {
    "page": "the page /planning from the stored cube",
    "what-if": "a what-if: before and after",
    "bands": "ranked table with 1,000 draws",
    "fixes": "fix finder: 50 areas as sites",
}


def measure_planning(folder: Path, calls: int = CALLS) -> list[Table]:
    """Make the calls, take them in, count them elsewhere, and look at them as a planner does."""
    folder.mkdir(exist_ok=True)
    csv, data = folder / "calls.csv", folder / "data"
    write_calls(csv, calls)
    taken = _child(OURS, "take", str(data), str(csv), folder=folder)
    scanned = _child(COUNTING, "duckdb", str(csv), folder=folder)
    analysed = _child(COUNTING, "pandas", str(csv), folder=folder)
    megabytes = csv.stat().st_size / 1e6
    csv.unlink()
    looked = _child(OURS, "look", str(data), str(csv), folder=folder)
    return [
        _taking(calls, megabytes, taken, (scanned, analysed)),
        _looking(calls, looked),
    ]


def _child(module: str, *arguments: str, folder: Path) -> Child:
    child = run_child(module, *arguments, folder=folder)
    if child.status:
        told = (folder / "child.err").read_text(encoding="utf-8")
        raise SystemExit(f"{module} {arguments[0]} failed:\n{told[-2000:]}")
    return child


def _last_line(child: Child) -> dict[str, float | list[float]]:
    found: dict[str, float | list[float]] = json.loads(child.output.splitlines()[-1])
    return found


def _taking(calls: int, megabytes: float, taken: Child, rivals: tuple[Child, Child]) -> Table:
    spent = _last_line(taken)
    rows = [_row("this product, from CSV to ranked table", taken)]
    rows += [(f"  of that: {text}", f"{spent[name]:.1f}", "", "") for name, text in STAGES.items()]
    rows.append(_row("DuckDB reads the CSV and counts types: the floor", rivals[0]))
    rows.append(_row("pandas: CSV in memory, crosswalk joined, summed", rivals[1]))
    return Table(
        title=f"From {calls:,} calls ({megabytes:,.0f} MB of CSV) to the ranked table",
        header=("what", "wall s", "CPU s", "peak MB"),
        rows=tuple(rows),
        command=COMMAND,
        notes=(
            "30 needs, 50 areas with outlines, 168 hours of the week, 60 houses. Each line is a "
            "process of its own, start and imports included.",
            "The others audit nothing, coarsen nothing, store nothing, and rank no gap.",
        ),
    )


def _row(name: str, child: Child) -> tuple[str, ...]:
    return (name, f"{child.wall_s:.1f}", f"{child.cpu_s:.1f}", f"{child.peak_mb:.0f}")


def _looking(calls: int, looked: Child) -> Table:
    costs = _last_line(looked)
    rows = []
    for name, text in ACTS.items():
        values = costs[name]
        assert isinstance(values, list)
        rows.append((text, f"{median(values):.0f}", f"{max(values):.0f}"))
    return Table(
        title=f"What a planner does with {calls:,} calls (CPU ms)",
        header=("what", "median", "max"),
        rows=tuple(rows),
        command=COMMAND,
        notes=(f"In one process, which grew to {looked.peak_mb:.0f} MB.",),
    )


def main() -> int:
    """Measure and print; put it among the results where all calls were measured."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("--calls", default="10m", help="calls: 100k, 10m")
    calls = in_numbers(parser.parse_args().calls)
    with tempfile.TemporaryDirectory(prefix="planning-") as place:
        tables = measure_planning(Path(place), calls)
    remark = f"Measured alone: {machine()}."
    if calls == CALLS:
        put_tables(SIZE, [replace(table, notes=(*table.notes, remark)) for table in tables])
    for table in tables:
        print(f"\n{table.title}\n  {' | '.join(table.header)}")
        for row in table.rows:
            print(f"  {' | '.join(row)}")
    print(f"\n{remark}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
