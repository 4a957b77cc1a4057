"""Counts that a GET adds to: in memory, and a thread of its own writes them every few seconds.

A page view writes nothing. What a crash takes was never promised to anybody.
"""

import threading
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from resource_dir.errors import ResourceDirError
from resource_dir.operations.writing_behind import WriterBehind

FLUSH_SECONDS = 5.0
MOST_COUNTED = 10_000  # distinct counts kept while the database refuses them; more are let go

log = structlog.get_logger(__name__)

K = TypeVar("K", bound=Hashable)


class CountedBehind(Generic[K]):
    """The counts of one process. Any number of threads may add to them; `write` adds them to the
    database in one transaction, and raises where it refuses.
    """

    def __init__(
        self,
        open_session: Callable[[], Session],
        write: Callable[[Session, "Counter[K]"], None],
        *,
        flush_seconds: float = FLUSH_SECONDS,
    ) -> None:
        self._open_session = open_session
        self._add = write
        self._counts: Counter[K] = Counter()
        self._lock = threading.Lock()
        self.writer = WriterBehind(self.flush, flush_seconds=flush_seconds)

    def count(self, keys: Iterable[K]) -> None:
        """Add one to each of these."""
        with self._lock:
            if len(self._counts) < MOST_COUNTED:
                self._counts.update(keys)
        self.writer.start()

    def finish(self) -> None:
        """Write what is counted and stop; before the database is closed."""
        self.writer.finish()

    def flush(self) -> None:
        """Add the counts to the database; where it refuses, they are kept for the next time."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return
        try:
            with self._open_session() as session:
                self._add(session, counts)
        except (ResourceDirError, SQLAlchemyError, OSError) as error:  # a full disk: OSError
            log.warning("not_counted", counts=type(self).__name__, error=type(error).__name__)
            with self._lock:
                self._counts.update(counts)
