"""Who changes a listing, and whether a second person has to look at it first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from resource_dir.models import Account
from resource_dir.operations.accounts.callers import Caller

# Who took an account over changes the phone in the first days; who keeps a listing can wait for a
# steward's working week.
NEW_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Author:
    """`actor` as the audit log names them. Not trusted: a provider whose account is new or just
    came back by a recovery link; delicate changes of theirs wait for a second person.
    """

    actor: str
    is_trusted: bool = True

    @classmethod
    def of(cls, session: Session, caller: Caller, *, now: datetime) -> "Author":
        """The author that a signed-in person is."""
        return cls(caller.actor, is_trusted=is_trusted(session, caller, now=now))


def is_trusted(session: Session, caller: Caller, *, now: datetime) -> bool:
    """Stewards are the second person themselves; a provider is after a week."""
    if caller.role != "provider":
        return True
    account = session.get_one(Account, caller.account_id)
    if account.is_demo:
        return True
    since = max(one for one in (account.joined or account.created, account.recovered) if one)
    return now - since >= NEW_FOR
