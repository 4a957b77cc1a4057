"""Save one section of a listing as somebody edited it, beside what others did meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.merging import Clash, merged, taking_theirs
from resource_dir.operations.editing.revising import (
    Revised,
    RowChange,
    lock_around,
    revise,
)
from resource_dir.operations.editing.sections.section import Listing, Section, Values


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody sends of one section: what the form showed (`was`, as of revision `base`),
    what it says now, and which of two values was chosen where both were changed.
    """

    values: Values
    was: Values
    base: int = 0
    why: str | None = None
    key: str | None = None
    take_theirs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of it: `clashes` have to be chosen about first, and nothing was saved then;
    `merged` is what the section would say.
    """

    revised: Revised
    merged: Values
    theirs: Values
    clashes: tuple[Clash, ...] = ()


def save_section(
    session: Session,
    listing: Listing,
    section: Section,
    edit: Edit,
    *,
    author: Author,
    now: datetime,
) -> Saved:
    """Merge and save one section. The caller opens the write transaction.

    Raises what `revise` raises; what another one changed and this one did not stays.
    """
    lock_around(session, listing.service_id)
    theirs = section.read(session, listing)
    mine = taking_theirs(edit.values, theirs, edit.take_theirs)
    wanted, clashes = merged(edit.was, theirs, mine)
    if clashes:
        return Saved(Revised(), wanted, theirs, tuple(clashes))
    changes = only_differing(
        section.changes(session, listing, wanted), section.changes(session, listing, theirs)
    )
    if not changes:
        return Saved(Revised(), wanted, theirs)
    done = revise(
        session, listing.service_id, changes, author=author, action="edit", now=now,
        section=section.slug, why=edit.why, key=edit.key,
    )  # fmt: skip
    return Saved(done, wanted, theirs)


def only_differing(wanted: Sequence[RowChange], stored: Sequence[RowChange]) -> list[RowChange]:
    """The changes without what is so already: a text that an import left with a blank at its end
    is nobody's edit.
    """
    before = {(one.table, one.row_id): one.values for one in stored}
    found = []
    for one in wanted:
        same = before.get((one.table, one.row_id))
        if one.values is None or same is None:
            found.append(one)
            continue
        values = {k: v for k, v in one.values.items() if k not in same or same[k] != v}
        if values:
            found.append(RowChange(one.table, one.row_id, values))
    return found
