"""The entries of a crosswalk, and what a call means by them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from resource_dir.errors import BadInput
from resource_dir.gaps.crosswalk.spelling import nearest_needs
from resource_dir.needs import NEEDS

ANY = ""  # the disposition of an entry that holds for every disposition without its own
NOTHING = ""  # the need of a type that was looked at and asks for nothing
LONGEST = 120  # characters of a call type or disposition

Key = tuple[str, str, str]
Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class CrosswalkEntry:
    """One call type (with one disposition, or "" for any) asks for one need with this weight."""

    call_type: str
    disposition: str
    need: str
    weight: float

    @property
    def key(self) -> Key:
        """What there is one entry of."""
        return self.call_type, self.disposition, self.need


def checked_weight(weight: float) -> float:
    """A weight from 0 to 1. Raises BadInput, for NaN too."""
    if not isfinite(weight) or not 0 <= weight <= 1:
        raise BadInput(
            "A weight lies between 0 and 1, and this one is %(weight)s.",
            field="weight",
            weight=f"{weight:g}",
        )
    return weight


def checked_need(slug: str) -> str:
    """A need's slug, or "" for "asks for nothing". Raises BadInput with the nearest slugs."""
    if slug in NEEDS or slug == NOTHING:
        return slug
    raise BadInput(
        "No need is called “%(need)s”. The nearest are: %(nearest)s.",
        field="need",
        need=slug[:LONGEST],
        nearest=", ".join(nearest_needs(slug)),
    )


def checked_entry(entry: CrosswalkEntry) -> CrosswalkEntry:
    """The entry, if it may be kept. Raises BadInput naming the field."""
    if not entry.call_type or len(entry.call_type) > LONGEST:
        raise BadInput(
            "A call type of at most %(most)s characters is needed.", field="call_type", most=LONGEST
        )
    if len(entry.disposition) > LONGEST:
        raise BadInput(
            "A disposition has at most %(most)s characters.", field="disposition", most=LONGEST
        )
    checked_need(entry.need)
    if entry.need == NOTHING and entry.weight != 0:
        raise BadInput("Where no need is named the weight is 0.", field="weight")
    checked_weight(entry.weight)
    return entry


class Meanings:
    """What calls mean by some entries. An entry for a call's own disposition beats those for any:
    where a type has one for this disposition, none of the others is looked at.
    """

    def __init__(self, entries: Iterable[CrosswalkEntry]) -> None:
        self._weights: dict[tuple[str, str], dict[str, float]] = {}
        self._types: set[str] = set()
        for entry in entries:
            self._types.add(entry.call_type)
            weights = self._weights.setdefault((entry.call_type, entry.disposition), {})
            if entry.need != NOTHING:
                weights[entry.need] = entry.weight

    def knows(self, call_type: str) -> bool:
        """Whether somebody said what this type asks for, be it nothing."""
        return call_type in self._types

    def of(self, call_type: str, disposition: str = ANY) -> Weights:
        """Needs and weights of a call; none where the type is not known or asks for nothing."""
        own = self._weights.get((call_type, disposition))
        return own if own is not None else self._weights.get((call_type, ANY), {})


def in_order(entries: Iterable[CrosswalkEntry]) -> tuple[CrosswalkEntry, ...]:
    """The entries in the order in which they are shown and written."""
    return tuple(sorted(entries, key=lambda entry: entry.key))


def entries_of_type(
    entries: Sequence[CrosswalkEntry], call_type: str
) -> tuple[CrosswalkEntry, ...]:
    """The entries of one type."""
    return tuple(entry for entry in entries if entry.call_type == call_type)
