"""The application factory."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from resource_dir.app import create_app, template_folder
from resource_dir.config import Settings
from resource_dir.errors import BadInput, MigrationNeeded


def test_templates_are_found_from_a_checkout() -> None:
    assert (template_folder() / "base.html").is_file()


def test_an_empty_sqlite_database_migrates_by_itself(
    settings: Settings, make_app: Callable[[Settings], Flask], tmp_path: Path
) -> None:
    fresh = replace(settings, database_url=f"sqlite:///{tmp_path / 'new' / 'fresh.sqlite3'}")

    app = make_app(fresh)

    assert app.test_client().get("/api/search").json["total"] == 0


@pytest.mark.postgresql
def test_an_empty_postgresql_database_asks_for_the_command(
    settings: Settings, postgresql_server: str
) -> None:
    with pytest.raises(MigrationNeeded, match="resource-dir db upgrade"):
        create_app(replace(settings, database_url=postgresql_server))


def test_a_limit_that_cannot_be_read_stops_the_start(settings: Settings) -> None:
    with pytest.raises(BadInput, match="RATE_LIMIT"):
        create_app(replace(settings, rate_limit="often"))


def test_errors_of_the_database_hide_their_values(app: Flask) -> None:
    from resource_dir.extensions import db

    with app.app_context():
        assert db.engine.hide_parameters


def test_cookies_are_kept_from_scripts_and_other_sites(
    settings: Settings, make_app: Callable[[Settings], Flask]
) -> None:
    app = make_app(replace(settings, trusted_proxies=1))

    assert app.config["SESSION_COOKIE_HTTPONLY"]
    assert app.config["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert app.config["SESSION_COOKIE_SECURE"]


def test_two_applications_in_one_process_do_not_share_a_database(
    settings: Settings, make_app: Callable[[Settings], Flask], county: Flask, tmp_path: Path
) -> None:
    other = make_app(replace(settings, database_url=f"sqlite:///{tmp_path / 'other.sqlite3'}"))

    totals = [app.test_client().get("/api/search").json["total"] for app in (county, other)]

    assert totals == [7, 0]
