"""Signed-in browsers: begun, recognised at each request, listed, ended.

The cookie holds a random token, the database its digest. A session that was ended, or whose account
was locked, is not recognised at the next request: nothing of it is kept anywhere else.
"""

from datetime import datetime, timedelta
from typing import cast
from uuid import uuid4

from sqlalchemy import bindparam, delete, exists, select, update
from sqlalchemy.orm import Session

from resource_dir.errors import NotFound
from resource_dir.models import Account, AccountSession, Membership, Passkey
from resource_dir.operations.accounts.callers import (
    EDITORS,
    IDLE,
    LONGEST,
    Caller,
    Role,
    Visitor,
)
from resource_dir.operations.accounts.keys import digest_of, new_token
from resource_dir.operations.auditing import record

FOR_SECOND_FACTOR = timedelta(minutes=10)
KEPT = timedelta(days=30)  # how long ended sessions stay in the table
# Made once, for programs that ask hundreds of times a second.
_KEPT = select(Membership.organization_id).where(Membership.account_id == bindparam("keeper"))


def begin_session(
    session: Session, account: Account, *, visitor: Visitor, is_whole: bool, now: datetime
) -> str:
    """Begin a session and give its token, which is kept nowhere and was never used before."""
    session.execute(delete(AccountSession).where(AccountSession.expires < now - KEPT))
    token = new_token()
    session.add(
        AccountSession(
            id=str(uuid4()),
            account_id=account.id,
            token_digest=digest_of(token),
            is_whole=is_whole,
            device=visitor.device,
            created=now,
            last_seen=now,
            expires=now + (LONGEST if is_whole else FOR_SECOND_FACTOR),
        )
    )
    session.flush()
    return token


def find_caller(
    session: Session, token: str, *, visitor: Visitor, now: datetime
) -> tuple[Caller, datetime] | None:
    """Who has this token, and when they were last seen; None when it opens nothing (any more)."""
    row = session.execute(
        select(AccountSession, Account)
        .join(Account, Account.id == AccountSession.account_id)
        .where(AccountSession.token_digest == digest_of(token))
    ).one_or_none()
    if row is None:
        return None
    browser, account = row
    if not _is_alive(browser, account, now) or not may_enter(account, visitor):
        return None
    caller = Caller(
        account_id=account.id,
        email=account.email,
        role=cast(Role, account.role),
        organizations=organizations_of(session, account.id),
        session_id=browser.id,
        is_whole=browser.is_whole,
        is_enrolled=account.role not in EDITORS
        or account.is_demo
        or has_second_factor(session, account),
        began=browser.created,
    )
    return caller, browser.last_seen


def _is_alive(browser: AccountSession, account: Account, now: datetime) -> bool:
    is_awake = now - browser.last_seen < IDLE[cast(Role, account.role)]
    return browser.revoked is None and now < browser.expires and is_awake


def may_enter(account: Account, visitor: Visitor) -> bool:
    """Not when an administrator locked it; a demo login from this machine only."""
    return account.locked is None and (visitor.is_loopback or not account.is_demo)


def has_second_factor(session: Session, account: Account) -> bool:
    """Whether a password alone does not get in."""
    query = select(exists().where(Passkey.account_id == account.id))
    return account.totp_secret is not None or bool(session.scalar(query))


def organizations_of(session: Session, account_id: str) -> frozenset[str]:
    """The ids of the organizations whose listings this account keeps."""
    return frozenset(session.connection().execute(_KEPT, {"keeper": account_id}).scalars())


def list_sessions(session: Session, account_id: str, *, now: datetime) -> list[AccountSession]:
    """The sessions of one account that are alive, the one that was seen last first."""
    account = session.get_one(Account, account_id)
    found = session.scalars(
        select(AccountSession)
        .where(AccountSession.account_id == account_id, AccountSession.is_whole)
        .order_by(AccountSession.last_seen.desc(), AccountSession.id)
    )
    return [one for one in found if _is_alive(one, account, now)]


def end_session(session: Session, caller: Caller, *, session_id: str, now: datetime) -> None:
    """End one of the caller's own sessions. Raises NotFound for anybody else's."""
    found = session.get(AccountSession, session_id)
    if found is None or found.account_id != caller.account_id:
        raise NotFound("There is no such session of yours.")
    if found.revoked is None:
        found.revoked = now
        record(
            session, "end_session", actor=caller.actor, table="account_session",
            row_id=found.id, now=now, before={"revoked": None}, after={"revoked": now},
        )  # fmt: skip


def end_all_sessions(
    session: Session, account_id: str, *, now: datetime, but: str | None = None
) -> None:
    """End every session of an account, but for one of them where it is named."""
    session.execute(
        update(AccountSession)
        .where(
            AccountSession.account_id == account_id,
            AccountSession.revoked.is_(None),
            AccountSession.id != (but or ""),
        )
        .values(revoked=now)
    )
