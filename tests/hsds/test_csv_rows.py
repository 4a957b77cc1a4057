import io
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resource_dir.hsds.csv_rows import BadLine, CsvReader, Record

HEADER = "id,name,description,url\n"


def _read(text: str | bytes) -> tuple[list[Record], list[BadLine]]:
    data = text.encode() if isinstance(text, str) else text
    found = list(CsvReader(io.BytesIO(data)))
    records = [one for one in found if isinstance(one, Record)]
    return records, [one for one in found if isinstance(one, BadLine)]


def _row(number: int) -> str:
    if number % 3 == 0:
        return f'{number},"Place {number}","First line\nsecond, ""quoted"" line\nthird",u\n'
    if number % 3 == 1:
        return f"{number},Place {number},plain text,u\n"
    return f'{number},"Place, {number}","with, commas",\n'


DIRT = (
    '{n},"open quote,text,u\n',
    '{n},text,"open quote in the middle,u\n',
    '{n},text,text,"open at the end\n',
    "{n},too,few\n",
    "{n},too,many,fields,by,far\n",
    '{n},"a"b"c,text,u,"\n',
    "garbage\n",
    '"\n',
    '{n},"closed" oddly,"and open,u\n',
)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.integers(0, 29), st.sampled_from(DIRT)), max_size=6))
def test_dirt_costs_no_row_but_its_own(dirt: list[tuple[int, str]]) -> None:
    rows = [_row(number) for number in range(100, 130)]
    for at, text in dirt:
        rows.insert(at, text.format(n=900 + at))

    records, _ = _read(HEADER + "".join(rows))

    kept = [record.fields for record in records if record.fields[0].startswith("1")]
    good = [next(iter(CsvReader(io.BytesIO((HEADER + _row(n)).encode())))) for n in range(100, 130)]
    assert kept == [one.fields for one in good if isinstance(one, Record)]


def test_every_dirty_line_is_named() -> None:
    text = HEADER + _row(101) + '102,"open,text,u\n' + _row(103) + "104,a\n" + _row(105)

    records, bad = _read(text)

    assert [record.fields[0] for record in records if len(record.fields) == 4] == [
        "101",
        "103",
        "105",
    ]
    assert [one.line for one in bad] == [3]
    assert [record.line for record in records if len(record.fields) < 4] == [5]


def test_text_over_several_lines_stays_in_one_row() -> None:
    text = HEADER + '1,a,"one\n2, two\n\nthree",u\n2,b,c,d\n'

    records, bad = _read(text)

    assert [record.line for record in records] == [2, 6]
    assert records[0].fields[2] == "one\n2, two\n\nthree"
    assert not bad


def test_a_swallowed_row_is_found_even_if_the_fields_come_out_right() -> None:
    text = HEADER + '1,a,b,"open\n2,c,d,e\n3,f,g,"h"\n'

    records, bad = _read(text)

    assert [record.fields[0] for record in records] == ["2", "3"]
    assert [one.line for one in bad] == [2]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_known_by_the_header(delimiter: str) -> None:
    text = HEADER.replace(",", delimiter) + delimiter.join("1abc") + "\n"

    records, _ = _read(text)

    assert records[0].fields == ("1", "a", "b", "c")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_accents_come_through_in_every_encoding(encoding: str) -> None:
    records, _ = _read((HEADER + "1,Señora,día,u\n2,b,c,d\n").encode(encoding))

    assert records[0].fields == ("1", "Señora", "día", "u")
    assert records[0].repairs == (("read_as_windows_1252",) if encoding == "cp1252" else ())


def test_one_row_in_another_encoding_spoils_no_other() -> None:
    data = (HEADER + "1,Señora,día,u\n").encode() + "2,Niño,b,c\n".encode("cp1252")

    records, _ = _read(data)

    assert [record.fields[1] for record in records] == ["Señora", "Niño"]


def test_nul_bytes_are_taken_out() -> None:
    records, _ = _read((HEADER + "1,a\x00b,c,d\n").encode())

    assert records[0].fields[1] == "ab"
    assert records[0].repairs == ("nul_removed",)


def test_old_mac_line_ends_are_read() -> None:
    records, _ = _read((HEADER + "1,a,b,c\n2,d,e,f\n").replace("\n", "\r"))

    assert [record.fields[0] for record in records] == ["1", "2"]


def test_empty_fields_beyond_the_header_do_no_harm() -> None:
    records, _ = _read(HEADER + "1,a,b,c,,\n")

    assert records[0].fields == ("1", "a", "b", "c")


def test_a_line_without_end_is_not_held_in_memory() -> None:
    def endless() -> bytes:
        return b"x" * (5 << 20)

    _, bad = _read(HEADER.encode() + endless() + b"\n2,a,b,c\n")

    assert [one.reason for one in islice(bad, 1)] == ["the line is longer than 4 MB"]


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    records, bad = _read(data)

    assert all(one.line >= 1 for one in [*records, *bad])
