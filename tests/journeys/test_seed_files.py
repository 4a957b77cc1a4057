"""The files of the demonstration county: nothing in them is real, and a tool writes them."""

import csv
import gzip
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from resource_dir.operations.importing.demonstrating import address_file, seed_folder

TOOL = Path(__file__).parents[2] / "tools" / "build_demo_county.py"


@pytest.fixture(scope="module")
def text_of_all() -> str:
    return "\n".join(path.read_text() for path in sorted(seed_folder().rglob("*.csv")))


def test_each_number_is_from_the_range_for_fiction_and_of_one_service(text_of_all: str) -> None:
    with (seed_folder() / "phones.csv").open(newline="", encoding="utf-8") as file:
        numbers = Counter(row["number"] for row in csv.DictReader(file))
    in_words = re.findall(r"\(719\) 555-(\d{4})", text_of_all)

    assert all(re.fullmatch(r"\+1719555010\d|\+171955501[1-9]\d", number) for number in numbers)
    assert [number for number, count in numbers.items() if count > 1] == []
    assert all(number.startswith("01") for number in in_words)
    assert not {f"+1719555{number}" for number in in_words} & numbers.keys()


def test_web_and_mail_addresses_lead_nowhere(text_of_all: str) -> None:
    hosts = re.findall(r"(?:@|https?://)([\w.-]+)", text_of_all)

    assert hosts
    assert all(host.endswith("example.org") for host in hosts)


def test_nobody_is_named() -> None:
    with (seed_folder() / "contacts.csv").open(newline="", encoding="utf-8") as file:
        contacts = list(csv.DictReader(file))

    assert contacts
    assert "name" not in contacts[0]
    assert all(re.fullmatch(r"[A-Z][a-z ]+", row["title"]) for row in contacts)


def test_the_address_points_lie_in_a_folder_of_their_own() -> None:
    assert address_file().is_file()
    assert address_file().parent.parent == seed_folder()


def test_the_tables_give_the_files_that_are_here_byte_for_byte(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(TOOL), "--out", str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(TOOL.parents[1])},
    )

    assert done.returncode == 0, done.stderr
    assert _bytes(tmp_path) == _bytes(seed_folder())


def _bytes(folder: Path) -> dict[str, bytes]:
    """What each file holds; packed ones unpacked, because two zlibs may pack differently."""
    return {
        path.relative_to(folder).as_posix(): _unpacked(path)
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".csv", ".json", ".geojson", ".gz")
    }


def _unpacked(path: Path) -> bytes:
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content
