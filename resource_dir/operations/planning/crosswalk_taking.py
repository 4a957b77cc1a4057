"""Crosswalks come in: from a file, or with the product for an agency that it knows."""

import re
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from resource_dir.errors import BadInput, Conflict, NotFound, PersonalText
from resource_dir.gaps.crosswalk.entries import CrosswalkEntry, checked_entry
from resource_dir.gaps.crosswalk.shipping import SHIPPED, shipped_entries, shipped_for
from resource_dir.models import CallDataSet, Crosswalk, CrosswalkVersion
from resource_dir.models import CrosswalkEntry as EntryRow
from resource_dir.operations.auditing import COMMAND_LINE, record
from resource_dir.operations.planning.crosswalks import UNREVIEWED, counting_version
from resource_dir.operations.reports.personal_text import refused_in

LONGEST_NAME = 80
SHIPPED_BY = "resource-dir"  # the author of what comes with the product
TABLE, VERSIONS = Crosswalk.__tablename__, CrosswalkVersion.__tablename__
_NOT_ID = re.compile(r"[^a-z0-9]+")


def crosswalk_id_of(name: str) -> str:
    """The id that a name gives: "San Diego 2023" is `san_diego_2023`. Raises BadInput."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise BadInput(
            "A name of at most %(most)s characters is needed.", field="name", most=LONGEST_NAME
        )
    if refused_in(name):
        raise PersonalText("A name of a crosswalk must not say who was helped.", field="name")
    found = _NOT_ID.sub("_", name.casefold()).strip("_")
    if not found:
        raise BadInput("A name has to hold a letter or a digit.", field="name")
    return found


def take_entries(
    session: Session,
    name: str,
    entries: Iterable[CrosswalkEntry],
    *,
    actor: str,
    now: datetime,
    note: str | None = None,
) -> CrosswalkVersion:
    """Keep entries as the next version of the crosswalk of this name; it counts, unreviewed."""
    crosswalk_id = crosswalk_id_of(name)
    if session.get(Crosswalk, crosswalk_id) is None:
        add_crosswalk(session, crosswalk_id, name.strip(), actor=actor, now=now)
    version = new_version(
        session, crosswalk_id, entries, state=UNREVIEWED, actor=actor, now=now, note=note
    )
    record(
        session,
        "crosswalk.take",
        actor=actor,
        table=VERSIONS,
        row_id=f"{crosswalk_id}/{version.number}",
        now=now,
        after={"state": UNREVIEWED, "note": note},
    )
    return version


def add_crosswalk(
    session: Session, crosswalk_id: str, name: str, *, actor: str, now: datetime
) -> None:
    """A crosswalk without a version. Raises Conflict where there is one of this id."""
    if session.get(Crosswalk, crosswalk_id) is not None:
        raise Conflict("There is a crosswalk of this name already.", field="name")
    session.add(Crosswalk(id=crosswalk_id, name=name, created=now, created_by=actor))
    session.flush()
    record(
        session,
        "crosswalk.add",
        actor=actor,
        table=TABLE,
        row_id=crosswalk_id,
        now=now,
        after={"name": name},
    )


def new_version(
    session: Session,
    crosswalk_id: str,
    entries: Iterable[CrosswalkEntry],
    *,
    state: str,
    actor: str,
    now: datetime,
    note: str | None = None,
) -> CrosswalkVersion:
    """The next version with these entries. The crosswalk's row is locked, so numbers don't meet."""
    session.execute(select(Crosswalk.id).where(Crosswalk.id == crosswalk_id).with_for_update())
    last = session.scalar(
        select(func.max(CrosswalkVersion.number)).where(
            CrosswalkVersion.crosswalk_id == crosswalk_id
        )
    )
    version = CrosswalkVersion(
        crosswalk_id=crosswalk_id,
        number=(last or 0) + 1,
        state=state,
        author=actor,
        created=now,
        note=note,
    )
    session.add(version)
    session.flush()
    add_entries(session, version.id, entries)
    return version


def add_entries(session: Session, version_id: int, entries: Iterable[CrosswalkEntry]) -> None:
    """Put entries into a version. Raises BadInput for one that may not be kept."""
    rows = [
        {
            "version_id": version_id,
            "call_type": one.call_type,
            "disposition": one.disposition,
            "need": one.need,
            "weight": one.weight,
        }
        for one in map(checked_entry, entries)
    ]
    if rows:
        session.execute(insert(EntryRow), rows)


def use_crosswalk(
    session: Session, data_set_id: str, crosswalk_id: str | None, *, actor: str, now: datetime
) -> None:
    """Map the calls of a data set by this crosswalk; None: by none. Raises NotFound."""
    data_set = session.get(CallDataSet, data_set_id)
    if data_set is None:
        raise NotFound("There is no data set “%(name)s”.", field="data", name=data_set_id[:60])
    if crosswalk_id is not None and session.get(Crosswalk, crosswalk_id) is None:
        raise NotFound("There is no crosswalk “%(name)s”.", name=crosswalk_id[:60])
    before = data_set.crosswalk_id
    if before == crosswalk_id:
        return
    data_set.crosswalk_id = crosswalk_id
    session.flush()
    record(
        session,
        "crosswalk.use",
        actor=actor,
        table=CallDataSet.__tablename__,
        row_id=data_set_id,
        now=now,
        before={"crosswalk_id": before},
        after={"crosswalk_id": crosswalk_id},
    )


def ensure_shipped(
    session: Session, data_set: CallDataSet, *, now: datetime, actor: str = COMMAND_LINE
) -> str | None:
    """Give a data set without a crosswalk the one that comes with the product for its agency.

    Found by the name of its profile, else by its own. The id of what it has then; None for none.
    Call it in the transaction that takes the calls in.
    """
    if data_set.crosswalk_id is not None:
        return data_set.crosswalk_id
    name = shipped_for(str(data_set.profile.get("name", ""))) or shipped_for(data_set.id)
    if name is None:
        return None
    if not counting_version(session, name).number:
        note = "Comes with the product; nobody of the agency has read it."
        take_entries(
            session,
            SHIPPED[name],
            shipped_entries(name),
            actor=SHIPPED_BY,
            now=now,
            note=note,
        )
    session.flush()
    use_crosswalk(session, data_set.id, name, actor=actor, now=now)
    return name
