"""How a listing would look with an edit that nobody saved: nothing of it is stored.

The edit is made as it would be, the listing is read, and the transaction is rolled back. A second
way of applying an edit, in memory, would one day show something else than what is saved.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.fit import Language
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.saving import Edit, Saved, save_section
from resource_dir.operations.editing.sections.section import Listing, Section
from resource_dir.operations.finding import get_listing


@dataclass(frozen=True, slots=True)
class Preview:
    """What saving would do, and the listing as a partner would see it then."""

    saved: Saved
    listing: dict[str, Any]


class _SeenEnough(Exception):
    """Rolls the transaction back."""


def preview_section(
    session: Session,
    listing: Listing,
    section: Section,
    edit: Edit,
    *,
    now: datetime,
    language: Language,
) -> Preview:
    """Show the whole change, also what would wait for a second person. Raises as saving does."""
    found: list[Preview] = []
    try:
        with writing(session):
            saved = save_section(session, listing, section, edit, author=Author("preview"), now=now)
            shown = get_listing(session, listing.id, viewer="partner", now=now, language=language)
            found.append(Preview(saved, shown))
            raise _SeenEnough
    except _SeenEnough:
        return found[0]
