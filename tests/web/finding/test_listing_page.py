"""What a responder sees of one listing."""

from datetime import UTC, datetime
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import Capacity, Schedule
from resource_dir.operations.listings.refreshing import refresh_documents
from resource_dir.web.finding.beds_picture import BOTTOM, beds_picture
from resource_dir.web.finding.beds_shown import local_clock
from resource_dir.web.finding.listing_page import week
from resource_dir.web.finding.sharing import share_of
from resource_dir.web.finding.week_picture import HOUR, LEFT, week_picture
from resource_dir.web.finding.who_is_taken import entrance_of, who_is_taken

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # Sunday 23:00 in Bakersfield


def page(visitor: FlaskClient, listings: ModuleType, name: str) -> str:
    return visitor.get(f"/listings/{listings.listing_id(name)}").text


def test_the_next_step_comes_before_everything_else(
    visitor: FlaskClient, listings: ModuleType
) -> None:
    text = page(visitor, listings, "sobering")

    assert text.index('<p class="next">Come in</p>') < text.index("Call <") < text.index("Hours<")
    assert "Walk-ins are taken. Open 24 hours." in text


def test_an_open_door_is_not_promised_where_nobody_said_walk_in(
    visitor: FlaskClient, listings: ModuleType
) -> None:
    text = page(visitor, listings, "shelter")

    assert '<p class="next">Call first</p>' in text
    assert "Come in" not in text


def test_intake_has_a_week_of_its_own(visitor: FlaskClient, listings: ModuleType) -> None:
    text = page(visitor, listings, "detox")

    assert "8:00 am to 11:30 pm" in text
    assert "8:00 am to 4:00 pm" in text


def test_who_is_taken_is_three_lists(visitor: FlaskClient, listings: ModuleType) -> None:
    sobering = page(visitor, listings, "sobering")
    detox = page(visitor, listings, "detox")

    assert sobering.index("<h3>Yes</h3>") < sobering.index("<li>No ID needed</li>")
    assert "<h3>No</h3>" not in sobering
    assert detox.index("<h3>Yes, but</h3>") < detox.index("Needs medical clearance")
    assert detox.index("<h3>No</h3>") < detox.index("<li>No pets</li>")
    assert detox.index("<h3>Ask by phone</h3>") < detox.index("Can a person just walk in now?")


def test_what_is_not_stated_is_to_be_asked(visitor: FlaskClient, listings: ModuleType) -> None:
    text = page(visitor, listings, "sobering")

    assert "Do you take a person with a dog tonight?" in text
    assert "Can a person just walk in now?" not in text


def test_beds_have_an_age_a_clock_time_and_a_source(
    visitor: FlaskClient, listings: ModuleType
) -> None:
    text = page(visitor, listings, "sobering")

    assert "<h3>Beds for women</h3>" in text
    assert "3 of 12 free" in text
    assert "as of 22 min ago, 10:38 pm · told by phone" in text


def test_a_stale_number_of_beds_is_not_shown(visitor: FlaskClient, listings: ModuleType) -> None:
    text = page(visitor, listings, "detox")
    beds = text[text.index("s-beds") : text.index("s-about")]

    assert "Unknown, call first" in beds
    assert "9 " not in beds


def test_the_past_of_the_beds_is_a_picture_with_a_table(
    visitor: FlaskClient, listings: ModuleType
) -> None:
    text = page(visitor, listings, "sobering")

    assert '<path class="free" d="M' in text
    assert "Days without a number are left out" in text


def test_who_verified_it_is_said(visitor: FlaskClient, listings: ModuleType) -> None:
    sobering, pantry = page(visitor, listings, "sobering"), page(visitor, listings, "unplaced")

    assert "Verified 8 days ago (Nov 14, 2026) · County steward, by phone" in sobering
    assert "Unverified import" in pantry


def test_a_withheld_listing_is_a_number_to_call(visitor: FlaskClient, listings: ModuleType) -> None:
    text = page(visitor, listings, "withheld")

    assert "Address withheld. Call. Serves Kern County, CA." in text
    assert "The address is given by phone." in text
    assert "tel:+16615550104" in text
    assert "geo:" not in text
    assert "Copy address" not in text
    assert "google.com/maps" not in text


def test_directions_are_a_choice_of_map_applications(
    visitor: FlaskClient, listings: ModuleType
) -> None:
    text = page(visitor, listings, "sobering")

    assert 'href="https://www.google.com/maps/dir/?api=1&amp;destination=35.380000' in text
    assert "https://maps.apple.com/?daddr=" in text
    assert "https://waze.com/ul?ll=" in text
    assert text.count('rel="noreferrer noopener"') >= 5


def test_the_partner_entrance_is_not_on_the_public_page(
    visitor: FlaskClient, listings: ModuleType
) -> None:
    assert "Partner only door" not in page(visitor, listings, "sobering")


def test_a_partner_would_see_it_in_a_section_of_its_own(
    visitor: FlaskClient, listings: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resource_dir.web.finding.pages.viewer_of", lambda request: "partner")

    text = page(visitor, listings, "sobering")

    assert text.index("Entrance and drop-off") < text.index("Partner only door")


def test_a_partner_would_see_the_entrance_apart_from_who_is_taken() -> None:
    fact = {
        "criterion": "police_entrance", "group": "police_drop_off", "stance": "yes",
        "value": "Blue gate", "text": "Police entrance: Blue gate",
    }  # fmt: skip

    assert entrance_of([fact]) == ["Police entrance: Blue gate"]
    assert who_is_taken([fact]).details == ()


def test_the_page_can_be_read_aloud_sent_and_scanned(
    visitor: FlaskClient, listings: ModuleType
) -> None:
    text = page(visitor, listings, "sobering")

    assert "3 beds for women free 22 minutes ago. Phone 661 555 0101." in text
    assert 'href="sms:?&amp;body=Lantern%20House' in text
    assert 'href="mailto:?subject=Lantern%20House' in text
    assert 'class="qr-code"' in text


def test_an_address_too_long_for_a_code_has_none(
    visitor: FlaskClient, listings: ModuleType
) -> None:
    path = f"/listings/{listings.listing_id('sobering')}"

    text = visitor.get(path, environ_overrides={"SCRIPT_NAME": f"/{'a' * 3_000}"}).text

    assert "Come in" in text
    assert "qr" not in text


def test_what_needs_script_is_hidden_until_it_runs(
    visitor: FlaskClient, listings: ModuleType
) -> None:
    text = page(visitor, listings, "sobering")
    before, _, rest = text.partition("<dialog")  # closed, it shows none of its own
    parts = (before + rest.partition("</dialog>")[2]).split("<button")[1:]
    tags = [part.partition(">")[0] for part in parts]
    buttons = [tag for tag in tags if 'type="submit"' not in tag]

    assert buttons
    assert all(button.rstrip().endswith("hidden") for button in buttons)


def test_no_style_or_script_stands_in_the_page(visitor: FlaskClient, listings: ModuleType) -> None:
    text = page(visitor, listings, "sobering")

    assert "style=" not in text
    assert "<style" not in text
    assert text.count("<script") == text.count('<script type="module" src=')


def test_an_unknown_listing_is_a_page_that_says_so(visitor: FlaskClient) -> None:
    answer = visitor.get("/listings/00000000-0000-4000-8000-00000000ffff")

    assert answer.status_code == 404
    assert "There is no such listing" in answer.text


def test_an_id_that_is_none_is_not_found(visitor: FlaskClient) -> None:
    assert visitor.get("/listings/%00'--").status_code == 404


def test_the_interface_carries_the_past_of_the_beds(
    visitor: FlaskClient, listings: ModuleType
) -> None:
    answer = visitor.get(f"/api/listings/{listings.listing_id('sobering')}").json

    assert [free for _, free in answer["capacity_history"][0]["points"]] == [5, 2, 3]
    assert answer["verified_by"] == "County steward, by phone"


def test_free_beds_that_nobody_new_gets_are_not_called_free(
    visitor: FlaskClient, listings: ModuleType, session: Session
) -> None:
    with writing(session):
        session.execute(update(Capacity).values(is_accepting=False, source="phone"))
        refresh_documents(session, [listings.service_id("sobering")])

    text = page(visitor, listings, "sobering")

    assert '<strong class="bad">Not taking new people</strong>' in text
    assert "Beds for women: not taking new people · updated 22 min ago" in text
    assert "Beds for women not taking new people as of 22 minutes ago." in text
    assert "Come in" not in text
    assert "3 of 12 free" not in text
    assert "3 beds for women free" not in text


def day(date: str, *spans: tuple[str, str], is_unknown: bool = False) -> dict[str, Any]:
    return {
        "date": date, "spans": [list(s) for s in spans], "is_unknown": is_unknown, "note": None,
        "is_exception": False,
    }  # fmt: skip


NIGHTS = [day(f"2026-11-{22 + n}", ("20:00", "07:00")) for n in range(7)]
LAST_NIGHT = day("2026-11-21", ("20:00", "07:00"))


def test_a_night_that_began_yesterday_is_drawn_in_todays_row() -> None:
    picture = week_picture(
        {
            "zone": "America/Los_Angeles", "week": NIGHTS, "yesterday": LAST_NIGHT,
            "intake_week": None, "intake_yesterday": None,
        },
        NOW,
    )  # fmt: skip

    morning, evening = picture.rows[0].opening
    assert (morning.x, morning.width) == (LEFT, round(7 * HOUR, 1))
    assert evening.x == round(LEFT + 20 * HOUR, 1)
    assert picture.now_x == round(LEFT + 23 * HOUR, 1)


def test_what_is_unknown_is_marked_in_the_picture() -> None:
    days = [day(f"2026-11-{22 + n}", is_unknown=True) for n in range(7)]
    picture = week_picture(
        {
            "zone": None, "week": days, "yesterday": days[0], "intake_week": None,
            "intake_yesterday": None,
        },
        NOW,
    )  # fmt: skip

    assert all(row.is_unknown and not row.opening for row in picture.rows)


def test_unknown_intake_hours_are_not_drawn_as_nobody_is_taken_in() -> None:
    unknown = [day(f"2026-11-{22 + n}", is_unknown=n > 0) for n in range(7)]
    picture = week_picture(
        {
            "zone": "America/Los_Angeles", "week": NIGHTS, "yesterday": LAST_NIGHT,
            "intake_week": unknown, "intake_yesterday": unknown[0],
        },
        NOW,
    )  # fmt: skip

    assert [row.is_intake_unknown for row in picture.rows] == [False, *[True] * 6]
    assert picture.is_intake_unknown
    assert not any(row.is_unknown for row in picture.rows)


def test_a_listing_without_intake_hours_of_its_own_has_none_that_are_unknown() -> None:
    picture = week_picture(
        {
            "zone": None, "week": NIGHTS, "yesterday": LAST_NIGHT, "intake_week": None,
            "intake_yesterday": None,
        },
        NOW,
    )  # fmt: skip

    assert not picture.is_intake_unknown


def test_unknown_intake_hours_are_hatched_and_explained(
    visitor: FlaskClient, listings: ModuleType, session: Session
) -> None:
    with writing(session):
        intake = update(Schedule).where(Schedule.purpose == "intake")
        session.execute(intake.values(freq=None, byday=None, opens_at=None, closes_at=None,
                                      description="When there is room"))  # fmt: skip
        refresh_documents(session, [listings.service_id("detox")])

    text = page(visitor, listings, "detox")

    assert text.count('class="unknown-intake"') == 7 + 1  # a week, and the key
    assert "not known when people are taken in" in text


def test_a_week_of_which_nothing_is_known_is_one_line(
    visitor: FlaskClient, listings: ModuleType
) -> None:
    text = page(visitor, listings, "unplaced")

    assert "Nobody said at which hours it is open" in text
    assert "week-picture" not in text


@pytest.mark.parametrize(("clock", "rows"), [("02:00", 8), ("08:00", 7)])
def test_the_day_before_stands_above_today_while_its_night_lasts(
    app: Flask, clock: str, rows: int
) -> None:
    now = datetime.fromisoformat(f"2026-11-22T{clock}:00-08:00")

    with app.test_request_context():
        shown = week(NIGHTS, LAST_NIGHT, now=now)

    assert len(shown) == rows
    assert [one["day"] for one in shown if one["is_today"]] == ["Today"]


def history(*points: tuple[str, int | None]) -> dict[str, Any]:
    return {
        "points": [[f"2026-11-{at}:00+00:00", free] for at, free in points],
        "maximum": 10, "fresh_hours": 12, "jumps": [],
    }  # fmt: skip


def test_the_line_breaks_where_no_number_could_be_believed() -> None:
    picture = beds_picture(history(("20T00:00", 4), ("20T06:00", 5), ("22T00:00", 3)), NOW)

    assert picture is not None
    assert picture.path.count("M") == 2  # one line of two steps, a gap of a day, one more step
    assert f" {BOTTOM}" not in picture.path  # and nothing in the gap is drawn as zero


def test_a_number_that_nobody_knew_is_a_gap_and_no_zero() -> None:
    picture = beds_picture(history(("22T00:00", 4), ("22T03:00", None), ("22T06:00", 3)), NOW)

    assert picture is not None
    assert picture.path.count("M") == 2


def test_a_time_without_a_known_zone_is_called_what_it_is() -> None:
    assert local_clock(NOW) == "7:00 am UTC"
    assert local_clock(NOW.astimezone(ZoneInfo("America/Los_Angeles"))) == "11:00 pm"


def test_a_message_carries_the_line_and_the_address_of_the_page() -> None:
    share = share_of("A & B", "A & B. Call.", "https://x.example/listings/1")

    assert share.sms == "sms:?&body=A%20%26%20B.%20Call.%0Ahttps%3A%2F%2Fx.example%2Flistings%2F1"
