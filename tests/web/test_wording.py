"""Numbers and times as a person reads them."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest

from resource_dir.fit import ACCEPT_CODES, CRITERIA
from resource_dir.needs import NEEDS
from resource_dir.web import names, wording
from resource_dir.web.finding.links import SearchLinks, rounded

PACIFIC = timezone(timedelta(hours=-8))
NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # Sunday 23:00 in Bakersfield


def hours(state: str, until: datetime | None = None, opens: datetime | None = None) -> dict:
    """Hours as an answer has them."""
    return {
        "state": state,
        "until": until.isoformat() if until else None,
        "opens": opens.isoformat() if opens else None,
        "closes_soon": False,
    }


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (time(0, 0), "12:00 am"),
        (time(0, 5), "12:05 am"),
        (time(11, 59), "11:59 am"),
        (time(12, 0), "12:00 pm"),
        (time(23, 30), "11:30 pm"),
    ],
)
def test_the_clock_has_twelve_hours(moment: time, shown: str) -> None:
    assert wording.clock(moment) == shown


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2026, 11, 22, 23, 30, tzinfo=PACIFIC), "11:30 pm"),
        (datetime(2026, 11, 23, 7, 0, tzinfo=PACIFIC), "7:00 am tomorrow"),
        (datetime(2026, 11, 25, 7, 0, tzinfo=PACIFIC), "7:00 am Wed"),
        (datetime(2026, 12, 1, 7, 0, tzinfo=PACIFIC), "7:00 am Tue, Dec 1"),
    ],
)
def test_the_day_is_that_of_the_listing_not_of_the_server(moment: datetime, shown: str) -> None:
    assert wording.when(moment, NOW) == shown


def test_open_without_an_end_is_24_hours() -> None:
    assert wording.hours_line(hours("open"), NOW) == ("good", "Open 24 hours")


def test_unknown_hours_are_never_called_closed() -> None:
    opens = datetime(2026, 11, 23, 7, 0, tzinfo=PACIFIC)

    line = wording.hours_line(hours("unknown", opens=opens), NOW)

    assert line == ("unknown", "Hours unknown, call first · known to open 7:00 am tomorrow")


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (5, "just now"),
        (22 * 60, "22 min ago"),
        (14 * 3600, "14 h ago"),
        (9 * 86400, "9 days ago"),
        (210 * 86400, "7 months ago"),
        (800 * 86400, "2 years ago"),
    ],
)
def test_ages_are_told_in_the_unit_that_matters(seconds: float, shown: str) -> None:
    assert wording.age_text(seconds) == shown


@pytest.mark.parametrize(
    ("number", "extension", "shown", "href"),
    [
        ("+15550100123", None, "(555) 010-0123", "tel:+15550100123"),
        ("661-555-0101", "12", "(661) 555-0101 ext. 12", "tel:+16615550101;ext=12"),
        ("661-555-0101 x7", None, "(661) 555-0101 ext. 7", "tel:+16615550101;ext=7"),
        ("988", None, "988", "tel:988"),
        ("call me", None, "call me", ""),
        ("javascript:alert(1)", None, "javascript:alert(1)", "tel:1"),
        ("", None, "", ""),
    ],
)
def test_a_phone_is_shown_and_dialled(
    number: str, extension: str | None, shown: str, href: str
) -> None:
    assert wording.phone_text(number, extension) == (shown, href)


def test_a_stale_or_unstated_number_of_beds_is_unknown() -> None:
    row = {
        "unit": "bed",
        "population": "anyone",
        "available": 4,
        "maximum": 9,
        "updated": None,
        "is_accepting": None,
    }

    assert wording.beds_line({**row, "stale": True}, NOW).text == "Beds: unknown, call first"
    assert wording.beds_line({**row, "available": None, "stale": False}, NOW).kind == "unknown"


@pytest.mark.parametrize(
    ("more", "kind"),
    [({"stale": False}, "bad"), ({"stale": False, "available": None}, "bad"),
     ({"stale": True}, "unknown"), ({"stale": False, "available": 0}, "bad")],
)  # fmt: skip
def test_beds_that_nobody_new_gets_are_not_free(more: dict[str, Any], kind: str) -> None:
    row = {
        "unit": "bed", "population": "anyone", "available": 4, "maximum": 9, "updated": None,
        "is_accepting": False,
    }  # fmt: skip

    line = wording.beds_line(row | more, NOW)

    assert line.kind == kind
    assert "free" not in line.text


def test_half_a_year_without_a_check_is_overdue() -> None:
    assert wording.verified_line("2026-03-01", date(2026, 11, 23)).kind == "soon"
    assert wording.verified_line(None, date(2026, 11, 23)).text == "Unverified import"


def test_a_night_shift_ends_on_the_next_day() -> None:
    assert wording.span_text("19:00", "07:00") == "7:00 pm to 7:00 am the next day"
    assert wording.span_text("09:00", "00:00") == "9:00 am to midnight"
    assert wording.span_text("00:00", "00:00") == "24 hours"


def test_directions_lead_to_a_point_or_an_address_or_nowhere() -> None:
    assert wording.map_href(35.37, -119.02, "1 A St").startswith(
        "geo:35.370000,-119.020000?q=1%20A"
    )
    assert wording.map_href(None, None, "1 A St") == "geo:0,0?q=1%20A%20St"
    assert wording.map_href(None, None, None) is None


def test_every_circumstance_is_worded_from_the_persons_side() -> None:
    unworded = {
        code
        for code, (criterion, _) in ACCEPT_CODES.items()
        if CRITERIA[criterion].polarity != "accepts" and code not in names.PERSON_WORDS
    }

    assert not unworded


def test_every_group_has_a_heading() -> None:
    assert {one.group for one in CRITERIA.values()} <= set(names.GROUP_WORDS)


def test_common_needs_are_needs() -> None:
    assert set(names.COMMON_NEEDS) <= set(NEEDS)


def test_a_point_keeps_three_decimals_and_no_negative_zero() -> None:
    assert rounded(-119.02049) == "-119.020"
    assert rounded(-0.0001) == "0.000"


def test_a_change_of_the_search_starts_on_the_first_page() -> None:
    links = SearchLinks.of({"q": ["detox"], "page": ["3"], "need": ["food", ""]})

    assert links.setting("open", "now") == "/search?q=detox&need=food&open=now"
    assert links.toggling("need", "food") == "/search?q=detox"
    assert links.page(4) == "/search?q=detox&need=food&page=4"
    assert links.without("q", "need") == "/search"


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (None, None),
        (19, None),
        (20, "about 40 min there and back"),
        (31, "about 1 h there and back"),
        (53, "about 1 h 45 min there and back"),
    ],
)
def test_of_a_far_place_the_whole_trip_is_said(minutes: int | None, text: str | None) -> None:
    assert wording.there_and_back(minutes) == text
