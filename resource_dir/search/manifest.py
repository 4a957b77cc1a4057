"""What the index says of itself: which database, up to which change, and the mark of each file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from resource_dir.errors import IndexUnusable
from resource_dir.needs import NEEDS
from resource_dir.search.language import ANALYZER_VERSION, FIELD_WEIGHTS
from resource_dir.search.needs_tree import texts_of

FORMAT: Final = 3
_EDGE: Final = 65_536
"""Bytes at either end of a file that the quick check reads."""
_READ: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class FileMark:
    """Size in bytes, SHA-256 of head and tail, SHA-256 of everything."""

    size: int
    quick: str
    full: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`words` is the mark of the needs and the analyzer: other words, other index."""

    generation: str
    change: int
    database_id: str
    rows: int
    words: str
    files: Mapping[str, FileMark]

    def named(self, prefix: str) -> Manifest:
        """Return it with its folder's name, made from what the files hold."""
        marks = json.dumps({name: mark.full for name, mark in self.files.items()}, sort_keys=True)
        digest = hashlib.sha256(marks.encode()).hexdigest()[:16]
        return replace(self, generation=f"{prefix}{self.change:012d}-{digest}")

    def to_text(self) -> str:
        """Return it as JSON, the same text for the same index, with its own checksum."""
        said = {"format": FORMAT, **asdict(self)}
        return json.dumps({"checksum": _checksum(said), **said}, indent=1, sort_keys=True) + "\n"


def parse_manifest(text: str) -> Manifest:
    """Read a manifest. Raises IndexUnusable for a torn, foreign or future one."""
    try:
        said = json.loads(text)
        checksum = said.pop("checksum")
        form = said.pop("format")
        if form != FORMAT:
            raise IndexUnusable(f"The search index has format {form}, not {FORMAT}; rebuild it.")
        if checksum != _checksum({"format": form, **said}):
            raise IndexUnusable("The search index's manifest is damaged; rebuild it.")
        files = {_plain(name): FileMark(**mark) for name, mark in said.pop("files").items()}
        _plain(said["generation"])
        return Manifest(files=files, **said)
    except (ValueError, TypeError, KeyError, AttributeError) as problem:
        raise IndexUnusable("The search index's manifest can't be read; rebuild it.") from problem


def _plain(name: str) -> str:
    if not name or "/" in name or name.startswith("."):
        raise ValueError("a name in the manifest leads out of the index")
    return name


def _checksum(said: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


@cache
def expected_words() -> str:
    """Return the mark of how this version reads words: analyzer, field weights, needs."""
    needs = {slug: (need.parent, texts_of(need)) for slug, need in NEEDS.items()}
    return _checksum({"analyzer": ANALYZER_VERSION, "fields": FIELD_WEIGHTS, "needs": needs})


def quick_hash(path: Path) -> tuple[int, str]:
    """Return (size, SHA-256 of the first and last 64 KiB). Raises FileNotFoundError."""
    size = path.stat().st_size
    with path.open("rb") as file:
        digest = hashlib.sha256(file.read(_EDGE))
        file.seek(max(0, size - _EDGE))
        digest.update(file.read(_EDGE))
    return size, digest.hexdigest()


def full_mark(path: Path) -> FileMark:
    """Return the mark of a file, reading all of it."""
    size, quick = quick_hash(path)
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_READ):
            digest.update(piece)
    return FileMark(size, quick, digest.hexdigest())
