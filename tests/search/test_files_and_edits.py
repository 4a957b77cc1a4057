"""The index on disk, and edits over it."""

import json
import random
import threading

import numpy as np
import pytest

from resource_dir.errors import BadInput, IndexUnusable
from resource_dir.fit import Fact, age_fact
from resource_dir.search import Index, build_segment, open_index, store, verify_index, write_index


@pytest.fixture
def inventory(listing):
    rng = random.Random(5)
    words = ["amber", "cobalt", "juniper", "granite", "velvet"]
    return [
        listing(
            f"id-{number:03d}",
            name=f"{rng.choice(words)} house",
            description=" ".join(rng.choices(words, k=8)),
            lat=36 + rng.random(),
            needs=(rng.choice(["food", "emergency_shelter"]),),
            facts=(Fact("pets", rng.choice(["yes", "no"])), age_fact(18, None)),
        )
        for number in range(60)
    ]


@pytest.fixture
def written(tmp_path, inventory):
    write_index(tmp_path, build_segment(inventory), change=7, database_id="db-1")
    return tmp_path


def _files(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_mapped_index_answers_like_the_one_in_memory(written, inventory, ask):
    mapped = Index.open(written, database_id="db-1")

    answer = mapped.search(ask("amber", near=True, needs=("food",)))

    assert answer == Index.build(inventory).search(ask("amber", near=True, needs=("food",)))
    assert mapped.change == 7
    assert mapped.suggest("jun") == Index.build(inventory).suggest("jun")


def test_the_same_listings_in_any_order_give_the_same_bytes(tmp_path, inventory):
    shuffled = random.Random(1).sample(inventory, len(inventory))

    for name, documents in (("one", inventory), ("two", shuffled)):
        write_index(tmp_path / name, build_segment(documents), change=7, database_id="db-1")

    assert _files(tmp_path / "one") == _files(tmp_path / "two")


def test_many_chunks_give_the_same_columns_as_one(inventory, monkeypatch):
    whole = store.to_arrays(build_segment(inventory))
    monkeypatch.setattr("resource_dir.search.invert.CHUNK_POSTINGS", 50)

    chunked = store.to_arrays(build_segment(inventory))

    assert whole.keys() == chunked.keys()
    assert all(np.array_equal(whole[name], chunked[name]) for name in whole)


def test_nothing_is_pickled(written):
    assert all(not np.load(path).dtype.hasobject for path in written.rglob("*.npy"))


def test_a_new_generation_leaves_nothing_of_the_old_one(written, listing):
    write_index(written, build_segment([listing("only")]), change=8, database_id="db-1")

    segment, manifest = open_index(written, database_id="db-1")

    assert len(segment) == 1
    assert [p.name for p in written.iterdir() if p.is_dir()] == [manifest.generation]


def test_a_reader_of_the_old_generation_goes_on_undisturbed(written, listing, ask):
    old = Index.open(written, database_id="db-1")
    before = old.search(ask("amber"))

    write_index(written, build_segment([listing("only")]), change=8, database_id="db-1")

    assert old.search(ask("amber")) == before


def test_writing_the_same_again_changes_nothing(written, inventory):
    before = _files(written)

    write_index(written, build_segment(inventory), change=7, database_id="db-1")

    assert _files(written) == before


def test_an_index_of_another_database_is_refused(written):
    with pytest.raises(IndexUnusable, match="another database"):
        open_index(written, database_id="db-2")


def test_a_missing_index_is_refused(tmp_path):
    with pytest.raises(IndexUnusable):
        open_index(tmp_path / "nowhere", database_id="db-1")


@pytest.mark.parametrize("damage", ["remove", "cut", "flip head", "empty"])
def test_a_damaged_column_is_refused(written, damage):
    path = next(written.rglob("postings.row.npy"))
    raw = path.read_bytes()
    damaged = {"cut": raw[:-4], "flip head": b"\0" + raw[1:], "empty": b""}

    path.unlink() if damage == "remove" else path.write_bytes(damaged[damage])

    with pytest.raises(IndexUnusable):
        open_index(written, database_id="db-1")


def test_verifying_reads_every_byte(written, monkeypatch):
    monkeypatch.setattr("resource_dir.search.manifest._EDGE", 64)
    path = next(written.rglob("postings.row.npy"))
    manifest = json.loads((written / "manifest.json").read_text())
    assert path.stat().st_size > 200
    assert manifest["rows"] == 60

    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)

    with pytest.raises(IndexUnusable):
        verify_index(written, database_id="db-1")


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"format": 1}', '{"checksum": "x", "format": 99, "files": {}}'],
)
def test_a_torn_or_foreign_manifest_is_refused(written, text):
    (written / "manifest.json").write_text(text)

    with pytest.raises(IndexUnusable):
        open_index(written, database_id="db-1")


def test_a_manifest_that_was_edited_is_refused(written):
    path = written / "manifest.json"
    path.write_text(path.read_text().replace('"change": 7', '"change": 9'))

    with pytest.raises(IndexUnusable, match="damaged"):
        open_index(written, database_id="db-1")


def test_other_needs_than_it_was_built_with_make_it_unusable(written, monkeypatch):
    monkeypatch.setattr(store, "expected_words", lambda: "other")

    with pytest.raises(IndexUnusable, match="other words"):
        open_index(written, database_id="db-1")


def test_a_full_disk_leaves_the_old_index_in_place(written, listing, monkeypatch):
    def full(*_args, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "save", full)

    with pytest.raises(IndexUnusable, match="No space left"):
        write_index(written, build_segment([listing("x")]), change=8, database_id="db-1")

    assert verify_index(written, database_id="db-1").change == 7
    assert len([p for p in written.iterdir() if p.is_dir()]) == 1


def test_a_killed_build_is_swept_by_the_next(written, inventory):
    (written / "building").mkdir()
    (written / "generation-000000000099-dead").mkdir()

    write_index(written, build_segment(inventory), change=8, database_id="db-1")

    assert len([p for p in written.iterdir() if p.is_dir()]) == 1


def test_an_edit_shows_at_once_and_a_removal_too(written, listing, ask, ids):
    index = Index.open(written, database_id="db-1")

    index.apply([listing("id-001", name="Zeppelin Hall")], ["id-002"], change=9)

    assert ids(index.search(ask("zeppelin"))) == ["id-001"]
    assert "id-002" not in ids(index.search(ask(limit=100)))
    assert (len(index), index.delta_size, index.change) == (59, 2, 9)


def test_an_edit_that_is_refused_changes_nothing(written, listing, ask):
    index = Index.open(written, database_id="db-1")
    before = index.search(ask(limit=100))

    with pytest.raises(BadInput):
        index.apply([listing("new"), listing("half", lon=None)])

    assert index.search(ask(limit=100)) == before


def test_a_listing_that_became_inactive_is_gone_at_once(listing, ask):
    index = Index.build([listing("a")])

    index.apply([listing("a", status="inactive")])

    assert index.search(ask()).total == 0


def test_searches_during_edits_see_all_of_an_edit_or_nothing(listing, ask):
    index = Index.build([listing("one", name="amber"), listing("two", name="amber")])
    seen = set()

    def look():
        for _ in range(60):
            seen.add(index.search(ask("amber OR cobalt")).total)

    readers = [threading.Thread(target=look) for _ in range(3)]
    for reader in readers:
        reader.start()
    for turn in range(30):
        name = "cobalt" if turn % 2 else "amber"
        index.apply([listing("one", name=name), listing("two", name=name)])
    for reader in readers:
        reader.join()

    assert seen == {2}
