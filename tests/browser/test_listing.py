"""A listing's page in a browser: a call noted in two keys, copied, printed, without script."""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(browser: Browser, address: str) -> Iterator[Page]:
    """A desk with a keyboard, that may write to the clipboard."""
    context = browser.new_context(
        base_url=address, permissions=["clipboard-read", "clipboard-write"]
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    """A phone at night that runs no script."""
    context = browser.new_context(
        base_url=address, java_script_enabled=False, has_touch=True, color_scheme="dark",
        viewport={"width": 320, "height": 640},
    )  # fmt: skip
    yield context.new_page()
    context.close()


def test_what_they_said_on_the_phone_is_noted_in_two_keys(desk: Page, listings: ModuleType) -> None:
    desk.goto(f"/listings/{listings.listing_id('sobering')}/report?kind=call#call")
    expect(desk.get_by_label("How many are free", exact=True)).to_be_focused()

    desk.keyboard.press("2")
    desk.keyboard.press("Enter")

    expect(desk.get_by_role("status").first).to_contain_text("Thank you, noted at")


def test_a_call_is_noted_without_script(phone: Page, listings: ModuleType) -> None:
    phone.goto(f"/listings/{listings.listing_id('sobering')}")

    phone.get_by_role("link", name="Note a call").tap()
    phone.get_by_label("Nobody answered").check()
    phone.get_by_role("button", name="Send").tap()

    expect(phone.locator("#noted")).to_contain_text("Thank you, noted at")


def test_directions_and_the_code_open_without_script(phone: Page, listings: ModuleType) -> None:
    phone.goto(f"/listings/{listings.listing_id('sobering')}")

    phone.locator("summary", has_text="Directions").tap()
    phone.locator("summary", has_text="QR code").tap()

    expect(phone.get_by_role("link", name="Google Maps")).to_be_visible()
    expect(phone.get_by_role("img", name="QR code of this page")).to_be_visible()
    expect(phone.get_by_role("button", name="Copy")).to_have_count(0)


def test_the_address_is_copied_by_a_button(desk: Page, listings: ModuleType) -> None:
    desk.goto(f"/listings/{listings.listing_id('sobering')}")

    desk.get_by_role("button", name="Copy address").click()

    expect(desk.get_by_role("button", name="Copied")).to_be_visible()
    copied = desk.evaluate("navigator.clipboard.readText()")
    assert copied == "100 Invented Way, Bakersfield, CA 93301"


def test_the_browser_complains_of_nothing_on_a_listing_and_its_form(
    desk: Page, listings: ModuleType
) -> None:
    complaints: list[str] = []
    desk.on("console", lambda message: complaints.append(message.text))
    desk.on("pageerror", lambda error: complaints.append(str(error)))

    desk.goto(f"/listings/{listings.listing_id('sobering')}")
    desk.goto(f"/listings/{listings.listing_id('sobering')}/report?kind=call#call")

    assert not complaints


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_listing_prints_on_two_pages_at_most_with_its_code(
    desk: Page, listings: ModuleType, tmp_path: Path, paper: str
) -> None:
    desk.goto(f"/listings/{listings.listing_id('sobering')}")
    desk.pdf(path=tmp_path / "listing.pdf", format=paper)

    printed = pypdfium2.PdfDocument(tmp_path / "listing.pdf")
    text = "".join(sheet.get_textpage().get_text_bounded() for sheet in printed)
    sheets = len(printed)
    printed.close()
    desk.emulate_media(media="print")

    assert sheets <= 2
    assert "Printed" in text
    assert "Note a call" not in text
    expect(desk.get_by_role("img", name="QR code of this page")).to_be_visible()
