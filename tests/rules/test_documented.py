"""Documentation as a contract: an operator finds every setting and every command described."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from resource_dir.config import ENVIRONMENT


@pytest.fixture(scope="module")
def operators(root: Path) -> str:
    """The text of docs/operators.md."""
    return (root / "docs" / "operators.md").read_text(encoding="utf-8")


def commands(group: click.Command, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Full names of all commands that do something: "import hsds", "serve"."""
    if isinstance(group, click.Group):
        for name, command in group.commands.items():
            yield from commands(command, (*path, name))
    else:
        yield " ".join(path)


def undocumented_settings(text: str) -> set[str]:
    """Settings without a row in a table: the variable in its first cell."""
    rows = set(re.findall(r"^\| *`([A-Z_]+)", text, flags=re.MULTILINE))
    return set(ENVIRONMENT.values()) - rows


def test_every_setting_is_in_the_operators_table(operators: str) -> None:
    assert not undocumented_settings(operators)


def test_a_setting_named_only_in_passing_is_not_documented() -> None:
    assert "DATABASE_URL" in undocumented_settings("Set `DATABASE_URL` if you like.")


def test_every_command_is_in_the_operators_guide(operators: str) -> None:
    from resource_dir.cli import cli

    missing = {name for name in commands(cli) if f"resource-dir {name}" not in operators}

    assert not missing


def test_every_command_explains_itself_with_an_example() -> None:
    from resource_dir.cli import cli

    silent = [name for name in commands(cli) if "resource-dir " + name not in help_of(cli, name)]

    assert not silent, "--help of each command ends with an example"


def help_of(group: click.Command, name: str) -> str:
    """The help text of one command, without the usage line, which always names it."""
    command = group
    for part in name.split():
        assert isinstance(command, click.Group)
        command = command.commands[part]
    return command.help or "" if command.epilog is None else f"{command.help}{command.epilog}"
