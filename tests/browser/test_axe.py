"""axe-core finds nothing on any page: by day, by night, on a narrow phone, with and without map."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from resource_dir.operations.editing.sections import SECTIONS

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
HERE = "lat=35.370&lon=-119.020"
VIEWS = {
    "day": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"},
    "night": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 640}, "color_scheme": "light"},
}
# All rules of WCAG 2.2 A and AA and axe's own good practice.
RUN = """async () => {
    const { violations } = await axe.run(document, { rules: { 'target-size': { enabled: true } } });
    return violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.html.slice(0, 160)}`));
}"""


def pages(listings: ModuleType) -> dict[str, str]:
    """Name -> the page on it."""
    return {
        "home": "/",
        "results": f"/search?{HERE}&accepts=pets",
        "nothing found": f"/search?{HERE}&need=peer_respite&open=now",
        "refused": "/search?age=abc",
        "listing": f"/listings/{listings.listing_id('sobering')}",
        "withheld": f"/listings/{listings.listing_id('withheld')}",
        "report": f"/listings/{listings.listing_id('sobering')}/report?kind=call",
        "report withheld": f"/listings/{listings.listing_id('withheld')}/report",
        "missing": "/nowhere",
        "sign in": "/sign-in",
        "forgotten password": "/forgotten-password",
    }


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core; without it these tests are skipped, by name."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: npm ci")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(params=VIEWS)
def page(request: pytest.FixtureRequest, visit: Callable[..., Page], address: str) -> Page:
    """A page whose policy lets the test put axe into it."""
    options: dict[str, Any] = VIEWS[request.param]
    return visit(address, bypass_csp=True, reduced_motion="reduce", **options)


def violations(page: Page, axe: str) -> list[str]:
    """What axe finds on the page as it stands."""
    page.evaluate(axe)
    found: list[str] = page.evaluate(RUN)
    return found


def test_no_page_has_a_barrier_that_axe_knows(page: Page, axe: str, listings: ModuleType) -> None:
    found = []
    for name, path in pages(listings).items():
        page.goto(path)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        found += [f"{name}: {text}" for text in violations(page, axe)]

    assert not found


def test_no_page_of_an_account_has_one(
    page: Page, axe: str, join: Callable[..., Any], people: ModuleType
) -> None:
    ann = join("ann@example.org")
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(ann.email)
    page.get_by_label("Password").fill("not the password at all")
    page.get_by_role("button", name="Sign in", exact=True).click()
    found = violations(page, axe)
    page.get_by_label("Password").fill(people.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    for path in ("/account", "/account/authenticator"):
        page.goto(path)
        found += violations(page, axe)
    ann.secret = page.locator("code.secret").inner_text()
    page.get_by_label("Code", exact=True).fill(ann.code())
    page.get_by_role("button", name="Set up").click()
    codes = violations(page, axe)

    assert page.locator("ol.codes").is_visible()
    assert not found + codes


def test_no_page_of_the_editor_has_one(
    page: Page,
    axe: str,
    keeper_of: Callable[..., Any],
    signed_in_as: Callable[[Page, Any], None],
    listings: ModuleType,
) -> None:
    signed_in_as(page, keeper_of("pat@example.org", listings.key(1, 1)))
    found = []
    edit = f"/edit/{listings.listing_id('sobering')}"
    for path in (edit, *(f"{edit}/{slug}" for slug in SECTIONS)):
        page.goto(path)
        found += [f"{path}: {text}" for text in violations(page, axe)]
    page.goto(f"{edit}/basics")
    page.get_by_label("Name", exact=True).fill("")
    page.get_by_role("button", name="Save", exact=True).click()
    found += violations(page, axe)
    page.get_by_label("Name", exact=True).fill("Another name")
    page.get_by_role("button", name="Preview").click()
    found += violations(page, axe)

    assert not found


def test_map_popup_and_help_have_none_either(page: Page, axe: str) -> None:
    page.goto(f"/search?{HERE}&need=sobering_center")
    page.wait_for_load_state("networkidle")
    if page.locator("#view-toggle").is_visible():
        page.locator("#view-toggle").click()
    page.get_by_role("button", name="Lantern House:").press("Enter")
    expect(page.locator(".leaflet-popup")).to_be_visible()
    on_map = violations(page, axe)

    page.keyboard.press("Escape")
    page.locator("#keys-open").click()
    in_help = violations(page, axe)

    assert not on_map + in_help


def test_a_planted_barrier_is_found(visit: Callable[..., Page], address: str, axe: str) -> None:
    page = visit(address, bypass_csp=True)
    page.goto("/")
    page.evaluate("document.documentElement.removeAttribute('lang')")

    assert any(text.startswith("html-has-lang:") for text in violations(page, axe))
