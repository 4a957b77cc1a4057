"""The fast answers against the slow ones, around the nights when the clock changes."""

import importlib.util
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resource_dir.hours import Hours, HoursState, HoursTable, Rule, hours_at


def _load_slow() -> ModuleType:
    # Test folders are no packages, so that equal file names in two of them don't collide.
    spec = importlib.util.spec_from_file_location(
        "slow_hours", Path(__file__).with_name("slow_hours.py")
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SLOW = _load_slow()
ZONES = ["America/Los_Angeles", "America/New_York", "America/Phoenix"]
FIRST_DATES = [
    date(2025, 3, 8),
    date(2025, 11, 1),
    date(2026, 3, 7),
    date(2025, 12, 24),
    date(2025, 7, 3),
]
DAYS = 3

times = st.one_of(
    st.sampled_from([time(0), time(23, 59), time(1, 30), time(2, 0), time(2, 30), time(3, 0)]),
    st.builds(time, st.integers(0, 23), st.integers(0, 59)),
)
bydays = st.one_of(
    st.lists(st.sampled_from(SLOW.NAMES), min_size=1, max_size=7, unique=True).map(",".join),
    st.sampled_from(["1SA", "2SU", "-1SU", "1SU,MO", "4WE,1FR"]),
)


@st.composite
def rules(draw: st.DrawFn, first: date) -> Rule:
    kind = draw(
        st.sampled_from(
            ["weekly"] * 5 + ["dated", "season", "holiday", "biweekly", "anchored", "unstated"]
        )
    )
    is_closed = draw(st.integers(0, 4)) == 0
    opens, closes = (None, None) if is_closed else (draw(times), draw(st.none() | times))
    near = first + timedelta(days=draw(st.integers(-2, 4)))
    said = {
        "weekly": {"byday": draw(bydays)},
        "dated": {"valid_from": near, "valid_to": near + timedelta(days=draw(st.integers(0, 3)))},
        "season": {
            "byday": draw(st.none() | bydays),
            "valid_from": near,
            "valid_to": draw(st.none() | st.just(near + timedelta(days=60))),
        },
        "holiday": {"holiday": "US:Christmas Day"},
        "biweekly": {
            "byday": draw(st.sampled_from(["SA,SU", "MO", "WE,TH"])),
            "interval": 2,
            "freq": "WEEKLY",
        },
        "unstated": {},
    }
    said["anchored"] = said["biweekly"] | {"dtstart": date(2024, 1, draw(st.integers(1, 20)))}
    return Rule(
        opens_at=opens,
        closes_at=closes,
        is_closed=is_closed,
        purpose=draw(st.sampled_from(["opening"] * 4 + ["intake"])),
        **said[kind],
    )


@st.composite
def worlds(draw: st.DrawFn) -> tuple[date, list[Hours]]:
    first = draw(st.sampled_from(FIRST_DATES))
    one = st.builds(Hours, st.sampled_from(ZONES), st.lists(rules(first), max_size=4).map(tuple))
    return first, draw(st.lists(one, min_size=1, max_size=3))


def _moments(states: dict[datetime, str], picks: list[int]) -> list[datetime]:
    """A few minutes of the window's inner days, and a few changes with the minute before each."""
    inner = list(states)[720:-720]
    changes = [at for at in inner[1:] if states[at] != states[at - timedelta(minutes=1)]]
    some = [changes[pick % len(changes)] for pick in picks] if changes else []
    around = [at - timedelta(minutes=back) for at in some for back in (0, 1)]
    return around + [inner[pick % len(inner)] for pick in picks]


def _check_changes(fast: HoursState, at: datetime, states: dict[datetime, str]) -> None:
    """The promised change is the first one the window holds, if it holds any."""
    last = max(states)
    while at < last and (states[at] == "open") is (fast.state == "open"):
        at += timedelta(minutes=1)
    if (states[at] == "open") is not (fast.state == "open"):
        promised = fast.until or fast.opens
        # In UTC: Python calls a time of the repeated hour unequal to any in another zone.
        assert promised is not None
        assert promised.astimezone(UTC) == at


@pytest.mark.parametrize("purpose", ["opening", "intake"])
@settings(deadline=None, max_examples=40)
@given(world=worlds(), picks=st.lists(st.integers(0, 9_999), min_size=3, max_size=3))
def test_every_minute_has_the_state_that_counting_minutes_gives(
    purpose: str, world: tuple[date, list[Hours]], picks: list[int]
) -> None:
    first, several = world
    table = HoursTable.build(several)

    for number, hours in enumerate(several):
        states = SLOW.states_of(hours, purpose, first, DAYS)
        for at in _moments(states, picks):
            fast = hours_at(hours, at, purpose=purpose)
            in_table = int(table.states_at(at, purpose=purpose)[number])

            assert fast.state == states[at], at
            assert ["closed", "open", "unknown"][in_table] == fast.state
            _check_changes(fast, at, states)
