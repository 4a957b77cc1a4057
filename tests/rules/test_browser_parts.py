"""Browser libraries: pinned, made when they are absent or outdated, and left alone otherwise."""

import importlib.util
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Call"
msgstr "Llamar"
"""


@pytest.fixture(scope="module")
def parts(root: Path) -> Iterator[ModuleType]:
    """tools/browser_parts.py as a module, beside the tools that it imports."""
    sys.path.insert(0, str(root / "tools"))
    spec = importlib.util.spec_from_file_location("browser_parts", root / "tools/browser_parts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(root / "tools"))


@pytest.fixture
def checkout(tmp_path: Path, root: Path, parts: ModuleType) -> Path:
    """A checkout whose node_modules hold what the lock file names, as npm would leave it."""
    shutil.copy(root / "package-lock.json", tmp_path)
    for path, entry in parts.locked(tmp_path).items():
        about = {"version": entry["version"], "license": entry["license"], "author": "Ann Example"}
        (tmp_path / path).mkdir(parents=True)
        (tmp_path / path / "package.json").write_text(json.dumps(about))
    for source, _ in parts.planned(tmp_path):
        source.parent.mkdir(parents=True, exist_ok=True)
        source.mkdir() if source.name == "images" else source.write_text("code")
    (tmp_path / "node_modules/leaflet/LICENSE").write_text("Permission is granted by Ann.")
    return tmp_path


def test_each_library_is_locked_by_version_and_digest_and_no_registry(
    parts: ModuleType, root: Path
) -> None:
    wanted = json.loads((root / "package.json").read_text())
    entries = parts.locked(root)

    assert all(entry["integrity"].startswith("sha512-") for entry in entries.values())
    assert not [path for path, entry in entries.items() if "resolved" in entry]
    for name, version in (wanted["dependencies"] | wanted["devDependencies"]).items():
        assert entries[f"node_modules/{name}"]["version"] == version
    assert set(parts.COPIED) == set(wanted["dependencies"])


def test_libraries_are_copied_with_their_licences(parts: ModuleType, checkout: Path) -> None:
    made = parts.prepare(checkout)

    vendor = checkout / parts.VENDOR
    assert made
    assert (vendor / "leaflet" / "leaflet.js").read_text() == "code"
    assert "Permission is granted by Ann." in (vendor / parts.LICENCES).read_text()
    assert "axe-core" not in (vendor / parts.LICENCES).read_text()


def test_what_is_current_is_left_alone(parts: ModuleType, checkout: Path) -> None:
    parts.prepare(checkout)
    shutil.rmtree(checkout / "node_modules")

    assert parts.prepare(checkout) == []


def test_another_lock_file_makes_them_anew(parts: ModuleType, checkout: Path) -> None:
    parts.prepare(checkout)
    with (checkout / "package-lock.json").open("a") as file:
        file.write("\n")

    assert not parts.is_current(checkout)


def test_a_lost_file_is_noticed(parts: ModuleType, checkout: Path) -> None:
    parts.prepare(checkout)
    (checkout / parts.VENDOR / "leaflet" / "leaflet.css").unlink()

    assert not parts.is_current(checkout)


def test_another_version_in_node_modules_is_not_taken(parts: ModuleType, checkout: Path) -> None:
    (checkout / "node_modules/leaflet/package.json").write_text('{"version": "0.0.1"}')

    assert not parts.has_locked_versions(checkout)


def test_a_catalogue_is_compiled_once(parts: ModuleType, tmp_path: Path) -> None:
    source = tmp_path / parts.TRANSLATIONS / "es" / "LC_MESSAGES" / "messages.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO, encoding="utf-8")

    folder = tmp_path / parts.TRANSLATIONS
    first, second = parts.compile_outdated(folder), parts.compile_outdated(folder)

    assert first == [source.with_suffix(".mo")]
    assert second == []
