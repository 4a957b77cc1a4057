"""`resource-dir` on a disk that forgets: only what SQLite has synced is in a second folder.

    python power_cut_server.py FOLDER FULL|NORMAL serve --port 8000

SQLite's own file layer is asked to do everything; each write is also remembered, and goes to
the file of the same name in FOLDER when SQLite syncs that file. A power cut is then: kill the
process, and go on with the files in FOLDER. NORMAL is the planted fault.
"""

import ctypes
import ctypes.util
import os
import sys
import threading
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

VOID, INT, LONG = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
_METHODS = (
    "close", "read", "write", "truncate", "sync", "file_size", "lock", "unlock",
    "check_reserved_lock", "file_control", "sector_size", "device_characteristics", "shm_map",
    "shm_lock", "shm_barrier", "shm_unmap", "fetch", "unfetch",
)  # fmt: skip
_CALLS = (
    "open", "delete", "access", "full_pathname", "dl_open", "dl_error", "dl_sym", "dl_close",
    "randomness", "sleep", "current_time", "get_last_error", "current_time_64", "set_system_call",
    "get_system_call", "next_system_call",
)  # fmt: skip
OPEN = ctypes.CFUNCTYPE(INT, VOID, VOID, VOID, INT, VOID)
DELETE = ctypes.CFUNCTYPE(INT, VOID, VOID, INT)
WRITE = ctypes.CFUNCTYPE(INT, VOID, VOID, INT, LONG)
TRUNCATE = ctypes.CFUNCTYPE(INT, VOID, LONG)
SYNC = ctypes.CFUNCTYPE(INT, VOID, INT)
KEPT_BY = ("", "-wal", "-journal")


class Methods(ctypes.Structure):
    """sqlite3_io_methods."""

    _fields_ = [("version", INT), *((name, VOID) for name in _METHODS)]


class Vfs(ctypes.Structure):
    """sqlite3_vfs."""

    _fields_ = [
        ("version", INT), ("file_size", INT), ("longest_path", INT), ("next", VOID),
        ("name", ctypes.c_char_p), ("data", VOID), *((name, VOID) for name in _CALLS),
    ]  # fmt: skip


class ForgetfulDisk:
    """What was written and not synced, by the path of the file; what was synced is in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._waiting: dict[str, list[tuple[int, bytes | None]]] = defaultdict(list)

    def write(self, path: str, offset: int, data: bytes | None) -> None:
        """Remember a write; None cuts the file off there."""
        with self._lock:
            self._waiting[path].append((offset, data))

    def sync(self, path: str) -> None:
        """What was written to this file until now survives."""
        with self._lock:
            writes = self._waiting.pop(path, [])
            target = os.open(self._folder / Path(path).name, os.O_RDWR | os.O_CREAT)
            for offset, data in writes:
                if data is None:
                    os.ftruncate(target, offset)
                else:
                    os.pwrite(target, data, offset)
            os.close(target)

    def delete(self, path: str) -> None:
        """The file goes, at once."""
        with self._lock:
            self._waiting.pop(path, None)
            (self._folder / Path(path).name).unlink(missing_ok=True)


class Layer:
    """SQLite's file layer with the disk in between; keeps alive what C code points to."""

    def __init__(self, disk: ForgetfulDisk) -> None:
        self._disk = disk
        self._paths: dict[int, str] = {}
        self._tables: dict[int, Methods] = {}
        self._kept: list[Any] = []
        library = ctypes.CDLL(_library_in_use())
        library.sqlite3_vfs_find.restype = ctypes.POINTER(Vfs)
        self._below: Vfs = library.sqlite3_vfs_find(None).contents
        self.vfs = Vfs.from_buffer_copy(self._below)
        self.vfs.name = b"forgetful"
        self._open_below, self._delete_below = OPEN(self._below.open), DELETE(self._below.delete)
        self.vfs.open = self._callback(OPEN, self._open)
        self.vfs.delete = self._callback(DELETE, self._delete)
        if library.sqlite3_vfs_register(ctypes.byref(self.vfs), 1) != 0:
            raise SystemExit("SQLite does not take the file layer")

    def _callback(self, kind: Any, function: Callable[..., int]) -> int:
        made = kind(function)
        self._kept.append(made)
        address = ctypes.cast(made, VOID).value
        assert address is not None
        return address

    def _open(self, vfs: int, name: int | None, file: int, flags: int, out: int) -> int:
        result = int(self._open_below(ctypes.addressof(self._below), name, file, flags, out))
        pointer = ctypes.cast(file, ctypes.POINTER(VOID))
        if result == 0 and name and pointer[0]:
            self._paths[file] = os.fsdecode(ctypes.string_at(name))
            pointer[0] = ctypes.addressof(self._table_over(pointer[0]))
        else:
            self._paths.pop(file, None)
        return result

    def _delete(self, vfs: int, name: int, does_sync: int) -> int:
        result = int(self._delete_below(ctypes.addressof(self._below), name, does_sync))
        self._disk.delete(os.fsdecode(ctypes.string_at(name)))
        return result

    def _table_over(self, address: int) -> Methods:
        if address in self._tables:
            return self._tables[address]
        below = Methods.from_address(address)
        write, truncate = WRITE(below.write), TRUNCATE(below.truncate)
        sync = SYNC(below.sync)

        def on_write(file: int, data: int, amount: int, offset: int) -> int:
            self._disk.write(self._paths[file], offset, ctypes.string_at(data, amount))
            return int(write(file, data, amount, offset))

        def on_truncate(file: int, size: int) -> int:
            self._disk.write(self._paths[file], size, None)
            return int(truncate(file, size))

        def on_sync(file: int, flags: int) -> int:
            result = int(sync(file, flags))
            if result == 0:
                self._disk.sync(self._paths[file])
            return result

        over = Methods.from_buffer_copy(below)
        over.write = self._callback(WRITE, on_write)
        over.truncate = self._callback(TRUNCATE, on_truncate)
        over.sync = self._callback(SYNC, on_sync)
        self._tables[address] = over
        return over


def _library_in_use() -> str | None:
    """The very library that Python's sqlite3 has loaded: another copy has other layers."""
    import sqlite3  # noqa: F401  # so that it is loaded

    for line in Path("/proc/self/maps").read_text().splitlines():
        if "libsqlite3" in line:
            return line.split()[-1]
    return None


def is_possible() -> bool:
    """Whether Python here uses a SQLite that can be reached: not one that is built in."""
    return sys.platform == "linux" and _library_in_use() is not None


def _weaken() -> None:
    """The planted fault: commits are not synced."""
    from resource_dir import database

    open_well = database._open_sqlite

    def open_badly(connection: Any, record: Any) -> None:
        open_well(connection, record)
        connection.execute("PRAGMA synchronous=NORMAL")

    database._open_sqlite = open_badly
    database.REQUIRED_PRAGMAS["synchronous"] = 1


if __name__ == "__main__":
    folder, synchronous = Path(sys.argv.pop(1)), sys.argv.pop(1)
    LAYER = Layer(ForgetfulDisk(folder))
    if synchronous == "NORMAL":
        _weaken()
    from resource_dir.__main__ import main

    main()
