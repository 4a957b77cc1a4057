"""The files of a package: folder, zip (streamed, never unpacked), one file, each maybe gzipped."""

import gzip
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from resource_dir.errors import PackageRefused

MAX_MEMBERS = 10_000
MAX_TOTAL_BYTES = 20 << 30
MAX_RATIO = 200  # text of directories packs 5 to 30 fold; a bomb 1,000 fold
RATIO_FROM_BYTES = 16 << 20
_ENDINGS = (".csv", ".tsv", ".txt", ".json", ".csv.gz", ".tsv.gz", ".json.gz")
_DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True, slots=True)
class Member:
    """One readable file of a package. `open()` may be called for each pass; `size` in bytes."""

    name: str
    table_hint: str
    size: int
    open: Callable[[], BinaryIO]

    @property
    def is_json(self) -> bool:
        """Whether it is read as JSON, otherwise as delimited text."""
        return self.name.lower().removesuffix(".gz").endswith(".json")


def members_of(
    path: Path, stack: ExitStack, *, endings: tuple[str, ...] = _ENDINGS
) -> tuple[Member, ...]:
    """The members of the package at `path`, in reading order. Raises PackageRefused.

    Files that end otherwise than `endings` are passed over in a folder or zip, refused alone.
    """
    if not path.exists():
        raise PackageRefused(f"There is no file or folder {path.name}.", field="path")
    if path.is_dir():
        return _from_folder(path, endings)
    if path.name.lower() == _DESCRIPTOR:
        return _from_folder(path.parent, endings)
    if zipfile.is_zipfile(path):
        return _from_zip(path, stack, endings)
    if not path.name.lower().endswith(endings):
        raise PackageRefused(
            f"{path.name} is not a folder, zip, JSON or CSV file: nothing was read.", field="path"
        )
    return (_file_member(path, path.name, _hint(path.name)),)


def _from_folder(folder: Path, endings: tuple[str, ...]) -> tuple[Member, ...]:
    descriptor = folder / _DESCRIPTOR
    hints = _resources(descriptor.read_bytes()) if descriptor.is_file() else {}
    root = folder.resolve()
    found = []
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        # A link out of the folder could read any file of the machine into a public directory.
        if file.is_file() and _is_data(name, endings) and file.resolve().is_relative_to(root):
            found.append(_file_member(file, name, hints.get(name) or _hint(name)))
    return _checked(tuple(found), folder.name)


def _from_zip(path: Path, stack: ExitStack, endings: tuple[str, ...]) -> tuple[Member, ...]:
    try:
        archive = stack.enter_context(zipfile.ZipFile(path))
        infos = [info for info in archive.infolist() if not info.is_dir()]
        _check_bomb(infos, path.stat().st_size)
        names = {info.filename: info for info in infos}
        descriptor = next((n for n in names if PurePosixPath(n).name == _DESCRIPTOR), None)
        hints = _resources(archive.read(descriptor)) if descriptor else {}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise PackageRefused(f"{path.name} is not a readable zip file: {error}.") from error
    found = []
    for name, info in sorted(names.items()):
        if _is_data(name, endings):
            hint = _zip_hint(name, hints)
            found.append(Member(name, hint, info.file_size, _zip_opener(archive, info)))
    return _checked(tuple(found), path.name)


def _zip_opener(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    def open_member() -> BinaryIO:
        raw = cast(BinaryIO, archive.open(info))
        is_packed = info.filename.lower().endswith(".gz")
        return _unpacked(raw, info.file_size) if is_packed else raw

    return open_member


def _zip_hint(name: str, hints: dict[str, str]) -> str:
    for path, hint in hints.items():
        if name == path or name.endswith("/" + path):
            return hint
    return _hint(name)


def _check_bomb(infos: list[zipfile.ZipInfo], packed: int) -> None:
    total = sum(info.file_size for info in infos)
    if any(info.flag_bits & 1 for info in infos):
        raise PackageRefused("The zip file is encrypted: unpack it and import the folder.")
    if len(infos) > MAX_MEMBERS or total > MAX_TOTAL_BYTES:
        raise PackageRefused(
            f"The zip file holds {len(infos)} files with {total} bytes: at most {MAX_MEMBERS} "
            f"files and {MAX_TOTAL_BYTES} bytes are read."
        )
    if total > RATIO_FROM_BYTES and total > MAX_RATIO * max(packed, 1):
        raise PackageRefused(
            f"The zip file unpacks to {total // max(packed, 1)} times its size: it was not read "
            f"(at most {MAX_RATIO} times, against zip bombs)."
        )


class _Unpacked(gzip.GzipFile):
    """A gzip stream that stops a bomb while it is read: its true size stands nowhere before."""

    packed_size = 0

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        self._check()
        return data

    def readline(self, size: int | None = -1) -> bytes:
        data = super().readline(-1 if size is None else size)
        self._check()
        return data

    def _check(self) -> None:
        done = self.tell()
        if done > RATIO_FROM_BYTES and done > MAX_RATIO * max(self.packed_size, 1):
            raise PackageRefused(
                f"A gzip file unpacks to more than {MAX_RATIO} times its size: it was not read."
            )


def _unpacked(raw: BinaryIO, size: int) -> BinaryIO:
    stream = _Unpacked(fileobj=raw)
    stream.packed_size = size
    return cast(BinaryIO, stream)


def _file_member(file: Path, name: str, hint: str) -> Member:
    size = file.stat().st_size

    def open_member() -> BinaryIO:
        if not name.lower().endswith(".gz"):
            return file.open("rb")
        stream = _Unpacked(file, "rb")
        stream.packed_size = size
        return cast(BinaryIO, stream)

    return Member(name, hint, size, open_member)


def _is_data(name: str, endings: tuple[str, ...]) -> bool:
    path = PurePosixPath(name)
    if path.name.lower() == _DESCRIPTOR or "__MACOSX" in path.parts:
        return False
    return path.name.lower().endswith(endings) and not path.name.startswith(".")


def _hint(name: str) -> str:
    return PurePosixPath(name).name.split(".", 1)[0]


def _checked(members: tuple[Member, ...], name: str) -> tuple[Member, ...]:
    if not members:
        raise PackageRefused(f"{name} holds no CSV or JSON file: nothing was read.", field="path")
    # The marks come first, then shallow names: the order of the report is that of reading.
    return tuple(sorted(members, key=lambda m: (_hint(m.name) != "withheld", m.name)))


def _resources(data: bytes) -> dict[str, str]:
    """File path to table name, as a datapackage.json states it."""
    try:
        resources = json.loads(data).get("resources", [])
        return dict(_resource_paths(resources))
    except (ValueError, AttributeError, TypeError) as error:
        raise PackageRefused(f"datapackage.json can't be read: {error}.") from error


def _resource_paths(resources: list[dict[str, object]]) -> Iterator[tuple[str, str]]:
    for resource in resources:
        paths = resource.get("path") or []
        for path in [paths] if isinstance(paths, str) else cast("list[str]", paths):
            if "://" in path or path.startswith("/") or ".." in PurePosixPath(path).parts:
                raise PackageRefused(
                    f"datapackage.json names {path}: only files inside the package are read."
                )
            yield PurePosixPath(path).as_posix(), str(resource.get("name", ""))
