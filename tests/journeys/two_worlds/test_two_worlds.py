"""Two databases whose import files differ only in what is withheld can't be told apart."""

from collections.abc import Callable

import pytest

from .asking import requests
from .formats import FORMATS, write_package
from .running import World, ask_all, ask_as_partner, export_all, look_at_disk

Prove = Callable[[Callable[[World, int], None]], None]
FEW, MANY = 75, 4_000
LOOKED_AT_AS_PARTNER = 6  # one of so many


def _story(name: str, count: int) -> Callable[[World, int], None]:
    def story(world: World, number: int) -> None:
        path, withhold = write_package(name, world.root, number)
        kind = FORMATS[name].kind
        world.import_package(path, withhold, kind=kind, form=("--dry-run",))
        world.import_package(path, withhold, kind=kind)
        world.import_package(path, withhold, kind=kind, form=())
        asked = requests(count)
        ask_all(world, asked)
        ask_as_partner(world, asked[::LOOKED_AT_AS_PARTNER])
        for words in (("index", "verify"), ("search", "refuge", "--near", "93304", "--json")):
            world.command(*words)
        export_all(world)
        look_at_disk(world)

    return story


@pytest.mark.parametrize("name", FORMATS)
def test_the_worlds_are_the_same_in_every_format(name: str, prove: Prove) -> None:
    prove(_story(name, FEW))


@pytest.mark.long
@pytest.mark.parametrize("name", FORMATS)
def test_the_worlds_are_the_same_to_thousands_of_requests(name: str, prove: Prove) -> None:
    prove(_story(name, MANY))
