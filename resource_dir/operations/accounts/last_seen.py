"""When a session or token was last used. A page view writes nothing: it is noted in memory.

A thread of its own writes the notes every half minute. A crash takes half a minute of them: a
session then ends that much sooner, never later. Other processes see what is written.
"""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

import structlog
from sqlalchemy import Update, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import ResourceDirError
from resource_dir.models import AccountSession, ApiToken
from resource_dir.operations.writing_behind import WriterBehind

FLUSH_SECONDS = 30.0
WORTH_NOTING = timedelta(minutes=1)

Used = Literal["session", "token"]

log = structlog.get_logger(__name__)


class LastSeen:
    """The notes of one process. Any number of threads may add to them."""

    def __init__(
        self, open_session: Callable[[], Session], *, flush_seconds: float = FLUSH_SECONDS
    ) -> None:
        self._open_session = open_session
        self._notes: dict[tuple[Used, str], datetime] = {}
        self._lock = threading.Lock()
        self.writer = WriterBehind(self.flush, flush_seconds=flush_seconds)

    def session(self, session_id: str, *, before: datetime, now: datetime) -> None:
        """A session was used; `before` is when it was last seen, as the database has it."""
        if now - before >= WORTH_NOTING:
            self._note("session", session_id, now)

    def token(self, token_id: str, *, before: datetime | None, now: datetime) -> None:
        """An API token was used."""
        if before is None or now - before >= WORTH_NOTING:
            self._note("token", token_id, now)

    def _note(self, used: Used, key: str, now: datetime) -> None:
        with self._lock:
            self._notes[used, key] = now
        self.writer.start()

    def finish(self) -> None:
        """Write what is noted and stop; before the database is closed."""
        self.writer.finish()

    def flush(self) -> None:
        """Write the notes; where the database refuses, they are let go: the next request notes."""
        with self._lock:
            notes, self._notes = self._notes, {}
        if not notes:
            return
        try:
            with self._open_session() as session, writing(session):
                for (used, key), moment in sorted(notes.items()):
                    session.execute(_statement(used, key, moment))
        except (ResourceDirError, SQLAlchemyError) as error:
            log.warning("last_seen_not_written", error=type(error).__name__)


def _statement(used: Used, key: str, moment: datetime) -> Update:
    if used == "token":
        return update(ApiToken).where(ApiToken.id == key).values(last_used=moment)
    is_older = AccountSession.last_seen < moment
    return update(AccountSession).where(AccountSession.id == key, is_older).values(last_seen=moment)
