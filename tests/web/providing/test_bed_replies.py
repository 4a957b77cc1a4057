"""A provider answers our letter with "3 free", and that is the number."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from resource_dir.config import Settings
from resource_dir.database import writing
from resource_dir.models import BedLink, BedReach, Capacity, CapacityReport
from resource_dir.operations.beds.asking import Desk, ask
from resource_dir.operations.beds.listings import lock_listing
from resource_dir.operations.beds.reaches import add_reach

PUBLIC = "https://directory.example.org"
SECRET = "a secret between mail servers"


@pytest.fixture
def settings(settings: Settings, letterbox: Any) -> Settings:
    """With mail that comes in."""
    return replace(
        settings, mail_url=letterbox.url, public_url=PUBLIC,
        mail_reply_to="beds@directory.example.org", mail_reply_token=SECRET,
    )  # fmt: skip


class House:
    """The sobering center, whose night desk was asked by mail."""

    def __init__(self, app: Flask, session: Session, listings: ModuleType, box: Any) -> None:
        self.app, self._session, self._box = app, session, box
        self.count = listings.key(1, 20)
        listing_id, desk = listings.listing_id("sobering"), app.extensions["desk"]
        assert isinstance(desk, Desk)
        with writing(session):
            document = lock_listing(session, listing_id)
            reach = add_reach(
                session, listing_id, kind="mail", address="desk@aspen.example.org", actor="test",
                now=self.now,
            )  # fmt: skip
            letter = ask(session, reach, document, desk=desk, actor="test", now=self.now)
        desk.send(letter)
        self.letter = box.wait(app)[0]

    @property
    def now(self) -> datetime:
        moment: datetime = self.app.config["CLOCK"]()
        return moment

    def later(self, **time: float) -> None:
        """Let time pass."""
        moment = self.now + timedelta(**time)
        self.app.config["CLOCK"] = lambda: moment

    def reply(self, text: str, **headers: str) -> EmailMessage:
        """An answer, as a mail program makes it."""
        message = EmailMessage()
        known = {
            "From": "somebody@elsewhere.example.org", "To": self.letter["Reply-To"],
            "Subject": f"Re: {self.letter['Subject']}", "In-Reply-To": self.letter["Message-ID"],
            "Date": format_datetime(self.now), "Message-ID": f"<{text[:9].encode().hex()}@x>",
        }  # fmt: skip
        for name, value in {
            **known,
            **{k.replace("_", "-"): v for k, v in headers.items()},
        }.items():
            if value:
                message[name] = value
        message.set_content(f"{text}\n\nOn Monday Desk wrote:\n> Reply with: 9 free\n")
        return message

    def hand_in(self, message: EmailMessage | bytes, secret: str = SECRET) -> Any:
        """As a mail service does."""
        raw = message if isinstance(message, bytes) else message.as_bytes()
        head = {"Authorization": f"Bearer {secret}", "Content-Type": "message/rfc822"}
        return self.app.test_client().post("/api/bed-replies", data=raw, headers=head)

    def outcome(self, text: str, **headers: str) -> str:
        """What becomes of an answer."""
        return str(self.hand_in(self.reply(text, **headers)).json["outcome"])

    def free(self) -> int | None:
        """The number now."""
        self._session.rollback()
        self._session.expire_all()
        return self._session.get_one(Capacity, self.count).available

    def letters(self) -> list[Any]:
        """What was sent after the letter that asks."""
        return list(self._box.wait(self.app)[1:])


@pytest.fixture
def house(county: Flask, session: Session, listings: ModuleType, letterbox: Any) -> House:
    return House(county, session, listings, letterbox)


def test_three_free_is_the_number_and_says_how_it_came(house: House, session: Session) -> None:
    answer = house.hand_in(house.reply("3 free"))

    assert (answer.status_code, answer.json) == (200, {"outcome": "counted"})
    assert house.free() == 3
    row = session.get_one(Capacity, house.count)
    assert (row.via, row.updated) == ("mail", house.now)
    assert house.letters() == [], "nobody is written to who was understood"


@pytest.mark.parametrize("kept", ["To", "Subject", "In-Reply-To"])
def test_one_trace_of_the_letter_is_enough(house: House, kept: str) -> None:
    message = house.reply("4 free")
    for name in {"To", "Subject", "In-Reply-To"} - {kept}:
        del message[name]

    assert house.hand_in(message).json["outcome"] == "counted"
    assert house.free() == 4


def test_still_right_renews_the_number(house: House, session: Session) -> None:
    house.later(hours=2)

    assert house.outcome("Still right") == "counted"

    assert house.free() == 3
    assert session.get_one(Capacity, house.count).updated == house.now


def test_still_right_is_not_said_of_a_number_that_the_letter_did_not_show(house: House) -> None:
    house.later(minutes=5)
    house.outcome("7 free")
    house.later(minutes=5)

    assert house.outcome("still right") == "too_old"
    assert house.free() == 7


def test_handed_in_twice_it_counts_once(house: House, session: Session) -> None:
    house.outcome("2 free")
    house.later(minutes=1)
    house.hand_in(house.reply("5 free", Message_ID="<other@x>"))
    house.later(minutes=1)
    house.hand_in(house.reply("2 free"))

    session.rollback()
    number = select(func.count()).where(CapacityReport.via == "mail")
    assert session.scalar(number.select_from(CapacityReport)) == 2
    assert house.free() == 5


def test_a_letter_that_lay_in_a_queue_is_as_old_as_it_is(house: House, session: Session) -> None:
    sent = house.now + timedelta(minutes=1)
    house.later(hours=3)

    house.outcome("2 free", Date=format_datetime(sent))

    assert house.free() == 2
    assert session.get_one(Capacity, house.count).updated == sent


@pytest.mark.parametrize("date", ["Mon, 01 Jan 2035 00:00:00 +0000", "yesterday", ""])
def test_a_clock_that_can_not_be_right_is_not_believed(
    house: House, session: Session, date: str
) -> None:
    house.outcome("2 free", Date=date)

    assert house.free() == 2
    assert session.get_one(Capacity, house.count).updated == house.now


def test_who_writes_from_the_right_address_without_the_code_sets_nothing(house: House) -> None:
    message = house.reply("9 free", From="desk@aspen.example.org")
    for name in ("To", "Subject", "In-Reply-To"):
        del message[name]

    assert house.hand_in(message).json["outcome"] == "unknown"
    assert house.free() == 3
    assert house.letters() == []


def test_a_code_that_was_tampered_with_opens_nothing(house: House) -> None:
    code = house.letter["Reply-To"].partition("+")[2].partition("@")[0]
    other = ("b" if code[0] == "a" else "a") + code[1:]
    raw = house.reply("9 free").as_bytes().replace(code.encode(), other.encode())

    assert house.hand_in(raw).json["outcome"] == "unknown"
    assert house.free() == 3


def test_the_token_of_the_link_is_nowhere_in_the_head_of_a_letter(
    house: House, session: Session
) -> None:
    from resource_dir.operations.accounts.keys import digest_of

    found = house.letter.get_content().partition("/b/")[2].split()[0]

    session.rollback()
    assert session.scalars(select(BedLink.token_digest)).one() == digest_of(found)
    assert all(found not in value for value in house.letter.values())


def test_an_answer_to_an_old_letter_gets_a_new_one(house: House) -> None:
    house.later(days=40)

    assert house.outcome("9 free") == "too_old"

    (letter,) = house.letters()
    assert house.free() == 3
    assert letter["To"] == "desk@aspen.example.org"
    assert "nothing was changed" in letter.get_content()


def test_what_is_not_understood_is_answered_with_what_to_write_once_an_hour(house: House) -> None:
    outcomes = [house.outcome(f"maybe {number}?") for number in range(3)]
    (letter,) = house.letters()
    house.later(hours=1)
    house.outcome("who knows")

    assert outcomes == ["not_understood"] * 3
    assert house.free() == 3
    assert letter["To"] == "desk@aspen.example.org", "not to who claims to have written it"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "3 free" in letter.get_content()
    assert len(house.letters()) == 2


def test_the_answer_to_that_letter_is_known_too(house: House) -> None:
    house.outcome("what?")
    (letter,) = house.letters()

    house.outcome("1 free", Subject=letter["Subject"], To=letter["Reply-To"])

    assert house.free() == 1


@pytest.mark.parametrize("text", ["3 free", "I am out of office", "stop"])
def test_what_answers_by_itself_is_neither_believed_nor_answered(house: House, text: str) -> None:
    assert house.outcome(text, Auto_Submitted="auto-replied") == "automatic"

    assert house.free() == 3
    assert house.letters() == []


def test_stop_ends_the_letters_and_the_link(house: House, session: Session) -> None:
    assert house.outcome("stop") == "stopped"
    assert house.outcome("9 free") == "unknown"

    session.rollback()
    assert session.scalars(select(BedReach.stopped)).one() == house.now
    assert house.free() == 3


def test_a_revoked_link_takes_its_letter_with_it(house: House, session: Session) -> None:
    with writing(session):
        session.scalars(select(BedLink)).one().revoked = house.now

    assert house.outcome("9 free") == "unknown"
    assert house.free() == 3


@pytest.mark.parametrize("secret", ["", "wrong", SECRET[:-1], "ä" * 30])
def test_without_the_secret_nothing_is_taken(house: House, secret: str) -> None:
    from urllib.parse import quote

    answer = house.hand_in(house.reply("9 free"), quote(secret))

    assert answer.status_code == 401
    assert house.free() == 3


def test_a_service_may_send_it_as_a_password_and_the_message_in_a_form(house: House) -> None:
    client = house.app.test_client()

    answer = client.post(
        "/api/bed-replies",
        data={"email": house.reply("2 free").as_string()},
        auth=("mail", SECRET),
    )

    assert answer.json == {"outcome": "counted"}
    assert house.free() == 2


def test_without_the_setting_there_is_no_such_address(
    settings: Settings, make_app: Callable[[Settings], Flask]
) -> None:
    app = make_app(replace(settings, mail_reply_token=""))

    assert app.test_client().post("/api/bed-replies", data=b"From: a\n\n3").status_code == 404


@pytest.mark.parametrize(
    ("raw", "status"),
    [(b"", 400), (b"3 free", 400), (b"\x00" * 500, 400), (b"From: a\n\n" + b"x" * 10_000_000, 413)],
)
def test_what_is_no_letter_is_refused_with_a_reason(house: House, raw: bytes, status: int) -> None:
    answer = house.hand_in(raw)

    assert answer.status_code == status
    assert answer.json["error"]["message"]


def test_a_robot_that_is_taken_for_a_person_is_found(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from resource_dir.operations.beds import reply_mail

    monkeypatch.setattr(reply_mail, "_is_automatic", lambda message, headers: False)

    with pytest.raises(AssertionError):
        test_what_answers_by_itself_is_neither_believed_nor_answered(house, "9 free")


def test_a_sender_that_is_believed_without_a_code_is_found(
    house: House, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    from resource_dir.operations.beds import replying

    def careless(session: Session, reply: Any) -> Any:
        link = session.scalars(select(BedLink)).one()
        reach = session.get_one(BedReach, link.reach_id)
        document = lock_listing(session, link.listing_id)
        counts = replying.counts_of(session, [document])[link.listing_id]
        return replying._Letter(reply, "", link, reach, document, counts)

    monkeypatch.setattr(replying, "_known", careless)

    with pytest.raises(AssertionError):
        test_who_writes_from_the_right_address_without_the_code_sets_nothing(house)
