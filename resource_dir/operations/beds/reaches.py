"""Where a listing is asked for its beds: e-mails, and phones for text messages.

The audit log says that one was added or stopped and of what kind, never the address: it is often
somebody's own phone.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from resource_dir.config import MAIL_ADDRESS
from resource_dir.errors import BadInput, NotFound
from resource_dir.hsds import split_phone
from resource_dir.models import BedLink, BedReach
from resource_dir.models.bed_link import REACH_KINDS
from resource_dir.operations.auditing import record
from resource_dir.operations.beds.listings import lock_listing

LONGEST_ADDRESS = 254
MOST_REACHES = 10  # of one listing: more would be a mailing list
TABLE = "bed_reach"
STOP, RESTART = "stop_bed_reach", "restart_bed_reach"  # as the audit log calls it


def add_reach(
    session: Session, listing_id: str, *, kind: str, address: str, actor: str, now: datetime
) -> BedReach:
    """Where links go from now on; the one that is there already, if it is. Raises NotFound,
    BadInput.
    """
    lock_listing(session, listing_id)
    address = read_address(kind, address)
    known = list_reaches(session, listing_id)
    for reach in known:
        if (reach.kind, reach.address) == (kind, address):
            return reach
    if len(known) >= MOST_REACHES:
        raise BadInput(
            "Links go to %(most)s addresses already. Stop one of them first.",
            field="address",
            most=MOST_REACHES,
        )
    reach = BedReach(
        id=str(uuid4()),
        listing_id=listing_id,
        kind=kind,
        address=address,
        created=now,
        created_by=actor,
    )
    session.add(reach)
    session.flush()
    said = {"listing_id": listing_id, "kind": kind}
    record(session, "add_bed_reach", actor=actor, table=TABLE, row_id=reach.id, now=now, after=said)
    return reach


def stop_reach(
    session: Session, listing_id: str, reach_id: str, *, actor: str, now: datetime
) -> None:
    """Send nothing there any more; links that were sent there end. Raises NotFound."""
    lock_listing(session, listing_id)
    stop_locked(session, get_reach(session, listing_id, reach_id), actor=actor, now=now)


def stop_locked(session: Session, reach: BedReach, *, actor: str, now: datetime) -> None:
    """Stop one whose listing is locked already."""
    reach.stopped = now
    session.execute(
        update(BedLink)
        .where(BedLink.reach_id == reach.id, BedLink.revoked.is_(None))
        .values(revoked=now)
    )
    said = {"listing_id": reach.listing_id, "kind": reach.kind}
    record(session, STOP, actor=actor, table=TABLE, row_id=reach.id, now=now, before=said)


def restart_locked(session: Session, reach: BedReach, *, actor: str, now: datetime) -> None:
    """Send links there again, of a listing that is locked; those that were ended stay ended."""
    reach.stopped = None
    said = {"listing_id": reach.listing_id, "kind": reach.kind}
    record(session, RESTART, actor=actor, table=TABLE, row_id=reach.id, now=now, after=said)


def list_reaches(session: Session, listing_id: str) -> Sequence[BedReach]:
    """Those that links go to now, the oldest first."""
    statement = select(BedReach).where(
        BedReach.listing_id == listing_id, BedReach.stopped.is_(None)
    )
    return session.scalars(statement.order_by(BedReach.created, BedReach.id)).all()


def get_reach(session: Session, listing_id: str, reach_id: str) -> BedReach:
    """One that links go to now. Raises NotFound, also where it is another listing's."""
    reach = session.get(BedReach, reach_id, populate_existing=True)
    if reach is None or reach.listing_id != listing_id or reach.stopped is not None:
        raise NotFound("No links go there. It may have been stopped already.")
    return reach


def read_address(kind: str, text: str) -> str:
    """An e-mail as it is written, a phone as E.164. Raises BadInput."""
    if kind not in REACH_KINDS:
        raise BadInput("kind has to be one of: %(known)s.", field="kind", known="mail, text")
    text = text.strip()
    if kind == "mail":
        if len(text) > LONGEST_ADDRESS or not MAIL_ADDRESS.fullmatch(text):
            raise BadInput("That is not an e-mail address.", field="address")
        return text
    return _read_phone(text)


def _read_phone(text: str) -> str:
    try:
        parts, _ = split_phone(text[:LONGEST_ADDRESS])
    except BadInput:
        parts = None
    if parts is None or parts.extension or parts.others or not parts.number.startswith("+"):
        raise BadInput(
            "That is not one phone number that takes text messages. Write it with its area code.",
            field="address",
        )
    return parts.number
