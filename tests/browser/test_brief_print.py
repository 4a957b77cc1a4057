"""The brief prints on one sheet, of either paper."""

from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from flask import Flask
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_brief_is_one_sheet(
    planned: Flask,
    visit: Callable[..., Page],
    address: str,
    join: Callable[..., Any],
    signed_in_as: Callable[[Page, Any], None],
    paper: str,
) -> None:
    pat = join("pat@example.org", role="planner")
    pat.sign_in()
    page = visit(address)
    signed_in_as(page, pat)
    page.goto("/planning/brief")

    document = pypdfium2.PdfDocument(page.pdf(format=paper))

    text = document[0].get_textpage().get_text_range()
    assert len(document) == 1
    assert "SHA-256" in text
    assert "Sign out" not in text
