"""What leaves this server by a thread of its own: never inside of a transaction or a request.

So an answer takes as long for an address that nobody has. What is not taken in three tries is let
go, and the log says so without its text or address.
"""

import atexit
import queue
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

import structlog

from resource_dir.errors import NotReady

PAUSES_SECONDS = (1.0, 10.0)  # before the second and the third try
MOST_WAITING = 1_000

Sent = TypeVar("Sent")

log = structlog.get_logger(__name__)


class Sender(Generic[Sent]):
    """Sends one after another; without a way to `deliver` (`is_on` false) it takes none.

    `deliver` raises OSError when it is not taken. `event` is how the log calls that.
    """

    def __init__(self, deliver: Callable[[Sent], None] | None, *, event: str) -> None:
        self._deliver = deliver
        self._event = event
        self._waiting: queue.Queue[Sent | None] = queue.Queue(MOST_WAITING)
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._worker: threading.Thread | None = None

    @property
    def is_on(self) -> bool:
        """Whether a server is set up."""
        return self._deliver is not None

    def send(self, letter: Sent) -> None:
        """Put a letter on its way; after the transaction that it speaks of."""
        assert self.is_on, "ask is_on first"
        try:
            self._waiting.put_nowait(letter)
        except queue.Full:
            log.error(self._event, error="too many are waiting")
            return
        with self._lock:
            if self._worker is None and not self._stopped.is_set():
                self._worker = threading.Thread(target=self._work, daemon=True)
                self._worker.start()
                atexit.register(self.finish)  # a server that is stopped sends what is waiting

    def send_now(self, letter: Sent) -> None:
        """Hand one in and wait until it is taken: for commands. Raises NotReady."""
        assert self._deliver is not None, "ask is_on first"
        try:
            self._deliver(letter)
        except OSError as error:
            raise NotReady(
                "It was not sent: the server did not take it (%(cause)s).",
                cause=type(error).__name__,
            ) from None

    def finish(self) -> None:
        """Send what is waiting, without pauses, and stop."""
        self._stopped.set()
        with self._lock:
            worker, self._worker = self._worker, None
        if worker is not None:
            self._waiting.put(None)
            worker.join()
            atexit.unregister(self.finish)

    def _work(self) -> None:
        while (letter := self._waiting.get()) is not None:
            self._try(letter)

    def _try(self, letter: Sent) -> None:
        assert self._deliver is not None
        for pause in (*PAUSES_SECONDS, None):
            try:
                self._deliver(letter)
            except OSError as error:
                log.warning(self._event, error=type(error).__name__, again=pause is not None)
                if pause is None or self._stopped.wait(pause):
                    return
            else:
                return
