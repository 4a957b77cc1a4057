"""Databases that are filled once in each process of a test run, and copied for every test.

Filling one costs ten times what copying it does; each test still has its own.
"""

import shutil
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.orm import Session

from resource_dir import migrations
from resource_dir.database import configure_engine


@dataclass(frozen=True, slots=True)
class Stock:
    """A filled database, and the data folder that belongs to it (index, address book)."""

    database: str  # SQLite: path of the file; PostgreSQL: name on the server
    files: Path

    def lay_files(self, data_folder: Path) -> None:
        """Put the files where an installation looks for them."""
        shutil.copytree(self.files, data_folder, dirs_exist_ok=True)


Fill = Callable[[str, Path], None]
"""Fills the database at an address, with its data folder, and closes it."""


class Store(ABC):
    """Where databases of a test run are made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stocked: dict[str, Stock] = {}

    @abstractmethod
    def new(self, folder: Path, of: Stock | None = None) -> str:
        """Address of a fresh copy, migrated and empty where `of` is not given."""

    @abstractmethod
    def drop(self, url: str) -> None:
        """Throw a copy away."""

    @abstractmethod
    def _settle(self, url: str) -> str:
        """Make a filled database ready to be copied; what `Stock.database` says of it."""

    @contextmanager
    def opened(self, url: str) -> Iterator[Session]:
        """A session, whose engine is closed after it: PostgreSQL copies no database in use."""
        engine = new_engine(url)
        with Session(engine) as session:
            yield session
        engine.dispose()

    def stock(self, name: str, fill: Fill, *, on: Stock | None = None) -> Stock:
        """A database to copy from, begun as `on` and filled when it is first asked for."""
        if name not in self._stocked:
            files = self.folder / name
            files.mkdir()
            if on is not None:
                on.lay_files(files)
            url = self.new(self.folder, on)
            fill(url, files)
            self._stocked[name] = Stock(self._settle(url), files)
        return self._stocked[name]


class SqliteStore(Store):
    """Files, copied."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._empty = folder / "empty.sqlite3"
        engine = new_engine(f"sqlite:///{self._empty}")
        migrations.upgrade(engine)
        engine.dispose()
        self._settle(f"sqlite:///{self._empty}")

    def new(self, folder: Path, of: Stock | None = None) -> str:
        path = folder / f"t_{uuid.uuid4().hex}.sqlite3"
        shutil.copy(self._empty if of is None else of.database, path)
        return f"sqlite:///{path}"

    def drop(self, url: str) -> None:
        """It goes with its folder."""

    def _settle(self, url: str) -> str:
        engine = new_engine(url)
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        return url.removeprefix("sqlite:///")


class PostgresqlStore(Store):
    """Databases of one server, made after a template."""

    def __init__(self, folder: Path, server: str) -> None:
        super().__init__(folder)
        self._server = server
        engine = new_engine(self._make("template_migrated", after="template0"))
        migrations.upgrade(engine)
        engine.dispose()

    def new(self, folder: Path, of: Stock | None = None) -> str:
        after = "template_migrated" if of is None else of.database
        return self._make(f"t_{uuid.uuid4().hex}", after=after)

    def drop(self, url: str) -> None:
        # 11 MB each; on a disk a drop waits for a checkpoint, and room is no matter.
        if self.folder.is_relative_to("/dev/shm"):
            administer(self._server, f"DROP DATABASE {_name_of(url)} WITH (FORCE)")

    def _settle(self, url: str) -> str:
        return _name_of(url)

    def _make(self, name: str, *, after: str) -> str:
        administer(self._server, f"CREATE DATABASE {name} TEMPLATE {after}")
        return self._server.replace("/postgres?", f"/{name}?")


def _name_of(url: str) -> str:
    return make_url(url).database or ""


def new_engine(url: str) -> Engine:
    """An engine with our rules attached."""
    engine = create_engine(url)
    configure_engine(engine)
    return engine


def administer(server: str, command: str) -> None:
    """One command outside of any transaction."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(command))
    engine.dispose()
