"""What has to happen without anybody asking: reminders, beds that free themselves.

One thread of each server process wakes up every few seconds and runs every job, unless another
process is at it at this moment. A job so runs more often than once in that time where there are
several processes, and never twice at once: it looks at what is due, and does it once.
"""

import atexit
import fcntl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import structlog
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from resource_dir.database import lock_path

PAUSE_SECONDS = 10.0  # a bed whose hold has ended is free again within this
ADVISORY_LOCK = 0x5265_7344_6972  # any number, the same in every process, used for nothing else

# Opens its own `writing(session)` where something is due; what it sends goes out after that.
Chore = Callable[[Session, datetime], None]

log = structlog.get_logger(__name__)


class Chores:
    """The jobs of one process. `start` is for servers: a command does what it was asked for."""

    def __init__(
        self,
        open_session: Callable[[], Session],
        jobs: Mapping[str, Chore],
        *,
        clock: Callable[[], datetime],
        pause_seconds: float = PAUSE_SECONDS,
    ) -> None:
        self._open_session = open_session
        self._jobs = dict(jobs)
        self._clock = clock
        self._pause_seconds = pause_seconds
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._worker: threading.Thread | None = None

    def start(self) -> None:
        """Run the jobs from now on, in a thread of their own; a second call does nothing."""
        with self._lock:
            if self._worker is None and not self._stopped.is_set():
                self._worker = threading.Thread(target=self._work, daemon=True)
                self._worker.start()
                atexit.register(self.finish)

    def finish(self) -> None:
        """End the job that runs and stop; before the database is closed."""
        self._stopped.set()
        with self._lock:
            worker, self._worker = self._worker, None
        if worker is not None:
            worker.join()
            atexit.unregister(self.finish)

    def run_once(self) -> bool:
        """Run every job now, one after another; False where another process is at it."""
        with self._open_session() as session:
            engine = session.get_bind()
        assert isinstance(engine, Engine)
        with _alone(engine) as is_alone:
            if is_alone:
                for name, job in self._jobs.items():
                    self._run(name, job)
        return is_alone

    def _work(self) -> None:
        while not self._stopped.wait(self._pause_seconds):
            try:
                self.run_once()
            except Exception as error:
                log.warning("chores_not_run", error=type(error).__name__)

    def _run(self, name: str, job: Chore) -> None:
        """A job that fails is tried again in the next round, and keeps no other from running."""
        try:
            with self._open_session() as session:
                job(session, self._clock())
        except Exception as error:
            log.warning("chore_failed", chore=name, error=type(error).__name__)


@contextmanager
def _alone(engine: Engine) -> Iterator[bool]:
    """Whether nobody else runs the jobs of this database until the block ends."""
    path = lock_path(engine, "chores")
    if path is not None:
        with _file_lock(path) as is_alone:
            yield is_alone
    elif engine.dialect.name == "sqlite":
        yield True  # in memory: there is no other process
    else:
        with engine.connect() as connection:  # ends with its transaction, and so with the process
            yield bool(connection.scalar(select(func.pg_try_advisory_xact_lock(ADVISORY_LOCK))))


@contextmanager
def _file_lock(path: Path) -> Iterator[bool]:
    with path.open("a") as file:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True  # closing the file gives the lock back, also when the process is killed
