"""The brief for a council: on one sheet, with what it rests on."""

import hashlib
import re
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from flask import Flask

from resource_dir.web.planning.brief import _nothing


@pytest.fixture
def ann(planned: Flask, join: Callable[..., Any]) -> Any:
    """A planner, signed in."""
    person = join("ann@example.org", role="planner")
    person.sign_in()
    return person


def test_it_names_agency_period_denominators_method_and_inputs(ann: Any) -> None:
    page = ann.client.get("/planning/brief").text

    for told in ("Bridge County Sheriff", "Mar 2, 2026 – Mar 29, 2026", "672", "Version 2",
                 "calls bridge", "crosswalk bridge 1", "assumptions", "capacity",
                 "by nobody else yet"):  # fmt: skip
        assert told in page


def test_other_inputs_have_another_digest(ann: Any, session: Any) -> None:
    from resource_dir.database import writing
    from resource_dir.models import CallBatch

    before = digest_of_calls(ann)
    with writing(session):
        session.query(CallBatch).one().digest = hashlib.sha256(b"other").hexdigest()

    assert digest_of_calls(ann) != before


def digest_of_calls(person: Any) -> str:
    """As the page prints it."""
    [told] = re.findall(r"calls bridge&nbsp;(\w{16})", person.client.get("/planning/brief").text)
    return str(told)


def test_the_pdf_is_one_page_with_the_same_words(ann: Any) -> None:
    answer = ann.client.get("/planning/brief/brief.pdf")

    document = pypdfium2.PdfDocument(answer.data)
    text = " ".join(document[0].get_textpage().get_text_range().split())
    assert len(document) == 1
    assert "Bridge County Sheriff" in text
    assert "Where need outruns capacity" in text


def test_a_pdf_fetches_nothing() -> None:
    with pytest.raises(ValueError, match="fetches nothing"):
        _nothing("https://example.org/x.png")


@pytest.fixture
def early(county: Flask, join: Callable[..., Any]) -> Any:
    """A planner before any call came in."""
    person = join("ann@example.org", role="planner")
    person.sign_in()
    return person


@pytest.mark.parametrize("path", ["/planning", "/planning/map", "/planning/brief"])
def test_without_calls_a_page_says_where_to_begin(early: Any, path: str) -> None:
    answer = early.client.get(path)

    assert answer.status_code == 200
    assert "resource-dir import calls" in answer.text


@pytest.mark.parametrize("path", ["/planning/gaps.csv", "/planning/gaps.xlsx",
                                  "/planning/brief/brief.pdf"])  # fmt: skip
def test_without_calls_a_file_is_empty_and_no_error(early: Any, path: str) -> None:
    assert early.client.get(path).status_code == 200
