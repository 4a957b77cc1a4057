"""The search as a URL, and the URLs one step away from it: every filter is a plain link."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote_plus

PATH = "/search"
POINT_DECIMALS = 3  # about 100 m: near enough to drive by, too coarse to be somebody's door
Pair = tuple[str, str]


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
        rest = [pair for pair in self.pairs if pair[0] not in ("near", "lat", "lon")]
        point = (("lat", rounded(lat)), ("lon", rounded(lon)))
        return SearchLinks((*point, *rest))

    @property
    def here(self) -> str:
        """This search."""
        return _url(self.pairs)

    @property
    def without_typed_place(self) -> str:
        """This search as it may stand in any URL: a place that was typed is left out."""
        return _url(self._other_than("near"))

    def page(self, number: int) -> str:
        """Another page of it."""
        return _url([*self._other_than("page"), ("page", str(number))])

    def setting(self, name: str, value: str | None) -> str:
        """With one value for `name`; None takes it away."""
        pairs = self._other_than(name, "page")
        return _url([*pairs, (name, value)] if value is not None else pairs)

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


def rounded(degrees: float) -> str:
    """Degrees with three decimals; never "-0.000"."""
    return f"{round(degrees, POINT_DECIMALS) + 0.0:.{POINT_DECIMALS}f}"


def _url(pairs: Iterable[Pair]) -> str:
    query = "&".join([_encoded(*pair) for pair in pairs])
    return f"{PATH}?{query}" if query else PATH


def _encoded(name: str, value: str) -> str:
    return f"{quote_plus(name)}={quote_plus(value)}"
