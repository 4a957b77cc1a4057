"""What is kept of a search that found nothing: need, area, hour, and a count."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.operations.asking import ListingQuery, read_query
from resource_dir.operations.failed_searches import FailedSearches, area_of

NOW = datetime(2026, 1, 15, 9, 17, 23, tzinfo=UTC)
HOUR = datetime(2026, 1, 15, 9, tzinfo=UTC)


def asked(**params: str) -> ListingQuery:
    return read_query({name: [value] for name, value in params.items()}, now=NOW)


@pytest.fixture
def counted(engine: Engine) -> Iterator[FailedSearches]:
    failed = FailedSearches(lambda: Session(engine), flush_seconds=3_600)
    yield failed
    failed.finish()


@pytest.fixture
def stored(session: Session) -> Callable[[], list[tuple[datetime, str, str, int]]]:
    def read() -> list[tuple[datetime, str, str, int]]:
        session.rollback()
        rows = session.scalars(select(models.FailedSearch).order_by(models.FailedSearch.need))
        return [(row.hour, row.area, row.need, row.count) for row in rows]

    return read


def test_need_area_and_hour_are_counted(
    counted: FailedSearches, stored: Callable[[], list[tuple[datetime, str, str, int]]]
) -> None:
    counted.note(asked(need="sobering_center", near="81201"), now=NOW)
    counted.flush()
    counted.note(asked(need="sobering_center", near="81201"), now=NOW + timedelta(minutes=20))
    counted.flush()

    assert stored() == [(HOUR, "zip:81201", "sobering_center", 2)]


def test_words_give_the_need_they_name_and_are_let_go(
    counted: FailedSearches, stored: Callable[[], list[tuple[datetime, str, str, int]]]
) -> None:
    counted.note(asked(q="food for Zebediah Quux"), now=NOW)
    counted.flush()

    assert stored() == [(HOUR, "", "food", 1)]


def test_a_search_without_a_need_is_counted_all_the_same(
    counted: FailedSearches, stored: Callable[[], list[tuple[datetime, str, str, int]]]
) -> None:
    counted.note(asked(q="xyzzy", near="81201"), now=NOW)
    counted.flush()

    assert stored() == [(HOUR, "zip:81201", "", 1)]


def test_nothing_of_the_person_or_the_place_of_the_call_is_in_the_table(
    engine: Engine, counted: FailedSearches
) -> None:
    counted.note(
        asked(q="Zebediah", lat="38.51234", lon="-106.05678", age="97", accepts="pets"), now=NOW
    )
    counted.flush()

    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(text("SELECT * FROM failed_search"))]

    assert len(rows) == 1
    assert not [said for said in ("Zebediah", "38.5", "106.0", "97", "pets") if said in str(rows)]


def test_counts_wait_while_the_database_refuses(
    engine: Engine, stored: Callable[[], list[tuple[datetime, str, str, int]]]
) -> None:
    engines = [Session(engine)]
    failed = FailedSearches(lambda: engines[0], flush_seconds=3_600)
    engines[0] = Session(_refusing(engine))
    failed.note(asked(need="food"), now=NOW)

    failed.flush()
    refused = stored()
    engines[0] = Session(engine)
    failed.finish()

    assert refused == []
    assert stored() == [(HOUR, "", "food", 1)]


def test_counts_wait_while_the_disk_refuses(
    engine: Engine, stored: Callable[[], list[tuple[datetime, str, str, int]]]
) -> None:
    sessions: list[Callable[[], Session]] = [_no_space, lambda: Session(engine)]
    failed = FailedSearches(lambda: sessions[0](), flush_seconds=3_600)
    failed.note(asked(need="food"), now=NOW)

    failed.flush()
    del sessions[0]
    failed.finish()

    assert stored() == [(HOUR, "", "food", 1)]


def _no_space() -> Session:
    raise OSError(28, "No space left on device")


def _refusing(engine: Engine) -> Engine:
    """The same database, seen through a connection that asks for a table it does not have."""
    return engine.execution_options(schema_translate_map={None: "no_such_schema"})


def test_finishing_writes_what_is_counted(
    counted: FailedSearches, stored: Callable[[], list[tuple[datetime, str, str, int]]]
) -> None:
    counted.note(asked(need="food"), now=NOW)

    counted.finish()

    assert stored() == [(HOUR, "", "food", 1)]


@pytest.mark.parametrize(
    ("keys", "area"),
    [
        ({"zip:81201", "city:salida,co", "county:08015", "state:CO"}, "zip:81201"),
        ({"zip:81201", "zip:81211", "city:salida,co"}, "city:salida,co"),
        (set(), ""),
    ],
)
def test_the_narrowest_area_that_is_one_is_kept(keys: set[str], area: str) -> None:
    assert area_of(keys) == area
