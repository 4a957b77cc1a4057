"""How a connection is opened, a transaction begun and a write queued.

SQLite: WAL, synchronous=FULL, foreign keys on. A write transaction is `BEGIN IMMEDIATE` behind a
file lock: eight writers with plain BEGIN gave 437,408 "database is locked" in six seconds, with
the queue none. Transactions that are not opened through `writing` can't write, on either
database: a GET that tries is an error, not a change.
"""

import fcntl
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from resource_dir.errors import NotReady, NotSaved

WRITE_OPTION = "resource_dir_write"
BUSY_TIMEOUT_MS = 5_000
QUEUE_SECONDS = 30.0  # longer than any single request may hold the queue; imports use their own
QUEUE_POLL_SECONDS = 0.0005
REQUIRED_PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}

_turns: dict[str, threading.Lock] = {}  # by the path of the lock file
_turns_lock = threading.Lock()

log = structlog.get_logger(__name__)


def configure_engine(engine: Engine) -> None:
    """Attach our connection and transaction rules to a fresh engine, once."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)


def _open_sqlite(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # the driver's own BEGIN is too late and not IMMEDIATE
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",  # what was purged is overwritten, not only unlinked
        "query_only=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    is_write = connection.get_execution_options().get(WRITE_OPTION, False)
    if connection.info.get(WRITE_OPTION, False) is not is_write:  # as the last one left it
        connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if is_write else 'ON'}")
        connection.info[WRITE_OPTION] = is_write
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    """The driver says it with its BEGIN, which it sends before the first statement."""
    is_write = connection.get_execution_options().get(WRITE_OPTION, False)
    raw: Any = connection.connection.dbapi_connection
    if raw.read_only is is_write or raw.read_only is None:  # as the last one left it
        raw.read_only = not is_write


def assert_durable(engine: Engine) -> None:
    """Refuse to start on a database that could lose an acknowledged write.

    Raises NotReady naming the setting that is off.
    """
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            value = connection.exec_driver_sql("SHOW fsync").scalar()
            if value != "on":
                raise NotReady("PostgreSQL runs with fsync off and can lose what it has confirmed.")
            return
        for pragma, wanted in REQUIRED_PRAGMAS.items():
            value = connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()
            if value != wanted:
                raise NotReady(
                    f"SQLite runs with {pragma}={value} instead of {wanted}: acknowledged changes "
                    "could be lost. Is the data folder on a network drive?"
                )


@contextmanager
def writing(session: Session, *, wait_seconds: float = QUEUE_SECONDS) -> Iterator[Session]:
    """One write transaction: queued, committed at the end, rolled back on any error.

    Raises NotSaved when the queue is not granted in time or the database refuses; nothing is
    changed then. An error while committing on a network database is reported as unknown.
    """
    if session.in_transaction():
        session.rollback()  # a read snapshot can't be turned into a write; start afresh
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    with _write_queue(engine, wait_seconds):
        try:
            session.connection(execution_options={WRITE_OPTION: True})
            yield session
            session.flush()
        except OperationalError as error:
            session.rollback()
            raise _not_saved(error) from error
        except BaseException:
            session.rollback()
            raise
        _commit(session)


def _commit(session: Session) -> None:
    try:
        session.commit()
    except DBAPIError as error:
        session.rollback()
        if error.connection_invalidated:
            raise NotSaved(
                "The connection broke while saving: it is unknown whether the change was kept. "
                "Look before you send it again."
            ) from error
        raise _not_saved(error) from error


def _not_saved(error: DBAPIError) -> NotSaved:
    return NotSaved("Nothing was saved: %(cause)s. Try again.", cause=_cause(error))


def _cause(error: DBAPIError) -> str:
    """The database's own short reason, without the statement or its values."""
    return str(error.orig).splitlines()[0] if error.orig else "the database refused"


@contextmanager
def _write_queue(engine: Engine, wait_seconds: float) -> Iterator[None]:
    path = lock_path(engine)
    if path is None:
        yield
        return
    own = _own_turn(path)
    deadline = time.monotonic() + wait_seconds
    if not own.acquire(timeout=wait_seconds):
        raise _held_too_long(wait_seconds)
    try:
        with path.open("a") as file:
            _lock(file.fileno(), deadline, wait_seconds)
            yield  # closing the file gives the lock back, also when the process is killed
    finally:
        own.release()


def _own_turn(path: Path) -> threading.Lock:
    """The lock of this process before that of all: its threads wait asleep, one of them looks."""
    with _turns_lock:
        return _turns.setdefault(str(path), threading.Lock())


def lock_path(engine: Engine, purpose: str = "write") -> Path | None:
    """The lock file beside an SQLite database file; None on PostgreSQL and in memory."""
    database = engine.url.database
    if engine.dialect.name != "sqlite" or not database or database == ":memory:":
        return None
    return Path(f"{database}.{purpose}-lock")


def _lock(descriptor: int, deadline: float, wait_seconds: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise _held_too_long(wait_seconds) from None
            time.sleep(QUEUE_POLL_SECONDS)
        else:
            return


def _held_too_long(wait_seconds: float) -> NotSaved:
    return NotSaved(
        "Nothing was saved: another change has held the database for more than "
        "%(seconds).0f s. Try again in a minute.",
        seconds=wait_seconds,
    )


def scrub(session: Session, tables: Iterable[str]) -> None:
    """Leave no bytes of rows that were purged a moment ago in the files of these tables.

    SQLite has overwritten them already (secure_delete) and folds its log into the file; readers
    may keep it from finishing, and a later one does. PostgreSQL writes the tables anew; its own
    write-ahead log keeps the old values until it is recycled, which operators are told.
    """
    session.rollback()
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    if engine.dialect.name == "sqlite":
        checkpoint(session)
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        for table in sorted(tables):
            raw.execute(f"VACUUM (FULL) {table}")


def checkpoint(session: Session) -> None:
    """Fold SQLite's write-ahead log into the database file, so that what was purged is in neither.

    Readers may keep it from finishing; it is then done by a later one.
    """
    session.rollback()
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
