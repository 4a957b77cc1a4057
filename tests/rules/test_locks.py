"""`make run` fetches nothing that is not pinned by version and hash, from wherever pip looks."""

import re
from pathlib import Path

import pytest

LOCKS = ("requirements.txt", "requirements-dev.txt")
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[a-z,]+\])?==(\S+)")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def pins(text: str) -> dict[tuple[str, str], str]:
    """Each pinned (name, version) with the rest of its entry."""
    entries = re.split(r"\n(?=\S)", text)
    found = [(PIN.match(entry), entry) for entry in entries if entry.strip()]
    assert all(pin for pin, _ in found), "a line that pins nothing"
    return {(pin[1], pin[2]): entry for pin, entry in found if pin}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_locked_by_its_hash(lock: str, root: Path) -> None:
    text = (root / lock).read_text(encoding="utf-8")

    assert not [name for (name, _), entry in pins(text).items() if not HASH.search(entry)]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_direct_requirement_is_locked(lock: str, root: Path) -> None:
    config = (root / "setup.cfg").read_text(encoding="utf-8")
    block = config.partition("install_requires =\n")[2].partition("\n\n")[0]
    wanted = set(re.findall(r"^    ([a-z0-9-]+)", block, flags=re.MULTILINE))

    locked = {name for name, _ in pins((root / lock).read_text(encoding="utf-8"))}

    assert wanted
    assert wanted <= locked, "setup.cfg changed: run `make lock`"


def test_tests_run_on_the_versions_that_are_shipped(root: Path) -> None:
    shipped, tested = (pins((root / lock).read_text(encoding="utf-8")) for lock in LOCKS)

    assert set(shipped) <= set(tested)
