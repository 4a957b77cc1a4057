"""Calls by type, out of batches; types that vanished or are new."""

import io
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from resource_dir.gaps.crosswalk.entries import CrosswalkEntry, Meanings
from resource_dir.gaps.crosswalk.volumes import (
    TypeCount,
    breaks_of,
    counts_in,
    unmapped,
    volumes_of,
)

JANUARY, FEBRUARY = date(2025, 1, 1), date(2025, 2, 1)


def _batch(rows: list[tuple[str, str, date, int]]) -> bytes:
    names = ("call_type", "disposition", "day", "n")
    table = pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows])
    written = io.BytesIO()
    pq.write_table(table, written)
    return written.getvalue()


def test_batches_are_counted_by_type_and_disposition() -> None:
    one = _batch([("A", "", JANUARY, 2), ("A", "X", JANUARY, 5), ("B", "", JANUARY, 1)])
    two = _batch([("A", "", FEBRUARY, 3)])

    volumes = volumes_of([*counts_in(one), *counts_in(two)])

    assert [(each.call_type, each.calls) for each in volumes] == [("A", 10), ("B", 1)]
    assert [(d.disposition, d.calls) for d in volumes[0].dispositions] == [("", 5), ("X", 5)]
    assert (volumes[0].first, volumes[0].last) == (JANUARY, FEBRUARY)


def test_the_unmapped_share_is_of_calls_and_there_is_none_without_calls() -> None:
    volumes = volumes_of([_count("A", 30), _count("B", 70)])
    meanings = Meanings([CrosswalkEntry("A", "", "", 0.0)])

    assert unmapped(volumes, meanings).share == pytest.approx(0.7)
    assert unmapped([], meanings).share is None


def _count(name: str, calls: int, first: date = JANUARY, days: int = 100) -> TypeCount:
    return TypeCount(name, "", calls, first, first + timedelta(days=days - 1))


def test_a_type_that_vanished_and_one_that_is_new_are_told_and_a_rare_one_is_not() -> None:
    observed = {JANUARY + timedelta(days=day): 24.0 for day in range(100)}
    volumes = volumes_of(
        [
            _count("STEADY", 500),
            _count("OLD", 50, days=50),
            _count("NEW", 25, JANUARY + timedelta(days=75), days=25),
            _count("RARE", 2, JANUARY + timedelta(days=40), days=20),
            _count("ONCE", 1, JANUARY + timedelta(days=99), days=1),
        ]
    )

    found = {one.call_type: one for one in breaks_of(volumes, observed)}

    assert set(found) == {"OLD", "NEW"}
    assert (found["OLD"].kind, found["OLD"].expected) == ("vanished", pytest.approx(50))
    assert (found["NEW"].kind, found["NEW"].expected) == ("new", pytest.approx(75))
    assert found["OLD"].by_chance == pytest.approx(0.5**50)


def test_days_that_nobody_saw_make_no_break() -> None:
    observed = {JANUARY + timedelta(days=day): 24.0 if day < 50 else 0.0 for day in range(100)}

    assert breaks_of(volumes_of([_count("A", 50, days=50)]), observed) == ()
