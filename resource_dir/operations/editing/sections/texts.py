"""Values of columns as texts of a form, and back."""

from typing import Any

from resource_dir.errors import BadInput


def text_of(value: Any) -> str:
    """A column's value as it stands in a form: nothing is an empty text, 18.0 is 18."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}"
    return value if isinstance(value, str) else str(value)


def value_of(text: str | None) -> str | None:
    """A typed text as a column holds it: None where nothing is said."""
    clean = (text or "").replace("\r\n", "\n").strip()
    return clean or None


def number_of(text: str | None, *, field: str) -> float | None:
    """A typed number. Raises BadInput naming the field."""
    clean = value_of(text)
    if clean is None:
        return None
    try:
        number = float(clean.replace("$", ""))
    except ValueError:
        raise BadInput("Write the number in digits, for example 18.", field=field) from None
    if not 0 <= number < 1_000_000:
        raise BadInput("The number has to be from 0 to 999999.", field=field)
    return number
