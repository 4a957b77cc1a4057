"""Stored rows in the shapes that the standard allows: its enumerations, types and references."""

from collections.abc import Mapping, Set
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from resource_dir.hsds.tables import FREQUENCIES, LOCATION_TYPES, TABLES

Values = dict[str, Any]

SECONDS_PER_HOUR = 3600
_ADDRESS_TYPES = frozenset({"physical", "postal", "virtual"})
_RULE = ("freq", "interval", "byday", "bymonthday", "byweekno", "byyearday", "count")
_HOURS = ("opens_at", "closes_at")


def cleaned(
    table: str, row: Mapping[str, Any], exported: Mapping[str, Set[str]], *, is_withheld: bool
) -> Values | None:
    """The row's columns of the standard and ours, as JSON-able values.

    References to rows that are not exported go, of a withheld listing also every column that
    bears a place. None when nothing is left that the row belongs to.
    """
    columns = TABLES[table].columns
    values = {column.name: plain(row.get(column.name)) for column in columns}
    for column in columns:
        if is_withheld and column.bears_place:
            values[column.name] = None
        target = column.target
        if target and target != "*" and values[column.name] not in exported.get(target, ()):
            values[column.name] = None
            if column.is_required:
                return None
    parents = TABLES[table].parents
    if parents and not any(values[name] for name in parents):
        return None
    return {"id": row["id"], **values}


def plain(value: Any) -> Any:
    """A stored value as JSON has it; local times without an offset, whole numbers without .0."""
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value or None if isinstance(value, str) else value


def shaped(table: str, values: Values) -> Values:
    """Values that the standard's enumerations and types allow."""
    shape = _SHAPES.get(table)
    return shape(values) if shape else values


def _service(values: Values) -> Values:
    # `terms` says beside it that nobody stated this.
    return {**values, "status": values["status"] or "active"}


def _location(values: Values) -> Values:
    kind = values["location_type"]
    return {**values, "location_type": kind if kind in LOCATION_TYPES else "physical"}


def _address(values: Values) -> Values:
    """An address of an unknown kind is called postal: nobody is driven to it."""
    kind = values["address_type"] or "physical"
    return {**values, "address_type": kind if kind in _ADDRESS_TYPES else "postal"}


def _phone(values: Values) -> Values:
    """The standard wants a number as the extension: "x12" and "007" go into the description."""
    extension = values["extension"]
    if extension is None:
        return values
    if extension.isascii() and extension.isdigit() and str(int(extension)) == extension:
        return {**values, "extension": int(extension)}
    texts = (values["description"], f"ext. {extension}")
    return {**values, "extension": None, "description": ", ".join(filter(None, texts))}


def _schedule(values: Values) -> Values:
    """Intake hours are named where other readers see them; a rule that the standard can't say
    becomes a note, never other hours.
    """
    if values["purpose"] == "intake" and not values["attending_type"]:
        values = {**values, "attending_type": "intake"}
    if values["freq"] in (None, *FREQUENCIES):
        return values
    parts = [str(values[name]) for name in (*_RULE, *_HOURS) if values[name] is not None]
    note = "; ".join(filter(None, (values["notes"], " ".join(parts))))
    return {**values, **dict.fromkeys((*_RULE, *_HOURS)), "notes": note}


_SHAPES = {
    "service": _service,
    "location": _location,
    "address": _address,
    "phone": _phone,
    "schedule": _schedule,
}


def utc_offset_hours(zone: str | None, at: datetime) -> float | int | None:
    """The zone as the standard's number, true at `at` only: -7 or -6 for Denver."""
    if not zone:
        return None
    offset = at.astimezone(ZoneInfo(zone)).utcoffset()
    assert offset is not None
    hours = offset.total_seconds() / SECONDS_PER_HOUR
    return int(hours) if hours.is_integer() else hours
