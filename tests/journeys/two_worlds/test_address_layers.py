"""The houses of a county, those of both secrets among them, tell nobody which one is withheld.

The address layer is the same in both worlds and lists the house of either secret, as any layer of
a county does. So a canary is there to be found, and is no leak; what would be one is any row, file
or answer that differs, or a question about the secret to a geocoder.
"""

from collections.abc import Callable
from typing import Any

import pytest

from resource_dir.geo.addresses import AddressBook
from resource_dir.geo.remote import Remote
from resource_dir.geo.remote_options import RemoteOptions
from resource_dir.operations.places import missing_points
from resource_dir.operations.places.missing_points import Missing
from tests.elsewhere import Elsewhere

from .asking import requests
from .canaries import LeakFound, compare, search
from .formats import write_package
from .leaks import _overheard
from .running import Seen, World, ask_all, comparable, export_all, look_at_disk
from .worlds import HIDDEN, ONE, PLAIN, TWO, WORLDS, Hidden, unmarked

Live = Callable[[Callable[[World, int], None], int], Seen]
ASKED = "questions to the geocoder"
FEW = 45


def _layer(world: World) -> str:
    """A street of houses around each secret, in a file that is the same in both worlds."""
    lines = ["LON,LAT,NUMBER,STREET,CITY,REGION,POSTCODE"]
    for secret in WORLDS:
        number, _, street = secret.street.partition(" ")
        for step in range(-4, 5):
            lat, lon = float(secret.lat) + step * 0.0002, float(secret.lon) + step * 0.0001
            house = (f"{lon:.6f}", f"{lat:.6f}", str(int(number) + 2 * step), street)
            lines.append(",".join((*house, secret.city, secret.state, secret.postal_code)))
    path = world.root / "layer.csv"
    path.write_text("\n".join(lines) + "\n")
    return str(path)


def _story(elsewhere: Elsewhere, hidden: tuple[Hidden, ...]) -> Callable[[World, int], None]:
    def story(world: World, number: int) -> None:
        elsewhere.asked.clear()
        elsewhere.answer = lambda handler: handler.say([])
        world.app.extensions["geocoder"] = Remote(RemoteOptions("nominatim", elsewhere.url))
        world.command("import", "addresses", _layer(world), "--source", "911", "--json")
        path, withhold = write_package("HSDS 3 folder", world.root, number, hidden)
        world.import_package(path, withhold)
        world.command("geocode", "--missing", "--per-second", "1000", "--json")
        world.see(ASKED, repr([one[1]["q"] for one in elsewhere.asked]).encode())
        ask_all(world, requests(FEW))
        for secret in WORLDS:
            world.command("geocode", secret.name, "--json")
            world.command("geocode", f"{secret.street}, {secret.city}, {secret.state}", "--json")
        export_all(world)
        look_at_disk(world)

    return story


def _prove(live: Live, story: Callable[[World, int], None]) -> None:
    one, two = live(story, 0), live(story, 1)
    compare(comparable(one), comparable(two))
    for seen, secret in ((one, ONE), (two, TWO)):
        search({label: data for label, data in seen.items() if label == ASKED}, secret)


def test_a_layer_with_both_houses_makes_no_difference(live: Live, elsewhere: Elsewhere) -> None:
    _prove(live, _story(elsewhere, HIDDEN))


@pytest.fixture
def careless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A look-up that also asks for what the import has dropped."""
    heard = _overheard(monkeypatch)
    listed = missing_points.list_missing

    def with_secrets(*args: Any, **options: Any) -> list[Missing]:
        streets = {one: values.get("address_1") for one, values in heard.items()}
        secret = [
            Missing(one, str(street), frozenset()) for one, street in streets.items() if street
        ]
        return [*listed(*args, **options), *secret]

    monkeypatch.setattr(missing_points, "list_missing", with_secrets)
    # The layer knows both houses: only what it does not know goes on to a service.
    monkeypatch.setattr(AddressBook, "find", lambda self, text, *, limit=10: ())
    monkeypatch.setattr(
        missing_points, "_still_missing",
        lambda session, wanted: {(one.location_id, one.address) for one in wanted},
    )  # fmt: skip
    monkeypatch.setattr(missing_points, "store_lookups", lambda *args, **options: None)


def test_a_question_about_a_withheld_house_is_seen(
    live: Live, elsewhere: Elsewhere, careless: None
) -> None:
    with pytest.raises(LeakFound):
        _prove(live, _story(elsewhere, PLAIN))


def test_a_listing_that_was_looked_up_and_is_withheld_then_leaves_nothing(
    live: Live, elsewhere: Elsewhere
) -> None:
    """Its house is in the layer, so the purge has to be seen in what differs."""

    def story(world: World, number: int) -> None:
        elsewhere.answer = lambda handler: handler.say([])
        world.app.extensions["geocoder"] = Remote(RemoteOptions("nominatim", elsewhere.url))
        world.command("import", "addresses", _layer(world), "--source", "911", "--json")
        for folder, hidden in (("public", unmarked(PLAIN)), ("withheld", PLAIN)):
            (world.root / folder).mkdir()
            path, withhold = write_package("HSDS 3 folder", world.root / folder, number, hidden)
            world.import_package(path, withhold)
            world.command("geocode", "--missing", "--per-second", "1000", "--json")
            if folder == "public":
                world.seen.clear()
        ask_all(world, requests(FEW))
        look_at_disk(world, has_same_layout=False)

    one, two = live(story, 0), live(story, 1)
    compare(comparable(one), comparable(two))
