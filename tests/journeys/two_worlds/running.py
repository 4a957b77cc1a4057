"""Runs one world and keeps everything that anybody could see of it, or find on its disk.

Both worlds run at the same path with the same clock, one after the other, so that no difference
has to be explained away. What is no part of a world is left out: random names (the staging file,
the id of a request in the log), measured times, and the clock of the HTTP library (`Date`).
"""

import io
import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import inspect, text
from structlog.contextvars import clear_contextvars

from resource_dir import geo
from resource_dir.app import close_app, create_app
from resource_dir.cli import importing as cli_importing
from resource_dir.cli import make_cli
from resource_dir.config import Settings
from resource_dir.database import writing
from resource_dir.errors import ResourceDirError
from resource_dir.extensions import db
from resource_dir.operations import finding
from resource_dir.operations.asking import read_query
from resource_dir.operations.importing import taking_in
from resource_dir.operations.indexing import IndexKeeper

NOW = datetime(2026, 1, 16, 5, 0, tzinfo=UTC)
DATABASE_ID = "00000000-0000-4000-8000-00000000d00d"
_TIMES = re.compile(rb'"(timestamp|ms|seconds|request)":("[^"]*"|[\d.e+-]+)')

Seen = dict[str, bytes]


@dataclass
class World:
    """One running product: its application, its folder, and what was seen so far."""

    root: Path
    app: Flask
    seen: Seen = field(default_factory=dict)
    steps: int = 0
    wal: int = 0

    @property
    def data(self) -> Path:
        """The data folder: database, index, work."""
        return self.root / "data"

    def command(self, *words: str) -> str:
        """Run a command; status, both streams and files named in `words` are kept."""
        self.steps += 1
        done = CliRunner().invoke(make_cli(lambda: self.app), list(words))
        label = f"{self.steps}. {' '.join(words[:2])}"
        self.see(f"{label}: status", str(done.exit_code).encode())
        self.see(f"{label}: stdout", done.stdout_bytes)
        self.see(f"{label}: stderr", _timeless(done.stderr_bytes))
        return done.stdout

    def see(self, label: str, data: bytes) -> None:
        """Keep what was seen, under a label of its own."""
        number = 1
        while (name := label if number == 1 else f"{label} ({number})") in self.seen:
            number += 1
        self.seen[name] = data

    def import_package(
        self, path: Path, withhold: Path | None = None, *, kind: str = "hsds",
        source: str = "county", form: tuple[str, ...] = ("--json",),
    ) -> None:  # fmt: skip
        """Import through the command line, and keep the report file too."""
        report = self.root / f"report-{self.steps}.json"
        words = ["import", kind, str(path), "--source", source, "--report", str(report), *form]
        if withhold is not None:
            words += ["--withhold", str(withhold)]
        self.command(*words)
        self.see(f"{self.steps}. report", report.read_bytes() if report.exists() else b"none")


@contextmanager
def running(root: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A world in the empty folder `root`, on the migrated, empty database at `url`."""
    root.mkdir()
    clear_contextvars()  # the log's words about the last request of the world before
    if url.startswith("sqlite:///"):  # the same path in both worlds
        source = Path(url.removeprefix("sqlite:///"))
        (root / "data").mkdir()
        shutil.move(source, root / "data" / "inventory.sqlite3")
        url = f"sqlite:///{root / 'data' / 'inventory.sqlite3'}"
    app = create_app(_settings(root, url))
    app.config["CLOCK"] = lambda: NOW
    world = World(root, app)
    try:
        with app.app_context(), writing(db.session()) as session:
            session.execute(text(f"UPDATE change_counter SET database_id = '{DATABASE_ID}'"))
            if db.engine.dialect.name == "postgresql":
                lsn = text("SELECT pg_current_wal_insert_lsn() - '0/0'")
                world.wal = int(session.scalar(lsn) or 0)
        _freeze(world, monkeypatch)
        yield world
    finally:
        close_app(app)


def _settings(root: Path, url: str) -> Settings:
    return Settings(
        data_folder=root / "data",
        database_url=url,
        secret_key="the same in both worlds, and long enough",
        timezone="America/Los_Angeles",
        rate_limit="off",
    )


def _freeze(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "perf_counter", lambda: 0.0)
    # Counts are written once, at the end: in which order they come, and so where they lie in the
    # file, would else tell how fast a world ran.
    for name in ("failed_searches", "listing_uses", "last_seen"):
        monkeypatch.setattr(world.app.extensions[name].writer, "flush_seconds", 86_400.0)
    find_places = geo.find_places

    def listening(near: str) -> Any:
        # Searches ask it too, for the guess that they were sent.
        world.see("echo of what the geocoder was asked", near.encode("utf-8", "replace"))
        return find_places(near)

    monkeypatch.setattr(geo, "find_places", listening)
    take = taking_in.import_package

    def spying(session: Any, package: Any, **options: Any) -> Any:
        staging = package.staging.db
        staging.execute("COMMIT")  # what it would write if it had to
        world.see("staging rows", "\n".join(staging.iterdump()).encode("utf-8", "surrogateescape"))
        _see_work(world)
        staging.execute("BEGIN")
        return take(session, package, **options)

    monkeypatch.setattr(taking_in, "import_package", spying)

    @contextmanager
    def watching(title: str, unit: str) -> Iterator[Callable[[int, int], None]]:
        yield lambda done, total: _see_work(world)

    monkeypatch.setattr(cli_importing, "progress_bar", watching)


def _see_work(world: World) -> None:
    """The work folder while an import is under way. Its files have random names."""
    for path in sorted((world.data / "work").rglob("*")):
        if path.is_file():
            world.see("work folder", path.read_bytes())


def _timeless(data: bytes) -> bytes:
    return _TIMES.sub(rb'"\1":0', data)


@dataclass(frozen=True, slots=True)
class Request:
    """One request, as a client sends it."""

    method: str
    path: str
    params: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    json: str | None = None
    echoes: bool = False

    @property
    def label(self) -> str:
        """What it is called in a finding. An answer to a guess repeats the guess, in both worlds:
        such answers are compared, and not searched.
        """
        query = "&".join(f"{name}={value}" for name, value in self.params)
        start = "echo of " if self.echoes else ""
        parts = (self.method, f"{self.path}?{query}", self.json or "", repr(dict(self.headers)))
        return start + " ".join(parts)


def ask_all(world: World, requests: Iterable[Request]) -> None:
    """Send every request; keep status, headers, body, and what went into the log."""
    log = io.StringIO()
    with redirect_stderr(log):
        for one in requests:
            client = world.app.test_client()
            form = {} if one.json is not None or one.method == "GET" else dict(one.params)
            answer = client.open(
                one.path, method=one.method, headers=list(one.headers),
                query_string=list(one.params) if one.method == "GET" else None,
                data=one.json if one.json is not None else form or None,
                content_type="application/json" if one.json is not None else None,
            )  # fmt: skip
            answer.headers.pop("Date", None)
            head = f"{answer.status}\n{answer.headers}".encode()
            world.see(one.label, head + _undated(answer.data))
            answer.close()
    world.see("log of the requests", _timeless(log.getvalue().encode()))


def _undated(body: bytes) -> bytes:
    """Without the time in the head of a gzip body."""
    return body[:4] + bytes(4) + body[8:] if body.startswith(b"\x1f\x8b") else body


def ask_as_partner(world: World, requests: Iterable[Request]) -> None:
    """The same searches as the command line and partners see them, with the index and from SQL."""
    keeper = world.app.extensions["index_keeper"]
    with world.app.app_context():
        for one in requests:
            if one.path == "/api/search" and one.method == "GET":
                world.see(f"{one.label}, as a partner", _partner_answer(one, keeper))
                world.see(f"{one.label}, without an index", _partner_answer(one, None))


def _partner_answer(one: Request, keeper: IndexKeeper | None) -> bytes:
    params: dict[str, list[str]] = {}
    for name, value in one.params:
        params.setdefault(name, []).append(value)
    session, see = db.session(), {"viewer": "partner", "now": NOW}
    try:
        query = read_query(params, now=NOW, viewer="partner")
        found = finding.find_listings(session, query, keeper=keeper, **see)
        whole = [finding.get_listing(session, o["id"], **see) for o in found["results"][:2]]
    except ResourceDirError as error:
        return repr(error).encode()
    return json.dumps([found, whole], default=str).encode()


def export_all(world: World) -> None:
    """Write an export in each form, into the data folder: it is looked at with the rest."""
    for form in ("csv", "json"):
        folder = world.data / f"export-{form}"
        world.command("export", "hsds", str(folder), "--form", form)
        assert folder.is_dir(), world.seen[f"{world.steps}. export hsds: stderr"]


def look_at_disk(world: World, *, has_same_layout: bool = True) -> None:
    """Keep every row of every table, the index files, and each file of the data folder.

    After a purge the pages of the database may be laid out otherwise (longer rows took more of
    them once): then the rows are compared, and the raw bytes are only searched.
    """
    with world.app.app_context():
        for path in sorted(world.data.glob("*-wal")):  # it goes when the last connection closes
            world.see(f"raw {path.name}", path.read_bytes())
        world.see("tables", _dump())
        if has_same_layout and db.engine.dialect.name == "postgresql":
            _see_postgresql_files(world)
    close_app(world.app)
    for path in sorted(world.data.rglob("*")):
        name = path.relative_to(world.data).as_posix()
        if path.is_file():
            is_compared = has_same_layout or ".sqlite3" not in name
            # Salts of the write-ahead log are random: never compared.
            is_compared = is_compared and not name.endswith(("-wal", "-shm"))
            world.see(f"{'' if is_compared else 'raw '}file {name}", path.read_bytes())


def _dump() -> bytes:
    lines = []
    with db.engine.connect() as connection:
        for table in sorted(inspect(connection).get_table_names()):
            found = connection.execute(text(f'SELECT * FROM "{table}"'))
            lines += sorted(f"{table}: {tuple(row)!r}" for row in found)
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def _see_postgresql_files(world: World) -> None:
    """The files of tables and indexes, and the write-ahead log since this world began.

    Not after a purge: dead rows stay in these files until the server vacuums them, and in its log.
    """
    with db.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        end, log = connection.exec_driver_sql(
            "SELECT pg_current_wal_insert_lsn() - '0/0', pg_walfile_name('0/1000000')"
        ).one()
        folder = Path(str(connection.exec_driver_sql("SHOW data_directory").scalar()))
        # Read before the checkpoint, which gives old segments other names.
        wal = _wal(folder / "pg_wal", str(log)[:8], world.wal, int(end))
        world.see("raw pg write-ahead log", wal)
        connection.exec_driver_sql("CHECKPOINT")
        names = connection.exec_driver_sql(
            "SELECT relname, pg_relation_filepath(oid) FROM pg_class "
            "WHERE oid >= 16384 AND relkind IN ('r', 'i', 't') ORDER BY relname"
        ).all()
    for name, file in names:
        world.see(f"raw pg {name}", (folder / file).read_bytes())


_SEGMENT = 16 << 20


def _wal(folder: Path, timeline: str, start: int, end: int) -> bytes:
    """Bytes of the write-ahead log between two positions."""
    data = b""
    for number in range(start // _SEGMENT, (end - 1) // _SEGMENT + 1):
        high, low = divmod(number, (1 << 32) // _SEGMENT)
        data += (folder / f"{timeline}{high:08X}{low:08X}").read_bytes()
    return data[start % _SEGMENT : end - start // _SEGMENT * _SEGMENT]


def comparable(seen: Mapping[str, bytes]) -> Seen:
    """What has to be the same in both worlds; the rest is searched for canaries only."""
    return {label: data for label, data in seen.items() if not label.startswith("raw ")}


def searchable(seen: Mapping[str, bytes]) -> Seen:
    """What may hold no canary: everything but the answers that repeat a guess."""
    return {label: data for label, data in seen.items() if not label.startswith("echo ")}
