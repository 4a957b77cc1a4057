"""The on-disk workplace of one reading: redacted rows, links, and the marks of pass one.

It is a SQLite file of the standard library in the work folder, so that a package of any size is
read in bounded memory; it is removed with the reading. Nothing withheld is ever written to it.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import orjson

from resource_dir.hsds.report import Row

_SCHEMA = """
CREATE TABLE row (
    seq INTEGER PRIMARY KEY, tbl TEXT NOT NULL, id TEXT NOT NULL, source_key TEXT NOT NULL,
    file TEXT NOT NULL, line INTEGER NOT NULL, vals TEXT NOT NULL,
    keys TEXT NOT NULL DEFAULT '{}', UNIQUE (tbl, id)
);
CREATE INDEX row_order ON row (tbl, seq);
CREATE TABLE link (
    seq INTEGER PRIMARY KEY, tbl TEXT NOT NULL, id TEXT NOT NULL, col TEXT NOT NULL,
    target TEXT NOT NULL, target_id TEXT NOT NULL, target_key TEXT NOT NULL, kind TEXT NOT NULL,
    file TEXT NOT NULL, line INTEGER NOT NULL, file_column TEXT NOT NULL
);
CREATE TABLE node (tbl TEXT, id TEXT, name TEXT, PRIMARY KEY (tbl, id)) WITHOUT ROWID;
CREATE TABLE edge (a TEXT, a_id TEXT, b TEXT, b_id TEXT, PRIMARY KEY (a, a_id, b, b_id))
    WITHOUT ROWID;
CREATE INDEX edge_back ON edge (b, a, b_id);
CREATE TABLE term (id TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID;
CREATE TABLE tagged (tbl TEXT, id TEXT, term_id TEXT, PRIMARY KEY (tbl, id, term_id))
    WITHOUT ROWID;
CREATE TABLE mark (tbl TEXT, id TEXT, reason TEXT, PRIMARY KEY (tbl, id)) WITHOUT ROWID;
"""
_FAST = (
    "PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-32000", "PRAGMA locking_mode=EXCLUSIVE",
)  # fmt: skip


_REMEMBERED = 50_000
"""Ids known to be staged, kept at hand: a few organizations own most rows of a directory."""

_NO_KEYS: Mapping[str, str] = {}


class Staging:
    """Rows by table and id, in reading order. Close it to remove its file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._there: set[tuple[str, str]] = set()
        path.unlink(missing_ok=True)
        self.db = sqlite3.connect(path, isolation_level=None)
        path.chmod(0o600)
        for pragma in _FAST:
            self.db.execute(pragma)
        self.db.executescript(_SCHEMA)
        self.db.execute("BEGIN")

    def close(self) -> None:
        """Close and remove the file."""
        self.db.close()
        self._path.unlink(missing_ok=True)

    def add(self, row: Row, keys: Mapping[str, str] = _NO_KEYS) -> Row | None:
        """Stage a row. Returns the row that has the id already, and then stages nothing.

        `keys` are the source's own keys by reference column, for the report.
        """
        cursor = self.db.execute(
            "INSERT OR IGNORE INTO row (tbl, id, source_key, file, line, vals, keys) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (row.table, row.id, row.source_key, row.file, row.line, _json(row.values),
             _json(keys)),
        )  # fmt: skip
        return None if cursor.rowcount else self.get(row.table, row.id)

    def key_of(self, row: Row, column: str) -> str:
        """The key that the source wrote in a reference column of a staged row."""
        sql = "SELECT keys FROM row WHERE tbl = ? AND id = ?"
        found = self.db.execute(sql, (row.table, row.id)).fetchone()
        return str(orjson.loads(found[0]).get(column, "")) if found else ""

    def get(self, table: str, row_id: str) -> Row | None:
        """One staged row, or None."""
        found = self.db.execute(f"{_SELECT} WHERE tbl = ? AND id = ?", (table, row_id)).fetchone()
        return _row(found) if found else None

    def has(self, table: str, row_id: str) -> bool:
        """Whether a row of this id is staged."""
        if (table, row_id) in self._there:
            return True
        sql = "SELECT 1 FROM row WHERE tbl = ? AND id = ?"
        if self.db.execute(sql, (table, row_id)).fetchone() is None:
            return False
        if len(self._there) >= _REMEMBERED:
            self._there.clear()
        self._there.add((table, row_id))
        return True

    def rows(self, table: str) -> Iterator[Row]:
        """The rows of a table in reading order; rows changed while reading stay in place."""
        sql = f"{_SELECT} WHERE tbl = ? AND seq > ? ORDER BY seq LIMIT 500"
        last = 0
        while found := self.db.execute(sql, (table, last)).fetchall():
            last = found[-1][0]
            for one in found:
                yield _row(one)

    def count(self, table: str) -> int:
        """How many rows of a table are staged."""
        found = self.db.execute("SELECT count(*) FROM row WHERE tbl = ?", (table,)).fetchone()
        return int(found[0])

    def update(self, row: Row, values: Mapping[str, object]) -> None:
        """Replace the values of a staged row."""
        sql = "UPDATE row SET vals = ? WHERE tbl = ? AND id = ?"
        self.db.execute(sql, (_json(values), row.table, row.id))

    def remove(self, row: Row) -> None:
        """Take a row out again."""
        self._there.discard((row.table, row.id))
        self.db.execute("DELETE FROM row WHERE tbl = ? AND id = ?", (row.table, row.id))

    def add_links(self, links: Iterable[tuple[object, ...]]) -> None:
        """Stage links: (tbl, id, col, target, target_id, target_key, kind, file, line, column)."""
        self.db.executemany(
            "INSERT INTO link (tbl, id, col, target, target_id, target_key, kind, file, line, "
            "file_column) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            links,
        )


_SELECT = "SELECT seq, tbl, id, source_key, file, line, vals FROM row"


def _row(found: tuple[int, str, str, str, str, int, str]) -> Row:
    _, table, row_id, source_key, file, line, values = found
    return Row(table, row_id, source_key, orjson.loads(values), file, line)


def _json(values: Mapping[str, object]) -> str:
    if not values:
        return "{}"
    return orjson.dumps(dict(values), option=orjson.OPT_SORT_KEYS).decode()
