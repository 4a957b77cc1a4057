"""The search as a URL, and the URLs one step away from it: every filter is a plain link."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from resource_dir.geo import Place
from resource_dir.operations.finding import place_json

PATH = "/search"
# What the page remembers of a point, and no part of the search: how exactly the device knows it,
# and what it stands for when a place was typed (one of KNOWN_LEVELS).
ACCURACY, LEVEL = "accuracy_m", "level"
PAGE_ONLY = (ACCURACY, LEVEL)
PLACE = ("near", "lat", "lon", *PAGE_ONLY)
POINT_DECIMALS = 3  # about 100 m: near enough to drive by, too coarse to be somebody's door
Pair = tuple[str, str]
CORRECTED = "corrected"
# Places whose point is only the middle of them, where the street that was typed is not
# known too.
ROUGH_LEVELS = frozenset({"zip", "city", "county", "zip-no-street", "city-no-street"})
# The right street, and no house of it: the nearest number that is known, or the middle. A name that
# was corrected as well says that too.
NO_NUMBER, NO_NUMBER_CORRECTED = "street-no-number", "no-number-corrected"
WHOLE_STREET, WHOLE_STREET_CORRECTED = "street", "street-corrected"
WITHOUT_NUMBER = frozenset({NO_NUMBER, NO_NUMBER_CORRECTED})
WHOLE_STREETS = frozenset({WHOLE_STREET, WHOLE_STREET_CORRECTED})
KNOWN_LEVELS = ROUGH_LEVELS | WITHOUT_NUMBER | WHOLE_STREETS | {CORRECTED}


@dataclass(frozen=True, slots=True)
class SearchLinks:
    """A search as ordered (name, value) pairs; every change starts again on the first page."""

    pairs: tuple[Pair, ...]

    @classmethod
    def of(cls, params: Mapping[str, Sequence[str]]) -> "SearchLinks":
        """From parameters as they were asked; empty values say nothing and are left out."""
        kept = ((name, value.strip()) for name, values in params.items() for value in values)
        return cls(tuple(dict.fromkeys(pair for pair in kept if pair[1])))

    def at(self, lat: float, lon: float) -> "SearchLinks":
        """The same search around a rounded point, in place of whatever place it named."""
        point = (("lat", rounded(lat)), ("lon", rounded(lon)))
        return SearchLinks((*point, *self._other_than(*PLACE)))

    def around(self, place: Place) -> "SearchLinks":
        """The same search around a place that was typed, with what its point stands for."""
        moved, level = self.at(place.lat, place.lon), level_of(place_json(place))
        return moved.adding(LEVEL, level) if level in KNOWN_LEVELS else moved

    def unplaced(self) -> "SearchLinks":
        """The same search without the text of a place: that stays out of every URL."""
        return SearchLinks(tuple(self._other_than("near")))

    def moved_to(self, lat: float, lon: float) -> "SearchLinks":
        """The same, where the point is the one that was asked for: what is known of it stays."""
        known = [pair for pair in self.pairs if pair[0] in PAGE_ONLY]
        return SearchLinks((*self.at(lat, lon).pairs, *known))

    def widening(self) -> "SearchLinks":
        """The same search, looking farther by itself until some fit, unless a radius is chosen."""
        if self.value("radius_mi"):
            return self
        return SearchLinks((*self.pairs, ("radius_mi", "auto")))

    @property
    def asks_a_time(self) -> bool:
        """Whether it asks who is open at a time other than now."""
        return self.value("open") not in ("", "any", "now", "at")

    @property
    def here(self) -> str:
        """This search."""
        return _url(self.pairs)

    def page(self, number: int) -> str:
        """Another page of it."""
        return _url([*self._other_than("page"), ("page", str(number))])

    def setting(self, name: str, value: str | None) -> str:
        """With one value for `name`; None takes it away."""
        pairs = self._other_than(name, "page")
        return _url([*pairs, (name, value)] if value is not None else pairs)

    def adding(self, name: str, value: str) -> "SearchLinks":
        """The same search with one more parameter."""
        return SearchLinks((*self.pairs, (name, value)))

    def without(self, *names: str) -> str:
        """With none of these parameters."""
        return _url(self._other_than(*names, "page"))

    def toggling(self, name: str, value: str) -> str:
        """With one value of a repeatable parameter added, or taken away where it was set."""
        pairs = self._other_than("page")
        pair = (name, value)
        return _url([p for p in pairs if p != pair] if pair in pairs else [*pairs, pair])

    def values(self, name: str) -> tuple[str, ...]:
        """What is set for `name`."""
        return tuple(value for key, value in self.pairs if key == name)

    def value(self, name: str) -> str:
        """The one value of `name`, or an empty text."""
        return next(iter(self.values(name)), "")

    def _other_than(self, *names: str) -> list[Pair]:
        return [pair for pair in self.pairs if pair[0] not in names]


def level_of(place: Mapping[str, Any]) -> str:
    """What the point of a place (as JSON) stands for, as a URL says it; "": for what was typed."""
    level = str(place["level"])
    if level in ROUGH_LEVELS:
        return f"{level}-no-street" if place["is_without_its_street"] else level
    if place["is_without_its_number"]:
        return NO_NUMBER_CORRECTED if place["is_corrected"] else NO_NUMBER
    if place["is_whole_street"]:
        return WHOLE_STREET_CORRECTED if place["is_corrected"] else WHOLE_STREET
    return CORRECTED if place["is_corrected"] else ""


def rounded(degrees: float) -> str:
    """Degrees with three decimals; never "-0.000"."""
    return f"{round(degrees, POINT_DECIMALS) + 0.0:.{POINT_DECIMALS}f}"


def _url(pairs: Iterable[Pair]) -> str:
    query = "&".join([_encoded(*pair) for pair in pairs])
    return f"{PATH}?{query}" if query else PATH


def _encoded(name: str, value: str) -> str:
    return f"{quote_plus(name)}={quote_plus(value)}"
