"""A steward approves or rejects a claim, on evidence and a call to the number on the listing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.errors import BadInput, Conflict, NotFound
from resource_dir.models import Account, Claim, ListingDocument, Organization
from resource_dir.operations.accounts import keeping
from resource_dir.operations.accounts.callers import Caller
from resource_dir.operations.accounts.signing_in import account_of
from resource_dir.operations.auditing import record
from resource_dir.operations.claims.claiming import get_claim
from resource_dir.operations.claims.evidence import SAME_DOMAIN
from resource_dir.operations.reports.personal_text import refused_in
from resource_dir.operations.reports.reporting import clean_text
from resource_dir.operations.sending.mailing import Letter

CONFIRMED = "confirmed"
CALLS = (CONFIRMED, "not_known_there", "no_answer", "not_called")


@dataclass(frozen=True, slots=True)
class Call:
    """What came of the call to the number on the listing: one of CALLS, and words."""

    outcome: str
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Approved:
    """`token` of an invitation where a new account was made; None where one was given more."""

    email: str
    token: str | None
    organization: str


@dataclass(frozen=True, slots=True)
class OpenClaim:
    """One claim that waits, with what helps to judge it. `document` is empty where its listing is
    gone; `account` is the one that this e-mail has.
    """

    claim: Claim
    document: dict[str, Any]
    organization: str
    account: Account | None


def open_claims(session: Session) -> list[OpenClaim]:
    """The oldest first."""
    query = select(Claim).where(Claim.state == "open").order_by(Claim.created, Claim.id)
    return [_opened(session, one) for one in session.scalars(query)]


def _opened(session: Session, claim: Claim) -> OpenClaim:
    listing = session.get(ListingDocument, claim.listing_id)
    return OpenClaim(
        claim,
        document=(listing.document or {}) if listing else {},
        organization=_name(session, claim),
        account=account_of(session, claim.email),
    )


def approve_claim(
    session: Session, claim_id: str, call: Call, *, caller: Caller, now: datetime
) -> Approved:
    """Let who claimed keep the organization. Raises NotFound; Conflict when it is decided already
    or the account can't keep any; BadInput while neither the e-mail nor a call speaks for it.
    """
    claim = _undecided(session, claim_id)
    called = _called(session, claim, call)
    if call.outcome != CONFIRMED and claim.evidence != SAME_DOMAIN:
        raise BadInput(
            "Nothing speaks for this claim yet: call the number on the listing first.",
            field=f"called-{claim_id}",
        )
    if session.get(Organization, claim.organization_id) is None:
        raise NotFound("There is no organization %(id)s.", id=claim.organization_id)
    token = _let_keep(session, claim, caller=caller, now=now)
    claim.called = called
    _decide(session, claim, "approved", caller=caller, now=now)
    return Approved(claim.email, token, _name(session, claim))


def reject_claim(
    session: Session, claim_id: str, call: Call, *, reason: str, caller: Caller, now: datetime
) -> Letter:
    """Let it go; the letter with the reason is for the caller to send. Raises NotFound, Conflict,
    BadInput without a reason. About a withheld listing the reason is not kept.
    """
    claim = _undecided(session, claim_id)
    said = clean_text(reason)
    if said is None:
        raise BadInput("Say why: the sender reads this.", field=f"reason-{claim_id}")
    claim.called = _called(session, claim, call)
    claim.reason = None if _is_withheld(session, claim) else said
    _decide(session, claim, "rejected", caller=caller, now=now)
    return _rejection(claim.email, _name(session, claim), reason=said)


def letter_of_approval(approved: Approved) -> Letter:
    """To somebody who has an account already."""
    text = (
        f"You keep the listings of {approved.organization} in the resource directory now. "
        "Sign in to see them.\n\n---\n"
        f"Ahora usted mantiene las fichas de {approved.organization} en el directorio de recursos. "
        "Inicie sesión para verlas.\n"
    )
    return Letter(approved.email, f"{approved.organization}: your claim / su solicitud", text)


def _rejection(email: str, organization: str, *, reason: str) -> Letter:
    text = (
        f"You asked to keep the listings of {organization} in the resource directory. It was not "
        f"approved:\n\n{reason}\n\n---\n"
        f"Usted pidió mantener las fichas de {organization} en el directorio de recursos. No se "
        "aprobó; el motivo está arriba.\n"
    )
    return Letter(email, f"{organization}: your claim / su solicitud", text)


def _undecided(session: Session, claim_id: str) -> Claim:
    claim = get_claim(session, claim_id)
    if claim.state != "open":
        raise Conflict("Somebody has decided about this claim already.")
    return claim


def _let_keep(session: Session, claim: Claim, *, caller: Caller, now: datetime) -> str | None:
    account = account_of(session, claim.email)
    if account is None:
        _, token = keeping.invite(
            session,
            claim.email,
            role=keeping.PROVIDER,
            organizations=[claim.organization_id],
            caller=caller,
            now=now,
        )
        return token
    if account.role != keeping.PROVIDER or account.locked is not None:
        raise Conflict("The account with this e-mail can't keep listings: ask an administrator.")
    keeping.add_membership(session, account.id, claim.organization_id, caller=caller, now=now)
    return None


def _called(session: Session, claim: Claim, call: Call) -> str:
    if call.outcome not in CALLS:
        raise BadInput("Say what came of the call.", field=f"called-{claim.id}")
    words = clean_text(call.words)
    if words is None or _is_withheld(session, claim):
        return call.outcome
    if refused_in(words):
        raise BadInput(
            "The text seems to hold a birth date or a number of a person. That is never kept: "
            "leave it out.",
            field=f"called-{claim.id}",
        )
    return f"{call.outcome}: {words}"


def _decide(session: Session, claim: Claim, state: str, *, caller: Caller, now: datetime) -> None:
    claim.state, claim.decided, claim.decided_by = state, now, caller.actor
    record(
        session, "approve_claim" if state == "approved" else "reject_claim", actor=caller.actor,
        table="claim", row_id=claim.id, now=now, before={"state": "open"}, after={"state": state},
    )  # fmt: skip


def _is_withheld(session: Session, claim: Claim) -> bool:
    """Also where the listing is gone: then nobody can say."""
    listing = session.get(ListingDocument, claim.listing_id, populate_existing=True)
    return listing is None or listing.document is None or listing.is_withheld


def _name(session: Session, claim: Claim) -> str:
    found = session.get(Organization, claim.organization_id)
    return (found.name if found else None) or claim.organization_id
