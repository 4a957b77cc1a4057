"""Take the pictures of the documents from the running product: `make pictures`.

Starts a server with the demonstration county in a temporary data folder, opens the pages in
Chromium and writes docs/pictures/*.png. Needs Chromium on the machine.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, StorageState, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
START_SECONDS = 60
MOST_BYTES = 120_000  # of one picture: a repository keeps each version for good
HERE = "/search?lat=38.511&lon=-106.051&radius_mi=auto"
PHONE, DESK, LOW = (390, 844), (1120, 700), (1000, 480)
# The gap that was planted, and parts of the pages of planning.
NIGHT_GAP = "/planning/gaps/withdrawal_management_3_2/juniper_beats:QS"
TABLE = "main h2"
FIXES = "/planning/fixes?need=withdrawal_management_3_2"
HOURS, REASONS = "figure.chart:has(#hours-title) svg", "figure.chart:has(#reasons-title) svg"
NOTHING_OVER_IT = ".exit, footer { display: none !important; }"  # buttons that stay in sight
LOGIN = re.compile(r"(planner@\S+)\s+(\S+)")


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its name, the page, the screen, what is pressed or clicked before."""

    name: str
    path: str
    screen: tuple[int, int] = PHONE
    scheme: str = "light"
    keys: tuple[str, ...] = ()
    first_link: bool = False  # the page behind the first listing instead
    is_planner: bool = False  # seen by the planner of the demonstration
    begins_at: str = ""  # what stands at the top of the picture, as a CSS selector
    part: str = ""  # a part of the page, as a CSS selector, where the whole would be too much


PICTURES = (
    Picture("search-day", HERE),
    Picture("search-night", HERE, scheme="dark"),
    Picture("listing-night", HERE, scheme="dark", first_link=True),
    Picture("nothing-fits", f"{HERE}&need=sobering_center&accepts=pets&age=9&free=1&radius_mi=5"),
    Picture("map-desk", HERE, screen=DESK),
    Picture("keyboard", HERE, screen=(900, 620), keys=("?",)),
    Picture("planning-gaps", "/planning", screen=LOW, is_planner=True, begins_at=TABLE),
    Picture("planning-hours", NIGHT_GAP, screen=DESK, is_planner=True, part=HOURS),
    Picture("planning-reasons", NIGHT_GAP, screen=DESK, is_planner=True, part=REASONS),
    Picture("planning-fixes", FIXES, screen=LOW, is_planner=True, begins_at=TABLE),
)


def main(wanted: str = "") -> int:
    """Take all pictures, or those whose name begins so; 1 if one is too large, 2 without a
    browser.
    """
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if path is None:
        print("take_pictures: no Chromium on this machine", file=sys.stderr)
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as (address, login),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        signed_in = sign_in(browser, address, *login)
        sizes = {
            picture.name: take(browser, address, picture, signed_in)
            for picture in PICTURES
            if picture.name.startswith(wanted)
        }
        browser.close()
    for name, size in sizes.items():
        print(f"docs/pictures/{name}.png {size:,} bytes")
    return 1 if max(sizes.values()) > MOST_BYTES else 0


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    """The address of a server with the demonstration county, its data in `folder`; and how its
    planner signs in.
    """
    environ = {**os.environ, "RESOURCE_DIR_DATA": str(folder / "data"), "DATABASE_URL": ""}
    command = [sys.executable, "-m", "resource_dir"]
    made = subprocess.run(
        [*command, "demo"], cwd=ROOT, env=environ, check=True, capture_output=True, text=True
    )
    login = LOGIN.search(made.stdout)
    if login is None:
        raise SystemExit("take_pictures: the demonstration told no planner's login")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    log = (folder / "server.log").open("w")
    server = subprocess.Popen(
        [*command, "serve", "--port", port], cwd=ROOT, env=environ, stdout=log, stderr=log
    )
    try:
        wait_until_ready(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}", (login[1], login[2])
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()


def wait_until_ready(address: str) -> None:
    """Ask /readyz until it says yes."""
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("take_pictures: the server did not become ready")


def sign_in(browser: Browser, address: str, email: str, password: str) -> StorageState:
    """The cookies of somebody who is signed in."""
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("main input[name=email]", email)
    page.fill("main input[name=password]", password)
    page.press("main input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    state = context.storage_state()
    context.close()
    return state


def take(browser: Browser, address: str, picture: Picture, signed_in: StorageState) -> int:
    """Take one picture; its size in bytes."""
    width, height = picture.screen
    page = browser.new_page(
        base_url=address,
        viewport={"width": width, "height": height},
        color_scheme="dark" if picture.scheme == "dark" else "light",
        reduced_motion="reduce",
        storage_state=signed_in if picture.is_planner else None,
    )
    page.goto(picture.path)
    prepare(page, picture)
    file = FOLDER / f"{picture.name}.png"
    if picture.part:
        page.locator(picture.part).first.screenshot(path=file, style=NOTHING_OVER_IT)
    elif picture.begins_at:
        page.locator(picture.begins_at).first.evaluate("found => found.scrollIntoView()")
        page.screenshot(path=file, style=NOTHING_OVER_IT)
    else:
        page.screenshot(path=file)
    page.close()
    return file.stat().st_size


def prepare(page: Page, picture: Picture) -> None:
    """Bring the page to what is shown."""
    if picture.first_link:
        page.locator(".card a.name").first.click()
    page.wait_for_load_state("networkidle")
    for key in picture.keys:
        page.keyboard.press(key)
    page.wait_for_timeout(500)  # tiles and pins are painted after they have arrived


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
