"""Files of nights: read as they are, and said to be wrong where they are."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from resource_dir.errors import BadInput
from resource_dir.gaps.forecasting.reading import History, read_history

PLAIN = "unit,date,free\n"
CITY = "OCCUPANCY_DATE,PROGRAM_ID,CAPACITY_TYPE,UNOCCUPIED_BEDS,UNOCCUPIED_ROOMS\n"


def read(folder: Path, text: str | bytes, name: str = "nights.csv") -> History:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_history(path)


def test_units_days_and_whether_anything_was_free(tmp_path: Path) -> None:
    history = read(tmp_path, f"{PLAIN}a,2026-01-01,0\na,2026-01-02,3\nb,2026-01-01T04:00:00,1.0\n")

    assert history == {
        "a": {date(2026, 1, 1): False, date(2026, 1, 2): True},
        "b": {date(2026, 1, 1): True},
    }


def test_a_citys_layout_with_beds_in_one_column_and_rooms_in_another(tmp_path: Path) -> None:
    rows = "2026-01-01,7,Bed Based Capacity,0,\n2026-01-01,7,Room Based Capacity,,2\n"

    history = read(tmp_path, gzip.compress((CITY + rows).encode()), "nights.csv.gz")

    assert history == {
        "7 Bed Based Capacity": {date(2026, 1, 1): False},
        "7 Room Based Capacity": {date(2026, 1, 1): True},
    }


def test_what_is_not_known_is_left_out_and_the_last_row_of_a_night_counts(tmp_path: Path) -> None:
    history = read(tmp_path, f"{PLAIN}a,2026-01-01,\na,2026-01-02,0\na,2026-01-02,1\n")

    assert history == {"a": {date(2026, 1, 2): True}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no header"),
        ("night,date,free\n", "unit or unit_id"),
        ("unit,date\na,2026-01-01\n", "free or available"),
        (PLAIN, "no row with a count"),
        (f"{PLAIN}a,01/02/2026,1\n", "Line 2: '01/02/2026' is no date"),
        (f"{PLAIN}a,2026-01-01,-1\n", "Line 2: '-1' is no number"),
        (f"{PLAIN}a,2026-01-01,nan\n", "Line 2: 'nan' is no number"),
        (f"{PLAIN}a,2026-01-01,many\n", "Line 2: 'many' is no number"),
        (f"{PLAIN}a,,1\n", "Line 2: '' is no date"),
        (f"{PLAIN}a\n", "no row with a count"),
        (b"unit,date,free\n\xff\xfe,2026-01-01,1\n", "UTF-8"),
    ],
)
def test_a_file_that_cannot_be_judged_says_why_and_where(
    tmp_path: Path, text: str | bytes, said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        read(tmp_path, text)


def test_a_file_that_only_claims_to_be_packed_or_is_none_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"nights\.csv\.gz can't be read"):
        read(tmp_path, PLAIN, "nights.csv.gz")
    with pytest.raises(BadInput, match="can't be opened"):
        read_history(tmp_path / "none.csv")
    with pytest.raises(BadInput, match="can't be opened"):
        read_history(tmp_path)
