"""Every page in a made-up language: what is not in its brackets was never given to be translated.

Reading the code finds the texts that are marked; this finds those that are not. In the place of
the Spanish catalogue stands one that puts ⟦ ⟧ around each fixed part of a text: see `brackets.py`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from types import ModuleType

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from resource_dir import fit, models, needs
from resource_dir.database import writing
from resource_dir.operations.listings.counted import POPULATION_WORDS, UNIT_WORDS
from resource_dir.operations.listings.refreshing import refresh_documents
from resource_dir.web.finding.map_ground import MapGround
from resource_dir.web.names import PHONE_TYPES

from .brackets import SPANISH, left_over


@pytest.fixture
def full(county: Flask, session: Session, listings: ModuleType) -> str:
    """Id of a listing of which every kind of thing is known."""
    with writing(session):
        for row in everything(listings.key, datetime(2026, 11, 23, 6, 0, tzinfo=UTC)):
            session.add(row)
            session.flush()
        service = session.get_one(models.Service, listings.service_id("sobering"))
        service.alternate_name, service.wait_time, service.fees_description = "x", "x", "x"
        refresh_documents(session, [listings.service_id("sobering")])
    session.rollback()
    return str(listings.listing_id("sobering"))


def everything(key: Callable[[int, int], str], updated: datetime) -> Iterator[object]:
    """Phones of every type, counts of every state and source, and what else a page tells."""
    service, location, listing = key(1, 2), key(1, 3), key(1, 4)
    for number, kind in enumerate(PHONE_TYPES, 40):
        yield models.Phone(
            id=key(1, number), service_id=service, number=f"+166155501{number}", type=kind
        )
    for number, unit in enumerate(UNIT_WORDS, 60):
        yield models.Unit(id=key(9, number), name=unit)
    for number, (whom, source) in enumerate(zip_longest(POPULATION_WORDS, SOURCES), 60):
        yield models.Capacity(
            id=key(1, number), service_at_location_id=listing,
            unit_id=key(9, 60 + number % len(UNIT_WORDS)), population=whom, available=number % 3,
            maximum=None if number % 2 else 9, staffed=2, out_of_service=1, waiting_list=4,
            is_accepting=bool(number % 2), source=source, audience="public",
            updated=updated if number % 4 else updated - timedelta(days=9),
        )  # fmt: skip
    yield models.RequiredDocument(id=key(1, 90), service_id=service, document="x")
    yield models.CostOption(id=key(1, 91), service_id=service, amount=5.0, option="x")
    yield models.Accessibility(id=key(1, 92), location_id=location, description="x")
    yield models.Contact(id=key(1, 93), service_id=service, name="x", title="x")
    yield models.Language(id=key(1, 94), service_id=service, code="es", name="Spanish")


SOURCES = ("provider", "phone", "mail", "email", "text", "system", "import", "x")

SEARCHES = {
    "the first page": "/",
    "results": "/search?lat=35.37&lon=-119.02&radius_mi=auto",
    "results for a person": (
        "/search?lat=35.37&lon=-119.02&age=17&accepts=pets&accepts=without_id&language=es"
        "&payment=medicaid&unknown=include&sort=distance&radius_mi=100"
    ),
    "results at a time": "/search?open=2026-11-24T02:00&need=food",
    "a corrected word": "/search?q=detxo",
    "no result": (
        "/search?need=food&free=1&accepts=pets&age=3&unknown=exclude&lat=35.37&lon=-119.02"
    ),
    "a place of several": "/search?near=Springfield",
    "a place without its street": "/search?near=12+Nowhere+Way,+Bakersfield,+CA",
    "a street that is not known": "/search?lat=35.37&lon=-119.02&level=city-no-street",
    "a device's point": "/search?lat=35.37&lon=-119.02&radius_mi=auto&accuracy_m=30",
    "words of which some are found": "/search?q=detox+lantern",
    "a wrong age": "/search?age=x",
    "an age given twice": "/search?age=3&age=4",
    "a wrong radius": "/search?radius_mi=x",
    "a wrong language": "/search?language=xxxx",
    "a wrong time": "/search?open=x",
    "half a point": "/search?lat=35",
    "an unknown place": "/search?near=99999",
    "an unknown page": "/nowhere",
    "an unknown listing": "/listings/00000001-0000-4000-8000-000000000099",
}


@pytest.mark.parametrize("page", SEARCHES)
def test_a_page_leaves_no_text_in_english(
    reader: FlaskClient, known: re.Pattern[str], page: str
) -> None:
    text = reader.get(SEARCHES[page], headers=SPANISH).text

    assert "⟦" in text
    assert not left_over(text, known)


@pytest.mark.parametrize(
    "name", ["sobering", "detox", "shelter", "withheld", "unplaced", "spanish", "hostile"]
)
def test_a_listing_leaves_no_text_in_english(
    reader: FlaskClient, known: re.Pattern[str], listings: ModuleType, name: str
) -> None:
    text = reader.get(f"/listings/{listings.listing_id(name)}", headers=SPANISH).text

    assert "⟦" in text
    assert not left_over(text, known)


def test_a_place_that_is_not_found_is_told_in_no_english(
    reader: FlaskClient, known: re.Pattern[str]
) -> None:
    text = reader.post("/search", data={"near": "99999"}, headers=SPANISH).text

    assert not left_over(text, known)


@pytest.mark.parametrize(("name", "codes"), [("need", needs.NEEDS), ("accepts", fit.ACCEPT_CODES)])
def test_an_unknown_code_is_refused_in_no_english(
    reader: FlaskClient, known: re.Pattern[str], name: str, codes: Iterable[str]
) -> None:
    text = reader.get(f"/search?{name}=x", headers=SPANISH).text
    allowed = ", ".join(sorted(codes))

    assert allowed in text
    assert not left_over(text.replace(allowed, ""), known)


def test_which_of_several_places_is_asked_in_no_english(
    reader: FlaskClient, known: re.Pattern[str]
) -> None:
    text = reader.post("/search", data={"near": "Springfield"}, headers=SPANISH).text

    assert '<h2 id="which">⟦Which “⟧' in text
    assert not left_over(text, known)


def test_a_map_speaks_no_english(
    county: Flask, reader: FlaskClient, known: re.Pattern[str]
) -> None:
    county.jinja_env.globals["map_ground"] = MapGround("counties", "/map/counties", 12)

    text = reader.get(SEARCHES["results"], headers=SPANISH).text

    assert 'data-zoom-in="⟦' in text
    assert not left_over(text, known)


def test_the_keys_are_told_in_no_english(reader: FlaskClient, known: re.Pattern[str]) -> None:
    dialog = reader.get("/", headers=SPANISH).text.partition("<dialog ")[2].partition("</dialog")[0]

    assert "⟦to the word box⟧" in dialog
    assert not left_over(f"<dialog {dialog}", known)


def test_a_listing_of_which_all_is_known_leaves_no_text_in_english(
    full: str, reader: FlaskClient, known: re.Pattern[str]
) -> None:
    text = reader.get(f"/listings/{full}", headers=SPANISH).text

    assert "⟦14 days ago⟧" in text
    assert "⟦Walk-ins are taken. ⟧" in text
    assert not left_over(text, known)


REPORTS: dict[str, dict[str, str]] = {
    "nothing": {},
    "no number": {"kind": "said_free"},
    "no digits": {"kind": "said_free", "available": "x"},
    "a number too large": {"kind": "said_free", "available": "99999"},
    "a number too many": {"kind": "no_answer", "available": "3"},
    "nobody that is counted": {"kind": "said_free", "available": "1", "population": "x"},
    "no words": {"kind": "other"},
    "too many words": {"kind": "other", "text": "x" * 501},
    "a name": {"kind": "turned_away", "text": "Mr. Smith"},
    "a number of a person": {"kind": "turned_away", "text": "DOB 3/4/88"},
    "a withheld place": {"kind": "other", "text": "12 Elm Street"},
}


@pytest.mark.parametrize("form", REPORTS)
def test_a_report_is_refused_in_no_english(
    reader: FlaskClient, known: re.Pattern[str], listings: ModuleType, form: str
) -> None:
    about = listings.listing_id("withheld" if form == "a withheld place" else "sobering")

    answer = reader.post(f"/listings/{about}/reports", data=REPORTS[form], headers=SPANISH)

    assert answer.status_code == 422
    assert not left_over(answer.text.replace("x" * 501, ""), known)


def test_no_words_are_asked_for_in_no_english(
    reader: FlaskClient, known: re.Pattern[str], listings: ModuleType
) -> None:
    path = f"/listings/{listings.listing_id('withheld')}/report"

    assert not left_over(reader.get(path, headers=SPANISH).text, known)


def test_a_report_is_asked_for_and_thanked_for_in_no_english(
    reader: FlaskClient, known: re.Pattern[str], listings: ModuleType, full: str
) -> None:
    form = reader.get(f"/listings/{full}/report?kind=call", headers=SPANISH).text
    sent = reader.post(f"/listings/{full}/reports", data={"kind": "no_answer"}, headers=SPANISH)
    thanks = reader.get(sent.location, headers=SPANISH).text

    assert 'class="noted"' in thanks
    assert not left_over(form, known)
    assert not left_over(thanks, known)


@pytest.mark.parametrize("method", ["get", "put"])
def test_an_error_is_told_in_no_english(
    reader: FlaskClient, known: re.Pattern[str], listings: ModuleType, method: str
) -> None:
    path = f"/listings/{listings.listing_id('sobering')}/reports"

    text = reader.open(path, method=method.upper(), headers=SPANISH).text

    assert not left_over(text, known)


@pytest.mark.parametrize(
    "planted",
    ["<p>Closed</p>", "<p>⟦Open until ⟧7:00 tomorrow</p>", '<a aria-label="Call now">⟦Call⟧</a>'],
)
def test_a_planted_english_text_is_seen(planted: str, known: re.Pattern[str]) -> None:
    assert left_over(planted, known)


def test_data_numbers_and_units_are_not_taken_for_english(known: re.Pattern[str]) -> None:
    page = "<p>Casa Clara ⟦is open until ⟧7:00⟦ pm⟧ · 4.8 mi</p><b>(661) 555-0106 ext. 4</b>"

    assert not left_over(page, known)
