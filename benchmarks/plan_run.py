"""`python -m benchmarks.plan_run take|look DATA CSV`: one planner's work in a process of its own.

`take`: from the CSV to the ranked table, on an empty database. `look`: page, what-if, bands and fix
finder on what was taken. The last line of the output is JSON.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from benchmarks import calls_made
from resource_dir import migrations
from resource_dir.app import create_app
from resource_dir.config import load_settings
from resource_dir.database import writing
from resource_dir.extensions import db
from resource_dir.models import (
    CallDataSet,
    Crosswalk,
    CrosswalkEntry,
    CrosswalkVersion,
    ListingDocument,
)
from resource_dir.operations.accounts.demo_logins import new_passwords, set_demo_logins
from resource_dir.operations.planning.areas import take_areas
from resource_dir.operations.planning.asked import GapsAsked
from resource_dir.operations.planning.county import county_of
from resource_dir.operations.planning.demand import demand_for
from resource_dir.operations.planning.gaps import find_gaps
from resource_dir.operations.planning.taking_calls import take_calls

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
HOUSES, SITES = 60, 5
TIMES = 5
LISTING = "00000000-0000-4000-8000-{:012d}"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
DAYS = "MO,TU,WE,TH,FR,SA,SU"


def main(what: str, data: str, csv: str) -> None:
    """Do it, and print what it cost."""
    os.environ |= {"RESOURCE_DIR_DATA": data, "RATE_LIMIT": "off"}
    print(json.dumps(take(Path(csv)) if what == "take" else look()))


@contextmanager
def inside(app: Flask) -> Iterator[None]:
    """In a context of the application; requests are made outside of it, as each has its own."""
    with app.app_context():
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()


def take(csv: Path) -> dict[str, float]:
    """Wall-clock seconds of each stage."""
    app = create_app(load_settings())
    with inside(app):
        migrations.upgrade(db.engine)
        _prepare()
        settings, spent = app.config["SETTINGS"], {}
        spent["read"] = _seconds(lambda: _read(csv))
        folder = settings.calls_folder
        spent["cube"] = _seconds(lambda: demand_for(db.session(), GapsAsked(), folder=folder))
        spent["table"] = _seconds(
            lambda: find_gaps(db.session(), GapsAsked(), settings=settings, now=NOW)
        )
    return spent


def _read(csv: Path) -> None:
    take_calls(
        db.session(), csv, profile=calls_made.PROFILE, name=calls_made.NAME,
        layer_id=calls_made.LAYER, actor="benchmark", now=NOW,
    )  # fmt: skip
    with writing(db.session()) as session:
        session.get_one(CallDataSet, calls_made.NAME).crosswalk_id = calls_made.NAME


def _prepare() -> None:
    """Beats, a crosswalk and houses; no calls yet."""
    with writing(db.session()) as session:
        take_areas(
            session, calls_made.LAYER, calls_made.beats(), name="Beats", source="benchmark",
            actor="benchmark", now=NOW,
        )  # fmt: skip
        session.add(Crosswalk(id=calls_made.NAME, name="B", created=NOW, created_by="benchmark"))
        session.flush()
        session.add(
            CrosswalkVersion(
                id=1, crosswalk_id=calls_made.NAME, number=1, state="reviewed", author="benchmark",
                created=NOW,
            )
        )  # fmt: skip
        session.flush()
        session.add_all(
            CrosswalkEntry(
                version_id=1, call_type=entry.call_type, disposition="", need=entry.need,
                weight=entry.weight,
            )
            for entry in calls_made.entries()
        )  # fmt: skip
        session.add_all(_house(number) for number in range(HOUSES))


def _house(number: int) -> ListingDocument:
    """Of every two one has said how many beds it has; one in three closes at night."""
    listing = LISTING.format(number)
    needs = calls_made.TOLD
    closes = "00:00:00" if number % 3 else "18:00:00"
    opens = "00:00:00" if number % 3 else "08:00:00"
    document = {
        "id": listing, "name": f"House {number}", "status": "active",
        "needs": [needs[number % len(needs)], needs[(number * 7 + 3) % len(needs)]],
        "is_withheld": False, "lat": calls_made.SOUTH + number % 5 * 0.05,
        "lon": calls_made.WEST + number % 10 * 0.05, "areas": [], "zone": "America/Denver",
        "schedules": [{"freq": "WEEKLY", "byday": DAYS, "opens_at": opens, "closes_at": closes,
                       "purpose": "opening", "audience": "public"}],
        "facts": [], "fresh_hours": 24, "capacity": [_beds(number)] if number % 2 else [],
    }  # fmt: skip
    return ListingDocument(
        id=listing, service_id=listing, words="", document=document, change_number=number + 1
    )


def _beds(number: int) -> dict[str, Any]:
    return {
        "id": f"c{number}", "unit": "bed", "population": "anyone", "available": 1, "maximum": 12,
        "staffed": 10, "out_of_service": None, "fresh_hours": None,
        "updated": NOW.isoformat(),
    }  # fmt: skip


def look() -> dict[str, list[float]]:
    """CPU milliseconds of each thing that a planner does, several times over."""
    app = create_app(load_settings())
    client = _planner(app)
    with Path(os.devnull).open("w") as nowhere, redirect_stderr(nowhere):
        page = _costs(lambda: _get(client, "/planning"))
    with inside(app):
        return {"page": page, **_costs_of_library(app)}


def _costs_of_library(app: Flask) -> dict[str, list[float]]:
    from resource_dir.gaps.fixing.effects import effect_of
    from resource_dir.gaps.fixing.finding import find_fixes
    from resource_dir.gaps.fixing.moves import AddPlaces, SetIntake
    from resource_dir.gaps.table.building import build_gap_table

    county = county_of(db.session(), GapsAsked(), settings=app.config["SETTINGS"], now=NOW)
    unit = county.supply.units[0]
    moves = (AddPlaces(unit.id, 4.0), SetIntake(unit.id, 0, 24))
    need = unit.needs[0]
    return {
        "what-if": _costs(lambda: effect_of(county, moves)),
        "bands": _costs(
            lambda: build_gap_table(county.demand, county.supply, county.assumed), times=1
        ),
        "fixes": _costs(lambda: find_fixes(county, need, sites=SITES), times=1),
    }


def _planner(app: Flask) -> FlaskClient:
    logins = new_passwords()
    with inside(app), writing(db.session()) as session:
        set_demo_logins(session, logins, now=app.config["CLOCK"]())
    login = next(login for login, _ in logins if login.role == "planner")
    client = app.test_client()
    found = TOKEN.search(client.get("/sign-in").text)
    fields = {"email": login.email, "password": login.password, "csrf_token": found and found[1]}
    client.post("/sign-in", data=fields)
    return client


def _get(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answered {answer.status}")


def _seconds(run: Callable[[], object]) -> float:
    started = time.monotonic()
    run()
    return time.monotonic() - started


def _costs(run: Callable[[], object], *, times: int = TIMES) -> list[float]:
    """CPU of so many runs, after one that loads what has to be loaded."""
    run()
    costs = []
    for _ in range(times):
        started = time.process_time_ns()
        run()
        costs.append((time.process_time_ns() - started) / 1e6)
    return costs


if __name__ == "__main__":
    main(*sys.argv[1:])
