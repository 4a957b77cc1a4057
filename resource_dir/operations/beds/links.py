"""Links by which the beds of one listing are reported without a password.

The address holds a random token, the database its digest: who reads the database can't use one,
who changes a letter of it holds nothing.
"""

from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.errors import NotFound
from resource_dir.models import BedLink
from resource_dir.operations.accounts.keys import digest_of, new_token
from resource_dir.operations.auditing import record
from resource_dir.operations.listings.locking import lock_listing

LASTS = timedelta(days=14)  # a reminder brings a new one long before


def make_bed_link(
    session: Session, listing_id: str, *, actor: str, now: datetime, reach_id: str | None = None
) -> str:
    """The token of a new link. Raises NotFound for a listing that is not shown."""
    lock_listing(session, listing_id)
    token = new_token()
    link = BedLink(
        id=str(uuid4()),
        token_digest=digest_of(token),
        listing_id=listing_id,
        reach_id=reach_id,
        created=now,
        created_by=actor,
        expires=now + LASTS,
    )
    session.add(link)
    record(
        session, "make_bed_link", actor=actor, table="bed_link", row_id=link.id, now=now,
        after={"listing_id": listing_id, "expires": link.expires},
    )  # fmt: skip
    return token


def find_bed_link(session: Session, token: str, *, now: datetime) -> BedLink:
    """The link with this token. Raises NotFound for one that opens nothing (any more)."""
    link = session.scalars(
        select(BedLink).where(BedLink.token_digest == digest_of(token))
    ).one_or_none()
    if link is None or link.revoked is not None or now >= link.expires:
        raise NotFound("This link is too old, or was ended. Ask for a new one.")
    return link


def list_bed_links(session: Session, listing_id: str, *, now: datetime) -> list[BedLink]:
    """The links of one listing that work, the newest first."""
    query = select(BedLink).where(
        BedLink.listing_id == listing_id, BedLink.revoked.is_(None), BedLink.expires > now
    )
    return list(session.scalars(query.order_by(BedLink.created.desc(), BedLink.id)))


def revoke_bed_link(
    session: Session, listing_id: str, link_id: str, *, actor: str, now: datetime
) -> None:
    """End one link of a listing; it opens nothing from the next request on. Raises NotFound."""
    lock_listing(session, listing_id)
    link = session.get(BedLink, link_id)
    if link is None or link.listing_id != listing_id:
        raise NotFound("There is no such link of this listing.")
    if link.revoked is None:
        link.revoked = now
        record(
            session, "revoke_bed_link", actor=actor, table="bed_link", row_id=link.id, now=now,
            before={"revoked": None}, after={"revoked": now, "listing_id": listing_id},
        )  # fmt: skip
