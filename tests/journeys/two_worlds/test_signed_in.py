"""Who is signed in learns no more of a withheld place than anybody, whatever the role."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from resource_dir.fit import Fact
from resource_dir.operations.listings import presenting
from resource_dir.operations.listings.audiences import Viewer

from .asking import requests
from .canaries import LeakFound
from .formats import FORMATS, write_package
from .running import World, ask_all
from .signing_in import ask_signed_in
from .worlds import WORLDS

Prove = Callable[[Callable[[World, int], None]], None]
FORMAT = next(iter(FORMATS))
FEW, MANY = 45, 1_500


def _story(count: int) -> Callable[[World, int], None]:
    def story(world: World, number: int) -> None:
        path, withhold = write_package(FORMAT, world.root, number)
        world.import_package(path, withhold, kind=FORMATS[FORMAT].kind)
        # Compressed answers would hide what is random in them.
        asked = [replace(one, headers=()) for one in requests(count)]
        ask_all(world, asked[:1])
        ask_signed_in(world, asked)

    return story


def test_every_role_sees_the_same_in_both_worlds(prove: Prove) -> None:
    prove(_story(FEW))


@pytest.mark.long
def test_every_role_sees_the_same_in_both_worlds_thousands_of_times(prove: Prove) -> None:
    prove(_story(MANY))


def test_a_leak_to_partners_only_is_found(prove: Prove, monkeypatch: pytest.MonkeyPatch) -> None:
    facts_for = presenting.facts_for

    def story(world: World, number: int) -> None:
        def careless(viewer: Viewer, document: dict[str, Any]) -> list[Fact]:
            entrance = Fact("police_entrance", "yes", WORLDS[number].street, "partner")
            return [*facts_for(viewer, document), *([entrance] if viewer == "partner" else [])]

        monkeypatch.setattr(presenting, "facts_for", careless)
        _story(FEW)(world, number)

    with pytest.raises(LeakFound, match="as responder"):
        prove(story)
