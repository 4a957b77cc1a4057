"""The facilities of one file, streamed: a page of the API, a list of pages, or a plain list."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import ijson

from resource_dir.errors import PackageRefused
from resource_dir.hsds.reading import Progress
from resource_dir.hsds.sources import Member

_PAGE, _PAGES, _LIST = "rows.item", "item.rows.item", "item"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The file breaks off at this item. No text of it: it may stand in somebody's address."""

    reason: str


@dataclass(frozen=True, slots=True)
class FacilityFile:
    """A file and where its facilities stand in it; `stated` is how many it claims there are."""

    member: Member
    prefix: str
    stated: int | None

    def items(self) -> Iterator[tuple[int, object, int]]:
        """Yield (item number from 1, item, bytes read so far); an Unreadable item is the last."""
        number = 0
        with self.member.open() as stream:
            try:
                for item in ijson.items(_without_mark(stream), self.prefix, use_float=True):
                    number += 1
                    yield number, item, stream.tell()
            except (ijson.JSONError, UnicodeError, ValueError, EOFError, OSError):
                yield number + 1, Unreadable("The file is not readable as JSON from here on."), 0


@dataclass(frozen=True, slots=True)
class Found:
    """One item of a file."""

    file: str
    number: int
    item: object


@dataclass(slots=True)
class Reading:
    """All items of all files, once per pass, with progress over both passes."""

    files: tuple[FacilityFile, ...]
    progress: Progress | None
    _done: int = field(default=0, init=False)

    def items(self) -> Iterator[Found]:
        """Yield every item; call it once for each pass."""
        total = 2 * sum(file.member.size for file in self.files)
        for file in self.files:
            for number, item, position in file.items():
                if self.progress and number % 1000 == 0:
                    self.progress(self._done + min(position, file.member.size), total)
                yield Found(file.member.name, number, item)
            self._done += file.member.size
            if self.progress:
                self.progress(self._done, total)

    def again(self) -> Iterator[Found]:
        """Yield every item once more, without telling the progress of it."""
        for file in self.files:
            yield from (Found(file.member.name, number, item) for number, item, _ in file.items())


def facility_file(member: Member) -> FacilityFile:
    """Look at the head of a file. Raises PackageRefused when it can't hold facilities."""
    try:
        with member.open() as stream:
            prefix = _prefix(_without_mark(stream))
    except (ijson.JSONError, UnicodeError, ValueError, EOFError, OSError):
        prefix = None
    if prefix is None:
        raise PackageRefused(
            f"{member.name} is no answer of the treatment locator: expected JSON that is a page "
            '({"page", "recordCount", "rows": […]}), a list of such pages, or a list of facilities.'
        )
    return FacilityFile(member, prefix, _stated(member, prefix))


def _prefix(stream: BinaryIO) -> str | None:
    """Tell the shape from the keys before the first list of rows; None for any other JSON."""
    depth, key, shape = 0, "", None
    for event, value in ijson.basic_parse(stream, use_float=True):
        if depth == 0:
            shape = {"start_map": _PAGE, "start_array": _LIST}.get(event)
            if shape is None:
                return None
        if event == "map_key":
            key = value
        if event == "start_array" and key == "rows" and depth == (1 if shape == _PAGE else 2):
            return _PAGE if shape == _PAGE else _PAGES
        depth += {"start_map": 1, "start_array": 1, "end_map": -1, "end_array": -1}.get(event, 0)
        if shape == _LIST and depth == 1 and event == "end_map":
            return _LIST
    return _LIST if shape == _LIST else None


def _stated(member: Member, prefix: str) -> int | None:
    if prefix == _LIST:
        return None
    where = "recordCount" if prefix == _PAGE else "item.recordCount"
    try:
        with member.open() as stream:
            # Real answers have it before the rows, so that only the head of the file is read.
            found = next(ijson.items(_without_mark(stream), where), None)
    except (ijson.JSONError, UnicodeError, ValueError, EOFError, OSError):
        return None
    is_count = isinstance(found, int) and not isinstance(found, bool) and found >= 0
    return found if is_count else None


def _without_mark(stream: BinaryIO) -> BinaryIO:
    if stream.read(3) != _BYTE_ORDER_MARK:
        stream.seek(0)
    return stream
