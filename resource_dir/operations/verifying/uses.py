"""How often listings are opened: numbers by day, nothing of by whom."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import ListingUse
from resource_dir.operations.counting import FLUSH_SECONDS, CountedBehind
from resource_dir.operations.rows import table_of

COUNTED_FOR = timedelta(days=28)  # four of each weekday
_stored = table_of(ListingUse)


class Use(NamedTuple):
    """One listing on one day."""

    listing_id: str
    day: date


class ListingUses(CountedBehind[Use]):
    """The openings of one process."""

    def __init__(
        self, open_session: Callable[[], Session], *, flush_seconds: float = FLUSH_SECONDS
    ) -> None:
        super().__init__(open_session, add_uses, flush_seconds=flush_seconds)

    def opened(self, listing_id: str, day: date) -> None:
        """Somebody opened the page of a listing."""
        self.count([Use(listing_id, day)])


def add_uses(session: Session, counts: Counter[Use]) -> None:
    """Add to the counts that are stored, in one transaction. Raises NotSaved."""
    with writing(session):
        dialect = session.get_bind().dialect.name
        insert = (sqlite if dialect == "sqlite" else postgresql).insert(_stored)
        session.execute(
            insert.on_conflict_do_update(
                index_elements=["listing_id", "day"],
                set_={"opened": _stored.c.opened + insert.excluded.opened},
            ),
            [{**use._asdict(), "opened": count} for use, count in sorted(counts.items())],
        )


def uses_of(session: Session, listing_ids: Iterable[str], *, today: date) -> dict[str, int]:
    """How often each of these was opened in the last four weeks; none that was not."""
    wanted = set(listing_ids)
    query = (
        select(ListingUse.listing_id, func.sum(ListingUse.opened))
        .where(ListingUse.day > today - COUNTED_FOR)
        .group_by(ListingUse.listing_id)
    )
    return {key: int(count) for key, count in session.execute(query) if key in wanted}
