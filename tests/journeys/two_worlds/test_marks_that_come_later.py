"""A mark is remembered, reaches other sources, and purges what was public before it came."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from .asking import requests
from .formats import FORMATS, write_package
from .running import World, ask_all, look_at_disk
from .worlds import HIDDEN, MARKS, Hidden, unmarked, with_plain_secrets

Prove = Callable[[Callable[[World, int], None]], None]
FEW = 80


def _import(
    world: World, number: int, hidden: tuple[Hidden, ...], *, name: str = "HSDS 3 folder",
    source: str = "county", folder: str = "first",
) -> None:  # fmt: skip
    place = world.root / folder
    place.mkdir()
    path, withhold = write_package(name, place, number, hidden)
    world.import_package(path, withhold, kind=FORMATS[name].kind, source=source)


@pytest.mark.parametrize("name", ["HSDS 3 folder", "recordid dialect", "JSON page", "facility list"])
def test_a_mark_is_remembered_when_a_later_file_lacks_it(name: str, prove: Prove) -> None:
    def story(world: World, number: int) -> None:
        _import(world, number, HIDDEN, name=name)
        _import(world, number, unmarked(), name=name, folder="second")
        ask_all(world, requests(FEW))
        look_at_disk(world)

    prove(story)
