"""A second person decides about a change that was set aside."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.errors import BadInput, Conflict, NotAllowed, NotFound
from resource_dir.models import ListingDocument, Revision
from resource_dir.operations.auditing import record
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.revising import (
    apply,
    changes_of,
    get_revision,
    note,
    show_held,
)
from resource_dir.operations.editing.rows import (
    RowChange,
    RowDiff,
    belongings_of,
    diffs_of,
    from_json,
    refuse_strangers,
)
from resource_dir.operations.editing.withheld_words import refuse_places
from resource_dir.operations.listings.locking import lock_service

LONGEST_REASON = 1_000


def held_revisions(session: Session) -> list[Revision]:
    """What waits for a second person, the oldest first."""
    query = select(Revision).where(Revision.state == "held").order_by(Revision.at, Revision.number)
    return list(session.scalars(query))


def accept_revision(session: Session, number: int, *, author: Author, now: datetime) -> None:
    """Make a held change live, against the rows as they are now.

    Raises NotFound, NotAllowed for the person who sent it, Conflict when somebody decided before
    or the listing was withheld meanwhile.
    """
    revision = _held(session, number, author=author)
    changes = [
        RowChange(
            one.table_name,
            one.row_id,
            from_json(one.table_name, one.after) if one.after is not None else None,
        )
        for one in changes_of(session, revision)
    ]
    if any(one.before is None and one.after is None for one in changes_of(session, revision)):
        raise Conflict(
            "Its values were erased when the listing was withheld: it can only be rejected."
        )
    diffs = diffs_of(session, changes)
    refuse_strangers(session, belongings_of(session, revision.service_id), diffs)
    if _is_withheld(session, revision.service_id):
        refuse_places(session, diffs, why=revision.why, is_wholly_withheld=True)
    _decide(session, revision, "accepted", author=author, now=now, reason=None)
    if diffs:
        _make_live(session, revision, diffs, now=now)
    rows = [(one.table_name, one.row_id) for one in changes_of(session, revision)]
    show_held(session, revision, rows)


def _make_live(
    session: Session, held: Revision, diffs: Sequence[RowDiff], *, now: datetime
) -> None:
    """As a revision of its own: whoever edits the listing at this moment began before it."""
    names = (
        "service_id",
        "at",
        "actor",
        "action",
        "section",
        "why",
        "how",
        "decided",
        "decided_by",
    )
    live = Revision(state="live", **{name: getattr(held, name) for name in names})
    note(session, live, diffs)
    apply(session, live, diffs, now=now)


def reject_revision(
    session: Session, number: int, *, author: Author, reason: str, now: datetime
) -> None:
    """Let a held change go, with a reason for who sent it. Raises as `accept_revision` does, and
    BadInput without a reason.
    """
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise BadInput(
            "Say in 1 to %(most)s characters why, so that the sender can do better.",
            field="reason",
            most=LONGEST_REASON,
        )
    let_go(session, _held(session, number, author=author), author=author, reason=reason, now=now)


def let_go(
    session: Session, revision: Revision, *, author: Author, reason: str, now: datetime
) -> None:
    """Reject a change that waits and whose listings are locked: noted, and told to partners no
    more.
    """
    _decide(session, revision, "rejected", author=author, now=now, reason=reason)
    rows = [(one.table_name, one.row_id) for one in changes_of(session, revision)]
    show_held(session, revision, rows)


def _held(session: Session, number: int, *, author: Author) -> Revision:
    """The revision, locked with its listings."""
    lock_service(session, get_revision(session, number).service_id)
    revision = session.get(Revision, number, with_for_update=True, populate_existing=True)
    if revision is None:
        raise NotFound("There is no such change.")
    if revision.state != "held":
        raise Conflict("Somebody decided about this change before you.")
    if revision.actor == author.actor:
        raise NotAllowed("Another person has to decide about what you sent yourself.")
    return revision


def _decide(
    session: Session,
    revision: Revision,
    state: str,
    *,
    author: Author,
    now: datetime,
    reason: str | None,
) -> None:
    revision.state, revision.decided, revision.decided_by = state, now, author.actor
    revision.reason = reason
    record(
        session, "accept_change" if state == "accepted" else "reject_change", actor=author.actor,
        table="revision", row_id=str(revision.number), now=now,
        before={"state": "held"}, after={"state": state, "service_id": revision.service_id},
    )  # fmt: skip
    session.flush()


def _is_withheld(session: Session, service_id: str) -> bool:
    query = select(ListingDocument.is_withheld).where(ListingDocument.service_id == service_id)
    return any(session.scalars(query))
