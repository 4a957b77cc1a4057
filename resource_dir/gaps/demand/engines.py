"""Where the cube is worked out: DuckDB inside this process, or a Spark that is at hand.

The expression (`cube.py`) is the same; only how files are read and how a session begins differ.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa

from resource_dir.errors import BadInput, NotReady
from resource_dir.gaps.calls.memory import release

DUCKDB, SPARK = "duckdb", "spark"
THREADS = 2
# Of the cube. It has no folder to spill into, as the reading of calls has none: what does not fit
# fails instead of lying about on a disk.
MEMORY = "256MB"
# Ten million calls by grid cells have two million sums a day; few ask for them, and not often.
MOST_MEMORY = "1GB"
IN_MEMORY = {"memory_limit": MEMORY, "temp_directory": "", "max_temp_directory_size": "0GB"}
SHUFFLES = 4  # parts that a local Spark cuts a sum into; its 200 are for a cluster
HERE = "127.0.0.1"  # where a local Spark listens: nobody else has to reach it


class Engine(ABC):
    """A connection that reads Parquet files and answers with Arrow tables."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def calls(self, paths: Sequence[Path]) -> Any:
        """The coarse calls of these files as one Ibis table."""
        tables = [self.connection.read_parquet(str(path)) for path in paths]
        return tables[0] if len(tables) == 1 else ibis.union(*tables, distinct=False)

    @abstractmethod
    def table(self, table: pa.Table) -> Any:
        """A small table of ours, beside the calls."""

    @abstractmethod
    def answer(self, expression: Any) -> pa.Table:
        """The rows of an expression."""


class _DuckDb(Engine):
    def table(self, table: pa.Table) -> Any:
        return ibis.memtable(table)

    def answer(self, expression: Any) -> pa.Table:
        """What is too large for the little memory gets more of it, and one thread. Raises BadInput
        where that is too little as well."""
        with suppress(duckdb.OutOfMemoryException):
            return self.connection.to_pyarrow(expression)
        self.connection.raw_sql(f"SET threads = 1; SET memory_limit = '{MOST_MEMORY}'")
        try:
            return self.connection.to_pyarrow(expression)
        except duckdb.OutOfMemoryException:
            raise BadInput(
                "Counting these calls needs more memory than it may take (%(memory)s): ask for a "
                "shorter time, or for larger areas.",
                field="from",
                memory=MOST_MEMORY,
            ) from None


class _Spark(Engine):
    """Tables go in and come out as Arrow. Ibis would go through pandas, which PySpark 4 reads by
    rules that pandas 3 no longer has."""

    def __init__(self, connection: Any, session: Any) -> None:
        super().__init__(connection)
        self._session = session
        self._numbers = count()

    def table(self, table: pa.Table) -> Any:
        name = f"small_{next(self._numbers)}"
        self._session.createDataFrame(table).createOrReplaceTempView(name)
        return self.connection.table(name)

    def answer(self, expression: Any) -> pa.Table:
        return self._session.sql(self.connection.compile(expression)).toArrow()


@contextmanager
def engine_of(name: str) -> Iterator[Engine]:
    """The engine of a setting: "duckdb", "spark" (local) or a Spark master's address.

    Raises BadInput for another name, NotReady where PySpark or Java is not installed.
    """
    if name == DUCKDB:
        connection = ibis.duckdb.connect(threads=THREADS, **IN_MEMORY)
        try:
            yield _DuckDb(connection)
        finally:
            connection.disconnect()
            release()
    elif name == SPARK or name.startswith("spark://"):
        session = _spark(name)
        try:
            yield _Spark(ibis.pyspark.connect(session), session)
        finally:
            session.stop()
    else:
        raise BadInput(
            "GAPS_ENGINE has to be duckdb, spark or spark://HOST:PORT.", field="GAPS_ENGINE"
        )


def _spark(name: str) -> Any:
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ImportError as absent:
        raise NotReady(
            "GAPS_ENGINE asks for Spark, and PySpark is not installed: "
            "pip install resource-dir[spark]; it needs Java 17."
        ) from absent
    # Days are dates and hours numbers in the files, so no zone of a machine can move them.
    builder = (
        SparkSession.builder.appName("resource_dir")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.enabled", "false")
    )
    if name == SPARK:
        builder = (
            builder.master(f"local[{THREADS}]")
            .config("spark.sql.shuffle.partitions", SHUFFLES)
            .config("spark.driver.bindAddress", HERE)
            .config("spark.driver.host", HERE)
        )
    else:
        builder = builder.master(name)
    try:
        return builder.getOrCreate()
    except (PySparkRuntimeError, FileNotFoundError) as fault:
        raise NotReady(
            "GAPS_ENGINE asks for Spark, and it can't be started: is Java 17 installed?"
        ) from fault
