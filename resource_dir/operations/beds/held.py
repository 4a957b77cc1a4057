"""What holds did to a count after some moment."""

from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.operations.rows import table_of

_hold = table_of(models.Hold)


def freed_since(session: Session, capacity_id: str, since: datetime) -> int:
    """By how many beds holds changed the free ones since then: below 0 where more were taken
    than given back.
    """
    taken = and_(_hold.c.decided > since, _hold.c.state.in_(("confirmed", "arrived")))
    # One that was declined while it was asked ended when it was decided, and gave nothing back.
    given_back = and_(
        _hold.c.decided <= since,
        _hold.c.ended > since,
        _hold.c.state.in_(("expired", "cancelled", "declined")),
    )
    query = (
        select(_hold.c.state, func.count())
        .where(_hold.c.capacity_id == capacity_id, or_(taken, given_back))
        .group_by(_hold.c.state)
    )
    return sum(
        -count if state in ("confirmed", "arrived") else count
        for state, count in session.execute(query)
    )
