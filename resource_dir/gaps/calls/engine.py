"""DuckDB as calls are read with: in memory only, two threads, nothing fetched, nothing spilled.

A spill would be a copy of raw calls on disk. So there is no folder for one, and a query that
needs more than the memory it was given fails instead.
"""

from collections.abc import Mapping

import duckdb

MEMORY = "200MB"
THREADS = 2


def connect(*, memory: str = MEMORY) -> duckdb.DuckDBPyConnection:
    """A fresh engine that leaves nothing behind."""
    options: Mapping[str, str | int | bool] = {
        "memory_limit": memory,
        "threads": THREADS,
        "temp_directory": "",
        "max_temp_directory_size": "0GB",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    return duckdb.connect(":memory:", config=dict(options))


def quoted(name: str) -> str:
    """A column's name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def text_literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
