"""Ids: a source's UUID is kept, anything else becomes the same UUIDv5 each time it is read."""

import re
from functools import lru_cache
from uuid import UUID, uuid5

NAMESPACE = UUID("6f1d0f5e-53a6-5c35-9a0e-0d7f0e6c2b11")
"""Fixed for ever: another value would make every imported listing a new one."""

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_KEY = re.compile(r"[\w.:/#|@+-]{1,200}")


@lru_cache(maxsize=1 << 15)
def canonical_id(source: str, table: str, key: str) -> str:
    """The id under which a source's row is stored: lower-case UUID text."""
    folded = key.strip().lower()
    if _UUID.fullmatch(folded):
        return folded
    return str(uuid5(NAMESPACE, f"{source}:{table}:{key.strip()}"))


def natural_id(source: str, table: str, parts: tuple[str, ...], ordinal: int) -> str:
    """An id for a row without one, from `parts` (names and parents, never a place)."""
    return str(uuid5(NAMESPACE, "\x1f".join((source, table, *parts, str(ordinal)))))


def is_key(value: object) -> bool:
    """Whether a value looks like an id at all: no blanks, of bounded length."""
    return isinstance(value, (str, int)) and bool(_KEY.fullmatch(str(value).strip()))


def keys_in(value: object) -> tuple[str, ...]:
    """The ids in a cell: one, or a comma-separated list (",1,2," as real exports have it)."""
    if value is None or value == "":
        return ()
    text = str(value).strip()
    if "," not in text and ";" not in text:
        return (text,) if text else ()
    parts = tuple(dict.fromkeys(part.strip() for part in re.split(r"[,;]", text) if part.strip()))
    return parts if all(is_key(part) for part in parts) else (text,)
