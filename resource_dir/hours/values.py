"""One HSDS field value to one Python value; every refusal names its field."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from resource_dir.errors import BadInput

Values = Mapping[str, Any]

_YES = {"true", "1", "yes", "t", "y"}
_NO = {"false", "0", "no", "f", "n"}


def text_of(values: Values, field: str) -> str | None:
    """The trimmed text, or None when absent or blank."""
    value = values.get(field)
    if value is None:
        return None
    return str(value).strip() or None


def time_of(values: Values, field: str) -> time | None:
    """A wall-clock time, cut to the minute; None when absent. Raises BadInput.

    An offset ("08:30:00Z") is dropped: HSDS examples print one, and a schedule that moved by an
    hour at daylight saving would be wrong half of the year. "24:00" is midnight.
    """
    value = values.get(field)
    if isinstance(value, time):
        return _to_minute(value)
    text = text_of(values, field)
    if text is None:
        return None
    if text in {"24:00", "24:00:00"}:
        return time(0, 0)
    try:
        return _to_minute(time.fromisoformat(_two_digit_hour(text)))
    except ValueError as error:
        raise BadInput(f'{field} "{text}" is not a time such as 08:30', field=field) from error


def _two_digit_hour(text: str) -> str:
    hour, colon, rest = text.partition(":")
    if not colon:
        raise ValueError("a bare number may be an hour or minutes since midnight")
    return f"{hour:0>2}:{rest}"


def _to_minute(value: time) -> time:
    return value.replace(second=0, microsecond=0, tzinfo=None)


def date_of(values: Values, field: str) -> date | None:
    """A date (of a date-time: its date part); None when absent. Raises BadInput."""
    value = values.get(field)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = text_of(values, field)
    if text is None:
        return None
    try:
        return date.fromisoformat(text.replace(" ", "T").partition("T")[0])
    except ValueError as error:
        raise BadInput(f'{field} "{text}" is not a date such as 2025-06-01', field=field) from error


def count_of(values: Values, field: str) -> int | None:
    """A whole number; None when absent. Raises BadInput."""
    text = text_of(values, field)
    if text is None:
        return None
    try:
        return int(text.removesuffix(".0"))
    except ValueError as error:
        raise BadInput(f'{field} "{text}" is not a whole number', field=field) from error


def flag_of(values: Values, field: str) -> bool:
    """Yes or no; absent is no. Raises BadInput."""
    text = (text_of(values, field) or "no").lower()
    if text not in _YES | _NO:
        raise BadInput(f'{field} "{text}" is neither yes nor no', field=field)
    return text in _YES
