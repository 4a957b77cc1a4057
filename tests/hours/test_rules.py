"""Reading rules, refusing those that can't be read, and keeping them as JSON."""

import json
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resource_dir.errors import BadInput
from resource_dir.hours import Hours, Rule, rule_from_values


def test_a_row_of_the_standard_becomes_a_rule() -> None:
    row = {
        "id": "x", "timezone": "-8", "freq": "weekly", "interval": "1", "byday": "th, fr",
        "wkst": "tu", "opens_at": "10:00:00Z", "closes_at": "18:00", "valid_from": "2005-01-01",
        "dtstart": "2005-01-01T00:00:00Z", "until": "", "notes": " Ring twice ",
    }  # fmt: skip

    rule = rule_from_values(row)

    assert rule == Rule(
        opens_at=time(10), closes_at=time(18), freq="WEEKLY", byday="TH,FR", wkst="TU",
        valid_from=date(2005, 1, 1), dtstart=date(2005, 1, 1), note="Ring twice",
    )  # fmt: skip


def test_python_values_are_taken_as_they_are() -> None:
    values = {
        "opens_at": time(8, 30, 15),
        "valid_from": date(2025, 6, 1),
        "valid_to": datetime(2025, 6, 2, 0, 0),  # noqa: DTZ001
        "is_closed": False,
        "interval": 2,
    }

    rule = rule_from_values(values)

    assert (rule.opens_at, rule.interval) == (time(8, 30), 2)
    assert rule.valid_to == date(2025, 6, 2)
    assert type(rule.valid_to) is date


@pytest.mark.parametrize(("text", "read"), [("8:30", time(8, 30)), ("24:00", time(0))])
def test_a_time_may_be_written_short(text: str, read: time) -> None:
    assert rule_from_values({"opens_at": text}).opens_at == read


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("opens_at", "9:00AM"), ("opens_at", "750"), ("closes_at", "25:00"),
        ("closes_at", "Closed"),
        ("valid_from", "9:00AM"), ("until", "2025-02-30"), ("dtstart", "0001-01-01"),
        ("byday", "Monday"), ("byday", "2MO-FR"), ("byday", "0MO"), ("byday", ","),
        ("byday", "60MO"),
        ("freq", "sometimes"), ("wkst", "X"), ("bymonthday", "32"), ("bymonthday", "a"),
        ("byyearday", "0"), ("byweekno", "54"), ("interval", "0"), ("interval", "x"),
        ("count", "0"), ("count", "99999999"), ("is_closed", "perhaps"), ("purpose", "visiting"),
        ("holiday", "XX"), ("holiday", "US-XX"), ("holiday", "US:Pancake Day"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_read_is_refused_by_its_field(field: str, value: str) -> None:
    with pytest.raises(BadInput) as refused:
        rule_from_values({field: value})

    assert refused.value.field == field


@pytest.mark.parametrize("fields", [("valid_from", "valid_to"), ("dtstart", "until")])
def test_an_end_before_its_beginning_is_refused(fields: tuple[str, str]) -> None:
    first, last = fields

    with pytest.raises(BadInput) as refused:
        rule_from_values({first: "2025-06-02", last: "2025-06-01"})

    assert refused.value.field == last


days = st.none() | st.dates(date(1990, 1, 1), date(2090, 1, 1))
rules = st.builds(
    Rule,
    opens_at=st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    is_closed=st.booleans(),
    byday=st.none() | st.sampled_from(["MO", "2TU", "not a day"]),
    interval=st.integers(1, 3),
    count=st.none() | st.integers(1, 9),
    valid_from=days,
    until=days,
    purpose=st.sampled_from(["opening", "intake"]),
    note=st.none() | st.sampled_from(["Ring twice", "Llame a la puerta"]),
)


@settings(deadline=None, max_examples=50)
@given(rules=st.lists(rules, max_size=4))
def test_hours_come_back_from_json_as_they_were(rules: list[Rule]) -> None:
    hours = Hours("America/New_York", tuple(rules))

    again = Hours.from_json(json.loads(json.dumps(hours.to_json())))

    assert again == hours
    assert hash(again) == hash(hours)


def test_hours_without_a_zone_are_not_hours() -> None:
    with pytest.raises(BadInput):
        Hours.from_json({"rules": []})


def test_notes_do_not_make_two_hours_of_one() -> None:
    one, other = (Hours("UTC", (Rule(byday="MO", note=note),)) for note in ("a", "b"))

    assert one != other
    assert one.without_notes() == other.without_notes()
