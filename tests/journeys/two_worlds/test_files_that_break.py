"""Files that break inside a secret, and what lines may say: shape is told, values are not."""

import csv
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from resource_dir.hsds import read_findtreatment, read_package

from .canaries import compare, search
from .formats import FORMATS, write_package
from .running import World, look_at_disk
from .worlds import HIDDEN, ONE, PLAIN, WORLDS, Hidden

Prove = Callable[[Callable[[World, int], None]], None]
Seen = Mapping[str, bytes]


def _cut(data: bytes, number: int) -> bytes:
    """Up to the middle of the last street in the file."""
    word = max(WORLDS[number].street.split(), key=len).encode()
    return data[: data.rindex(word) + 5]


def _bad_bytes(data: bytes, number: int) -> bytes:
    word = max(WORLDS[number].street.split(), key=len).encode()
    at = data.rindex(word) + 3
    return data[:at] + b"\xe9\xff" + data[at:]


def _bad_escape(data: bytes, number: int) -> bytes:
    word = max(WORLDS[number].street.split(), key=len).encode()
    at = data.rindex(word)
    return data[:at] + b"\\q" + data[at:]


@pytest.mark.parametrize("spoil", [_cut, _bad_bytes, _bad_escape])
@pytest.mark.parametrize("name", ["HSDS 3 folder", "JSON page", "FindTreatment page"])
def test_a_file_that_breaks_inside_a_secret_tells_nothing_of_it(
    name: str, spoil: Callable[[bytes, int], bytes], prove: Prove
) -> None:
    def story(world: World, number: int) -> None:
        path, withhold = write_package(name, world.root, number, PLAIN)
        file = path / "addresses.csv" if path.is_dir() else path
        file.write_bytes(spoil(file.read_bytes(), number))
        world.import_package(path, withhold, kind=FORMATS[name].kind)
        world.import_package(path, withhold, kind=FORMATS[name].kind, form=())
        look_at_disk(world)

    prove(story)


def _read(folder: Path, number: int, hidden: tuple[Hidden, ...]) -> tuple[dict[str, bytes], Path]:
    path, withhold = write_package("HSDS 3 folder", folder, number, hidden)
    seen: dict[str, bytes] = {}
    with read_package(path, source="county", workdir=folder, withhold=withhold) as package:
        starts = {file.name: _starts(file) for file in path.iterdir()}
        found = [*package.report.rejected, *package.report.repaired]
        for table in package.tables:
            for row in package.rows(table):
                values = json.dumps(dict(row.values), sort_keys=True)
                at = starts[row.file][row.line]
                seen[f"{table} {row.id}"] = f"{row.file} {at} {values}".encode()
        for order, one in enumerate(found):
            at = starts[one.file].get(one.line, 0)
            said = (one.file, at, one.column, one.value, getattr(one, "reason", ""))
            seen[f"finding {order}"] = repr(said).encode()
    return seen, path


def _starts(path: Path) -> dict[int, int]:
    """Which record begins on which line."""
    found, last = {}, 0
    with path.open(encoding="utf-8", errors="replace", newline="") as stream:
        reader = csv.reader(stream)
        for number, _ in enumerate(reader, start=1):
            found[last + 1] = number
            last = reader.line_num
    return found


def test_a_line_end_in_a_secret_moves_later_lines_and_nothing_else(tmp_path: Path) -> None:
    """A report names physical lines, so that a steward finds them in an editor. A line end inside
    a secret moves the lines after it by one; whoever reads the report holds the file. The rule: in
    records instead of lines, the two readings are the same, and no line of the report is stored.
    """
    twisted = next(one for one in HIDDEN if one.twist == "line ends")
    hidden = (twisted, *PLAIN[3:5])  # rows follow it, but none whose quotes break
    one, path = _read(tmp_path / "one", 0, hidden)
    two, _ = _read(tmp_path / "two", 1, hidden)

    compare(one, two)
    search(one, ONE)
    assert len(_starts(path / "locations.csv")) < (path / "locations.csv").read_text().count("\n")


def test_progress_counts_bytes_of_the_file_and_is_not_kept(tmp_path: Path) -> None:
    """The bar on a terminal moves with the size of the file, which its owner knows."""
    path, withhold = write_package("facility list", tmp_path, 0)
    told: list[tuple[int, int]] = []

    with read_findtreatment(
        path, source="county", workdir=tmp_path, withhold=withhold,
        progress=lambda done, total: told.append((done, total)),
    ) as package:  # fmt: skip
        report = repr(package.report)

    assert told[-1] == (2 * path.stat().st_size, 2 * path.stat().st_size)
    assert str(path.stat().st_size) not in report
