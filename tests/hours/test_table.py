"""Many hours at one instant."""

import io
import subprocess
import sys
from datetime import UTC, date, datetime, time

import numpy as np
import pytest

from resource_dir.errors import BadInput, IndexUnusable
from resource_dir.hours import CLOSED, OPEN, UNKNOWN, Hours, HoursTable, Rule

DAYTIME = Rule(opens_at=time(9), closes_at=time(17), byday="MO,TU,WE,TH,FR")
NIGHT = Rule(opens_at=time(22), closes_at=time(6), byday="SU")
CHRISTMAS = Rule(is_closed=True, holiday="US:Christmas Day")
INTAKE = Rule(opens_at=time(9), closes_at=time(10), byday="MO", purpose="intake")

PATTERNS = [
    Hours("America/New_York", (DAYTIME, INTAKE)),
    Hours("America/Los_Angeles", (DAYTIME,)),
    Hours("America/Phoenix", (NIGHT,)),
    Hours("America/New_York", (DAYTIME, CHRISTMAS)),
    Hours("America/New_York", ()),
    Hours("Nowhere/Known", (DAYTIME,)),
    Hours("America/New_York", (Rule(opens_at=time(9), closes_at=time(17)),)),
]


def test_each_pattern_is_answered_by_its_own_clock() -> None:
    table = HoursTable.build(PATTERNS)

    at_nine_in_new_york = table.states_at(datetime(2025, 6, 2, 13, 0, tzinfo=UTC))
    at_five_in_phoenix = table.states_at(datetime(2025, 6, 2, 12, 59, tzinfo=UTC))

    rest = [UNKNOWN, UNKNOWN, UNKNOWN]
    assert at_nine_in_new_york.tolist() == [OPEN, CLOSED, CLOSED, OPEN, *rest]
    assert at_five_in_phoenix.tolist() == [CLOSED, CLOSED, OPEN, CLOSED, *rest]
    assert at_five_in_phoenix.dtype == np.uint8
    assert len(table) == len(PATTERNS)


def test_one_local_time_is_asked_of_every_clock() -> None:
    states = HoursTable.build(PATTERNS).states_at_local(datetime.fromisoformat("2025-06-02T09:00"))

    assert states.tolist() == [OPEN, OPEN, CLOSED, OPEN, UNKNOWN, UNKNOWN, UNKNOWN]


def test_a_holiday_closes_one_pattern_only() -> None:
    states = HoursTable.build(PATTERNS).states_at(datetime(2025, 12, 25, 18, 0, tzinfo=UTC))

    assert states[:4].tolist() == [OPEN, OPEN, CLOSED, CLOSED]


def test_intake_is_apart_and_unknown_where_nobody_stated_it() -> None:
    at = datetime(2025, 6, 2, 13, 30, tzinfo=UTC)

    states = HoursTable.build(PATTERNS).states_at(at, purpose="intake")

    assert states.tolist() == [OPEN] + [UNKNOWN] * 6


def test_no_patterns_have_no_states() -> None:
    assert HoursTable.build([]).states_at(datetime(2025, 6, 2, tzinfo=UTC)).tolist() == []


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(BadInput):
        HoursTable.build(PATTERNS).states_at(datetime.fromisoformat("2025-06-02T09:00"))


def test_the_table_comes_back_from_its_arrays_without_pickle() -> None:
    file = io.BytesIO()
    np.savez(file, **HoursTable.build(PATTERNS).to_arrays(), allow_pickle=False)
    file.seek(0)
    moments = [datetime(2025, 6, day, 13, 30, tzinfo=UTC) for day in range(1, 8)]

    again = HoursTable.from_arrays(np.load(file, allow_pickle=False), PATTERNS)

    for at in moments:
        expected = HoursTable.build(PATTERNS).states_at(at)
        assert again.states_at(at).tolist() == expected.tolist()


def test_equal_hours_give_equal_bytes() -> None:
    one, other = (HoursTable.build(PATTERNS).to_arrays() for _ in range(2))

    assert {name: array.tobytes() for name, array in one.items()} == {
        name: array.tobytes() for name, array in other.items()
    }


def test_arrays_of_other_hours_are_refused() -> None:
    arrays = HoursTable.build(PATTERNS).to_arrays()

    with pytest.raises(IndexUnusable):
        HoursTable.from_arrays(arrays, PATTERNS[:-1])
    with pytest.raises(IndexUnusable):
        HoursTable.from_arrays({"opening_kind": arrays["opening_kind"]}, PATTERNS)


def test_the_holiday_calendars_are_loaded_only_for_a_holiday_rule() -> None:
    program = (
        "import sys; from resource_dir.hours import *\n"
        "rule = rule_from_values({'opens_at': '09:00', 'closes_at': '17:00', 'byday': 'MO'})\n"
        "HoursTable.build([Hours('America/New_York', (rule,))])\n"
        "assert 'holidays' not in sys.modules\n"
        "rule_from_values({'holiday': 'US', 'is_closed': True})\n"
        "assert 'holidays' in sys.modules\n"
    )

    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)

    assert done.returncode == 0, done.stderr.decode()


def test_a_dated_pattern_is_worked_out_for_each_date() -> None:
    once = Rule(
        opens_at=time(1), closes_at=time(2), valid_from=date(2025, 6, 3), valid_to=date(2025, 6, 3)
    )
    table = HoursTable.build([Hours("UTC", (DAYTIME, once))])

    states = [table.states_at(datetime(2025, 6, day, 10, tzinfo=UTC))[0] for day in (2, 3, 4)]

    assert states == [OPEN, CLOSED, OPEN]
