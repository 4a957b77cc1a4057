"""Calls by type as the batches hold them."""

import hashlib
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import NotFound
from resource_dir.gaps.crosswalk.entries import CrosswalkEntry
from resource_dir.models import CallBatch, CallDataSet
from resource_dir.operations.planning.crosswalk_taking import take_entries, use_crosswalk
from resource_dir.operations.planning.crosswalk_volume import (
    compare_versions,
    list_breaks,
    list_types_by_volume,
    unmapped_share,
)

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
JANUARY = date(2025, 1, 1)
DAY = {"zone": "", "cell": 0, "area": "", "hour": 3}


def _batch(month: date, rows: list[tuple[str, str, date, int]]) -> CallBatch:
    table = pa.Table.from_pylist(
        [{"call_type": t, "disposition": d, "day": day, "n": n, **DAY} for t, d, day, n in rows]
    )
    written = io.BytesIO()
    pq.write_table(table, written)
    content = written.getvalue()
    days = [month + timedelta(days=each) for each in range(28)]
    return CallBatch(
        data_set_id="juniper",
        month=month,
        calls=sum(n for *_, n in rows),
        observed={day.isoformat(): [1.0] * 24 for day in days},
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
    )


@pytest.fixture
def session(session: Session, write: Callable[..., None]) -> Session:
    """With two months of calls and the crosswalk `ours` of two versions."""
    write(
        CallDataSet(
            id="juniper", agency="Juniper Police", zone="America/Denver", profile={}, created=NOW,
            created_by="ann",
        ),
        _batch(JANUARY, [("INTOX", "", JANUARY, 30), ("INTOX", "ARREST", JANUARY, 10),
                         ("OLD", "", JANUARY, 20), ("PARK", "", JANUARY, 50)]),
        _batch(date(2025, 2, 1), [("PARK", "", date(2025, 2, 28), 50)]),
    )  # fmt: skip
    with writing(session):
        first = [CrosswalkEntry("INTOX", "", "sobering_center", 0.5)]
        take_entries(session, "Ours", first, actor="ann", now=NOW)
        second = [
            CrosswalkEntry("INTOX", "", "sobering_center", 0.7),
            CrosswalkEntry("PARK", "", "", 0.0),
        ]
        take_entries(session, "Ours", second, actor="ann", now=NOW)
        use_crosswalk(session, "juniper", "ours", actor="ann", now=NOW)
    return session


def test_types_are_listed_with_their_dispositions_the_commonest_first(session: Session) -> None:
    volumes = list_types_by_volume(session, "juniper")

    assert [(one.call_type, one.calls) for one in volumes] == [
        ("PARK", 100),
        ("INTOX", 40),
        ("OLD", 20),
    ]
    assert [part.disposition for part in volumes[1].dispositions] == ["", "ARREST"]
    assert list_types_by_volume(session, "nowhere") == ()


def test_a_batch_that_was_replaced_is_counted_anew(session: Session) -> None:
    list_types_by_volume(session, "juniper")
    with writing(session):
        batch = session.get_one(CallBatch, ("juniper", JANUARY))
        other = _batch(JANUARY, [("NEW", "", JANUARY, 5)])
        batch.content, batch.digest = other.content, other.digest

    assert [one.call_type for one in list_types_by_volume(session, "juniper")] == ["PARK", "NEW"]


def test_the_unmapped_share_is_of_the_version_that_is_asked_about(session: Session) -> None:
    assert unmapped_share(session, "ours", 1).share == pytest.approx(120 / 160)
    assert unmapped_share(session, "ours", 2).share == pytest.approx(20 / 160)
    assert unmapped_share(session, "ours", None).share == 1.0


def test_types_that_vanished_are_told(session: Session) -> None:
    assert {(one.kind, one.call_type) for one in list_breaks(session, "juniper")} == {
        ("vanished", "INTOX"),
        ("vanished", "OLD"),
    }


def test_two_versions_are_compared_in_calls(session: Session) -> None:
    difference = compare_versions(session, "ours", 1, 2)

    (moved,) = difference.needs
    assert (moved.need, moved.before, moved.after) == (
        "sobering_center",
        pytest.approx(20),
        pytest.approx(28),
    )
    assert difference.newly_mapped == 100
    with pytest.raises(NotFound):
        compare_versions(session, "ours", 1, 9)
