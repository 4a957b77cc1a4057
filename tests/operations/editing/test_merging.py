"""What two people change in one section is put together; what both change is asked about."""

import random

import pytest

from resource_dir.operations.editing import merging
from resource_dir.operations.editing.comparing import plain
from resource_dir.operations.editing.merging import merged, taking_theirs

WAS = {"name": "A", "fee": "1", "rows": [{"id": "x", "n": "1", "t": ""}, {"id": "y", "n": "2"}]}


def _with(**changed: object) -> dict[str, object]:
    return {**WAS, **changed}


def test_different_fields_are_put_together() -> None:
    found, clashes = merged(WAS, _with(name="B"), _with(fee="2"))

    assert (found["name"], found["fee"], clashes) == ("B", "2", [])


def test_the_same_change_twice_is_no_question() -> None:
    assert merged(WAS, _with(name="B"), _with(name=" B \r\n"))[1] == []


def test_both_values_of_a_field_come_back() -> None:
    _, (clash,) = merged(WAS, _with(name="B"), _with(name="C"))

    assert (clash.key, clash.was, clash.theirs, clash.mine) == ("name", "A", "B", "C")


def test_fields_of_one_row_are_put_together() -> None:
    theirs = _with(rows=[{"id": "x", "n": "9", "t": ""}, {"id": "y", "n": "2"}])
    mine = _with(rows=[{"id": "x", "n": "1", "t": "fax"}, {"id": "y", "n": "2"}])

    found, clashes = merged(WAS, theirs, mine)

    assert found["rows"][0] == {"id": "x", "n": "9", "t": "fax"}
    assert clashes == []


def test_a_row_that_one_removed_and_the_other_changed_is_asked_about() -> None:
    gone = _with(rows=[{"id": "y", "n": "2"}])
    changed = _with(rows=[{"id": "x", "n": "9", "t": ""}, {"id": "y", "n": "2"}])

    assert [one.key for one in merged(WAS, gone, changed)[1]] == ["rows/x"]
    assert [one.key for one in merged(WAS, changed, gone)[1]] == ["rows/x"]
    assert merged(WAS, WAS, gone) == (gone, [])


def test_rows_that_both_added_are_both_there() -> None:
    new = [{"id": "p", "n": "7"}], [{"id": "q", "n": "8"}]

    found, clashes = merged(WAS, _with(rows=WAS["rows"] + new[0]), _with(rows=WAS["rows"] + new[1]))

    assert {row["id"] for row in found["rows"]} == {"x", "y", "p", "q"}
    assert clashes == []


def test_theirs_is_taken_where_it_was_chosen() -> None:
    theirs = _with(name="B", rows=[{"id": "y", "n": "5"}])
    mine = _with(name="C", rows=[{"id": "x", "n": "9", "t": ""}, {"id": "y", "n": "6"}])

    found = taking_theirs(mine, theirs, ["name", "rows/x", "rows/y/n", "no/such", "rows/z/n"])

    assert found == theirs


def _lost(seed: int) -> list[str]:
    """Values that somebody typed and that are neither in the result nor asked about."""
    lot = random.Random(seed)
    names = "abcdef"
    was = dict.fromkeys(names, "0")
    theirs = {n: lot.choice(["0", "1", "2"]) for n in names}
    mine = {n: lot.choice(["0", "1", "2"]) for n in names}
    found, clashes = merged(was, theirs, mine)
    asked = {one.key for one in clashes}
    return [
        n for n in names
        if n not in asked and any(s[n] not in ("0", found[n]) for s in (theirs, mine))
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(50))
def test_nothing_that_somebody_typed_is_lost(seed: int) -> None:
    assert _lost(seed) == []


def test_a_merge_that_takes_the_last_writer_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "_value", lambda path, was, theirs, mine, clashes: mine)

    assert any(_lost(seed) for seed in range(50))


def test_nothing_and_an_empty_text_are_the_same() -> None:
    assert plain({"a": None, "b": [None, " x "]}) == {"a": "", "b": ["", "x"]}
