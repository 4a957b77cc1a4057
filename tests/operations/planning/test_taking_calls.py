"""Calls come in once, replace what they cover, and leave nothing of a row behind."""

import io
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import BadInput, Conflict, NotFound, PackageRefused
from resource_dir.gaps.calls.engine import connect
from resource_dir.models import Area, AreaLayer, AuditEntry, CallBatch, CallDataSet, CallImport
from resource_dir.operations.planning.call_profiles import (
    get_call_profile,
    list_call_profiles,
    save_call_profile,
)
from resource_dir.operations.planning.taking_calls import CallReport, preview_calls, take_calls
from tests.gaps.calls.exports import COLUMNS, many, profile, row, written
from tests.watching import watched

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
Take = Callable[..., CallReport]
CANARIES = ("25-000777", "77 CANARY STREET", "38.512345", "CANARY TAIL", "canary words")


@pytest.fixture
def taken(session: Session, tmp_path: Path) -> Take:
    """A function that takes in a file with this content."""

    def take(content: bytes, name: str = "juniper", **more: str) -> CallReport:
        path = tmp_path / "calls.csv"
        path.write_bytes(content)
        return take_calls(
            session, path, profile=profile(), name=name, layer_id=more.get("layer"), actor="ann",
            now=NOW,
        )  # fmt: skip

    return take


def _stored(session: Session) -> list[CallBatch]:
    session.expire_all()
    return list(session.scalars(select(CallBatch).order_by(CallBatch.month)))


def test_months_are_stored_with_their_digest_and_what_was_observed(
    session: Session, taken: Take
) -> None:
    report = taken(written(many(24 * 40)))

    rows = _stored(session)
    assert [(one.month.month, one.calls) for one in rows] == [(2, 26 * 24), (3, 14 * 24)]
    assert rows[0].observed["2025-02-03"] == [1.0] * 24
    assert (report.stored, report.replaced, report.months) == (960, 0, 2)
    table = pq.read_table(io.BytesIO(rows[0].content))
    assert table.column_names == [
        "call_type", "disposition", "zone", "cell", "area", "day", "hour", "n",
    ]  # fmt: skip


def test_the_audit_stays_and_the_log_says_who(session: Session, taken: Take) -> None:
    taken(written([*many(200), row(9_001, "never")]))

    kept = session.scalars(select(CallImport)).one()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "import_calls")).one()
    assert (kept.calls, kept.actor, kept.audit["rows"]) == (200, "ann", 201)
    assert [one["fault"] for one in kept.audit["faults"]][:1] == ["unreadable_times"]
    assert (entry.actor, entry.row_id) == ("ann", "juniper")


def test_the_same_file_twice_changes_nothing(session: Session, taken: Take) -> None:
    taken(written(many(24 * 40)))
    before = [(one.digest, one.observed) for one in _stored(session)]

    again = taken(written(many(24 * 40)))

    assert [(one.digest, one.observed) for one in _stored(session)] == before
    assert (again.replaced, again.stored) == (960, 960)


def test_a_corrected_file_replaces_the_hours_that_it_covers(session: Session, taken: Take) -> None:
    taken(written(many(24 * 10)))
    corrected = many(48 * 5, minutes=30)

    report = taken(written(corrected))

    assert (report.replaced, report.stored) == (120, 120 + 240)


def test_a_preview_stores_nothing(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_bytes(written(many(300)))

    audit = preview_calls(path, profile(), now=NOW)

    assert audit.kept == 300
    assert session.scalars(select(CallDataSet)).all() == []


def test_lost_mornings_are_refused_and_nothing_is_stored(session: Session, taken: Take) -> None:
    rows = [row(n, f"2025-03-{1 + n % 28:02} {1 + n % 12:02}:30:00") for n in range(400)]

    with pytest.raises(PackageRefused, match="no morning and evening"):
        taken(written(rows))

    assert session.scalars(select(CallDataSet)).all() == []


def test_calls_are_told_to_the_area_that_they_lie_in(session: Session, taken: Take) -> None:
    ring = [[-106.2, 38.4], [-106.0, 38.4], [-106.0, 38.6], [-106.2, 38.6], [-106.2, 38.4]]
    outline = {"type": "Polygon", "coordinates": [ring]}
    with writing(session):
        session.add(AreaLayer(id="beats", name="B", source="s", created=NOW, created_by="t"))
        session.flush()
        session.add(
            Area(layer_id="beats", id="QN", name="N", latitude=38.5, longitude=-106.1,
                 area_km2=1.0, outline=outline)
        )  # fmt: skip

    taken(written([row(1), row(2, point=("38.5", "-105"))]), layer="beats")

    found = pq.read_table(io.BytesIO(_stored(session)[0].content)).column("area").to_pylist()
    assert sorted(found) == ["", "QN"]
    with pytest.raises(NotFound):
        taken(written([row(1)]), layer="none")


def test_another_time_zone_is_another_data_set(
    session: Session, taken: Take, tmp_path: Path
) -> None:
    taken(written(many(30)))

    with pytest.raises(BadInput, match="another name"):
        take_calls(
            session, tmp_path / "calls.csv", profile=profile(zone="America/Chicago"),
            name="juniper", layer_id=None, actor="t", now=NOW,
        )  # fmt: skip


def test_a_saved_profile_is_found_by_its_name_and_hides_no_shipped_one(session: Session) -> None:
    with writing(session):
        save_call_profile(session, profile().to_json(), actor="ann", now=NOW)

    assert get_call_profile(session, "juniper") == profile()
    assert [one.name for one in list_call_profiles(session)] == [
        "juniper", "milwaukee", "montgomery_pa", "san_diego",
    ]  # fmt: skip
    with pytest.raises(Conflict), writing(session):
        save_call_profile(session, {**profile().to_json(), "name": "san_diego"}, actor="a", now=NOW)
    with pytest.raises(NotFound, match="san_diego"):
        get_call_profile(session, "none")


# ---- nothing of a row is left behind ------------------------------------------------------------


def _canary_file() -> bytes:
    """Many calls, one of them with canaries in every field that must not be kept, broken rows."""
    canary = row(777, "2025-02-04 03:17:41", point=("38.512345", "-106.056789"),
                 address="77 CANARY STREET")  # fmt: skip
    broken = b'25-000777,CANARY TAIL\n25-000777,canary words,A,B,C,"\n'
    return written([*many(20_000, minutes=1), canary]) + broken


def _left_behind(session: Session, folder: Path) -> list[str]:
    """Canaries in any file below a folder, or in what is stored, unpacked."""
    texts = [
        path.read_bytes().decode("latin-1")
        for path in folder.rglob("*")
        if path.is_file() and path.name != "calls.csv"
    ]
    texts += [str(pq.read_table(io.BytesIO(one.content)).to_pydict()) for one in _stored(session)]
    texts += [str(session.scalars(select(CallImport)).one().audit)]
    return [canary for canary in CANARIES if any(canary in text for text in texts)]


def test_nothing_of_a_row_is_stored_and_no_file_is_made(
    session: Session, taken: Take, tmp_path: Path
) -> None:
    folders = [Path(tempfile.gettempdir()), Path.cwd()]
    with watched(folders) as made:
        taken(_canary_file())

    assert [name for name in made if "duckdb" in name or "call" in name] == []
    assert _left_behind(session, tmp_path) == []


def test_a_planted_leak_is_found(session: Session, taken: Take, tmp_path: Path) -> None:
    canary = row(1, beat="77 CANARY STREET")  # as by a profile that takes addresses for zones

    taken(written([*many(30), canary]))

    assert _left_behind(session, tmp_path) == ["77 CANARY STREET"]


def test_a_planted_copy_of_a_moment_is_found(tmp_path: Path) -> None:
    with watched([tmp_path]) as made, tempfile.NamedTemporaryFile(dir=tmp_path, prefix="calls"):
        pass

    assert len(made) == 1


def test_a_query_without_memory_fails_and_spills_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sorting = "SELECT i, hash(i) h, repeat('x', 200) FROM range(1000000) t(i) ORDER BY h"

    with (
        watched([tmp_path]) as made,
        connect(memory="40MB") as connection,
        pytest.raises(duckdb.OutOfMemoryException),
    ):
        connection.execute(f"CREATE TABLE t AS {sorting}")

    assert made == []


def test_no_error_holds_a_word_of_the_file(taken: Take) -> None:
    damaged = b"PAR1" + b"77 CANARY STREET" * 40
    contents = (
        damaged,
        b"\x1f\x8b" + b"77 CANARY STREET" * 9,
        b"PK\x03\x04 77 CANARY STREET",
        b"[{'77 CANARY STREET': 1",
        written([row(1, "77 CANARY STREET")]),
        written([row(1, kind="77 CANARY STREET " * 20)]),
        written([], columns=COLUMNS),
    )

    for content in contents:
        with pytest.raises((BadInput, PackageRefused)) as caught:
            taken(content)
        assert "CANARY" not in caught.value.message


def test_calls_up_to_this_hour_are_taken(taken: Take) -> None:
    assert taken(written(many(24 * 14, start="2026-01-01 09:00:00"))).stored == 24 * 14
