"""Rows that were no rows: how many, why, and on which lines; never what stood there."""

from typing import Any

import duckdb

from resource_dir.gaps.calls.opening import CallFile
from resource_dir.gaps.calls.relations import How, torn_lines

MOST_LINES = 20
AT_ONCE = 10_000
UNENDED = "a quote that does not end"
NOT_ROWS = "fields that are not those of the header"
REASONS = {
    "MISSING COLUMNS": "too few fields",
    "TOO MANY COLUMNS": "too many fields",
    "UNQUOTED VALUE": UNENDED,
    "LINE SIZE OVER MAXIMUM": "a line that is too long",
    "INVALID ENCODING": "characters of another encoding",
    "INVALID STATE": "a quote in the wrong place",
}


def rejected_rows(
    connection: duckdb.DuckDBPyConnection, file: CallFile, *, how: How = "strict"
) -> dict[str, Any]:
    """{"count", "reasons": {reason: rows}, "lines": the first lines}, of the last scan."""
    if file.kind != "csv":
        return {}
    if how == "lines":
        return _torn(connection, file)
    found = connection.execute(
        "SELECT line, min(CAST(error_type AS VARCHAR)) FROM reject_errors GROUP BY file_id, line, "
        "line_byte_position ORDER BY line"
    ).fetchall()
    reasons: dict[str, int] = {}
    for _, kind in found:
        reason = REASONS.get(kind, "not readable")
        reasons[reason] = reasons.get(reason, 0) + 1
    lines = [line for line, _ in found[:MOST_LINES]]
    return {"count": len(found), "reasons": reasons, "lines": lines}


def _torn(connection: duckdb.DuckDBPyConnection, file: CallFile) -> dict[str, Any]:
    """The same where each line was read for itself: one more scan."""
    reasons: dict[str, int] = {}
    lines: list[int] = []
    found = connection.execute(torn_lines(file))
    while rows := found.fetchmany(AT_ONCE):
        for number, is_odd in rows:
            reason = UNENDED if is_odd else NOT_ROWS
            reasons[reason] = reasons.get(reason, 0) + 1
            if len(lines) < MOST_LINES:
                lines.append(number)
    return {"count": sum(reasons.values()), "reasons": reasons, "lines": sorted(lines)}
