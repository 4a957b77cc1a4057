"""`resource-dir crosswalk`, and a crosswalk in and out."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
ENTRIES = "call_type,disposition,need,weight\nINTOX,,sobering_center,0.5\nPARK,,,0\n"
CATEGORIES = (
    "city,call_type,count,category,source_field,category_alternate\n"
    "Elm,PERSON UPSET,70,Behavioral Health ,type,\n"
    "Elm,CRISIS COMPLAINT,30,Complaints,type,?\n"
    "Elm,DETOX WISHED,12,,type,\n"
    "Oak,PARKED CAR,5,Traffic,type,\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], Path]:
    """A function that writes a file."""

    def write(text: str) -> Path:
        path = tmp_path / "types.csv"
        path.write_text(text)
        return path

    return write


def _data(result: Result, status: int = 0) -> Any:
    assert result.exit_code == status, result.output
    return json.loads(result.stdout)


def test_a_file_comes_in_and_goes_out_the_same(
    run: Run, file: Callable[[str], Path], tmp_path: Path
) -> None:
    taken = _data(run("import", "crosswalk", file(ENTRIES), "--name", "Juniper", "--json"))
    assert (taken["crosswalk"], taken["version"], taken["state"]) == ("juniper", 1, "unreviewed")

    assert (
        _data(run("export", "crosswalk", "juniper", tmp_path / "out.csv", "--json"))["entries"] == 2
    )
    assert (tmp_path / "out.csv").read_text() == ENTRIES


def test_a_category_file_lists_its_holes_and_a_dry_run_writes_nothing(
    run: Run, file: Callable[[str], Path]
) -> None:
    words = ("import", "crosswalk", file(CATEGORIES), "--name", "Elm", "--form", "categories")

    looked = _data(run(*words, "--dry-run", "--json"), 1)
    assert looked["holes"]["without_category"]["calls"] == 12
    assert looked["holes"]["doubted"]["rows"] == 1
    assert looked["holes"]["trailing_blanks"]["rows"] == 1
    (missed,) = looked["holes"]["words_ask_and_category_does_not"]["most"]
    assert (missed["call_type"], missed["suggested"][0]["need"]) == (
        "CRISIS COMPLAINT",
        "mobile_crisis",
    )
    assert _data(run("crosswalk", "show", "--json")) == []

    assert run(*words).exit_code == 2  # two cities
    assert _data(run(*words, "--city", "elm", "--json"), 1)["types"] == 1
    assert run(*words, "--city", "pine").exit_code == 2


def test_what_is_wrong_is_said_on_one_line_and_nothing_is_written(
    run: Run, file: Callable[[str], Path]
) -> None:
    bad = file("call_type,need,weight\nA,sobering_centre,1\nB,food,7\n")

    refused = run("import", "crosswalk", bad, "--name", "Bad")

    assert refused.exit_code == 2
    assert "line 2, need" in refused.stderr
    assert "sobering_center" in refused.stderr
    assert "line 3, weight" in refused.stderr
    assert _data(run("crosswalk", "show", "--json")) == []


def test_a_data_set_that_is_not_there_leaves_nothing_behind(
    run: Run, file: Callable[[str], Path]
) -> None:
    words = ("import", "crosswalk", file(ENTRIES), "--name", "Juniper", "--data", "nowhere")

    assert run(*words).exit_code == 2
    assert _data(run("crosswalk", "show", "--json")) == []


def test_two_versions_are_compared_and_one_is_shown(run: Run, file: Callable[[str], Path]) -> None:
    run("import", "crosswalk", file(ENTRIES), "--name", "Juniper")
    run("import", "crosswalk", file(ENTRIES.replace("0.5", "0.7")), "--name", "Juniper")

    difference = _data(run("crosswalk", "compare", "juniper", 1, 2, "--ranking", "--json"))
    assert [(one["before"], one["after"]) for one in difference["changed"]] == [(0.5, 0.7)]
    shown = _data(run("crosswalk", "show", "juniper", "--version", 1, "--json"))
    assert (shown["counting"], shown["shown"], shown["unmapped"]["share"]) == (2, 1, None)
    assert run("crosswalk", "compare", "juniper", 1, 9).exit_code == 2
    assert run("crosswalk", "show", "nowhere").exit_code == 2


def test_suggestions_say_why(run: Run) -> None:
    (one,) = _data(run("crosswalk", "suggest", "EMS: OVERDOSE", "--json"))

    assert one["suggested"][0]["why"] == "the word “overdose”"
    assert "by the word “overdose”" in run("crosswalk", "suggest", "EMS: OVERDOSE").output
    assert run("crosswalk", "suggest").exit_code == 2
