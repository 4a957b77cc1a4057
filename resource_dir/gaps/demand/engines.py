"""Where the cube is worked out: DuckDB inside this process, or a Spark that is at hand.

The expression (`cube.py`) is the same; only how files are read and how a session begins differ.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from resource_dir.errors import BadInput, NotReady

DUCKDB, SPARK = "duckdb", "spark"
THREADS = 2
MEMORY = "400MB"  # of the cube; a page that asks for more would starve its neighbours


class Engine:
    """A connection that reads Parquet files and answers with Arrow tables."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def calls(self, paths: Sequence[Path]) -> Any:
        """The coarse calls of these files as one Ibis table."""
        tables = [self._connection.read_parquet(str(path)) for path in paths]
        return tables[0] if len(tables) == 1 else ibis.union(*tables, distinct=False)

    def table(self, table: pa.Table) -> Any:
        """A small table of ours, beside the calls."""
        return ibis.memtable(table)

    def answer(self, expression: Any) -> pa.Table:
        """The rows of an expression."""
        return self._connection.to_pyarrow(expression)


@contextmanager
def engine_of(name: str) -> Iterator[Engine]:
    """The engine of a setting: "duckdb", "spark" (local) or a Spark master's address.

    Raises BadInput for another name, NotReady where PySpark is not installed.
    """
    if name == DUCKDB:
        connection = ibis.duckdb.connect(threads=THREADS, memory_limit=MEMORY)
        try:
            yield Engine(connection)
        finally:
            connection.disconnect()
    elif name == SPARK or name.startswith("spark://"):
        session = _spark(name)
        try:
            yield Engine(ibis.pyspark.connect(session))
        finally:
            session.stop()
    else:
        raise BadInput(
            "GAPS_ENGINE has to be duckdb, spark or spark://HOST:PORT.", field="GAPS_ENGINE"
        )


def _spark(name: str) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError as absent:
        raise NotReady(
            "GAPS_ENGINE asks for Spark, and PySpark is not installed: "
            "pip install resource-dir[spark]; it needs Java 17."
        ) from absent
    master = "local[2]" if name == SPARK else name
    return (
        SparkSession.builder.master(master)
        .appName("resource_dir")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
