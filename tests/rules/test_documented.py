"""Documentation as a contract: an operator finds every setting and every command described."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import click
import pytest

from resource_dir.config import ENVIRONMENT


@pytest.fixture(scope="module")
def operators(root: Path) -> str:
    """The text of docs/operators.md."""
    return (root / "docs" / "operators.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def root_command() -> click.Group:
    """`resource-dir` with everything below it; reading help needs no application."""
    from resource_dir.cli import make_cli

    return make_cli(no_application)


def no_application() -> NoReturn:
    raise AssertionError("help was asked for, and an application was made")


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


def test_every_command_is_in_the_operators_guide(root_command: click.Group, operators: str) -> None:
    names = set(commands(root_command))

    assert names
    assert not {name for name in names if f"resource-dir {name}" not in operators}


def test_every_command_explains_itself_with_an_example(root_command: click.Group) -> None:
    silent = [
        name
        for name in commands(root_command)
        if f"resource-dir {name}" not in help_of(root_command, name)
    ]

    assert not silent, "--help of each command ends with an example"


def help_of(group: click.Command, name: str) -> str:
    """What a command says of itself, without the usage line (which always names it)."""
    for part in name.split():
        assert isinstance(group, click.Group)
        group = group.commands[part]
    return f"{group.help or ''}\n{group.epilog or ''}"
