"""Who keeps which organizations: stewards invite providers, administrators anybody.

What a steward may do ends at providers, so that nobody gives away more than they have themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from resource_dir.errors import BadInput, Conflict, NotAllowed, NotFound
from resource_dir.models import Account, Membership, Organization
from resource_dir.operations.accounts import administering
from resource_dir.operations.accounts.callers import Caller
from resource_dir.operations.accounts.joining import make_link
from resource_dir.operations.accounts.sessions import end_all_sessions, organizations_of
from resource_dir.operations.accounts.signing_in import account_of
from resource_dir.operations.auditing import record

PROVIDER = "provider"
MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Kept:
    """One account, and what it keeps: (organization id, name), by name."""

    account: Account
    organizations: tuple[tuple[str, str], ...]


def invite(
    session: Session,
    email: str,
    *,
    role: str,
    organizations: Sequence[str],
    caller: Caller,
    now: datetime,
) -> tuple[Account, str]:
    """A new account and the token of its invitation. Raises BadInput, Conflict, NotFound,
    NotAllowed for a role that this person can't give.
    """
    _may_handle(caller, role)
    if role == PROVIDER and not organizations:
        raise BadInput("Choose the organization whose listings they keep.", field="q")
    if account_of(session, email) is not None:
        raise Conflict("There is an account with this e-mail already.", field="email")
    kept = list(organizations) if role == PROVIDER else []
    return administering.add_account(
        session, email, role=role, organizations=kept, actor=caller.actor, now=now
    )


def invite_again(
    session: Session, account_id: str, *, caller: Caller, now: datetime
) -> tuple[Account, str]:
    """A new link for somebody who has not joined yet. Raises NotFound, NotAllowed, Conflict."""
    account = handled(session, account_id, caller=caller)
    if account.joined is not None or account.locked is not None:
        raise Conflict("They have joined already, or are locked: no invitation is made.")
    return account, make_link(session, account, "invitation", actor=caller.actor, now=now)


def add_membership(
    session: Session, account_id: str, organization_id: str, *, caller: Caller, now: datetime
) -> Account:
    """Let a provider keep one more organization; its sessions end. Raises NotFound, NotAllowed,
    Conflict for an account that is no provider's.
    """
    account = handled(session, account_id, caller=caller)
    if account.role != PROVIDER:
        raise Conflict("Only a provider keeps organizations.")
    if session.get(Organization, organization_id) is None:
        raise NotFound("There is no organization %(id)s.", id=organization_id)
    if session.get(Membership, (account_id, organization_id)) is None:
        session.add(Membership(account_id=account_id, organization_id=organization_id, created=now))
        session.flush()
        end_all_sessions(session, account_id, now=now)
        record(
            session, "add_membership", actor=caller.actor, table="membership", row_id=account_id,
            now=now, after={"organization_id": organization_id},
        )  # fmt: skip
    return account


def remove_membership(
    session: Session, account_id: str, organization_id: str, *, caller: Caller, now: datetime
) -> None:
    """Let a provider keep an organization no longer; its sessions end. Raises NotFound,
    NotAllowed.
    """
    handled(session, account_id, caller=caller)
    found = session.get(Membership, (account_id, organization_id))
    if found is None:
        raise NotFound("They do not keep this organization.")
    session.delete(found)
    end_all_sessions(session, account_id, now=now)
    record(
        session, "remove_membership", actor=caller.actor, table="membership", row_id=account_id,
        now=now, before={"organization_id": organization_id},
    )  # fmt: skip


def handled(session: Session, account_id: str, *, caller: Caller) -> Account:
    """An account that this person may change. Raises NotFound, NotAllowed."""
    account = session.get(Account, account_id, with_for_update=True)
    if account is None:
        raise NotFound("There is no such account.")
    _may_handle(caller, account.role)
    return account


def kept_by(session: Session, *, caller: Caller) -> list[Kept]:
    """Providers, or every account for an administrator, by e-mail, each with what it keeps."""
    query = select(Account).order_by(Account.email)
    if caller.role != "administrator":
        query = query.where(Account.role == PROVIDER)
    accounts = list(session.scalars(query))
    memberships = select(
        Membership.account_id, Membership.organization_id, Organization.name
    ).outerjoin(Organization, Organization.id == Membership.organization_id)
    by_account: dict[str, list[tuple[str, str]]] = {}
    for row in session.execute(memberships.order_by(Organization.name)):
        # An import may drop an organization for a day: its id stands for it.
        pair = (row.organization_id, row.name or row.organization_id)
        by_account.setdefault(row.account_id, []).append(pair)
    return [Kept(one, tuple(by_account.get(one.id, ()))) for one in accounts]


def organizations_named(session: Session, words: str) -> list[Organization]:
    """Organizations with every one of these words in their name, by name, at most 20."""
    parts = words.lower().replace("\x00", "").split()
    if not parts:
        return []
    query = select(Organization).order_by(Organization.name).limit(MOST_FOUND)
    for part in parts:
        query = query.where(func.lower(Organization.name).contains(part, autoescape=True))
    return list(session.scalars(query))


def chosen_organizations(session: Session, ids: Sequence[str]) -> list[Organization]:
    """Those of these ids that exist, by name."""
    wanted = list(dict.fromkeys(ids))[:MOST_FOUND]
    query = select(Organization).where(Organization.id.in_(wanted))
    return list(session.scalars(query.order_by(Organization.name)))


def change_role(
    session: Session,
    account_id: str,
    *,
    role: str,
    organizations: Sequence[str],
    caller: Caller,
    now: datetime,
) -> None:
    """Another role; a provider keeps what it kept, and what is named. Raises NotFound,
    NotAllowed, BadInput; Conflict for one's own account: nobody locks themselves out.
    """
    account = handled(session, account_id, caller=caller)
    _may_handle(caller, role)
    _not_oneself(caller, account_id)
    kept = organizations_of(session, account_id) if role == PROVIDER else ()
    wanted = sorted({*kept, *organizations}) if role == PROVIDER else []
    if role == PROVIDER and not wanted:
        raise BadInput("Choose the organization whose listings they keep.", field="q")
    administering.change_role(
        session, account, role=role, organizations=wanted, actor=caller.actor, now=now
    )


def set_lock(
    session: Session, account_id: str, *, is_locked: bool, caller: Caller, now: datetime
) -> None:
    """Lock or unlock an account. Raises NotFound, NotAllowed; Conflict for one's own."""
    account = handled(session, account_id, caller=caller)
    _not_oneself(caller, account_id)
    change = administering.lock_account if is_locked else administering.unlock_account
    change(session, account, actor=caller.actor, now=now)


def _not_oneself(caller: Caller, account_id: str) -> None:
    if account_id == caller.account_id:
        raise Conflict("This is your own account: somebody else has to do that.")


def _may_handle(caller: Caller, role: str) -> None:
    is_allowed = caller.role == "administrator" or (caller.role == "steward" and role == PROVIDER)
    if not (caller.is_admitted and is_allowed):
        raise NotAllowed("A steward invites and changes providers; the rest is for administrators.")
