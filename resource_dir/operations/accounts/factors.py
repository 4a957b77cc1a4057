"""Take a second factor away again, without leaving somebody who edits with none."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from resource_dir.errors import Conflict, NotFound
from resource_dir.models import Account, Passkey, RecoveryCode
from resource_dir.operations.accounts.callers import EDITORS, Caller
from resource_dir.operations.accounts.passkeys import list_passkeys
from resource_dir.operations.auditing import record


def remove_totp(session: Session, caller: Caller, *, now: datetime) -> None:
    """Forget the authenticator app. Raises NotFound, and Conflict when it is the last factor."""
    account = session.get_one(Account, caller.account_id, with_for_update=True)
    if account.totp_secret is None:
        raise NotFound("No authenticator app is set up.")
    _refuse_last(caller, left=len(list_passkeys(session, account.id)))
    account.totp_secret = account.totp_step = None
    record(
        session, "remove_totp", actor=caller.actor, table="account", row_id=account.id, now=now,
        before={"totp_secret": "old"}, after={"totp_secret": None},
    )  # fmt: skip


def remove_passkey(session: Session, caller: Caller, *, passkey_id: str, now: datetime) -> None:
    """Forget one of the caller's passkeys. Raises NotFound for anybody else's, and Conflict."""
    account = session.get_one(Account, caller.account_id, with_for_update=True)
    key = session.get(Passkey, passkey_id)
    if key is None or key.account_id != caller.account_id:
        raise NotFound("There is no such passkey of yours.")
    others = len(list_passkeys(session, account.id)) - 1
    _refuse_last(caller, left=others + (account.totp_secret is not None))
    if not others and account.password_hash is None:
        raise Conflict("Nothing else gets you in. Choose a password first.")
    session.delete(key)
    record(
        session, "remove_passkey", actor=caller.actor, table="passkey", row_id=key.id, now=now,
        before={"account_id": caller.account_id, "name": key.name},
    )  # fmt: skip


def remove_all_factors(session: Session, account: Account, *, actor: str, now: datetime) -> None:
    """For somebody who lost phone and codes: an administrator has made sure who it is."""
    account.totp_secret = account.totp_step = None
    session.execute(delete(Passkey).where(Passkey.account_id == account.id))
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    record(
        session, "remove_all_factors", actor=actor, table="account", row_id=account.id, now=now,
        before={"second_factors": "some"}, after={"second_factors": "none"},
    )  # fmt: skip


def _refuse_last(caller: Caller, *, left: int) -> None:
    if not left and caller.role in EDITORS:
        raise Conflict("It is your last second factor. Set up another one first.")
