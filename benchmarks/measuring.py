"""Clocks and tables: CPU per call, peak memory of a child process, figures with their command."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import numpy as np
import psutil

WARM_UP = 20
CHECKOUT = Path(__file__).parents[1]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the results: rows of text, the command that makes them, remarks below."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    command: str = "python -m benchmarks --size {size}"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Child:
    """What a finished child process cost."""

    status: int
    wall_s: float
    cpu_s: float
    peak_mb: float
    output: str = field(repr=False)


def costs_ms(
    run: Callable[[Item], object],
    items: Sequence[Item],
    *,
    clock_ns: Callable[[], int] = time.process_time_ns,
) -> list[float]:
    """Return the milliseconds of each call (CPU of this process), after a warm-up."""
    for item in items[:WARM_UP]:
        run(item)
    costs = []
    for item in items:
        started = clock_ns()
        run(item)
        costs.append((clock_ns() - started) / 1e6)
    return costs


def spread(costs: Iterable[float]) -> tuple[str, str, str]:
    """Return median, 99th percentile and maximum as text."""
    values = list(costs)
    p50, p99 = np.percentile(values, [50, 99])
    return f"{p50:.2f}", f"{p99:.2f}", f"{max(values):.2f}"


def run_child(
    module: str,
    *arguments: str,
    folder: Path,
    environ: Mapping[str, str] | None = None,
) -> Child:
    """Run `python -m module …` to its end and measure it; what it says goes through files."""
    told, peak = folder / "child.out", folder / "child.peak"
    started = time.monotonic()
    with told.open("wb") as out, (folder / "child.err").open("wb") as err:
        child = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.child", str(peak), module, *arguments],
            cwd=CHECKOUT,
            stdout=out,
            stderr=err,
            env={**os.environ, **(environ or {})},
        )
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return Child(
        status=child.returncode,
        wall_s=time.monotonic() - started,
        cpu_s=usage.ru_utime + usage.ru_stime,
        peak_mb=float(peak.read_text(encoding="utf-8")),
        output=told.read_text(encoding="utf-8"),
    )


def machine() -> str:
    """Return one line on where and when: cores, CPU, Python, date, load of the machine."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{psutil.cpu_count()} cores, {_cpu_model()}, "
        f"{psutil.virtual_memory().total / 1e9:.0f} GB, "
        f"Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}, load {load}"
    )


def _cpu_model() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
