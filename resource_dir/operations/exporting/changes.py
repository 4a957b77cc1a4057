"""What people changed, as rows of the standard's `metadata`: public facts only.

A change is published when its row is public and always was: what a phone was while only partners
saw it is nobody else's business, also later.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.hsds.tables import TABLES
from resource_dir.models import (
    Account,
    Contact,
    ListingDocument,
    Phone,
    Revision,
    RevisionChange,
    Schedule,
)

Values = dict[str, Any]
PUBLIC = (None, "public")
# Counts, who is taken and notes of checks travel in their own ways, or not at all.
PUBLISHED = frozenset(TABLES) - {"capacity", "metadata", "criterion", "listing_need"}


def public_changes(session: Session, service_ids: Iterable[str]) -> dict[str, list[Values]]:
    """Service to its `metadata` rows, from the oldest to the newest; none of a withheld one."""
    wanted = set(service_ids) - _withheld(session, service_ids)
    query = (
        select(Revision, RevisionChange)
        .join(RevisionChange, RevisionChange.revision_number == Revision.number)
        .where(Revision.service_id.in_(sorted(wanted)), Revision.state == "live")
        .order_by(Revision.number, RevisionChange.id)
    )
    told = session.execute(query).all()
    hidden = {change.row_id for _, change in told if not _is_public(change)}
    hidden |= _seen_by_partners_only(session, {change.row_id for _, change in told})
    roles = _roles(session, {revision.actor for revision, _ in told})
    found: dict[str, list[Values]] = {}
    for revision, change in told:
        if change.table_name in PUBLISHED and change.row_id not in hidden:
            rows = _rows(revision, change, roles)
            found.setdefault(revision.service_id, []).extend(rows)
    return found


def _withheld(session: Session, service_ids: Iterable[str]) -> set[str]:
    query = select(ListingDocument.service_id).where(
        ListingDocument.service_id.in_(sorted(service_ids)), ListingDocument.is_withheld
    )
    return set(session.scalars(query))


def _is_public(change: RevisionChange) -> bool:
    return all((values or {}).get("audience") in PUBLIC for values in (change.before, change.after))


def _seen_by_partners_only(session: Session, row_ids: Iterable[str]) -> set[str]:
    """Rows that are no public facts now, whatever their history says."""
    found: set[str] = set()
    for model in (Phone, Contact, Schedule):
        query = select(model.id).where(model.id.in_(sorted(row_ids)), model.audience != "public")
        found |= set(session.scalars(query))
    return found


def _roles(session: Session, actors: set[str]) -> dict[str, str]:
    """Who it was, as a role: an address of a person is published nowhere."""
    ids = {actor.removeprefix("account:") for actor in actors}
    query = select(Account.id, Account.role).where(Account.id.in_(ids))
    return {f"account:{row.id}": row.role for row in session.execute(query)}


def _rows(revision: Revision, change: RevisionChange, roles: Mapping[str, str]) -> Iterator[Values]:
    before, after = change.before or {}, change.after or {}
    known = {column.name for column in TABLES[change.table_name].columns} - {"audience"}
    for name in known & {*before, *after}:
        if before.get(name) == after.get(name) or name.endswith("_id"):
            continue
        yield {
            "id": str(uuid5(NAMESPACE_URL, f"revision:{revision.number}:{change.id}:{name}")),
            "resource_id": change.row_id,
            "resource_type": change.table_name,
            "last_action_date": revision.at.date(),
            "last_action_type": _kind(change),
            "field_name": name,
            "previous_value": _text(before.get(name)),
            "replacement_value": _text(after.get(name)),
            "updated_by": roles.get(revision.actor, "steward"),
        }


def _kind(change: RevisionChange) -> str:
    if change.before is None:
        return "create"
    return "delete" if change.after is None else "update"


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
