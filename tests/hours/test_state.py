"""Open, closed, unknown: what responders meet at the door."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from resource_dir.errors import BadInput
from resource_dir.hours import Hours, HoursState, Rule, hours_at, hours_at_local, rule_from_values

ZONE = "America/Los_Angeles"
PLACE = ZoneInfo(ZONE)


def rule(span: str = "", **said: object) -> Rule:
    opens, _, closes = span.partition("-")
    return rule_from_values({"opens_at": opens, "closes_at": closes, **said})


def at_local(hours: tuple[Rule, ...], text: str) -> HoursState:
    return hours_at_local(Hours(ZONE, hours), datetime.fromisoformat(text))


def wall(moment: datetime | None) -> str | None:
    return moment and moment.strftime("%Y-%m-%d %H:%M")


SHELTER = (rule("19:00-07:00", byday="MO-SU"),)
CLINIC = (rule("08:30-17:00", byday="MO,TU,WE,TH,FR", freq="WEEKLY"),)
ALWAYS = (rule("00:00-23:59", byday="MO-SU"),)


def test_a_shelter_that_closes_at_seven_is_open_at_two_in_the_night() -> None:
    state = at_local(SHELTER, "2025-06-04T02:00")

    assert state.state == "open"
    assert wall(state.until) == "2025-06-04 07:00"
    assert state.opens is None
    assert not state.closes_soon


def test_a_closed_clinic_says_when_it_opens_after_the_weekend() -> None:
    state = at_local(CLINIC, "2025-06-06T17:00")

    assert state.state == "closed"
    assert wall(state.opens) == "2025-06-09 08:30"


@pytest.mark.parametrize(("clock", "soon"), [("15:59", False), ("16:00", True), ("16:59", True)])
def test_the_last_hour_is_closing_soon(clock: str, soon: bool) -> None:
    assert at_local(CLINIC, f"2025-06-06T{clock}").closes_soon is soon


@pytest.mark.parametrize("span", ["00:00-23:59", "00:00-00:00", "00:00-24:00", "09:00-09:00"])
def test_around_the_clock_has_no_end_and_no_gap_at_midnight(span: str) -> None:
    hours = (rule(span, byday="MO-SU"),)

    for clock in ("2025-06-04T23:59", "2025-06-05T00:00", "2025-06-05T12:00"):
        state = at_local(hours, clock)

        assert (state.state, state.until, state.opens) == ("open", None, None)
        assert not state.closes_soon


def test_spans_that_meet_at_midnight_are_one_opening() -> None:
    hours = (rule("18:00-23:59", byday="FR"), rule("00:00-03:00", byday="SA"))

    assert wall(at_local(hours, "2025-06-06T23:59").until) == "2025-06-07 03:00"


def test_intake_hours_are_not_opening_hours() -> None:
    hours = Hours(ZONE, (*SHELTER, rule("19:00-20:00", byday="MO-SU", purpose="intake")))
    at = datetime(2025, 6, 4, 22, 0, tzinfo=PLACE)

    assert hours_at(hours, at).state == "open"
    assert hours_at(hours, at, purpose="intake").state == "closed"
    assert hours_at(Hours(ZONE, SHELTER), at, purpose="intake").state == "unknown"


@pytest.mark.parametrize(
    "unsaid",
    [
        (),
        (rule(note="call for hours"),),
        (rule("09:00-17:00"),),
        (rule("09:00-17:00", freq="WEEKLY"),),
        (rule(byday="WE"),),
        (rule(is_closed="yes"),),
        (rule(is_closed="yes", byday="SU"),),
        (Rule(opens_at=time(9), closes_at=time(17), byday="SOMEDAY"),),
        (rule("09:00-17:00", byday="WE", freq="WEEKLY", interval=2),),
    ],
)
def test_what_nobody_said_is_unknown_and_not_closed(unsaid: tuple[Rule, ...]) -> None:
    assert at_local(unsaid, "2025-06-04T12:00").state == "unknown"


def test_a_row_that_says_nothing_does_not_spoil_the_others() -> None:
    hours = (*CLINIC, rule(note="call for hours"), rule(is_closed="yes"))

    assert at_local(hours, "2025-06-07T12:00").state == "closed"


def test_times_without_days_leave_the_other_days_unknown_but_open_stays_open() -> None:
    hours = (*CLINIC, rule("18:00-20:00"))

    assert at_local(hours, "2025-06-04T10:00").state == "open"
    assert at_local(hours, "2025-06-04T19:00").state == "unknown"
    assert at_local(hours, "2025-06-07T10:00").state == "unknown"


def test_every_other_tuesday_without_a_first_one_is_unknown_only_then() -> None:
    hours = (*CLINIC, rule("18:00-20:00", byday="TU", interval="2"))

    assert at_local(hours, "2025-06-03T19:00").state == "unknown"
    assert at_local(hours, "2025-06-03T21:00").state == "closed"
    assert at_local(hours, "2025-06-04T19:00").state == "closed"


def test_a_summer_of_perhaps_every_other_tuesday_leaves_those_tuesdays_unknown() -> None:
    summer = {"valid_from": "2025-06-01", "valid_to": "2025-08-31"}
    hours = (*CLINIC, rule("18:00-20:00", byday="TU", interval="2", **summer))

    assert at_local(hours, "2025-06-03T10:00").state == "unknown"
    assert at_local(hours, "2025-06-04T10:00").state == "open"


def test_a_zone_that_nobody_knows_makes_the_hours_unknown() -> None:
    at = datetime(2025, 6, 4, 12, tzinfo=UTC)

    for zone in ("", "Mars/Olympus", "../secret", "America"):
        assert hours_at(Hours(zone, ALWAYS), at) == HoursState("unknown")


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        hours_at(Hours(ZONE, CLINIC), datetime.fromisoformat("2025-06-04T12:00"))

    assert refused.value.field == "at"


def test_a_local_time_with_a_zone_is_refused() -> None:
    with pytest.raises(BadInput):
        hours_at_local(Hours(ZONE, CLINIC), datetime(2025, 6, 4, 12, tzinfo=UTC))


def test_an_unknown_purpose_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        hours_at(Hours(ZONE, CLINIC), datetime(2025, 6, 4, 12, tzinfo=UTC), purpose="visiting")

    assert refused.value.field == "purpose"


# Daylight saving: 2025-03-09 02:00 becomes 03:00; 2025-11-02 02:00 becomes 01:00.


@pytest.mark.parametrize(("night", "length"), [("2025-03-08", 7), ("2025-11-01", 9)])
def test_a_night_shelter_ends_at_six_on_the_wall_when_the_clock_changes(
    night: str, length: int
) -> None:
    hours = (rule("22:00-06:00", byday="MO-SU"),)
    begins = datetime.fromisoformat(f"{night}T22:00").replace(tzinfo=PLACE)

    state = hours_at(Hours(ZONE, hours), begins)

    assert state.until is not None
    assert state.until.hour == 6
    assert state.until.astimezone(UTC) - begins.astimezone(UTC) == timedelta(hours=length)


def test_closing_soon_counts_real_minutes_when_an_hour_is_skipped() -> None:
    hours = Hours(ZONE, (rule("22:00-03:30", byday="MO-SU"),))

    state = hours_at(hours, datetime(2025, 3, 9, 1, 30, tzinfo=PLACE))

    assert state.closes_soon


def test_a_bar_that_closes_at_half_past_one_does_not_open_again_in_the_repeated_hour() -> None:
    hours = Hours(ZONE, (rule("20:00-01:30", byday="MO-SU"),))
    first_pass = datetime(2025, 11, 2, 1, 10, tzinfo=PLACE)

    assert hours_at(hours, first_pass).state == "open"
    assert hours_at(hours, first_pass.replace(fold=1)).state == "closed"


def test_a_span_the_clock_skips_whole_is_not_promised() -> None:
    hours = Hours(ZONE, (rule("02:00-03:00", byday="SU"),))

    state = hours_at(hours, datetime(2025, 3, 8, 12, tzinfo=PLACE))

    assert wall(state.opens) == "2025-03-16 02:00"


# Exceptions, seasons, holidays


def test_a_day_closed_for_once_replaces_the_regular_hours() -> None:
    hours = (*CLINIC, rule(is_closed=True, valid_from="2025-06-04", valid_to="2025-06-04"))

    assert at_local(hours, "2025-06-04T12:00").state == "closed"
    assert at_local(hours, "2025-06-05T12:00").state == "open"


def test_one_day_with_other_times_replaces_the_regular_hours() -> None:
    hours = (*CLINIC, rule("10:00-12:00", valid_from="2025-06-04", valid_to="2025-06-04"))

    assert at_local(hours, "2025-06-04T11:00").state == "open"
    assert at_local(hours, "2025-06-04T14:00").state == "closed"


def test_a_closure_does_not_cut_off_the_night_before() -> None:
    hours = (*SHELTER, rule(is_closed=True, valid_from="2025-06-04", valid_to="2025-06-04"))

    assert at_local(hours, "2025-06-04T02:00").state == "open"
    assert at_local(hours, "2025-06-04T20:00").state == "closed"


def test_around_the_clock_ends_at_a_closure_ahead() -> None:
    hours = (*ALWAYS, rule(is_closed=True, valid_from="2025-06-10", valid_to="2025-06-10"))

    state = at_local(hours, "2025-06-04T12:00")

    assert wall(state.until) == "2025-06-10 00:00"


def test_a_season_that_ended_says_nothing_about_the_winter() -> None:
    hours = (rule("09:00-17:00", byday="MO-FR", valid_from="2025-05-01", valid_to="2025-09-30"),)

    assert at_local(hours, "2025-06-04T12:00").state == "open"
    assert at_local(hours, "2025-06-07T12:00").state == "closed"
    assert at_local(hours, "2025-10-08T12:00").state == "unknown"


def test_a_season_speaks_only_of_its_own_days() -> None:
    season = {"valid_from": "2025-06-01", "valid_to": "2025-08-31"}
    hours = (*CLINIC, rule("10:00-14:00", byday="SA", **season))

    assert at_local(hours, "2025-06-07T11:00").state == "open"
    assert at_local(hours, "2025-06-04T11:00").state == "open"
    assert at_local(hours, "2025-09-06T11:00").state == "closed"


def test_closed_for_the_winter_needs_no_weekdays() -> None:
    hours = (*CLINIC, rule(is_closed=True, valid_from="2025-11-01", valid_to="2026-03-31"))

    state = at_local(hours, "2025-12-03T12:00")

    assert (state.state, state.opens) == ("closed", None)


def test_a_far_away_end_is_no_end() -> None:
    open_ended = {"valid_from": "2020-01-01", "valid_to": "9999-12-31"}
    hours = (rule("09:00-17:00", byday="MO-FR", **open_ended),)

    assert at_local(hours, "2025-06-04T12:00").state == "open"


def test_a_holiday_closure_holds_on_that_day_only() -> None:
    hours = (*CLINIC, rule(is_closed=True, holiday="US:Christmas Day"))

    assert at_local(hours, "2025-12-25T12:00").state == "closed"
    assert at_local(hours, "2025-12-24T12:00").state == "open"


def test_all_federal_holidays_include_their_observed_day() -> None:
    hours = (*CLINIC, rule(is_closed=True, holiday="US"))

    assert at_local(hours, "2026-07-03T12:00").state == "closed"
    assert at_local(hours, "2025-09-01T12:00").state == "closed"


def test_a_named_holiday_is_that_day_and_not_the_day_it_is_observed() -> None:
    hours = (*CLINIC, rule(is_closed=True, holiday="US:Independence Day"))

    assert at_local(hours, "2026-07-03T12:00").state == "open"


def test_a_date_of_this_year_beats_a_holiday_and_a_named_one_beats_them_all() -> None:
    closed = rule(is_closed=True, holiday="US")
    named = rule("10:00-12:00", holiday="US:Christmas Day")
    dated = rule("14:00-15:00", valid_from="2025-12-25", valid_to="2025-12-25")

    assert at_local((*CLINIC, closed), "2025-12-25T11:00").state == "closed"
    assert at_local((*CLINIC, closed, named), "2025-12-25T11:00").state == "open"
    assert at_local((*CLINIC, closed, named, dated), "2025-12-25T11:00").state == "closed"


def test_a_state_has_holidays_of_its_own() -> None:
    hours = (*CLINIC, rule(is_closed=True, holiday="US-CA"))

    assert at_local(hours, "2025-03-31T12:00").state == "closed"


def test_a_day_closed_every_month_wins_over_the_weekly_rule() -> None:
    hours = (*CLINIC, rule(is_closed=True, byday="2MO", freq="MONTHLY"))

    assert at_local(hours, "2025-06-09T12:00").state == "closed"
    assert at_local(hours, "2025-06-16T12:00").state == "open"


def test_the_next_monthly_opening_is_found_within_a_fortnight_only() -> None:
    hours = (rule("09:00-12:00", byday="-1FR", freq="MONTHLY"),)

    assert wall(at_local(hours, "2025-06-20T12:00").opens) == "2025-06-27 09:00"
    assert at_local(hours, "2025-06-02T12:00").opens is None


def test_an_evening_clinic_every_other_week_adds_to_the_day() -> None:
    evening = rule("18:00-20:00", byday="TU", interval=2, dtstart="2025-06-03", freq="WEEKLY")

    assert at_local((*CLINIC, evening), "2025-06-17T10:00").state == "open"
    assert at_local((*CLINIC, evening), "2025-06-17T19:00").state == "open"
    assert at_local((*CLINIC, evening), "2025-06-10T19:00").state == "closed"


def test_after_a_counted_rule_has_run_out_nobody_knows() -> None:
    course = rule("18:00-20:00", byday="TU", count=3, dtstart="2025-06-03", freq="WEEKLY")

    assert at_local((course,), "2025-06-17T19:00").state == "open"
    assert at_local((course,), "2025-06-24T19:00").state == "unknown"


def test_the_dates_are_those_of_the_listings_own_zone() -> None:
    hours = Hours("America/New_York", (rule("00:00-23:59", byday="WE"),))

    state = hours_at(hours, datetime(2025, 6, 4, 3, 59, tzinfo=UTC))

    assert state.state == "closed"
    assert state.opens == datetime(2025, 6, 4, tzinfo=ZoneInfo("America/New_York"))
    assert state.opens.date() == date(2025, 6, 4)
