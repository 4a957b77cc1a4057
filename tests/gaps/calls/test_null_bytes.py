"""Bytes of zero in a text cost a field at most, and what is no text is still told so."""

from pathlib import Path

import pytest

from resource_dir.errors import PackageRefused
from resource_dir.gaps.calls.opening import open_calls
from tests.gaps.calls.exports import COLUMNS, counts, faults, many, read, row, written


def _with(line: bytes, *, rows: int = 300) -> bytes:
    return written([*many(rows), row(9_001)]) + line + written([row(9_002)]).partition(b"\n")[2]


@pytest.mark.parametrize("rows", [300, 6_000])
def test_a_torn_type_keeps_its_call_and_is_counted(tmp_path: Path, rows: int) -> None:
    torn = b"25-009003,2025-03-04 10:15:00,WEL\0FARE,DONE,12,38.5043,-106.0567,12 EXAMPLE ST\n"

    months, audit = read(tmp_path, _with(torn, rows=rows))

    assert (audit.rows, audit.kept, faults(audit)["null_bytes"]) == (rows + 3, rows + 3, 1)
    assert sum(n for key, n in counts(months).items() if key[0] == "WELFARE") == 3
    assert not any("\0" in key[0] for key in counts(months))


def test_a_torn_time_after_the_first_bytes_costs_its_row(tmp_path: Path) -> None:
    torn = b"25-009003,2025-03-\0\0 10:15:00,WELFARE,DONE,12,38.5043,-106.0567,12 EXAMPLE ST\n"

    _, audit = read(tmp_path, _with(torn, rows=6_000))

    assert (audit.rows, audit.kept, faults(audit)["unreadable_times"]) == (6_003, 6_002, 1)


def test_a_damaged_block_costs_the_lines_that_it_covers(tmp_path: Path) -> None:
    _, audit = read(tmp_path, _with(bytes(4_096) + b"\n"))

    assert (audit.rows, audit.kept, faults(audit)["unreadable_rows"]) == (303, 302, 1)


def test_fields_padded_with_zeros_are_read_as_without(tmp_path: Path) -> None:
    rows = many(300)
    padded = [[cell + "\0" * 2 for cell in one] for one in rows]

    plain, _ = read(tmp_path, written(rows))
    months, audit = read(tmp_path, written(padded, columns=[name + "\0" for name in COLUMNS]))

    assert [month.digest for month in months] == [month.digest for month in plain]
    assert faults(audit)["null_bytes"] == 300


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x00\x01\x02" * 50, "is no text"),
        (bytes(range(256)) * 20, "is no text"),
        (b"SQLite format 3\0" + bytes(4_000), "is no text"),
        (written(many(30)).decode().encode("utf-16-le"), "UTF-16 without its mark"),
        (b'[{"received": "2025-03-04\0"}]', "which JSON can't"),
        ('[{"kind": "ni\u00f1o"}]'.encode("latin-1") + b" " * 20, "another encoding"),
    ],
)
def test_what_is_no_text_is_told_so(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "calls.csv"
    path.write_bytes(content)

    with pytest.raises(PackageRefused, match=words):
        open_calls(path)
