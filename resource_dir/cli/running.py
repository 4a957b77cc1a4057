"""What commands share: the application, the clock, JSON on stdout, a bar on stderr."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import click
import orjson
from flask import Flask
from sqlalchemy.orm import Session
from tqdm import tqdm

from resource_dir import geo
from resource_dir.extensions import db
from resource_dir.operations.places.locating import find_places

json_option = click.option("--json", "as_json", is_flag=True, help="Machine-readable answer.")


@contextmanager
def running(ctx: click.Context) -> Iterator[tuple[Flask, Session]]:
    """The application and a session on its database."""
    app: Flask = ctx.obj()
    app.extensions["index_keeper"].rebuild_in_front()
    app.extensions["place_keeper"].rebuild_in_front()
    with app.app_context():
        yield app, db.session()


def now_of(app: Flask) -> datetime:
    """The application's clock, which tests can stop."""
    now: datetime = app.config["CLOCK"]()
    return now


def locator(app: Flask, session: Session) -> Callable[[str], tuple[geo.Place, ...]]:
    """A function that finds a typed place, as the pages do; a command sees what partners see."""

    def locate(text: str) -> tuple[geo.Place, ...]:
        return find_places(
            session,
            text,
            places=app.extensions["place_keeper"],
            keeper=app.extensions["index_keeper"],
            geocoder=app.extensions["geocoder"],
            viewer="partner",
        )

    return locate


def print_json(data: Any) -> None:
    """Pretty JSON with a newline, on standard output."""
    sys.stdout.write(orjson.dumps(data, option=orjson.OPT_INDENT_2).decode() + "\n")


@contextmanager
def progress_bar(title: str, unit: str) -> Iterator[Callable[[int, int], None]]:
    """A callback (done, total) that moves a bar; nothing is drawn where there is no terminal."""
    size = shutil.get_terminal_size()  # of a terminal that says it has none: the usual one
    with tqdm(
        desc=title,
        unit=unit,
        unit_scale=True,
        disable=not sys.stderr.isatty(),
        leave=False,
        ncols=size.columns,
        nrows=size.lines,
    ) as bar:

        def move(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield move
