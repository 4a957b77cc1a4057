"""The run-time half of the import contracts: what a fresh interpreter has really loaded.

import-linter reads the source; it can't see an import made by a name in a string, nor what a
third-party package pulls in.
"""

import json
import subprocess
import sys

import pytest

LIBRARIES = ("search", "hsds", "geo", "hours", "fit", "needs")
WEB_AND_DATABASE = {"flask", "flask_sqlalchemy", "jinja2", "sqlalchemy", "werkzeug", "wtforms"}
PLANNING_ONLY = {"duckdb", "ibis", "pyarrow"}  # 70 MB that no search needs


def loaded_by(statement: str) -> set[str]:
    """Top-level names in sys.modules after `statement` in a fresh interpreter."""
    program = f"{statement}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return {name.partition(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_loads_neither_the_web_nor_the_database(library: str) -> None:
    loaded = loaded_by(f"import resource_dir.{library}")

    assert not loaded & WEB_AND_DATABASE


@pytest.mark.parametrize("library", sorted(set(LIBRARIES) - {"search"}))
def test_only_search_loads_whoosh(library: str) -> None:
    loaded = loaded_by(f"import resource_dir.{library}")

    assert "whoosh" not in loaded


@pytest.mark.parametrize("library", sorted(set(LIBRARIES) - {"geo", "search", "hsds"}))
def test_only_geo_and_those_who_ask_it_load_geopy(library: str) -> None:
    loaded = loaded_by(f"import resource_dir.{library}")

    assert "geopy" not in loaded


def test_the_application_loads_nothing_that_only_planning_needs() -> None:
    loaded = loaded_by("import resource_dir.app")

    assert not loaded & PLANNING_ONLY


def test_the_forecast_that_responders_see_loads_no_arrays_and_no_engine() -> None:
    loaded = loaded_by("import resource_dir.gaps.forecasting.judging")

    assert not loaded & (WEB_AND_DATABASE | PLANNING_ONLY | {"numpy", "pandas", "scipy"})


def test_the_package_itself_loads_nothing_of_ours() -> None:
    loaded = loaded_by("import resource_dir")

    assert not loaded & (WEB_AND_DATABASE | PLANNING_ONLY | {"whoosh", "geopy", "numpy"})


def test_a_library_that_loaded_flask_would_be_seen() -> None:
    loaded = loaded_by("import resource_dir, flask")

    assert loaded & WEB_AND_DATABASE
