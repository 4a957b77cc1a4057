"""Codes of an authenticator app: six digits that change every 30 seconds, each taken once.

The secret has to be known to check a code, so it can't be stored as a digest: it is encrypted with
a key made from SECRET_KEY. A stolen backup alone opens nothing.
"""

from datetime import datetime, timedelta

import pyotp
from pyotp.exceptions import OTPVerificationError
from sqlalchemy.orm import Session

from resource_dir.errors import BadInput
from resource_dir.models import Account
from resource_dir.operations.accounts.callers import Caller
from resource_dir.operations.accounts.keys import opened, sealed
from resource_dir.operations.auditing import record

ISSUER = "resource_dir"
DIGITS = 6
WINDOW = 1  # steps before and after: a phone's clock may be half a minute off
OFFER_LASTS = timedelta(minutes=30)
_STORED, _OFFERED = "totp secret", "totp offer"


def new_secret() -> str:
    """160 random bits in base32, as apps take them."""
    return pyotp.random_base32()


def setup_uri(secret: str, email: str) -> str:
    """What an app reads from the QR code."""
    return pyotp.TOTP(secret, name=email, issuer=ISSUER).provisioning_uri()


def offer(caller: Caller, secret: str, *, secret_key: str, now: datetime) -> str:
    """A new secret sealed for the form that confirms it: looking at a page stores nothing."""
    text = f"{caller.account_id} {now.timestamp():.0f} {secret}"
    return sealed(secret_key, _OFFERED, data=text.encode()).decode()


def offered_secret(caller: Caller, sealed_offer: str, *, secret_key: str, now: datetime) -> str:
    """The secret of a form. Raises BadInput when it is another account's, or too old."""
    text = opened(secret_key, _OFFERED, data=sealed_offer.encode())
    owner, moment, secret = text.decode().split(" ") if text else ("", "0", "")
    if owner != caller.account_id or now.timestamp() - int(moment) > OFFER_LASTS.total_seconds():
        raise BadInput("That form is too old. Begin again.", field="code")
    return secret


def set_up_totp(
    session: Session, caller: Caller, secret: str, code: str, *, secret_key: str, now: datetime
) -> None:
    """Keep the secret once the app has shown a right code. Raises BadInput for a wrong one."""
    step = _step_of(secret, code, now)
    if step is None:
        raise BadInput("That code is wrong. Is the clock of your phone right?", field="code")
    account = session.get_one(Account, caller.account_id, with_for_update=True)
    account.totp_secret = sealed(secret_key, _STORED, data=secret.encode())
    account.totp_step = step
    record(
        session, "set_up_totp", actor=caller.actor, table="account", row_id=account.id, now=now,
        before={"totp_secret": None}, after={"totp_secret": "new"},
    )  # fmt: skip


def use_totp_code(account: Account, code: str, *, secret_key: str, now: datetime) -> bool:
    """Whether the code is right and newer than the last one; it is taken then, for good."""
    secret = opened(secret_key, _STORED, data=account.totp_secret) if account.totp_secret else None
    step = _step_of(secret.decode(), code, now) if secret else None
    if step is None or step <= (account.totp_step or 0):
        return False
    account.totp_step = step
    return True


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    digits = "".join(code.split())
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    try:
        return pyotp.TOTP(secret).verify_and_get_timecode(digits, for_time=now, valid_window=WINDOW)
    except OTPVerificationError:
        return None
