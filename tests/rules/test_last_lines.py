"""What stands at the end of a test run is true: nothing that could not run is passed over."""

import importlib.util
import os
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

JUNIT = """<testsuites><testsuite>
<testcase classname="tests.hours.test_a" name="test_x"/>
<testcase classname="tests.hours.test_a" name="test_y"><failure message="no"/></testcase>
<testcase classname="tests.browser.test_b" name="test_z"><skipped message="no browser"/></testcase>
{conformance}
</testsuite></testsuites>"""
RAN = '<testcase classname="tests.conformance.test_c" name="test_w"/>'
SKIPPED = (
    '<testcase classname="tests.conformance.test_c" name="test_w"><skipped message="absent"/>'
    "</testcase>"
)


@pytest.fixture
def junit(tmp_path: Path) -> Path:
    path = tmp_path / "junit.xml"
    path.write_text(JUNIT.format(conformance=RAN))
    return path


def tool(root: Path, name: str) -> ModuleType:
    """A script of tools/, which is no package."""
    spec = importlib.util.spec_from_file_location(name, root / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_skipped_test_is_named_with_its_reason(root: Path, junit: Path) -> None:
    run_tests = tool(root, "run_tests")

    lines = run_tests.closing_lines([run_tests.read_results("sqlite", 1, junit)])

    assert "  on sqlite, 1 in tests.browser.test_b: no browser" in lines
    assert lines[-1] == "2 passed, 1 failed, 1 skipped"


def test_a_run_that_died_before_it_reported_is_a_failure(root: Path, tmp_path: Path) -> None:
    results = tool(root, "run_tests").read_results("sqlite", 0, tmp_path / "none.xml")

    assert not results.is_good
    assert results.failed == 1


def test_what_runs_on_one_database_is_there_and_whole_stories_are_not_in_it(root: Path) -> None:
    run_tests = tool(root, "run_tests")
    once = {*run_tests.WITHOUT_A_DATABASE, *run_tests.OF_EITHER_DATABASE}

    assert [path for path in once if not (root / "tests" / path).exists()] == []
    assert once.isdisjoint({"browser/test_provider_story.py", "browser/test_night_call.py"})


@pytest.mark.parametrize(
    ("conformance", "counted"), [(RAN, (1, 0)), (SKIPPED, (0, 1)), ("", (0, 0))]
)
def test_skipped_conformance_tests_do_not_count_as_run(
    conformance: str, counted: tuple[int, int], root: Path, junit: Path
) -> None:
    junit.write_text(JUNIT.format(conformance=conformance))

    assert tool(root, "conformance_ran").count_conformance(junit) == counted


@pytest.mark.parametrize(
    ("user", "apt", "says"),
    [
        ("0", "exit 0", "installed Chromium"),
        ("0", "echo no route to the mirror; exit 1", "no route to the mirror"),
        ("1000", "exit 0", "only root may install"),
        ("0", None, "no apt-get"),
    ],
)
def test_a_machine_without_a_browser_is_told_why(
    user: str, apt: str | None, says: str, root: Path, tmp_path: Path
) -> None:
    (tmp_path / "tools").mkdir()
    script = tmp_path / "tools" / "setup-test-machine"
    script.write_text((root / "tools" / "setup-test-machine").read_text())
    commands = {"id": f"echo {user}", "apt-get": apt}
    path = only_these_commands(tmp_path / "bin", commands)

    done = subprocess.run(
        ["/bin/sh", str(script)], env={"PATH": path}, check=False, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
    assert says in done.stdout


def only_these_commands(folder: Path, commands: dict[str, str | None]) -> str:
    """A PATH with our stand-ins and the few real tools the script needs."""
    folder.mkdir()
    for name, body in commands.items():
        if body is not None:
            (folder / name).write_text(f"#!/bin/sh\n{body}\n")
            (folder / name).chmod(0o755)
    for name in ("dirname", "mkdir", "tail"):
        real = next(
            Path(place) / name for place in os.defpath.split(":") if (Path(place) / name).exists()
        )
        (folder / name).symlink_to(real)
    return str(folder)
