"""Every page of planners in the made-up language of `brackets.py`."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.brackets import SPANISH, left_over

# Codes, formulas and names of files; agencies, areas and sources have their own names.
CODES = re.compile(r"<code.*?</code>|<svg class=\"sign.*?</svg>", re.DOTALL)
OWN = re.compile(
    r"[\w.]+@example\.org|Bridge County Sheriff|North beat|South beat|Beats|bridge 1|8729\w+|"
    r"(?:calls|crosswalk) bridge(?: 1)?|assumptions|capacity|TEAM|CSV|XLSX|PDF|"
    r"\b[0-9a-f]{16}\b"
)
SOURCES = re.compile(r"<p class=\"quiet small\">[^<⟦]*</p>")  # of the literature
PATHS = (
    "/planning",
    "/planning?need=x",
    "/planning?from=2026-04-01&to=2026-03-01",
    "/planning/gaps/withdrawal_management/beats:n",
    "/planning/gaps/mobile_crisis/all",
    "/planning/map?by=uncovered",
    "/planning/assumptions",
    "/planning/assumptions/sobering_center",
    "/planning/shifts",
    "/planning/other-demand",
    "/planning/brief",
    "/planning/methods",
)


@pytest.fixture
def ann(reader: FlaskClient, planned: Flask, join: Callable[..., Any]) -> Any:
    """A planner with a browser in the made-up language."""
    person = join("ann@example.org", role="planner")
    person.client.environ_base.update(
        {"HTTP_ACCEPT_LANGUAGE": SPANISH["Accept-Language"], "HTTP_ACCEPT": SPANISH["Accept"]}
    )
    person.sign_in()
    return person


@pytest.mark.parametrize("path", PATHS)
def test_a_page_of_planners_leaves_none(ann: Any, known: re.Pattern[str], path: str) -> None:
    page = SOURCES.sub("", OWN.sub("", CODES.sub("", ann.client.get(path).text)))

    assert "⟦" in page
    assert not left_over(page, known)
