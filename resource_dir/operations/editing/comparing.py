"""Values of a form and of a row, as they are compared."""

from collections.abc import Mapping
from typing import Any


def plain(value: Any) -> Any:
    """A value as it is compared: texts without what nobody sees, nothing as an empty text."""
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if value is None:
        return ""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
