"""RESULTS.md: one section per size, so that a run at one size leaves the others standing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.measuring import Table

RESULTS = Path(__file__).with_name("RESULTS.md")
_HEAD = """# What it costs

Written by `make bench` (`SIZE=10k`, `100k` or `1m`). CPU time and ratios travel between machines;
seconds on the wall do not. Listings are invented (`benchmarks/county.py`).
"""
_SECTION = re.compile(r"^## Size (\S+)\n.*?(?=^## Size |\Z)", re.MULTILINE | re.DOTALL)


def write_results(size: str, machine: str, tables: Iterable[Table], *, path: Path = RESULTS) -> str:
    """Put the section of this size into the file, in place of an older one; returns it."""
    section = _section(size, machine, tables)
    sections = _sections(path.read_text(encoding="utf-8")) if path.exists() else {}
    sections[size] = section
    ordered = [sections[name] for name in sorted(sections, key=in_numbers)]
    path.write_text("\n".join([_HEAD, *ordered]), encoding="utf-8")
    return section


def put_tables(size: str, tables: Sequence[Table], *, path: Path = RESULTS) -> None:
    """Put tables that were measured alone into the section of a size, in place of older ones."""
    sections = _sections(path.read_text(encoding="utf-8"))
    section = sections[size]
    for table in tables:
        older = rf"^### {re.escape(table.title)}\n.*?(?=^###? |\Z)"
        section = re.sub(older, "", section, flags=re.MULTILINE | re.DOTALL)
    sections[size] = "\n".join(
        [section.rstrip() + "\n", *(_table(table, size) for table in tables)]
    )
    ordered = [sections[name] for name in sorted(sections, key=in_numbers)]
    path.write_text("\n".join([_HEAD, *ordered]), encoding="utf-8")


def in_numbers(size: str) -> int:
    """Return 10,000 for "10k" and 1,000,000 for "1m". Raises ValueError."""
    factor = {"k": 1_000, "m": 1_000_000}.get(size[-1:].lower(), 1)
    return int(size.rstrip("kKmM")) * factor


def _sections(text: str) -> dict[str, str]:
    return {match[1]: match[0].rstrip() + "\n" for match in _SECTION.finditer(text)}


def _section(size: str, machine: str, tables: Iterable[Table]) -> str:
    parts = [f"## Size {size}\n\nMachine: {machine}.\n"]
    parts += [_table(table, size) for table in tables]
    return "\n".join(parts)


def _table(table: Table, size: str) -> str:
    lines = [f"### {table.title}", "", f"`{table.command.format(size=size)}`", ""]
    lines += [_line(table.header), _line("---" for _ in table.header)]
    lines += [_line(row) for row in table.rows]
    if table.notes:
        lines += ["", *(f"{note}  " for note in table.notes)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
