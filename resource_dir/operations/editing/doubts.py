"""A phone that somebody changed a moment ago, and nobody has confirmed: partners are told so."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.models import Revision, RevisionChange

# After a week a wrong number has been called, and somebody has said so.
TOLD_FOR = timedelta(days=7)
CONFIRMING = frozenset({"verify"})
Doubt = dict[str, Any]


def phone_doubts(session: Session, service_ids: Iterable[str]) -> dict[str, Doubt]:
    """Service to {"at", "state"} of the last change of a phone that nobody confirmed: "held" where
    the old number still stands, "live" where the new one does. What a second person accepted, or a
    check that all is right, confirms it.
    """
    ids = sorted(set(service_ids))
    changed = (
        select(Revision)
        .join(RevisionChange, RevisionChange.revision_number == Revision.number)
        .where(
            Revision.service_id.in_(ids),
            RevisionChange.table_name == "phone",
            Revision.state.in_(("live", "held")),
        )
        .order_by(Revision.number)
    )
    query = select(Revision.service_id, Revision.number, Revision.actor).where(
        Revision.service_id.in_(ids), Revision.action.in_(CONFIRMING), Revision.state == "live"
    )
    checks: dict[str, list[tuple[int, str]]] = {}
    for check in session.execute(query):
        checks.setdefault(check.service_id, []).append((check.number, check.actor))
    found: dict[str, Doubt] = {}
    for revision in session.scalars(changed):
        # Who changed the phone and says that all is right has said the same thing twice.
        is_confirmed = revision.decided is not None or any(
            number > revision.number and actor != revision.actor
            for number, actor in checks.get(revision.service_id, ())
        )
        if revision.state == "held" or not is_confirmed:
            found[revision.service_id] = {"at": revision.at.isoformat(), "state": revision.state}
        else:
            found.pop(revision.service_id, None)
    return found


def is_told(doubt: Doubt | None, now: datetime) -> bool:
    """Whether it is worth a word now."""
    if doubt is None:
        return False
    return doubt["state"] == "held" or now - datetime.fromisoformat(doubt["at"]) < TOLD_FOR
