"""Rows that were no rows: how many, why, and on which lines; never what stood there."""

from typing import Any

import duckdb

from resource_dir.gaps.calls.opening import CallFile

MOST_LINES = 20
REASONS = {
    "MISSING COLUMNS": "too few fields",
    "TOO MANY COLUMNS": "too many fields",
    "UNQUOTED VALUE": "a quote that does not end",
    "LINE SIZE OVER MAXIMUM": "a line that is too long",
    "INVALID ENCODING": "characters of another encoding",
    "INVALID STATE": "a quote in the wrong place",
}


def rejected_rows(connection: duckdb.DuckDBPyConnection, file: CallFile) -> dict[str, Any]:
    """{"count", "reasons": {reason: rows}, "lines": the first lines}, of the last scan."""
    if file.kind != "csv":
        return {}
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
