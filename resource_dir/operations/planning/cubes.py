"""Cubes on disk: what was counted once is not counted again until something of it changes.

A cube's name is the digest of all that it was worked out of: batches, crosswalk, layer, period. So
an old one is never taken for a new one, and any may be deleted.
"""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

if TYPE_CHECKING:
    from resource_dir.gaps.demand.counting import Counted

FORMAT = 1  # raise it when what is in a cube changes
KEPT = 64  # cubes; the ones unused for longest go first


def key_of(inputs: Mapping[str, Any]) -> str:
    """The name of the cube of these inputs."""
    text = orjson.dumps({"format": FORMAT, **inputs}, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(text).hexdigest()


def load_cube(folder: Path, key: str) -> "Counted | None":
    """A cube that was kept; None where there is none, or none that can be read."""
    from resource_dir.gaps.demand.counting import Counted

    path = folder / f"{key}.npz"
    try:
        with np.load(path, allow_pickle=False) as arrays:
            values: dict[str, Any] = {field.name: arrays[field.name] for field in fields(Counted)}
    except (OSError, KeyError, ValueError):
        return None
    os.utime(path)
    for name in ("needs", "areas"):
        values[name] = tuple(str(each) for each in values[name])
    for name in ("from_day", "to_day"):
        values[name] = date.fromisoformat(str(values[name]))
    for name in ("all_calls", "unmapped"):
        values[name] = int(values[name])
    return Counted(**values)


def keep_cube(folder: Path, key: str, counted: "Counted") -> None:
    """Keep a cube, whole or not at all; two processes may keep the same one."""
    values = asdict(counted)
    for name in ("needs", "areas"):
        values[name] = np.array(values[name], dtype=np.str_)
    for name in ("from_day", "to_day"):
        values[name] = np.array(values[name].isoformat())
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / f"{key}.npz", lambda file: np.savez(file, **values))
    _keep_few(folder)


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


def _keep_few(folder: Path) -> None:
    cubes = sorted(folder.glob("*.npz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in cubes[KEPT:]:
        path.unlink(missing_ok=True)
