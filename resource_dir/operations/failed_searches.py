"""Searches that found nothing, for the planner: need, area and hour, and nothing else.

A search is a GET and writes nothing. It is counted in memory, and a thread of its own adds the
counts to the database every few seconds; what a crash takes was never promised to anybody.
"""

import atexit
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import NamedTuple

import structlog
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.database import writing
from resource_dir.errors import ResourceDirError
from resource_dir.needs import needs_in_text
from resource_dir.operations.asking import ListingQuery
from resource_dir.operations.rows import table_of

FLUSH_SECONDS = 5.0
MOST_COUNTED = 10_000  # distinct counts kept while the database refuses them; more are let go
_stored = table_of(models.FailedSearch)

log = structlog.get_logger(__name__)


class Failure(NamedTuple):
    """What is kept of one search that found nothing."""

    hour: datetime
    area: str
    need: str


def failures_of(query: ListingQuery, now: datetime) -> frozenset[Failure]:
    """What to count for a search: each need that was chosen, or that its words name.

    The words themselves are let go. The area is the ZIP code of the place, or what is known
    instead of it.
    """
    search = query.search
    needs = search.needs or needs_in_text(search.text, kind="query") or ("",)
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return frozenset(Failure(hour, area_of(search.areas), need) for need in needs)


def area_of(keys: Iterable[str]) -> str:
    """The narrowest area key: one ZIP, else one city, county or state; empty without any."""
    for kind in ("zip:", "city:", "county:", "state:"):
        named = sorted(key for key in keys if key.startswith(kind))
        if len(named) == 1:
            return named[0]
    return ""


class FailedSearches:
    """The counts of one process. Any number of threads may add to them."""

    def __init__(
        self, open_session: Callable[[], Session], *, flush_seconds: float = FLUSH_SECONDS
    ) -> None:
        self._open_session = open_session
        self._flush_seconds = flush_seconds
        self._counts: Counter[Failure] = Counter()
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._writer: threading.Thread | None = None

    def note(self, query: ListingQuery, *, now: datetime) -> None:
        """Count a search that found nothing."""
        with self._lock:
            if len(self._counts) < MOST_COUNTED:
                self._counts.update(failures_of(query, now))
            if not self._is_writing() and not self._stopped.is_set():
                self._writer = threading.Thread(target=self._write, daemon=True)
                self._writer.start()
                atexit.register(self.finish)

    def _is_writing(self) -> bool:
        return self._writer is not None and self._writer.is_alive()

    def finish(self) -> None:
        """Write what is counted and stop; before the database is closed."""
        self._stopped.set()
        if self._writer is not None:
            self._writer.join()
            self._writer = None
            atexit.unregister(self.finish)

    def _write(self) -> None:
        while not self._stopped.wait(self._flush_seconds):
            self.flush()
        self.flush()

    def flush(self) -> None:
        """Add the counts to the database; where it refuses, they are kept for the next time."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return
        try:
            with self._open_session() as session:
                add_counts(session, counts)
        except (ResourceDirError, SQLAlchemyError, OSError) as error:  # a full disk: OSError
            log.warning("failed_searches_not_counted", error=type(error).__name__)
            with self._lock:
                self._counts.update(counts)


def add_counts(session: Session, counts: Counter[Failure]) -> None:
    """Add to the counts that are stored, in one transaction. Raises NotSaved."""
    with writing(session):
        dialect = session.get_bind().dialect.name
        insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
        rows = [{**failure._asdict(), "count": count} for failure, count in sorted(counts.items())]
        statement = insert(_stored)
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["hour", "area", "need"],
                set_={"count": _stored.c.count + statement.excluded.count},
            ),
            rows,
        )
