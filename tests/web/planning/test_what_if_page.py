"""Changes tried on a page, kept by a link, and proposed by the fix finder."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask import Flask

PAGE = "/planning/what-if"
STAY = '{"kind":"stay","need":"withdrawal_management","hours":24}'


@pytest.fixture
def ann(planned: Flask, join: Callable[..., Any]) -> Any:
    """A planner, signed in."""
    person = join("ann@example.org", role="planner")
    person.sign_in()
    return person


@pytest.fixture
def sam(planned: Flask, join: Callable[..., Any]) -> Any:
    """A steward, who reads."""
    person = join("sam@example.org", role="steward")
    person.sign_in()
    person.set_up_app()
    return person


def test_what_a_form_adds_goes_into_the_address_and_is_tried(ann: Any) -> None:
    answer = ann.client.get(f"{PAGE}?about=withdrawal_management&add=stay&hours=24")

    assert answer.status_code == 303
    page = ann.client.get(answer.location).text
    assert "24 hours" in page
    assert "Before and after" in page
    assert "people a day find a place" in page


def test_a_change_is_taken_away_again(ann: Any) -> None:
    page = ann.client.get(PAGE, query_string={"move": [STAY]}).text

    (href,) = re.findall(r'<a class="button"\s+href="([^"]+)">\s*Take away', page)
    assert "Before and after" not in ann.client.get(unescape(href)).text


def test_a_what_if_is_kept_under_a_link_that_a_steward_reads(ann: Any, sam: Any) -> None:
    token = ann.form_token(PAGE)
    answer = ann.client.post(
        PAGE, query_string={"move": [STAY]}, data={"csrf_token": token, "name": "A day shorter"}
    )

    assert answer.status_code == 303
    page = sam.client.get(answer.location).text
    assert "A day shorter" in page
    assert "Before and after" in page
    assert "Forget this what-if" not in page

    assert "A day shorter" in ann.client.get(PAGE).text
    ann.client.post(f"{answer.location}/remove", data={"csrf_token": token})
    assert sam.client.get(answer.location).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        {"move": ["{"]},
        {"move": ['{"kind":"magic"}']},
        {"move": ["x" * 2000]},
        {"move": [STAY] * 51},
        {"add": "places", "unit": "u", "places": "many"},
        {"add": "stay", "about": "withdrawal_management", "hours": "-3"},
        {"add": "stay", "about": "withdrawal_management", "hours": "nan"},
    ],
)
def test_a_change_that_makes_no_sense_is_told(ann: Any, query: dict[str, Any]) -> None:
    answer = ann.client.get(PAGE, query_string=query)

    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


def test_a_change_of_a_house_that_is_gone_is_told(ann: Any) -> None:
    gone = '{"kind":"places","unit":"nobody","places":2}'

    answer = ann.client.get(PAGE, query_string={"move": [gone]})

    assert answer.status_code == 404
    assert "nobody" in answer.text


def test_nothing_is_kept_without_a_name(ann: Any) -> None:
    token = ann.form_token(PAGE)

    answer = ann.client.post(
        PAGE, query_string={"move": [STAY]}, data={"csrf_token": token, "name": " "}
    )

    assert answer.status_code == 400


def test_the_fix_finder_proposes_and_each_proposal_leads_to_its_trial(ann: Any) -> None:
    page = ann.client.get("/planning/fixes?need=withdrawal_management&budget=3000").text

    assert "Each tried alone" in page
    hrefs = re.findall(r'href="(/planning/what-if\?move=[^"]+)"', page)
    assert hrefs
    assert "Before and after" in ann.client.get(unescape(hrefs[0])).text


@pytest.mark.parametrize(
    ("query", "status"),
    [("need=food&budget=x", 400), ("need=withdrawal_management&budget=-1", 400),
     ("need=withdrawal_management&sites=99", 400),
     ("need=withdrawal_management&place_day=nan", 400),
     ("need=magic", 404)],
)  # fmt: skip
def test_a_question_to_the_fix_finder_that_makes_no_sense_is_told(
    ann: Any, query: str, status: int
) -> None:
    answer = ann.client.get(f"/planning/fixes?{query}")

    assert answer.status_code == status
    assert 'role="alert"' in answer.text


def test_who_is_taken_is_chosen_and_told_in_the_language_of_the_reader(ann: Any) -> None:
    ann.client.post("/language", data={"language": "es", "csrf_token": ann.form_token(PAGE)})
    page = ann.client.get(f"{PAGE}?about=withdrawal_management").text
    unit = re.search(r'<select name="unit">\s*<option value="([^"]+)"', page)
    assert unit
    moves = [f'{{"kind":"eligibility","unit":"{unit[1]}","code":"{code}"}}'
             for code in ("women", "police_drop_off")]  # fmt: skip

    told = ann.client.get(PAGE, query_string={"move": moves}).text

    assert '<option value="women">mujeres</option>' in page
    assert "mujeres" in told
    assert "police" not in told.casefold().replace("police_drop_off", "")
