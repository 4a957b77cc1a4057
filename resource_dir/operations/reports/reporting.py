"""Somebody notes a problem with a listing, or what a call to it said; a steward looks later.

Stored: which listing, what kind, a number, for whom, a short text, when. Nothing of who sent it.
A report changes no fact and is shown to nobody but stewards; that somebody was turned away puts a
doubt beside the number of free beds (`beds.flagging`), and `beds/hearing.py` makes a report of beds
of what a known person heard.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.errors import (
    BadInput,
    Conflict,
    DoubtfulText,
    NotFound,
    PersonalText,
    WithheldPlace,
)
from resource_dir.operations.beds.flagging import flag_contradiction
from resource_dir.operations.finding import documents_by_id
from resource_dir.operations.listings.locking import lock_listing
from resource_dir.operations.reports.personal_text import doubtful_in, refused_in
from resource_dir.operations.rows import table_of

PROBLEMS = (
    "wrong_phone",
    "wrong_hours",
    "closed_or_moved",
    "turned_away",
    "not_as_described",
    "other",
)
SAID_FREE = "said_free"
CALLS = (SAID_FREE, "takes_people", "is_full", "no_answer")
KINDS = (*CALLS, *PROBLEMS)
SUGGESTION = "suggestion"  # has a form of its own, and says of which part of the listing it is
SECTIONS = ("basics", "phones", "hours", "place", "who", "documents", "beds", "other")
POPULATIONS = ("anyone", "women", "men", "families", "youth")
LONGEST_TEXT = 500
MOST_FREE = 9_999

_report = table_of(models.ListingReport)
_document = table_of(models.ListingDocument)
_SAID = ("listing_id", "kind", "available", "population", "text", "section")


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody notes. `key` comes with the form: the same key stores once. `is_checked`: the
    writer looked again at a text that may name somebody, and stands by it.
    """

    kind: str
    key: str
    available: int | None = None
    population: str | None = None
    text: str | None = None
    is_checked: bool = False
    section: str | None = None


def add_report(session: Session, listing_id: str, report: Report, *, now: datetime) -> datetime:
    """Store one report; returns when it was noted. The caller opens the write transaction.

    Raises NotFound; BadInput; WithheldPlace for any text about a withheld listing;
    PersonalText and DoubtfulText for one that seems to say who was helped; Conflict for a key that
    stored something else before.
    """
    listing = lock_listing(session, listing_id)
    _check(report)
    text = clean_text(report.text)
    _refuse_words_about_withheld(listing, text)
    if report.kind in ("other", SUGGESTION) and text is None and not listing["is_withheld"]:
        raise BadInput("Say in a few words what is wrong.", field="text")
    _check_text(text, listing, is_checked=report.is_checked)
    row = {
        "listing_id": listing_id,
        "service_id": listing["service_id"],
        "kind": report.kind,
        "available": report.available,
        "population": report.population if report.kind in CALLS else None,
        "text": text,
        "section": report.section,
        "created": now,
        "state": "new",
        "idempotency_key": report.key,
    }
    created = _stored_once(session, row)
    flag_contradiction(
        session, listing["document"], kind=report.kind, population=report.population, said=created
    )
    return created


def _check(report: Report) -> None:
    if report.kind == SUGGESTION and report.section not in SECTIONS:
        raise BadInput("Choose what it is about.", field="section")
    if report.kind not in (*KINDS, SUGGESTION):
        raise BadInput("kind has to be one of: %(known)s.", field="kind", known=", ".join(KINDS))
    if report.kind == SAID_FREE and report.available is None:
        raise BadInput("How many did they say are free? Give the number.", field="available")
    if report.kind != SAID_FREE and report.available is not None:
        raise BadInput(
            "A number goes with the kind %(kind)s only.", field="available", kind=SAID_FREE
        )
    if report.available is not None and not 0 <= report.available <= MOST_FREE:
        raise BadInput(
            "The number has to be from 0 to %(most)s.", field="available", most=MOST_FREE
        )


def clean_text(text: str | None) -> str | None:
    """One line without control characters; None when nothing is left. Raises BadInput."""
    kept = " ".join("".join(c if c.isprintable() else " " for c in text or "").split())
    if len(kept) > LONGEST_TEXT:
        raise BadInput("The text may have %(most)s characters.", field="text", most=LONGEST_TEXT)
    return kept or None


def _refuse_words_about_withheld(listing: RowMapping, text: str | None) -> None:
    """No pattern knows "behind the hospital" as a place: so there no words are kept at all."""
    if listing["is_withheld"] and text is not None:
        raise WithheldPlace(
            "The place of this listing is withheld, so no words are kept: they could say where it "
            "is. Send it without a text.",
            field="text",
        )


def _check_text(text: str | None, listing: RowMapping, *, is_checked: bool) -> None:
    if text is None:
        return
    if refused_in(text):
        raise PersonalText(
            "The text seems to hold a birth date or a number of a person. That is never kept: "
            "leave it out.",
            field="text",
        )
    names = (listing["document"]["name"], listing["document"]["organization"])
    if not is_checked and doubtful_in(text, known=[name for name in names if name]):
        raise DoubtfulText(
            "The text may name a person, a phone or a date. Take out whatever says who was helped.",
            field="text",
        )


def _stored_once(session: Session, row: dict[str, Any]) -> datetime:
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = (
        dialect.insert(_report)
        .values(row)
        .on_conflict_do_nothing(index_elements=["idempotency_key"])
    )
    session.execute(statement)
    by_key = select(_report).where(_report.c.idempotency_key == row["idempotency_key"])
    kept = session.execute(by_key).mappings().one()
    if any(kept[name] != row[name] for name in _SAID):
        raise Conflict("This form was noted already, with other words. Send it as a new one.")
    created: datetime = kept["created"]
    return created


def noted_at(session: Session, listing_id: str, key: str) -> datetime | None:
    """When the report with this key was stored for this listing; None where it was not."""
    if not is_key(key):
        return None
    statement = select(_report.c.created).where(
        _report.c.idempotency_key == key, _report.c.listing_id == listing_id
    )
    return session.scalars(statement).one_or_none()


def is_key(text: str | None) -> bool:
    """Whether this can be the key of a report: a UUID in its 36-character form."""
    try:
        return text is not None and str(UUID(text)) == text
    except ValueError:
        return False


def list_reports(session: Session, *, with_done: bool = False) -> list[dict[str, Any]]:
    """Reports from the oldest to the newest, each with its listing's name and zone as of now."""
    statement = select(_report).order_by(_report.c.created, _report.c.id)
    if not with_done:
        statement = statement.where(_report.c.state == "new")
    rows = session.execute(statement).mappings().all()
    documents = documents_by_id(session, list({row["listing_id"] for row in rows}))
    return [_shown(row, documents.get(row["listing_id"], {})) for row in rows]


SHOWN = (
    "id",
    "listing_id",
    "service_id",
    "kind",
    "available",
    "population",
    "text",
    "section",
    "state",
)


def _shown(row: RowMapping, document: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: row[name] for name in SHOWN},
        "created": row["created"].isoformat(),
        "name": document.get("name"),
        "zone": document.get("zone"),
    }


def finish_report(session: Session, report_id: int) -> None:
    """A steward has dealt with it. Raises NotFound."""
    statement = update(_report).where(_report.c.id == report_id).values(state="done")
    if session.scalars(statement.returning(_report.c.id)).one_or_none() is None:
        raise NotFound(
            "There is no report %(number)s: `resource-dir reports --all` lists them.",
            number=report_id,
        )


def purge_report_texts(session: Session, service_ids: Sequence[str]) -> None:
    """Texts of reports about these services go, and their answers: they are withheld now, and
    a text may say where.

    The listings are locked first, so that a report which is being stored at this moment is seen.
    """
    locked = select(_document.c.id).where(_document.c.service_id.in_(service_ids))
    session.execute(locked.order_by(_document.c.id).with_for_update()).all()
    about = _report.c.service_id.in_(service_ids)
    session.execute(update(_report).where(about).values(text=None, answer=None))
