"""The index on disk: one folder per generation, and a manifest that says which one counts.

``manifest.json`` is written last, by an atomic rename, after every column and its folder reached
the disk. A build that was killed leaves a folder that no manifest names; the next one sweeps it.
Older generations are removed at once, not kept: one may hold the place of a listing that has since
been withheld. A reader that has them mapped goes on undisturbed.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from resource_dir.errors import BadInput, IndexUnusable
from resource_dir.search.manifest import (
    FileMark,
    Manifest,
    expected_words,
    full_mark,
    parse_manifest,
    quick_hash,
)
from resource_dir.search.segment import Segment, from_arrays, to_arrays

MANIFEST: Final = "manifest.json"
_LOCK: Final = "lock"
_PREFIX: Final = "generation-"
_ATTEMPTS: Final = 3
"""A reader may meet a generation that was replaced while it opened the files: it looks again."""


def write_index(folder: Path, segment: Segment, *, change: int, database_id: str) -> Manifest:
    """Write a generation and make it the one that counts.

    Raises IndexUnusable when the disk refuses; what counted before still counts then.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder):
            return _write(folder, segment, change=change, database_id=database_id)
    except OSError as problem:
        raise IndexUnusable(
            f"The search index could not be written ({problem.strerror}); free some space and run "
            "`resource-dir index rebuild`."
        ) from problem


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One writer at a time; the lock ends with the process, however that ends."""
    with (folder / _LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(folder: Path, segment: Segment, *, change: int, database_id: str) -> Manifest:
    _sweep(folder, keep=_counting(folder))
    place = folder / "building"
    place.mkdir()
    try:
        marks = _write_columns(place, to_arrays(segment))
        manifest = Manifest(
            generation="",
            change=change,
            database_id=database_id,
            rows=len(segment),
            words=expected_words(),
            files=marks,
        ).named(_PREFIX)
        final = folder / manifest.generation
        if final.exists():  # the same bytes again: nothing to replace, nothing to disturb
            shutil.rmtree(final) if not _is_same(final, marks) else shutil.rmtree(place)
        if place.exists():
            place.rename(final)
        _write_manifest(folder, manifest)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    _sweep(folder, keep=manifest.generation)
    return manifest


def _is_same(folder: Path, marks: Mapping[str, FileMark]) -> bool:
    try:
        return {each.name: full_mark(each) for each in folder.iterdir()} == dict(marks)
    except OSError:
        return False


def _write_columns(place: Path, arrays: Mapping[str, NDArray[Any]]) -> dict[str, FileMark]:
    marks: dict[str, FileMark] = {}
    for name in sorted(arrays):
        path = place / f"{name}.npy"
        with path.open("wb") as file:
            np.save(file, np.ascontiguousarray(arrays[name]), allow_pickle=False)
            file.flush()
            os.fsync(file.fileno())
        marks[path.name] = full_mark(path)
    _sync_folder(place)
    return marks


def _write_manifest(folder: Path, manifest: Manifest) -> None:
    draft = folder / f"{MANIFEST}.new"
    with draft.open("w", encoding="utf-8") as file:
        file.write(manifest.to_text())
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(folder)
    draft.replace(folder / MANIFEST)
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _counting(folder: Path) -> str | None:
    try:
        return read_manifest(folder).generation
    except IndexUnusable:
        return None


def _sweep(folder: Path, *, keep: str | None) -> None:
    for path in folder.iterdir():
        is_ours = path.name.startswith(_PREFIX) or path.name == "building"
        if path.is_dir() and is_ours and path.name != keep:
            shutil.rmtree(path)


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest that counts. Raises IndexUnusable if there is none that can be read."""
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise IndexUnusable("There is no search index yet; it will be rebuilt.") from problem
    return parse_manifest(text)


def open_index(folder: Path, *, database_id: str) -> tuple[Segment, Manifest]:
    """Map the index that counts, after a quick check of every file (size, head and tail).

    Raises IndexUnusable if it is missing, half-written, damaged, of another format or of another
    database. `manifest.change` says up to which edit it knows the database.
    """
    for attempt in range(_ATTEMPTS):
        manifest = read_manifest(folder)
        _check_origin(manifest, database_id)
        try:
            return _open(folder / manifest.generation, manifest), manifest
        except FileNotFoundError as problem:
            if attempt == _ATTEMPTS - 1:
                raise IndexUnusable(
                    f"The search index lacks {Path(str(problem.filename)).name}; rebuild it."
                ) from problem
    raise AssertionError("unreachable: the loop returns or raises")


def _check_origin(manifest: Manifest, database_id: str) -> None:
    if manifest.database_id != database_id:
        raise IndexUnusable("The search index belongs to another database; rebuild it.")
    if manifest.words != expected_words():
        raise IndexUnusable("The search index was built with other words or needs; rebuild it.")


def _open(place: Path, manifest: Manifest) -> Segment:
    for name, mark in manifest.files.items():
        if quick_hash(place / name) != (mark.size, mark.quick):
            raise IndexUnusable(f"The search index is damaged ({name}); rebuild it.")
    try:
        segment = from_arrays({name[: -len(".npy")]: _map(place / name) for name in manifest.files})
    except (KeyError, ValueError, TypeError, BadInput) as problem:
        raise IndexUnusable(f"The search index can't be read ({problem}); rebuild it.") from problem
    if len(segment) != manifest.rows:
        raise IndexUnusable("The search index has another number of rows than it says; rebuild it.")
    return segment


def _map(path: Path) -> NDArray[Any]:
    array: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    # A plain view: numpy's memmap class costs microseconds on every slice.
    return array.view(np.ndarray)


def verify_index(folder: Path, *, database_id: str) -> Manifest:
    """Read every byte and compare it with the manifest. Raises IndexUnusable as `open_index`."""
    _, manifest = open_index(folder, database_id=database_id)
    for name, mark in manifest.files.items():
        if full_mark(folder / manifest.generation / name) != mark:
            raise IndexUnusable(f"The search index is damaged ({name}); rebuild it.")
    return manifest
