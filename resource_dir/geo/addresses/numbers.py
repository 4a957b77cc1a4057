"""House numbers: plain, half, lettered, grid and hyphened ones, on one scale for each kind.

A number is a prefix, a value and a suffix: "N6W23001" is 23001 behind "N6W", "100-10" is 10 behind
"100-", "412 1/2 B" is 412.5 before "B". Only numbers with the same prefix lie on one line.
"""

import re
from dataclasses import dataclass
from typing import Final

from resource_dir.geo.folding import to_ascii

QUARTERS: Final = 4
"""Values are counted in quarters: halves, and quarters where a layer has them, stay whole."""
MOST: Final = 99_999_999
_FRACTIONS: Final = {"1/4": 1, "1/2": 2, "3/4": 3}
_VULGAR: Final = {"¼": " 1/4", "½": " 1/2", "¾": " 3/4"}
_DECIMALS: Final = {"25": 1, "5": 2, "50": 2, "75": 3}
_SHOWN: Final = {0: "", 1: " 1/4", 2: " 1/2", 3: " 3/4"}
_PARTS: Final = (
    r"(?P<prefix>(?:[NSEW] ?\d{1,4} ?[NSEW]|\d{1,6}-(?!1/[24]|3/4)|[NSEW]) ?)?"
    r"(?P<value>\d{1,8})"
    r"(?:[ -](?P<fraction>1/2|1/4|3/4)|\.(?P<decimal>25|50?|75)(?!\d))?"
)
_POINT_ZERO: Final = re.compile(r"(?<=\d)\.0+$")  # a table program made "412.0" of it
_RANGE: Final = re.compile(r"(\d{1,6})-")
_WHOLE: Final = re.compile(rf"{_PARTS}(?:[ -]?(?P<suffix>[A-Z]{{1,2}}))?")
_AHEAD: Final = re.compile(rf"{_PARTS}(?:-?(?P<suffix>[A-Z]))?(?![\w/])(?!-\d)")


@dataclass(frozen=True, slots=True)
class HouseNumber:
    """`quarters` is four times the value; a number that can't be read is all prefix, value 0."""

    prefix: str
    quarters: int
    suffix: str

    @property
    def text(self) -> str:
        """Return it as people write it: "412 1/2", "N6W23001", "412B"."""
        if self.prefix and not self.quarters and not self.suffix:
            return self.prefix
        whole, part = divmod(self.quarters, QUARTERS)
        return f"{self.prefix}{whole}{_SHOWN[part]}{self.suffix}"

    @property
    def first_of_range(self) -> "HouseNumber | None":
        """408 of "408-410", which on a street without such numbers means a range."""
        form = _RANGE.fullmatch(self.prefix)
        return HouseNumber("", int(form[1]) * QUARTERS, "") if form else None


def with_plain_fractions(text: str) -> str:
    """Text with "½" written " 1/2"; to be done before accents are folded."""
    for mark, plain in _VULGAR.items():
        text = text.replace(mark, plain)
    return text


def read_number(text: str) -> HouseNumber | None:
    """The number of a layer's column; None when it is empty or 0. Never raises."""
    plain = " ".join(to_ascii(with_plain_fractions(text)).upper().split())
    plain = _POINT_ZERO.sub("", plain)
    form = _WHOLE.fullmatch(plain)
    if form:
        return _number(form)
    return HouseNumber(plain[:40], 0, "") if any(mark.isdigit() for mark in plain) else None


def number_ahead(plain: str) -> tuple[HouseNumber, str] | None:
    """A house number at the start of a typed text in capitals, and what follows it.

    "4TH" is no number, nor are "4XX" and "40/6".
    """
    form = _AHEAD.match(plain)
    number = _number(form) if form else None
    return (number, plain[form.end() :].lstrip(" ,")) if form and number else None


def names_a_number(text: str) -> bool:
    """Whether an address begins with a house number: "12 Oak St" does, "4th St" does not."""
    return number_ahead(" ".join(text.upper().split())) is not None


def _number(form: re.Match[str]) -> HouseNumber | None:
    part = _FRACTIONS.get(form["fraction"] or "", 0) or _DECIMALS.get(form["decimal"] or "", 0)
    quarters = int(form["value"]) * QUARTERS + part
    prefix = (form["prefix"] or "").replace(" ", "")
    return HouseNumber(prefix, quarters, form["suffix"] or "") if quarters or prefix else None
