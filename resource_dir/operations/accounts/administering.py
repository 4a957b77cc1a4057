"""What an administrator does with accounts: add, list, lock, give another role."""

import re
from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from resource_dir.errors import BadInput, Conflict, NotFound
from resource_dir.models import ROLES, Account, Membership, Organization
from resource_dir.operations.accounts.joining import make_link
from resource_dir.operations.accounts.sessions import end_all_sessions, organizations_of
from resource_dir.operations.accounts.signing_in import account_of, folded
from resource_dir.operations.auditing import record

LONGEST_EMAIL = 254  # RFC 5321
_EMAIL = re.compile(r"[^\s@\x00-\x20\x7f<>,;\"]+@[^\s@\x00-\x20\x7f<>,;\"]+\.[a-z0-9-]{2,}")


def add_account(
    session: Session,
    email: str,
    *,
    role: str,
    organizations: Sequence[str] = (),
    actor: str,
    now: datetime,
) -> tuple[Account, str]:
    """A new account and the token of its invitation.

    Raises BadInput, Conflict when the e-mail has an account, NotFound for an organization.
    """
    email = check_email(email)
    if account_of(session, email) is not None:
        raise Conflict(
            "There is an account with this e-mail already. `resource-dir user link %(email)s` "
            "makes a new link for it.",
            email=email,
        )
    account = Account(id=str(uuid4()), email=email, role=_role(role), created=now)
    session.add(account)
    session.flush()
    _check_organizations(session, role, organizations)
    _set_organizations(session, account, organizations, now=now)
    record(
        session, "add_account", actor=actor, table="account", row_id=account.id, now=now,
        after={"email": email, "role": role, "organizations": sorted(organizations)},
    )  # fmt: skip
    return account, make_link(session, account, "invitation", actor=actor, now=now)


def check_email(email: str) -> str:
    """An address as it is stored. Raises BadInput for what is none."""
    email = folded(email)
    if len(email) > LONGEST_EMAIL or not _EMAIL.fullmatch(email):
        raise BadInput("That is not an e-mail address: %(email)s.", field="email", email=email)
    return email


def list_accounts(session: Session) -> list[Account]:
    """Every account, by e-mail."""
    return list(session.scalars(select(Account).order_by(Account.email)))


def get_account(session: Session, email: str) -> Account:
    """The account with this e-mail. Raises NotFound."""
    account = account_of(session, email)
    if account is None:
        raise NotFound("There is no account %(email)s.", email=folded(email))
    return account


def lock_account(session: Session, account: Account, *, actor: str, now: datetime) -> None:
    """Let nobody in with this account, from their next request on."""
    if account.locked is None:
        account.locked = now
        end_all_sessions(session, account.id, now=now)
        record(
            session, "lock_account", actor=actor, table="account", row_id=account.id, now=now,
            before={"locked": None}, after={"locked": now},
        )  # fmt: skip


def unlock_account(session: Session, account: Account, *, actor: str, now: datetime) -> None:
    """Let its owner in again; everybody has to sign in anew."""
    if account.locked is not None:
        before, account.locked = account.locked, None
        record(
            session, "unlock_account", actor=actor, table="account", row_id=account.id, now=now,
            before={"locked": before}, after={"locked": None},
        )  # fmt: skip


def change_role(
    session: Session,
    account: Account,
    *,
    role: str,
    organizations: Sequence[str] = (),
    actor: str,
    now: datetime,
) -> None:
    """Another role, and the organizations with it; its sessions end. Raises BadInput, NotFound."""
    _check_organizations(session, _role(role), organizations)
    before = {"role": account.role, "organizations": sorted(organizations_of(session, account.id))}
    account.role = role
    _set_organizations(session, account, organizations, now=now)
    end_all_sessions(session, account.id, now=now)
    record(
        session, "change_role", actor=actor, table="account", row_id=account.id, now=now,
        before=before, after={"role": role, "organizations": sorted(organizations)},
    )  # fmt: skip


def _role(role: str) -> str:
    if role not in ROLES:
        raise BadInput("A role is one of: %(roles)s.", field="role", roles=", ".join(ROLES))
    return role


def _check_organizations(session: Session, role: str, organizations: Sequence[str]) -> None:
    if (role == "provider") != bool(organizations):
        raise BadInput(
            "A provider belongs to one organization or more, and nobody else does: name them "
            "with --organization ID.",
            field="organization",
        )
    for key in organizations:
        if session.get(Organization, key) is None:
            raise NotFound("There is no organization %(id)s.", id=key)


def _set_organizations(
    session: Session, account: Account, organizations: Sequence[str], *, now: datetime
) -> None:
    session.execute(delete(Membership).where(Membership.account_id == account.id))
    for key in dict.fromkeys(organizations):
        session.add(Membership(account_id=account.id, organization_id=key, created=now))
    session.flush()
