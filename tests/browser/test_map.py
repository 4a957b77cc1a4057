"""The map in a browser: what it draws, on what, and that the list never needs it."""

import base64
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from flask import Flask, Response
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from resource_dir.config import Settings
from resource_dir.web.finding.map_ground import register_map, tile_origin

pytestmark = pytest.mark.browser

HERE = "/search?lat=35.370&lon=-119.020&radius_mi=100"
ONE = f"{HERE}&need=sobering_center"  # one listing, so one pin
DESK = {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "color_scheme": "dark"}
RED = (200, 30, 30)
LOOKS, LOOK_AGAIN_MS, MOST = 20, 500, 0.8
EARTH = (226, 223, 218)  # what Protomaps' light theme gives to land

# The share of a picture's pixels that have nearly one colour; decoded by the browser itself.
SHARE = """async ([encoded, colour]) => {
    const bytes = Uint8Array.from(atob(encoded), c => c.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], {type: 'image/png'}));
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const pen = canvas.getContext('2d');
    pen.drawImage(picture, 0, 0);
    const data = pen.getImageData(0, 0, picture.width, picture.height).data;
    let like = 0;
    for (let i = 0; i < data.length; i += 4)
        if (colour.every((value, j) => Math.abs(data[i + j] - value) < 6)) like++;
    return like / (data.length / 4);
}"""


@pytest.fixture
def fills(browser: Browser) -> Iterator[Callable[[Page, tuple[int, int, int]], bool]]:
    """A function: whether a colour comes to fill most of the map, looked at until it does."""
    context = browser.new_context()
    judge = context.new_page()

    def look(page: Page, colour: tuple[int, int, int]) -> bool:
        for _ in range(LOOKS):
            picture = base64.b64encode(page.locator("#map").screenshot()).decode()
            if judge.evaluate(SHARE, [picture, list(colour)]) > MOST:
                return True
            page.wait_for_timeout(LOOK_AGAIN_MS)
        return False

    yield look
    context.close()


@pytest.fixture
def grounded(
    county: Flask, settings: Settings, serve: Callable[[Flask], str]
) -> Callable[..., str]:
    """A function that serves the invented listings on another ground."""

    def on(**changed: object) -> str:
        register_map(county, replace(settings, **changed))
        return serve(county)

    return on


@pytest.fixture
def tile_server(tiles: ModuleType) -> Iterator[str]:
    """Another server, on a port of its own, that answers every tile with a red picture."""
    app = Flask(__name__)
    app.add_url_rule(
        "/<int:z>/<int:x>/<int:y>.png",
        "tile",
        lambda z, x, y: Response(tiles.png(RED), mimetype="image/png"),
    )
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def pins(page: Page) -> list[str]:
    """What the pins that are drawn alone say of themselves."""
    titles: list[str] = page.locator(".pin-box").evaluate_all("all => all.map(e => e.ariaLabel)")
    return titles


def test_at_a_desk_the_map_stands_beside_the_list(
    visit: Callable[..., Page], address: str, pictures: Path
) -> None:
    page = visit(address, **DESK)

    page.goto(HERE)

    expect(page.locator(".pin-box, .cluster").first).to_be_visible()
    expect(page.locator(".county").first).to_be_attached()
    expect(page.get_by_role("link", name="Lantern House", exact=True).first).to_be_in_viewport()
    expect(page.locator("#map")).to_be_in_viewport(ratio=1)
    page.screenshot(path=pictures / "map-desk.png")


def test_on_a_phone_it_takes_the_place_of_the_list_and_gives_it_back(
    visit: Callable[..., Page], address: str, pictures: Path
) -> None:
    page = visit(address, **PHONE)
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(HERE)
    toggle = page.get_by_role("button", name="Map", exact=True)
    expect(toggle).to_be_in_viewport()
    assert not [url for url in fetched if "leaflet" in url], "fetched before it was wanted"

    toggle.tap()
    expect(page.locator(".pin-box, .cluster").first).to_be_visible()
    expect(page.locator(".cards")).to_be_hidden()
    page.screenshot(path=pictures / "map-phone.png")
    page.get_by_role("button", name="List", exact=True).tap()

    expect(page.locator(".cards")).to_be_visible()
    expect(page.locator("#map")).to_be_hidden()


def test_without_script_there_is_no_map_and_nothing_is_missing(
    visit: Callable[..., Page], address: str
) -> None:
    page = visit(address, **DESK, java_script_enabled=False)

    page.goto(HERE)

    expect(page.locator("#map")).to_be_hidden()
    expect(page.get_by_role("button", name="Map")).to_be_hidden()
    expect(page.get_by_role("link", name="Lantern House", exact=True)).to_be_visible()


def test_a_withheld_listing_stands_in_the_list_and_never_on_the_map(
    visit: Callable[..., Page], address: str
) -> None:
    page = visit(address, **DESK)
    page.goto("/search?per_page=50")
    expect(page.locator(".pin-box, .cluster").first).to_be_visible()

    shown = page.evaluate("document.querySelectorAll('.card[data-lat]').length")
    counted = page.evaluate(
        """() => [...document.querySelectorAll('.pin-box, .cluster > span')]
            .map(e => parseInt(e.firstChild.textContent) || 1).reduce((a, b) => a + b)"""
    )

    expect(page.get_by_text("Address withheld").first).to_be_visible()
    assert counted == shown
    assert not [title for title in pins(page) if "withheld" in title.lower()]


def test_a_listing_and_its_pin_point_at_each_other(
    visit: Callable[..., Page], address: str
) -> None:
    page = visit(address, **DESK)
    page.goto(HERE)
    expect(page.locator(".pin-box, .cluster").first).to_be_visible()

    page.get_by_role("link", name="Lantern House", exact=True).focus()
    expect(page.locator(".pin-box.on, .cluster.on")).to_have_count(1)
    page.goto(ONE)
    page.get_by_role("button", name="Lantern House:").press("Enter")

    expect(page.locator(".card.on")).to_have_count(1)
    expect(page.locator(".card.on")).to_contain_text("Lantern House")


def test_a_cluster_opens_by_keyboard(visit: Callable[..., Page], address: str) -> None:
    page = visit(address, viewport={"width": 1000, "height": 500}, reduced_motion="reduce")
    page.goto(HERE)
    cluster = page.get_by_role("button", name="listings here").first
    before = cluster.text_content()

    cluster.press("Enter")

    expect(page.locator(".pin-box").first).to_be_visible()
    assert page.locator(".cluster").all_text_contents() != [before]


def test_the_keyboard_goes_from_a_pin_to_its_listing_and_back(
    visit: Callable[..., Page], address: str, listings: ModuleType
) -> None:
    page = visit(address, **DESK, reduced_motion="reduce")
    page.goto(ONE)
    pin = page.get_by_role("button", name="Lantern House:")

    pin.press("Enter")
    link = page.locator(".leaflet-popup").get_by_role("link", name="Lantern House", exact=True)
    expect(link).to_be_focused()
    page.keyboard.press("Escape")
    expect(pin).to_be_focused()
    pin.press("Enter")
    page.keyboard.press("Enter")

    page.wait_for_url(f"**/listings/{listings.listing_id('sobering')}*")


def test_the_searched_place_and_its_accuracy_are_drawn(
    visit: Callable[..., Page], address: str
) -> None:
    page = visit(address, **DESK)
    page.route(
        "**/search?*",
        lambda route: route.fulfill(
            response=(got := route.fetch()),
            body=got.text().replace('data-accuracy-m=""', 'data-accuracy-m="4000"'),
        ),
    )

    page.goto(HERE)

    expect(page.locator(".here")).to_be_visible()
    expect(page.locator("path.accuracy")).to_be_visible()


def test_a_file_of_pictures_is_drawn(
    visit: Callable[..., Page],
    grounded: Callable[..., str],
    tiles: ModuleType,
    fills: Callable[..., bool],
    tmp_path: Path,
) -> None:
    file = tiles.write_pictures(tmp_path / "map.pmtiles", RED)
    page = visit(grounded(map_pmtiles=file, map_attribution="© Ann Example"), **DESK)

    page.goto(HERE)

    assert fills(page, RED)
    expect(page.get_by_text("© Ann Example")).to_be_visible()


def test_a_file_of_shapes_is_drawn(
    visit: Callable[..., Page],
    grounded: Callable[..., str],
    tiles: ModuleType,
    fills: Callable[..., bool],
    tmp_path: Path,
) -> None:
    page = visit(grounded(map_pmtiles=tiles.write_shapes(tmp_path / "map.pmtiles")), **DESK)

    page.goto(HERE)

    assert fills(page, EARTH)


def test_tiles_of_the_named_server_are_drawn(
    visit: Callable[..., Page],
    make_app: Callable[[Settings], Flask],
    county: Flask,
    settings: Settings,
    serve: Callable[[Flask], str],
    tile_server: str,
    fills: Callable[..., bool],
) -> None:
    tiled = replace(settings, map_tiles_url=f"{tile_server}/{{z}}/{{x}}/{{y}}.png")
    page = visit(serve(make_app(tiled)), **DESK)

    page.goto(HERE)

    assert tile_origin(tiled) == tile_server
    assert fills(page, RED)
    page.get_by_role("button", name="Closer").click()  # tiles are thrown away without a complaint
    page.wait_for_timeout(400)  # the zoom's own movement
    assert fills(page, RED)


def test_tiles_of_another_server_are_refused(
    visit: Callable[..., Page], browser: Browser, grounded: Callable[..., str], tile_server: str
) -> None:
    address = grounded(map_tiles_url=f"{tile_server}/{{z}}/{{x}}/{{y}}.png")
    context = browser.new_context(base_url=address, **DESK)
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text))

    page.goto(HERE)  # the policy was made for the settings without a tile server
    page.wait_for_load_state("networkidle")

    context.close()
    assert any("Content Security Policy" in text for text in complaints)


def test_a_map_that_cannot_be_fetched_says_so_and_leaves_the_list(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(base_url=address, **DESK)
    page = context.new_page()
    page.route("**/leaflet.js*", lambda route: route.abort())

    page.goto(HERE)

    expect(page.get_by_text("The map can't be loaded")).to_be_visible()
    expect(page.get_by_role("link", name="Lantern House", exact=True)).to_be_visible()
    context.close()
