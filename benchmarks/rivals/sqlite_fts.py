"""SQLite with FTS5 for the words and an R*Tree for the place."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from benchmarks.queries import Question
from benchmarks.rivals.box import box_around
from resource_dir.search import ListingDocument

NAME = "SQLite FTS5 + R*Tree"
LACKS = "no exact distance (a box), no open now, no fit, no typos or synonyms, no facets"
_TABLES = """
CREATE VIRTUAL TABLE words USING fts5(text, content='', tokenize='porter unicode61');
CREATE VIRTUAL TABLE place USING rtree(id, south, north, west, east);
CREATE TABLE listing (number INTEGER PRIMARY KEY, id TEXT);
CREATE TABLE need (slug TEXT, number INTEGER, PRIMARY KEY (slug, number)) WITHOUT ROWID;
"""
_EVERYWHERE = "FROM words WHERE words MATCH ?"
_AROUND = """
FROM words JOIN place ON place.id = words.rowid JOIN need ON need.number = words.rowid
WHERE words MATCH ? AND need.slug = ?
  AND place.south >= ? AND place.north <= ? AND place.west >= ? AND place.east <= ?
"""
_FIRST = 20


class Fts5:
    """A database file."""

    def __init__(self, folder: Path, documents: Iterable[ListingDocument]) -> None:
        folder.mkdir(parents=True)
        self._database = sqlite3.connect(folder / "rival.sqlite3")
        self._database.executescript(_TABLES)
        for number, one in enumerate(documents, start=1):
            self._add(number, one)
        self._database.commit()

    def _add(self, number: int, one: ListingDocument) -> None:
        run = self._database.execute
        run("INSERT INTO listing VALUES (?, ?)", (number, one.id))
        text = "\n".join(text for _, text in one.texts)
        run("INSERT INTO words (rowid, text) VALUES (?, ?)", (number, text))
        if one.lat is not None:
            run("INSERT INTO place VALUES (?, ?, ?, ?, ?)",
                (number, one.lat, one.lat, one.lon, one.lon))  # fmt: skip
        for slug in set(one.needs):
            run("INSERT INTO need VALUES (?, ?)", (slug, number))

    def ask(self, question: Question) -> int:
        """Return how many listings there are, having ordered the first 20."""
        values: tuple[object, ...]
        source, values = _EVERYWHERE, (question.words,)
        if question.need is not None:
            box = box_around(question.lat, question.lon, question.radius_km)
            source, values = _AROUND, (question.words, question.need, *box)
        first = f"SELECT words.rowid {source} ORDER BY bm25(words) LIMIT {_FIRST}"
        self._database.execute(first, values).fetchall()
        return int(self._database.execute(f"SELECT count(*) {source}", values).fetchone()[0])

    def close(self) -> None:
        """Let the file go."""
        self._database.close()
