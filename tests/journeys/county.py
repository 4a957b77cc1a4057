"""The demonstration county, loaded and asked as the pages ask."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from flask import Flask

from resource_dir.app import close_app, create_app
from resource_dir.config import Settings
from resource_dir.extensions import db
from resource_dir.operations.asking import read_query
from resource_dir.operations.finding import find_listings, get_listing
from resource_dir.operations.importing.demonstrating import load_demo, seed_folder
from resource_dir.operations.importing.inventory import ImportReport

# A Thursday, 2 in the morning where the county lies.
NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
SEAT = "38.505,-106.055"
Json = dict[str, Any]


@dataclass
class County:
    """The loaded county, asked as the pages ask."""

    app: Flask
    report: ImportReport

    def find(self, *, viewer: Literal["public", "partner"] = "public", **asked: str) -> list[Json]:
        """Results of one search, best first."""
        return self.answer(viewer=viewer, **asked)["results"]  # type: ignore[no-any-return]

    def answer(self, *, viewer: Literal["public", "partner"] = "public", **asked: str) -> Json:
        """One whole answer."""
        query = read_query({name: [said] for name, said in asked.items()}, now=NOW, viewer=viewer)
        with self.app.app_context():
            keeper = self.app.extensions["index_keeper"]
            return find_listings(db.session(), query, keeper=keeper, viewer=viewer, now=NOW)

    @cached_property
    def ids(self) -> dict[str, str]:
        """Listing ids by name."""
        return {one["name"]: one["id"] for one in self.find(per_page="100")}

    def listing(self, name: str, *, viewer: Literal["public", "partner"] = "public") -> Json:
        """One listing by its name, as its page shows it."""
        with self.app.app_context():
            return get_listing(db.session(), self.ids[name], viewer=viewer, now=NOW)

    def said(self, name: str, *, viewer: Literal["public", "partner"] = "public") -> dict[str, str]:
        """Criteria that a listing states: code to "yes" or "no"."""
        listing = self.listing(name, viewer=viewer)
        return {one["criterion"]: one["stance"] for one in listing["criteria"]}


@contextmanager
def application(url: str, folder: Path) -> Iterator[Flask]:
    """An application on a migrated database."""
    secret = "a secret of the tests, long enough"
    app = create_app(Settings(folder, url, secret, rate_limit="off"))
    app.config["CLOCK"] = lambda: NOW
    try:
        yield app
    finally:
        close_app(app)


def load_county(app: Flask) -> ImportReport:
    """Load it as the command does."""
    with app.app_context():
        return load_demo(
            db.session(),
            settings=app.config["SETTINGS"],
            keeper=app.extensions["index_keeper"],
            places=app.extensions["place_keeper"],
            now=NOW,
        )


def seed_rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the seed files."""
    with (seed_folder() / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
