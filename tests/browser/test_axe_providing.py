"""axe-core finds nothing on the pages of providers and stewards, nor of who asks for a bed."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .test_axe import axe, page, violations

__all__ = ["axe", "page"]
pytestmark = pytest.mark.browser

Sign = Callable[[Page, Any], None]


def _found(page: Page, axe: str, paths: list[str]) -> list[str]:
    found = []
    for path in paths:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        found += [f"{path}: {text}" for text in violations(page, axe)]
    return found


def test_no_page_of_a_provider_has_a_barrier(
    page: Page, axe: str, keeper_of: Callable[..., Any], signed_in_as: Sign, listings: ModuleType
) -> None:
    signed_in_as(page, keeper_of("pat@example.org", listings.key(1, 1)))
    listing = listings.listing_id("sobering")

    found = _found(page, axe, [
        "/my-listings", "/new-listing", f"/beds/{listing}", f"/beds/{listing}/reach",
        f"/history/{listing}", f"/edit/{listing}/life", "/holds/incoming", f"/listings/{listing}",
    ])  # fmt: skip

    assert not found


def test_no_page_of_a_steward_has_one(
    page: Page, axe: str, join: Callable[..., Any], signed_in_as: Sign, listings: ModuleType
) -> None:
    sam = join("sam@example.org", role="steward")
    sam.sign_in()
    sam.set_up_app()
    signed_in_as(page, sam)
    listing = listings.listing_id("sobering")

    found = _found(page, axe, [
        "/steward", "/steward/review", "/steward/claims", "/steward/reports", "/steward/conflicts",
        "/steward/verify", "/steward/verify/list", "/steward/people?q=lantern", "/steward/undo",
        "/steward/quiet", "/holds", f"/holds/ask/{listing}", f"/listings/{listing}/claim",
        f"/listings/{listing}/suggest",
    ])  # fmt: skip

    assert not found


def test_the_page_that_says_what_an_undo_did_has_none(
    page: Page, axe: str, join: Callable[..., Any], keeper_of: Callable[..., Any],
    signed_in_as: Sign, listings: ModuleType,
) -> None:  # fmt: skip
    reach = f"/beds/{listings.listing_id('sobering')}/reach"
    pat = keeper_of("pat@example.org", listings.key(1, 1))
    pat.post(f"{reach}/add", page=reach, kind="mail", address="desk@example.org")
    sam = join("sam@example.org", role="steward")
    sam.sign_in()
    sam.set_up_app()
    signed_in_as(page, sam)
    page.goto("/steward/undo?email=pat@example.org")
    page.get_by_role("button", name="Look how many").click()
    page.get_by_role("button", name="Take them back").click()

    expect(page.get_by_text("gets no more links to beds")).to_be_visible()
    assert not violations(page, axe)
