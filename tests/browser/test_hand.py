"""What a hand does: single keys, leaving quickly, the device's own point, words while typing."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from resource_dir.config import Settings

pytestmark = pytest.mark.browser

HERE = "/search?lat=35.370&lon=-119.020"
BAKERSFIELD = {"latitude": 35.3712345, "longitude": -119.0187654, "accuracy": 23}


@pytest.fixture
def desk(visit: Callable[..., Page], address: str) -> Page:
    """A desk with a keyboard, on a page of results."""
    page = visit(address, viewport={"width": 1280, "height": 800})
    page.goto(HERE)
    page.wait_for_function("!document.getElementById('keys-open').hidden")
    return page


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent")).strip()


def names(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".card a.name").all_text_contents()]


# ---- keys ----------------------------------------------------------------------------------------


def test_a_slash_goes_to_the_words(desk: Page) -> None:
    desk.keyboard.press("/")
    desk.keyboard.type("detox")

    expect(desk.get_by_label("What is needed?")).to_have_value("detox")


@pytest.mark.parametrize(("down", "up"), [("ArrowDown", "ArrowUp"), ("j", "k")])
def test_arrows_go_from_listing_to_listing_and_stop_at_the_ends(
    desk: Page, down: str, up: str
) -> None:
    listed = names(desk)
    seen = []

    for key in (down, down, up, up, *[down] * len(listed)):
        desk.keyboard.press(key)
        seen.append(focused(desk))

    assert seen[:4] == [listed[0], listed[1], listed[0], listed[0]]
    assert seen[-1] == listed[-1]
    outline = desk.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_what_the_arrows_reach_is_not_behind_the_bar(desk: Page) -> None:
    for _ in names(desk):
        desk.keyboard.press("j")

        below = desk.evaluate(
            """() => document.querySelector('.exit').getBoundingClientRect().top
                - document.activeElement.getBoundingClientRect().bottom"""
        )
        assert below >= 0


def test_enter_opens_the_listing(desk: Page) -> None:
    first = names(desk)[0]

    desk.keyboard.press("j")
    desk.keyboard.press("Enter")

    expect(desk.get_by_role("heading", level=1)).to_have_text(first)


def test_c_follows_the_note_of_the_listing_that_has_the_focus(desk: Page) -> None:
    desk.evaluate(
        """() => document.querySelectorAll('.card').forEach((card, number) => {
            card.querySelector('a.note')?.remove();
            const note = Object.assign(document.createElement('a'), {className: 'note'});
            note.href = `#note-${number}`;
            card.append(note);
        })"""
    )
    desk.keyboard.press("c")
    desk.wait_for_timeout(300)
    before = desk.url
    desk.keyboard.press("j")
    desk.keyboard.press("j")

    desk.keyboard.press("c")

    desk.wait_for_url("**#note-1")
    assert "#" not in before, "without a listing in focus nothing is noted"


def test_a_question_mark_shows_the_keys_and_escape_closes_them(desk: Page) -> None:
    desk.keyboard.press("?")
    dialog = desk.get_by_role("dialog", name="Keyboard")
    expect(dialog).to_be_visible()

    desk.keyboard.press("j")
    expect(dialog).to_be_visible()
    desk.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    expect(desk.get_by_role("heading", level=1)).to_be_visible()


def test_no_key_acts_in_a_field_or_with_a_modifier(desk: Page) -> None:
    words = desk.get_by_label("What is needed?")
    words.focus()

    desk.keyboard.type("/jk?c")
    expect(words).to_have_value("/jk?c")
    desk.locator("#found").click()
    for key in ("Control+/", "Alt+j", "Meta+k"):
        desk.keyboard.press(key)

    assert not desk.evaluate("Boolean(document.activeElement.closest('.card, form'))")


def test_keys_that_are_switched_off_stay_off_and_come_back(desk: Page) -> None:
    desk.get_by_role("button", name="Keyboard").click()
    desk.get_by_label("Single keys off").check()
    desk.keyboard.press("Escape")
    desk.reload()

    desk.keyboard.press("j")
    assert not desk.evaluate("Boolean(document.activeElement.closest('.card'))")
    desk.get_by_role("button", name="Keyboard").click()
    desk.get_by_label("Single keys off").uncheck()
    desk.get_by_role("button", name="Close", exact=True).click()
    desk.keyboard.press("j")

    assert focused(desk) == names(desk)[0]


def test_without_script_the_keys_are_a_fold_that_says_how_to_leave(
    visit: Callable[..., Page], address: str
) -> None:
    page = visit(address, java_script_enabled=False)
    page.goto("/")

    page.get_by_text("Keyboard, leaving quickly").first.click()

    expect(page.get_by_text("Escape twice within a second").first).to_be_visible()
    expect(page.get_by_role("button", name="Keyboard")).to_be_hidden()


# ---- leaving -------------------------------------------------------------------------------------


@pytest.fixture
def leaving(
    visit: Callable[..., Page],
    make_app: Callable[[Settings], Flask],
    settings: Settings,
    serve: Callable[[Flask], str],
) -> Callable[..., Page]:
    """A function that opens the home page, whose exit leads to another server."""

    def open_home(**options: object) -> Page:
        elsewhere = serve(Flask("elsewhere"))  # it has nothing but 404, which is enough to be there
        ours = serve(make_app(replace(settings, quick_exit_url=f"{elsewhere}/weather")))
        page = visit(ours, **options)
        page.route(
            "**/weather", lambda route: route.fulfill(body="Sunny.", content_type="text/html")
        )
        page.goto("/")
        return page

    return open_home


def test_the_button_leaves_and_going_back_does_not_return(leaving: Callable[..., Page]) -> None:
    page = leaving(viewport={"width": 390, "height": 844})
    ours = page.url
    button = page.get_by_role("link", name="Leave this page")
    expect(button).to_be_in_viewport(ratio=1)

    button.click()
    page.wait_for_url("**/weather")
    page.go_back()

    assert page.url != ours


def test_the_button_is_a_plain_link_without_script(leaving: Callable[..., Page]) -> None:
    page = leaving(java_script_enabled=False)

    page.get_by_role("link", name="Leave this page").click()

    page.wait_for_url("**/weather")


def test_escape_twice_within_a_second_leaves_even_from_a_field(
    leaving: Callable[..., Page],
) -> None:
    page = leaving()
    page.get_by_label("Where?").focus()

    page.keyboard.press("Escape")
    page.keyboard.press("Escape")

    page.wait_for_url("**/weather")


def test_escape_twice_slowly_stays(leaving: Callable[..., Page]) -> None:
    page = leaving()

    page.keyboard.press("Escape")
    page.wait_for_timeout(1200)
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)

    expect(page.get_by_role("heading", level=1)).to_be_visible()


# ---- the device's own point ----------------------------------------------------------------------


def test_the_devices_point_is_posted_and_never_in_an_address(
    visit: Callable[..., Page], address: str
) -> None:
    page = visit(address, geolocation=BAKERSFIELD, permissions=["geolocation"])
    asked = []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    page.goto("/")

    page.get_by_role("button", name="Use my location").click()
    page.wait_for_url("**/search?*")

    assert re.search(r"lat=35\.371&lon=-119\.019", page.url)
    assert [method for method, url in asked if url.endswith("/search")] == ["POST"]
    assert not [url for _, url in asked if "35.3712" in url or "119.0187" in url]


def test_a_device_that_may_not_say_is_answered_in_words(
    visit: Callable[..., Page], address: str
) -> None:
    page = visit(address, permissions=[])
    page.goto("/")

    page.get_by_role("button", name="Use my location").click()

    expect(page.get_by_role("status")).to_contain_text("Type an address, cross-street or ZIP")
    expect(page.get_by_role("button", name="Use my location")).to_be_enabled()


@pytest.mark.parametrize(("code", "words"), [(2, "does not know"), (3, "in time")])
def test_a_device_that_does_not_know_is_answered_in_words(
    visit: Callable[..., Page], address: str, code: int, words: str
) -> None:
    page = visit(address)
    failing = f"(_, failed) => failed({{code: {code}}})"
    page.add_init_script(f"navigator.geolocation.getCurrentPosition = {failing}")
    page.goto("/")

    page.get_by_role("button", name="Use my location").click()

    expect(page.get_by_role("status")).to_contain_text(words)


def test_without_script_nobody_is_offered_what_needs_it(
    visit: Callable[..., Page], address: str
) -> None:
    page = visit(address, java_script_enabled=False)

    page.goto("/")

    expect(page.get_by_role("button", name="Use my location")).to_be_hidden()


# ---- words ---------------------------------------------------------------------------------------


def test_words_are_offered_while_typing(visit: Callable[..., Page], address: str) -> None:
    page = visit(address)
    page.goto("/")

    page.get_by_label("What is needed?").press_sequentially("deto", delay=20)

    expect(page.locator("#words option").first).to_be_attached()
    offered = page.locator("#words option").evaluate_all("all => all.map(o => o.value)")
    assert any("detox" in text.lower() for text in offered)


def test_the_box_still_searches_when_nothing_can_be_offered(
    visit: Callable[..., Page], address: str
) -> None:
    page = visit(address)
    page.route("**/api/suggest*", lambda route: route.fulfill(body="no JSON"))
    page.goto("/")

    page.get_by_label("What is needed?").fill("detox")
    page.keyboard.press("Enter")

    page.wait_for_url("**/search?q=detox")
