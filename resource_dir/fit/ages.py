"""Age limits of a listing: several ranges in, one judgement per age out."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf, isfinite

from resource_dir.fit.facts import Fact

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class AgeLimits:
    """Ages taken and ages refused, as sorted (min, max) spans in years, both ends inclusive.

    Hashable: listings with equal limits can share one entry of a table, like opening hours.
    """

    taken: tuple[Span, ...] = ()
    refused: tuple[Span, ...] = ()

    def stance(self, age: float) -> str:
        """Say "yes", "no" or "unknown" for an age in years.

        A stated range is taken as the whole list: outside all of them means no. What is both
        taken and refused is unknown, as everywhere where a listing says both.
        """
        is_taken = any(low <= age <= high for low, high in self.taken)
        is_refused = any(low <= age <= high for low, high in self.refused)
        if is_taken and is_refused:
            return "unknown"
        if is_refused or (self.taken and not is_taken):
            return "no"
        return "yes" if is_taken else "unknown"


def read_age_span(value: str | None) -> Span | None:
    """Read '{"min":18,"max":null}'; None when it says nothing that can be read.

    An unreadable range must not turn anybody away, so it counts as not stated.
    """
    try:
        data = json.loads(value or "")
    except ValueError:
        return None
    if not isinstance(data, dict):
        return None
    low, high = _years(data.get("min"), 0.0), _years(data.get("max"), inf)
    if low is None or high is None or low > high or data.get("min") is data.get("max") is None:
        return None
    return low, high


def _years(value: object, default: float) -> float | None:
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # An int of 400 digits is legal JSON and no float.
    years = float(value) if abs(value) < 1000 else inf
    return years if isfinite(years) and years >= 0 else None


def age_limits(facts: Iterable[Fact]) -> AgeLimits:
    """Gather the age facts of one listing (FindTreatment states several ranges side by side)."""
    spans: dict[str, set[Span]] = {"yes": set(), "no": set()}
    for fact in facts:
        span = read_age_span(fact.value) if fact.code == "age" else None
        if span is not None:
            spans[fact.stance].add(span)
    return AgeLimits(taken=tuple(sorted(spans["yes"])), refused=tuple(sorted(spans["no"])))
