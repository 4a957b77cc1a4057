"""The command as a shell runs it: each time with an application of its own."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from resource_dir.app import close_app, create_app
from resource_dir.cli import make_cli
from resource_dir.config import Settings


@pytest.fixture
def apps() -> Iterator[list[Flask]]:
    """The applications that commands made, the latest last."""
    made: list[Flask] = []
    yield made
    for app in made:
        close_app(app)


@pytest.fixture
def run(settings: Settings, apps: list[Flask]) -> Callable[..., Result]:
    """A function that runs a command; settings that differ are given by name."""

    def run(*words: object, stdin: bytes | None = None, **changed: Any) -> Result:
        def make() -> Flask:
            apps.append(create_app(replace(settings, **changed)))
            return apps[-1]

        return CliRunner().invoke(make_cli(make), [str(word) for word in words], input=stdin)

    return run
