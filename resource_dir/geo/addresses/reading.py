"""What a typed address may mean: number, street, town, state, ZIP code, in every way to cut it.

"412 oak grove" is a street called Oak Grove, or Oak Street in Grove. So the text is cut in several
ways, the one that leaves most to the street first, and the book decides.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from resource_dir.geo.addresses.abbreviations import DIRECTIONS, LONE_UNIT_WORDS, UNIT_WORDS
from resource_dir.geo.addresses.numbers import HouseNumber, number_ahead, with_plain_fractions
from resource_dir.geo.addresses.street_names import words_of
from resource_dir.geo.folding import fold, to_ascii
from resource_dir.geo.states import split_state

LONGEST_TEXT: Final = 200
MOST_TOWN_WORDS: Final = 4
Words = tuple[str, ...]

_COUNTRY: Final = re.compile(
    r"[\s,]+(?:usa|u\.s\.(?:a\.?)?|united states(?: of america)?)\s*$", re.IGNORECASE
)
_ZIP_TAIL: Final = re.compile(r"\b(\d{5})[- ]\d{4}(?=\s*$|\s*,)")
_UNIT: Final = re.compile(
    rf"(?:^|[\s,]+)(?:#\s*|(?:{'|'.join(UNIT_WORDS)})\b\.?\s*#?\s*)"
    r"(?:\d{1,4}[a-z]?(?:-\w{1,4})?|[a-z](?:-?\d{1,4})?)(?=\s*$|[\s,])",
    re.IGNORECASE,
)
_FLOOR: Final = re.compile(r"[\s,]+\d+(?:st|nd|rd|th)\s+(?:floor|fl)\b", re.IGNORECASE)
_OPENING: Final = re.compile(
    r"^(?:(?:near|at|address|addr)\b[\s:]*|(?:number|no\.?|#)\s*(?=\d))+(?=\S)", re.IGNORECASE
)
_ZIP: Final = re.compile(r"\d{5}")


_TOWN_OF: Final = re.compile(r"^(?:city|town|village|township) of (?=\S)")
_BEFORE_TOWN: Final = (("in",), ("city", "of"), ("town", "of"), ("village", "of"))
# What is said beside an address, up to the next comma: "408 Lantern St near Millrace, Quillmore".
_BESIDE: Final = re.compile(
    r"(?<=\w)[\s,]+(?:near|between|btwn|across from|next to|close to)\s[^,]*", re.IGNORECASE
)
# How states were abbreviated before 1963, and by hand to this day.
_OLD_STATES: Final = (
    "ala al|ariz az|ark ar|calif ca|colo co|conn ct|del de|fla fl|ill il|ind in|kan ks|kans ks|"
    "mass ma|mich mi|minn mn|miss ms|mont mt|neb ne|nebr ne|nev nv|okla ok|ore or|oreg or|penn pa|"
    "penna pa|tenn tn|tex tx|wash wa|wis wi|wisc wi|wyo wy"
)
_OLD_FORMS: Final = dict(pair.split() for pair in _OLD_STATES.split("|"))


@dataclass(frozen=True, slots=True)
class Tail:
    """What stands behind the street. `town` is folded; "" and None where nothing was said."""

    town: str = ""
    state: str | None = None
    zip: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read an address. `street` are the words of the street's name."""

    number: HouseNumber | None
    street: Words
    tail: Tail


def clean(text: str) -> str:
    """Text in one line, ASCII where it can be, without country, unit and opening words.

    "" when it is too long to be an address.
    """
    if len(text) > LONGEST_TEXT:
        return ""
    plain = " ".join(to_ascii(with_plain_fractions(text)).replace("⁄", "/").split())
    plain = _ZIP_TAIL.sub(r"\1", _COUNTRY.sub("", plain.strip(" ,;")))
    plain = _BESIDE.sub("", _OPENING.sub("", plain))
    # A unit between street and town parts them as a comma does.
    return _FLOOR.sub(",", _UNIT.sub(",", plain)).replace(";", ",").strip(" ,")


def readings(plain: str, is_town: Callable[[str], bool]) -> Iterator[Reading]:
    """Every way to read a cleaned address, the likeliest first; made as they are asked for."""
    ahead = number_ahead(plain.upper())
    if ahead:
        number, rest = ahead
        behind = []
        for street, tail in cuts(rest, is_town):
            behind.append((street, tail))
            yield Reading(number, street, tail)
        yield from _lettered(number, behind)
    yield from (Reading(None, street, tail) for street, tail in cuts(plain, is_town))


def _lettered(number: HouseNumber, behind: list[tuple[Words, Tail]]) -> Iterator[Reading]:
    """ "412 B Lantern St": the letter may belong to the number."""
    for street, tail in behind:
        letter = street[0]
        if len(letter) == 1 and letter.isalpha() and len(street) > 1 and letter not in DIRECTIONS:
            lettered = HouseNumber(number.prefix, number.quarters, letter.upper())
            yield Reading(lettered, street[1:], tail)


def cuts(text: str, is_town: Callable[[str], bool]) -> Iterator[tuple[Words, Tail]]:
    """Street words and tail, in every way to cut a text that has no number before it."""
    parts = [words for part in text.split(",") if (words := words_of(part))]
    parts = parts[:1] + [part for part in parts[1:] if part[0] not in LONE_UNIT_WORDS]
    if not parts:
        return
    for left, tail in _tails(parts):
        words, bare = left[0], _without_unit_word(left[0])
        if len(left) > 1:
            towns = [Tail(town, tail.state, tail.zip) for town in _towns(left)]
            yield from ((words, town) for town in towns)
            yield from ((bare, town) for town in towns if bare != words)
            continue
        yield words, tail
        if bare != words:
            yield bare, tail
        for count in range(1, min(MOST_TOWN_WORDS, len(words) - 1) + 1):
            town = fold(" ".join(words[-count:]))
            if is_town(town):
                yield _without_town_words(words[:-count]), Tail(town, tail.state, tail.zip)


def _without_town_words(words: Words) -> Words:
    """Without the "in" or "city of" before a town."""
    for tail in _BEFORE_TOWN:
        if len(words) > len(tail) and words[-len(tail) :] == tail:
            return words[: -len(tail)]
    return words


def _without_unit_word(words: Words) -> Words:
    """Without "rear" or a lone "apt" at the end."""
    is_unit = len(words) > 1 and words[-1] in (*LONE_UNIT_WORDS, *UNIT_WORDS)
    return words[:-1] if is_unit else words


def _towns(parts: list[Words]) -> list[str]:
    """The town behind a comma: all that stands there, or the last part ("Downtown, Quillmore")."""
    whole = fold(" ".join(word for part in parts[1:] for word in part))
    return list(dict.fromkeys((whole, _TOWN_OF.sub("", whole), fold(" ".join(parts[-1])))))


def _tails(parts: list[Words]) -> list[tuple[list[Words], Tail]]:
    """With nothing taken off the end, then a ZIP code, a state, both in either order."""
    found = [(parts, Tail())]
    for _ in range(3):
        left, tail = found[-1]
        shorter = _without_zip(left, tail) or _without_state(left, tail)
        if not shorter:
            break
        found.append(shorter)
    # Cut off by a comma, a state or ZIP code can be nothing else.
    return found[-1:] if len(parts) > 1 and len(found[-1][0]) < len(parts) else found


def _without_zip(parts: list[Words], tail: Tail) -> tuple[list[Words], Tail] | None:
    last = parts[-1]
    if tail.zip:
        return None
    if len(parts) > 1 and _ZIP.fullmatch(last[0]):  # "…, 81201 Quillmore"
        return _shortened(parts, last[1:]), Tail(tail.town, tail.state, last[0])
    if not _ZIP.fullmatch(last[-1]):
        return None
    left = _shortened(parts, last[:-1])
    return (left, Tail(tail.town, tail.state, last[-1])) if left else None


def _without_state(parts: list[Words], tail: Tail) -> tuple[list[Words], Tail] | None:
    if tail.state:
        return None
    last = parts[-1]
    said = (*last[:-1], _OLD_FORMS.get(last[-1], last[-1]))
    before, state = split_state(fold(" ".join(said)))
    if not state:
        return None
    kept = len(before.split())
    left = _shortened(parts, parts[-1][:kept])
    return (left, Tail(tail.town, state, tail.zip)) if left else None


def _shortened(parts: list[Words], last: Words) -> list[Words]:
    return [*parts[:-1], last] if last else parts[:-1]
