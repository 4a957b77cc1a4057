"""Reports of beds that come at the same time go into one transaction.

A commit waits for the disk, and everybody who writes waits for it in turn: a disk that syncs 250
times a second takes 250 commits a second, whatever the processor could do. So who comes while
others commit waits, and one of those who wait writes for them all.
"""

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import NotSaved
from resource_dir.operations.beds.pushing import Pushed, push_all
from resource_dir.operations.beds.reporting import Reported, Said

MOST_AT_ONCE = 50  # the first of them waits for the last

Outcome = Reported | Exception


@dataclass(slots=True, eq=False)
class _Waiting:
    said: Said | Pushed
    woken: threading.Event = field(default_factory=threading.Event)
    outcome: Outcome | None = None  # woken without one it leads the next group


class Together:
    """The reports of one process that wait. Any number of threads may report."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._queue: deque[_Waiting] = deque()
        self._is_led = False

    def report(self, session: Session, said: Said | Pushed) -> Reported:
        """Store a report and raise what is wrong with it, as `push_all` says; returns when it
        is committed. What the session has read is let go: whoever leads writes through his own.
        """
        mine = _Waiting(said)
        with self._lock:
            self._queue.append(mine)
            leads, self._is_led = not self._is_led, True
        if not leads:
            session.rollback()
            mine.woken.wait()
        if mine.outcome is None:
            self._lead(session)
        if isinstance(mine.outcome, Reported):
            return mine.outcome
        assert mine.outcome is not None
        raise mine.outcome

    def _lead(self, session: Session) -> None:
        """Write what waits; nobody is answered before the commit."""
        group: list[_Waiting] = []
        outcomes: Sequence[Outcome]
        try:
            with writing(session):
                group = self._taken()  # only now: more have come while others wrote
                outcomes = push_all(session, [one.said for one in group])
        except NotSaved as error:  # nobody's fault, and nobody would fare better alone
            group = group or self._taken()
            outcomes = [error] * len(group)
        except Exception:
            group = group or self._taken()
            outcomes = [_alone(session, one.said) for one in group]
        self._answer(group, outcomes)

    def _taken(self) -> list[_Waiting]:
        """Those who have waited longest, the leader first; of each listing and key only one, for
        the second starts from what the first has left.
        """
        seen: set[str] = set()
        group: list[_Waiting] = []
        rest: deque[_Waiting] = deque()
        with self._lock:
            for one in self._queue:
                names = {one.said.listing_id, one.said.key}
                fits = len(group) < MOST_AT_ONCE and seen.isdisjoint(names)
                (group if fits else rest).append(one)
                seen |= names
            self._queue = rest
        return group

    def _answer(self, group: Sequence[_Waiting], outcomes: Sequence[Outcome]) -> None:
        for one, outcome in zip(group, outcomes, strict=True):
            one.outcome = outcome
        with self._lock:
            following = [self._queue[0]] if self._queue else []
            self._is_led = bool(following)
        for one in (*following, *group):
            one.woken.set()


def _alone(session: Session, said: Said | Pushed) -> Outcome:
    """One of a group that failed together, so that only what made it fail does."""
    try:
        with writing(session):
            (outcome,) = push_all(session, [said])
    except Exception as error:
        return error
    return outcome
