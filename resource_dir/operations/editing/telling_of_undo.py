"""The one letter that tells an account that a steward took back what it did.

It says how much and at which listings, no value and no address: the mailbox may be in the hands of
whoever the undo was made against. In both languages: nobody has told us theirs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.config import MAIL_ADDRESS
from resource_dir.models import Account, ListingDocument
from resource_dir.operations.editing.undo_report import UndoReport
from resource_dir.operations.sending.mailing import Letter

Untold = Literal["locked", "demo", "no_address"]
MOST_NAMES = 20  # more would be no letter any more

SUBJECT = "What your account changed was taken back / Se deshizo lo que cambió su cuenta"
TEXT = """\
A steward of the directory for responders took back what your account did from {since} to {until}
({zone}):

{done}

What other people changed since then stays. Was it not you who did this? Then somebody else may have
used your account: choose a new password, and call the steward. Was it right? Then answer this
letter, or call.

---
Un responsable del directorio para equipos de respuesta deshizo lo que su cuenta hizo desde {since}
hasta {until}. Lo que otras personas cambiaron después se queda. Si no fue usted, elija una
contraseña nueva y llame al responsable. Si era correcto, responda a este mensaje o llame.
"""
# What was taken back, in the order of the report: (of one, of many).
LINES = {
    "revisions": ("1 change of a listing", "%s changes of listings"),
    "rejected": (
        "1 change that waited for a second person: it was not accepted",
        "%s changes that waited for a second person: they were not accepted",
    ),
    "counts": ("1 number of free beds", "%s numbers of free beds"),
    "settings": ("1 setting of beds", "%s settings of beds"),
    "links": ("1 link to beds", "%s links to beds"),
    "stopped": (
        "1 address that was added for links to beds",
        "%s addresses that were added for links to beds",
    ),
    "restarted": (
        "1 address for links to beds that was stopped",
        "%s addresses for links to beds that were stopped",
    ),
}


@dataclass(frozen=True, slots=True)
class Undone:
    """From when to when, in the zone in which the steward said it."""

    since: datetime
    until: datetime
    zone: str

    def clock(self, moment: datetime) -> str:
        """A moment as the letter writes it."""
        return f"{moment.astimezone(ZoneInfo(self.zone)):%Y-%m-%d %H:%M}"


def why_untold(account: Account) -> Untold | None:
    """Why no letter can reach the account; None where one can."""
    if account.locked is not None:
        return "locked"
    if account.is_demo:
        return "demo"
    return None if MAIL_ADDRESS.fullmatch(account.email) else "no_address"


def letter_of_undo(
    session: Session, account: Account, report: UndoReport, *, undone: Undone
) -> Letter | None:
    """What to send after the commit; None where nothing was taken back, or nobody can be told."""
    if report.is_empty or why_untold(account) is not None:
        return None
    text = TEXT.format(
        since=undone.clock(undone.since), until=undone.clock(undone.until), zone=undone.zone,
        done="\n".join([*_done(report), *_listings(_names(session, report.services))]),
    )  # fmt: skip
    return Letter(account.email, SUBJECT, text)


def _done(report: UndoReport) -> Iterable[str]:
    for name, (one, many) in LINES.items():
        if number := getattr(report, name):
            yield f"- {one if number == 1 else many % number}"


def _listings(names: list[str]) -> Iterable[str]:
    if names:
        more = len(names) - MOST_NAMES
        shown = "; ".join(names[:MOST_NAMES])
        yield f"\nListings: {shown}" + (f"; and {more} more" if more > 0 else "")


def _names(session: Session, services: Iterable[str]) -> list[str]:
    """How these listings are called where everybody can read it."""
    query = select(ListingDocument.document).where(
        ListingDocument.service_id.in_(sorted(services)), ListingDocument.document.is_not(None)
    )
    names = (" ".join(str(one["name"] or "").split()) for one in session.scalars(query) if one)
    return sorted({name for name in names if name})
