"""How the calls of one need ended, by disposition: how many of those that a team could have taken
were taken by one.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.gaps.crosswalk.entries import Meanings
from resource_dir.models import CallDataSet
from resource_dir.operations.planning.crosswalk_volume import list_types_by_volume
from resource_dir.operations.planning.crosswalks import counting_version


@dataclass(frozen=True, slots=True)
class Ending:
    """So many calls ended with one disposition; "" where the call doesn't say."""

    disposition: str
    calls: int


def endings_of(session: Session, need: str, data_sets: Sequence[str] = ()) -> list[Ending]:
    """Calls that ask for a need, by disposition, the commonest first; each counts once, whatever
    its weight.
    """
    counts: Counter[str] = Counter()
    for data_set in session.scalars(select(CallDataSet).order_by(CallDataSet.id)):
        if data_sets and data_set.id not in data_sets:
            continue
        meanings = Meanings(counting_version(session, data_set.crosswalk_id).entries)
        for volume in list_types_by_volume(session, data_set.id):
            for one in volume.dispositions:
                if meanings.of(volume.call_type, one.disposition).get(need, 0.0) > 0:
                    counts[one.disposition] += one.calls
    return [Ending(*pair) for pair in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]


def answered_share(endings: Sequence[Ending], answered: Collection[str]) -> float | None:
    """The share of the calls that ended in one of these ways; None where nothing is said."""
    calls = sum(each.calls for each in endings)
    if not calls or not any(each.disposition for each in endings):
        return None
    return sum(each.calls for each in endings if each.disposition in answered) / calls
