"""Who was told "full": beds asked for here, and calls that were noted, by need.

Counts of answers only; nothing tells who asked, or for whom. A listing that gives several needs
counts for each: nobody wrote down which of them was asked for.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from resource_dir.models import Hold, ListingReport

if TYPE_CHECKING:
    from resource_dir.gaps.table.gap_table import GapTable
    from resource_dir.gaps.table.turn_aways import Seen

LOOKED_BACK = timedelta(days=365)  # predictions are of the inventory as it is now
FULL_WORDS = frozenset({"is_full", "turned_away"})
ROOM_WORDS = frozenset({"said_free", "takes_people"})
HOLDS, CALLS = "holds", "calls"
Answers = Mapping[str, Counter[bool]]  # of each listing: how often full, how often not


def turn_aways_seen(session: Session, table: "GapTable", *, now: datetime) -> "list[Seen]":
    """Each need of the table of which an answer is known, from each source apart."""
    from resource_dir.gaps.table.turn_aways import predicted_refusal, seen_of

    needs_of = {unit.listing_id: unit.needs for unit in table.supply.units}
    sources = ((HOLDS, _of_holds(session, now)), (CALLS, _of_calls(session, now)))
    by_need = {source: _by_need(table, needs_of, answers) for source, answers in sources}
    return [
        seen_of(
            row.need,
            source,
            asked=counts.total(),
            full=counts[True],
            predicted=predicted_refusal(row),
        )
        for row in table.totals
        for source, _ in sources
        if (counts := by_need[source].get(row.need, Counter())).total()
    ]


def seen_json(seen: "list[Seen]") -> list[dict[str, Any]]:
    """For `GET /api/gaps` and `resource-dir gaps --json`."""
    return [
        {
            "need": each.need,
            "source": each.source,
            "asked": each.asked,
            "full": each.full,
            "share": round(each.share, 6),
            "low": round(each.low, 6),
            "high": round(each.high, 6),
            "predicted": None if each.predicted is None else round(each.predicted, 6),
            "predicted_is": each.verdict,
        }
        for each in seen
    ]


def _by_need(
    table: "GapTable", needs_of: Mapping[str, tuple[str, ...]], answers: Answers
) -> dict[str, Counter[bool]]:
    from resource_dir.needs import with_children

    found: dict[str, Counter[bool]] = {}
    for need in table.demand.needs:
        wanted = set(with_children(need))
        told = [
            counts
            for listing, counts in answers.items()
            if not wanted.isdisjoint(needs_of.get(listing, ()))
        ]
        found[need] = sum(told, Counter())
    return found


def _of_holds(session: Session, now: datetime) -> dict[str, Counter[bool]]:
    """Beds that were asked for and answered: declined as full, or confirmed. Other reasons to
    decline say nothing of room, and who never answered told nothing."""
    was_full = (Hold.state == "declined") & (Hold.reason == "full")
    rows = session.execute(
        select(Hold.listing_id, was_full, func.count())
        .where(
            Hold.asked >= now - LOOKED_BACK,
            Hold.decided.is_not(None),
            (Hold.state != "declined") | was_full,
        )
        .group_by(Hold.listing_id, was_full)
    )
    return _counted((listing, bool(full), number) for listing, full, number in rows)


def _of_calls(session: Session, now: datetime) -> dict[str, Counter[bool]]:
    rows = session.execute(
        select(ListingReport.listing_id, ListingReport.kind, func.count())
        .where(
            ListingReport.created >= now - LOOKED_BACK,
            ListingReport.kind.in_(FULL_WORDS | ROOM_WORDS),
        )
        .group_by(ListingReport.listing_id, ListingReport.kind)
    )
    return _counted((listing, kind in FULL_WORDS, number) for listing, kind, number in rows)


def _counted(rows: Any) -> dict[str, Counter[bool]]:
    found: dict[str, Counter[bool]] = {}
    for listing, is_full, number in rows:
        found.setdefault(listing, Counter())[is_full] += number
    return found
