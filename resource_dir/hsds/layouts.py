"""Rows shorter than their header that are certain all the same: an older layout of the file.

One real export writes schedule rows of 16 fields under a header of 18: they are rows of the
version before it, which had no `name` and no `weekday`. Read under the header, service ids stand
in `name` and weekday names in `freq`; read in the older layout every value fits its column.
"""

import re
from collections.abc import Iterable, Sequence

_ADDED_COLUMNS = {"schedule": ("name", "weekday")}
_DAYS = re.compile(r"(?:[a-z]+day|[a-z]{2,3})(?:[\s,&/-]+(?:[a-z]+day|[a-z]{2,3}|and))*", re.I)
_KEYS = re.compile(r"[\w-]+(?:,[\w-]+)*")
_MUST_FIT = {
    "id": _KEYS, "service_id": _KEYS, "location_id": _KEYS, "service_at_location_id": _KEYS,
    "byday": _DAYS, "freq": re.compile("weekly|monthly", re.I),
    "interval": re.compile(r"\d{1,2}"), "wkst": re.compile("[a-z]{2}", re.I),
}  # fmt: skip


def layout_of(
    table: str, columns: tuple[str, ...], fields: Sequence[str]
) -> tuple[str, ...] | None:
    """The columns that a short row was written under, or None when that is not certain."""
    added = _ADDED_COLUMNS.get(table, ())
    older = tuple(column for column in columns if column not in added)
    if not added or len(older) != len(fields) or len(older) == len(columns):
        return None
    return older if _fits(zip(older, fields, strict=True)) else None


def _fits(cells: Iterable[tuple[str, str]]) -> bool:
    for column, value in cells:
        pattern = _MUST_FIT.get(column)
        if pattern and value.strip() and not pattern.fullmatch(value.strip()):
            return False
    return True
