"""Place names as people type them, brought to one spelling.

"St. Louis", "saint louis" and "ST LOUIS" are one city; so are "Mt Vernon" and "Mount Vernon",
"Cañon City" and "Canon City". The gazetteer is built with the same functions that look names up
in it, so that both sides can't drift apart.
"""

import re
import unicodedata

_LEADING = {"n": "north", "s": "south", "e": "east", "w": "west"}
_INSIDE = {"st": "saint", "ste": "sainte", "mt": "mount"}
_ANYWHERE = {
    "ft": "fort",
    "pt": "point",
    "hts": "heights",
    "spgs": "springs",
    "jct": "junction",
    "bch": "beach",
}
_DROPPED = re.compile(r"[.'’‘`´ʻ]")
_ELIDED = re.compile(r"\b([dol]) (?=[a-z]{3})")  # "Coeur D Alene", "O Fallon"; not "Round O, SC"
_SPACED = re.compile(r"[^a-z0-9]+")


def to_ascii(text: str) -> str:
    """Text with accents and typographic marks folded; what can't be folded stays as it is."""
    plain = text.replace("’", "'").replace("‘", "'").replace("–", "-").replace("—", "-")
    split = unicodedata.normalize("NFKD", plain)
    return "".join(mark for mark in split if not unicodedata.combining(mark))


def fold(text: str) -> str:
    """Lower-case words with single blanks, abbreviations of place names written out.

    "st" at the end stays: in "100 Main St" it is a street, never a saint; "mt" there is Montana.
    """
    bare = _DROPPED.sub("", to_ascii(text).lower().replace("&", " and "))
    words = _ELIDED.sub(r"\1", _SPACED.sub(" ", bare)).split()
    last = len(words) - 1
    return " ".join(_spelt_out(word, at=at, last=last) for at, word in enumerate(words))


def _spelt_out(word: str, *, at: int, last: int) -> str:
    if at < last and word in _INSIDE:
        return _INSIDE[word]
    if at == 0 and at < last and word in _LEADING:
        return _LEADING[word]
    return _ANYWHERE.get(word, word)
