"""Tokens for programs that ask in the name of an account."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import cast
from uuid import uuid4

from sqlalchemy import bindparam, select
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
# Made once: a program that pushes counts is looked up hundreds of times a second, and each time
# in the database, so that a token that was ended opens nothing at the next request.
_BY_DIGEST = (
    select(
        ApiToken.id, ApiToken.account_id, ApiToken.scopes, ApiToken.revoked, ApiToken.last_used,
        Account.role, Account.locked, Account.is_demo, Membership.organization_id,
    )
    .join(Account, Account.id == ApiToken.account_id)
    .outerjoin(Membership, Membership.account_id == Account.id)
    .where(ApiToken.token_digest == bindparam("digest"))
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
    rows = session.connection().execute(_BY_DIGEST, {"digest": digest_of(text)}).all()
    if not rows:
        return None
    row = rows[0]  # one for each organization, otherwise the same
    if row.revoked is not None or row.locked is not None or row.is_demo:
        return None
    scopes = frozenset(row.scopes.split())
    mine = frozenset(one.organization_id for one in rows if one.organization_id)
    return Program(row.id, row.account_id, cast(Role, row.role), scopes, row.last_used, mine)
