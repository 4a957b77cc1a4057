"""Numbered roads under their many names: US 50, US-50, US Hwy 50, I 25, CO 17, County Road 5."""

import re
from collections.abc import Sequence
from typing import Final

from resource_dir.geo.addresses.abbreviations import TYPES
from resource_dir.geo.states import STATE_NAMES

US: Final = "#us"
INTERSTATE: Final = "#interstate"
STATE: Final = "#state"
COUNTY: Final = "#county"
FARM: Final = "#farm"
FOREST: Final = "#forest"
ANY: Final = "#highway"
"""Said without its class: "Highway 50" may be US 50 as well as State Highway 50."""

_ROAD: Final = r"(?:hwy|highway|hiway|route|rte|rt|road|rd)"
_NUMBER: Final = r"0*(?P<number>\d{1,4}[a-z]?)"
_COUNTY_NUMBER: Final = r"0*(?P<number>\d{1,5}[a-z]{0,2}(?: 1 [24]| 3 4)?|[a-z]{1,2})"
_STATES: Final = "|".join(
    sorted((name.lower() for pair in STATE_NAMES.items() for name in pair), key=len, reverse=True)
)
_FORMS: Final = tuple(
    (kind, re.compile(rf"{form} {number}(?: (?P<beyond>.+))?"))
    for kind, form, number in (
        (US, rf"(?:us|u s|usa|united states)(?: {_ROAD})?", _NUMBER),
        (INTERSTATE, r"(?:i|ih|interstate)(?: hwy| highway)?", _NUMBER),
        (COUNTY, r"(?:co|cnty|cty|county) (?:rd|road|route|rte)", _COUNTY_NUMBER),
        (COUNTY, r"(?:cnty|cty|county) (?:hwy|highway|trunk highway|trunk)", _COUNTY_NUMBER),
        (COUNTY, r"(?:cr|c r|cth)", _COUNTY_NUMBER),
        (COUNTY, r"county", _NUMBER),
        (ANY, r"co (?:hwy|highway)", _NUMBER),  # Colorado's, or a county's
        (STATE, rf"(?:state|st|stt) {_ROAD}", _NUMBER),
        (STATE, r"(?:sr|sh|s r|s h|srt|sth|state)", _NUMBER),
        (STATE, rf"(?:{_STATES})(?: state)?(?: {_ROAD})?", _NUMBER),
        (FARM, r"(?:fm|rm|f m|farm to market|ranch to market)(?: rd| road)?", _NUMBER),
        (FOREST, r"(?:fr|fs|fsr|nf|(?:forest|usfs)(?: service)? (?:rd|road|route))", _NUMBER),
        (ANY, r"(?:hwy|highway|hiway|route|rte|rt)", _NUMBER),
    )
)
_SUFFIXES: Final = {"bus": "business", "alt": "alternate", "byp": "bypass", "fwy": "freeway"}
_GLUED: Final = re.compile(r"(us|i|ih|cr|sr|sh|fm|hwy|rt|rte|co)(\d{1,4}[a-z]?)")  # "US50"
_SAID_TWICE: Final = {("highway",), ("road",), ("route",)}  # "US 285 Hwy"
_CLASS_WORDS: Final = (
    "us u usa united i ih interstate co cnty cty county cr c cth state st stt sr sh s srt sth fm "
    "rm f farm ranch fr fs fsr nf forest usfs hwy highway hiway route rte rt"
)
_FIRST_WORDS: Final = frozenset(_CLASS_WORDS.split()) | {
    name.lower().split()[0] for pair in STATE_NAMES.items() for name in pair
}


def read_highway(words: Sequence[str]) -> tuple[str, str, tuple[str, ...]] | None:
    """Class, number and the words beyond it ("business"); None when it is no numbered road.

    "Route 9 Street" is none: a type after the number makes it a name.
    """
    glued = _GLUED.fullmatch(words[0]) if words else None
    if glued:
        words = (glued[1], glued[2], *words[1:])
    if len(words) < 2 or words[0] not in _FIRST_WORDS:
        return None
    text = " ".join(words)
    for kind, form in _FORMS:
        found = form.fullmatch(text)
        if found:
            beyond = tuple(_spelt_out(word) for word in (found["beyond"] or "").split())
            return kind, found["number"], () if beyond in _SAID_TWICE else beyond
    return None


def _spelt_out(word: str) -> str:
    return _SUFFIXES.get(word) or TYPES.get(word, word)
