"""No file, however dirty, ends in an error that nobody meant."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resource_dir.errors import BadInput, PackageRefused, ResourceDirError
from resource_dir.gaps.calls.guessing import guess_profile
from resource_dir.gaps.calls.opening import open_calls
from tests.gaps.calls.exports import COLUMNS, profile, read, row, written

_cells = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "NaN",
            "inf",
            "-1",
            "0",
            "1e308",
            "2025-03-09 02:30:00",
            "2025-11-02 01:30:00",
            "9999-12-31 23:59:59",
            "0001-01-01",
            "infinity",
            "-infinity",
            "epoch",
            "90",
            "180",
            '"',
            "'",
            "\0",
            "\\",
            "NULL",
            "25:61",
            "2025-02-30 10:00:00",
            "294247-01-10 04:00:54",
        ]
    ),
    st.text(max_size=12),
)
_rows = st.lists(st.lists(_cells, min_size=len(COLUMNS), max_size=len(COLUMNS)), max_size=12)
_often = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
_KEYS = ("calls", "data", "meta", "features", "properties", "geometry", "attributes", *COLUMNS)
_FORMS = ("iso", "epoch_s", "epoch_ms", "%m/%d/%Y %I:%M %p")


@_often
@given(rows=_rows, form=st.sampled_from(_FORMS), is_clean=st.booleans())
def test_dirty_cells_are_counted_or_refused(
    tmp_path: Path, rows: list[list[str]], form: str, is_clean: bool
) -> None:
    rows = [*rows, list(row(1))] if is_clean else rows
    content = written(rows)

    try:
        months, audit = read(tmp_path, content, profile(time={"forms": [form]}))
    except ResourceDirError:
        return  # refused, with a reason
    assert audit.kept == sum(month.calls for month in months)
    assert audit.kept <= audit.rows


@_often
@given(content=st.binary(max_size=400), is_after_a_header=st.booleans())
def test_any_bytes_are_read_or_refused(
    tmp_path: Path, content: bytes, is_after_a_header: bool
) -> None:
    path = tmp_path / "calls.csv"
    path.write_bytes(written([row(1)]) + content if is_after_a_header else content)

    with suppress(ResourceDirError):
        guess = guess_profile(open_calls(path), zone="America/Denver")
        read(tmp_path, path.read_bytes(), guess.profile)


_plain = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), _cells)
_json = st.recursive(
    _plain,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(_KEYS) | st.text(max_size=6), inner, max_size=5)
    ),
    max_leaves=20,
)


@_often
@given(content=_json, calls=st.lists(_json, max_size=4), cut=st.integers(0, 40))
def test_any_json_is_read_or_refused(tmp_path: Path, content: Any, calls: Any, cut: int) -> None:
    good = dict(zip(COLUMNS, row(1), strict=True))
    for whole in (content, {"calls": [good, *calls]}, {"features": [{"properties": good}, *calls]}):
        text = json.dumps(whole).encode()
        path = tmp_path / "calls.json"
        path.write_bytes(text[: len(text) - cut])

        with suppress(ResourceDirError):
            guess = guess_profile(open_calls(path), zone="America/Denver")
            read(tmp_path, path.read_bytes(), guess.profile)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (written([]), "holds no calls"),
        (b"PK\x03\x04" + bytes(40), "zip file or a workbook"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "is no text"),
        (b"\x1f\x8bnot gzip", "damaged gzip"),
        (b"PAR1" + bytes(40), "damaged Parquet"),
        (b"only one column\nvalue\n", "one column only"),
        (b'{"type": "FeatureCollection", "features": []}', "no list of calls was found"),
        (b"[1, 2, 3]", "holds no calls"),
        (written([row(1, "yesterday")]), "No time of calls.csv could be read"),
    ],
)
def test_what_is_no_export_is_told_what_it_is(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises((BadInput, PackageRefused), match=words):
        read(tmp_path, content)
