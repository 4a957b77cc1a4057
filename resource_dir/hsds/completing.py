"""What a row needs that no single column can say: points, phones and defaults."""

from collections.abc import Callable

from resource_dir.hsds import repairs

Note = Callable[[str, str, str], None]
"""Called with "repair", "reject" or "half", the column, and what happened."""


def complete(table: str, values: dict[str, object], note: Note) -> None:
    """Finish the converted values of a row in place. Raises BadInput when the row is worthless."""
    finisher = _FINISHERS.get(table)
    if finisher is not None:
        finisher(values, note)


def _finish_location(values: dict[str, object], note: Note) -> None:
    lat, lon = values.get("latitude"), values.get("longitude")
    if (lat is None) != (lon is None):
        column = "longitude" if lat is None else "latitude"  # the one that is there
        other = "latitude" if lat is None else "longitude"
        note("half", other, f"{column} alone is no point")
    elif lat == 0 and lon == 0:
        note("reject", "latitude", "0,0 is no point: it lies in the ocean")
    else:
        return
    values["latitude"] = values["longitude"] = None


def _finish_phone(values: dict[str, object], note: Note) -> None:
    parts, done = repairs.split_phone(str(values["number"]))
    values["number"] = parts.number
    if parts.extension and not values.get("extension"):
        values["extension"] = parts.extension
    for name in done:
        note("repair", "number", name)


def _finish_schedule(values: dict[str, object], note: Note) -> None:
    values["is_closed"] = bool(values.get("is_closed"))
    values["purpose"] = values.get("purpose") or "opening"
    for column in ("valid_from", "valid_to", "until", "dtstart"):
        if values.get(column) and str(values[column]) < "1900":
            values[column] = None
            note("reject", column, "not a date of our time")


def _finish_address(values: dict[str, object], note: Note) -> None:
    values["address_type"] = values.get("address_type") or "physical"


_FINISHERS: dict[str, Callable[[dict[str, object], Note], None]] = {
    "location": _finish_location,
    "phone": _finish_phone,
    "schedule": _finish_schedule,
    "address": _finish_address,
}
