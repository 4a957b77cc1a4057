"""Tokens for programs that ask in the name of an account."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import cast
from uuid import uuid4

from sqlalchemy import RowMapping, bindparam, select
from sqlalchemy.orm import Session

from resource_dir.errors import BadInput, Conflict, NotAllowed, NotFound
from resource_dir.models import Account, ApiToken, Membership
from resource_dir.operations.accounts.callers import (
    EDITORS,
    PARTNERS,
    PLAN_READERS,
    Caller,
    Role,
)
from resource_dir.operations.accounts.keys import digest_of, new_token
from resource_dir.operations.auditing import record

# Read what partners see; report counts of own listings; read the gap table: to whom each is open.
SCOPES: Mapping[str, frozenset[Role]] = MappingProxyType(
    {"search": PARTNERS, "beds": EDITORS, "gaps": PLAN_READERS}
)
PREFIX = "rd_"  # so that a scanner of repositories recognises one that was published by mistake
AT_MOST = 20
# Shorter than `last_seen.WORTH_NOTING`, so that each use that is worth a note is looked up.
REMEMBERED_SECONDS = 30.0
MOST_REMEMBERED = 10_000
# Made once: a program that pushes counts is looked up hundreds of times a second, and each time
# in the database, so that a token that was ended opens nothing at the next request.
_BY_DIGEST = (
    select(
        ApiToken.token_digest, ApiToken.id, ApiToken.account_id, ApiToken.scopes, ApiToken.revoked,
        ApiToken.last_used, Account.role, Account.locked, Account.is_demo,
        Membership.organization_id,
    )
    .join(Account, Account.id == ApiToken.account_id)
    .outerjoin(Membership, Membership.account_id == Account.id)
    .where(ApiToken.token_digest.in_(bindparam("digests", expanding=True)))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Program:
    """A program with a token, as one request knows it. `sees_partner_facts` needs its scope, and
    an account that sees them too.
    """

    token_id: str
    account_id: str
    role: Role
    scopes: frozenset[str]
    last_used: datetime | None
    organizations: frozenset[str]

    @property
    def sees_partner_facts(self) -> bool:
        """Whether a search answers with partner facts."""
        return "search" in self.scopes and self.role in PARTNERS

    def reports_beds_of(self, organization_id: str) -> bool:
        """Whether it may report the beds of an organization's listings: it needs its scope, and an
        account that keeps them.
        """
        is_own = self.role == "provider" and organization_id in self.organizations
        return "beds" in self.scopes and (is_own or self.role == "steward")

    @property
    def reads_gaps(self) -> bool:
        """Whether the gap table is open to it: its role may have become another since."""
        return "gaps" in self.scopes and self.role in PLAN_READERS

    @property
    def actor(self) -> str:
        """How the audit log names it: by the account in whose name it speaks."""
        return f"account:{self.account_id}"


def scopes_of(role: Role) -> list[str]:
    """What a token of somebody in this role may open."""
    return [scope for scope, roles in SCOPES.items() if role in roles]


def add_token(
    session: Session, caller: Caller, *, name: str, scopes: Iterable[str], now: datetime
) -> str:
    """A new token, to be shown once. Raises BadInput for a scope that there is not, NotAllowed for
    one that is not open to the caller's role, Conflict.
    """
    wanted = sorted(set(scopes))
    if not wanted or not set(wanted) <= set(SCOPES):
        raise BadInput("A scope is one of: %(scopes)s.", field="scopes", scopes=", ".join(SCOPES))
    if not set(wanted) <= set(scopes_of(caller.role)):
        raise NotAllowed("This is not open to your role.")
    if len(list_tokens(session, caller.account_id)) >= AT_MOST:
        raise Conflict("You have %(count)s tokens. End one first.", count=AT_MOST)
    text = PREFIX + new_token()
    token = ApiToken(
        id=str(uuid4()),
        account_id=caller.account_id,
        token_digest=digest_of(text),
        name=name,
        scopes=" ".join(wanted),
        created=now,
    )
    session.add(token)
    record(
        session, "add_token", actor=caller.actor, table="api_token", row_id=token.id, now=now,
        after={"account_id": caller.account_id, "name": name, "scopes": token.scopes},
    )  # fmt: skip
    return text


def list_tokens(session: Session, account_id: str) -> list[ApiToken]:
    """The tokens of one account that work, the newest first."""
    query = select(ApiToken).where(ApiToken.account_id == account_id, ApiToken.revoked.is_(None))
    return list(session.scalars(query.order_by(ApiToken.created.desc(), ApiToken.id)))


def end_token(session: Session, caller: Caller, *, token_id: str, now: datetime) -> None:
    """End one of the caller's own tokens. Raises NotFound for anybody else's."""
    token = session.get(ApiToken, token_id)
    if token is None or token.account_id != caller.account_id:
        raise NotFound("There is no such token of yours.")
    if token.revoked is None:
        token.revoked = now
        record(
            session, "end_token", actor=caller.actor, table="api_token", row_id=token.id, now=now,
            before={"revoked": None}, after={"revoked": now},
        )  # fmt: skip


def find_program(session: Session, text: str) -> Program | None:
    """Whose token it is; None for one that opens nothing (any more)."""
    digest = digest_of(text)
    return find_programs(session, [digest]).get(digest)


def find_programs(session: Session, digests: Iterable[str]) -> dict[str, Program]:
    """The same for several, by the digests of their tokens; one that opens nothing is absent."""
    rows: dict[str, list[RowMapping]] = {}
    found = session.connection().execute(_BY_DIGEST, {"digests": sorted(set(digests))})
    for row in found.mappings():
        rows.setdefault(row["token_digest"], []).append(row)
    return {digest: _program(mine) for digest, mine in rows.items() if _opens(mine[0])}


def _opens(row: RowMapping) -> bool:
    return row["revoked"] is None and row["locked"] is None and not row["is_demo"]


def _program(rows: Sequence[RowMapping]) -> Program:
    row = rows[0]  # one for each organization, otherwise the same
    scopes = frozenset(row["scopes"].split())
    mine = frozenset(one["organization_id"] for one in rows if one["organization_id"])
    role = cast(Role, row["role"])
    return Program(row["id"], row["account_id"], role, scopes, row["last_used"], mine)


class OpenedLately:
    """Digests of tokens that opened something a moment ago, in the memory of one process.

    What they open now has still to be asked: by the write itself, for all reports that wait
    together (`beds/pushing.py`). Others are asked for first, so that nobody without a token makes
    a write begin.
    """

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def has(self, digest: str) -> bool:
        """Whether it did."""
        return time.monotonic() < self._until.get(digest, 0)

    def note(self, digest: str) -> None:
        """It just did."""
        if len(self._until) >= MOST_REMEMBERED:
            self._until = {}
        self._until[digest] = time.monotonic() + REMEMBERED_SECONDS

    def forget(self, digest: str) -> None:
        """It opens nothing any more."""
        self._until.pop(digest, None)
