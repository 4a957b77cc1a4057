"""Links that let somebody choose a password: an invitation, and a way back after forgetting it."""

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from resource_dir.errors import NotFound
from resource_dir.models import Account, AccountLink, Organization
from resource_dir.operations.accounts.attempts import Counted, note_attempt
from resource_dir.operations.accounts.callers import Caller, Visitor
from resource_dir.operations.accounts.keys import digest_of, new_token
from resource_dir.operations.accounts.passwords import check_new_password
from resource_dir.operations.accounts.sessions import end_all_sessions, organizations_of
from resource_dir.operations.accounts.signing_in import account_of, folded
from resource_dir.operations.auditing import NOBODY, record

Purpose = Literal["invitation", "recovery"]

LASTS = {"invitation": timedelta(days=7), "recovery": timedelta(hours=1)}


def make_link(
    session: Session, account: Account, purpose: Purpose, *, actor: str, now: datetime
) -> str:
    """The token of a new link; older ones of the account no longer work."""
    _end_links(session, account.id, now=now)
    token = new_token()
    session.add(
        AccountLink(
            token_digest=digest_of(token),
            account_id=account.id,
            purpose=purpose,
            created=now,
            expires=now + LASTS[purpose],
        )
    )
    record(
        session, f"make_{purpose}_link", actor=actor, table="account", row_id=account.id, now=now
    )
    return token


def account_of_link(session: Session, token: str, *, now: datetime) -> Account:
    """Whose link it is. Raises NotFound for one that was used, replaced, or is too old."""
    link = session.get(AccountLink, digest_of(token))
    account = session.get(Account, link.account_id) if link else None
    if link is None or account is None or link.used is not None or now >= link.expires:
        raise NotFound("This link was used already, is too old, or was replaced. Ask for another.")
    if account.locked is not None or account.is_demo:
        raise NotFound("This link was used already, is too old, or was replaced. Ask for another.")
    return account


def check_password_for(session: Session, account: Account, password: str) -> None:
    """Whether this account may have that password. Raises BadInput."""
    ids = organizations_of(session, account.id)
    names = session.scalars(select(Organization.name).where(Organization.id.in_(ids)))
    check_new_password(password, email=account.email, names=names)


def choose_password(session: Session, token: str, password_hash: str, *, now: datetime) -> None:
    """Use a link up: set the password, end all sessions. Second factors stay. Raises NotFound.

    The hash is made by the caller, outside of the write transaction.
    """
    link = session.get(AccountLink, digest_of(token), with_for_update=True)
    account = account_of_link(session, token, now=now)
    if link is not None and link.purpose == "recovery":
        account.recovered = now  # whoever has the mailbox has the account: see `editing.authors`
    _end_links(session, account.id, now=now)
    _set_password(session, account, password_hash, actor=f"account:{account.id}", now=now)
    account.joined = account.joined or now
    end_all_sessions(session, account.id, now=now)


def change_password(session: Session, caller: Caller, password_hash: str, *, now: datetime) -> None:
    """Set a new password; every other session of the account ends."""
    account = session.get_one(Account, caller.account_id, with_for_update=True)
    _end_links(session, account.id, now=now)
    _set_password(session, account, password_hash, actor=caller.actor, now=now)
    end_all_sessions(session, account.id, now=now, but=caller.session_id)


def ask_for_recovery(
    session: Session, email: str, *, visitor: Visitor, secret_key: str, now: datetime
) -> tuple[str, str] | None:
    """(e-mail, token of a new link), or None where nobody may have one; the caller can't tell
    the reader which. Raises TooManyAttempts, for known and unknown e-mails alike.
    """
    counted = Counted.of("recovery", folded(email), visitor=visitor, secret_key=secret_key)
    note_attempt(session, counted, now=now)
    account = account_of(session, email)
    if account is None or account.locked is not None or account.is_demo:
        record(session, "refuse_recovery", actor=NOBODY, table="account", row_id="unknown", now=now)
        return None
    return account.email, make_link(session, account, "recovery", actor=NOBODY, now=now)


def _set_password(
    session: Session, account: Account, password_hash: str, *, actor: str, now: datetime
) -> None:
    account.password_hash = password_hash
    record(
        session, "set_password", actor=actor, table="account", row_id=account.id, now=now,
        before={"password_hash": "old"}, after={"password_hash": "new"},
    )  # fmt: skip


def _end_links(session: Session, account_id: str, *, now: datetime) -> None:
    session.execute(
        update(AccountLink)
        .where(AccountLink.account_id == account_id, AccountLink.used.is_(None))
        .values(used=now)
    )
