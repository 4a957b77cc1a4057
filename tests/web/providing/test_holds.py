"""A bed asked for on the way: who may, who answers, when it is free again, what is never stored."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import AuditEntry, BedSetting, Capacity, CapacityReport, Hold
from resource_dir.operations.auditing import broken_links
from resource_dir.operations.holds.overdue import free_overdue
from tests.web.conftest import NOW

ORGANIZATION = "00000001-0000-4000-8000-000000000001"
OTHERS = "00000003-0000-4000-8000-000000000001"
LISTING = "00000001-0000-4000-8000-000000000004"
BEDS = "00000001-0000-4000-8000-000000000020"
OLD_LISTING, OLD_BEDS = LISTING.replace("1-", "2-", 1), BEDS.replace("1-", "2-", 1)
ASK = f"/holds/ask/{LISTING}"
INCOMING = "/holds/incoming"


@pytest.fixture
def provider(county: Flask, join: Callable[..., Any]) -> Any:
    return _in(join("pat@example.org", role="provider", organizations=[ORGANIZATION]))


@pytest.fixture
def team(county: Flask, join: Callable[..., Any]) -> Any:
    person = join("rae@example.org", role="responder")
    person.sign_in()
    return person


def _in(person: Any) -> Any:
    person.sign_in()
    person.set_up_app()
    return person


def _ask(person: Any, **more: str) -> Any:
    fields = {"capacity_id": BEDS, "minutes": "20", "key": str(uuid4()), **more}
    return person.post(ASK, page=ASK, **fields)


def _hold(session: Session) -> Hold:
    session.rollback()
    return session.scalars(
        select(Hold).order_by(Hold.asked.desc()).execution_options(populate_existing=True)
    ).first()  # type: ignore[return-value]


def _beds(session: Session) -> tuple[int | None, int]:
    session.rollback()
    count = session.get_one(Capacity, BEDS, populate_existing=True)
    return count.available, count.held


def _set(session: Session, key: str = BEDS, **values: Any) -> None:
    with writing(session):
        session.merge(BedSetting(capacity_id=key, **values))


def _later(app: Flask, minutes: int) -> None:
    app.config["CLOCK"] = lambda: NOW + timedelta(minutes=minutes)


def test_a_bed_is_asked_for_confirmed_and_seen_by_both(
    team: Any, provider: Any, session: Session
) -> None:
    assert "Ask for a bed" in team.client.get(f"/listings/{LISTING}").text

    asked = _ask(team)

    assert asked.status_code == 303
    assert _beds(session) == (3, 0)
    hold = _hold(session)
    assert "they have not answered yet" in team.client.get("/holds").text
    assert hold.code in provider.client.get(INCOMING).text
    yes = provider.post(f"{INCOMING}/{hold.id}/confirm", page=INCOMING)
    assert yes.status_code == 303
    assert _beds(session) == (2, 1)
    mine = team.client.get("/holds").text
    assert "Held until 11:35 pm" in mine
    assert "35 min left" in mine
    assert re.search(rf"{hold.code}</strong>", mine)
    (count,) = team.client.get(f"/api/listings/{LISTING}").json["capacity"]
    assert (count["available"], count["held"]) == (2, 1)
    card = team.client.get("/search?need=sobering_center&lat=35.37&lon=-119.02").text
    assert f'href="{ASK}"' in card
    page = team.client.get(f"/listings/{LISTING}").text
    assert "2 of 12 free" in page
    assert "1 held" in page


def test_a_bed_is_confirmed_by_itself_only_where_that_is_switched_on(
    team: Any, provider: Any, session: Session
) -> None:
    where = f"{INCOMING}/settings/{LISTING}/{BEDS}"
    assert provider.post(where, page=INCOMING, by_itself="y", longest="60").status_code == 303

    _ask(team)

    assert _hold(session).state == "confirmed"
    assert _beds(session) == (2, 1)
    assert "confirmed by itself" in team.client.get("/holds").text


def test_an_old_number_confirms_nothing_by_itself(
    county: Flask, team: Any, provider: Any, session: Session
) -> None:
    _set(session, confirms_by_itself=True)
    _later(county, 5 * 60)  # sobering chairs: four hours

    _ask(team)

    assert _hold(session).state == "asked"
    assert _beds(session) == (3, 0)


def test_a_hold_makes_no_number_newer(team: Any, provider: Any, session: Session) -> None:
    _set(session, confirms_by_itself=True)
    before = session.get_one(Capacity, BEDS).updated

    _ask(team)

    session.rollback()
    count = session.get_one(Capacity, BEDS, populate_existing=True)
    assert (count.updated, count.source) == (before, "phone")
    report = session.scalars(select(CapacityReport).order_by(CapacityReport.id.desc())).first()
    assert report is not None
    assert (report.via, report.available, report.updated) == ("hold", 2, before)


def test_the_same_key_asks_once(team: Any, provider: Any, session: Session) -> None:
    key = str(uuid4())
    _set(session, confirms_by_itself=True)

    for _ in range(3):
        assert _ask(team, key=key).status_code == 303

    assert _beds(session) == (2, 1)
    assert len(session.scalars(select(Hold)).all()) == 1


def test_somebody_elses_key_gives_nothing_away(
    team: Any, provider: Any, join: Callable[..., Any], session: Session
) -> None:
    key = str(uuid4())
    _ask(team, key=key)
    other = join("sam@example.org", role="responder")
    other.sign_in()

    assert _ask(other, key=key).status_code == 409
    assert _hold(session).code not in other.client.get("/holds").text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"minutes": "5"}, "Choose in how many minutes"),
        ({"minutes": "-20"}, "Choose in how many minutes"),
        ({"minutes": "1e3"}, "Choose in how many minutes"),
        ({"minutes": "soon"}, "Choose in how many minutes"),
        ({"minutes": "90"}, "60 minutes at most"),
        ({"capacity_id": ""}, "Choose which bed"),
        ({"key": "x"}, "Load the page again"),
    ],
)
def test_what_can_not_be_asked_is_said_and_nothing_is_kept(
    team: Any, provider: Any, session: Session, fields: dict[str, str], said: str
) -> None:
    _set(session, longest_hold_minutes=60)

    answer = _ask(team, **fields)

    assert answer.status_code == 400
    assert said in answer.text
    assert session.scalars(select(Hold)).all() == []


def test_beds_of_another_listing_are_not_found(team: Any, provider: Any) -> None:
    assert _ask(team, capacity_id=OLD_BEDS).status_code == 404
    assert _ask(team, capacity_id=str(uuid4())).status_code == 404


def test_nobody_keeps_many_beds(team: Any, provider: Any, session: Session) -> None:
    for _ in range(3):
        _ask(team)

    fourth = _ask(team)

    assert fourth.status_code == 409
    assert "asked for 3 beds already" in fourth.text
    assert len(session.scalars(select(Hold)).all()) == 3


def test_a_full_place_says_so(team: Any, provider: Any, session: Session) -> None:
    page = f"/beds/{LISTING}"
    fields = {"capacity_id": BEDS, "key": str(uuid4()), "do": "full"}
    provider.post(page, page=page, **fields)

    answer = team.post(ASK, page="/holds/ask/" + OLD_LISTING, capacity_id=BEDS, minutes="20",
                       key=str(uuid4()))  # fmt: skip

    assert answer.status_code in (400, 409)
    assert _hold(session) is None


def test_nobody_waits_for_a_house_that_can_not_answer(team: Any, session: Session) -> None:
    assert ">Ask for a bed<" not in team.client.get(f"/listings/{LISTING}").text
    assert "Nobody there answers" in team.client.get(ASK).text


def test_a_no_comes_with_a_reason_and_no_text(team: Any, provider: Any, session: Session) -> None:
    _ask(team)
    hold = _hold(session)
    where = f"{INCOMING}/{hold.id}/decline"

    assert provider.post(where, page=INCOMING, reason="He was here before").status_code == 400
    assert provider.post(where, page=INCOMING, reason="full").status_code == 303

    assert "No bed is free after all" in team.client.get("/holds").text
    assert _beds(session) == (3, 0)


def test_a_yes_that_is_taken_back_frees_the_bed_once(
    team: Any, provider: Any, session: Session
) -> None:
    _set(session, confirms_by_itself=True)
    _ask(team)
    where = f"{INCOMING}/{_hold(session).id}/decline"

    assert provider.post(where, page=INCOMING, reason="call_us").status_code == 303
    assert provider.post(where, page=INCOMING, reason="call_us").status_code == 409

    assert _beds(session) == (3, 0)


def test_a_hold_is_extended_on_the_way_up_to_the_longest(
    county: Flask, team: Any, provider: Any, session: Session
) -> None:
    _set(session, confirms_by_itself=True, longest_hold_minutes=60)
    _ask(team)
    where = f"/holds/{_hold(session).id}/extend"
    _later(county, 25)

    assert team.post(where, page="/holds", minutes="30").status_code == 303
    assert "Held until 12:00 am" in team.client.get("/holds").text
    assert team.post(where, page="/holds", minutes="45").status_code == 400
    assert team.post(where, page="/holds", minutes="x").status_code == 400
    assert _beds(session) == (2, 1)


def test_a_hold_given_back_or_used_counts_once(team: Any, provider: Any, session: Session) -> None:
    _set(session, confirms_by_itself=True)
    _ask(team)
    first = _hold(session).id
    for expected in (303, 409):
        assert team.post(f"/holds/{first}/cancel", page="/holds").status_code == expected
    assert _beds(session) == (3, 0)
    _ask(team)
    session.rollback()
    second = session.scalars(select(Hold.id).where(Hold.state == "confirmed")).one()

    assert provider.post(f"{INCOMING}/{second}/arrived", page=INCOMING).status_code == 303
    assert team.post(f"/holds/{second}/arrived", page="/holds").status_code == 409

    assert _beds(session) == (2, 0)


def test_what_is_over_frees_itself(
    county: Flask, team: Any, provider: Any, session: Session
) -> None:
    _set(session, confirms_by_itself=True)
    _ask(team)
    _later(county, 36)
    assert "Time is over" in team.client.get("/holds").text

    freed = [free_overdue(session, now=NOW + timedelta(minutes=36)) for _ in range(2)]

    assert freed == [1, 0]
    assert _beds(session) == (3, 0)
    assert _hold(session).state == "expired"
    (count,) = team.client.get(f"/api/listings/{LISTING}").json["capacity"]
    assert (count["available"], count["held"]) == (3, 0)


def test_nobody_answers_and_the_request_ends(
    county: Flask, team: Any, provider: Any, session: Session
) -> None:
    _ask(team)
    late = NOW + timedelta(minutes=16)
    _later(county, 16)
    where = f"{INCOMING}/{_hold(session).id}/confirm"

    assert provider.post(where, page=INCOMING).status_code == 409
    assert free_overdue(session, now=late) == 1
    assert _beds(session) == (3, 0)


def test_the_number_that_is_reported_is_beside_the_held_ones(
    team: Any, provider: Any, session: Session
) -> None:
    _set(session, confirms_by_itself=True)
    _ask(team)
    page = f"/beds/{LISTING}"
    assert "1 held bed is not in this number" in provider.client.get(page).text
    fields = {"capacity_id": BEDS, "do": "numbers", "available": "12", "maximum": "12"}

    refused = provider.post(page, page=page, key=str(uuid4()), **fields)

    assert refused.status_code == 400
    assert "12 free beside 1 held of 12" in refused.text
    told = provider.post(page, page=page, key=str(uuid4()), **{**fields, "available": "11"})
    assert told.status_code == 303
    team.post(f"/holds/{_hold(session).id}/cancel", page="/holds")
    assert _beds(session) == (12, 0)


def test_only_the_house_answers(
    team: Any, provider: Any, join: Callable[..., Any], session: Session
) -> None:
    _ask(team)
    hold = _hold(session).id
    neighbour = _in(join("ned@example.org", role="provider", organizations=[OTHERS]))
    steward = _in(join("sue@example.org", role="steward"))

    for verb in ("confirm", "decline", "arrived"):
        where = f"{INCOMING}/{hold}/{verb}"
        assert neighbour.post(where, page=INCOMING, reason="full").status_code == 404
        assert steward.post(where, page="/account", reason="full").status_code == 403
        assert team.post(where, page="/holds", reason="full").status_code == 403
    for verb in ("extend", "cancel", "arrived"):
        where = f"/holds/{hold}/{verb}"
        assert steward.post(where, page="/account", minutes="10").status_code == 404
    setting = f"{INCOMING}/settings/{LISTING}/{BEDS}"
    assert neighbour.post(setting, page=INCOMING, by_itself="y", longest="60").status_code == 404
    assert _hold(session).state == "asked"
    assert "Lantern House" not in neighbour.client.get(INCOMING).text


def test_a_page_elsewhere_can_not_ask(team: Any, provider: Any, session: Session) -> None:
    fields = {"capacity_id": BEDS, "minutes": "20", "key": str(uuid4())}

    assert team.client.post(ASK, data=fields).status_code == 400
    assert _hold(session) is None


def test_no_page_takes_a_word_about_the_person(team: Any, provider: Any, session: Session) -> None:
    _ask(team, name="Someone", note="he is drunk")

    for page in (team.client.get(ASK).text, team.client.get("/holds").text):
        assert "<textarea" not in page
        assert 'type="text"' not in page
    hold = _hold(session)
    assert "drunk" not in str({name: getattr(hold, name) for name in hold.__table__.c.keys()})  # noqa: SIM118
    entries = session.scalars(select(AuditEntry.changes)).all()
    assert "drunk" not in str(entries)
    assert re.fullmatch(r"[CFHJKLMNPRTWXY3479]{4}", hold.code)


def test_every_step_is_in_the_audit_log(team: Any, provider: Any, session: Session) -> None:
    _ask(team)
    hold = _hold(session).id
    provider.post(f"{INCOMING}/{hold}/confirm", page=INCOMING)
    team.post(f"/holds/{hold}/arrived", page="/holds")

    session.rollback()
    rows = select(AuditEntry).where(AuditEntry.row_id == hold).order_by(AuditEntry.sequence)
    told = [(one.action, one.actor.split(":")[0]) for one in session.scalars(rows)]
    assert told == [("ask_for_bed", "account"), ("move_hold", "account"), ("move_hold", "account")]
    assert list(broken_links(session)) == []
