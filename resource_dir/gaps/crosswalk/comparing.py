"""What is different between two versions of a crosswalk: entries, calls, and the ranking."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from resource_dir.gaps.crosswalk.entries import CrosswalkEntry, Key, Meanings
from resource_dir.needs import NEEDS

Entries = Sequence[CrosswalkEntry]
Counts = Mapping[tuple[str, str], int]
Rank = Callable[[Entries], Sequence[str]]


@dataclass(frozen=True, slots=True)
class ChangedWeight:
    """An entry that is in both with another weight."""

    call_type: str
    disposition: str
    need: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class MovedCalls:
    """Weighted calls of a need, Σ n·w, before and after; `calls` those whose weight is above 0."""

    need: str
    before: float
    after: float
    calls_before: int
    calls_after: int


@dataclass(frozen=True, slots=True)
class MovedRank:
    """The place of a row of the gap table, 1 the first; None where it is not in the table."""

    name: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """All that is different between two versions. `ranking` is empty where nobody could rank."""

    added: tuple[CrosswalkEntry, ...]
    removed: tuple[CrosswalkEntry, ...]
    changed: tuple[ChangedWeight, ...]
    needs: tuple[MovedCalls, ...]
    newly_mapped: int
    newly_unmapped: int
    ranking: tuple[MovedRank, ...] = ()

    @property
    def is_none(self) -> bool:
        """Whether both say the same."""
        return not (self.added or self.removed or self.changed)


def compare(
    before: Entries, after: Entries, *, counts: Counts, rank: Rank | None = None
) -> Difference:
    """The difference. `counts`: calls by (type, disposition). `rank` gives the names of the gap
    table's rows in their order for some entries; it is not asked where nothing is different.
    """
    old, new = _by_key(before), _by_key(after)
    changed = tuple(
        ChangedWeight(*key, old[key].weight, new[key].weight)
        for key in sorted(old.keys() & new.keys())
        if old[key].weight != new[key].weight
    )
    added = tuple(new[key] for key in sorted(new.keys() - old.keys()))
    removed = tuple(old[key] for key in sorted(old.keys() - new.keys()))
    was, now = Meanings(before), Meanings(after)
    is_other = bool(added or removed or changed)
    return Difference(
        added=added,
        removed=removed,
        changed=changed,
        needs=moved_calls(was, now, counts),
        newly_mapped=_calls(counts, lambda one: now.knows(one) and not was.knows(one)),
        newly_unmapped=_calls(counts, lambda one: was.knows(one) and not now.knows(one)),
        ranking=moved_ranks(rank(before), rank(after)) if rank and is_other else (),
    )


def _by_key(entries: Iterable[CrosswalkEntry]) -> dict[Key, CrosswalkEntry]:
    return {entry.key: entry for entry in entries}


def _calls(counts: Counts, is_meant: Callable[[str], bool]) -> int:
    return sum(calls for (call_type, _), calls in counts.items() if is_meant(call_type))


def moved_calls(before: Meanings, after: Meanings, counts: Counts) -> tuple[MovedCalls, ...]:
    """The needs whose calls are different, the largest difference first."""
    was, now = _weighted(before, counts), _weighted(after, counts)
    moved = [
        MovedCalls(
            need,
            was.get(need, _NONE)[0],
            now.get(need, _NONE)[0],
            was.get(need, _NONE)[1],
            now.get(need, _NONE)[1],
        )
        for need in NEEDS
        if was.get(need, _NONE) != now.get(need, _NONE)
    ]
    return tuple(sorted(moved, key=lambda one: -abs(one.after - one.before)))


_NONE = (0.0, 0)


def _weighted(meanings: Meanings, counts: Counts) -> dict[str, tuple[float, int]]:
    sums: dict[str, tuple[float, int]] = {}
    for (call_type, disposition), calls in sorted(counts.items()):
        for need, weight in meanings.of(call_type, disposition).items():
            if weight > 0:
                total, number = sums.get(need, _NONE)
                sums[need] = total + calls * weight, number + calls
    return sums


def moved_ranks(before: Sequence[str], after: Sequence[str]) -> tuple[MovedRank, ...]:
    """The rows whose place is another, in their new order; those that went are last."""
    was = {name: place for place, name in enumerate(before, start=1)}
    now = {name: place for place, name in enumerate(after, start=1)}
    return tuple(
        MovedRank(name, was.get(name), now.get(name))
        for name in (*after, *(one for one in before if one not in now))
        if was.get(name) != now.get(name)
    )
