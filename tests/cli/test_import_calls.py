"""`resource-dir import calls`: what a dry run foresees, and where a time zone is from."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from resource_dir.app import create_app
from resource_dir.cli import make_cli
from resource_dir.cli.exits import DONE, NOTHING_DONE
from resource_dir.config import Settings
from resource_dir.extensions import db
from resource_dir.gaps.calls.profiles import SERVER
from tests.gaps.calls.exports import COLUMNS, many, profile, written

Run = Callable[..., Result]
KEEPERS = ("failed_searches", "chores", "last_seen", "mailer", "texter", "index_keeper",
           "place_keeper")  # fmt: skip
PLACES = ("lat", "lon")


@pytest.fixture
def apps() -> Iterator[list[Flask]]:
    made: list[Flask] = []
    yield made
    for app in made:
        for name in KEEPERS:
            app.extensions[name].finish()
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def run(settings: Settings, apps: list[Flask]) -> Run:
    """A function that runs the command on an empty database."""

    def make() -> Flask:
        apps.append(create_app(settings))
        return apps[-1]

    def run(*words: object) -> Result:
        return CliRunner().invoke(make_cli(make), ["import", "calls", *(str(w) for w in words)])

    return run


def _files(folder: Path, content: bytes) -> tuple[Path, Path]:
    calls, how = folder / "calls.csv", folder / "how.json"
    calls.write_bytes(content)
    how.write_text(json.dumps(profile().to_json()))
    return calls, how


def _without_points(count: int) -> bytes:
    places = [COLUMNS.index(name) for name in PLACES]
    rows = [[cell for n, cell in enumerate(one) if n not in places] for one in many(count)]
    return written(rows, columns=[name for name in COLUMNS if name not in PLACES])


def test_a_dry_run_refuses_what_storing_would_refuse(run: Run, tmp_path: Path) -> None:
    calls, how = _files(tmp_path, written(many(24 * 20, start="2190-02-03 00:00:00")))

    tried = run(calls, "--profile", how, "--dry-run")
    told = json.loads(run(calls, "--profile", how, "--dry-run", "--json").stdout)
    stored = run(calls, "--profile", how)

    words = "Calls of days still to come: 480, from 2190-02-03 to 2190-02-22."
    assert (tried.exit_code, stored.exit_code) == (NOTHING_DONE, NOTHING_DONE)
    assert words in tried.stdout
    assert told["refused"] in stored.stderr
    assert words in told["refused"]


def test_a_guess_says_that_the_zone_is_the_servers(run: Run, tmp_path: Path) -> None:
    calls, _ = _files(tmp_path, _without_points(300))

    guessed = run(calls, "--json")
    chosen = run(calls, "--zone", "America/Denver", "--json")

    assert json.loads(guessed.stdout)["guess"]["profile"]["zone_from"] == SERVER
    assert "zone_from" not in json.loads(chosen.stdout)["guess"]["profile"]
    assert "taken from this server's setting: America/New_York" in run(calls).stdout


def test_a_zone_by_the_command_stands_in_for_that_of_the_profile(run: Run, tmp_path: Path) -> None:
    calls, how = _files(tmp_path, written(many(300)))

    done = run(calls, "--profile", how, "--zone", "America/Chicago", "--json")
    wrong = run(calls, "--profile", how, "--zone", "Mars/Here")

    assert done.exit_code == DONE
    assert json.loads(done.stdout)["audit"]["zone"] == "America/Chicago"
    assert wrong.exit_code == NOTHING_DONE
    assert "IANA zone" in wrong.stderr
