"""A phone that somebody changed a moment ago, and nobody has confirmed: partners are told so."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.models import Revision, RevisionChange
from resource_dir.operations.rows import chunked

# After a week a wrong number has been called, and somebody has said so.
TOLD_FOR = timedelta(days=7)
CONFIRMING = frozenset({"verify"})
Doubt = dict[str, Any]


def phone_doubts(
    session: Session, service_ids: Iterable[str], *, shared: Mapping[str, Collection[str]]
) -> dict[str, Doubt]:
    """Service to {"at", "state"} of the last change of a phone that nobody confirmed: "held" where
    the old number still stands, "live" where the new one does. What a second person accepted, or a
    check that all is right, confirms it. `shared` names the services that show a phone of their
    organization or place, wherever it was changed.
    """
    ids = sorted(set(service_ids))
    query = select(Revision.service_id, Revision.number, Revision.actor).where(
        Revision.service_id.in_(ids), Revision.action.in_(CONFIRMING), Revision.state == "live"
    )
    checks: dict[str, list[tuple[int, str]]] = {}
    for check in session.execute(query):
        checks.setdefault(check.service_id, []).append((check.number, check.actor))
    found: dict[str, Doubt] = {}
    for revision, service_id in _changed(session, ids, shared):
        # Who changed the phone and says that all is right has said the same thing twice.
        is_confirmed = revision.decided is not None or any(
            number > revision.number and actor != revision.actor
            for number, actor in checks.get(service_id, ())
        )
        if revision.state == "held" or not is_confirmed:
            found[service_id] = {"at": revision.at.isoformat(), "state": revision.state}
        else:
            found.pop(service_id, None)
    return found


def _changed(
    session: Session, ids: Sequence[str], shared: Mapping[str, Collection[str]]
) -> list[tuple[Revision, str]]:
    """(change of a phone, service that shows it), the oldest first."""
    query = (
        select(Revision, RevisionChange.row_id)
        .join(RevisionChange, RevisionChange.revision_number == Revision.number)
        .where(RevisionChange.table_name == "phone", Revision.state.in_(("live", "held")))
    )
    found: dict[tuple[int, str], Revision] = {}
    for revision, _ in session.execute(query.where(Revision.service_id.in_(ids))):
        found[revision.number, revision.service_id] = revision
    for part in chunked(sorted(shared)):
        for revision, phone in session.execute(query.where(RevisionChange.row_id.in_(part))):
            found.update({(revision.number, one): revision for one in shared[phone]})
    return [(found[key], key[1]) for key in sorted(found)]


def is_told(doubt: Doubt | None, now: datetime) -> bool:
    """Whether it is worth a word now."""
    if doubt is None:
        return False
    return doubt["state"] == "held" or now - datetime.fromisoformat(doubt["at"]) < TOLD_FOR
