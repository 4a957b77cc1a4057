"""A steward answers a report: accepted, edited, or rejected with a reason that its sender sees.

The sender has no account: by the key of the form, a random one, they look what became of it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.errors import BadInput, Conflict, NotFound, PersonalText, WithheldPlace
from resource_dir.models import ListingDocument, ListingReport
from resource_dir.operations.accounts.callers import Caller
from resource_dir.operations.auditing import record
from resource_dir.operations.reports.personal_text import refused_in
from resource_dir.operations.reports.reporting import clean_text

REJECTED = "rejected"
OUTCOMES = ("accepted", "edited", REJECTED)


@dataclass(frozen=True, slots=True)
class Followed:
    """What the sender of a report is shown: nothing that they wrote, nor who answered. `outcome`
    is None until it is answered, and where it was marked as done without an answer.
    """

    listing_id: str
    name: str | None
    created: datetime
    is_done: bool
    outcome: str | None
    answer: str | None


def answer_report(
    session: Session,
    report_id: int,
    outcome: str,
    *,
    answer: str | None,
    caller: Caller,
    now: datetime,
) -> str:
    """Store what was decided; returns the listing's id. Raises NotFound, Conflict when it is
    answered already, BadInput for a rejection without a reason, PersonalText, WithheldPlace for
    any words about a listing that is withheld.
    """
    report = _locked(session, report_id)
    said = clean_text(answer)
    if outcome not in OUTCOMES:
        raise BadInput("An outcome is one of: %(known)s.", known=", ".join(OUTCOMES))
    _check_answer(session, report, outcome, said)
    report.state, report.outcome, report.answer = "done", outcome, said
    session.flush()
    record(
        session, "answer_report", actor=caller.actor, table="listing_report", row_id=str(report.id),
        now=now, before={"state": "new"}, after={"state": "done", "outcome": outcome},
    )  # fmt: skip
    return report.listing_id


def _check_answer(session: Session, report: ListingReport, outcome: str, said: str | None) -> None:
    field = f"answer-{report.id}"
    is_withheld = _is_withheld(session, report.listing_id)
    if said is not None and is_withheld:
        raise WithheldPlace(
            "The place of this listing is withheld, so no words are kept: they could say where it "
            "is. Send it without them.",
            field=field,
        )
    if said is None and outcome == REJECTED and not is_withheld:
        raise BadInput("Say why: the sender reads this.", field=field)
    if said is not None and refused_in(said):
        raise PersonalText(
            "The text seems to hold a birth date or a number of a person. That is never kept: "
            "leave it out.",
            field=field,
        )


def followed_report(session: Session, key: str) -> Followed:
    """What became of the report with this key. Raises NotFound."""
    query = select(ListingReport).where(ListingReport.idempotency_key == key)
    report = session.scalars(query).one_or_none()
    if report is None:
        raise NotFound("There is no such report.")
    listing = session.get(ListingDocument, report.listing_id)
    document = (listing.document if listing else None) or {}
    return Followed(
        listing_id=report.listing_id if document else "",
        name=document.get("name"),
        created=report.created,
        is_done=report.state == "done",
        outcome=report.outcome,
        answer=report.answer,
    )


def _locked(session: Session, report_id: int) -> ListingReport:
    """The report, its listing held first, as everywhere: who withholds it waits for the answer."""
    report = session.get(ListingReport, report_id)
    if report is None:
        raise NotFound("There is no such report.")
    ids = select(ListingDocument.id).where(ListingDocument.service_id == report.service_id)
    session.execute(ids.order_by(ListingDocument.id).with_for_update()).all()
    session.refresh(report, with_for_update=True)
    if report.state != "new":
        raise Conflict("Somebody has answered this report already.")
    return report


def _is_withheld(session: Session, listing_id: str) -> bool:
    """Also where the listing is gone: then nobody can say."""
    listing = session.get(ListingDocument, listing_id, populate_existing=True)
    return listing is None or listing.document is None or listing.is_withheld
