"""A service on the internet knows where the site is: nobody asks it, and no answer shows it."""

from collections.abc import Callable, Iterator

import pytest

from resource_dir.geo.remote import Remote
from resource_dir.geo.remote_options import RemoteOptions
from resource_dir.operations.places import locating
from tests.elsewhere import Elsewhere

from .canaries import LeakFound
from .formats import write_package
from .running import Request, World, ask_all, look_at_disk
from .worlds import PLAIN, WORLDS

Prove = Callable[[Callable[[World, int], None]], None]
ASKED = "questions to the geocoder"


def _names() -> Iterator[str]:
    """Public names of withheld listings as somebody types them who wants to be driven there."""
    for one in PLAIN:
        for name in (one.organization_name, one.service_name, one.hotline):
            yield name
            yield f"{name.lower()}, Bakersfield, CA"
            yield f"Fresno, {name}"


def _story(elsewhere: Elsewhere) -> Callable[[World, int], None]:
    def story(world: World, number: int) -> None:
        secret = WORLDS[number]
        place = {"lat": secret.lat, "lon": secret.lon, "addresstype": "house"}
        place["display_name"] = f"{secret.street}, {secret.city}"
        elsewhere.asked.clear()
        elsewhere.answer = lambda handler: handler.say([place])
        world.app.extensions["geocoder"] = Remote(RemoteOptions("nominatim", elsewhere.url))
        path, withhold = write_package("HSDS 3 folder", world.root, number, PLAIN)
        world.import_package(path, withhold)
        for name in _names():
            near = (("near", name),)
            ask_all(world, [Request("GET", "/api/search", near), Request("POST", "/search", near)])
        world.command("geocode", PLAIN[0].organization_name, "--json")
        world.see(ASKED, repr([one[1]["q"] for one in elsewhere.asked]).encode())
        assert elsewhere.asked == [] or locating.may_name_a_withheld_site is _nothing
        look_at_disk(world)

    return story


def _nothing(*args: object) -> bool:
    return False


def test_a_geocoder_that_knows_the_secret_makes_no_difference(
    prove: Prove, elsewhere: Elsewhere
) -> None:
    prove(_story(elsewhere))


def test_an_answer_about_a_withheld_site_is_seen(
    prove: Prove, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locating, "may_name_a_withheld_site", _nothing)

    with pytest.raises(LeakFound):
        prove(_story(elsewhere))
