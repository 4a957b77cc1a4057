"""The index is disposable: missing, half-written, foreign or old, searches go on."""

import json
import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.database import writing
from resource_dir.operations.asking import read_query
from resource_dir.operations.finding import find_listings
from resource_dir.operations.importing.inventory import ImportReport
from resource_dir.operations.indexing import IndexKeeper
from resource_dir.operations.listings.refreshing import refresh_documents, take_change_number

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
Take = Callable[..., ImportReport]
MakePackage = Callable[..., Path]
County = dict[str, list[dict[str, Any]]]


@pytest.fixture
def filled(take: Take, package: MakePackage, county: County) -> None:
    take(package(county))


def _found(session: Session, keeper: IndexKeeper | None, text: str) -> list[str]:
    query = read_query({"q": [text]}, now=NOW)
    answer = find_listings(session, query, keeper=keeper, viewer="public", now=NOW)
    return [result["name"] for result in answer["results"]]


def _rename(session: Session, old: str, new: str) -> None:
    with writing(session):
        session.execute(update(models.Service).where(models.Service.name == old).values(name=new))
        refresh_documents(session, list(session.scalars(select(models.Service.id))))


@pytest.mark.usefixtures("filled")
def test_an_edit_by_another_process_is_found_at_the_next_look(
    session: Session, engine: Engine, keeper: IndexKeeper
) -> None:
    assert _found(session, keeper, "walnut") == []
    with Session(engine) as other:
        _rename(other, "Food pantry", "Walnut pantry")

    session.rollback()
    assert _found(session, keeper, "walnut") == ["Walnut pantry"]


@pytest.mark.usefixtures("filled")
def test_a_retired_listing_is_found_no_more(session: Session, keeper: IndexKeeper) -> None:
    assert _found(session, keeper, "pantry") == ["Food pantry"]
    with writing(session):
        session.execute(
            update(models.Service)
            .where(models.Service.name == "Food pantry")
            .values(status="defunct")
        )
        refresh_documents(session, list(session.scalars(select(models.Service.id))))

    assert _found(session, keeper, "pantry") == []


def _remove(folder: Path) -> None:
    shutil.rmtree(folder)


def _cut_in_half(folder: Path) -> None:
    largest = max(folder.rglob("*.npy"), key=lambda path: path.stat().st_size)
    largest.write_bytes(largest.read_bytes()[: largest.stat().st_size // 2])


def _without_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def _garbled_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("{")


def _foreign(folder: Path) -> None:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["database_id"] = "somebody else's"
    path.write_text(json.dumps(manifest))


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "spoil", [_remove, _cut_in_half, _without_manifest, _garbled_manifest, _foreign]
)
def test_a_spoilt_index_is_rebuilt_by_who_finds_it(
    session: Session, keeper: IndexKeeper, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    folder = tmp_path / "data" / "index"
    spoil(folder)
    fresh = IndexKeeper(folder, poll_seconds=0)

    assert _found(session, fresh, "pantry") == ["Food pantry"]
    assert fresh.verify(session) == []


@pytest.mark.usefixtures("filled")
def test_sql_answers_while_the_index_is_rebuilt_in_the_background(
    session: Session, engine: Engine, keeper: IndexKeeper, tmp_path: Path
) -> None:
    folder = tmp_path / "data" / "index"
    shutil.rmtree(folder)
    serving = IndexKeeper(folder, poll_seconds=0, open_session=lambda: Session(engine))

    first = serving.current(session)
    names = _found(session, serving, "pantry")
    deadline = time.monotonic() + 30
    while serving.current(session) is None and time.monotonic() < deadline:
        time.sleep(0.02)

    assert first is None
    assert names == ["Food pantry"]
    assert serving.current(session) is not None


@pytest.mark.usefixtures("filled")
def test_an_index_ahead_of_a_restored_database_is_not_believed(
    session: Session, keeper: IndexKeeper
) -> None:
    assert keeper.current(session) is not None
    with writing(session):
        session.execute(update(models.ChangeCounter).values(number=0))

    assert _found(session, keeper, "pantry") == ["Food pantry"]
    index = keeper.current(session)
    assert index is not None
    assert index.change == 0


@pytest.mark.usefixtures("filled")
def test_verify_names_what_is_wrong(session: Session, keeper: IndexKeeper, tmp_path: Path) -> None:
    _cut_in_half(tmp_path / "data" / "index")

    assert keeper.verify(session) != []


@pytest.mark.usefixtures("filled")
def test_a_number_of_beds_changes_no_words_of_the_index_and_a_name_does(
    session: Session, keeper: IndexKeeper
) -> None:
    index = keeper.current(session)
    assert index is not None
    before = index.base.postings

    _patch(session, "Night shelter", capacity=[])
    assert keeper.current(session) is index
    counted = index.base.postings, index.delta_size

    _patch(session, "Night shelter", name="Walnut shelter")
    assert keeper.current(session) is index

    assert counted == (before, 0)
    assert index.delta_size == 1
    assert _found(session, keeper, "walnut") == ["Walnut shelter"]


def _patch(session: Session, which: str, **fields: Any) -> None:
    with writing(session):
        for row in session.scalars(select(models.ListingDocument)):
            if row.document and row.document["name"] == which:
                row.document = {**row.document, **fields}
                row.change_number = take_change_number(session)
