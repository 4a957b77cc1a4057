"""Publish how many calls meant which need, where: small counts hidden, once for each period.

What is published is never changed, and no period is published twice: two tables of overlapping
periods, of other areas or of calls that were imported again, could be subtracted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from resource_dir.errors import Conflict
from resource_dir.models import CallDataSet, CallImport, PublishedTable
from resource_dir.operations.auditing import record
from resource_dir.operations.planning.fixed_periods import (
    FixedPeriod,
    periods_within,
)
from resource_dir.operations.planning.published import Content, digest_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from resource_dir.gaps.publishing import Published

TABLE = PublishedTable.__tablename__


@dataclass(frozen=True, slots=True)
class Counted:
    """`counts` (N, A) calls by need and area; each call once, under the need it asks for most.

    Where one call counts under two needs, two rows can be subtracted: what is left is the calls
    that count in only one of them, and may be few. An area is its id, name and population;
    `crosswalk` says which version gave the needs.
    """

    needs: tuple[str, ...]
    areas: tuple[Mapping[str, Any], ...]
    counts: "NDArray[np.int64]"
    crosswalk: str | None


@dataclass(frozen=True, slots=True)
class Publishable:
    """A data set, and the periods that can still be published of it."""

    data_set: str
    agency: str
    periods: tuple[FixedPeriod, ...]


def list_publishable(session: Session) -> list[Publishable]:
    """Each data set with the whole periods that its calls cover and no publication overlaps."""
    return [
        Publishable(
            data_set.id,
            data_set.agency,
            tuple(
                period
                for period in periods_within(first, last)
                if _overlapping(session, data_set, period) is None
            ),
        )
        for data_set in session.scalars(select(CallDataSet).order_by(CallDataSet.id))
        for first, last in _covered(session, data_set.id)
    ]


def publish_counts(
    session: Session,
    data_set: CallDataSet,
    period: FixedPeriod,
    counted: Counted,
    *,
    actor: str,
    now: datetime,
) -> PublishedTable:
    """Publish counts of one period for good. Raises BadInput, Conflict."""
    # Two who publish calls of one agency at once wait in turn.
    session.execute(
        select(CallDataSet.id).where(CallDataSet.agency == data_set.agency).with_for_update()
    )
    require_publishable(session, data_set, period)
    content = content_of(data_set, period, counted)
    published = PublishedTable(
        id=str(uuid4()),
        data_set_id=data_set.id,
        layer_id=data_set.layer_id,
        from_day=period.from_day,
        to_day=period.to_day,
        content=content,
        digest=digest_of(content),
        created=now,
        created_by=actor,
    )
    session.add(published)
    session.flush()
    record(
        session,
        "planning.publish",
        actor=actor,
        table=TABLE,
        row_id=published.id,
        now=now,
        after={"data_set_id": data_set.id, "period": period.name, "digest": published.digest},
    )
    return published


def require_publishable(session: Session, data_set: CallDataSet, period: FixedPeriod) -> None:
    """Raises Conflict where days are missing, or were published before."""
    _require_covered(session, data_set, period)
    if before := _overlapping(session, data_set, period):
        raise Conflict(
            "%(agency)s has published %(before)s: %(period)s overlaps it, and two tables of the "
            "same calls could be subtracted.",
            agency=data_set.agency,
            before=before.content["period"],
            period=period.name,
        )


def _require_covered(session: Session, data_set: CallDataSet, period: FixedPeriod) -> None:
    for first, last in _covered(session, data_set.id):
        if first <= period.from_day and period.to_day <= last:
            return
    raise Conflict(
        "The calls of %(name)s don't cover all of %(period)s.",
        name=data_set.id,
        period=period.name,
    )


def _covered(session: Session, data_set_id: str) -> Sequence[tuple[date, date]]:
    """The first and the last day of all imports of a data set; none without one."""
    row = session.execute(
        select(func.min(CallImport.from_day), func.max(CallImport.to_day)).where(
            CallImport.data_set_id == data_set_id
        )
    ).one()
    first: date | None = row[0]
    last: date | None = row[1]
    return [(first, last)] if first and last else []


def _overlapping(
    session: Session, data_set: CallDataSet, period: FixedPeriod
) -> PublishedTable | None:
    """A publication of the same agency's calls, under any name, that shares a day with this."""
    rows = session.scalars(
        select(PublishedTable).where(
            PublishedTable.from_day <= period.to_day, PublishedTable.to_day >= period.from_day
        )
    )
    # By the name that was published: the data set may be gone, and be imported anew.
    agency = data_set.agency.casefold()
    return next((one for one in rows if one.content["agency"].casefold() == agency), None)


def content_of(data_set: CallDataSet, period: FixedPeriod, counted: Counted) -> Content:
    """The table as everybody will see it."""
    # SciPy is loaded when somebody publishes, not when the server starts.
    from resource_dir.gaps.publishing import K, publish

    published = publish(counted.counts)
    return {
        "agency": data_set.agency,
        "period": period.name,
        "from": period.from_day.isoformat(),
        "to": period.to_day.isoformat(),
        "least_count": K,
        "crosswalk": counted.crosswalk,
        "needs": list(counted.needs),
        "areas": [dict(area) for area in counted.areas],
        **_numbers(published),
    }


def _numbers(published: "Published") -> dict[str, Any]:
    """Counts and totals, null where they are hidden."""
    table = [
        [int(value) if is_shown else None for value, is_shown in zip(*line, strict=True)]
        for line in zip(published.values, published.shown, strict=True)
    ]
    return {
        "counts": [line[:-1] for line in table[:-1]],
        "row_totals": [line[-1] for line in table[:-1]],
        "column_totals": table[-1][:-1],
        "grand_total": table[-1][-1],
    }
