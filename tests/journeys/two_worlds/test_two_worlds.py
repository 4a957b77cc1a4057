"""Two databases whose import files differ only in what is withheld can't be told apart."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from .asking import requests
from .canaries import LeakFound, compare, search
from .formats import FORMATS, write_package
from .running import Seen, World, ask_all, ask_as_partner, comparable, look_at_disk, running, searchable
from .worlds import HIDDEN, ONE, TWO

NewDatabase = Callable[[], str]
Story = Callable[[World, int], None]


@pytest.fixture
def live(
    tmp_path: Path, new_database_url: NewDatabase, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[Seen, Seen]]:
    """A function that lives a story in both worlds and returns what was seen of each."""

    def both(story: Story) -> tuple[Seen, Seen]:
        seen = []
        for number in (0, 1):
            root = tmp_path / "world"
            with monkeypatch.context() as patch, running(root, new_database_url(), patch) as world:
                story(world, number)
            seen.append(world.seen)
            shutil.rmtree(root)
        return seen[0], seen[1]

    return both


def prove(seen: tuple[Seen, Seen]) -> None:
    """Raise LeakFound if the worlds can be told apart, or if one holds a canary."""
    one, two = seen
    compare(comparable(one), comparable(two))
    search(searchable(one), ONE)
    # What is byte for byte the same can't hold a secret that world one has never been told.
    search({label: data for label, data in two.items() if data != one.get(label)}, TWO)


@pytest.mark.parametrize("name", FORMATS)
def test_the_worlds_are_the_same_in_every_format(name: str, live: Callable[..., tuple[Seen, Seen]]) -> None:
    def story(world: World, number: int) -> None:
        path, withhold = write_package(name, world.root, number)
        world.import_package(path, withhold, kind=FORMATS[name].kind)
        asked = requests(250)
        ask_all(world, asked)
        look_at_disk(world)

    prove(live(story))
