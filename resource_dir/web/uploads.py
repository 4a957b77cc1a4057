"""Files that somebody sends are held in memory, never on disk.

Werkzeug lets what is over 500 kB run into a temporary file. Of a call export that would be a copy
of every address in it; so each file part goes to a file without a name that lives in memory.
"""

import io
import os
from pathlib import Path
from typing import IO

from flask import Request
from werkzeug.datastructures import FileStorage

from resource_dir.errors import BadInput


class MemoryRequest(Request):
    """A request whose files never touch a disk; how large they may be, limits.py says."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if not hasattr(os, "memfd_create"):
            return io.BytesIO()
        held = open(os.memfd_create("upload"), "w+b")  # noqa: PTH123, SIM115 - see close
        self.__dict__.setdefault("held_files", []).append(held)
        return held

    def close(self) -> None:
        """Give the memory back, also where a body broke off and nobody saw its files."""
        super().close()
        for held in self.__dict__.get("held_files", ()):
            held.close()


def path_of(upload: FileStorage) -> Path:
    """Where a library that wants a path can read the file: the open file itself.

    Raises BadInput where the system knows no files in memory.
    """
    stream = upload.stream
    if isinstance(stream, io.BytesIO):
        raise BadInput(
            "Calls can't be read from a form on this system: use resource-dir import calls.",
            field="file",
        )
    stream.flush()
    return Path(f"/proc/self/fd/{stream.fileno()}")
