"""Lives a story in both worlds."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from .canaries import compare, search
from .running import Seen, World, comparable, running, searchable
from .worlds import ONE, TWO

Story = Callable[[World, int], None]


@pytest.fixture
def live(
    tmp_path: Path, new_database_url: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[Story, int], Seen]:
    """A function that lives a story in one world, and returns all that was seen of it."""

    def one(story: Story, number: int) -> Seen:
        root = tmp_path / "world"  # the same path for both
        with monkeypatch.context() as patch, running(root, new_database_url(), patch) as world:
            story(world, number)
        shutil.rmtree(root)
        return world.seen

    return one


@pytest.fixture
def prove(live: Callable[[Story, int], Seen]) -> Callable[[Story], None]:
    """A function that raises LeakFound if the worlds can be told apart, or one holds a canary."""

    def both(story: Story) -> None:
        one, two = live(story, 0), live(story, 1)
        compare(comparable(one), comparable(two))
        search(searchable(one), ONE)
        # What is byte for byte the same can't hold a secret that world one has never been told.
        search({label: data for label, data in two.items() if data != one.get(label)}, TWO)

    return both
