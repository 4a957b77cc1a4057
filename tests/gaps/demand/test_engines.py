"""An engine that is short of memory is given more of it, then refuses in words."""

from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pytest

from resource_dir.errors import BadInput
from resource_dir.gaps.demand import engines
from resource_dir.gaps.demand.engines import DUCKDB, engine_of

ROWS = 2_000_000


@pytest.fixture
def sums() -> Any:
    """One sum for each of very many cells."""
    calls = ibis.memtable(pa.table({"cell": np.arange(ROWS), "n": np.arange(ROWS) % 7}))
    return calls.group_by("cell").agg(n=calls.n.sum())


def test_what_is_too_large_gets_more_memory_and_one_thread(
    monkeypatch: pytest.MonkeyPatch, sums: Any
) -> None:
    monkeypatch.setitem(engines.IN_MEMORY, "memory_limit", "1MB")

    with engine_of(DUCKDB) as engine:
        found = engine.answer(sums)

        assert found.num_rows == ROWS
        assert sum(found["n"].to_pylist()) == sum(n % 7 for n in range(ROWS))
        assert _threads(engine) == 1


def test_what_is_too_large_for_that_too_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch, sums: Any
) -> None:
    monkeypatch.setitem(engines.IN_MEMORY, "memory_limit", "1MB")
    monkeypatch.setattr(engines, "MOST_MEMORY", "2MB")

    with (
        engine_of(DUCKDB) as engine,
        pytest.raises(BadInput, match=r"2MB.*shorter time") as refused,
    ):
        engine.answer(sums)

    assert refused.value.field == "from"


def _threads(engine: Any) -> int:
    (row,) = engine.connection.con.sql("SELECT current_setting('threads')").fetchall()
    return int(row[0])


def test_what_fits_is_worked_out_by_two_threads() -> None:
    calls = ibis.memtable(pa.table({"cell": np.arange(1_000) % 3, "n": np.ones(1_000)}))

    with engine_of(DUCKDB) as engine:
        found = engine.answer(calls.group_by("cell").agg(n=calls.n.sum()).order_by("cell"))

        assert found["n"].to_pylist() == [334.0, 333.0, 333.0]
        assert _threads(engine) == 2
