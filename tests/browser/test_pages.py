"""The pages in a browser: by day, by night, on a narrow phone, without script, by keyboard."""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

HERE = "lat=35.370&lon=-119.020"
VIEWS = {
    "day": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
    "night": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
    "desk": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"},
}
TOO_SMALL = """() => [...document.querySelectorAll(
        'a, button, input:not([type=hidden]), select, summary')]
    .filter(e => !e.closest('.skip') && !e.matches('.skip') && e.checkVisibility())
    .map(e => [e, e.matches('[type=checkbox], [type=radio]') ? e.parentElement : e])
    .map(([e, target]) => [e, target.getBoundingClientRect()])
    .filter(([e, r]) => r.height < 47.5)
    .map(([e, r]) => `${e.outerHTML.slice(0, 80)} ${r.width}x${r.height}`)"""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def pages(listings: ModuleType) -> dict[str, str]:
    """Name of a picture -> the page on it."""
    return {
        "home": "/",
        "search": f"/search?{HERE}&accepts=pets",
        "empty": f"/search?{HERE}&need=peer_respite&open=now",
        "refused": "/search?age=abc",
        "listing": f"/listings/{listings.listing_id('sobering')}",
        "withheld": f"/listings/{listings.listing_id('withheld')}",
        "listing-full": f"/listings/{listings.listing_id('detox')}",
        "report": f"/listings/{listings.listing_id('withheld')}/report?kind=call#call",
        "missing": "/nowhere",
    }


@pytest.fixture(params=VIEWS)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page without script: nothing here may need it."""
    context = browser.new_context(**VIEWS[request.param], java_script_enabled=False)
    page = context.new_page()
    page.view_name = request.param
    yield page
    context.close()


def test_every_page_fits_the_screen_and_a_thumb(
    page: Page, address: str, listings: ModuleType, pictures: Path
) -> None:
    problems = []
    for name, path in pages(listings).items():
        page.goto(address + path)
        page.screenshot(path=pictures / f"{name}-{page.view_name}.png", full_page=True)

        problems += [f"{name}: {text}" for text in page.evaluate(TOO_SMALL)]
        problems += [f"{name}: wider by {w}"] if (w := page.evaluate(TOO_WIDE)) > 0 else []

    assert not problems
