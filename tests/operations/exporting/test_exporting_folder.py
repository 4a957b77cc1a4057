"""Where an export is written: a new or empty folder, whole or not at all."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from resource_dir.errors import BadInput, Conflict, NotSaved
from resource_dir.operations import exporting
from resource_dir.operations.exporting import export_hsds

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_folder_that_holds_anything_is_refused_and_left_alone(
    session: Session, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")

    with pytest.raises(Conflict, match="not empty"):
        export_hsds(session, tmp_path / "out", now=NOW)

    assert _bytes(tmp_path / "out") == {"mine.txt": b"mine"}


def test_an_empty_folder_is_filled(session: Session, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()

    report = export_hsds(session, tmp_path / "out", now=NOW)

    assert report.listings == 0
    assert "services.csv" in _bytes(tmp_path / "out")


def test_an_export_that_breaks_off_leaves_nothing(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(folder: Path, services: Any, *, version: str) -> int:
        (folder / "services.csv").write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(exporting.WRITERS, "csv", break_off)

    with pytest.raises(NotSaved, match="No space left"):
        export_hsds(session, tmp_path / "target" / "out", now=NOW)

    assert list((tmp_path / "target").iterdir()) == []


def test_where_no_folder_can_be_made_it_says_so(session: Session, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file, no folder")

    with pytest.raises(NotSaved, match="can't be written"):
        export_hsds(session, tmp_path / "file" / "out", now=NOW)


@pytest.mark.parametrize("asked", [{"form": "xml"}, {"version": "2.0"}])
def test_an_unknown_form_or_version_names_the_known_ones(
    asked: Any, session: Session, tmp_path: Path
) -> None:
    with pytest.raises(BadInput, match="one of"):
        export_hsds(session, tmp_path / "out", now=NOW, **asked)

    assert not (tmp_path / "out").exists()
