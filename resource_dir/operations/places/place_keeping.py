"""Keep the address book true to the database: open it, and build it anew when it is out of date.

The book is disposable: files made from the address points that were imported. Their layers'
digests together are the generation; each process compares it with that of its files.
"""

import fcntl
import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.errors import IndexUnusable
from resource_dir.geo.addresses import AddressBook, AddressPoint
from resource_dir.operations.rows import table_of

POLL_SECONDS = 0.25  # an import by another process is to be found within 2 s
RETRY_SECONDS = 5.0  # after a build that failed
ROWS_AT_ONCE = 5_000
_point = table_of(models.AddressPoint)
_source = table_of(models.AddressSource)

log = structlog.get_logger(__name__)


class PlaceKeeper:
    """The address book of one process, in one folder. Any number of threads may ask for it.

    With `open_session` a book that is out of date is built in a thread of its own, and the old
    one answers meanwhile; without it whoever finds that out waits for it (the command line).
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
        self._book: AddressBook | None = None
        self._generation = ""
        self._looked = float("-inf")
        self._refused = float("-inf")

    def rebuild_in_front(self) -> None:
        """Let whoever finds a rebuild necessary wait for it: a command ends before a thread."""
        self._open_session = None

    def current(self, session: Session) -> AddressBook | None:
        """The book of all imported layers, as of at most a poll ago; None while there is none."""
        if time.monotonic() - self._looked < self._poll_seconds:
            return self._book
        if not self._lock.acquire(blocking=False):
            return self._book  # another thread is looking; what we have is a moment old
        try:
            return self._look(session)
        finally:
            self._lock.release()

    def refresh(self, session: Session) -> None:
        """Write the files anew after an import; other processes map them."""
        with self._lock:
            generation = generation_of(session)
            if generation and not self._opened(generation):
                self._build_or_go_on(session)
            self._look(session)

    def finish(self) -> None:
        """Wait for a build in the background, before the database is closed."""
        if self._builder is not None:
            self._builder.join()

    def _look(self, session: Session) -> AddressBook | None:
        generation = generation_of(session)
        if not generation:
            self._book, self._generation = None, ""
        elif generation != self._generation and not self._opened(generation):
            self._build_when_due(session, generation)
        self._looked = time.monotonic()
        return self._book

    def _opened(self, generation: str) -> bool:
        """Whether the files are of this generation; they are then in use."""
        try:
            self._book = AddressBook.open(self._folder, generation=generation)
        except IndexUnusable:
            return False
        self._generation = generation
        return True

    def _build_when_due(self, session: Session, generation: str) -> None:
        if time.monotonic() - self._refused < RETRY_SECONDS:
            return
        if self._open_session is None:
            self._build_or_go_on(session)
            self._opened(generation)
        elif self._builder is None or not self._builder.is_alive():
            self._builder = threading.Thread(target=self._build_apart, daemon=True)
            self._builder.start()

    def _build_apart(self) -> None:
        """In a thread of its own, with a session of its own; the next look opens the result.

        Whatever goes wrong here, nobody is there to hear of it, and each look would start the next
        thread: a database that is busy for a while would get one more reader four times a second.
        """
        assert self._open_session is not None
        try:
            with self._open_session() as session:
                self._build_or_go_on(session)
        except Exception as error:
            self._refuse(error)

    def _build_or_go_on(self, session: Session) -> None:
        """Build; when the disk refuses, places are found without the book."""
        try:
            with _only_builder(self._folder):
                write_book(session, self._folder)
        except OSError as error:
            self._refuse(error)

    def _refuse(self, error: Exception) -> None:
        """Leave it for a while. The log gets the type only: a message may hold rows."""
        self._refused = time.monotonic()
        log.error("address_book_not_written", reason=type(error).__name__)


def generation_of(session: Session) -> str:
    """What the whole set of address points is known by; "" while there is none."""
    rows = session.execute(select(_source.c.name, _source.c.digest).order_by(_source.c.name)).all()
    if not rows:
        return ""
    return hashlib.blake2b(repr([tuple(row) for row in rows]).encode(), digest_size=16).hexdigest()


def write_book(session: Session, folder: Path) -> None:
    """Make the files of what the database holds now, unless another process just has."""
    started = time.monotonic()
    session.rollback()  # a fresh snapshot: generation and points have to belong together
    generation = generation_of(session)
    try:
        AddressBook.open(folder, generation=generation)
    except IndexUnusable:
        book = AddressBook.build(stored_points(session))
        book.save(folder, generation=generation)
        seconds = round(time.monotonic() - started, 2)
        log.info("address_book_built", addresses=len(book), seconds=seconds)


def stored_points(session: Session, *, source: str | None = None) -> Iterator[AddressPoint]:
    """All points, or those of one layer, in the order they were imported in."""
    last = 0
    while True:
        statement = select(_point).where(_point.c.id > last).order_by(_point.c.id)
        if source is not None:
            statement = statement.where(_point.c.source_name == source)
        rows = session.execute(statement.limit(ROWS_AT_ONCE)).all()
        for row in rows:
            yield AddressPoint(
                row.number,
                row.street,
                row.latitude,
                row.longitude,
                unit=row.unit,
                city=row.city,
                state=row.state,
                postal_code=row.postal_code,
                mile_post=row.mile_post,
            )
        if len(rows) < ROWS_AT_ONCE:
            return
        last = rows[-1].id


@contextmanager
def _only_builder(folder: Path) -> Iterator[None]:
    """One process builds; others that want to wait, and find it done."""
    folder.mkdir(parents=True, exist_ok=True)
    with Path(f"{folder}.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield  # closing the file gives the lock back, also when the process is killed
