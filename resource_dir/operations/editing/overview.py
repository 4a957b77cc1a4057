"""A listing's sections as who keeps it sees them: last change, what waits, what lies as a draft."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.models import Revision
from resource_dir.operations.accounts.callers import Caller
from resource_dir.operations.editing.drafting import drafts_of
from resource_dir.operations.editing.history import names_of
from resource_dir.operations.editing.sections import SECTIONS, Listing, Section
from resource_dir.operations.rows import table_of

_document = table_of(models.ListingDocument)


@dataclass(frozen=True, slots=True)
class SectionState:
    """One section: when it was last changed here and by whom (None: never), what waits for a
    second person, when this person's draft was kept.
    """

    section: Section
    changed: datetime | None
    changed_by: str | None
    waits_for: tuple[str, ...]
    draft: datetime | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a save became: parts of it may be live while others wait."""

    is_live: bool
    waits_for: tuple[str, ...]


def overview_of(session: Session, listing: Listing, *, caller: Caller) -> list[SectionState]:
    """All sections of one listing, in their order."""
    live = _newest(session, listing, "live")
    held = _newest(session, listing, "held")
    names = names_of(session, {one.actor for one in live.values()}, caller=caller)
    drafts = drafts_of(session, listing.id, account_id=caller.account_id)
    return [
        SectionState(
            section=section,
            changed=live[slug].at if slug in live else None,
            changed_by=names.get(live[slug].actor) if slug in live else None,
            waits_for=_reasons(held.get(slug)),
            draft=drafts.get(slug),
        )
        for slug, section in SECTIONS.items()
    ]


def _newest(session: Session, listing: Listing, state: str) -> dict[str, Revision]:
    newest = (
        select(func.max(Revision.number))
        .where(Revision.service_id == listing.service_id, Revision.state == state)
        .group_by(Revision.section)
    )
    found = session.scalars(select(Revision).where(Revision.number.in_(newest)))
    return {one.section: one for one in found if one.section}


def _reasons(revision: Revision | None) -> tuple[str, ...]:
    if revision is None or not revision.held_for:
        return ()
    return tuple(revision.held_for.split(","))


def outcome_of(session: Session, listing: Listing, live: int | None, held: int | None) -> Outcome:
    """What became of a save; numbers of other listings say nothing."""
    found = {
        one.number: one
        for one in session.scalars(
            select(Revision).where(
                Revision.number.in_([n for n in (live, held) if n is not None]),
                Revision.service_id == listing.service_id,
            )
        )
    }
    waiting = found.get(held) if held is not None else None
    is_waiting = waiting is not None and waiting.state == "held"
    return Outcome(live in found, _reasons(waiting) if is_waiting else ())


def _services_around(listing: Listing) -> Select[tuple[str]]:
    """The services that share rows with this listing, its own among them."""
    around = [_document.c.service_id == listing.service_id]
    if listing.organization_id:
        around.append(_document.c.organization_id == listing.organization_id)
    if listing.location_id:
        around.append(_document.c.location_id == listing.location_id)
    return select(_document.c.service_id).where(or_(*around))


def revisions_around(session: Session, listing: Listing, *, after: int) -> list[Revision]:
    """The live revisions after one of this listing and of those that share rows with it, newest
    first: what somebody else may have changed under an open form.
    """
    query = select(Revision).where(
        Revision.service_id.in_(_services_around(listing)),
        Revision.number > after,
        Revision.state == "live",
    )
    return list(session.scalars(query.order_by(Revision.number.desc())))


def newest_revision(session: Session, listing: Listing) -> int:
    """The number of the newest of them; 0 where nobody changed anything yet."""
    statement = select(func.max(Revision.number)).where(
        Revision.service_id.in_(_services_around(listing)), Revision.state == "live"
    )
    return session.scalar(statement) or 0
