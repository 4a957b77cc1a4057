"""What a request costs, how large a server grows, and what starting it loads."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from pathlib import Path
from urllib.parse import urlencode

import psutil

from benchmarks import queries
from benchmarks.measuring import Table, costs_ms, run_child, spread
from resource_dir.app import create_app
from resource_dir.config import load_settings
from resource_dir.extensions import db

REQUESTS = 500
START_SECONDS = 60.0
HEAVY = ("duckdb", "ibis", "pyarrow")


def _environ(data: Path) -> dict[str, str]:
    return {**os.environ, "RESOURCE_DIR_DATA": str(data), "RATE_LIMIT": "off"}


def paths(count: int, *, start: str) -> list[str]:
    """Return addresses of mixed searches, most of them with a full page of 20 results."""
    rng = random.Random(5)
    return [f"{start}?{urlencode(_parameters(rng), doseq=True)}" for _ in range(count)]


def _parameters(rng: random.Random) -> dict[str, object]:
    lat, lon = queries.point(rng)
    place = {"lat": f"{lat:.3f}", "lon": f"{lon:.3f}"}
    kinds: list[dict[str, object]] = [
        {**place, "radius_mi": 25},
        {**place, "q": "detox", "open": "now"},
        {**place, "need": ["emergency_shelter", "food"], "radius_mi": "auto", "accepts": "pets"},
        {**place, "q": "bed", "open": "now", "age": 40, "accepts": "without_id", "language": "es"},
        {"q": "peer support"},
        {"age": 17, "language": "es"},
    ]
    return rng.choice(kinds)


def measure_requests(data: Path, listings: str, *, count: int = REQUESTS) -> Table:
    """Measure page and API through Flask's test client, which is part of the figure."""
    app = create_app(load_settings(_environ(data)))
    client = app.test_client()
    rows = []
    # The request log is written as ever, only not to the terminal.
    with Path(os.devnull).open("w") as nowhere, redirect_stderr(nowhere):
        for name, start in (("search page", "/search"), ("search API", "/api/search")):
            rows.append((name, *spread(costs_ms(client.get, paths(count, start=start)))))
    with app.app_context():
        db.engine.dispose()
    return Table(
        title=f"Requests, {listings} listings, up to 20 results (CPU ms per request)",
        header=("request", "p50", "p99", "max"),
        rows=tuple(rows),
        notes=("In one process, through Flask's test client and its own overhead.",),
    )


def measure_server(data: Path, listings: str, *, count: int = REQUESTS) -> Table:
    """Measure the memory and CPU of the served application after mixed requests."""
    with serving(data) as (server, base):
        before_s = _cpu_s(server)
        for path in paths(count // 2, start="/search") + paths(count // 2, start="/api/search"):
            _get(base + path)
        cpu_ms = (_cpu_s(server) - before_s) * 1000 / count
        memory = [process.memory_info().rss / 1e6 for process in _family(server)]
    return Table(
        title=f"Server, {listings} listings, after {count} mixed requests",
        header=("process", "value"),
        rows=(
            ("worker, resident memory", f"{max(memory):.0f} MB"),
            ("master, resident memory", f"{memory[0]:.0f} MB"),
            ("CPU per request, page and API mixed", f"{cpu_ms:.1f} ms"),
        ),
    )


@contextmanager
def serving(data: Path) -> Iterator[tuple[psutil.Process, str]]:
    """Serve a data folder; the process and its address."""
    port = _free_port()
    arguments = [sys.executable, "-m", "resource_dir", "serve", "--port", str(port)]
    quiet = subprocess.DEVNULL
    child = subprocess.Popen(arguments, env=_environ(data), stdout=quiet, stderr=quiet)
    try:
        base = f"http://127.0.0.1:{port}"
        _await(child, base)
        yield psutil.Process(child.pid), base
    finally:
        child.terminate()
        child.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(child: subprocess.Popen[bytes], base: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and child.poll() is None:
        try:
            _get(f"{base}/readyz")
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not become ready")


def _get(address: str) -> None:
    with urllib.request.urlopen(address, timeout=30) as answer:
        answer.read()


def _family(server: psutil.Process) -> list[psutil.Process]:
    return [server, *server.children(recursive=True)]


def _cpu_s(server: psutil.Process) -> float:
    return sum(sum(process.cpu_times()[:2]) for process in _family(server))


def measure_start(folder: Path) -> Table:
    """Measure importing the application, and look for what it must not load."""
    child = run_child("benchmarks.starting", *HEAVY, folder=folder)
    return Table(
        title="Start",
        header=("what", "value"),
        rows=(
            ("`import resource_dir.app`", f"{child.cpu_s:.2f} s CPU, {child.peak_mb:.0f} MB"),
            (f"of {', '.join(HEAVY)} it loads", child.output.strip() or "none"),
        ),
    )
