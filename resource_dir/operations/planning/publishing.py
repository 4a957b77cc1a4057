"""Publish how many calls meant which need, where: small counts hidden, once for each period.

What is published is never changed, and no period is published twice: two tables of overlapping
periods, of other areas or of calls that were imported again, could be subtracted.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from resource_dir.errors import Conflict, NotFound
from resource_dir.models import CallDataSet, CallImport, PublishedTable
from resource_dir.operations.auditing import record
from resource_dir.operations.planning.fixed_periods import (
    FixedPeriod,
    periods_within,
    read_period,
)
from resource_dir.operations.planning.leading import Counted, count_leading

if TYPE_CHECKING:
    from resource_dir.gaps.publishing import Published

TABLE = PublishedTable.__tablename__
Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Publishable:
    """A data set, and the periods that can still be published of it."""

    data_set: str
    agency: str
    periods: tuple[FixedPeriod, ...]


def list_published(session: Session) -> list[PublishedTable]:
    """What was published, the newest period first."""
    return list(
        session.scalars(
            select(PublishedTable).order_by(
                PublishedTable.to_day.desc(), PublishedTable.from_day, PublishedTable.data_set_id
            )
        )
    )


def get_published(session: Session, table_id: str) -> PublishedTable:
    """One published table. Raises NotFound."""
    found = session.get(PublishedTable, table_id)
    if found is None:
        raise NotFound("There is no such published table.")
    return found


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


def preview_publication(
    session: Session, data_set_id: str, period_name: str, *, folder: Path
) -> Content:
    """The table as it would be published. Raises BadInput, NotFound, Conflict."""
    data_set, period = _asked(session, data_set_id, period_name)
    return _content(data_set, period, count_leading(session, data_set, period, folder=folder))


def publish_period(
    session: Session,
    data_set_id: str,
    period_name: str,
    *,
    folder: Path,
    actor: str,
    now: datetime,
) -> PublishedTable:
    """Publish one period for good. Raises BadInput, NotFound, Conflict."""
    data_set, period = _asked(session, data_set_id, period_name)
    content = _content(data_set, period, count_leading(session, data_set, period, folder=folder))
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


def digest_of(content: Mapping[str, Any]) -> str:
    """By which anybody can tell that a table is the one that was published."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _asked(
    session: Session, data_set_id: str, period_name: str
) -> tuple[CallDataSet, FixedPeriod]:
    """The data set and period, if it may be published. Two who publish at once wait in turn."""
    period = read_period(period_name)
    data_set = session.get(CallDataSet, data_set_id)
    if data_set is None:
        raise NotFound('There is no data set "%(name)s".', name=data_set_id[:60])
    session.execute(
        select(CallDataSet.id).where(CallDataSet.agency == data_set.agency).with_for_update()
    )
    _require_covered(session, data_set, period)
    if before := _overlapping(session, data_set, period):
        raise Conflict(
            "%(agency)s has published %(before)s: %(period)s overlaps it, and two tables of the "
            "same calls could be subtracted.",
            agency=data_set.agency,
            before=before.content["period"],
            period=period.name,
        )
    return data_set, period


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
    return [(row[0], row[1])] if row[0] else []


def _overlapping(
    session: Session, data_set: CallDataSet, period: FixedPeriod
) -> PublishedTable | None:
    """A publication of the same agency's calls, under any name, that shares a day with this."""
    names = select(CallDataSet.id).where(CallDataSet.agency == data_set.agency)
    return session.scalars(
        select(PublishedTable)
        .where(
            PublishedTable.data_set_id.in_(names),
            PublishedTable.from_day <= period.to_day,
            PublishedTable.to_day >= period.from_day,
        )
        .limit(1)
    ).first()


def _content(data_set: CallDataSet, period: FixedPeriod, counted: Counted) -> Content:
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
