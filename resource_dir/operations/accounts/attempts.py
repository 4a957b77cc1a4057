"""Five failures in a quarter of an hour close an account to a network; a passkey still gets in.

An attempt is written down *before* the password is looked at and struck out when it was right:
so a hundred at once are not a hundred guesses. It is counted by the e-mail that was typed, whether
or not there is such an account.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import uuid4

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from resource_dir.errors import TooManyAttempts
from resource_dir.models import Attempt
from resource_dir.operations.accounts.callers import Visitor
from resource_dir.operations.accounts.keys import keyed_digest

AT_MOST = 5
WINDOW = timedelta(minutes=15)
# From all networks together; NIST SP 800-63B-4 allows 100 failures in a row.
AT_MOST_A_DAY = 100
KEPT = timedelta(days=1)

Kind = Literal["sign_in", "recovery"]


@dataclass(frozen=True, slots=True)
class Counted:
    """Under what attempts are counted: keyed digests of an e-mail and of a network."""

    kind: Kind
    who: str
    network: str

    @classmethod
    def of(cls, kind: Kind, email: str, *, visitor: Visitor, secret_key: str) -> "Counted":
        """For this e-mail (case-folded) from this network."""
        return cls(
            kind,
            keyed_digest(secret_key, "attempt who", text=email),
            keyed_digest(secret_key, "attempt network", text=visitor.network),
        )


def note_attempt(session: Session, counted: Counted, *, now: datetime) -> None:
    """Write an attempt down. Raises TooManyAttempts when there were too many already."""
    _one_at_a_time(session, counted)
    session.execute(delete(Attempt).where(Attempt.at < now - KEPT))
    mine = (Attempt.kind == counted.kind, Attempt.who == counted.who)
    near = _count(session, *mine, Attempt.network == counted.network, Attempt.at > now - WINDOW)
    if near >= AT_MOST or _count(session, *mine) >= AT_MOST_A_DAY:
        raise TooManyAttempts(
            "Too many attempts. Wait %(minutes)s minutes, or use a passkey.",
            minutes=int(WINDOW.total_seconds() // 60),
        )
    session.add(Attempt(id=str(uuid4()), at=now, **_values(counted)))
    session.flush()


def forget_attempts(session: Session, counted: Counted) -> None:
    """Strike out the attempts of somebody who got in, from that network."""
    session.execute(
        delete(Attempt).where(
            Attempt.kind == counted.kind,
            Attempt.who == counted.who,
            Attempt.network == counted.network,
        )
    )


def _values(counted: Counted) -> dict[str, str]:
    return {"kind": counted.kind, "who": counted.who, "network": counted.network}


def _count(session: Session, *conditions: object) -> int:
    query = select(func.count()).select_from(Attempt).where(*conditions)  # type: ignore[arg-type]
    return session.scalar(query) or 0


def _one_at_a_time(session: Session, counted: Counted) -> None:
    """SQLite writes one at a time anyway; PostgreSQL would let ten count the same four."""
    if session.get_bind().dialect.name == "postgresql":
        number = int(counted.who[:15], 16)
        session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})
