"""What a house said on the phone is a report of its beds, when we know who heard it.

A note by somebody who is not signed in stays in the stewards' queue: anybody could fill every
house of a county with it.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from resource_dir.operations.accounts.callers import Caller, Role
from resource_dir.operations.beds.reporting import BedReport, Reported, report_beds
from resource_dir.operations.finding import documents_by_id
from resource_dir.operations.listings import presenting
from resource_dir.operations.reports.reporting import SAID_FREE, Report

VIA = "phone"
# Who calls houses, and how their number is named to others: never by the person's own name.
SAID_TO: Mapping[Role, str] = MappingProxyType(
    {
        "responder": "said to a responder",
        "broker": "said to a broker",
        "steward": "said to a steward",
    }
)
_ANYONE = (None, "", "anyone")


def is_heard(caller: Caller | None) -> bool:
    """Whether what this person heard is shown as the newest number."""
    return caller is not None and caller.is_admitted and caller.role in SAID_TO


def hear_beds(
    session: Session, listing_id: str, report: Report, *, caller: Caller, now: datetime
) -> Reported | None:
    """Report what a call said of a listing's beds, in the transaction that notes the call.

    None where it says nothing of a count that is kept here: the note alone is stored then.
    Raises BadInput for a number that can't be.
    """
    if not is_heard(caller):
        return None
    row = _meant(session, listing_id, report.population, now)
    fields = _fields(report, row) if row else None
    if row is None or fields is None:
        return None
    told = BedReport(row["id"], report.key, fields=fields)
    source = SAID_TO[caller.role]
    return report_beds(
        session, listing_id, told, actor=caller.actor, via=VIA, source=source, now=now
    )


def _meant(
    session: Session, listing_id: str, population: str | None, now: datetime
) -> dict[str, Any] | None:
    """The one count that the call was about; None where it could be two, or none."""
    document = documents_by_id(session, [listing_id]).get(listing_id)
    counts = presenting.capacity(document, "partner", now) if document else []
    kept = [row for row in counts if row.get("id")]
    if len(kept) == 1 and population in _ANYONE:
        return kept[0]
    meant = [row for row in kept if _whom(row["population"]) == _whom(population)]
    return meant[0] if len(meant) == 1 else None


def _whom(population: str | None) -> str:
    return "anyone" if population in _ANYONE else str(population)


def _fields(report: Report, row: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the kind of the call says; None where the number that stands is not contradicted.

    Who says that people are taken confirms no number: an old one is not made new by it.
    """
    if report.kind == SAID_FREE:
        has_free = bool(report.available)
        return {"available": report.available, **({"is_accepting": True} if has_free else {})}
    if report.kind == "is_full":
        return {"available": 0}
    if report.kind != "takes_people":
        return None
    stands = not row["stale"] and row["available"] and row["is_accepting"] is not False
    return None if stands else {"available": None, "is_accepting": True}
