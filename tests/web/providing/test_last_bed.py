"""200 teams ask for one last bed at once, through the server that runs in earnest: one gets it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from types import ModuleType
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from resource_dir.config import Settings
from resource_dir.database import writing
from resource_dir.models import BedSetting, Capacity, Hold
from resource_dir.operations.auditing import broken_links
from resource_dir.operations.beds.reporting import BedReport, report_beds
from resource_dir.operations.holds.overdue import free_overdue

LISTING = "00000001-0000-4000-8000-000000000004"
BEDS = "00000001-0000-4000-8000-000000000020"
ORGANIZATION = "00000001-0000-4000-8000-000000000001"
ASK = f"/holds/ask/{LISTING}"
CLIENTS, TEAMS = 200, 20
SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """What came back, with the cookies that it set."""

    status: int
    text: str
    cookies: list[str]


@pytest.fixture
def port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
        return number


@pytest.fixture
def running(
    county: Flask, settings: Settings, join: Callable[..., Any], port: int
) -> Iterator["subprocess.Popen[bytes]"]:
    """`resource-dir serve` on the same database, with two processes."""
    join("pat@example.org", role="provider", organizations=[ORGANIZATION])
    env = os.environ | {
        "RESOURCE_DIR_DATA": str(settings.data_folder),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": "a secret of the tests, long enough",
        "RATE_LIMIT": "off",
        "BED_REMINDERS": "off",
    }
    words = ["serve", "--port", str(port), "--workers", "2"]
    process = subprocess.Popen(
        [sys.executable, "-m", "resource_dir", *words], env=env, start_new_session=True,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(port, process)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(SECONDS)


@pytest.fixture
def server(running: "subprocess.Popen[bytes]", port: int) -> int:
    """Its port."""
    return port


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    give_up = time.monotonic() + SECONDS
    while True:
        try:
            status = _request(port, "GET", "/healthz").status
        except OSError:
            assert process.poll() is None
            assert time.monotonic() < give_up
            time.sleep(0.2)
        else:
            assert status == 200
            return


def _request(port: int, verb: str, path: str, *, cookies: str = "", **fields: str) -> Answer:
    connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        head = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(verb, path, urlencode(fields) if fields else None, head)
        answer = connection.getresponse()
        baked = [one.partition(";")[0] for one in answer.headers.get_all("Set-Cookie") or ()]
        return Answer(answer.status, answer.read().decode(), baked)
    finally:
        connection.close()


@dataclass
class Team:
    """A signed-in browser, with the token of its forms."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def send(self, verb: str, path: str, **fields: str) -> Answer:
        """One request."""
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return _request(self.port, verb, path, cookies=jar, **fields)

    def load(self, path: str) -> None:
        """Keep the cookies and the token of a page."""
        self.keep(page := self.send("GET", path))
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
        assert found, page.text
        self.token = found[1]

    def keep(self, answer: Answer) -> None:
        """Keep the cookies of an answer."""
        for one in answer.cookies:
            name, _, value = one.partition("=")
            self.cookies[name] = value

    def sign_in(self, email: str, password: str) -> "Team":
        """As the form does."""
        self.load("/sign-in")
        answer = self.send("POST", "/sign-in", csrf_token=self.token, email=email,
                           password=password)  # fmt: skip
        assert answer.status == 303
        self.keep(answer)
        self.load(ASK)
        return self

    def ask(self, key: str) -> Answer:
        """Ask for the bed."""
        return self.send("POST", ASK, csrf_token=self.token, capacity_id=BEDS, minutes="20",
                         key=key)  # fmt: skip


@pytest.fixture
def last_bed(county: Flask, session: Session) -> None:
    """One bed is free, told this minute by the real clock, and is confirmed by itself."""
    with writing(session):
        session.add(BedSetting(capacity_id=BEDS, confirms_by_itself=True))
        session.get_one(Capacity, BEDS).updated = None
        session.flush()
        report = BedReport(BEDS, str(uuid4()), fields={"available": 1})
        report_beds(session, LISTING, report, actor="t", via="page", now=datetime.now(UTC))


@pytest.fixture
def teams(server: int, last_bed: None, join: Callable[..., Any], people: ModuleType) -> list[Team]:
    """Signed in to the running server."""
    emails = [f"team{number}@example.org" for number in range(TEAMS)]
    for email in emails:
        join(email, role="responder")
    return [Team(server).sign_in(email, people.PASSWORD) for email in emails]


def test_one_of_200_clients_gets_the_last_bed(teams: list[Team], session: Session) -> None:
    keys = [str(uuid4()) for _ in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(pool.map(lambda n: teams[n % TEAMS].ask(keys[n]), range(CLIENTS)))

    assert Counter(answer.status for answer in answers) == {303: 1, 409: CLIENTS - 1}
    refused = [answer.text for answer in answers if answer.status == 409]
    assert all("No bed is free there now" in text for text in refused)
    session.rollback()
    count = session.get_one(Capacity, BEDS, populate_existing=True)
    assert (count.available, count.held) == (0, 1)
    assert [one.state for one in session.scalars(select(Hold))] == ["confirmed"]
    assert list(broken_links(session)) == []


def test_the_winner_asks_again_with_its_key_and_has_the_same_bed(
    teams: list[Team], session: Session
) -> None:
    key = str(uuid4())
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: teams[0].ask(key), range(20)))

    assert {answer.status for answer in answers} == {303}
    session.rollback()
    count = session.get_one(Capacity, BEDS, populate_existing=True)
    assert (count.available, count.held) == (0, 1)


def test_a_hold_that_ends_is_freed_once_by_many_processes(
    teams: list[Team], engine: Engine, session: Session
) -> None:
    """The server's own jobs look at this database too."""
    assert teams[0].ask(str(uuid4())).status == 303
    with writing(session):
        session.execute(update(Hold).values(until=datetime.now(UTC)))

    def free(_: int) -> int:
        with Session(engine) as own:
            return free_overdue(own, now=datetime.now(UTC))

    with ThreadPoolExecutor(8) as pool:
        freed = sum(pool.map(free, range(16)))

    assert freed <= 1  # else the server was first
    session.rollback()
    count = session.get_one(Capacity, BEDS, populate_existing=True)
    assert (count.available, count.held) == (1, 0)
    assert [one.state for one in session.scalars(select(Hold))] == ["expired"]


def test_killed_while_teams_ask_no_bed_is_lost_or_counted_twice(
    teams: list[Team], session: Session, server: int, running: "subprocess.Popen[bytes]"
) -> None:
    held: list[str] = []

    def ask(number: int) -> None:
        with suppress(OSError, HTTPException):
            key = str(uuid4())
            if teams[number % TEAMS].ask(key).status == 303:
                held.append(key)

    with ThreadPoolExecutor(20) as pool:
        asking = [pool.submit(ask, number) for number in range(60)]
        while not any(one.done() for one in asking):
            time.sleep(0.01)
        os.killpg(running.pid, signal.SIGKILL)

    session.rollback()
    count = session.get_one(Capacity, BEDS, populate_existing=True)
    confirmed = session.scalars(select(Hold.key).where(Hold.state == "confirmed")).all()
    assert set(held) <= set(confirmed)  # what was answered is there
    assert (count.available, count.held) == (1 - len(confirmed), len(confirmed))
    assert list(broken_links(session)) == []
