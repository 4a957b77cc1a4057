"""The search engine inside the process: building, opening, searching, editing."""

from __future__ import annotations

import random
import time
from pathlib import Path

from benchmarks import county, queries
from benchmarks.measuring import Table, costs_ms, spread
from resource_dir.search import Index, SearchQuery, build_segment, write_index

QUERIES = 400
EDITS = 200
_DATABASE = "benchmark"


def build(folder: Path, size: int) -> float:
    """Build an index of `size` listings into `folder`; returns the CPU seconds."""
    started = time.process_time()
    segment = build_segment(county.documents(size))
    write_index(folder, segment, change=1, database_id=_DATABASE)
    return time.process_time() - started


def open_again(folder: Path) -> tuple[Index, float]:
    """Map the index as a server does; returns it with the CPU milliseconds."""
    started = time.process_time()
    index = Index.open(folder, database_id=_DATABASE)
    return index, (time.process_time() - started) * 1000


def measure_engine(folder: Path, size: int, *, count: int = QUERIES) -> Table:
    """Measure each kind of search, then all mixed, widening, suggesting and after edits."""
    built_s = build(folder, size)
    index, opened_ms = open_again(folder)
    rows = _search_rows(index, count)
    edits = list(county.documents(min(EDITS, size), seed=99))
    started = time.process_time()
    index.apply(edits)
    applied_ms = (time.process_time() - started) * 1000
    rows.append(("all mixed, after edits", *spread(costs_ms(index.search, _mixed(count)))))
    mapped_mb = sum(path.stat().st_size for path in folder.rglob("*.npy")) / 1e6
    return Table(
        title=f"Search inside the process, {size:,} listings (CPU ms per search)",
        header=("search", "p50", "p99", "max"),
        rows=tuple(rows),
        notes=(
            "Every search counts all facets, judges hours and fit, and orders the first 20.",
            f"Index built in {built_s:.1f} s CPU ({mapped_mb:.0f} MB of files), opened in "
            f"{opened_ms:.0f} ms CPU; {len(edits)} edits at once took {applied_ms:.0f} ms CPU.",
        ),
    )


def _search_rows(index: Index, count: int) -> list[tuple[str, ...]]:
    rng = random.Random(7)
    rows: list[tuple[str, ...]] = []
    for name, make in queries.KINDS.items():
        costs = costs_ms(index.search, [make(rng) for _ in range(count)])
        rows.append((name, *spread(costs)))
    rows.append(("all mixed", *spread(costs_ms(index.search, _mixed(count)))))
    widening = [queries.full(rng) for _ in range(count)]
    rows.append(("widening the radius", *spread(costs_ms(index.search_auto, widening))))
    starts = [rng.choice(county.WORDS)[:3] for _ in range(count)]
    rows.append(("suggestions while typing", *spread(costs_ms(index.suggest, starts))))
    return rows


def _mixed(count: int) -> list[SearchQuery]:
    rng = random.Random(8)
    kinds = list(queries.KINDS.values())
    return [rng.choice(kinds)(rng) for _ in range(count)]
