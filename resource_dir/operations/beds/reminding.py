"""Ask a provider before its number is too old: one letter, then silence until it answers.

When: in the last quarter of the hours that a number is believed, or later. Once: after a letter
no other follows until a newer number grows old in its turn; whoever does not answer one is on the
list of those who are called (`quiet`). Never from 22 to 7 on the clock there, unless the house is
known to be open: somebody sits at that desk. A letter that fell into the night goes out at seven.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.database import writing
from resource_dir.errors import ResourceDirError
from resource_dir.models import BedReach
from resource_dir.operations.beds.asking import Desk, Message, ask
from resource_dir.operations.beds.counts import CountNow, counts_of
from resource_dir.operations.listings.hours_shown import hours_of, state_json
from resource_dir.operations.listings.presenting import TEMPORARILY_CLOSED
from resource_dir.operations.listings.refreshing import RETIRED_STATUSES
from resource_dir.operations.rows import chunked, table_of

# A quarter of a sobering center's four hours is one hour: time to read a letter and answer it.
ASKED_AFTER = 0.75
NIGHT_BEGINS, NIGHT_ENDS = 22, 7
ACTOR = "reminder"

_document = table_of(models.ListingDocument)

log = structlog.get_logger(__name__)


def send_reminders(session: Session, now: datetime, *, desk: Desk) -> None:
    """Ask everybody who is due; the job of `Chores`."""
    if not (desk.can_send("mail") or desk.can_send("text")):
        return
    reaches = session.scalars(select(BedReach).where(BedReach.stopped.is_(None))).all()
    documents = _documents(session, {reach.listing_id for reach in reaches})
    counts = counts_of(session, documents.values())
    due = [
        reach.id
        for reach in reaches
        if reach.listing_id in documents
        and desk.can_send(reach.kind)
        and is_due(reach.reminded, counts.get(reach.listing_id, []), now)
        and may_be_asked(documents[reach.listing_id], now)
    ]
    for reach_id in due:
        _remind(session, reach_id, desk=desk, now=now)


def is_due(reminded: datetime | None, counts: Sequence[CountNow], now: datetime) -> bool:
    """Whether a number is about to be too old, or is, and nobody was asked since it got so."""
    return any(_is_due(reminded, count, now) for count in counts)


def _is_due(reminded: datetime | None, count: CountNow, now: datetime) -> bool:
    if count.updated is None or count.available is None:
        return reminded is None  # never told: asked once, then called
    moment = count.updated + ASKED_AFTER * timedelta(hours=count.fresh_hours)
    return moment <= now and (reminded is None or reminded < moment)


def may_be_asked(document: dict[str, Any], now: datetime) -> bool:
    """Whether it is a house in use, and not the middle of its night."""
    if document["status"] in (TEMPORARILY_CLOSED, *RETIRED_STATUSES):
        return False
    hour = now.astimezone(ZoneInfo(document["zone"] or "UTC")).hour
    if NIGHT_ENDS <= hour < NIGHT_BEGINS:
        return True
    hours = hours_of(document, "partner")
    return bool(state_json(hours, at=now, local=None)["state"] == "open")


def _documents(session: Session, listing_ids: set[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for part in chunked(sorted(listing_ids)):
        statement = select(_document.c.id, _document.c.document).where(
            _document.c.id.in_(part), _document.c.document.is_not(None)
        )
        found.update((row.id, row.document) for row in session.execute(statement))
    return found


def _remind(session: Session, reach_id: str, *, desk: Desk, now: datetime) -> None:
    """One letter, written down before it is sent: a crash between loses it, and doubles none."""
    try:
        with writing(session):
            message = _message(session, reach_id, desk=desk, now=now)
    except ResourceDirError as error:
        log.warning("reminder_not_sent", error=type(error).__name__)
        return
    if message is not None:
        desk.send(message)


def _message(session: Session, reach_id: str, *, desk: Desk, now: datetime) -> Message | None:
    """The letter, if it is still due: a number may have come in a moment ago."""
    reach = session.get(BedReach, reach_id, with_for_update=True, populate_existing=True)
    if reach is None or reach.stopped is not None:
        return None
    document = _documents(session, {reach.listing_id}).get(reach.listing_id)
    if document is None:
        return None
    counts = counts_of(session, [document]).get(reach.listing_id, [])
    if not is_due(reach.reminded, counts, now):
        return None
    return ask(session, reach, document, desk=desk, actor=ACTOR, now=now)
