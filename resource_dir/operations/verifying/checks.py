"""A listing was checked: all is still right, or an attempt to ask came to nothing."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.errors import BadInput, PersonalText, WithheldPlace
from resource_dir.models import Revision, Service, VerificationCall
from resource_dir.operations.auditing import record
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.revising import Revised, RowChange, revise
from resource_dir.operations.listings.locking import lock_service
from resource_dir.operations.reports.personal_text import refused_in
from resource_dir.operations.reports.reporting import clean_text

WAYS = ("phone", "visit", "mail", "self")
ALL_RIGHT, CHANGED = "all_right", "changed"
OUTCOMES = (ALL_RIGHT, CHANGED, "no_answer", "wrong_number", "refused", "call_back")
# Who verified it, as the listing's page says it to everybody: never an address of a person.
WORDS = {"phone": "by phone", "visit": "by a visit", "mail": "by mail", "self": "itself"}


def verify_service(
    session: Session,
    service_id: str,
    *,
    author: Author,
    role: str,
    how: str,
    today: date,
    now: datetime,
    key: str | None = None,
) -> Revised:
    """ "All still right": renews the date of the last check, with who and how. `role` is a word
    for who it was ("steward", "provider"). Raises NotFound, BadInput.
    """
    if how not in WAYS:
        raise BadInput("how is one of: %(ways)s.", field="how", ways=", ".join(WAYS))
    said = "Provider itself" if how == "self" else f"{role.capitalize()}, {WORDS[how]}"
    before = session.get_one(Service, service_id).assured_date
    note = {
        "resource_id": service_id,
        "resource_type": "service",
        "last_action_date": today,
        "last_action_type": "update",
        "field_name": "assured_date",
        "previous_value": before.isoformat() if before else "",
        "replacement_value": today.isoformat(),
        "updated_by": said,
    }
    changes = [
        RowChange("service", service_id, {"assured_date": today}),
        RowChange("metadata", str(uuid4()), note),
    ]
    return revise(
        session, service_id, changes, author=author, action="verify", how=how, now=now, key=key
    )


def log_call(
    session: Session,
    service_id: str,
    *,
    outcome: str,
    how: str,
    note: str | None,
    author: Author,
    role: str,
    key: str,
    today: date,
    now: datetime,
) -> None:
    """Keep one attempt to ask; "all_right" verifies the listing as well. The same `key` once.

    Raises NotFound, BadInput, PersonalText, WithheldPlace for words about a withheld listing.
    """
    if outcome not in OUTCOMES:
        raise BadInput("outcome is one of: %(known)s.", field="outcome", known=", ".join(OUTCOMES))
    if how not in WAYS:
        raise BadInput("how is one of: %(ways)s.", field="how", ways=", ".join(WAYS))
    locked = lock_service(session, service_id)
    text = clean_text(note)
    if text and any(row["is_withheld"] for row in locked):
        raise WithheldPlace(
            "The place of this listing is withheld, so no words are kept: they could say where it "
            "is. Send it without a text.",
            field="note",
        )
    if text and refused_in(text):
        raise PersonalText(
            "The text seems to hold a birth date or a number of a person. That is never kept: "
            "leave it out.",
            field="note",
        )
    known = select(VerificationCall.id).where(VerificationCall.key == key)
    if session.scalar(known) is not None:
        return
    call = VerificationCall(
        service_id=service_id, at=now, actor=author.actor, how=how, outcome=outcome, note=text,
        key=key,
    )  # fmt: skip
    session.add(call)
    session.flush()
    record(
        session, "log_call", actor=author.actor, table="verification_call", row_id=str(call.id),
        now=now, after={"service_id": service_id, "outcome": outcome, "how": how},
    )  # fmt: skip
    if outcome == ALL_RIGHT:
        verify_service(session, service_id, author=author, role=role, how=how, today=today, now=now)


def last_calls(session: Session, service_ids: Iterable[str]) -> dict[str, list[VerificationCall]]:
    """The attempts about each service, newest first."""
    query = select(VerificationCall).where(VerificationCall.service_id.in_(sorted(service_ids)))
    found: dict[str, list[VerificationCall]] = {}
    for call in session.scalars(query.order_by(VerificationCall.at.desc(), VerificationCall.id)):
        found.setdefault(call.service_id, []).append(call)
    return found


def with_newer_check_kept(
    session: Session, table_name: str, before: dict[str, Any] | None, columns: dict[str, Any]
) -> dict[str, Any]:
    """Columns of a service to be stored: a check made here stays until the source has a newer."""
    if table_name != "service" or before is None or before["assured_date"] is None:
        return columns
    offered = columns["assured_date"]
    if offered is not None and offered >= before["assured_date"]:
        return columns
    made_here = select(Revision.number).where(
        Revision.service_id == columns["id"], Revision.action == "verify", Revision.state == "live"
    )
    if session.scalars(made_here.limit(1)).first() is None:
        return columns
    return columns | {name: before[name] for name in ("assured_date", "assurer_email")}
