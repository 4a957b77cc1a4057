"""What a responder sees of one listing."""

from types import ModuleType

from flask.testing import FlaskClient


def test_the_next_step_comes_before_everything_else(
    visitor: FlaskClient, listings: ModuleType
) -> None:
    text = visitor.get(f"/listings/{listings.listing_id('sobering')}").text

    assert text.index("Come in: walk-ins are taken now") < text.index("Call ") < text.index("Hours")


def test_an_open_door_is_not_promised_where_nobody_said_walk_in(
    visitor: FlaskClient, listings: ModuleType
) -> None:
    text = visitor.get(f"/listings/{listings.listing_id('detox')}").text

    assert '<p class="next">Call first</p>' in text


def test_intake_has_a_week_of_its_own(visitor: FlaskClient, listings: ModuleType) -> None:
    text = visitor.get(f"/listings/{listings.listing_id('detox')}").text

    assert "8:00 am to 11:30 pm" in text
    assert "8:00 am to 4:00 pm" in text


def test_a_criterion_is_marked_by_what_it_means_for_the_person(
    visitor: FlaskClient, listings: ModuleType
) -> None:
    sobering = visitor.get(f"/listings/{listings.listing_id('sobering')}").text
    detox = visitor.get(f"/listings/{listings.listing_id('detox')}").text

    assert '<dd class="mark-good">No ID needed</dd>' in sobering
    assert 'class="mark-bad"' in detox
    assert 'class="mark-soon"' in detox


def test_what_is_not_stated_is_to_be_asked(visitor: FlaskClient, listings: ModuleType) -> None:
    text = visitor.get(f"/listings/{listings.listing_id('sobering')}").text

    assert "Do you take a person with a dog tonight?" in text
    assert "Can a person just walk in now?" not in text


def test_a_withheld_listing_is_a_number_to_call(visitor: FlaskClient, listings: ModuleType) -> None:
    text = visitor.get(f"/listings/{listings.listing_id('withheld')}").text

    assert "Address withheld. Call. Serves Kern County, CA." in text
    assert "tel:+16615550104" in text
    assert "geo:" not in text


def test_an_unknown_listing_is_a_page_that_says_so(visitor: FlaskClient) -> None:
    answer = visitor.get("/listings/00000000-0000-4000-8000-00000000ffff")

    assert answer.status_code == 404
    assert "There is no such listing" in answer.text


def test_an_id_that_is_none_is_not_found(visitor: FlaskClient) -> None:
    assert visitor.get("/listings/%00'--").status_code == 404
