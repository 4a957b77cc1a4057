"""Letters about changes: to the old contact when one waits, to the sender when it is decided.

They name the listing and what kind of thing changes, no value: a mailbox that somebody took over
should not be handed the new number, nor the old one.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.models import Account, ListingDocument, Organization, Revision, Service
from resource_dir.operations.sending.mailing import Letter

HELD = (
    "Somebody asked to change %(what)s of %(listing)s in the directory for responders. Until a "
    "second person has looked at it, what stands there stays. Was it not you or your team? "
    "Then answer this letter, or call the steward of the directory."
)
ACCEPTED = "Your change of %(listing)s was accepted and is live."
REJECTED = "Your change of %(listing)s was not accepted: %(reason)s"


def old_contacts(session: Session, revision: Revision) -> list[str]:
    """The e-mails that stand at the listing now, before the change; the sender's own is none."""
    service = session.get(Service, revision.service_id)
    if service is None:
        return []
    organization = session.get(Organization, service.organization_id or "")
    sender = session.get(Account, revision.actor.removeprefix("account:"))
    found = [service.email, organization.email if organization else None]
    known = {address.strip().casefold(): address.strip() for address in found if address}
    if sender is not None:
        known.pop(sender.email, None)
    return list(known.values())


def letters_to_old_contacts(session: Session, number: int, *, kinds: str) -> list[Letter]:
    """What to send when a change was set aside. `kinds` says what it is about, in words."""
    revision = session.get_one(Revision, number)
    name = name_of_listing(session, revision)
    text = HELD % {"what": kinds, "listing": name}
    return [
        Letter(address, f"A change of {name} waits", text)
        for address in old_contacts(session, revision)
    ]


def letter_to_sender(session: Session, number: int) -> Letter | None:
    """What to send when a change was decided; None where its sender has no account any more."""
    revision = session.get_one(Revision, number)
    account = session.get(Account, revision.actor.removeprefix("account:"))
    if account is None or account.locked is not None:
        return None
    name = name_of_listing(session, revision)
    if revision.state == "rejected":
        text = REJECTED % {"listing": name, "reason": revision.reason or "-"}
    else:
        text = ACCEPTED % {"listing": name}
    return Letter(account.email, f"Your change of {name}", text)


def name_of_listing(session: Session, revision: Revision) -> str:
    """How to call the listing that a revision changes, in a letter."""
    query = select(ListingDocument.document).where(
        ListingDocument.service_id == revision.service_id
    )
    for document in session.scalars(query):
        if document and document["name"]:
            return str(document["name"])
    service = session.get(Service, revision.service_id)
    return (service.name if service else None) or "a listing"
