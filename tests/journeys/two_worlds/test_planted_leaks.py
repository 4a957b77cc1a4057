"""A proof that was never red proves nothing: each planted leak has to be seen."""

import os
from collections.abc import Callable

import pytest

from resource_dir.extensions import db

from .asking import requests
from .canaries import LeakFound
from .formats import write_package
from .leaks import LEAKS, ONLY_ON_SQLITE, Leak, drop_the_constraints
from .running import World, ask_all, export_all, look_at_disk
from .worlds import HIDDEN, PLAIN, Hidden, from_another_source

Prove = Callable[[Callable[[World, int], None]], None]
LISTINGS = (
    *PLAIN[:4],
    *(o for o in HIDDEN if o.twist in ("another time zone", "a NUL", "a point outside the state")),
)
ASKED = 60


class Refused(Exception):
    """The product itself refused to store it."""


def _story(
    leak: Leak | None, kind: str, *, is_guarded: bool = True
) -> Callable[[World, int], None]:
    def story(world: World, number: int) -> None:
        with pytest.MonkeyPatch.context() as patch:
            if not is_guarded:
                with world.app.app_context():
                    drop_the_constraints(db.engine)
            if leak is not None:
                leak.plant(patch)
            if kind == "purge":
                # Of another source, whose file is not read again: nothing of it goes by itself.
                _import(world, number, from_another_source("name", LISTINGS), "state")
                world.seen.clear()
            _import(world, number, LISTINGS, "county")
            if kind == "asked":
                ask_all(world, requests(ASKED))
                export_all(world)
            look_at_disk(world, has_same_layout=kind != "purge")

    return story


def _import(world: World, number: int, hidden: tuple[Hidden, ...], source: str) -> None:
    path, withhold = write_package("HSDS 3 folder", world.root / source, number, hidden)
    world.import_package(path, withhold, source=source)
    if world.seen[f"{world.steps}. import hsds: status"] not in (b"0", b"1"):
        raise Refused(world.seen[f"{world.steps}. import hsds: stderr"].decode())


@pytest.mark.parametrize("kind", ["import", "asked", "purge"])
def test_without_a_leak_the_proof_is_green(kind: str, prove: Prove) -> None:
    prove(_story(None, kind))


@pytest.mark.parametrize("name", LEAKS)
def test_a_planted_leak_is_seen(name: str, prove: Prove) -> None:
    if name in ONLY_ON_SQLITE and os.environ.get("TEST_DATABASE") == "postgresql":
        pytest.skip("how SQLite keeps bytes")
    leak = LEAKS[name]

    with pytest.raises((LeakFound, Refused)):
        prove(_story(leak, leak.story))


def test_the_database_itself_refuses_a_hidden_point(prove: Prove) -> None:
    with pytest.raises(Refused, match="saved"):
        prove(_story(LEAKS["the point is stored"], "import"))


def test_a_hidden_point_is_seen_where_the_database_would_take_it(prove: Prove) -> None:
    with pytest.raises(LeakFound, match="tables"):
        prove(_story(LEAKS["the point is stored"], "import", is_guarded=False))
