"""A mark is remembered, reaches other sources, and purges what was public before it came."""

from collections.abc import Callable

import pytest
from sqlalchemy import update

from resource_dir.database import writing
from resource_dir.extensions import db
from resource_dir.hsds.identity import canonical_id
from resource_dir.models import AuditEntry, AuditHead
from resource_dir.operations.auditing import broken_links, record
from resource_dir.operations.reports import reporting
from resource_dir.operations.withholding import remembering

from .asking import requests
from .canaries import LeakFound
from .formats import FORMATS, write_package
from .running import NOW, World, ask_all, look_at_disk
from .worlds import HIDDEN, PLAIN, SOURCE, WORLDS, Hidden, from_another_source, unmarked

Prove = Callable[[Callable[[World, int], None]], None]
FEW = 45
SIGNS = ("name", "phone", "website")


def _import(
    world: World, number: int, hidden: tuple[Hidden, ...], *, name: str = "HSDS 3 folder",
    source: str = "county",
) -> None:  # fmt: skip
    folder = world.root / f"files-{world.steps}"
    folder.mkdir()
    path, withhold = write_package(name, folder, number, hidden)
    world.import_package(path, withhold, kind=FORMATS[name].kind, source=source)


@pytest.mark.parametrize("name", ["HSDS 3 folder", "JSON page"])
def test_a_mark_is_remembered_when_a_later_file_lacks_it(name: str, prove: Prove) -> None:
    def story(world: World, number: int) -> None:
        _import(world, number, HIDDEN, name=name)
        _import(world, number, unmarked(), name=name)
        ask_all(world, requests(FEW))
        look_at_disk(world)

    prove(story)


def test_a_facility_without_an_id_is_remembered_by_name_and_phone(prove: Prove) -> None:
    # Where the name is the mark, a file without the name shows another facility.
    listed = tuple(one for one in HIDDEN if one.mark != "the name")

    def story(world: World, number: int) -> None:
        _import(world, number, listed, name="facility list")
        _import(world, number, unmarked(listed), name="facility list")
        ask_all(world, requests(FEW))
        look_at_disk(world)

    prove(story)


@pytest.mark.parametrize("sign", SIGNS)
def test_a_site_is_recognised_when_another_source_lists_it(sign: str, prove: Prove) -> None:
    def story(world: World, number: int) -> None:
        _import(world, number, HIDDEN)
        _import(world, number, from_another_source(sign), source="state")
        ask_all(world, requests(FEW, source="state"))
        look_at_disk(world)

    prove(story)


@pytest.mark.parametrize("sign", SIGNS)
def test_a_mark_purges_what_another_source_published(sign: str, prove: Prove) -> None:
    def story(world: World, number: int) -> None:
        _import(world, number, from_another_source(sign, PLAIN), source="state")
        world.seen.clear()  # so far the site was public
        _import(world, number, PLAIN)
        ask_all(world, requests(FEW, source="state"))
        look_at_disk(world, has_same_layout=False)

    prove(story)


@pytest.mark.parametrize("name", ["recordid dialect", "JSON full form"])
def test_a_listing_that_was_public_is_purged_when_it_is_withheld(name: str, prove: Prove) -> None:
    def story(world: World, number: int) -> None:
        _import(world, number, unmarked(PLAIN), name=name)
        ask_all(world, requests(FEW))  # the index of the public time is in use
        world.seen.clear()
        _import(world, number, PLAIN, name=name)
        ask_all(world, requests(FEW))
        look_at_disk(world, has_same_layout=False)

    prove(story)


def _reported(world: World, number: int) -> None:
    """While it is public, somebody writes about each listing where it is."""
    for one in PLAIN:
        listing = canonical_id(SOURCE, "service_at_location", f"sl{one.key}")
        text = f"It is at {WORLDS[number].street} now, {WORLDS[number].description}"
        form = {"kind": "closed_or_moved", "text": text, "key": listing, "is_checked": "1"}
        world.app.test_client().post(f"/listings/{listing}/reports", data=form)


def _reported_then_withheld(world: World, number: int) -> None:
    _import(world, number, unmarked(PLAIN))
    _reported(world, number)
    world.seen.clear()
    _import(world, number, PLAIN)
    _reported(world, number)  # refused, and its words go nowhere
    look_at_disk(world, has_same_layout=False)
    assert b"closed_or_moved" in world.seen["tables"]
    world.command("reports", "--json")


def test_what_was_reported_of_a_public_listing_is_purged_with_its_place(prove: Prove) -> None:
    prove(_reported_then_withheld)


def test_a_report_that_is_not_purged_is_seen(prove: Prove, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "purge_report_texts", lambda *_: None)

    with pytest.raises(LeakFound):
        prove(_reported_then_withheld)


def _audited_then_withheld(world: World, number: int) -> None:
    """While it is public, somebody's change of each listing says where it is."""
    _import(world, number, unmarked(PLAIN))
    with world.app.app_context(), writing(db.session()) as session:
        for one in PLAIN:
            service = canonical_id(SOURCE, "service", f"s{one.key}")
            record(
                session, "edit", actor="account:1", table="service", row_id=service, now=NOW,
                after={"description": f"It is at {WORLDS[number].street} now"},
            )  # fmt: skip
    world.seen.clear()
    _import(world, number, PLAIN)
    with world.app.app_context(), writing(db.session()) as session:
        assert not list(broken_links(session))
        # The digests stay: salted, so that they tell nothing, and never the same twice.
        session.execute(update(AuditEntry).values(changes_digest="", digest="", previous=""))
        session.execute(update(AuditHead).values(digest=""))
    look_at_disk(world, has_same_layout=False)


def test_what_the_audit_log_says_of_a_public_listing_is_purged_with_its_place(
    prove: Prove,
) -> None:
    prove(_audited_then_withheld)


def test_an_audit_log_that_is_not_purged_is_seen(
    prove: Prove, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembering, "erase_around", lambda *_: None)

    with pytest.raises(LeakFound):
        prove(_audited_then_withheld)


def test_a_report_about_a_withheld_listing_that_is_not_checked_is_seen(
    prove: Prove, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "_refuse_words_about_withheld", lambda *_: None)

    def story(world: World, number: int) -> None:
        _import(world, number, PLAIN)
        _reported(world, number)
        look_at_disk(world)

    with pytest.raises(LeakFound):
        prove(story)
