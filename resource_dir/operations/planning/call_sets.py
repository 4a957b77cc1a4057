"""The data sets of calls that there are, and the months of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from resource_dir.errors import NotFound
from resource_dir.models import CallBatch, CallDataSet, CallImport


@dataclass(frozen=True, slots=True)
class CallMonth:
    """One month: its calls, the hours of it that were observed, the digest of its content."""

    month: date
    calls: int
    hours: float
    digest: str


@dataclass(frozen=True, slots=True)
class ListedCalls:
    """One data set in a list. The days are the first and last that any import spoke of."""

    id: str
    agency: str
    zone: str
    layer_id: str | None
    crosswalk_id: str | None
    calls: int
    from_day: date | None
    to_day: date | None
    imported: datetime | None


def list_call_sets(session: Session) -> list[ListedCalls]:
    """Every data set, by name."""
    return [
        _listed(session, row)
        for row in session.scalars(select(CallDataSet).order_by(CallDataSet.id))
    ]


def get_call_set(session: Session, name: str) -> tuple[ListedCalls, Sequence[CallMonth]]:
    """One data set with its months. Raises NotFound."""
    row = session.get(CallDataSet, name)
    if row is None:
        raise NotFound("There is no data set “%(name)s”.", field="data", name=name[:60])
    return _listed(session, row), _months(session, name)


def _listed(session: Session, row: CallDataSet) -> ListedCalls:
    calls = session.scalar(select(func.sum(CallBatch.calls)).where(CallBatch.data_set_id == row.id))
    said = session.execute(
        select(
            func.min(CallImport.from_day), func.max(CallImport.to_day), func.max(CallImport.at)
        ).where(CallImport.data_set_id == row.id)
    ).one()
    return ListedCalls(
        row.id, row.agency, row.zone, row.layer_id, row.crosswalk_id, int(calls or 0), *said
    )


def _months(session: Session, name: str) -> list[CallMonth]:
    rows = session.execute(
        select(CallBatch.month, CallBatch.calls, CallBatch.observed, CallBatch.digest)
        .where(CallBatch.data_set_id == name)
        .order_by(CallBatch.month)
    )
    return [
        CallMonth(row.month, row.calls, sum(map(sum, row.observed.values())), row.digest)
        for row in rows
    ]
