"""Each command as a person types it: what it prints, and the status it ends with."""

import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result

from resource_dir.app import close_app, create_app
from resource_dir.cli import make_cli
from resource_dir.config import Settings

Run = Callable[..., Result]


def _commands(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found += _commands(command, (*path, name))
        else:
            found.append((*path, name))
    return found


@pytest.mark.parametrize("command", _commands(make_cli(create_app)), ids=" ".join)
def test_every_command_explains_itself_with_an_example(run: Run, command: tuple[str, ...]) -> None:
    result = run(*command, "--help")

    assert result.exit_code == 0
    assert f"Example: resource-dir {' '.join(command)}" in result.stdout


def test_the_demonstration_county_is_loaded_and_searched(run: Run) -> None:
    assert run("demo").exit_code == 0

    result = run("search", "sobering", "--near", "38.5,-106.0", "--radius-mi", "auto", "--json")

    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert answer["results"][0]["needs"] == ["sobering_center"]
    assert answer["results"][0]["capacity"], "the command line sees what partners see"


def test_a_second_demonstration_is_refused_and_a_wanted_one_is_quietly_there(run: Run) -> None:
    run("demo")

    again = run("demo")
    if_empty = run("demo", "--if-empty")

    assert again.exit_code == 2
    assert "not empty" in again.stderr
    assert if_empty.exit_code == 0


def test_search_reads_back_one_line_a_listing(run: Run) -> None:
    run("demo")

    result = run("search", "--near", "38.5,-106.0", "--need", "domestic_violence_shelter")

    assert result.exit_code == 0
    assert "Address withheld, call." in result.stdout


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("--near", "38.5,-106.0", "--radius-mi", "-1"), "radius_mi"),
        (("--age", "abc"), "age"),
        (("--need", "unheard_of"), "need"),
        (("--near", "Nowhereville Unknown"), "near"),
        (("--limit", "0"), "per_page"),
    ],
)
def test_bad_input_ends_with_two_and_names_the_field(
    run: Run, words: tuple[str, ...], field: str
) -> None:
    result = run("search", *words, "--json")

    assert result.exit_code == 2
    assert field in result.stderr
    assert result.stdout == ""


def test_an_import_with_rejected_rows_ends_with_one_and_writes_its_report(
    run: Run, package: Callable[..., Path], tmp_path: Path
) -> None:
    path = package(
        {
            "organizations": [{"id": "o1", "name": "Aspen House", "description": "Shelter."}],
            "services": [
                {"id": "s1", "organization_id": "o1", "name": "Night desk", "status": "active"},
                {"id": "s2", "organization_id": "o1", "name": "", "status": "active"},
            ],
        }
    )

    result = run("import", "hsds", path, "--source", "a", "--report", tmp_path / "r.json", "--json")

    report = json.loads(result.stdout)
    assert result.exit_code == 1
    assert report == json.loads((tmp_path / "r.json").read_text())
    assert report["listings"] == 1
    assert [(r["file"], r["line"], r["column"]) for r in report["rejected"]] == [
        ("services.csv", 3, "name")
    ]


def test_a_file_that_is_not_there_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    assert run("import", "hsds", tmp_path / "missing").exit_code == 2


def test_a_file_that_is_no_directory_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text("{")

    result = run("import", "hsds", path)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert "resource-dir:" in result.stderr


def test_geocode_says_where_and_how_exactly(run: Run) -> None:
    result = run("geocode", "90012", "--json")

    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert found["level"] == "zip"
    assert {"lat", "lon", "level", "source", "candidates"} <= found.keys()


def test_the_index_is_verified_rebuilt_and_right_again(run: Run, settings: Settings) -> None:
    run("demo")
    (settings.index_folder / "manifest.json").unlink()

    broken = run("index", "verify")
    rebuilt = run("index", "rebuild")
    right = run("index", "verify", "--json")

    assert broken.exit_code == 1
    assert rebuilt.exit_code == 0
    assert right.exit_code == 0
    assert json.loads(right.stdout) == {"problems": []}


def test_an_unexpected_failure_ends_with_seventy_and_no_stack_trace(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("12 Secret Street")

    monkeypatch.setattr("resource_dir.cli.searching.find_listings", fail)

    result = run("search", "x")

    assert result.exit_code == 70
    assert "RuntimeError" in result.stderr
    assert "Secret" not in result.stderr


def test_a_steward_reads_the_reports_and_marks_one_as_done(run: Run, settings: Settings) -> None:
    run("demo")
    found = json.loads(run("search", "sobering", "--json").stdout)["results"][0]
    app = create_app(settings)
    form = {"kind": "said_free", "available": "2", "population": "men"}
    app.test_client().post(f"/listings/{found['id']}/reports", data=form)

    listed = run("reports")
    done = run("reports", "done", "1")
    again = json.loads(run("reports", "--json").stdout)
    everything = json.loads(run("reports", "--all", "--json").stdout)
    close_app(app)

    assert "said free: 2 (men)" in listed.stdout
    assert found["name"] in listed.stdout
    assert done.exit_code == 0
    assert again == {"reports": []}
    assert everything["reports"][0]["state"] == "done"


def test_a_report_that_is_not_there_ends_with_status_2(run: Run) -> None:
    assert run("reports", "done", "7").exit_code == 2
