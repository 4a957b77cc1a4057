"""What a responder sees of a search."""

import html
import re
from types import ModuleType

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir import models

HERE = "lat=35.370&lon=-119.020"


def without_ours(text: str) -> str:
    """A page without the scripts that we serve ourselves: anything left is somebody else's."""
    return re.sub(r'<script type="module" src="/static/js/[^"]+"></script>', "", text)


def card_of(text: str, name: str) -> str:
    """The text of one card, tags taken away."""
    cards = re.split(r'<li class="card"[^>]*>', text)[1:]
    found = next(card for card in cards if name in card)
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", found).split()))


@pytest.mark.parametrize("path", ["/", "/search"])
def test_the_first_page_finds_listings_without_anything_asked(
    visitor: FlaskClient, path: str
) -> None:
    page = visitor.get(path)

    assert page.status_code == 200
    assert "Lantern House" in page.text
    assert "<h1>Find a place now</h1>" in page.text


def test_a_card_says_hours_distance_beds_and_who_checked(visitor: FlaskClient) -> None:
    card = card_of(visitor.get(f"/search?{HERE}").text, "Lantern House")

    assert "Open 24 hours" in card
    assert re.search(r"0\.7 mi · about \d+ min \(estimate\)", card)
    assert "Beds for women: 3 of 12 free · updated 22 min ago" in card
    assert "Verified 8 days ago (Nov 14, 2026)" in card
    assert "Call (661) 555-0101" in card


def test_a_stale_number_of_beds_is_not_shown(visitor: FlaskClient) -> None:
    card = card_of(visitor.get(f"/search?{HERE}").text, "Cedar Bridge")

    assert "unknown, call first · last told 40 h ago" in card
    assert "9 of 12" not in card


def test_a_house_that_closes_in_half_an_hour_and_no_longer_admits_says_both(
    visitor: FlaskClient,
) -> None:
    card = card_of(visitor.get(f"/search?{HERE}").text, "Cedar Bridge")

    assert "Closes soon · 11:30 pm" in card
    assert "Intake: closed · opens 8:00 am tomorrow" in card


def test_a_closed_and_full_shelter_says_so(visitor: FlaskClient) -> None:
    card = card_of(visitor.get(f"/search?{HERE}").text, "North Commons")

    assert "Closed · opens 7:00 am tomorrow" in card
    assert "full · updated 60 min ago" in card


def test_a_listing_without_hours_is_not_called_closed(visitor: FlaskClient) -> None:
    card = card_of(visitor.get("/search").text, "Casa Clara")

    assert "Hours unknown, call first" in card
    assert "Closed" not in card
    assert "Unverified import" in card


def test_what_a_listing_does_not_say_comes_as_a_question_for_the_phone(
    visitor: FlaskClient,
) -> None:
    page = visitor.get(f"/search?{HERE}&accepts=pets").text

    assert "Ask by phone" in card_of(page, "Lantern House")
    assert "Do you take a person with a dog tonight?" in card_of(page, "Lantern House")
    assert "Fits" in card_of(page, "North Commons")
    assert "Cedar Bridge" not in page


def test_a_withheld_listing_has_no_address_no_distance_and_no_directions(
    visitor: FlaskClient,
) -> None:
    card = card_of(visitor.get(f"/search?{HERE}").text, "Quiet Harbor")

    assert "Address withheld. Call. Serves Kern County, CA." in card
    assert " mi ·" not in card
    assert "Directions" not in card


def test_partner_facts_are_not_on_public_pages(visitor: FlaskClient, listings: ModuleType) -> None:
    pages = [visitor.get("/search"), visitor.get(f"/listings/{listings.listing_id('sobering')}")]

    assert not [page for page in pages if "Partner only door" in page.text]


def test_text_of_an_import_never_runs_in_the_browser(
    visitor: FlaskClient, listings: ModuleType
) -> None:
    pages = [visitor.get("/search"), visitor.get(f"/listings/{listings.listing_id('hostile')}")]

    for page in pages:
        assert "<script" not in without_ours(page.text)
        assert "<img" not in page.text
        assert 'href="javascript' not in page.text


def test_the_page_needs_no_script_and_no_inline_style(visitor: FlaskClient) -> None:
    text = visitor.get(f"/search?{HERE}").text

    assert "<script" not in without_ours(text)
    assert " style=" not in text
    assert not re.search(r"\son\w+=", text)


def test_a_point_that_a_device_posts_is_rounded_before_it_stands_in_a_url(
    visitor: FlaskClient,
) -> None:
    point = {"lat": "35.3712345", "lon": "-119.0187654", "accuracy_m": "23"}

    answer = visitor.post("/search", data={"near": "here", "near_shown": "here", **point})

    assert answer.location.endswith("/search?lat=35.371&lon=-119.019")


def test_a_typed_place_leads_to_a_url_with_a_rounded_point(visitor: FlaskClient) -> None:
    answer = visitor.post(
        "/search", data={"near": "93301", "q": "detox", "age": "", "need": "food"}
    )

    assert answer.status_code == 303
    assert re.fullmatch(
        r"/search\?lat=35\.\d{3}&lon=-1\d\d\.\d{3}&q=detox&need=food&level=zip&radius_mi=auto",
        answer.location,
    )


def test_a_place_left_as_it_was_shown_keeps_its_point(visitor: FlaskClient) -> None:
    form = {"near": "Bakersfield, CA 93301", "near_shown": "Bakersfield, CA 93301"}
    point = {"lat": "35.370", "lon": "-119.020", "radius_mi": "25"}

    answer = visitor.post("/search", data={**form, **point})

    assert answer.location == "/search?lat=35.370&lon=-119.020&radius_mi=25"


def test_an_emptied_place_box_searches_everywhere(visitor: FlaskClient) -> None:
    form = {"near": "", "near_shown": "x", "lat": "35.370", "lon": "-119.020", "radius_mi": "5"}

    assert visitor.post("/search", data=form).location == "/search"


def test_an_unknown_place_is_told_beside_the_box_and_stays_out_of_the_url(
    visitor: FlaskClient,
) -> None:
    answer = visitor.post("/search", data={"near": "Nowhere at all 00000", "q": "detox"})

    assert answer.status_code == 422
    assert answer.location is None
    assert 'aria-invalid="true"' in answer.text
    assert 'value="Nowhere at all 00000"' in answer.text
    assert "q=detox" in answer.text


@pytest.mark.parametrize("near", ["17 Nowhere Lane 00000", "Springfield"])
def test_a_typed_place_that_is_refused_or_asked_back_is_in_no_link(
    visitor: FlaskClient, near: str
) -> None:
    text = visitor.post("/search", data={"near": near, "q": "detox"}).text

    addresses = re.findall(r'(?:href|action)="([^"]*)"|name="next" value="([^"]*)"', text)

    assert any("q=detox" in "".join(pair) for pair in addresses)
    assert not [pair for pair in addresses if near.split()[-1] in "".join(pair)]


def test_fields_that_the_form_does_not_have_lead_nowhere(visitor: FlaskClient) -> None:
    answer = visitor.post("/search", data={"q": "x", "viewer": "partner", "next": "//evil.example"})

    assert answer.location == "/search?q=x"


def test_links_on_the_page_carry_a_rounded_point_and_never_the_place(visitor: FlaskClient) -> None:
    text = visitor.get("/search?near=93301").text

    links = [html.unescape(link) for link in re.findall(r'href="(/search[^"]*)"', text)]

    assert links
    assert not [link for link in links if "near=" in link or "93301" in link]
    assert all(re.search(r"lat=-?\d+\.\d{3}&lon=-?\d+\.\d{3}(&|$)", link) for link in links)


def test_every_link_of_the_page_leads_to_a_page(visitor: FlaskClient) -> None:
    text = visitor.get(f"/search?{HERE}&age=30&language=es&per_page=2&page=2").text
    links = {html.unescape(link) for link in re.findall(r'href="(/[^"]*)"', text)}

    broken = {link for link in links if visitor.get(link).status_code != 200}

    assert len(links) > 40
    assert not broken


def test_pages_follow_each_other_without_losing_a_listing(visitor: FlaskClient) -> None:
    first = visitor.get("/search?per_page=4").text
    second = visitor.get("/search?per_page=4&page=2").text

    names = [
        re.findall(r'<a class="name" href="(/listings/[^"]+)"', page) for page in (first, second)
    ]

    assert [len(page) for page in names] == [4, 3]
    assert not set(names[0]) & set(names[1])
    assert "Page 2 of 2" in second


def test_an_empty_result_says_what_removed_them_and_offers_988(visitor: FlaskClient) -> None:
    text = visitor.get(f"/search?{HERE}&need=sobering_center&accepts=pets&free=1&age=12").text

    assert "Nothing fits all of this" in text
    assert "Call 988" in text
    assert "Nearest that nearly fits" in text
    assert re.search(r"without:.*the age", text, re.S)


def test_a_refused_search_says_why_and_keeps_what_was_typed(visitor: FlaskClient) -> None:
    answer = visitor.get("/search?q=detox&age=abc")

    assert answer.status_code == 400
    assert "age has to be a whole number" in answer.text
    assert 'value="abc"' in answer.text
    assert 'value="detox"' in answer.text


def test_a_program_that_asks_the_page_for_json_is_refused_in_json(visitor: FlaskClient) -> None:
    answer = visitor.get("/search?age=abc", headers={"Accept": "application/json"})

    assert answer.status_code == 400
    assert answer.json["error"]["field"] == "age"


def test_real_data_carries_no_banner(visitor: FlaskClient) -> None:
    assert "Demonstration data" not in visitor.get("/").text


def test_a_typed_place_is_searched_as_wide_as_it_takes(visitor: FlaskClient) -> None:
    text = visitor.get("/search?lat=35.370&lon=-119.620&radius_mi=auto").text

    assert re.search(r"within \d+ miles\s+\(widened until enough fit\)", text)


def test_a_bare_point_is_called_by_what_lies_there(visitor: FlaskClient) -> None:
    text = visitor.get(f"/search?{HERE}").text

    assert re.search(r"Seen from\s+<strong>Bakersfield, CA 93301</strong>", text)


def test_a_device_that_says_where_it_is_gets_a_rounded_point_and_its_accuracy(
    visitor: FlaskClient,
) -> None:
    form = {"near": "", "lat": "35.3701234", "lon": "-119.0204321", "accuracy_m": "12.4"}

    answer = visitor.post("/search", data=form)

    assert answer.location == "/search?lat=35.370&lon=-119.020&radius_mi=auto&accuracy_m=12"
    page = " ".join(visitor.get(answer.location).text.split())
    assert "Seen from your location (±269 ft), near <strong>Bakersfield, CA 93301" in page


def test_the_accuracy_stays_until_another_place_is_typed(visitor: FlaskClient) -> None:
    kept = {"near": "Bakersfield, CA 93301", "near_shown": "Bakersfield, CA 93301"}
    point = {"lat": "35.370", "lon": "-119.020", "accuracy_m_shown": "12"}

    same = visitor.post("/search", data={**kept, **point})
    other = visitor.post("/search", data={**kept, **point, "near": "93308"})

    assert same.location.endswith("&accuracy_m=12")
    assert "accuracy" not in other.location


@pytest.mark.parametrize("nonsense", ["abc", "-5", "nan", "inf", "1e400", "9" * 30])
def test_an_accuracy_that_is_none_is_left_out(visitor: FlaskClient, nonsense: str) -> None:
    form = {"near": "", "lat": "35.37", "lon": "-119.02", "accuracy_m": nonsense}

    assert "accuracy" not in visitor.post("/search", data=form).location


def test_a_device_that_is_nowhere_on_earth_is_told_so(visitor: FlaskClient) -> None:
    form = {"near": "", "lat": "95", "lon": "-119.02", "accuracy_m": "10"}

    answer = visitor.post("/search", data=form)

    assert answer.status_code == 400
    assert "not on Earth" in answer.text


def test_of_several_places_of_one_name_the_one_with_listings_is_meant(
    visitor: FlaskClient,
) -> None:
    answer = visitor.post("/search", data={"near": "Bakersfield"})

    assert answer.status_code == 303
    assert answer.location.startswith("/search?lat=35.")


def test_where_none_or_several_have_listings_the_place_is_chosen(visitor: FlaskClient) -> None:
    answer = visitor.post("/search", data={"near": "Springfield", "q": "detox"})

    links = re.findall(r'href="(/search\?lat=[^"]+)"\s*>Springfield, (..)<', answer.text)

    assert answer.status_code == 200
    assert "Which “Springfield”?" in answer.text
    assert {state for _, state in links} >= {"IL", "MO", "MA"}
    assert all("q=detox" in link and "radius_mi=auto" in link for link, _ in links)


def test_a_place_in_the_url_says_what_else_it_may_mean(visitor: FlaskClient) -> None:
    text = visitor.get("/search?near=Springfield").text

    assert "It may also mean" in text
    assert "Springfield, IL" in text


def test_a_time_can_be_chosen(visitor: FlaskClient) -> None:
    form = {"near": "", "open": "at", "open_time": "2026-11-24T02:00"}

    answer = visitor.post("/search", data=form)
    page = visitor.get(answer.location).text

    assert answer.location == "/search?open=2026-11-24T02%3A00"
    assert 'value="2026-11-24T02:00"' in page
    assert "Open at 2026-11-24 02:00" in page


def test_a_time_to_be_chosen_that_is_not_is_asked_for(visitor: FlaskClient) -> None:
    answer = visitor.post("/search", data={"open": "at", "open_time": "", "q": "detox"})

    assert answer.status_code == 400
    assert "Choose the day and the time" in answer.text
    assert 'value="detox"' in answer.text


def test_a_search_that_finds_nothing_is_counted_and_one_that_finds_is_not(
    county: Flask, visitor: FlaskClient, session: Session
) -> None:
    visitor.get(f"/search?{HERE}&need=sobering_center&accepts=pets&free=1&age=12")
    visitor.get("/api/search?near=93301&need=sobering_center&free=1&age=12&accepts=pets")
    visitor.get(f"/search?{HERE}")
    county.extensions["failed_searches"].flush()

    stored = session.scalars(select(models.FailedSearch)).all()

    assert [(row.area, row.need, row.count) for row in stored] == [
        ("zip:93301", "sobering_center", 2)
    ]


def test_map_applications_are_offered_where_there_is_something_to_drive_to(
    visitor: FlaskClient,
) -> None:
    text = visitor.get(f"/search?{HERE}").text
    cards = re.split(r'<li class="card"', text)[1:]
    lantern = next(card for card in cards if "Lantern House" in card)

    assert "https://www.google.com/maps/dir/?api=1&amp;destination=35." in lantern
    assert 'href="geo:35.' in lantern


def test_a_street_that_nobody_knows_is_said_to_be_unknown_after_the_redirect(
    visitor: FlaskClient,
) -> None:
    answer = visitor.post("/search", data={"near": "17 Nowhere Lane, Bakersfield, CA"})
    page = visitor.get(answer.location).text

    assert "level=city-no-street" in answer.location
    assert "That street is not known here" in page
    assert "distances are rough" in page


def test_a_town_is_said_to_be_its_middle_until_another_place_is_typed(
    visitor: FlaskClient,
) -> None:
    shown = {"near": "Bakersfield, CA 93301", "near_shown": "Bakersfield, CA 93301"}
    point = {"lat": "35.383", "lon": "-119.021", "level_shown": "zip"}

    same = visitor.post("/search", data={**shown, **point}).location

    assert "level=zip" in same
    assert "its middle: distances are rough" in visitor.get(same).text
    assert "level" not in visitor.post("/search", data={**point, "near": "35.37,-119.02"}).location
