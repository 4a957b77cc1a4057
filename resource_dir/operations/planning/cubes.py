"""Cubes on disk: what was counted once is not counted again until something of it changes.

A cube's name is the digest of all that it was worked out of: batches, crosswalk, layer, period. So
an old one is never taken for a new one, and any may be deleted.
"""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import orjson

from resource_dir.gaps.demand.counted import Counted

FORMAT = 2  # raise it when what is in a cube changes
CUBES_KEPT = 64  # the ones unused for longest go first


def key_of(inputs: Mapping[str, Any]) -> str:
    """The name of the cube of these inputs."""
    text = orjson.dumps({"format": FORMAT, **inputs}, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(text).hexdigest()


def load_cube(folder: Path, key: str) -> Counted | None:
    """A cube that was kept; None where there is none, or none that can be read."""
    path = folder / f"{key}.npz"
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            values: dict[str, Any] = {field.name: arrays[field.name] for field in fields(Counted)}
        os.utime(path)
    except (OSError, EOFError, KeyError, ValueError, BadZipFile):
        return None  # absent, of an older format, or damaged: it is counted anew
    for name in ("needs", "areas"):
        values[name] = tuple(str(each) for each in values[name])
    for name in ("from_day", "to_day"):
        values[name] = date.fromisoformat(str(values[name]))
    for name in ("all_calls", "unmapped"):
        values[name] = int(values[name])
    values["border_share"] = float(values["border_share"])
    return Counted(**values)


def keep_cube(folder: Path, key: str, counted: Counted) -> None:
    """Keep a cube, whole or not at all; two processes may keep the same one."""
    values = asdict(counted)
    for name in ("needs", "areas"):
        values[name] = np.array(values[name], dtype=np.str_)
    for name in ("from_day", "to_day"):
        values[name] = np.array(values[name].isoformat())
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / f"{key}.npz", lambda file: np.savez(file, **values))
    keep_few(folder, "*.npz", CUBES_KEPT)


def write_whole(path: Path, write: Any) -> None:
    """Write a file under another name and rename it, so that nobody reads half of one."""
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        try:
            write(file)
            file.flush()
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink()
            raise


def keep_few(folder: Path, pattern: str, most: int) -> None:
    """Delete all but the files of this name that were used last."""
    used = []
    for path in folder.glob(pattern):
        with suppress(FileNotFoundError):  # another process was faster
            used.append((path.stat().st_mtime, path))
    for _, path in sorted(used, reverse=True)[most:]:
        path.unlink(missing_ok=True)
