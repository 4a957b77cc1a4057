"""How many calls there are of each type and disposition, out of the batches of coarse calls."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow.parquet as pq

from resource_dir.gaps.crosswalk.entries import Meanings

COLUMNS = ("call_type", "disposition", "day", "n")
# How rarely a type may be absent by chance before its absence is told.
CHANCE_AT_MOST = 0.001


@dataclass(frozen=True, slots=True)
class TypeCount:
    """Calls of one type with one disposition, and the days of the first and last of them."""

    call_type: str
    disposition: str
    calls: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class TypeVolume:
    """One call type: its calls by disposition, most first."""

    call_type: str
    calls: int
    first: date
    last: date
    dispositions: tuple[TypeCount, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A type that ends before the calls do ("vanished") or begins after them ("new").

    `expected` is how many calls of it there would have been on the observed days without it, at
    the rate of the days before or after; `day` is the last or first day it was seen. `by_chance`
    is how likely n calls that are spread evenly leave those days out.
    """

    kind: str
    call_type: str
    day: date
    calls: int
    expected: float
    by_chance: float


@dataclass(frozen=True, slots=True)
class Unmapped:
    """Calls of types that no entry knows."""

    calls: int
    all_calls: int

    @property
    def share(self) -> float | None:
        """Their share of all calls; None without calls."""
        return self.calls / self.all_calls if self.all_calls else None


def counts_in(content: bytes) -> tuple[TypeCount, ...]:
    """The counts of one batch."""
    table = pq.read_table(io.BytesIO(content), columns=list(COLUMNS))
    grouped = table.group_by(["call_type", "disposition"]).aggregate(
        [("n", "sum"), ("day", "min"), ("day", "max")]
    )
    return tuple(
        TypeCount(
            row["call_type"] or "", row["disposition"] or "", row["n_sum"], row["day_min"],
            row["day_max"],
        )
        for row in grouped.to_pylist()
    )  # fmt: skip


def volumes_of(counts: Iterable[TypeCount]) -> tuple[TypeVolume, ...]:
    """The counts of several batches together, the type with most calls first."""
    by_type: dict[str, dict[str, list[TypeCount]]] = {}
    for one in counts:
        by_type.setdefault(one.call_type, {}).setdefault(one.disposition, []).append(one)
    volumes = (_volume(name, parts) for name, parts in by_type.items())
    return tuple(sorted(volumes, key=lambda one: (-one.calls, one.call_type)))


def _volume(call_type: str, parts: Mapping[str, list[TypeCount]]) -> TypeVolume:
    dispositions = tuple(
        sorted(
            (_together(one) for one in parts.values()),
            key=lambda one: (-one.calls, one.disposition),
        )
    )
    return TypeVolume(
        call_type=call_type,
        calls=sum(one.calls for one in dispositions),
        first=min(one.first for one in dispositions),
        last=max(one.last for one in dispositions),
        dispositions=dispositions,
    )


def _together(counts: list[TypeCount]) -> TypeCount:
    one = counts[0]
    return TypeCount(
        one.call_type,
        one.disposition,
        calls=sum(each.calls for each in counts),
        first=min(each.first for each in counts),
        last=max(each.last for each in counts),
    )


def unmapped(volumes: Iterable[TypeVolume], meanings: Meanings) -> Unmapped:
    """How many calls are of a type that nobody said anything about."""
    known = missing = 0
    for one in volumes:
        if meanings.knows(one.call_type):
            known += one.calls
        else:
            missing += one.calls
    return Unmapped(missing, known + missing)


def breaks_of(volumes: Iterable[TypeVolume], observed: Mapping[date, float]) -> tuple[Break, ...]:
    """Types that vanished or are new. `observed`: the days of the calls, and hours seen of each.

    Of n calls spread evenly over d observed hours, none falls into e of them with the chance
    ((d - e)/d)^n; where that is above CHANCE_AT_MOST nothing is told. At the rate n/(d - e) of the
    other hours, n·e/(d - e) calls were to be expected in them.
    """
    found = [
        broken
        for one in volumes
        for kind, day, away in (
            ("vanished", one.last, sum(h for d, h in observed.items() if d > one.last)),
            ("new", one.first, sum(h for d, h in observed.items() if d < one.first)),
        )
        if (broken := _break(one, kind, day, away=away, hours=sum(observed.values()))) is not None
    ]
    return tuple(sorted(found, key=lambda one: (-one.expected, one.call_type)))


def _break(one: TypeVolume, kind: str, day: date, *, away: float, hours: float) -> Break | None:
    rest = hours - away
    if away <= 0 or rest <= 0:
        return None
    chance = (rest / hours) ** one.calls
    if chance > CHANCE_AT_MOST:
        return None
    return Break(kind, one.call_type, day, one.calls, one.calls * away / rest, chance)
