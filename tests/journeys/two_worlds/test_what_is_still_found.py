"""The other side of the proof: withheld listings are found, and a secret that lies open is seen."""

import gzip
import json
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from .canaries import LeakFound, needles, search
from .formats import FORMATS, write_package
from .running import Request, Seen, World, ask_all, export_all, look_at_disk
from .worlds import AREA, HIDDEN, ONE, PLAIN, TWO, unmarked

Live = Callable[[Callable[[World, int], None], int], Seen]
BY_NAME = Request("GET", "/api/search", (("q", '"night refuge 11"'),))


def _answer(seen: Seen, request: Request) -> dict[str, Any]:
    body = seen[request.label].rpartition(b"\r\n\r\n")[2]
    found: dict[str, Any] = json.loads(body)
    return found


@pytest.mark.parametrize("name", FORMATS)
def test_a_withheld_listing_is_found_where_it_is_not(name: str, live: Live) -> None:
    """By its area served, or by its name where the format has no areas; without any place."""

    near = (("near", AREA),) if FORMATS[name].kind == "hsds" else ()
    everything = Request("GET", "/api/search", (*near, ("per_page", "100")))

    def story(world: World, number: int) -> None:
        path, withhold = write_package(name, world.root, number)
        world.import_package(path, withhold, kind=FORMATS[name].kind)
        ask_all(world, [everything, BY_NAME])

    seen = live(story, 0)
    found = _answer(seen, everything)
    hidden = [one for one in found["results"] if one["is_withheld"]]

    assert len(hidden) == len(HIDDEN)
    places = ("address", "lat", "lon", "distance_mi", "minutes_estimate")
    assert {one[place] for one in hidden for place in places} == {None}
    assert all(one["phones"] for one in hidden)
    assert _answer(seen, BY_NAME)["results"][0]["name"] == "Night refuge 11"
    report = json.loads(seen["1. report"])
    assert report["withheld"] == len(HIDDEN)


def test_a_site_that_is_not_withheld_is_seen_everywhere(live: Live) -> None:
    """The same secret without a mark: were any of these places blind, a leak there would pass."""

    def story(world: World, number: int) -> None:
        path, _ = write_package("HSDS 3 folder", world.root, number, unmarked(PLAIN[:1]))
        world.import_package(path)
        ask_all(
            world,
            [Request("GET", "/api/search"), Request("GET", "/search", (("q", "night refuge"),))],
        )
        export_all(world)
        look_at_disk(world)

    seen = live(story, 0)

    for place in ("staging rows", "work folder", "GET /api/search", "GET /search", "tables",
                  "file index/", "file export-csv/", "file export-json/"):  # fmt: skip
        part = {label: data for label, data in seen.items() if label.startswith(place)}
        assert part, place
        with pytest.raises(LeakFound):
            search(part, ONE)
    stored = {label: data for label, data in seen.items() if ".sqlite3" in label or "raw " in label}
    with pytest.raises(LeakFound):
        search(stored, ONE)


@pytest.mark.parametrize("secret", [ONE, TWO], ids=["one", "two"])
def test_every_spelling_of_a_secret_is_seen(secret: Any) -> None:
    noise = bytes(range(256))
    wanted = needles(secret)

    for needle in wanted:
        with pytest.raises(LeakFound):
            search({"a file": noise + needle + noise}, secret)
    assert len(wanted) > 400


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_a_packed_secret_is_seen(pack: Callable[[bytes], bytes]) -> None:
    inside = b"head" + pack(f"It is at {ONE.street}.".encode()) + b"tail"

    with pytest.raises(LeakFound, match=r"zlib|gzip"):
        search({"a file": inside}, ONE)


def test_bytes_without_a_secret_are_not_accused() -> None:
    search({"a file": bytes(range(256)) * 50}, ONE)
