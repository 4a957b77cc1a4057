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
