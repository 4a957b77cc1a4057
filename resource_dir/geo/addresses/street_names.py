"""Street names brought to one form: direction, name, type, direction.

"North Fourth Street", "N 4TH ST" and "n. 4 st" are one street. The book and the question are read
by the same function, so both sides can't drift apart.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from resource_dir.geo.addresses.abbreviations import DIRECTIONS, ONES, TENS, TYPES
from resource_dir.geo.addresses.highways import ANY, read_highway
from resource_dir.geo.folding import to_ascii

LONGEST_NAME: Final = 60
"""Letters of a name that are looked at; the longest real ones have some 40."""
_DROPPED: Final = re.compile(r"[.'’‘`´ʻ]")
_BREAKS: Final = re.compile(r"[^a-z0-9]+")
_ORDINAL: Final = re.compile(r"0*(\d{1,4})(?:st|nd|rd|th)")
_ZEROS: Final = re.compile(r"0+(?=\d)")
_FIRST: Final = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "dr": "doctor"}
_LAST: Final = {"dr": "drive"}
# Where these stand inside a name they are words of their own ("La Brea", "Un Calle").
_NEVER_INSIDE: Final = {"la", "un", "pr", "br", "bl", "exp", "rad", "est", "cor", "div", "ext"}
_BESIDE: Final = {
    "old": "old",
    "business": "business",
    "bus": "business",
    "alternate": "alternate",
    "alt": "alternate",
}
_KING: Final = "martin luther king"


@dataclass(frozen=True, slots=True)
class StreetName:
    """`kind` is the type written out, "#us", "#state" … for a numbered highway, or ""."""

    before: str
    base: str
    kind: str
    after: str


def words_of(text: str) -> tuple[str, ...]:
    """Lower-case words of a street text, marks dropped; never raises."""
    bare = _DROPPED.sub("", to_ascii(text).lower().replace("&", " and "))
    return tuple(_BREAKS.sub(" ", bare).split())


@lru_cache(maxsize=1024)
def read_street(words: tuple[str, ...]) -> StreetName | None:
    """The parts of a street's name; None when there are no words. Never raises."""
    if not words:
        return None
    before, rest = _direction_before(words)
    highway = _highway(before, rest) or _highway("", words)
    if highway:
        return highway
    rest, after = _direction_after(rest)
    rest, kind = _type_after(rest)
    return StreetName(before, _base(rest)[:LONGEST_NAME], kind, after)


def _highway(before: str, words: tuple[str, ...]) -> StreetName | None:
    """A numbered road; "Old Highway 50" and "Business 50" are roads beside the one of today."""
    mark = _BESIDE.get(words[0], "") if words else ""
    found = read_highway(words[1:]) or _bare_number(words[1:]) if mark else read_highway(words)
    if not found:
        return None
    kind, number, beyond = found
    after = DIRECTIONS.get(beyond[0], "") if len(beyond) == 1 else ""
    base = " ".join(filter(None, [number, mark, *([] if after else beyond)]))
    return StreetName(before, base[:LONGEST_NAME], kind, after)


def _bare_number(words: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]] | None:
    """The 50 of "Business 50"."""
    return (ANY, words[0], ()) if len(words) == 1 and words[0].isdecimal() else None


def street_names(words: tuple[str, ...]) -> list[StreetName]:
    """The ways to read a typed street: "Oak Grove" is a grove, or Oak Grove Road without "road"."""
    name = read_street(words)
    if name is None:
        return []
    if not name.kind or name.kind.startswith("#"):
        return [name]
    whole = f"{name.base} {name.kind}"[:LONGEST_NAME]
    return [name, StreetName(name.before, whole, "", name.after)]


def _direction_before(words: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """A leading direction, if a name is left: "North Ave" and "E Street" are names."""
    if len(words) > 2 and words[0] + words[1] in DIRECTIONS and _is_name(words[2:]):
        return DIRECTIONS[words[0] + words[1]], words[2:]
    if words[0] in DIRECTIONS and _is_name(words[1:]):
        return DIRECTIONS[words[0]], words[1:]
    return "", words


def _is_name(words: Sequence[str]) -> bool:
    """Whether words hold more than a type, a direction, or a type and a direction."""
    left = [word for word in words if word not in DIRECTIONS]
    return len(left) > 1 or (len(left) == 1 and left[0] not in TYPES)


def _direction_after(words: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """A closing direction, unless it is the name: "Avenue N"."""
    if len(words) > 2 and words[-2] + words[-1] in DIRECTIONS and len(words[-2]) == 1:
        return words[:-2], DIRECTIONS[words[-2] + words[-1]]
    if len(words) > 1 and words[-1] in DIRECTIONS and not (len(words) == 2 and words[0] in TYPES):
        return words[:-1], DIRECTIONS[words[-1]]
    return words, ""


def _type_after(words: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    if len(words) > 1 and words[-1] in TYPES:
        return words[:-1], TYPES[words[-1]]
    return words, ""


def _base(words: Sequence[str]) -> str:
    words = words[1:] if len(words) > 1 and words[0] == "the" else words
    told = _numbers([_spelt_out(word, at=at, of=len(words)) for at, word in enumerate(words)])
    base = " ".join(told)
    return _KING if _KING in base or base in ("mlk", "mlk jr") else base


def _spelt_out(word: str, *, at: int, of: int) -> str:
    ordinal = _ORDINAL.fullmatch(word)
    if ordinal:
        return ordinal[1]
    if at == 0 and of > 1 and word in _FIRST:
        return _FIRST[word]
    if word in DIRECTIONS and of > 1:
        return DIRECTIONS[word]
    if word == "st" and at < of - 1:
        return "saint"
    if at and word in TYPES and word not in _NEVER_INSIDE:
        return TYPES[word]
    if not at and of == 2 and word in ("ave", "av", "rd", "blvd", "hwy", "ln"):
        return TYPES[word]  # "Ave A", "Rd 12"
    return _ZEROS.sub("", word)


def _numbers(words: Sequence[str]) -> list[str]:
    """Number words as digits: "twenty first" is 21."""
    told: list[str] = []
    for word in words:
        if told and word in ONES and ONES[word] < 10 and told[-1] in _WHOLE_TENS:
            told[-1] = str(int(told[-1]) + ONES[word])
        elif word in ONES:
            told.append(str(ONES[word]))
        elif word in TENS:
            told.append(str(TENS[word]))
        else:
            told.append(_joined_ordinal(word))
    return told


_WHOLE_TENS: Final = {str(ten) for ten in TENS.values()}
_JOINED: Final = {
    tens + ones: str(ten + one)
    for tens, ten in TENS.items()
    for ones, one in ONES.items()
    if one < 10
}


def _joined_ordinal(word: str) -> str:
    return _JOINED.get(word, word)
