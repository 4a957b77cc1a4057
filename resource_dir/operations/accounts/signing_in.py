"""Get in with a password, then with a second factor where the account has one.

The same work is done for an e-mail that nobody has: an attempt is written, a password hashed, a
refusal recorded. Hashing happens outside of the write transaction, which others wait for.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import BadInput, NotSignedIn
from resource_dir.models import Account, AccountSession
from resource_dir.operations.accounts.attempts import Counted, forget_attempts, note_attempt
from resource_dir.operations.accounts.callers import Caller, Visitor
from resource_dir.operations.accounts.passwords import is_password
from resource_dir.operations.accounts.recovery_codes import use_recovery_code
from resource_dir.operations.accounts.sessions import begin_session, has_second_factor, may_enter
from resource_dir.operations.accounts.totp import use_totp_code
from resource_dir.operations.auditing import NOBODY, record


@dataclass(frozen=True, slots=True)
class Started:
    """A session that was begun: the token for the cookie, and whether a second factor is due."""

    token: str
    is_whole: bool


def folded(email: str) -> str:
    """An e-mail as it is compared and stored."""
    return email.strip().casefold()


def account_of(session: Session, email: str) -> Account | None:
    """The account with this e-mail, however it is capitalised."""
    return session.scalars(select(Account).where(Account.email == folded(email))).one_or_none()


def sign_in(
    session: Session, email: str, password: str, *, visitor: Visitor, secret_key: str, now: datetime
) -> Started:
    """Begin a session with a password; two write transactions of its own, none while it hashes.

    Raises BadInput, the same whether the e-mail, the password or the account is wrong, and
    TooManyAttempts.
    """
    counted = Counted.of("sign_in", folded(email), visitor=visitor, secret_key=secret_key)
    with writing(session):
        note_attempt(session, counted, now=now)
    account = account_of(session, email)
    is_right = is_password(account.password_hash if account else None, password)
    with writing(session):
        account = account_of(session, email)  # it may have been locked meanwhile
        if account is None or not is_right or not may_enter(account, visitor):
            _record_refusal(session, account, "refuse_password", now=now)
            started = None
        elif has_second_factor(session, account) and not account.is_demo:
            token = begin_session(session, account, visitor=visitor, is_whole=False, now=now)
            started = Started(token, is_whole=False)
        else:
            forget_attempts(session, counted)
            started = admit(session, account, "password", visitor=visitor, now=now)
    if started is None:
        raise BadInput("The e-mail or the password is wrong.", field="password")
    return started


def finish_with_code(
    session: Session, caller: Caller, code: str, *, visitor: Visitor, secret_key: str, now: datetime
) -> Started:
    """Begin the whole session with a code of the authenticator app, or a recovery code.

    A write transaction of its own. Raises BadInput for a wrong or used code, TooManyAttempts.
    """
    counted = Counted.of("sign_in", caller.email, visitor=visitor, secret_key=secret_key)
    with writing(session):
        note_attempt(session, counted, now=now)
        account = session.get_one(Account, caller.account_id, with_for_update=True)
        half = session.get_one(AccountSession, caller.session_id, with_for_update=True)
        if half.revoked is not None or not may_enter(account, visitor):
            raise NotSignedIn("Sign in again.")
        how = _proof(session, account, code, secret_key=secret_key, now=now)
        started = None
        if how is None:
            _record_refusal(session, account, "refuse_code", now=now)
        else:
            half.revoked = now
            forget_attempts(session, counted)
            started = admit(session, account, how, visitor=visitor, now=now)
    if started is None:
        raise BadInput(
            "That code is wrong, or was used already. Wait for the next one.", field="code"
        )
    return started


def confirm_password(
    session: Session,
    caller: Caller,
    password: str,
    *,
    visitor: Visitor,
    secret_key: str,
    now: datetime,
) -> None:
    """Make sure that it is still the same person at the keyboard; counted like a sign-in.

    A write transaction of its own. Raises BadInput for the field `current`, TooManyAttempts.
    """
    counted = Counted.of("sign_in", caller.email, visitor=visitor, secret_key=secret_key)
    with writing(session):
        note_attempt(session, counted, now=now)
    account = session.get_one(Account, caller.account_id)
    if account.password_hash and not is_password(account.password_hash, password):
        raise BadInput("That is not your password.", field="current")
    with writing(session):
        forget_attempts(session, counted)


def _proof(
    session: Session, account: Account, code: str, *, secret_key: str, now: datetime
) -> str | None:
    """What the code is, when it is right: "totp" or "recovery_code"."""
    if use_totp_code(account, code, secret_key=secret_key, now=now):
        return "totp"
    if use_recovery_code(session, account, code, secret_key=secret_key, now=now):
        return "recovery_code"
    return None


def admit(
    session: Session, account: Account, how: str, *, visitor: Visitor, now: datetime
) -> Started:
    """Begin a whole session, with its entry in the audit log."""
    token = begin_session(session, account, visitor=visitor, is_whole=True, now=now)
    record(
        session, "sign_in", actor=f"account:{account.id}", table="account", row_id=account.id,
        now=now, after={"how": how, "device": visitor.device},
    )  # fmt: skip
    return Started(token, is_whole=True)


def _record_refusal(
    session: Session, account: Account | None, action: str, *, now: datetime
) -> None:
    """For an unknown e-mail too: it takes as long, and says nothing of what was typed."""
    row_id = account.id if account else "unknown"
    record(session, action, actor=NOBODY, table="account", row_id=row_id, now=now)
