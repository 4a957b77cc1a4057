"""What a crosswalk is about: the calls by type, how many nobody mapped, types that broke off.

Counted out of the batches of coarse calls; what was counted of a batch is kept by its digest.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.gaps.crosswalk.entries import CrosswalkEntry, Meanings
from resource_dir.models import CallBatch
from resource_dir.operations.planning.crosswalks import entries_of, get_crosswalk

if TYPE_CHECKING:
    from resource_dir.gaps.crosswalk.comparing import Difference, Rank
    from resource_dir.gaps.crosswalk.volumes import Break, TypeCount, TypeVolume, Unmapped

KEPT = 240  # batches: twenty years of months
_counted: "OrderedDict[str, tuple[TypeCount, ...]]" = OrderedDict()
_lock = Lock()


def list_types_by_volume(session: Session, data_set_id: str) -> "tuple[TypeVolume, ...]":
    """The call types of a data set with their calls by disposition, the commonest first."""
    return types_of(session, [data_set_id])


def types_of(session: Session, data_set_ids: Iterable[str]) -> "tuple[TypeVolume, ...]":
    """The same of several data sets together."""
    # PyArrow is loaded when somebody plans, not when the server starts.
    from resource_dir.gaps.crosswalk.volumes import volumes_of

    batches = session.execute(
        select(CallBatch.digest, CallBatch.data_set_id, CallBatch.month)
        .where(CallBatch.data_set_id.in_(tuple(data_set_ids)))
        .order_by(CallBatch.data_set_id, CallBatch.month)
    ).all()
    return volumes_of(
        count for batch in batches for count in _counts(session, batch.digest, *batch[1:])
    )


def _counts(
    session: Session, digest: str, data_set_id: str, month: date
) -> "tuple[TypeCount, ...]":
    from resource_dir.gaps.crosswalk.volumes import counts_in

    with _lock:
        if digest in _counted:
            _counted.move_to_end(digest)
            return _counted[digest]
    content = session.scalars(
        select(CallBatch.content).where(
            CallBatch.data_set_id == data_set_id, CallBatch.month == month
        )
    ).one()
    counts = counts_in(content)
    with _lock:
        _counted[digest] = counts
        while len(_counted) > KEPT:
            _counted.popitem(last=False)
    return counts


def unmapped_share(session: Session, crosswalk_id: str, version_id: int | None) -> "Unmapped":
    """How many calls of the crosswalk's data sets no entry of this version knows."""
    from resource_dir.gaps.crosswalk.volumes import unmapped

    entries = entries_of(session, version_id) if version_id is not None else ()
    data_sets = get_crosswalk(session, crosswalk_id).data_sets
    return unmapped(types_of(session, data_sets), Meanings(entries))


def list_breaks(session: Session, data_set_id: str) -> "tuple[Break, ...]":
    """Types of a data set that vanished or are new; a type list that changed leaves them."""
    from resource_dir.gaps.crosswalk.volumes import breaks_of

    return breaks_of(list_types_by_volume(session, data_set_id), _observed(session, data_set_id))


def _observed(session: Session, data_set_id: str) -> Mapping[date, float]:
    """Hours seen of each day."""
    batches = session.scalars(
        select(CallBatch.observed).where(CallBatch.data_set_id == data_set_id)
    )
    return {
        date.fromisoformat(day): float(sum(shares))
        for batch in batches
        for day, shares in batch.items()
    }


def counts_by_pair(volumes: "Iterable[TypeVolume]") -> dict[tuple[str, str], int]:
    """Calls by (type, disposition)."""
    return {
        (part.call_type, part.disposition): part.calls
        for one in volumes
        for part in one.dispositions
    }


def compare_versions(
    session: Session,
    crosswalk_id: str,
    before: int,
    after: int,
    *,
    rank: "Rank | None" = None,
) -> "Difference":
    """The difference between two versions, by their numbers, counted in the calls of the
    crosswalk's data sets. Raises NotFound. `rank`: see `gaps/crosswalk/comparing.compare`.
    """
    from resource_dir.gaps.crosswalk.comparing import compare

    crosswalk = get_crosswalk(session, crosswalk_id)
    versions: list[Sequence[CrosswalkEntry]] = [
        entries_of(session, crosswalk.version(number).id) for number in (before, after)
    ]
    counts = counts_by_pair(types_of(session, crosswalk.data_sets))
    return compare(*versions, counts=counts, rank=rank)
