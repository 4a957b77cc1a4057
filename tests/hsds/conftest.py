"""Reads what a test wrote down."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from resource_dir.hsds.findtreatment import read_findtreatment
from resource_dir.hsds.package import Package

from .facilities import Reader


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    """A function that writes an answer of the treatment locator to a file and reads it."""

    @contextmanager
    def reader(content: object, **more: Any) -> Iterator[Package]:
        path = tmp_path / "facilities.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        work = tmp_path / "work"
        work.mkdir(exist_ok=True)
        with read_findtreatment(path, source="locator", workdir=work, **more) as package:
            yield package

    return reader
