"""Logins of the demonstration: four, with passwords of this run, for this machine only."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from resource_dir.models import Account, Membership, Organization
from resource_dir.operations.accounts.passwords import hash_password
from resource_dir.operations.accounts.sessions import end_all_sessions
from resource_dir.operations.accounts.signing_in import account_of
from resource_dir.operations.auditing import COMMAND_LINE, record

ROLES = ("responder", "provider", "planner", "steward")
PASSWORD_BYTES = 12  # 16 characters


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """What is printed: the password is stored as any other, and told once."""

    email: str
    password: str
    role: str


def new_passwords() -> list[tuple[DemoLogin, str]]:
    """The logins of this run, each with the hash of its password; made outside of a transaction."""
    made = []
    for role in ROLES:
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        login = DemoLogin(f"{role}@demo.example.org", password, role)
        made.append((login, hash_password(password)))
    return made


def set_demo_logins(
    session: Session, logins: list[tuple[DemoLogin, str]], *, now: datetime
) -> None:
    """Give the demo accounts these passwords; sessions of earlier runs end."""
    for login, password_hash in logins:
        account = account_of(session, login.email)
        if account is None:
            account = Account(
                id=str(uuid4()), email=login.email, role=login.role, created=now, joined=now,
                is_demo=True,
            )  # fmt: skip
            session.add(account)
            session.flush()
        if not account.is_demo:
            continue  # somebody made a real account of that name
        account.password_hash = password_hash
        end_all_sessions(session, account.id, now=now)
        if login.role == "provider":
            _keep_first_organization(session, account, now=now)
        record(
            session, "set_demo_login", actor=COMMAND_LINE, table="account", row_id=account.id,
            now=now, after={"email": login.email, "role": login.role},
        )  # fmt: skip


def _keep_first_organization(session: Session, account: Account, *, now: datetime) -> None:
    """The provider keeps the first organization of the demonstration, by id."""
    session.execute(delete(Membership).where(Membership.account_id == account.id))
    first = session.scalars(select(Organization.id).order_by(Organization.id).limit(1)).first()
    if first is not None:
        session.add(Membership(account_id=account.id, organization_id=first, created=now))
