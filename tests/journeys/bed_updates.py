"""Updates of beds over HTTP with a server that may die: what was sent, answered and stored."""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import uuid4

from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from benchmarks.houses import BEDS, BROKEN, OK, Houses, Reporter
from resource_dir.database import configure_engine
from resource_dir.models import AuditEntry, Capacity, CapacityReport, ListingDocument
from resource_dir.operations.auditing import broken_links
from resource_dir.operations.listings.refreshing import current_change

LONGEST_WAIT = 60.0
Sent = tuple[str, int]  # listing, number


@dataclass
class Writer:
    """One client: each update has a key, and what got no answer is sent again with the same."""

    land: Houses
    rng: random.Random
    answered: dict[str, Sent] = field(default_factory=dict)
    unanswered: tuple[str, Sent] | None = None
    refused: list[str] = field(default_factory=list)

    def write(self, port: int, stop: threading.Event) -> None:
        """Report until told to stop, or until nobody answers."""
        client = Reporter(port, self.land.token)
        try:
            while not stop.is_set():
                self._report(client)
        except BROKEN:
            pass
        finally:
            client.close()

    def _report(self, client: Reporter) -> None:
        if self.unanswered is None:
            number = self.rng.randrange(BEDS)
            self.unanswered = str(uuid4()), (self.rng.choice(self.land.listings), number)
        key, (listing, number) = self.unanswered
        status, body = client.report(listing, number, key=key)
        if status == OK:
            self.answered[key] = listing, number
        else:
            self.refused.append(body.decode())
        self.unanswered = None


def await_answers(writers: list[Writer], more: int, *, of_each: int = 0) -> None:
    """Wait until so many more updates are answered, and so many of each writer. A slow machine
    takes longer, and is not killed before it has answered anything.
    """
    before = [len(writer.answered) for writer in writers]
    deadline = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < deadline:
        gained = [len(one.answered) - was for one, was in zip(writers, before, strict=True)]
        if sum(gained) >= more and min(gained) >= of_each:
            return
        time.sleep(0.002)
    raise AssertionError("the server answers nothing")


def wrong(url: str, writers: list[Writer]) -> list[str]:
    """What is not as it should be, in sentences; none when every answer was kept, once."""
    engine = create_engine(url)
    configure_engine(engine)
    with Session(engine) as session:
        found = [*_wrong_reports(session, writers), *_wrong_counts(session)]
        found += [*broken_links(session), *_wrong_file(session)]
    engine.dispose()
    return found + [text for writer in writers for text in writer.refused]


def went_together(url: str) -> bool:
    """Whether many updates shared a transaction: each transaction takes one change number."""
    engine = create_engine(url)
    configure_engine(engine)
    with Session(engine) as session:
        reports = session.scalar(select(func.count()).select_from(CapacityReport)) or 0
        _, number = current_change(session)
    engine.dispose()
    return number * 5 < reports * 4


def _wrong_reports(session: Session, writers: list[Writer]) -> Iterator[str]:
    query = select(CapacityReport.key, Capacity.service_at_location_id, CapacityReport.available)
    rows = session.execute(
        query.join(Capacity, Capacity.id == CapacityReport.capacity_id).where(
            CapacityReport.key.is_not(None)
        )
    ).all()
    stored = {key: (listing, number) for key, listing, number in rows}
    answered = {key: sent for writer in writers for key, sent in writer.answered.items()}
    waiting = dict(writer.unanswered for writer in writers if writer.unanswered)
    for key, sent in answered.items():
        if stored.get(key) != sent:
            yield f"{key} was answered as {sent} and stored as {stored.get(key)}."
    for key, count in Counter(key for key, _, _ in rows).items():
        if count > 1 or (key not in answered and key not in waiting):
            yield f"{key} is stored {count} times."
    logged = session.scalar(select(func.count()).where(AuditEntry.action == "report_beds"))
    if logged != len(rows):
        yield f"{len(rows)} reports have {logged} entries in the audit log."


def _wrong_counts(session: Session) -> Iterator[str]:
    """The number that holds is that of the last report, and the listing shows it."""
    for count in session.scalars(select(Capacity)):
        last = session.scalars(
            select(CapacityReport.available)
            .where(CapacityReport.capacity_id == count.id)
            .order_by(CapacityReport.updated.desc(), CapacityReport.id.desc())
        ).first()
        document = session.get_one(ListingDocument, count.service_at_location_id).document
        shown = document["capacity"][0]["available"] if document else None
        if last is not None and not last == count.available == shown:
            yield f"{count.id} was told {last}, is {count.available} and shows {shown}."


def _wrong_file(session: Session) -> Iterator[str]:
    if session.get_bind().dialect.name == "sqlite":
        said = session.connection().exec_driver_sql("PRAGMA integrity_check").scalar()
        if said != "ok":
            yield f"The file is damaged: {said}"
