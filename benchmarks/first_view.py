"""`python -m benchmarks.first_view`: how soon a search can be used on a slow phone, and its bytes.

Serves the demonstration county and opens a search in Chromium on a phone's screen with an empty
cache, its processor slowed down by the factor that the DevTools protocol sets. "Usable" is when the
list is painted and every script of the first view has run. The map is not in it: on a phone nothing
of it is fetched before it is asked for.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.serving import serving
from resource_dir.app import create_app
from resource_dir.config import load_settings
from resource_dir.extensions import db
from resource_dir.operations.importing.demonstrating import load_demo

SLOWER = (1, 4, 6)
PATH = "/search?lat=38.535&lon=-106.000"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
MEASURED = """() => {
    const [page] = performance.getEntriesByType('navigation');
    const painted = performance.getEntriesByName('first-contentful-paint')[0].startTime;
    const files = performance.getEntriesByType('resource');
    return {
        usable: Math.max(painted, page.domContentLoadedEventEnd),
        painted,
        bytes: [page, ...files].reduce((sum, one) => sum + one.encodedBodySize, 0),
    };
}"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 2 without a browser."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.first_view", description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args(arguments).runs
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if path is None:
        print("no Chromium on this machine", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        load(Path(place))
        with serving(Path(place)) as (_, address), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            for slower in SLOWER:
                print(row(slower, [measure(browser, address, slower) for _ in range(runs)]))
            browser.close()
    return 0


def load(data: Path) -> None:
    """Put the demonstration county into a data folder."""
    app = create_app(load_settings({"RESOURCE_DIR_DATA": str(data)}))
    with app.app_context():
        load_demo(
            db.session(),
            settings=app.config["SETTINGS"],
            keeper=app.extensions["index_keeper"],
            places=app.extensions["place_keeper"],
            now=app.config["CLOCK"](),
        )
        db.engine.dispose()
    app.extensions["index_keeper"].finish()


def measure(browser: Browser, address: str, slower: int) -> dict[str, float]:
    """One visit with an empty cache: milliseconds from asking, and bytes as sent."""
    context = browser.new_context(
        base_url=address, viewport={"width": 390, "height": 844}, color_scheme="dark"
    )
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(PATH)
    page.wait_for_timeout(300)
    measured: dict[str, float] = page.evaluate(MEASURED)
    context.close()
    return measured


def row(slower: int, visits: list[dict[str, float]]) -> str:
    """One line: medians of the visits."""
    middle = {name: statistics.median(visit[name] for visit in visits) for name in visits[0]}
    return (
        f"processor {slower} times slower: painted {middle['painted']:.0f} ms, "
        f"usable {middle['usable']:.0f} ms, {middle['bytes'] / 1000:.1f} kB compressed "
        f"(median of {len(visits)})"
    )


if __name__ == "__main__":
    sys.exit(main())
