"""What somebody typed and has not saved: kept for them alone, until they save or discard it."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from resource_dir.errors import BadInput, WithheldPlace
from resource_dir.hsds.street_text import looks_like_street_address
from resource_dir.models import Draft
from resource_dir.operations.editing.sections.section import Listing
from resource_dir.operations.listings.locking import lock_listing

MOST_CHARACTERS = 100_000
REMEMBERED = ("was", "first")  # what the form showed, as JSON
Pairs = Sequence[tuple[str, str]]  # names and texts, as the form posts them


def keep_draft(
    session: Session,
    listing: Listing,
    section: str,
    pairs: Pairs,
    *,
    account_id: str,
    base: int,
    now: datetime,
) -> None:
    """Keep the fields of one section as they are. Raises WithheldPlace where the listing is
    withheld and a field says where it is: a draft is a place to leak from, too.
    """
    if sum(len(name) + len(text) for name, text in pairs) > MOST_CHARACTERS:
        raise BadInput("That is too long for a draft.", field=section)
    if lock_listing(session, listing.id)["is_withheld"]:
        _refuse_places(pairs)
    draft = find_draft(session, listing.id, section, account_id=account_id)
    if draft is None:
        draft = Draft(account_id=account_id, listing_id=listing.id, section=section)
        session.add(draft)
    draft.service_id, draft.base, draft.saved = listing.service_id, base, now
    draft.fields = {"pairs": [[name, text] for name, text in pairs]}
    session.flush()


def _refuse_places(pairs: Pairs) -> None:
    for name, text in _said(pairs):
        if looks_like_street_address(text):
            raise WithheldPlace(
                "The place of this listing is withheld, and this looks as if it says where it is. "
                "Leave the place out.",
                field=name,
            )


def _said(pairs: Pairs) -> Iterator[tuple[str, str]]:
    """Every text of a form, also those inside of what it remembers as JSON: read as one, names and
    numbers beside each other look like a street.
    """
    for name, text in pairs:
        if name in REMEMBERED and text:
            try:
                yield from ((name, one) for one in _leaves(json.loads(text)))
                continue
            except (ValueError, RecursionError):
                pass  # not of our making: judged as it stands
        yield name, text


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (one for part in value.items() for one in _leaves(list(part)))
    elif isinstance(value, list):
        yield from (one for part in value for one in _leaves(part))
    else:
        yield str(value)


def find_draft(session: Session, listing_id: str, section: str, *, account_id: str) -> Draft | None:
    """This person's draft of a section; None where there is none."""
    return session.get(Draft, (account_id, listing_id, section))


def drafts_of(session: Session, listing_id: str, *, account_id: str) -> dict[str, datetime]:
    """The sections of a listing that this person has a draft of, each with when it was kept."""
    query = select(Draft.section, Draft.saved).where(
        Draft.account_id == account_id, Draft.listing_id == listing_id
    )
    return {row.section: row.saved for row in session.execute(query)}


def pairs_of(draft: Draft) -> list[tuple[str, str]]:
    """What was typed, as a form posts it."""
    return [(str(name), str(text)) for name, text in draft.fields.get("pairs", ())]


def discard_draft(session: Session, listing_id: str, section: str, *, account_id: str) -> None:
    """Forget it."""
    session.execute(
        delete(Draft).where(
            Draft.account_id == account_id,
            Draft.listing_id == listing_id,
            Draft.section == section,
        )
    )
