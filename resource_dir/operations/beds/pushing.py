"""What programs push: whose token it is, whether it may, and which count is meant.

That is read in the transaction that writes, with one query for all that wait together, and so
holds when the number is stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, bindparam, select
from sqlalchemy.orm import Session

from resource_dir.errors import BadInput, NotAllowed, NotFound, NotSignedIn, ResourceDirError
from resource_dir.models import ListingDocument
from resource_dir.operations.accounts.tokens import Program, find_programs
from resource_dir.operations.beds.reporting import (
    BedReport,
    Locked,
    Outcome,
    Said,
    lock_counts,
    report_all,
)

ANYONE = "anyone"
_KEEPER = select(ListingDocument.organization_id).where(
    ListingDocument.id == bindparam("of_listing"), ListingDocument.document.is_not(None)
)


@dataclass(frozen=True, slots=True)
class Pushed:
    """A report as a program sends it; `unit` and `population` name the count, where a listing has
    several. The rest is that of a BedReport.
    """

    token_digest: str
    listing_id: str
    key: str
    now: datetime
    unit: object = None
    population: object = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None


def push_all(session: Session, reports: Sequence[Said | Pushed]) -> list[Outcome]:
    """Store reports of different listings with different keys; what came of each, in their order.
    Said ones are those of people who have been asked already whether they may.

    Beside what `report_beds` raises: NotSignedIn for a token that opens nothing, NotFound for a
    listing that is not shown, NotAllowed for one of somebody else, BadInput where it is not clear
    which count is meant.
    """
    locked = lock_counts(session, [one.listing_id for one in reports])
    digests = [one.token_digest for one in reports if isinstance(one, Pushed)]
    programs = find_programs(session, digests) if digests else {}
    asked = [
        _asked(session, one, programs.get(one.token_digest), locked)
        if isinstance(one, Pushed)
        else one
        for one in reports
    ]
    said = [one for one in asked if isinstance(one, Said)]
    done = iter(report_all(session, said, locked=locked) if said else ())
    return [next(done) if isinstance(one, Said) else one for one in asked]


def _asked(
    session: Session, pushed: Pushed, program: Program | None, locked: Locked
) -> Said | ResourceDirError:
    """The report with the count that it means, in the name of the account; or why not."""
    if program is None:
        return NotSignedIn("This token opens nothing. Was it ended?", field="Authorization")
    try:
        counts = locked.get(pushed.listing_id, ())
        if not program.reports_beds_of(_keeper_of(session, pushed.listing_id, counts)):
            return NotAllowed("This token may not report the beds of this listing.")
        capacity_id = _meant(pushed, counts)
    except ResourceDirError as error:
        return error
    report = BedReport(capacity_id, pushed.key, fields=pushed.fields, at=pushed.at)
    return Said(pushed.listing_id, report, actor=program.actor, via="token", now=pushed.now)


def _keeper_of(session: Session, listing_id: str, counts: Sequence[RowMapping]) -> str:
    keeper: str | None
    if counts:
        keeper = counts[0]["organization_id"]
        return keeper or ""
    found = session.connection().execute(_KEEPER, {"of_listing": listing_id}).one_or_none()
    if found is None:
        raise NotFound("There is no such listing. It may have been closed or merged.")
    keeper = found.organization_id
    return keeper or ""


def _meant(pushed: Pushed, counts: Sequence[RowMapping]) -> str:
    """The count that unit and population name; the only one needs no name."""
    unit, whom = pushed.unit, pushed.population
    found = [
        count
        for count in counts
        if unit in (None, count["unit"]) and whom in (None, count["population"])
    ]
    if len(found) > 1 and whom is None:
        found = [count for count in found if count["population"] == ANYONE] or found
    if len(found) != 1:
        names = sorted((count["unit"], count["population"]) for count in counts)
        raise BadInput(
            "Say which beds: unit and population of one of these counts: %(known)s.",
            field="unit",
            known="; ".join(f"{unit}, {whom}" for unit, whom in names) or "-",
        )
    key: str = found[0]["id"]
    return key
