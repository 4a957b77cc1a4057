"""What is kept of calls: the same as slow, plain counting; the same bytes in any order."""

import csv
import io
import random
from collections import Counter
from datetime import datetime
from pathlib import Path

import h3
import numpy as np
import pytest

from resource_dir.gaps.calls.cells import CellFinder, exact_cells
from resource_dir.gaps.calls.merging import merge_months
from tests.gaps.calls.exports import COLUMNS, Row, counts, many, packed, read, row, written


def _drawn(count: int) -> list[Row]:
    """Calls of three months, near and far, some of them twice."""
    draw = random.Random(5)
    rows: list[Row] = []
    for number in range(count):
        day = f"2025-{draw.randint(1, 3):02}-{draw.randint(1, 28):02}"
        # Not in the hour that the clock left out.
        clock = f"{draw.choice((0, 1, 5, 13, 22)):02}:{draw.randint(0, 59):02}:00"
        point = (f"{38.4 + draw.random() / 5:.6f}", f"{-106.2 + draw.random() / 5:.6f}")
        rows.append(
            row(number, f"{day} {clock}", f"T{draw.randint(1, 9)}", beat=draw.choice("ABC"),
                outcome=draw.choice(("", "GONE")), point=point)
        )  # fmt: skip
    return [*rows, *draw.sample(rows, count // 10)]


def _counted_plainly(content: bytes) -> Counter[tuple[object, ...]]:
    """One row after the other, a set for the ids, H3 asked for each point."""
    seen: set[str] = set()
    found: Counter[tuple[object, ...]] = Counter()
    for one in csv.DictReader(io.StringIO(content.decode())):
        if one["number"] in seen:
            continue
        seen.add(one["number"])
        when = datetime.fromisoformat(one["received"])
        cell = h3.str_to_int(h3.latlng_to_cell(float(one["lat"]), float(one["lon"]), 7))
        found[(one["kind"], one["outcome"], one["beat"], cell, "", when.date(), when.hour)] += 1
    return found


def test_the_counts_are_those_of_plain_counting(tmp_path: Path) -> None:
    content = written(_drawn(4_000))

    months, audit = read(tmp_path, content)

    assert counts(months) == dict(_counted_plainly(content))
    assert (audit.kept, audit.count("repeated_id")) == (4_000, 400)
    assert [month.calls for month in months] == [
        sum(n for key, n in counts([month]).items()) for month in months
    ]


def test_the_same_calls_in_another_order_are_the_same_bytes(tmp_path: Path) -> None:
    rows = _drawn(500)
    ordered, _ = read(tmp_path, written(sorted(rows)))
    shuffled, _ = read(tmp_path, written(rows[::-1]))

    assert [month.digest for month in ordered] == [month.digest for month in shuffled]


def test_a_file_of_too_many_rows_is_read_in_parts_with_the_same_outcome(tmp_path: Path) -> None:
    content = written(_drawn(3_000))
    whole, audit = read(tmp_path, content)

    parts, other = read(tmp_path, content, most_rows=1_200)

    assert sorted(month.digest for month in parts) == sorted(month.digest for month in whole)
    assert other.to_json() == audit.to_json()


@pytest.mark.parametrize("kind", ["csv", "tsv", "gz", "bom", "crlf", "quoted", "utf-16"])
def test_every_way_to_write_an_export_gives_the_same_calls(tmp_path: Path, kind: str) -> None:
    rows = [*many(30), row(99, address='5 "OLD" MILL RD, REAR')]
    plain = written(rows)
    expected, _ = read(tmp_path, plain)
    lines = plain.decode().splitlines()
    content = {
        "csv": plain,
        "tsv": written(rows, delimiter="\t"),
        "gz": packed(plain),
        "bom": b"\xef\xbb\xbf" + plain,
        "crlf": plain.replace(b"\n", b"\r\n"),
        "quoted": "".join('"' + line.replace('"', '""') + '"\n' for line in lines).encode(),
        "utf-16": plain.decode().encode("utf-16"),
    }[kind]

    months, audit = read(tmp_path, content)

    assert audit.rows == 31
    assert counts(months) == counts(expected)


def test_json_and_parquet_are_read_as_csv_is(tmp_path: Path) -> None:
    import json

    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = many(30)
    expected, _ = read(tmp_path, written(rows))
    objects = [dict(zip(COLUMNS, one, strict=True)) for one in rows]
    table = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(objects), table)
    contents = [
        json.dumps(objects).encode(),
        "\n".join(json.dumps(one) for one in objects).encode(),
        packed(json.dumps(objects).encode()),
        bytes(table.getvalue()),
    ]

    for content in contents:
        months, _ = read(tmp_path, content, name="calls.data")
        assert counts(months) == counts(expected)


def test_cells_are_h3_s_own_on_either_side_of_every_border() -> None:
    random = np.random.default_rng(3)
    latitude = np.concatenate((38.4 + random.random(20_000) / 4, random.uniform(-85, 85, 2_000)))
    longitude = np.concatenate(
        (-106.2 + random.random(20_000) / 4, random.uniform(-180, 180, 2_000))
    )
    finder = CellFinder()

    found = finder.cells(latitude, longitude)

    assert (found == exact_cells(latitude, longitude)).all()
    near = slice(0, 20_000)
    finder = CellFinder()
    for part in (slice(0, 5_000), slice(5_000, 20_000), near):  # the window grows
        expected = exact_cells(latitude[part], longitude[part])
        assert (finder.cells(latitude[part], longitude[part]) == expected).all()
    assert (finder.cells(latitude, longitude) == found).all()


def test_an_hour_goes_to_the_file_that_saw_more_of_it(tmp_path: Path) -> None:
    whole, _ = read(tmp_path, written(many(60 * 24, minutes=1)))
    cut, _ = read(tmp_path, written(many(60 * 12 + 20, minutes=1)[60 * 6 + 30 :]))

    later = merge_months(whole[0], cut[0])
    earlier = merge_months(cut[0], whole[0])

    # 06:30-12:19: the hours 7 to 11 are replaced; of 6 and 12 the whole file knows more.
    assert (later.replaced, later.not_taken, later.month.calls) == (300, 50, 1_440)
    assert (earlier.replaced, earlier.not_taken, earlier.month.calls) == (350, 0, 1_440)
    assert later.month.digest == earlier.month.digest == whole[0].digest


def test_the_same_month_twice_is_the_same_month(tmp_path: Path) -> None:
    months, _ = read(tmp_path, written(_drawn(300)))

    for month in months:
        merged = merge_months(month, month)
        assert merged.month == month
        assert merged.replaced == month.calls


@pytest.mark.parametrize("space", [" ", "  ", "\u00a0", "\u3000", "\u2009 "])
def test_spaces_of_any_script_around_a_value_say_nothing(tmp_path: Path, space: str) -> None:
    rows = _drawn(120)
    padded = [
        [f"{space * (at % 2)}{value}{space * ((at + 1) % 3)}" for at, value in enumerate(row)]
        for row in rows
    ]

    months, audit = read(tmp_path, written([*rows, *padded]))
    expected, plain = read(tmp_path, written(rows))

    assert counts(months) == counts(expected)  # the ids are the same, so they are repeats
    assert audit.count("repeated_id") == len(rows) + plain.count("repeated_id")
