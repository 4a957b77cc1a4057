"""How a street or town is shown: as its layer writes it, but not in capitals all over."""

import re
from collections.abc import Mapping
from typing import Final

from resource_dir.geo.addresses.abbreviations import DIRECTION_NAMES, DIRECTIONS, TYPES
from resource_dir.geo.addresses.street_names import StreetName

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ORDINAL: Final = re.compile(r"\d+(?:st|nd|rd|th)", re.IGNORECASE)
_CAPITALS: Final = "US N S E W NE NW SE SW SR CR SH FM RM I II III IV BIA"
_KEPT: Final = frozenset(_CAPITALS.split())


def as_shown(text: str) -> str:
    """Text with "LANTERN ST" as "Lantern St"; what is not all capitals stays as written."""
    return _WORD.sub(_capital, text) if text.isupper() or text.islower() else text


def _capital(word: re.Match[str]) -> str:
    said = word[0]
    if said.upper() in _KEPT:
        return said.upper()
    if _ORDINAL.fullmatch(said):
        return said.lower()
    if any(mark.isdigit() for mark in said):
        return said.upper()
    if said.upper().startswith("MC") and len(said) > 4:
        return f"Mc{said[2:].capitalize()}"
    return said.capitalize()


def spelt_out(name: StreetName, shown: str) -> str:
    """A street's name as it is said: "North 4th Street" of "N 4th St"."""
    if name.kind.startswith("#"):
        return shown
    words = shown.split()
    if name.before and _meant(words[0], DIRECTIONS) == name.before:
        words[0] = DIRECTION_NAMES[name.before]
    tail = len(words) - 1
    if name.after and _meant(words[tail], DIRECTIONS) == name.after:
        words[tail] = DIRECTION_NAMES[name.after]
        tail -= 1
    if name.kind and _meant(words[tail], TYPES) == name.kind:
        words[tail] = name.kind.capitalize()
    return " ".join(words)


def _meant(word: str, forms: Mapping[str, str]) -> str | None:
    return forms.get(word.lower().replace(".", ""))
