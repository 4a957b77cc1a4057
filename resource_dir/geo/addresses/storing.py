"""An address book on disk: one folder for each build, and a manifest that says which one counts.

Written like the search index (`search/store.py`): the manifest comes last, by an atomic rename,
after every array reached the disk. All bytes are checked on opening: a flipped bit in a coordinate
would be a wrong place, and 10 MB are read in some 10 ms.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from resource_dir.errors import IndexUnusable
from resource_dir.geo.addresses.columns import Columns

FORMAT: Final = 1
"""Raise it when arrays change, or when street names or numbers are read in another way."""
MANIFEST: Final = "manifest.json"
_LOCK: Final = "lock"
_PREFIX: Final = "book-"
_DRAFT: Final = "building"
_ATTEMPTS: Final = 3
_READ: Final = 1 << 20
_SMALL: Final = 1 << 14
"""Bytes up to which a file is read, not mapped: an empty array can't be mapped at all."""
_AGAIN: Final = "it will be built again from the stored points."


def save_columns(folder: Path, columns: Columns, *, generation: str) -> None:
    """Write the arrays and make them the ones that count.

    Raises IndexUnusable when the disk refuses; what counted before still counts then.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder):
            _write(folder, columns.to_arrays(), generation=generation)
    except OSError as problem:
        raise IndexUnusable(
            f"The address book could not be written ({problem.strerror}); free some space and try "
            "again."
        ) from problem


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One writer at a time; the lock ends with the process, however that ends."""
    with (folder / _LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(folder: Path, arrays: Mapping[str, NDArray[Any]], *, generation: str) -> None:
    _sweep(folder, keep=_counting(folder))
    draft = folder / _DRAFT
    draft.mkdir()
    try:
        files = {f"{name}.npy": _write_array(draft, name, arrays[name]) for name in sorted(arrays)}
        _sync(draft)
        said = {"format": FORMAT, "generation": generation, "files": files}
        name = f"{_PREFIX}{_digest(said)[:16]}"
        final = folder / name
        if final.exists():  # the same book again: nothing to replace unless somebody damaged it
            shutil.rmtree(draft if _is_whole(final, files) else final)
        if draft.exists():
            draft.rename(final)
        _write_manifest(folder, {**said, "folder": name})
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    _sweep(folder, keep=name)


def _is_whole(place: Path, files: Mapping[str, Any]) -> bool:
    try:
        return all(_mark(place / name) == mark for name, mark in files.items())
    except OSError:
        return False


def _write_array(place: Path, name: str, values: NDArray[Any]) -> dict[str, Any]:
    path = place / f"{name}.npy"
    with path.open("wb") as file:
        np.save(file, np.ascontiguousarray(values), allow_pickle=False)
        file.flush()
        os.fsync(file.fileno())
    return _mark(path)


def _write_manifest(folder: Path, said: dict[str, Any]) -> None:
    draft = folder / f"{MANIFEST}.new"
    with draft.open("w", encoding="utf-8") as file:
        json.dump({**said, "checksum": _digest(said)}, file, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    _sync(folder)
    draft.replace(folder / MANIFEST)
    _sync(folder)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _mark(path: Path) -> dict[str, Any]:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_READ):
            digest.update(piece)
    return {"size": path.stat().st_size, "sha256": digest.hexdigest()}


def _digest(said: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _counting(folder: Path) -> str | None:
    try:
        return str(_manifest(folder)["folder"])
    except IndexUnusable:
        return None


def _sweep(folder: Path, *, keep: str | None) -> None:
    for path in folder.iterdir():
        is_ours = path.name.startswith(_PREFIX) or path.name == _DRAFT
        if path.is_dir() and is_ours and path.name != keep:
            shutil.rmtree(path)


def _manifest(folder: Path) -> dict[str, Any]:
    """Return what the manifest says, once its own checksum holds."""
    try:
        said: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        checksum = said.pop("checksum")
    except OSError as problem:
        raise IndexUnusable(f"There is no address book yet; {_AGAIN}") from problem
    except (ValueError, KeyError, AttributeError, TypeError) as problem:
        raise IndexUnusable(f"The address book's manifest can't be read; {_AGAIN}") from problem
    if checksum != _digest(said):
        raise IndexUnusable(f"The address book's manifest is damaged; {_AGAIN}")
    if said.get("format") != FORMAT:
        raise IndexUnusable(f"The address book is of another version; {_AGAIN}")
    return said


def open_columns(folder: Path, *, generation: str) -> Columns:
    """Map the book that counts. Raises IndexUnusable if missing, damaged or of other points."""
    for attempt in range(_ATTEMPTS):
        said = _manifest(folder)
        if said["generation"] != generation:
            raise IndexUnusable(f"The address book was made of other points; {_AGAIN}")
        try:
            return _open(folder / said["folder"], said["files"])
        except FileNotFoundError as problem:  # replaced while it was opened: look again
            if attempt == _ATTEMPTS - 1:
                lacking = Path(str(problem.filename)).name
                raise IndexUnusable(f"The address book lacks {lacking}; {_AGAIN}") from problem
        except (OSError, ValueError, KeyError) as problem:
            raise IndexUnusable(f"The address book can't be read; {_AGAIN}") from problem
    raise AssertionError("unreachable: the loop returns or raises")


def _open(place: Path, files: Mapping[str, Any]) -> Columns:
    for name, mark in files.items():
        if _mark(place / name) != mark:
            raise IndexUnusable(f"The address book is damaged ({name}); {_AGAIN}")
    return Columns.from_arrays({name[: -len(".npy")]: _map(place / name) for name in files})


def _map(path: Path) -> NDArray[Any]:
    mode: Literal["r"] | None = "r" if path.stat().st_size > _SMALL else None
    array: NDArray[Any] = np.load(path, mmap_mode=mode, allow_pickle=False)
    # A plain view: numpy's memmap class costs microseconds on every slice.
    return array.view(np.ndarray)
