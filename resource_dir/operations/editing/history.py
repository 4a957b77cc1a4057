"""What was changed in a listing, field by field: who, when, from, to, why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.errors import NotAllowed, NotFound
from resource_dir.models import (
    Account,
    BedLink,
    Capacity,
    CapacityReport,
    ListingDocument,
    Membership,
    Revision,
    RevisionChange,
    ServiceAtLocation,
    Unit,
)
from resource_dir.operations.accounts.callers import Caller
from resource_dir.operations.auditing import COMMAND_LINE

MOST_REVISIONS = 200
MOST_REPORTS = 50


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one row. `before` and `after` are None where it was not stated, or where the
    values were erased (`is_erased`) when the listing was withheld.
    """

    table: str
    row_id: str
    field: str
    before: Any
    after: Any
    is_erased: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One revision, as it is shown. `who` and `decided_by` are words for people."""

    number: int
    at: datetime
    who: str
    action: str
    section: str | None
    why: str | None
    how: str | None
    state: str
    held_for: tuple[str, ...]
    decided: datetime | None
    decided_by: str | None
    reason: str | None
    takes_back: int | None
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class BedEntry:
    """One number of free beds as it was reported."""

    at: datetime | None
    who: str
    via: str | None
    unit: str
    population: str
    available: int | None
    before: int | None


def kept_listing(session: Session, listing_id: str, caller: Caller) -> str:
    """The service of a listing that this person keeps. Raises NotFound, NotAllowed."""
    found = session.get(ListingDocument, listing_id)
    if found is None:
        raise NotFound("There is no such listing. It may have been closed or merged.")
    if not caller.keeps(found.organization_id or ""):
        raise NotAllowed("This listing is kept by another organization.")
    return found.service_id


def history_of(session: Session, service_id: str, *, caller: Caller) -> list[Entry]:
    """The newest changes of the listings of one service, newest first."""
    query = (
        select(Revision)
        .where(Revision.service_id == service_id, Revision.state != "accepted")
        .order_by(Revision.number.desc())
        .limit(MOST_REVISIONS)
    )
    revisions = list(session.scalars(query))
    changes = _changes(session, [one.number for one in revisions])
    actors = {one.actor for one in revisions} | {one.decided_by or "" for one in revisions}
    names = names_of(session, actors, caller=caller)
    return [_entry(one, changes.get(one.number, []), names) for one in revisions]


def bed_history(session: Session, listing_id: str, *, caller: Caller) -> list[BedEntry]:
    """The newest reports of free beds of one listing, newest first, each with the one before."""
    query = (
        select(CapacityReport, Capacity.population, Unit.name)
        .join(Capacity, Capacity.id == CapacityReport.capacity_id)
        .join(ServiceAtLocation, ServiceAtLocation.id == Capacity.service_at_location_id)
        .join(Unit, Unit.id == Capacity.unit_id)
        .where(ServiceAtLocation.id == listing_id)
        .order_by(CapacityReport.id.desc())
        .limit(MOST_REPORTS + 1)
    )
    rows = session.execute(query).all()
    names = names_of(session, {row[0].actor or "" for row in rows}, caller=caller)
    found = []
    for number, (report, population, unit) in enumerate(rows[:MOST_REPORTS]):
        before = next(
            (r.available for r, _, _ in rows[number + 1 :] if r.capacity_id == report.capacity_id),
            None,
        )
        who = names.get(report.actor or "", report.source or "")
        found.append(
            BedEntry(report.updated, who, report.via, unit, population, report.available, before)
        )
    return found


def names_of(session: Session, actors: Iterable[str], *, caller: Caller) -> dict[str, str]:
    """How actors are shown to this person: e-mails to stewards and to colleagues, roles to others.

    A link is shown by whom it was sent to, the command line as itself.
    """
    ids = {actor.removeprefix("account:") for actor in actors if actor.startswith("account:")}
    accounts = {one.id: one for one in session.scalars(select(Account).where(Account.id.in_(ids)))}
    colleagues = _colleagues(session, caller)
    names = {COMMAND_LINE: COMMAND_LINE}
    for key, account in accounts.items():
        is_known = caller.role == "steward" or key in colleagues
        names[f"account:{key}"] = account.email if is_known else account.role
    links = {actor.removeprefix("link:") for actor in actors if actor.startswith("link:")}
    for link in session.scalars(select(BedLink).where(BedLink.id.in_(links))):
        names[f"link:{link.id}"] = "link"
    return names


def _colleagues(session: Session, caller: Caller) -> set[str]:
    query = select(Membership.account_id).where(
        Membership.organization_id.in_(sorted(caller.organizations))
    )
    return set(session.scalars(query)) | {caller.account_id}


def _changes(session: Session, numbers: Sequence[int]) -> dict[int, list[RevisionChange]]:
    query = (
        select(RevisionChange)
        .where(RevisionChange.revision_number.in_(numbers))
        .order_by(RevisionChange.id)
    )
    found: dict[int, list[RevisionChange]] = {}
    for change in session.scalars(query):
        found.setdefault(change.revision_number, []).append(change)
    return found


def _entry(
    revision: Revision, changes: Iterable[RevisionChange], names: Mapping[str, str]
) -> Entry:
    return Entry(
        number=revision.number,
        at=revision.at,
        who=names.get(revision.actor, revision.actor),
        action=revision.action,
        section=revision.section,
        why=revision.why,
        how=revision.how,
        state=revision.state,
        held_for=tuple((revision.held_for or "").split(",")) if revision.held_for else (),
        decided=revision.decided,
        decided_by=names.get(revision.decided_by or "", revision.decided_by),
        reason=revision.reason,
        takes_back=revision.takes_back,
        fields=tuple(field for change in changes for field in field_changes(change)),
    )


def field_changes(change: RevisionChange) -> list[FieldChange]:
    """One row's change, field by field; what names other rows says nothing to people."""
    if change.before is None and change.after is None:
        return [FieldChange(change.table_name, change.row_id, "", None, None, is_erased=True)]
    before, after = change.before or {}, change.after or {}
    return [
        FieldChange(change.table_name, change.row_id, name, before.get(name), after.get(name))
        for name in {**before, **after}
        if name != "id" and not name.endswith("_id") and before.get(name) != after.get(name)
    ]
