"""What reading a package found: rejected rows and values, repairs, and withheld marks."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

WITHHELD = "[withheld]"
MAX_VALUE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row (or one value of it) that was not taken in. `line` is the item number in JSON."""

    file: str
    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Repair:
    """A certain repair: the value was kept after `repair`."""

    file: str
    line: int
    column: str
    value: str
    repair: str


@dataclass(frozen=True, slots=True)
class WithheldMark:
    """A row whose place is withheld. `recognition` names it in other sources, never its place."""

    table: str
    id: str
    reason: str
    recognition: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class KnownWithheld:
    """What earlier imports remember: canonical ids and recognition keys of withheld rows.

    `published` holds ids that a steward published: what only the default, recognition or a
    neighbour would withhold is not; what its source or a file withholds still is.
    """

    ids: frozenset[tuple[str, str]] = frozenset()
    recognition: frozenset[tuple[str, str]] = frozenset()
    published: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """One canonical row. `values` is JSON-able; `source_key` is the id the source gave, or ""."""

    table: str
    id: str
    source_key: str
    values: Mapping[str, object]
    file: str
    line: int


@dataclass(slots=True)
class FileReport:
    """Counts of one file. `ignored` maps unknown columns to the rows that had a value there."""

    file: str
    table: str = ""
    rows: int = 0
    rejected: int = 0
    rejected_rows: int = 0
    repaired: int = 0
    ignored: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class ReadReport:
    """Everything a steward has to know about one package."""

    rejected: list[Rejection] = field(default_factory=list)
    repaired: list[Repair] = field(default_factory=list)
    _files: dict[str, FileReport] = field(default_factory=dict)

    @property
    def files(self) -> Mapping[str, FileReport]:
        """Per-file counts by file name, in reading order."""
        return MappingProxyType(self._files)

    def file(self, name: str) -> FileReport:
        """The counts of one file, made on first use."""
        return self._files.setdefault(name, FileReport(name))

    def reject_row(self, file: str, line: int, column: str, value: object, reason: str) -> None:
        """Note a row that was left out as a whole."""
        self.file(file).rejected_rows += 1
        self.reject_value(file, line, column, value, reason)

    def reject_value(self, file: str, line: int, column: str, value: object, reason: str) -> None:
        """Note one bad value; its row was kept without it."""
        self.file(file).rejected += 1
        self.rejected.append(Rejection(file, line, column, _shown(value), reason))

    def repair(self, file: str, line: int, column: str, value: object, repair: str) -> None:
        """Note one certain repair."""
        self.file(file).repaired += 1
        self.repaired.append(Repair(file, line, column, _shown(value), repair))


def _shown(value: object) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= MAX_VALUE_LENGTH else text[: MAX_VALUE_LENGTH - 1] + "…"
