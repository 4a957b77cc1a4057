from datetime import date, time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from resource_dir.errors import BadInput
from resource_dir.hsds.repairs import (
    PhoneParts,
    TimePair,
    TimeWord,
    clean_text,
    parse_date,
    parse_extension,
    parse_postal_code,
    parse_state,
    parse_time,
    parse_time_pair,
    read_time,
    split_phone,
)

PIECES = st.sampled_from(
    ["&amp;", "amp;", "lt;", "&lt;", "<b>", "</p>", "<br/>", "<script>", "</script>", "<", ">",
     "\\n", "\\", "n", "\\/", "â€™", "Ã±", "ñ", " ", "\u00a0", "\u200b", "\r\n", "\n", "-", "<li>",
     "&#60;", "&nbsp;", "Ã", "“", "a", "<!--", "-->", "\\\\"]
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "clean", "repair"),
    [
        ("the personâ€™s need", "the person’s need", "mojibake"),
        ("NiÃ±os y niÃ±as", "Niños y niñas", "mojibake"),
        ("one\\ntwo", "one\ntwo", "literal_newline"),
        ("one\\r\\ntwo", "one\ntwo", "literal_newline"),
        ("Care \\/ Center", "Care / Center", "literal_slash"),
        ("<p>One</p><p>Two</p>", "One\n\nTwo", "html"),
        ("One<br>Two", "One\nTwo", "html"),
        ("<ul><li>One</li><li>Two</li></ul>", "- One\n- Two", "html"),
        ("a<script>alert('x')</script>b", "ab", "html"),
        ("<style>p {color: red}</style>Text", "Text", "html"),
        ('<a href="https://example.org/?a=1>2">Site</a>', "Site", "html"),
        ("Bread &amp; Roses", "Bread & Roses", "entities"),
        ("&lt;p&gt;Text&lt;/p&gt;", "Text", "html"),
        ("it&rsquo;s", "it’s", "entities"),
        ("two  blanks ", "two blanks", "whitespace"),
        ("a\u00a0b", "a b", "whitespace"),
        ("a\x00b\u200bc", "abc", "control_characters"),
    ],
)
def test_damaged_text_is_mended_and_said_so(text: str, clean: str, repair: str) -> None:
    cleaned, repairs = clean_text(text)

    assert cleaned == clean
    assert repair in repairs


@pytest.mark.parametrize(
    "text",
    [
        "¿Niños? Atención médica, línea de crisis: ¡llame hoy! Über, garçon, Łódź.",
        "DESINTOXICACIÓN PARA JÓVENES Y ADULTOS — SEÑAL",
        "Ages < 18 and > 12; x <y; 3 <4",
        "write to <help@example.org>",
        "AT&T, R&D, Q&A;",
        "C:\\new\\table",
        "one\n\ntwo\n- three",
        "Family 👨‍👩‍👧 center",
        "",
    ],
)
def test_text_without_damage_is_left_alone(text: str) -> None:
    assert clean_text(text) == (text, ())


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=80) | st.lists(PIECES, max_size=14).map("".join))
@example("&amp;amp;lt;b&amp;gt;")
@example("<<b>b>")
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once, _ = clean_text(text)

    again, repairs = clean_text(once)

    assert (again, repairs) == (once, ())


def test_a_hostile_text_costs_no_more_than_its_length() -> None:
    text = '<p "' * 20_000 + "&" + "amp;" * 20_000

    cleaned, _ = clean_text(text)

    assert len(cleaned) <= len(text)


@pytest.mark.parametrize(
    ("text", "number", "extension"),
    [
        ("(202) 555-0123", "+12025550123", None),
        ("202.555.0123", "+12025550123", None),
        ("2025550123", "+12025550123", None),
        ("12025550123", "+12025550123", None),
        ("+1 (202) 555-0123", "+12025550123", None),
        ("1-800-555-0199", "+18005550199", None),
        ("540-555-0166 x110", "+15405550166", "110"),
        ("(202) 555-0123 ext. 123", "+12025550123", "123"),
        ("(202) 555-0123 ext 1234", "+12025550123", "1234"),
        ("Phone No: (202) 555-0123 Ext: 9999", "+12025550123", "9999"),
        ("T: (202) 555-0123", "+12025550123", None),
        ("(202 ) 555--0123,", "+12025550123", None),
        ("202-555=0123", "+12025550123", None),
        ("1-800-555-HELP", "+18005554357", None),
        ("(202) 555-VETS (8387)", "+12025558387", None),
        ("988", "988", None),
        ("211", "211", None),
        ("+52 55 1234 5678", "+525512345678", None),
    ],
)
def test_a_phone_field_gives_number_and_extension(
    text: str, number: str, extension: str | None
) -> None:
    parts, _ = split_phone(text)

    assert (parts.number, parts.extension) == (number, extension)


def test_further_numbers_of_a_field_are_kept() -> None:
    parts, repairs = split_phone("202-555-0143 or 202-555-0144")

    assert parts == PhoneParts("+12025550143", None, "US", "(202) 555-0143", ("+12025550144",))
    assert repairs == ("more_numbers",)


def test_what_stands_unread_behind_a_number_is_reported() -> None:
    parts, repairs = split_phone("(202) 555-0143/4")

    assert parts.number == "+12025550143"
    assert repairs == ("rest_unread",)


@pytest.mark.parametrize(
    "text",
    [
        "", "null", "test", "123", "555-0100", "02025550123", "912025550123", "(2025) 555-0100",
        "202-555-01000", "(20`) 555-0100", "TEXT YOUR ZIP CODE TO 555-010", "1" * 5000,
        "Dial 211, then press 2",
    ],
)  # fmt: skip
def test_a_phone_that_is_not_certain_is_refused_with_the_reason(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        split_phone(text)

    assert refused.value.field == "number"
    assert refused.value.message


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=60) | st.text(alphabet="0123456789()- x.+/", max_size=30))
def test_no_phone_text_breaks_the_reader(text: str) -> None:
    try:
        parts, _ = split_phone(text)
    except BadInput:
        return

    assert parts.number.lstrip("+").isdecimal()


@pytest.mark.parametrize(("text", "digits"), [("x123", "123"), ("ext. 45", "45"), ("7", "7")])
def test_an_extension_column_gives_its_digits(text: str, digits: str) -> None:
    assert parse_extension(text)[0] == digits


@pytest.mark.parametrize("text", ["E", "", "123 and 456", "99re", "12345678"])
def test_an_extension_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse_extension(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9:00AM", time(9)),
        ("9:00am", time(9)),
        ("9 am", time(9)),
        ("9:30 p.m.", time(21, 30)),
        ("12:00am", time(0)),
        ("12:00PM", time(12)),
        ("noon", time(12)),
        ("midnight", time(0)),
        ("08:30", time(8, 30)),
        ("0830", time(8, 30)),
        ("24:00", time(0)),
        ("08:30:00Z", time(8, 30)),
        ("17:00:00+00:00", time(17)),
        ("Closed", TimeWord.CLOSED),
        ("24 Hours", TimeWord.ALL_DAY),
        ("", None),
        ("null", None),
    ],
)
def test_a_time_is_read_as_people_write_it(text: str, expected: object) -> None:
    assert parse_time(text) == expected


def test_an_offset_behind_a_time_is_dropped_and_noted() -> None:
    assert read_time("08:30:00-05:00") == (time(8, 30), ("zone_dropped",))


@pytest.mark.parametrize(
    "text", ["750", "1080", "9", "25:00", "9:75 am", "13:00 AM", "Holiday", "By appointment"]
)
def test_a_time_that_is_not_certain_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse_time(text)


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [
        ("750", "1080", (time(12, 30), time(18))),
        ("570", "1050", (time(9, 30), time(17, 30))),
        ("9:00AM", "5:00PM", (time(9), time(17))),
        ("0830", "1700", (time(8, 30), time(17))),
        ("24 Hours", "", TimeWord.ALL_DAY),
        ("Closed", "5:00pm", TimeWord.CLOSED),
    ],
)
def test_two_time_columns_are_read_together(opens: str, closes: str, expected: object) -> None:
    pair = parse_time_pair(opens, closes)

    assert (pair.word or (pair.opens, pair.closes)) == expected


@pytest.mark.parametrize(
    ("opens", "closes"), [("1000", "1200"), ("180", "230"), ("9:00AM", "Closed"), ("750", "5:00PM")]
)
def test_a_pair_of_times_with_two_readings_is_refused(opens: str, closes: str) -> None:
    with pytest.raises(BadInput):
        parse_time_pair(opens, closes)


def test_a_closing_time_behind_closed_is_left_out_and_said_so() -> None:
    pair = parse_time_pair("Closed", "12:00am")

    assert pair == TimePair(word=TimeWord.CLOSED, repairs=("time_format", "closing_ignored"))


@pytest.mark.parametrize(
    ("text", "code"),
    [(" DC ", "DC"), ("Maryland", "MD"), ("md.", "MD"), ("D.C.", "DC"), ("New  York", "NY")],
)
def test_a_state_is_given_by_its_two_letters(text: str, code: str) -> None:
    assert parse_state(text) == code


def test_no_state_is_none_and_another_countrys_is_left_alone() -> None:
    assert parse_state("null") is None
    assert parse_state(" Bristol ", country="GB") == "Bristol"


def test_what_is_no_state_is_refused() -> None:
    with pytest.raises(BadInput):
        parse_state("Atlantis")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1742, "01742"),
        (90012, "90012"),
        ("90012-1234", "90012-1234"),
        ("900121234", "90012-1234"),
        ("90012`", "90012"),
    ],
)
def test_a_zip_code_has_its_zeros_and_its_dash(value: str | int, expected: str) -> None:
    assert parse_postal_code(value) == expected


def test_a_zero_eaten_by_a_spreadsheet_comes_back_where_the_state_settles_it() -> None:
    assert parse_postal_code("1742", state="MA") == "01742"


@pytest.mark.parametrize("value", ["1742", "999999", "(202) 555-0123", "null", "00000", ""])
def test_what_is_no_zip_code_is_refused(value: str) -> None:
    with pytest.raises(BadInput):
        parse_postal_code(value)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-07-19", date(2023, 7, 19)),
        ("7/19/2023", date(2023, 7, 19)),
        ("3/4/2023", date(2023, 3, 4)),
        ("19/07/2023", date(2023, 7, 19)),
        ("2023-07-19T00:00:00.000Z", date(2023, 7, 19)),
        ("07/04/2023 10:00 AM", date(2023, 7, 4)),
        ("July 4, 2023", date(2023, 7, 4)),
        ("null", None),
    ],
)
def test_a_date_is_read_in_iso_and_in_american_order(text: str, day: date | None) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize("text", ["9:00AM", "7/19/23", "2023-13-01", "soon"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse_date(text)
