"""The same listings and the same questions, put to our engine and to others in one run."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import psutil

from benchmarks import county, queries
from benchmarks.measuring import Table, costs_ms, spread
from benchmarks.queries import Question
from benchmarks.rivals import postgresql_text, sqlite_fts, whoosh_alone
from benchmarks.rivals.postgresql_text import PostgreSql
from benchmarks.rivals.sqlite_fts import Fts5
from benchmarks.rivals.whoosh_alone import Whoosh
from resource_dir.search import Index, SearchQuery

QUESTIONS = 100
HEADER = (
    "engine",
    "words: p50",
    "p99",
    "words + need + place: p50",
    "p99",
    "built, s CPU",
    "what it leaves out",
)
Clock = Callable[[], int]


class Engine(Protocol):
    """What can be asked a question."""

    def ask(self, question: Question) -> int:
        """Return how many listings there are, having ordered the first 20."""

    def close(self) -> None:
        """Let go of what it holds."""


class _Ours:
    def __init__(self, size: int) -> None:
        self._index = Index.build(county.documents(size))

    def ask(self, question: Question) -> int:
        if question.need is None:
            asked = SearchQuery(at=county.NOW, text=question.words)
        else:
            asked = SearchQuery(
                at=county.NOW,
                text=question.words,
                needs=(question.need,),
                lat=question.lat,
                lon=question.lon,
                radius_km=question.radius_km,
            )
        return self._index.search(asked).total

    def close(self) -> None:
        """It holds memory only."""


def measure_side_by_side(folder: Path, size: int, *, count: int = QUESTIONS) -> Table:
    """Measure each engine on `size` listings; what can't be started is named."""
    ours = "nothing: facets, open now and fit of every result included"
    rows = [_row("this product", lambda: _Ours(size), ours, count)]
    rows.append(
        _row(
            whoosh_alone.NAME,
            lambda: Whoosh(folder / "whoosh", county.documents(size)),
            whoosh_alone.LACKS,
            count,
        )
    )
    rows.append(
        _row(
            sqlite_fts.NAME,
            lambda: Fts5(folder / "fts5", county.documents(size)),
            sqlite_fts.LACKS,
            count,
        )
    )
    rows.append(_postgresql_row(size, count))
    return Table(
        title=f"Side by side, {size:,} listings (CPU ms per search)",
        header=HEADER,
        rows=tuple(rows),
        notes=(
            "The others answer a smaller question: total and the first 20 by relevance, within a "
            "box. What each lacks stands in its last column.",
            "PostgreSQL works in its own process: its figures are wall-clock milliseconds as the "
            "client waits, and its building counts the server's process alone.",
        ),
    )


def _row(name: str, make: Callable[[], Engine], lacks: str, count: int) -> tuple[str, ...]:
    started = time.process_time()
    engine = make()
    built_s = time.process_time() - started
    try:
        costs = _costs(engine, count, time.process_time_ns)
    finally:
        engine.close()
    return (name, *costs, f"{built_s:.1f}", lacks)


def _postgresql_row(size: int, count: int) -> tuple[str, ...]:
    try:
        engine = PostgreSql(county.documents(size))
    except (ImportError, OSError, RuntimeError) as problem:
        reason = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
        return (postgresql_text.NAME, "-", "-", "-", "-", "-", f"not started: {reason}")
    try:
        built_s = sum(psutil.Process(engine.process_id).cpu_times()[:2])
        costs = _costs(engine, count, time.perf_counter_ns)
    finally:
        engine.close()
    return (postgresql_text.NAME, *costs, f"{built_s:.1f}", postgresql_text.LACKS)


def _costs(engine: Engine, count: int, clock_ns: Clock) -> tuple[str, str, str, str]:
    rng = random.Random(3)
    found: list[str] = []
    for make in (queries.everywhere, queries.around):
        asked = [make(rng) for _ in range(count)]
        found += spread(costs_ms(engine.ask, asked, clock_ns=clock_ns))[:2]
    return (found[0], found[1], found[2], found[3])
