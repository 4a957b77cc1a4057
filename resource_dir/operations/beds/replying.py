"""An answer by mail: "3 free" in reply to our letter becomes the number of that listing.

Known by the code of our letter alone; the sender's address proves nothing. What is answered goes
to the address that the letter went to, at most once an hour, and never to what answers by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.errors import BadInput, NotFound
from resource_dir.models import BedLink, BedReach
from resource_dir.operations.accounts.keys import digest_of
from resource_dir.operations.beds.asking import Desk, Message, ask, with_code
from resource_dir.operations.beds.asking_letters import not_understood_text, plain_name
from resource_dir.operations.beds.counts import CountNow, counts_of
from resource_dir.operations.beds.listings import Document, lock_listing
from resource_dir.operations.beds.reaches import stop_reach
from resource_dir.operations.beds.reply_mail import Reply, read_reply
from resource_dir.operations.beds.reply_words import Answer, Counted, understand
from resource_dir.operations.beds.reporting import BedReport, report_beds
from resource_dir.operations.sending.mailing import Letter

ANSWERED_AGAIN_AFTER = timedelta(hours=1)
# A letter can lie in a queue. What it says was true when it was written, if its clock is right.
LONGEST_ON_THE_WAY = timedelta(days=5)  # as long as mail servers commonly try

VIA = "mail"

Outcome = Literal["counted", "stopped", "automatic", "unknown", "too_old", "not_understood"]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a letter, and what to send after the commit."""

    outcome: Outcome
    message: Message | None = None


@dataclass(frozen=True, slots=True)
class _Letter:
    """A reply with what it is a reply to."""

    reply: Reply
    code: str
    link: BedLink
    reach: BedReach
    document: Document
    counts: Sequence[CountNow]


def take_reply(session: Session, raw: bytes, *, desk: Desk, now: datetime) -> Taken:
    """Understand one letter as the mail server had it. Raises BadInput for what is no letter."""
    reply = read_reply(raw)
    if reply.is_automatic:
        return Taken("automatic")
    letter = _known(session, reply)
    if letter is None:
        return Taken("unknown")
    if now >= letter.link.expires:
        return Taken("too_old", _ask_anew(session, letter, desk=desk, now=now))
    counted = [Counted(one.id, one.unit, one.population) for one in letter.counts]
    answer = understand(reply.text, counted)
    if answer is None:
        return Taken("not_understood", _explain(letter, desk=desk, now=now))
    if answer.is_stop:
        stop_reach(session, letter.reach.listing_id, letter.reach.id, actor=_actor(letter), now=now)
        return Taken("stopped")
    return _report(session, letter, answer, desk=desk, now=now)


def _known(session: Session, reply: Reply) -> _Letter | None:
    """What it answers: by the first code that is one of ours, and neither revoked nor stopped."""
    for code in reply.codes:
        link = session.scalars(
            select(BedLink).where(BedLink.code_digest == digest_of(code)).with_for_update()
        ).one_or_none()
        reach = session.get(BedReach, link.reach_id) if link and link.reach_id else None
        if link is None or reach is None or link.revoked is not None or reach.stopped is not None:
            continue
        try:
            document = lock_listing(session, link.listing_id)
        except NotFound:
            return None
        counts = counts_of(session, [document]).get(link.listing_id, [])
        return _Letter(reply, code, link, reach, document, counts)
    return None


def _report(
    session: Session, letter: _Letter, answer: Answer, *, desk: Desk, now: datetime
) -> Taken:
    free = _as_it_is(letter) if answer.is_still else dict(answer.free)
    if free is None:
        return Taken("too_old", _ask_anew(session, letter, desk=desk, now=now))
    try:
        _store(session, letter, free, now=now)
    except BadInput:
        return Taken("not_understood", _explain(letter, desk=desk, now=now))
    letter.link.last_used = now
    return Taken("counted")


def _as_it_is(letter: _Letter) -> dict[str, int] | None:
    """The numbers that the letter showed; None where others were told since, or none was there."""
    free: dict[str, int] = {}
    for count in letter.counts:
        if count.available is None or count.updated is None:
            continue
        if count.updated > letter.link.created:
            return None
        free[count.id] = count.available
    return free or None


def _said_at(letter: _Letter, now: datetime) -> datetime:
    """When it was true: as the letter says of itself, where that can be."""
    sent = letter.reply.sent
    if sent is None or not max(letter.link.created, now - LONGEST_ON_THE_WAY) <= sent <= now:
        return now
    return sent


def _actor(letter: _Letter) -> str:
    return f"link:{letter.link.id}"


def _may_answer(letter: _Letter, desk: Desk, now: datetime) -> bool:
    last = letter.reach.answered
    is_soon = last is not None and now - last < ANSWERED_AGAIN_AFTER
    return desk.can_send(letter.reach.kind) and not is_soon


def _ask_anew(session: Session, letter: _Letter, *, desk: Desk, now: datetime) -> Message | None:
    if not _may_answer(letter, desk, now):
        return None
    letter.reach.answered = now
    return ask(
        session, letter.reach, letter.document, desk=desk, actor=_actor(letter), now=now,
        is_too_old=True,
    )  # fmt: skip


def _explain(letter: _Letter, *, desk: Desk, now: datetime) -> Message | None:
    """What to write instead. It has the code again, so that the next answer is known too."""
    if not _may_answer(letter, desk, now):
        return None
    letter.reach.answered = now
    return Letter(
        to=letter.reach.address,
        subject=f"{plain_name(letter.document['name'])}: we could not read that [#{letter.code}]",
        text=not_understood_text(letter.counts),
        reply_to=with_code(desk.reply_to, letter.code),
        code=letter.code,
    )


def _store(session: Session, letter: _Letter, free: dict[str, int], *, now: datetime) -> None:
    at = _said_at(letter, now)
    for capacity_id, number in sorted(free.items()):
        key = str(uuid5(UUID(letter.reply.key), capacity_id))
        report = BedReport(capacity_id, key, fields={"available": number}, at=at)
        report_beds(
            session, letter.reach.listing_id, report, actor=_actor(letter), via=VIA, source=VIA,
            now=now,
        )  # fmt: skip
