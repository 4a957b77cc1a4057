"""Searches that found nothing, for the planner: need, area and hour, and nothing else.

A search is a GET and writes nothing: see `counting`.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.database import writing
from resource_dir.needs import needs_in_text
from resource_dir.operations.asking import ListingQuery
from resource_dir.operations.counting import FLUSH_SECONDS, CountedBehind
from resource_dir.operations.rows import table_of

_stored = table_of(models.FailedSearch)


class Failure(NamedTuple):
    """What is kept of one search that found nothing."""

    hour: datetime
    area: str
    need: str


def failures_of(query: ListingQuery, now: datetime) -> frozenset[Failure]:
    """What to count for a search: each need that was chosen, or that its words name.

    The words themselves are let go. The area is the ZIP code of the place, or what is known
    instead of it.
    """
    search = query.search
    needs = search.needs or needs_in_text(search.text, kind="query") or ("",)
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return frozenset(Failure(hour, area_of(search.areas), need) for need in needs)


def area_of(keys: Iterable[str]) -> str:
    """The narrowest area key: one ZIP, else one city, county or state; empty without any."""
    for kind in ("zip:", "city:", "county:", "state:"):
        named = sorted(key for key in keys if key.startswith(kind))
        if len(named) == 1:
            return named[0]
    return ""


class FailedSearches(CountedBehind[Failure]):
    """The failed searches of one process."""

    def __init__(
        self, open_session: Callable[[], Session], *, flush_seconds: float = FLUSH_SECONDS
    ) -> None:
        super().__init__(open_session, add_counts, flush_seconds=flush_seconds)

    def note(self, query: ListingQuery, *, now: datetime) -> None:
        """Count a search that found nothing."""
        self.count(failures_of(query, now))


def add_counts(session: Session, counts: Counter[Failure]) -> None:
    """Add to the counts that are stored, in one transaction. Raises NotSaved."""
    with writing(session):
        dialect = session.get_bind().dialect.name
        insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
        rows = [{**failure._asdict(), "count": count} for failure, count in sorted(counts.items())]
        statement = insert(_stored)
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["hour", "area", "need"],
                set_={"count": _stored.c.count + statement.excluded.count},
            ),
            rows,
        )
