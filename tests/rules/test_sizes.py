"""A file has one reason: a long one has usually found a second."""

from collections.abc import Iterator
from pathlib import Path

LINES_AT_MOST = 400
# Tables that grow by the row, not by the reason. Each entry says why it may be long.
MAY_BE_LONG = {
    "resource_dir/migrations/versions/": "a revision writes out each column as it was that day",
}


def long_files(texts: dict[str, str]) -> Iterator[str]:
    """Python files over the limit."""
    for name, text in texts.items():
        lines = text.count("\n")
        if (
            name.endswith(".py")
            and lines > LINES_AT_MOST
            and not name.startswith(tuple(MAY_BE_LONG))
        ):
            yield f"{name} has {lines} lines"


def test_no_python_file_is_longer_than_four_hundred_lines(checkout_texts: dict[str, str]) -> None:
    assert not list(long_files(checkout_texts)), "is it one thing? Cut it where its reasons part"


def test_a_file_of_four_hundred_and_one_lines_is_seen() -> None:
    assert list(long_files({"a.py": "x = 1\n" * 401, "b.py": "x = 1\n" * 400})) == [
        "a.py has 401 lines"
    ]


def test_every_exception_still_exists(root: Path) -> None:
    assert all((root / name).exists() for name in MAY_BE_LONG)


def test_no_package_is_named_for_nothing(root: Path) -> None:
    vague = {"services", "utils", "helpers", "common", "manager", "misc"}

    named = {path.stem for path in (root / "resource_dir").rglob("*.py")} | {
        path.name for path in (root / "resource_dir").rglob("*") if path.is_dir()
    }

    assert not named & vague
