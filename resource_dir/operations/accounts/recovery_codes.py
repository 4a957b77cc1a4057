"""Recovery codes: ten, shown once, each standing in for the second factor once."""

import base64
import re
import secrets
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from resource_dir.models import Account, RecoveryCode
from resource_dir.operations.accounts.callers import Caller
from resource_dir.operations.accounts.keys import keyed_digest
from resource_dir.operations.auditing import record

HOW_MANY = 10
CODE_BYTES = 10  # 80 bits: 16 letters of base32
GROUP = 4


def make_recovery_codes(
    session: Session, caller: Caller, *, secret_key: str, now: datetime
) -> list[str]:
    """Ten new codes, to be shown once; older ones no longer work."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == caller.account_id))
    codes = [_new_code() for _ in range(HOW_MANY)]
    for code in codes:
        digest = _digest(code, secret_key)
        session.add(RecoveryCode(code_digest=digest, account_id=caller.account_id, created=now))
    record(
        session, "make_recovery_codes", actor=caller.actor, table="account",
        row_id=caller.account_id, now=now, after={"recovery_codes": HOW_MANY},
    )  # fmt: skip
    return codes


def count_recovery_codes(session: Session, account_id: str) -> int:
    """How many have not been used."""
    mine = (RecoveryCode.account_id == account_id, RecoveryCode.used.is_(None))
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(*mine)) or 0


def use_recovery_code(
    session: Session, account: Account, code: str, *, secret_key: str, now: datetime
) -> bool:
    """Whether it is an unused code of this account; it is used then."""
    found = session.get(RecoveryCode, _digest(code, secret_key), with_for_update=True)
    if found is None or found.account_id != account.id or found.used is not None:
        return False
    found.used = now
    return True


def _new_code() -> str:
    text = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode().lower()
    return "-".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


def _digest(code: str, secret_key: str) -> str:
    plain = re.sub(r"[\s-]+", "", code).casefold()
    return keyed_digest(secret_key, "recovery code", text=plain)
