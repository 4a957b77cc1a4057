"""Somebody says: this is our listing. Stored with what speaks for it; a steward decides.

Nothing tells the sender whether their e-mail is known here: an approval goes out as a letter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import RowMapping, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.errors import BadInput, Conflict, NotFound, PersonalText, WithheldPlace
from resource_dir.operations.accounts.administering import check_email
from resource_dir.operations.claims.evidence import evidence_of
from resource_dir.operations.listings.locking import lock_listing
from resource_dir.operations.reports.personal_text import refused_in
from resource_dir.operations.reports.reporting import clean_text
from resource_dir.operations.rows import table_of

_claim = table_of(models.Claim)
_document = table_of(models.ListingDocument)
_service = table_of(models.Service)
_SAID = ("listing_id", "email", "words")


@dataclass(frozen=True, slots=True)
class Claiming:
    """What somebody sends. `key` comes with the form: the same key stores once."""

    email: str
    key: str
    words: str | None = None
    account_id: str | None = None


def add_claim(session: Session, listing_id: str, asked: Claiming, *, now: datetime) -> None:
    """Store one claim. Raises NotFound, BadInput, WithheldPlace for any words about a withheld
    listing, PersonalText, Conflict for a key that stored something else before.
    """
    listing = lock_listing(session, listing_id)
    if not listing["organization_id"]:
        raise BadInput("Nobody is named as the organization of this listing: report that instead.")
    email, words = check_email(asked.email), clean_text(asked.words)
    if words is not None:
        _check_words(words, listing)
    _store_once(session, {
        "id": str(uuid4()),
        "listing_id": listing_id,
        "organization_id": listing["organization_id"],
        "email": email,
        "account_id": asked.account_id,
        "words": words,
        "evidence": evidence_of(session, email, organization_id=listing["organization_id"]),
        "created": now,
        "state": "open",
        "key": asked.key,
    })  # fmt: skip


def _check_words(words: str, listing: RowMapping) -> None:
    if listing["is_withheld"]:
        raise WithheldPlace(
            "The place of this listing is withheld, so no words are kept: they could say where it "
            "is. Send it without them.",
            field="words",
        )
    if refused_in(words):
        raise PersonalText(
            "The text seems to hold a birth date or a number of a person. That is never kept: "
            "leave it out.",
            field="words",
        )


def _store_once(session: Session, row: dict[str, Any]) -> None:
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(_claim).values(row).on_conflict_do_nothing(index_elements=["key"])
    session.execute(statement)
    kept = session.execute(select(_claim).where(_claim.c.key == row["key"])).mappings().one()
    if any(kept[name] != row[name] for name in _SAID):
        raise Conflict("This form was sent already, with other words. Send it as a new one.")


def get_claim(session: Session, claim_id: str) -> models.Claim:
    """One claim, its listing held until commit, the claim as well. Raises NotFound."""
    found = session.get(models.Claim, claim_id)
    if found is None:
        raise NotFound("There is no such claim.")
    ids = select(_document.c.id).where(_document.c.id == found.listing_id)
    session.execute(ids.with_for_update()).all()
    session.refresh(found, with_for_update=True)
    return found


def purge_claim_words(session: Session, service_ids: Sequence[str]) -> None:
    """Words of claims around these services go: they are withheld now, and words may say where.

    Of the whole organization, since a claim is for all of its listings. Call it when the documents
    are locked.
    """
    of = select(_service.c.organization_id).where(_service.c.id.in_(service_ids))
    listings = select(_document.c.id).where(_document.c.service_id.in_(service_ids))
    around = _claim.c.organization_id.in_(of) | _claim.c.listing_id.in_(listings)
    session.execute(update(_claim).where(around).values(words=None, called=None, reason=None))
