"""Each section of the editor: what it reads it gives back, what is changed is live."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import (
    Contact,
    CostOption,
    Criterion,
    Language,
    ListingNeed,
    Phone,
    RequiredDocument,
    Revision,
    Service,
)
from resource_dir.operations.editing.sections import SECTIONS
from resource_dir.operations.listings.refreshing import refresh_documents
from resource_dir.web.forms.editing import FORMS
from tests.web.editor import LISTING, fields_of, opened, path, send

ORGANIZATION = "00000001-0000-4000-8000-000000000001"
SERVICE = "00000001-0000-4000-8000-000000000002"
PHONE = "00000001-0000-4000-8000-000000000007"
NEW = "0000aaaa-0000-4000-8000-000000000001"


@pytest.fixture
def provider(county: Flask, keeper_of: Callable[..., Any], session: Session) -> Any:
    with writing(session):
        for row in (
            Contact(id=_key(1), service_id=SERVICE, name="Ana Ruiz", email="a@example.org"),
            Phone(id=_key(2), organization_id=ORGANIZATION, number="+16615550180", type="Fax2"),
            Language(id=_key(3), service_id=SERVICE, code="es", name="Spanish"),
            Language(id=_key(4), service_id=SERVICE, name="Klamath"),
            Criterion(id=_key(5), service_id=SERVICE, code="language:vi", stance="yes"),
            Criterion(id=_key(6), service_id=SERVICE, code="payment:medicaid", stance="yes"),
            Criterion(id=_key(7), service_id=SERVICE, code="age", stance="yes",
                      value='{"min":21,"max":null}'),
            CostOption(id=_key(8), service_id=SERVICE, option="A night", amount=12.5),
            RequiredDocument(id=_key(9), service_id=SERVICE, document="Photo ID "),
            Phone(id=_key(10), service_id=SERVICE, number="ask at the door"),
        ):  # fmt: skip
            session.add(row)
        refresh_documents(session, [SERVICE])
    return keeper_of("pat@example.org", ORGANIZATION)


def _key(number: int) -> str:
    return f"0000bbbb-0000-4000-8000-{number:012d}"


def _saved(person: Any, section: str, **new: Any) -> None:
    answer = send(person, section, opened(person, section), **new)
    assert answer.status_code == 303, answer.text


def _number_of(fields: Any, row_id: str) -> str:
    """The start of the names of a row's fields: "phones-1"."""
    return next(name for name, value in fields.items() if value == row_id).removesuffix("-id")


def test_every_section_has_a_form() -> None:
    assert set(SECTIONS) == set(FORMS)


@pytest.mark.parametrize("section", SECTIONS)
def test_saving_a_section_as_it_is_changes_nothing(
    provider: Any, session: Session, section: str
) -> None:
    """Also where a source left a number that can't be dialled: it is nobody's edit."""
    answer = send(provider, section, opened(provider, section))

    assert answer.status_code == 303, answer.text
    session.rollback()
    assert session.query(Revision).count() == 0


@pytest.mark.parametrize("section", SECTIONS)
def test_a_preview_holds_all_that_was_typed(provider: Any, section: str) -> None:
    fields = opened(provider, section)

    page = send(provider, section, fields, press="preview")

    assert page.status_code == 200
    kept = fields_of(page.text)
    lost = {n for n, v in fields.items() if v and n not in kept} - {"csrf_token"}
    assert not lost


def test_a_phone_is_changed_added_and_removed(provider: Any, session: Session) -> None:
    fields = opened(provider, "contacts")
    more = fields_of(send(provider, "contacts", fields, press="add=phones").text)
    mine, broken = _number_of(more, PHONE), _number_of(more, _key(10))
    last = "phones-3"
    assert more[f"{mine}-number"] == "(661) 555-0101"

    answer = send(provider, "contacts", more, **{
        f"{mine}-number": "661 555 0122 ext 4", f"{broken}-remove": "y",
        f"{last}-number": "6615550133", f"{last}-type": "hotline",
        f"{last}-audience": "partner", f"{last}-belongs": "service_at_location_id",
    })  # fmt: skip

    assert answer.status_code == 303, answer.text
    session.rollback()
    changed = session.get_one(Phone, PHONE)
    assert (changed.number, changed.extension) == ("+16615550122", "4")
    assert session.get(Phone, _key(10)) is None
    added = session.query(Phone).filter_by(number="+16615550133").one()
    assert (added.service_at_location_id, added.audience) == (LISTING, "partner")
    assert session.get_one(Phone, _key(2)).type == "Fax2"


def test_a_number_that_can_not_be_dialled_is_refused(provider: Any) -> None:
    fields = opened(provider, "contacts")
    row = _number_of(fields, PHONE)

    answer = send(provider, "contacts", fields, **{f"{row}-number": "ring at the door"})

    assert answer.status_code == 400
    assert "ring at the door" in answer.text


def test_a_row_of_another_listing_can_not_be_taken(provider: Any, session: Session) -> None:
    theirs = "00000002-0000-4000-8000-000000000007"
    fields = opened(provider, "contacts")
    row = _number_of(fields, _key(10))

    answer = send(provider, "contacts", fields, **{
        f"{row}-id": theirs, f"{row}-number": "6615550133"})  # fmt: skip

    assert answer.status_code == 404
    session.rollback()
    assert session.get_one(Phone, theirs).number == "+16615550102"
    assert session.get(Phone, _key(10)) is not None


@pytest.mark.parametrize(("name", "value"), [
    ("id", "x' OR 1=1"), ("belongs", "contact_id"), ("audience", "everybody"),
])  # fmt: skip
def test_a_row_that_the_page_does_not_offer_is_refused(
    provider: Any, name: str, value: str
) -> None:
    fields = opened(provider, "contacts")
    row = _number_of(fields, PHONE)

    assert send(provider, "contacts", fields, **{f"{row}-{name}": value}).status_code == 400


def test_a_shared_phone_says_of_how_many_listings_it_is(provider: Any) -> None:
    page = unescape(provider.client.get(path("contacts")).text)

    assert "the organization (1 listing)" in page


def test_criteria_have_three_states_a_detail_and_an_audience(
    provider: Any, session: Session
) -> None:
    _saved(provider, "clearance", **{
        "police_drop_off-stance": "", "clearance_by-stance": "yes",
        "clearance_by-value": "county hospital", "clearance_by-audience": "partner",
        "police_entrance-audience": "own",
    })  # fmt: skip

    session.rollback()
    found = {one.code: one for one in session.query(Criterion).filter_by(service_id=SERVICE)}
    assert "police_drop_off" not in found
    assert (found["clearance_by"].value, found["clearance_by"].audience) == (
        "county hospital", "partner")  # fmt: skip
    assert found["police_entrance"].audience == "own"
    assert "Partner only door" not in provider.app.test_client().get(f"/listings/{LISTING}").text


def test_a_detail_without_an_answer_is_asked_about(provider: Any) -> None:
    fields = opened(provider, "front-door")

    answer = send(provider, "front-door", fields, **{"lottery-value": "at six"})

    assert answer.status_code == 400
    assert "Choose yes or no, too." in answer.text


def test_ages_that_a_criterion_states_are_changed_in_one_place(
    provider: Any, session: Session
) -> None:
    fields = opened(provider, "who")
    assert (fields["minimum_age"], fields["maximum_age"]) == ("21", "")

    assert send(provider, "who", fields, minimum_age="16", maximum_age="24").status_code == 303

    session.rollback()
    service = session.get_one(Service, SERVICE)
    assert (service.minimum_age, service.maximum_age) == (16, 24)
    assert session.query(Criterion).filter_by(code="age").count() == 0


@pytest.mark.parametrize(("low", "high"), [("old", ""), ("30", "20"), ("-1", ""), ("nan", "")])
def test_ages_that_make_no_sense_are_refused(provider: Any, low: str, high: str) -> None:
    fields = opened(provider, "who")

    assert send(provider, "who", fields, minimum_age=low, maximum_age=high).status_code == 400


def test_languages_come_and_go_wherever_they_are_stored(provider: Any, session: Session) -> None:
    fields = opened(provider, "languages")
    fields = fields_of(send(provider, "languages", fields, press="add=languages").text)

    answer = send(provider, "languages", fields, **{
        f"{_number_of(fields, _key(5))}-remove": "y", "languages-3-code": "so"})  # fmt: skip

    assert answer.status_code == 303, answer.text
    session.rollback()
    assert session.get(Criterion, _key(5)) is None
    names = {one.name for one in session.query(Language).filter_by(service_id=SERVICE)}
    assert names == {"Spanish", "Klamath", "Somali"}


def test_costs_fees_and_ways_of_paying(provider: Any, session: Session) -> None:
    _saved(provider, "cost", **{
        "fees": "By income", "costs-0-amount": "$15", "payment_medicaid-stance": "no",
        "payment_sliding_scale-stance": "yes",
    })  # fmt: skip

    session.rollback()
    assert session.get_one(Service, SERVICE).fees_description == "By income"
    assert session.get_one(CostOption, _key(8)).amount == 15
    found = {one.code: one.stance for one in session.query(Criterion).filter_by(service_id=SERVICE)}
    assert found["payment:medicaid"] == "no"
    assert found["payment:sliding_scale"] == "yes"


def test_an_emptied_document_is_removed(provider: Any, session: Session) -> None:
    _saved(provider, "documents", **{"documents-0-document": ""})

    session.rollback()
    assert session.get(RequiredDocument, _key(9)) is None


def test_needs_are_marked(provider: Any, session: Session) -> None:
    _saved(provider, "needs", needs=["emergency_shelter", "nonsense"])

    session.rollback()
    found = [one.need_slug for one in session.query(ListingNeed).filter_by(service_id=SERVICE)]
    assert found == ["emergency_shelter"]


def test_a_refuge_is_not_made_of_a_listing_whose_place_is_public(provider: Any) -> None:
    answer = send(provider, "needs", opened(provider, "needs"), needs=["domestic_violence_shelter"])

    assert answer.status_code == 400
    assert "Withhold the place" in answer.text
