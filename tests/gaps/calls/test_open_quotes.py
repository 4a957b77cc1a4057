"""A quote that is never closed costs its own row, and none of those that come after it."""

from pathlib import Path

import pytest

from resource_dir.errors import PackageRefused
from resource_dir.gaps.calls.opening import open_calls
from resource_dir.gaps.calls.reading import CallReading
from tests.gaps.calls.exports import counts, faults, profile, read, row, written

TYPE = 0  # where the type stands in a key of counts()


def test_a_quote_that_never_ends_takes_no_row_after_it_along(tmp_path: Path) -> None:
    after = [row(number) for number in range(3, 60)]
    torn = b'25-2,"2025-03-04 11:00:00,CANARY,,,,,\n'
    content = written([row(1)]) + torn + written(after).partition(b"\n")[2]

    months, audit = read(tmp_path, content)

    fault = next(one for one in audit.faults if one.code == "unreadable_rows")
    assert audit.kept == sum(counts(months).values()) == 58
    assert audit.rows == 59
    assert fault.detail == {"reasons": {"a quote that does not end": 1}, "lines": [3]}
    assert "CANARY" not in str(audit.to_json())


def test_quoted_fields_are_read_beside_a_quote_that_never_ends(tmp_path: Path) -> None:
    quoted = b'25-3,"2025-03-04 11:00:00","FIGHT, LOUD ""NOW""",,,,,\n'
    content = written([row(1)]) + b'25-2,"2025-03-04 11:00:00,X,,,,,\n' + quoted

    months, audit = read(tmp_path, content)

    assert audit.kept == 2
    assert {key[TYPE] for key in counts(months)} >= {'FIGHT, LOUD "NOW"'}


def test_a_file_with_line_breaks_in_fields_is_not_torn_for_one_open_quote(tmp_path: Path) -> None:
    broken = b'"25-%d\nB",2025-03-04 11:00:00,X,,,,,\n'
    content = written([row(1)]) + b"".join(broken % number for number in range(2, 40))
    content += b'25-99,"2025-03-04 11:00:00,X,,,,,\n'

    _, audit = read(tmp_path, content)

    assert audit.kept == 39
    assert faults(audit)["unreadable_rows"] == 1


def test_a_json_array_that_breaks_off_is_refused_as_damaged(tmp_path: Path) -> None:
    path = tmp_path / "calls.json"
    path.write_text('[{"received":"2025-03-04 11:00:00","kind":"CANARY"},{"recei')

    with pytest.raises(PackageRefused, match="damaged, or ends too early") as refused:
        CallReading(open_calls(path), profile())

    assert "CANARY" not in str(refused.value)
