"""Every route, asked for by everybody, with an object of one's own and with somebody else's."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from resource_dir.database import writing
from resource_dir.models import (
    ROLES,
    AccountSession,
    ApiToken,
    Hold,
    Membership,
    Organization,
    Passkey,
)
from resource_dir.operations.accounts.callers import EDITORS, PARTNERS, Caller
from resource_dir.operations.accounts.signing_in import account_of
from resource_dir.web import access

Join = Callable[..., Any]
ORGANIZATION = "00000009-0000-4000-8000-000000000001"
LISTING = "00000001-0000-4000-8000-000000000004"
BEDS = "00000001-0000-4000-8000-000000000020"
PARTNER_FACT = "Partner only door"
NOBODY = "00000000-0000-4000-8000-00000000dead"
# Where a route takes the id of something that belongs to somebody: the table to find one in.
OWNED = {"session_id": AccountSession, "passkey_id": Passkey, "token_id": ApiToken,
         "hold_id": Hold}  # fmt: skip
# Ids of what belongs to nobody in particular: anybody may ask for a listing.
SHARED = {"section", "listing_id", "filename", "token", "number", "conflict_id", "reach_id",
          "link_id", "capacity_id", "account_id", "claim_id", "key", "table_id",
          "report_id", "need", "area", "shift_id", "layer_id",
          "data_set_id", "crosswalk_id"}  # fmt: skip
NUMBERS = {"number", "conflict_id", "report_id"}  # of no row
TOKEN = r"rd_[\w-]+"
STAGES = ("anonymous", "half", "unenrolled", *ROLES)


class Cast:
    """One browser for each stage of signing in and each role, and somebody else's objects."""

    def __init__(self, app: Flask, join: Join, session: Session, people: ModuleType) -> None:
        self.app, self._session = app, session
        if session.get(Organization, ORGANIZATION) is None:
            with writing(session):
                session.add(Organization(id=ORGANIZATION, name="Aspen House"))
        self._join, self._people = join, people
        self.other = self._enrolled("other@example.org", role="steward")
        self.other.post("/account/tokens", page="/account", name="theirs")
        self._passkey(self.other, b"theirs")
        self._hold(self.other)

    def person(self, stage: str) -> Any:
        """Somebody at this stage, with a browser of their own."""
        if stage == "anonymous":
            return self._people.Person(self.app, self.app.test_client(), "")
        if stage == "unenrolled":
            person = self._join(f"{stage}@example.org", role="steward")
            person.sign_in()
            return person
        role = "responder" if stage == "half" else stage
        person = self._enrolled(f"{stage}@example.org", role=role)
        self._passkey(person, stage.encode())
        if stage == "half":
            person.post("/sign-in", email=person.email, password=self._people.PASSWORD)
        elif role in PARTNERS:
            person.post("/account/tokens", page="/account", name="mine")
        self._hold(person)
        return person

    def _enrolled(self, email: str, *, role: str) -> Any:
        organizations = [ORGANIZATION] if role == "provider" else []
        person = self._join(email, role=role, organizations=organizations)
        person.sign_in()
        person.set_up_app()
        return person

    def _passkey(self, person: Any, key: bytes) -> None:
        with writing(self._session) as session:
            session.add(Passkey(
                id=f"{len(key):08d}-0000-4000-8000-{key.hex()[:12]:0>12}", name="key",
                public_key=b"", account_id=self.account_of(person), credential_id=key, sign_count=0,
                created=self.app.config["CLOCK"](),
            ))  # fmt: skip

    def _hold(self, person: Any) -> None:
        now = self.app.config["CLOCK"]()
        with writing(self._session) as session:
            session.add(Hold(
                id=str(uuid4()), code="K7FT", capacity_id=BEDS, listing_id=LISTING, state="asked",
                account_id=self.account_of(person), asked=now, arrival=now + timedelta(minutes=20),
                until=now + timedelta(minutes=15), key=str(uuid4()),
            ))  # fmt: skip

    def account_of(self, person: Any) -> str:
        """The id of an account; nobody's for somebody without one."""
        account = account_of(self._session, person.email)
        return account.id if account else NOBODY

    def object_of(self, person: Any, kind: Any) -> str:
        """The id of something of this kind that belongs to that person, newest first."""
        self._session.rollback()
        query = select(kind.id).where(kind.account_id == self.account_of(person))
        made = kind.asked if kind is Hold else kind.created
        return self._session.scalars(query.order_by(made.desc())).first() or NOBODY


@pytest.fixture
def cast(county: Flask, join: Join, session: Session, people: ModuleType) -> Cast:
    return Cast(county, join, session, people)


def _ways(rule: Rule) -> Iterator[str]:
    yield from sorted(set(rule.methods or ()) & {"GET", "POST", "PUT", "PATCH", "DELETE"})


def is_open(who: access.Who | None, stage: str) -> bool:
    """What the table promises, said a second time."""
    admitted = stage in ROLES
    return {
        "anyone": True,
        "half": stage != "anonymous",
        "enrolling": admitted or stage == "unenrolled",
        "admitted": admitted,
    }.get(who, False) if isinstance(who, str) else (who is not None and stage in who)  # fmt: skip


def _ask(cast: Cast, person: Any, rule: Rule, way: str, *, owner: Any) -> Any:
    values = {
        name: cast.object_of(owner, OWNED[name])
        if name in OWNED
        else 999
        if name in NUMBERS
        else NOBODY
        for name in rule.arguments
    }
    assert rule.arguments <= set(OWNED) | SHARED, f"say whose {rule.arguments} of {rule.rule} are"
    with cast.app.test_request_context():
        path = cast.app.url_map.bind("localhost").build(rule.endpoint, values, method=way)
    if way == "GET":
        return person.client.get(path)
    page = "/sign-in" if person.client.get("/account").status_code != 200 else "/account"
    fields = {"csrf_token": person.form_token(page), "role": "administrator"}
    return person.client.post(path, data=fields)


def _is_let_through(answer: Any) -> bool:
    """Not sent to sign in, to the second factor or to set one up, nor told that it is not open."""
    away = ("/sign-in", "/account")
    location = answer.headers.get("Location", "").partition("?")[0]
    is_away = answer.status_code == 303 and location.startswith(away) and not (
        location == "/account" and answer.request.path.startswith("/account/")
    )  # fmt: skip
    return not is_away and answer.status_code not in (401, 403)


@pytest.mark.parametrize("stage", STAGES)
def test_every_route_lets_in_whom_the_table_names(cast: Cast, stage: str) -> None:
    person, wrong = cast.person(stage), []
    rules = sorted(cast.app.url_map.iter_rules(), key=lambda rule: "sign_out" in rule.endpoint)
    for rule in rules:
        who = access.ROUTES.get(rule.endpoint)
        assert who is not None, f"nobody classified {rule.endpoint}"
        # Somebody else's object: being let through the door must not be enough.
        for way in _ways(rule):
            answer = _ask(cast, person, rule, way, owner=cast.other)
            if rule.arguments & set(OWNED) and is_open(who, stage):
                if answer.status_code != 404:
                    wrong.append(f"{way} {rule.rule}, not theirs: {answer.status_code}")
            elif _is_let_through(answer) != is_open(who, stage):
                wrong.append(f"{way} {rule.rule}: {answer.status_code}")
            answer.close()

    assert not wrong, "\n".join(wrong)


def _editing(app: Flask) -> list[tuple[str, str]]:
    """(way, address but for the listing's id) of every route by which a listing is edited."""
    rules = [one for one in app.url_map.iter_rules() if one.endpoint.startswith("editing.")]
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        return [
            (way, adapter.build(rule.endpoint, _edited(rule, NOBODY), method=way))
            for rule in rules
            for way in _ways(rule)
        ]


def _edited(rule: Rule, listing_id: str) -> dict[str, str]:
    return {
        "listing_id": listing_id,
        **({"section": "basics"} if "section" in rule.arguments else {}),
    }


@pytest.mark.parametrize("role", ROLES)
def test_listings_are_edited_by_who_keeps_them_and_nobody_else(
    cast: Cast, listings: ModuleType, role: str
) -> None:
    """Of the own organization, and of another one; with a form's token each time."""
    person = cast.person(role)
    own, other = listings.listing_id("sobering"), listings.listing_id("detox")
    if role == "provider":
        with writing(cast._session) as session:
            account = account_of(session, person.email)
            assert account is not None
            session.add(Membership(
                account_id=account.id, organization_id=listings.key(1, 1),
                created=cast.app.config["CLOCK"](),
            ))  # fmt: skip
    expected = {
        "provider": {own: {200, 303, 204, 400}, other: {403}},
        "steward": {own: {200, 303, 204, 400}, other: {200, 303, 204, 400}},
    }.get(role, {own: {403}, other: {403}})
    wrong, token = [], {"csrf_token": person.form_token("/account")}
    for way, address in _editing(cast.app):
        for listing, allowed in expected.items():
            path = address.replace(NOBODY, listing)
            ask = person.client.get if way == "GET" else person.client.post
            answer = ask(path, **({} if way == "GET" else {"data": token}))
            if answer.status_code not in allowed:
                wrong.append(f"{way} {path}: {answer.status_code}")

    assert wrong == []


@pytest.mark.parametrize("kind", OWNED)
def test_what_is_ones_own_can_be_ended(cast: Cast, kind: str) -> None:
    person = cast.person("responder")
    rule = next(r for r in cast.app.url_map.iter_rules() if kind in r.arguments)

    assert _ask(cast, person, rule, "POST", owner=person).status_code == 303
    assert cast.object_of(cast.other, OWNED[kind]) != NOBODY


def test_a_planted_route_is_found(cast: Cast) -> None:
    cast.app._got_first_request = False
    cast.app.add_url_rule("/planted", "planted", lambda: "open to all by mistake")

    with pytest.raises(AssertionError, match="nobody classified planted"):
        test_every_route_lets_in_whom_the_table_names(cast, "anonymous")


def test_a_route_that_is_opened_too_far_is_found(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "_judged", lambda who, person: None)

    with pytest.raises(AssertionError, match=r"second-factor: 200"):
        test_every_route_lets_in_whom_the_table_names(cast, "anonymous")


def test_another_persons_object_that_could_be_ended_is_found(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from resource_dir.operations.accounts import tokens

    def careless(session: Session, caller: Caller, *, token_id: str, now: Any) -> None:
        session.get(ApiToken, token_id).revoked = now

    monkeypatch.setattr(tokens, "end_token", careless)

    with pytest.raises(AssertionError, match=r"tokens.*not theirs"):
        test_every_route_lets_in_whom_the_table_names(cast, "responder")


@pytest.mark.parametrize("stage", STAGES)
def test_partner_facts_are_for_partners(cast: Cast, listings: ModuleType, stage: str) -> None:
    """In the answers to programs and on the page, and so for their tokens below."""
    person = cast.person(stage)

    answers = [person.client.get(f"{start}/listings/{LISTING}").text for start in ("", "/api")]

    assert [PARTNER_FACT in text for text in answers] == [stage in PARTNERS] * 2


@pytest.mark.parametrize("role", ROLES)
def test_only_its_own_organizations_and_only_admitted(role: str) -> None:
    def person(**more: Any) -> Caller:
        known = {"is_whole": True, "is_enrolled": True, **more}
        return Caller("a", "a@example.org", role, frozenset({"mine"}), "s",
                      began=datetime.now(UTC), **known)  # fmt: skip

    assert person().keeps("mine") == (role in ("provider", "steward"))
    assert person().keeps("other") == (role == "steward")
    assert not person(is_whole=False).keeps("mine")
    assert not person(is_enrolled=False).keeps("mine")
    assert {"provider", "steward", "administrator"} == EDITORS


def test_a_token_gives_partner_facts_to_a_program_and_opens_no_page(cast: Cast) -> None:
    person = cast.person("responder")
    found = re.search(TOKEN, person.post("/account/tokens", page="/account", name="p").text)
    assert found
    bearer = {"Authorization": f"Bearer {found[0]}"}
    program = cast.app.test_client()

    facts = program.get(f"/api/listings/{LISTING}", headers=bearer).text

    assert PARTNER_FACT in facts
    assert program.get("/account", headers=bearer).status_code == 303
    assert PARTNER_FACT not in program.get(f"/listings/{LISTING}", headers=bearer).text


def test_a_token_that_was_ended_is_an_error_and_not_a_public_answer(cast: Cast) -> None:
    person = cast.person("responder")
    found = re.search(TOKEN, person.post("/account/tokens", page="/account", name="p").text)
    page = person.client.get("/account").text
    for path in re.findall(r'action="(/account/tokens/[^"]+/end)"', page):
        person.post(path, page="/account")
    assert found

    answer = cast.app.test_client().get(
        "/api/search", headers={"Authorization": f"Bearer {found[0]}"}
    )

    assert answer.status_code == 401
    assert answer.json["error"]["code"] == "not_signed_in"
