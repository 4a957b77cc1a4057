"""How good the forecast of free beds was on this installation's own reports.

Worked out of `capacity_report`, which is where everything of the forecast comes from; a process
keeps it until the next nightly fit, so that reading the page again costs nothing.
"""

import threading
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.errors import BadInput
from resource_dir.gaps.forecasting.judging import Judgement, judge
from resource_dir.gaps.forecasting.reading import History
from resource_dir.operations.beds.flagging import JUMP
from resource_dir.operations.rows import table_of

# A month to fit and two to judge; older nights say little of how a house works today.
DAYS = 92
FITTED_DAYS = 31
ROWS_AT_ONCE = 10_000
FEWEST_FORECASTS = 30  # a score of fewer is chance

_report = table_of(models.CapacityReport)
_fleet = table_of(models.ForecastFleet)


class KeptJudgement:
    """The judgement of one day and one nightly fit. Safe for threads."""

    def __init__(self) -> None:
        self._key: object = None
        self._found: Judgement | None = None
        self._lock = threading.Lock()

    def get(self, session: Session, *, zone: ZoneInfo, now: datetime) -> Judgement | None:
        """What the reports of the last three months say; None before there are enough."""
        fitted = session.scalar(select(_fleet.c.fitted))
        today = now.astimezone(zone).date()
        key = (str(session.get_bind().engine.url), zone.key, today, fitted)
        with self._lock:
            if self._key != key:
                self._found = judge_reports(session, zone=zone, now=now)
                self._key = key
            return self._found


def judge_reports(session: Session, *, zone: ZoneInfo, now: datetime) -> Judgement | None:
    """Fitted on the first month of the last three, judged on the days after it; None where there
    is nothing to judge.
    """
    today = now.astimezone(zone).date()
    history = _nights(session, zone, today)
    days = [day for nights in history.values() for day in nights]
    if not days:
        return None
    start = min(days) + timedelta(days=FITTED_DAYS)
    try:
        found = judge(history, judged_from=start)
    except BadInput:
        return None  # all in one month
    return found if any(one.forecasts >= FEWEST_FORECASTS for one in found.scores) else None


def _nights(session: Session, zone: ZoneInfo, today: date) -> History:
    """Whether each count had anything free on each day that is over: its last report counts. Who
    takes nobody has nothing free.
    """
    first = datetime.combine(today - timedelta(days=DAYS), datetime.min.time(), zone)
    last = datetime.combine(today, datetime.min.time(), zone)
    query = (
        select(
            _report.c.capacity_id, _report.c.updated, _report.c.available, _report.c.is_accepting
        )
        .where(
            _report.c.updated >= first,
            _report.c.updated < last,
            _report.c.available.is_not(None),
            _report.c.flag.is_distinct_from(JUMP),
        )
        .order_by(_report.c.updated, _report.c.id)
    )
    history: History = {}
    for count, at, free, accepts in session.execute(query).yield_per(ROWS_AT_ONCE):
        day = at.astimezone(zone).date()
        history.setdefault(count, {})[day] = free > 0 and accepts is not False
    return history


JUDGED = KeptJudgement()
