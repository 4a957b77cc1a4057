"""A crosswalk is changed in a draft, submitted, and read by a second person.

What was submitted counts at once, marked unreviewed, so that planners see what it does; whoever
reads it accepts it, or sends it back with a reason, and then the version before it counts again.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from resource_dir.errors import BadInput, Conflict, NotAllowed, NotFound, PersonalText
from resource_dir.gaps.crosswalk.entries import ANY, NOTHING, CrosswalkEntry
from resource_dir.models import Crosswalk, CrosswalkVersion
from resource_dir.models import CrosswalkEntry as EntryRow
from resource_dir.operations.auditing import record
from resource_dir.operations.planning.crosswalk_taking import (
    VERSIONS,
    add_crosswalk,
    add_entries,
    crosswalk_id_of,
    new_version,
)
from resource_dir.operations.planning.crosswalks import (
    COUNTING,
    DRAFT,
    REPLACED,
    REVIEWED,
    UNREVIEWED,
    VersionKept,
    counting_version,
    entries_of,
    get_crosswalk,
    version_kept,
)
from resource_dir.operations.reports.personal_text import refused_in

LONGEST_NOTE = 1_000


def begin_crosswalk(session: Session, name: str, *, actor: str, now: datetime) -> VersionKept:
    """A new crosswalk with an empty draft. Raises BadInput, Conflict."""
    crosswalk_id = crosswalk_id_of(name)
    add_crosswalk(session, crosswalk_id, name.strip(), actor=actor, now=now)
    return begin_draft(session, crosswalk_id, actor=actor, now=now)


def begin_draft(session: Session, crosswalk_id: str, *, actor: str, now: datetime) -> VersionKept:
    """A draft with the entries of the version that counts; one's own open draft where there is one.

    Raises NotFound, Conflict while somebody else works at a draft.
    """
    get_crosswalk(session, crosswalk_id)
    # Two who begin at once: the second waits here, then finds the first one's draft.
    session.execute(select(Crosswalk.id).where(Crosswalk.id == crosswalk_id).with_for_update())
    open_draft = get_crosswalk(session, crosswalk_id).draft
    if open_draft is not None:
        _refuse_stranger(open_draft.author, actor)
        return open_draft
    entries = counting_version(session, crosswalk_id).entries
    version = new_version(session, crosswalk_id, entries, state=DRAFT, actor=actor, now=now)
    _note(session, "begin", version, actor=actor, now=now, after={"state": DRAFT})
    return version_kept(version)


def set_entries(
    session: Session,
    version_id: int,
    call_type: str,
    weights: Mapping[str, float] | None,
    *,
    actor: str,
    now: datetime,
    disposition: str = ANY,
) -> None:
    """Say what a type asks for, in a draft of one's own. No weights: for nothing; None: nobody
    looked at it. Raises BadInput, NotFound, NotAllowed, Conflict for what is no draft.
    """
    version = _own_draft(session, version_id, actor)
    before = {
        entry.need: entry.weight
        for entry in entries_of(session, version_id)
        if (entry.call_type, entry.disposition) == (call_type, disposition)
    }
    session.execute(
        delete(EntryRow).where(
            EntryRow.version_id == version_id,
            EntryRow.call_type == call_type,
            EntryRow.disposition == disposition,
        )
    )
    add_entries(session, version_id, entries_for(call_type, weights, disposition=disposition))
    _note(
        session,
        "set",
        version,
        actor=actor,
        now=now,
        before={_named(call_type, disposition): before or None},
        after={_named(call_type, disposition): None if weights is None else dict(weights)},
    )


def entries_for(
    call_type: str, weights: Mapping[str, float] | None, *, disposition: str = ANY
) -> list[CrosswalkEntry]:
    """The entries that say this of a type."""
    if weights is None:
        return []
    if not weights:
        return [CrosswalkEntry(call_type, disposition, NOTHING, 0.0)]
    return [CrosswalkEntry(call_type, disposition, *one) for one in weights.items()]


def replace_entries(
    session: Session,
    version_id: int,
    entries: Iterable[CrosswalkEntry],
    *,
    actor: str,
    now: datetime,
) -> None:
    """Put all these in place of what a draft of one's own says. Raises as `set_entries` does."""
    version = _own_draft(session, version_id, actor)
    kept = tuple(entries)
    session.execute(delete(EntryRow).where(EntryRow.version_id == version_id))
    add_entries(session, version_id, kept)
    _note(session, "fill", version, actor=actor, now=now, after={"entries": len(kept)})


def submit_draft(
    session: Session, version_id: int, *, note: str, actor: str, now: datetime
) -> VersionKept:
    """Let a draft of one's own count, until somebody has read it. Raises BadInput where it says
    nothing else than the version that counts.
    """
    version = _own_draft(session, version_id, actor)
    counting = counting_version(session, version.crosswalk_id)
    if entries_of(session, version_id) == counting.entries:
        raise BadInput("This draft says the same as the version that counts.", field="note")
    # The newest counts: a file may have brought a newer version since this draft was begun.
    version.number = max(version.number, counting.number + 1)
    version.state, version.note = UNREVIEWED, _noted(note)
    version.created, version.reviewer, version.reviewed = now, None, None
    session.flush()
    _note(
        session,
        "submit",
        version,
        actor=actor,
        now=now,
        before={"state": DRAFT},
        after={"state": UNREVIEWED, "note": version.note},
    )
    return version_kept(version)


def discard_draft(session: Session, version_id: int, *, actor: str, now: datetime) -> None:
    """Throw a draft away, one's own or one that somebody left. Raises NotFound, Conflict."""
    version = _draft(session, version_id)
    session.execute(delete(EntryRow).where(EntryRow.version_id == version_id))
    _note(
        session,
        "discard",
        version,
        actor=actor,
        now=now,
        before={"state": DRAFT, "author": version.author},
    )
    session.delete(version)
    session.flush()


def review_version(
    session: Session,
    version_id: int,
    *,
    is_accepted: bool,
    reason: str,
    actor: str,
    now: datetime,
) -> VersionKept:
    """Accept what somebody else submitted, or send it back with a reason.

    Raises NotAllowed for its author, BadInput without a reason, Conflict for what is not waiting.
    """
    version = _locked(session, version_id)
    if version.state != UNREVIEWED:
        raise Conflict("Somebody decided about this version before you, or it is a draft.")
    if version.author == actor:
        raise NotAllowed("Another person has to read what you submitted yourself.")
    if not is_accepted and not reason.strip():
        raise BadInput(
            "Say in 1 to %(most)s characters why, so that the author can do better.",
            field="reason",
            most=LONGEST_NOTE,
        )
    version.reviewer, version.reviewed = actor, now
    version.note = _noted(reason) or version.note
    if is_accepted:
        _retire_older(session, version)
    version.state = REVIEWED if is_accepted else _sent_back(session, version)
    session.flush()
    _note(
        session,
        "accept" if is_accepted else "send_back",
        version,
        actor=actor,
        now=now,
        before={"state": UNREVIEWED},
        after={"state": version.state, "note": version.note},
    )
    return version_kept(version)


def _sent_back(session: Session, version: CrosswalkVersion) -> str:
    """Its author goes on with it; where a newer draft was begun meanwhile, that one is it."""
    draft = get_crosswalk(session, version.crosswalk_id).draft
    return DRAFT if draft is None else REPLACED


def _retire_older(session: Session, version: CrosswalkVersion) -> None:
    session.execute(
        update(CrosswalkVersion)
        .where(
            CrosswalkVersion.crosswalk_id == version.crosswalk_id,
            CrosswalkVersion.number < version.number,
            CrosswalkVersion.state.in_(COUNTING),
        )
        .values(state=REPLACED)
    )


def _noted(text: str) -> str | None:
    text = " ".join(text.split())
    if len(text) > LONGEST_NOTE:
        raise BadInput("A note has at most %(most)s characters.", field="note", most=LONGEST_NOTE)
    if refused_in(text):
        raise PersonalText("A note must not say who was helped.", field="note")
    return text or None


def _locked(session: Session, version_id: int) -> CrosswalkVersion:
    version = session.get(
        CrosswalkVersion, version_id, with_for_update=True, populate_existing=True
    )
    if version is None:
        raise NotFound("There is no such version: the draft was discarded.")
    return version


def _draft(session: Session, version_id: int) -> CrosswalkVersion:
    version = _locked(session, version_id)
    if version.state != DRAFT:
        raise Conflict("This version is no draft any more: it was submitted.")
    return version


def _own_draft(session: Session, version_id: int, actor: str) -> CrosswalkVersion:
    version = _draft(session, version_id)
    _refuse_stranger(version.author, actor)
    return version


def _refuse_stranger(author: str, actor: str) -> None:
    # Else two could write one version, and each read the other's half only.
    if author != actor:
        raise Conflict("Somebody else works at a draft of this crosswalk: let them submit it.")


def _named(call_type: str, disposition: str) -> str:
    return f"{call_type} / {disposition}" if disposition else call_type


def _note(
    session: Session,
    what: str,
    version: CrosswalkVersion,
    *,
    actor: str,
    now: datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    record(
        session,
        f"crosswalk.{what}",
        actor=actor,
        table=VERSIONS,
        row_id=f"{version.crosswalk_id}/{version.number}",
        now=now,
        before=before,
        after=after,
    )
