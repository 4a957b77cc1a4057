"""Whole stories in a browser: from a typed place to a number to call."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "color_scheme": "dark"}

GROUND = """() => {
    const probe = document.createElement('p');
    probe.style.backgroundColor = 'Canvas';
    document.body.append(probe);
    return getComputedStyle(probe).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number);
}"""


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    """A phone at night that runs no script."""
    context = browser.new_context(**PHONE, java_script_enabled=False, base_url=address)
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(browser: Browser, address: str) -> Iterator[Page]:
    """A desk with a keyboard and no mouse."""
    context = browser.new_context(base_url=address)
    yield context.new_page()
    context.close()


def test_two_taps_after_typing_a_zip_code_a_number_can_be_called(phone: Page) -> None:
    phone.goto("/")
    phone.get_by_label("Where?").fill("93301")

    phone.get_by_role("button", name="Find").tap()
    call = phone.get_by_role("link", name=re.compile("Call .*Lantern House"))

    expect(call).to_have_attribute("href", "tel:+16615550101")
    assert re.search(r"/search\?lat=35\.\d{3}&lon=-1\d\d\.\d{3}&level=zip", phone.url)


def test_a_filter_is_set_and_taken_away_by_a_tap(phone: Page) -> None:
    phone.goto("/search?lat=35.370&lon=-119.020")

    phone.get_by_role("link", name="Takes police drop-off").tap()
    phone.wait_for_url("**&accepts=police_drop_off")
    phone.get_by_role("link", name="Takes police drop-off").tap()

    phone.wait_for_url("**/search?lat=35.370&lon=-119.020")


def test_the_person_is_described_in_the_form_and_found_again_as_links(phone: Page) -> None:
    phone.goto("/search?lat=35.370&lon=-119.020")
    phone.get_by_text("Person, time").tap()
    phone.get_by_label("Age", exact=True).fill("34")
    phone.get_by_label("Pets", exact=True).check()

    phone.get_by_role("button", name="Find").last.tap()

    expect(phone.get_by_role("link", name="Age 34")).to_be_visible()
    expect(phone.get_by_role("link", name="Pets")).to_be_visible()
    expect(phone.get_by_role("button", name="Find")).to_be_visible()


def test_the_keyboard_alone_reaches_a_listing(desk: Page) -> None:
    desk.goto("/")
    desk.get_by_label("Where?").focus()
    desk.keyboard.type("93301")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/search?lat=*")

    for _ in range(80):
        desk.keyboard.press("Tab")
        if desk.evaluate("document.activeElement.textContent").strip() == "Lantern House":
            break
    desk.keyboard.press("Enter")

    expect(desk.get_by_role("heading", level=1)).to_have_text("Lantern House")


def test_what_has_the_focus_is_seen(desk: Page) -> None:
    desk.goto("/")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Tab")

    outline = desk.evaluate("getComputedStyle(document.activeElement).outlineStyle")

    assert outline == "solid"


def test_the_night_page_is_dark_before_the_stylesheet_arrives(phone: Page) -> None:
    phone.route("**/*.css*", lambda route: route.abort())

    phone.goto("/")

    # The system colour for a page's ground follows the theme that the page allows.
    ground = phone.evaluate(GROUND)
    assert max(ground) < 60


def test_the_browser_finds_nothing_to_complain_about(desk: Page) -> None:
    complaints: list[str] = []
    desk.on("console", lambda message: complaints.append(message.text))
    desk.on("pageerror", lambda error: complaints.append(str(error)))

    desk.goto("/search?lat=35.370&lon=-119.020")
    desk.get_by_role("link", name="Lantern House", exact=True).click()

    assert not complaints


def test_printing_a_listing_leaves_the_controls_out(desk: Page) -> None:
    desk.goto("/search?lat=35.370&lon=-119.020")
    desk.emulate_media(media="print")

    expect(desk.get_by_role("button", name="Find")).to_be_hidden()
    expect(desk.get_by_text("Call (661) 555-0101")).to_be_visible()


def test_text_at_twice_its_size_still_fits(desk: Page) -> None:
    desk.set_viewport_size({"width": 640, "height": 800})
    desk.goto("/search?lat=35.370&lon=-119.020")
    desk.evaluate("document.documentElement.style.fontSize = '200%'")

    overflow = desk.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )

    assert overflow <= 0
