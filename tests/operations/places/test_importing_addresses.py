"""Address layers in the database: replaced whole, unchanged when the same, seen by a server."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.config import Settings
from resource_dir.errors import PackageRefused
from resource_dir.operations.places.importing_addresses import AddressReport, take_in_addresses
from resource_dir.operations.places.place_keeping import PlaceKeeper

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
HEAD = "LON,LAT,NUMBER,STREET,CITY,REGION\n"
FIRST = "-106.05,38.51,120,Invented Way,Quillmore,CO\n"
SECOND = "-106.06,38.52,122,Invented Way,Quillmore,CO\n"
Take = Callable[..., AddressReport]


@pytest.fixture
def take_addresses(session: Session, settings: Settings, places: PlaceKeeper) -> Take:
    def take(path: Path, *, source: str = "county-911", is_dry_run: bool = False) -> AddressReport:
        return take_in_addresses(
            session,
            path,
            source=source,
            settings=settings,
            places=places,
            now=NOW,
            is_dry_run=is_dry_run,
        )

    return take


@pytest.fixture
def layer(tmp_path: Path) -> Callable[[str], Path]:
    def write(rows: str) -> Path:
        path = tmp_path / "layer.csv"
        path.write_text(HEAD + rows)
        return path

    return write


@pytest.fixture
def other(engine: Engine, settings: Settings) -> Iterator[PlaceKeeper]:
    """The keeper of a running server, beside the import's own."""
    keeper = PlaceKeeper(settings.places_folder, open_session=lambda: Session(engine))
    yield keeper
    keeper.finish()


def _counts(report: AddressReport) -> tuple[int, int, int, int]:
    [file] = report.as_json()["files"]
    return file["created"], file["updated"], file["unchanged"], report.removed


def _streets(session: Session) -> list[tuple[str, str]]:
    session.rollback()
    point = models.AddressPoint
    rows = session.execute(select(point.source_name, point.number).order_by(point.id))
    return [(row[0], row[1]) for row in rows]


def test_a_layer_is_stored_and_its_houses_are_found(
    session: Session, take_addresses: Take, layer: Callable[[str], Path], places: PlaceKeeper
) -> None:
    report = take_addresses(layer(FIRST + SECOND))

    book = places.current(session)
    assert _counts(report) == (2, 0, 0, 0)
    assert book is not None
    assert len(book) == 2
    assert [(p.level, p.lat, p.lon) for p in book.find("120 Invented Way, Quillmore")] == [
        ("point", 38.51, -106.05)
    ]


def test_the_same_file_twice_changes_nothing(
    session: Session, take_addresses: Take, layer: Callable[[str], Path], settings: Settings
) -> None:
    take_addresses(layer(FIRST + SECOND))
    ids = session.scalars(select(models.AddressPoint.id)).all()
    files = {path: path.stat().st_mtime_ns for path in settings.places_folder.rglob("*")}

    report = take_addresses(layer(FIRST + SECOND))

    assert _counts(report) == (0, 0, 2, 0)
    assert session.scalars(select(models.AddressPoint.id)).all() == ids
    assert {p: p.stat().st_mtime_ns for p in settings.places_folder.rglob("*")} == files


def test_a_new_file_of_a_source_replaces_the_old_one_and_no_other(
    session: Session, take_addresses: Take, layer: Callable[[str], Path]
) -> None:
    take_addresses(layer(FIRST), source="town")
    take_addresses(layer(FIRST + SECOND))
    third = "-106.07,38.53,124,Invented Way,Quillmore,CO\n"

    report = take_addresses(layer(SECOND.replace("38.52", "38.5201") + third))

    assert _counts(report) == (1, 1, 0, 1)
    assert _streets(session) == [("town", "120"), ("county-911", "122"), ("county-911", "124")]


def test_a_dry_run_reports_and_writes_nothing(
    session: Session, take_addresses: Take, layer: Callable[[str], Path], places: PlaceKeeper
) -> None:
    report = take_addresses(layer(FIRST), is_dry_run=True)

    assert report.as_json()["dry_run"] is True
    assert _counts(report) == (1, 0, 0, 0)
    assert _streets(session) == []
    assert places.current(session) is None


def test_good_rows_are_stored_beside_rejected_ones(
    session: Session, take_addresses: Take, layer: Callable[[str], Path]
) -> None:
    report = take_addresses(layer("0,0,7,Invented Way,,\n" + FIRST))

    data = report.as_json()
    assert data["addresses"] == 1
    assert data["rejected"] == [
        {
            "file": "layer.csv",
            "line": 2,
            "column": "lat,lon",
            "value": "0,0",
            "reason": "0,0 stands for a point that nobody knows",
        }
    ]
    assert _streets(session) == [("county-911", "120")]


def test_a_layer_of_nothing_but_bad_rows_leaves_the_old_points(
    session: Session, take_addresses: Take, layer: Callable[[str], Path]
) -> None:
    take_addresses(layer(FIRST))

    with pytest.raises(PackageRefused, match=r"layer\.csv:2 lat,lon"):
        take_addresses(layer("0,0,7,Invented Way,,\n"))

    assert _streets(session) == [("county-911", "120")]


def test_no_staging_file_is_left_behind(
    take_addresses: Take, layer: Callable[[str], Path], settings: Settings
) -> None:
    take_addresses(layer(FIRST))

    assert list(settings.work_folder.iterdir()) == []


def test_a_running_server_sees_an_import_of_another_process(
    session: Session, take_addresses: Take, layer: Callable[[str], Path], other: PlaceKeeper
) -> None:
    assert other.current(session) is None

    take_addresses(layer(FIRST))
    session.rollback()

    assert _found_by(other, session, 1)


def test_a_server_whose_files_are_gone_builds_them_again(
    session: Session,
    take_addresses: Take,
    layer: Callable[[str], Path],
    settings: Settings,
    other: PlaceKeeper,
) -> None:
    take_addresses(layer(FIRST))
    for path in settings.places_folder.rglob("*"):
        if path.is_file():
            path.unlink()

    assert other.current(session) is None, "it is built in the background"
    other.finish()

    assert _found_by(other, session, 1)


@pytest.mark.parametrize("refusal", ["open", "query"])
def test_a_build_that_fails_is_tried_again_after_a_while_not_at_once(
    session: Session,
    take_addresses: Take,
    layer: Callable[[str], Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    refusal: str,
) -> None:
    take_addresses(layer(FIRST))
    opened = []

    def busy() -> Session:
        opened.append(1)
        if refusal == "open":
            raise OperationalError("SELECT 1", {}, Exception("the database is locked"))
        return Session()  # of no database: its first question fails

    keeper = PlaceKeeper(tmp_path / "elsewhere", poll_seconds=0, open_session=busy)
    for _ in range(10):
        assert keeper.current(session) is None
        keeper.finish()

    logged = "".join(capsys.readouterr())
    assert opened == [1]
    assert logged.count("address_book_not_written") == 1
    assert "locked" not in logged


def _found_by(keeper: PlaceKeeper, session: Session, houses: int) -> bool:
    """Whether a keeper that polls comes to see so many houses."""
    for _ in range(100):
        book = keeper.current(session)
        if book is not None and len(book) == houses:
            return True
        time.sleep(0.05)
    return False


def test_nothing_of_an_address_layer_refers_to_a_listing() -> None:
    layers = {"address_point", "address_source"}
    tables = models.Base.metadata.tables.values()

    links = {
        (table.name, key.column.table.name)
        for table in tables
        for key in table.foreign_keys
        if (table.name in layers) != (key.column.table.name in layers)
    }

    assert links == set()


def test_the_number_of_points_is_kept_with_the_source(
    session: Session, take_addresses: Take, layer: Callable[[str], Path]
) -> None:
    take_addresses(layer(FIRST + SECOND))

    source = session.get(models.AddressSource, "county-911")
    assert source is not None
    stored = session.scalar(select(func.count()).select_from(models.AddressPoint))
    assert (source.points, source.imported) == (stored, NOW)
