"""A thread that writes what requests noted in memory, every few seconds and at the end."""

import atexit
import threading
from collections.abc import Callable


class WriterBehind:
    """The thread of one keeper of notes. It starts with the first note, not with the process."""

    def __init__(self, flush: Callable[[], None], *, flush_seconds: float) -> None:
        self.flush_seconds = flush_seconds
        self._flush = flush
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, unless it is at work already or was told to finish. A thread outlives no fork."""
        with self._lock:
            is_at_work = self._thread is not None and self._thread.is_alive()
            if not is_at_work and not self._stopped.is_set():
                self._thread = threading.Thread(target=self._work, daemon=True)
                self._thread.start()
                atexit.register(self.finish)

    def finish(self) -> None:
        """Write what is noted and stop; before the database is closed."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
            atexit.unregister(self.finish)

    def _work(self) -> None:
        while not self._stopped.wait(self.flush_seconds):
            self._flush()
        self._flush()
