"""Keep the search index true to the database: open it, follow edits, rebuild it.

The index is disposable. It carries the number of the last change it knows; each process looks at
the database's number and takes the documents in between into its own small delta, so an edit by
any process is found within a second in all of them. When the delta grows, one process rebuilds
the files and the others map the new ones.
"""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import structlog
from sqlalchemy import RowMapping, bindparam, select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.errors import IndexUnusable
from resource_dir.operations.listings.refreshing import current_change
from resource_dir.operations.listings.search_documents import counted, rest_of, search_document
from resource_dir.operations.rows import chunked, table_of
from resource_dir.search import (
    REBUILD_AT,
    Counted,
    Index,
    ListingDocument,
    Manifest,
    Segment,
    build_segment,
    open_index,
    read_manifest,
    verify_index,
    write_index,
)

POLL_SECONDS = 0.25  # how often a process looks for changes; an edit is to be found within 1 s
RETRY_SECONDS = 5.0  # after a disk refused to take the index
ROWS_AT_ONCE = 2_000
_stored = table_of(models.ListingDocument)
_CHANGED = select(_stored.c.id).where(_stored.c.change_number > bindparam("after"))
_BY_ID = select(_stored.c.id, _stored.c.document, _stored.c.change_number).where(
    _stored.c.id.in_(bindparam("ids", expanding=True))
)

log = structlog.get_logger(__name__)


class IndexKeeper:
    """The index of one process, in one folder. Any number of threads may ask for it.

    With `open_session` a rebuild that a search finds necessary runs in a thread of its own, and
    SQL answers meanwhile; without it the search that finds it waits for it (the command line).
    """

    def __init__(
        self,
        folder: Path,
        *,
        poll_seconds: float = POLL_SECONDS,
        open_session: Callable[[], Session] | None = None,
    ) -> None:
        self._folder = folder
        self._poll_seconds = poll_seconds
        self._open_session = open_session
        self._builder: threading.Thread | None = None
        self._lock = threading.Lock()
        self._index: Index | None = None
        self._generation: str | None = None
        self._looked = float("-inf")
        self._refused = float("-inf")

    def rebuild_in_front(self) -> None:
        """Let whoever finds a rebuild necessary wait for it: a command ends before a thread."""
        self._open_session = None

    def current(self, session: Session) -> Index | None:
        """The index with all changes that are committed, as of at most a poll ago.

        None while there is none that can be used: somebody is rebuilding it, or the disk refuses.
        """
        if time.monotonic() - self._looked < self._poll_seconds:
            return self._index
        if not self._lock.acquire(blocking=False):
            return self._index  # another thread is looking; what we have is a moment old
        try:
            return self._look(session)
        finally:
            self._lock.release()

    def refresh(self, session: Session) -> None:
        """Bring the files up to date after a large change, such as an import."""
        with self._lock:
            _, number = current_change(session)
            if self._written_change() != number:
                self._rebuild(session)
            else:
                self._look(session)

    def finish(self) -> None:
        """Wait for a rebuild in the background, before the database is closed."""
        if self._builder is not None:
            self._builder.join()

    def rebuild(self, session: Session) -> int:
        """Build the files anew; returns how many listings are in them. Raises IndexUnusable."""
        with self._lock:
            self._rebuild(session)
            assert self._index is not None
            return len(self._index)

    def verify(self, session: Session) -> list[str]:
        """What is wrong with the index, in sentences; empty when it is right."""
        database_id, number = current_change(session)
        try:
            manifest = verify_index(self._folder, database_id=database_id)
        except IndexUnusable as error:
            return [error.message]
        problems = []
        if manifest.change > number:
            problems.append("The index knows changes that the database does not have; rebuild it.")
        if manifest.change == number:
            fresh = build_segment(_documents(session))
            if len(fresh) != manifest.rows:
                problems.append(
                    f"The index holds {manifest.rows} listings, the database {len(fresh)}."
                )
        return problems

    def _written_change(self) -> int | None:
        try:
            return read_manifest(self._folder).change
        except IndexUnusable:
            return None

    def _look(self, session: Session) -> Index | None:
        database_id, number = current_change(session)
        if self._written_generation() != self._generation or self._index is None:
            self._open(session, database_id, number)
        if self._index is not None and self._index.change > number:
            self._index = None  # the database was restored to an earlier state
            self._rebuild_when_due(session)
        if self._index is not None and self._index.change != number:
            self._follow(session, number)
        if self._index is not None and self._index.delta_size >= REBUILD_AT:
            self._rebuild_when_due(session)
        self._looked = time.monotonic()
        return self._index

    def _written_generation(self) -> str | None:
        try:
            return read_manifest(self._folder).generation
        except IndexUnusable:
            return None

    def _open(self, session: Session, database_id: str, number: int) -> None:
        """Map the files that count; rebuild them when they are missing, damaged or foreign. What
        is mapped already stays in use until then.
        """
        try:
            segment, manifest = open_index(self._folder, database_id=database_id)
            if manifest.change > number:
                raise IndexUnusable("The index is ahead of the database, which was restored.")
            self._index = Index(segment, change=manifest.change)
            self._generation = manifest.generation
        except IndexUnusable as error:
            log.warning("index_unusable", reason=error.message)
            self._rebuild_when_due(session)

    def _rebuild_when_due(self, session: Session) -> None:
        """Rebuild here or in the background, not again right after the disk refused."""
        if time.monotonic() - self._refused < RETRY_SECONDS:
            return
        if self._open_session is None:
            self._rebuild_or_go_on(session)
        elif self._builder is None or not self._builder.is_alive():
            self._builder = threading.Thread(target=self._rebuild_apart, daemon=True)
            self._builder.start()

    def _rebuild_apart(self) -> None:
        """In a thread of its own, with a session of its own; the next look maps the result."""
        assert self._open_session is not None
        with self._open_session() as session:
            try:
                write_current(session, self._folder)
            except IndexUnusable as error:
                self._refused = time.monotonic()
                log.error("index_not_written", reason=error.message)

    def _follow(self, session: Session, number: int) -> None:
        """Take in what changed since; of a listing that has only other counts, only those."""
        index = self._index
        assert index is not None
        counts: list[Counted] = []
        changed: list[ListingDocument] = []
        gone: list[str] = []
        for row in _changed(session, after=index.change):
            document, change = row["document"], row["change_number"]
            if document is None:
                gone.append(row["id"])
            elif index.knows(row["id"], rest_of(document)):
                counts.append(counted(document, change))
            else:
                changed.append(search_document(document, change))
        index.apply(changed, gone, counts=counts, change=number)

    def _rebuild_or_go_on(self, session: Session) -> None:
        """Rebuild; when the disk refuses, searches go on with what there is."""
        try:
            self._rebuild(session)
        except IndexUnusable as error:
            self._refused = time.monotonic()
            log.error("index_not_written", reason=error.message)

    def _rebuild(self, session: Session) -> None:
        segment, manifest = write_current(session, self._folder)
        self._index = Index(segment, change=manifest.change)
        self._generation = manifest.generation


def write_current(session: Session, folder: Path) -> tuple[Segment, Manifest]:
    """Build the index of what the database holds now and make its files those that count."""
    started = time.monotonic()
    session.rollback()  # a fresh snapshot: number and rows have to belong together
    database_id, number = current_change(session)
    segment = build_segment(_documents(session))
    manifest = write_index(folder, segment, change=number, database_id=database_id)
    log.info("index_built", listings=manifest.rows, seconds=round(time.monotonic() - started, 2))
    return segment, manifest


def _documents(session: Session) -> Iterator[ListingDocument]:
    """All documents that are shown, in the order of their ids."""
    last = ""
    while True:
        statement = (
            select(_stored.c.id, _stored.c.document, _stored.c.change_number)
            .where(_stored.c.id > last)
            .order_by(_stored.c.id)
            .limit(ROWS_AT_ONCE)
        )
        rows = session.execute(statement).mappings().all()
        for row in rows:
            if row["document"] is not None:
                yield search_document(row["document"], row["change_number"])
        if len(rows) < ROWS_AT_ONCE:
            return
        last = rows[-1]["id"]


def _changed(session: Session, *, after: int) -> Iterator[RowMapping]:
    """What changed since. Which they are is asked first: in the order of their ids, page by page,
    SQLite would look through all there are, four times a second.
    """
    connection = session.connection()
    ids = connection.scalars(_CHANGED, {"after": after}).all()
    for part in chunked(ids):
        yield from connection.execute(_BY_ID, {"ids": part}).mappings()
