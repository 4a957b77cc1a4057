"""One crosswalk: its types by volume, its versions, and the draft that somebody works at."""

from dataclasses import dataclass

from flask import Response, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.errors import BadInput
from resource_dir.gaps.crosswalk.entries import ANY, CrosswalkEntry, Meanings
from resource_dir.gaps.crosswalk.reading import write_entries
from resource_dir.operations.planning.crosswalk_ranking import BETWEEN, ranking_by
from resource_dir.operations.planning.crosswalk_volume import (
    compare_versions,
    list_breaks,
    types_of,
)
from resource_dir.operations.planning.crosswalks import (
    CrosswalkKept,
    VersionKept,
    entries_of,
    get_crosswalk,
)
from resource_dir.web.access import PLANNING
from resource_dir.web.answers import database, now
from resource_dir.web.forms.account import ConfirmForm
from resource_dir.web.names import need_name
from resource_dir.web.planning import numbers
from resource_dir.web.planning.crosswalk_rows import (
    PAGE_OF_TYPES,
    fields_of,
    meter_of,
    need_choices,
    needs_text,
    shown_type,
    shown_version,
)
from resource_dir.web.planning.crosswalks import planning_crosswalks
from resource_dir.web.planning.pages import Trouble, page
from resource_dir.web.signed_in import known_caller, settings
from resource_dir.web.texts import _
from resource_dir.web.wording import day_text

MOST_BREAKS = 30
MOST_RANKS = 20
MOST_ENTRIES = 200


@dataclass(frozen=True, slots=True)
class _Open:
    """The version a page shows: one's own draft, the one that was asked for, or what counts."""

    version: VersionKept | None
    entries: tuple[CrosswalkEntry, ...]
    is_own_draft: bool


@planning_crosswalks.get("/<crosswalk_id>")
def one(crosswalk_id: str) -> AnyResponse:
    """Types by volume; `show=unmapped` those that nobody mapped, `type=` is being changed."""
    return crosswalk_page(crosswalk_id)


@planning_crosswalks.get("/<crosswalk_id>/entries.csv")
def as_csv(crosswalk_id: str) -> Response:
    """A version as a file, as it can be taken in again."""
    kept = get_crosswalk(database(), crosswalk_id)
    version = _asked(kept) or kept.counting or kept.draft
    entries = entries_of(database(), version.id) if version else ()
    answer = Response(write_entries(entries), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{kept.id}.csv"'
    return answer


@planning_crosswalks.get("/<crosswalk_id>/compare")
def compare(crosswalk_id: str) -> AnyResponse:
    """The difference between two versions; `ranking=1` counts the gap table by both."""
    session = database()
    kept = get_crosswalk(session, crosswalk_id)
    before, after = (_number(request.args.get(name, "")) for name in ("before", "after"))
    with_ranking = request.args.get("ranking") == "1"
    rank = ranking_by(session, kept.id, settings=settings(), now=now()) if with_ranking else None
    difference = compare_versions(session, kept.id, before, after, rank=rank)
    return page(
        "crosswalk_compare",
        crosswalk=kept,
        before=shown_version(session, kept.version(before)),
        after=shown_version(session, kept.version(after)),
        difference=difference,
        with_ranking=with_ranking,
        most=MOST_ENTRIES,
        needs=[
            (need_name(each.need), numbers.number(each.before), numbers.number(each.after))
            for each in difference.needs
        ],
        ranking=[
            (*_row_name(each.name), each.before, each.after)
            for each in difference.ranking[:MOST_RANKS]
        ],
        need_name=need_name,
    )


def _row_name(name: str) -> tuple[str, str]:
    need, _between, area = name.partition(BETWEEN)
    return need_name(need), area


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise BadInput("A version is named by its number.", field="version")
    return int(text)


def _asked(kept: CrosswalkKept) -> VersionKept | None:
    text = request.args.get("version", "")
    return kept.version(_number(text)) if text else None


def _open(session: Session, kept: CrosswalkKept) -> _Open:
    own = kept.draft if kept.draft and kept.draft.author == known_caller().actor else None
    version = _asked(kept) or own or kept.counting
    entries = entries_of(session, version.id) if version else ()
    return _Open(version, entries, own is not None and version == own)


def crosswalk_page(
    crosswalk_id: str, *, trouble: Trouble | None = None, status: int = 200
) -> AnyResponse:
    """The page of one crosswalk. Raises NotFound."""
    from resource_dir.gaps.crosswalk.volumes import unmapped

    session = database()
    kept = get_crosswalk(session, crosswalk_id)
    opened = _open(session, kept)
    volumes = types_of(session, kept.data_sets)
    meanings = Meanings(opened.entries)
    missing = unmapped(volumes, meanings)
    only = request.args.get("show") == "unmapped"
    listed = [each for each in volumes if not (only and meanings.knows(each.call_type))]
    place = max(request.args.get("page", 1, type=int), 1)
    pages = max(1, -(-len(listed) // PAGE_OF_TYPES))
    place = min(place, pages)
    chosen = request.args.get("type", "") if opened.is_own_draft else ""
    return page(
        "crosswalk",
        status=status,
        crosswalk=kept,
        meter=meter_of(missing, opened.version),
        opened=shown_version(session, opened.version) if opened.version else None,
        is_own_draft=opened.is_own_draft,
        types=[
            shown_type(each, opened.entries, of=missing.all_calls, crosswalk=kept.id)
            for each in listed[(place - 1) * PAGE_OF_TYPES : place * PAGE_OF_TYPES]
        ],
        only_unmapped=only,
        place=place,
        pages=pages,
        not_seen=_not_seen(opened.entries, {each.call_type for each in volumes}),
        editing=_editing(opened.entries, volumes, chosen) if chosen else None,
        needs=need_choices(),
        **_about(session, kept, opened),
        trouble=trouble,
        form=ConfirmForm(formdata=None),
    )


def _about(session: Session, kept: CrosswalkKept, opened: _Open) -> dict[str, object]:
    """Versions, the draft, what waits for a reader, types that broke off."""
    counting, me = kept.counting, known_caller()
    waiting = counting if counting and counting.state == "unreviewed" else None
    older = [each for each in kept.versions if counting and each.number < counting.number]
    return {
        "versions": [shown_version(session, each) for each in kept.versions],
        "draft": shown_version(session, kept.draft) if kept.draft else None,
        "can_begin": me.role in PLANNING and kept.draft is None,
        "waiting": shown_version(session, waiting) if waiting else None,
        "is_own": bool(waiting and waiting.author == me.actor),
        "before_waiting": older[0].number if older else None,
        "counting": counting.number if counting else None,
        "breaks": [
            (data_set, each, day_text(each.day, "yMMMd"), numbers.number(each.expected))
            for data_set in kept.data_sets
            for each in list_breaks(session, data_set)
        ][:MOST_BREAKS],
    }


def _not_seen(entries: tuple[CrosswalkEntry, ...], seen: set[str]) -> list[tuple[str, str]]:
    """Types that the crosswalk maps and no call has, with what they would ask for."""
    meanings = Meanings(entries)
    types = sorted({each.call_type for each in entries} - seen)
    return [(each, needs_text(meanings.of(each).items())) for each in types] if seen else []


def _editing(
    entries: tuple[CrosswalkEntry, ...], volumes: object, call_type: str
) -> dict[str, object]:
    """The form of one type and one outcome of it."""
    disposition = request.args.get("disposition", ANY)
    said = {
        each.need: each.weight
        for each in entries
        if (each.call_type, each.disposition) == (call_type, disposition)
    }
    return {
        "call_type": call_type,
        "disposition": disposition,
        "fields": fields_of(said.items()),
        "dispositions": _dispositions(entries, volumes, call_type),
        "href": url_for("planning_crosswalks.set_type", crosswalk_id=_crosswalk_of_request()),
    }


def _crosswalk_of_request() -> str:
    return str((request.view_args or {})["crosswalk_id"])


def _dispositions(
    entries: tuple[CrosswalkEntry, ...], volumes: object, call_type: str
) -> list[tuple[str, str]]:
    from resource_dir.gaps.crosswalk.volumes import TypeVolume

    found: dict[str, str] = {ANY: _("any outcome")}
    for volume in volumes if isinstance(volumes, tuple) else ():
        if isinstance(volume, TypeVolume) and volume.call_type == call_type:
            for part in volume.dispositions:
                if part.disposition:
                    found[part.disposition] = f"{part.disposition} ({part.calls:,})"
    for entry in entries:
        if entry.call_type == call_type:
            found.setdefault(entry.disposition, entry.disposition)
    return list(found.items())
