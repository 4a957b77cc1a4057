"""Count what became of each row of a source file, whatever number of our rows it made."""

from collections import defaultdict
from dataclasses import dataclass
from enum import IntFlag


class Outcome(IntFlag):
    """What happened to one of our rows; a source row collects those of all rows it made."""

    CREATED = 1
    UPDATED = 2
    UNCHANGED = 4


@dataclass(frozen=True, slots=True)
class Counts:
    """What happened to the rows of one file."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


class RowCounts:
    """Outcomes by file and line: one byte a line, so that a million lines cost a megabyte."""

    def __init__(self) -> None:
        self._lines: defaultdict[str, bytearray] = defaultdict(bytearray)

    def note(self, file: str, line: int, outcome: Outcome) -> None:
        """Note what happened to a row that came from `line` of `file`."""
        lines = self._lines[file]
        if line >= len(lines):
            lines.extend(bytes(max(line + 1 - len(lines), len(lines))))
        lines[line] |= outcome

    def of(self, file: str) -> Counts:
        """Created: all that it made is new. Unchanged: nothing moved. Updated: anything else."""
        lines = self._lines.get(file, bytearray())
        created, unchanged = (lines.count(one) for one in (Outcome.CREATED, Outcome.UNCHANGED))
        return Counts(created, len(lines) - lines.count(0) - created - unchanged, unchanged)
