"""Physical lines of a delimited file as text, whatever encoding each of them is in."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

MAX_LINE_BYTES = 4 << 20
_HEAD_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line with its end. `repairs` names what decoding had to do."""

    number: int
    text: str
    repairs: tuple[str, ...] = ()
    is_too_long: bool = False


def lines_of(stream: BinaryIO) -> Iterator[Line]:
    """Yield the lines: UTF-16 by its mark, else UTF-8, and Windows-1252 line by line.

    By line, because one pasted row of Windows-1252 in a UTF-8 file must not turn every accent
    of the file into mojibake.
    """
    buffered = io.BufferedReader(cast(io.RawIOBase, stream), _HEAD_BYTES)
    try:
        yield from _numbered(buffered)
    finally:
        if not buffered.closed:
            buffered.detach()  # else it would close the caller's stream behind its back


def _numbered(buffered: "io.BufferedReader[io.RawIOBase]") -> Iterator[Line]:
    head = buffered.peek(_HEAD_BYTES)[:_HEAD_BYTES]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = io.TextIOWrapper(buffered, "utf-16", errors="replace", newline="")
        try:
            yield from _text_lines(text)
        finally:
            if not text.closed:
                text.detach()
        return
    if head.startswith(b"\xef\xbb\xbf"):
        buffered.read(3)
    is_old_mac = b"\n" not in head and b"\r" in head
    raw = _split_on_cr(buffered) if is_old_mac else _capped(buffered)
    for number, (data, is_too_long) in enumerate(raw, start=1):
        yield _decoded(number, data, is_too_long=is_too_long)


def _text_lines(text: io.TextIOWrapper) -> Iterator[Line]:
    for number, line in enumerate(text, start=1):
        has_nul = "\x00" in line
        repairs = ("nul_removed",) if has_nul else ()
        yield Line(number, line.replace("\x00", "") if has_nul else line, repairs)


def _decoded(number: int, data: bytes, *, is_too_long: bool) -> Line:
    repairs: tuple[str, ...] = ()
    if b"\x00" in data:
        data, repairs = data.replace(b"\x00", b""), ("nul_removed",)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text, repairs = data.decode("cp1252", "replace"), (*repairs, "read_as_windows_1252")
    return Line(number, text, repairs, is_too_long)


def _capped(stream: "io.BufferedReader[io.RawIOBase]") -> Iterator[tuple[bytes, bool]]:
    """Lines of at most MAX_LINE_BYTES; the rest of a longer one is skipped, not held."""
    while data := stream.readline(MAX_LINE_BYTES):
        is_too_long = len(data) >= MAX_LINE_BYTES and not data.endswith(b"\n")
        rest = data
        while is_too_long and rest and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_LINE_BYTES)
        yield (data[:100] if is_too_long else data), is_too_long


def _split_on_cr(stream: "io.BufferedReader[io.RawIOBase]") -> Iterator[tuple[bytes, bool]]:
    rest = b""
    while chunk := stream.read(_HEAD_BYTES):
        *whole, rest = (rest + chunk).split(b"\r")
        for line in whole:
            yield line + b"\n", False
        if len(rest) > MAX_LINE_BYTES:
            rest = b""
    if rest:
        yield rest, False
