"""Which files came into being, however short they lived: inotify, asked through libc."""

import ctypes
import os
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

CREATED, MOVED_HERE = 0x100, 0x80
HEAD = struct.Struct("iIII")


@contextmanager
def watched(folders: Sequence[Path]) -> Iterator[list[str]]:
    """The names of all files that are made in these folders meanwhile (not in folders below)."""
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = libc.inotify_init1(os.O_NONBLOCK)
    assert descriptor >= 0, "the system watches no files"
    found: list[str] = []
    try:
        for folder in folders:
            watch = libc.inotify_add_watch(descriptor, os.fsencode(folder), CREATED | MOVED_HERE)
            assert watch >= 0
        yield found
        found += _names(descriptor)
    finally:
        os.close(descriptor)


def _names(descriptor: int) -> list[str]:
    names = []
    while True:
        try:
            data = os.read(descriptor, 1 << 16)
        except BlockingIOError:
            return names
        place = 0
        while place < len(data):
            *_, length = HEAD.unpack_from(data, place)
            start = place + HEAD.size
            names.append(os.fsdecode(data[start : start + length].rstrip(b"\0")))
            place = start + length


def files_held_in(folder: Path) -> list[str]:
    """Open files of this process below a folder, also those without a name."""
    held = []
    for link in Path("/proc/self/fd").iterdir():
        try:
            target = str(link.readlink())
        except OSError:
            continue
        if target.startswith(f"{folder}/"):
            held.append(target)
    return held
