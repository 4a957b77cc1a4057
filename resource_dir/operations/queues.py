"""What waits for a steward: how many, and since when the oldest."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from resource_dir.models import Claim, ImportConflict, ListingReport, Revision


@dataclass(frozen=True, slots=True)
class Queue:
    """`name` is one of "review", "claims", "reports", "conflicts"; `oldest` None where empty."""

    name: str
    count: int
    oldest: datetime | None


def queues_of(session: Session) -> list[Queue]:
    """Every queue, also those that are empty."""
    return [
        _queue(session, "review", Revision.at, Revision.state == "held"),
        _queue(session, "claims", Claim.created, Claim.state == "open"),
        _queue(session, "reports", ListingReport.created, ListingReport.state == "new"),
        _queue(session, "conflicts", ImportConflict.offered_at, ImportConflict.state == "open"),
    ]


def _queue(
    session: Session, name: str, since: InstrumentedAttribute[datetime], waits: object
) -> Queue:
    row = session.execute(select(func.count(), func.min(since)).where(waits)).one()  # type: ignore[arg-type]
    return Queue(name, row[0], row[1])
