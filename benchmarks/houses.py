"""Invented houses with beds, a program's token for them, and how their numbers are reported.

Benchmark and crash proofs share this: both report through HTTP, as a provider's system does.
"""

from __future__ import annotations

import json
import os
import random
import socket
from collections.abc import Callable, Iterator
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
from resource_dir.operations.listings.refreshing import refresh_documents

BEDS = 40
OK = 200
LAT, LON = 38.5, -106.0
PROBE = "Quillwater House"  # found by its name alone
BROKEN = OSError


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
    """One client that keeps its connection. Not for two threads at once.

    It writes and reads the few lines of HTTP that our server speaks by itself: a library for it
    took half a millisecond of the processor that the server is measured on.
    """

    def __init__(self, port: int, token: str) -> None:
        self._port = port
        self._head = f"Host: 127.0.0.1:{port}\r\nAccept-Encoding: identity\r\n"
        self._said = f"Authorization: Bearer {token}\r\nContent-Type: application/json\r\n"
        self._connection: socket.socket | None = None

    def report(self, listing: str, available: int, *, key: str) -> tuple[int, bytes]:
        """Post one number; status and body of the answer. Raises one of BROKEN without one."""
        body = json.dumps({"listing": listing, "available": available, "key": key})
        said = f"{self._said}Content-Length: {len(body)}\r\n"
        return self._ask(f"POST /api/beds HTTP/1.1\r\n{self._head}{said}\r\n{body}")

    def get(self, path: str) -> tuple[int, bytes]:
        """Ask for something."""
        return self._ask(f"GET {path} HTTP/1.1\r\n{self._head}\r\n")

    def _ask(self, request: str) -> tuple[int, bytes]:
        try:
            if self._connection is None:
                self._connection = socket.create_connection(("127.0.0.1", self._port), timeout=60)
            self._connection.sendall(request.encode())
            return self._answer(self._connection)
        except BROKEN:
            self.close()
            raise

    def _answer(self, connection: socket.socket) -> tuple[int, bytes]:
        head, _, body = _until(connection, b"", lambda data: b"\r\n\r\n" in data).partition(
            b"\r\n\r\n"
        )
        status, *lines = head.lower().split(b"\r\n")
        fields = dict(line.split(b": ", 1) for line in lines)
        length = int(fields[b"content-length"])
        body = _until(connection, body, lambda data: len(data) >= length)
        if fields.get(b"connection") == b"close":
            self.close()
        return int(status.split()[1]), body

    def close(self) -> None:
        """Let go of the connection; the next request opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _until(connection: socket.socket, data: bytes, is_all: Callable[[bytes], bool]) -> bytes:
    while not is_all(data):
        more = connection.recv(65_536)
        if not more:
            raise ConnectionError("the server closed the connection in the middle of an answer")
        data += more
    return data


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
