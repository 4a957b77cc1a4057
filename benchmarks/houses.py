"""Invented houses with beds, a program's token for them, and how their numbers are reported.

Benchmark and crash proofs share this: both report through HTTP, as a provider's system does.
"""

from __future__ import annotations

import http.client
import json
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.app import create_app
from resource_dir.config import load_settings
from resource_dir.database import writing
from resource_dir.extensions import db
from resource_dir.operations.accounts.administering import add_account
from resource_dir.operations.accounts.keys import digest_of, new_token
from resource_dir.operations.refreshing import refresh_documents

BEDS = 40
OK = 200
LAT, LON = 38.5, -106.0
PROBE = "Quillwater House"  # found by its name alone
BROKEN = (http.client.HTTPException, OSError)


@dataclass(frozen=True, slots=True)
class Houses:
    """The ids of the listings, and a token that may report their beds."""

    token: str
    listings: tuple[str, ...]


def add_houses(environ: dict[str, str], count: int) -> Houses:
    """Put so many houses into the database of these settings; the first is called PROBE."""
    app = create_app(load_settings(environ))
    with app.app_context():
        session = db.session()
        listings = tuple(str(_id(number, 4)) for number in range(count))
        services = [str(_id(number, 2)) for number in range(count)]
        with writing(session):
            for row in _rows(count):
                session.add(row)
                session.flush()
            refresh_documents(session, services)
            token = _token(session)
        app.extensions["index_keeper"].refresh(session)
        session.close()
        db.engine.dispose()
    return Houses(token, listings)


def _id(number: int, kind: int) -> UUID:
    return UUID(int=number << 32 | kind << 24 | 1)


def _rows(count: int) -> Iterator[object]:
    rng = random.Random(3)
    unit, keeper = str(_id(0, 9)), str(_id(0, 1))
    yield models.Unit(id=unit, name="bed")
    yield models.Organization(id=keeper, name="Alder Bridge Houses")
    for number in range(count):
        service, place, listing = (str(_id(number, kind)) for kind in (2, 3, 4))
        name = PROBE if number == 0 else f"Alder Bridge House {number}"
        yield models.Service(id=service, organization_id=keeper, name=name)
        yield models.Location(
            id=place,
            latitude=LAT + rng.uniform(-0.5, 0.5),
            longitude=LON + rng.uniform(-0.5, 0.5),
            zone="America/Denver",
            zone_origin="point",
            location_type="physical",
        )
        yield models.ServiceAtLocation(id=listing, service_id=service, location_id=place)
        yield models.ListingNeed(
            id=str(_id(number, 6)),
            service_id=service,
            need_slug="emergency_shelter",
            origin="stated",
        )
        yield models.Capacity(
            id=str(_id(number, 5)),
            service_at_location_id=listing,
            unit_id=unit,
            available=0,
            maximum=BEDS,
            updated=datetime.now(UTC),
            audience="public",
        )


def _token(session: Session) -> str:
    account, _ = add_account(
        session,
        "beds@example.org",
        role="provider",
        organizations=[str(_id(0, 1))],
        actor="benchmark",
        now=datetime.now(UTC),
    )
    text = f"rd_{new_token()}"
    session.add(
        models.ApiToken(
            id=str(uuid4()),
            account_id=account.id,
            token_digest=digest_of(text),
            name="beds",
            scopes="beds",
            created=datetime.now(UTC),
        )
    )
    return text


class Reporter:
    """One client that keeps its connection. Not for two threads at once."""

    def __init__(self, port: int, token: str) -> None:
        self._port = port
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._connection: http.client.HTTPConnection | None = None

    def report(self, listing: str, available: int, *, key: str) -> tuple[int, bytes]:
        """Post one number; status and body of the answer. Raises one of BROKEN without one."""
        body = json.dumps({"listing": listing, "available": available, "key": key})
        return self._ask("POST", "/api/beds", body)

    def get(self, path: str) -> tuple[int, bytes]:
        """Ask for something."""
        return self._ask("GET", path, None)

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, bytes]:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            self._connection.request(method, path, body, self._headers if body else {})
            answer = self._connection.getresponse()
            return answer.status, answer.read()
        except BROKEN:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the connection; the next request opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def environ_of(data: Path, database_url: str | None) -> dict[str, str]:
    """Settings of a server on this data folder, without a limit on requests."""
    url = {} if database_url is None else {"DATABASE_URL": database_url}
    return {
        **os.environ,
        "RESOURCE_DIR_DATA": str(data),
        "RATE_LIMIT": "off",
        "SECRET_KEY": "k" * 40,
        **url,
    }
