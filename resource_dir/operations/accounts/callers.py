"""Who asks, from where, and what each role may see and how long it stays signed in."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Literal

from resource_dir.models import ROLES

__all__ = [
    "EDITORS", "IDLE", "LONGEST", "PARTNERS", "PLAN_READERS", "ROLES", "Caller", "Role", "Visitor",
]  # fmt: skip

Role = Literal["responder", "broker", "provider", "planner", "steward", "administrator"]

# Who changes what others rely on: nothing is opened to them without a second factor.
EDITORS: frozenset[Role] = frozenset({"provider", "steward", "administrator"})
# Who sees partner facts. A planner asks for sums, not for one listing's police entrance.
PARTNERS: frozenset[Role] = EDITORS | {"responder", "broker"}
# Who reads the pages of planning, all of them sums.
PLAN_READERS: frozenset[Role] = frozenset({"planner", "steward", "administrator"})
# How long a browser may be silent. A shift of patrol or dispatch lasts 8 to 12 hours and the phone
# locks by itself; a provider's desk stands where people come in; stewards and administrators can
# do the most harm.
IDLE: Mapping[Role, timedelta] = MappingProxyType(
    {
        "responder": timedelta(hours=12),
        "broker": timedelta(hours=12),
        "planner": timedelta(hours=1),
        "provider": timedelta(minutes=30),
        "steward": timedelta(minutes=30),
        "administrator": timedelta(minutes=15),
    }
)
LONGEST = timedelta(hours=24)  # NIST SP 800-63B-4, AAL2: prove yourself again once a day
IPV4_PREFIX, IPV6_PREFIX = 24, 64  # one office or one household; a single address is changed easily


@dataclass(frozen=True, slots=True)
class Caller:
    """A signed-in person, as one request knows it.

    `is_whole`: no second factor is due. `is_enrolled`: has the second factor that the role asks
    for, or needs none. `began` is when this browser signed in.
    """

    account_id: str
    email: str
    role: Role
    organizations: frozenset[str]
    session_id: str
    is_whole: bool
    is_enrolled: bool
    began: datetime

    @property
    def is_admitted(self) -> bool:
        """Whether anything is open to this person beyond finishing to sign in."""
        return self.is_whole and self.is_enrolled

    @property
    def actor(self) -> str:
        """How the audit log names this person."""
        return f"account:{self.account_id}"

    def keeps(self, organization_id: str) -> bool:
        """Whether this person may edit the listings of an organization: own ones, or any as
        a steward."""
        is_own = self.role == "provider" and organization_id in self.organizations
        return self.is_admitted and (is_own or self.role == "steward")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Where a request comes from. `device` is what the browser is, in three words."""

    address: str
    device: str
    is_loopback: bool

    @property
    def network(self) -> str:
        """The prefix that attempts are counted by: /24, or /64 of IPv6."""
        try:
            address = ipaddress.ip_address(self.address)
        except ValueError:
            return "unknown"
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        prefix = IPV4_PREFIX if address.version == 4 else IPV6_PREFIX
        return str(ipaddress.ip_network(f"{address}/{prefix}", strict=False))
