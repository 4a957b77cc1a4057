"""`python -m benchmarks.rivals.call_counting duckdb|pandas CSV`: what counting costs elsewhere.

`duckdb` reads every field of the CSV and counts rows by type: no audit, no area, nothing stored;
less can't be done. `pandas` is what an analyst would write: the CSV in memory, the crosswalk
joined, calls put into beats by arithmetic (ours asks real outlines), sums by need, beat and hour.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import calls_made


def main(how: str, csv: str) -> None:
    """Count, and print how many calls there were."""
    print({"duckdb": _duckdb, "pandas": _pandas}[how](Path(csv)))


def _duckdb(csv: Path) -> int:
    import duckdb

    with duckdb.connect(config={"threads": 2}) as connection:
        rows = connection.execute(
            "SELECT call_type, count(*), count(received), count(disposition), sum(latitude), "
            "sum(longitude), max(incident) FROM read_csv(?) GROUP BY call_type",
            [str(csv)],
        ).fetchall()
    return sum(row[1] for row in rows)


def _pandas(csv: Path) -> int:
    import pandas as pd

    calls = pd.read_csv(csv, parse_dates=["received"])
    crosswalk = pd.DataFrame(
        [(entry.call_type, entry.need, entry.weight) for entry in calls_made.entries()],
        columns=["call_type", "need", "weight"],
    )
    calls["hour"] = calls["received"].dt.dayofweek * 24 + calls["received"].dt.hour
    calls["x"] = ((calls["longitude"] - calls_made.WEST) // calls_made.STEP).astype(int)
    calls["y"] = ((calls["latitude"] - calls_made.SOUTH) // calls_made.STEP).astype(int)
    joined = calls.merge(crosswalk, on="call_type")
    joined["square"] = joined["weight"] ** 2
    joined.groupby(["need", "x", "y", "hour"])[["weight", "square"]].sum()
    return len(calls)


if __name__ == "__main__":
    main(*sys.argv[1:])
