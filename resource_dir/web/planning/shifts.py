"""When teams are on the road, and how much of what is asked of them falls in those hours."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.database import writing
from resource_dir.errors import BadInput
from resource_dir.models import TeamShift
from resource_dir.operations.planning.endings import answered_share, endings_of
from resource_dir.operations.planning.shift_areas import KnownArea, known_areas
from resource_dir.operations.planning.shifts import (
    Shift,
    add_shift,
    correct_shift,
    list_shifts,
    remove_shift,
)
from resource_dir.web.account.signing_in import SEE_OTHER
from resource_dir.web.answers import database, now
from resource_dir.web.errors import status_of
from resource_dir.web.forms.account import ConfirmForm
from resource_dir.web.forms.editing.hours import DAY_NAMES
from resource_dir.web.forms.planning import ShiftForm
from resource_dir.web.planning import numbers
from resource_dir.web.planning.pages import Trouble, page
from resource_dir.web.planning.shift_areas import ServedArea, area_choices, areas_of
from resource_dir.web.planning.shift_coverage import TEAM_NEED, coverage_of
from resource_dir.web.signed_in import known_caller
from resource_dir.web.texts import _, error_text
from resource_dir.web.wording import clock

planning_shifts = Blueprint("planning_shifts", __name__, url_prefix="/planning/shifts")

MOST_ENDINGS = 60


@dataclass(frozen=True, slots=True)
class ShownShift:
    """A shift in words, and its values for the form that corrects it."""

    key: str
    team: str
    days: str
    hours: str
    teams: int
    byday: tuple[str, ...]
    starts_at: str
    ends_at: str
    areas: tuple[str, ...]
    served: tuple[ServedArea, ...]


@planning_shifts.get("")
def show() -> Response:
    """The shifts, and how much of the need falls in them; `shift=` is being corrected."""
    return _page()


@planning_shifts.post("")
def add() -> AnyResponse:
    """A new shift."""
    return _stored(None)


@planning_shifts.post("/<uuid:shift_id>")
def correct(shift_id: UUID) -> AnyResponse:
    """Other values in a shift."""
    return _stored(str(shift_id))


@planning_shifts.post("/<uuid:shift_id>/remove")
def remove(shift_id: UUID) -> AnyResponse:
    """A shift that is no more."""
    if fault := ConfirmForm().fault():
        return _page(trouble=Trouble(*fault), status=400)
    with writing(database()) as session:
        remove_shift(session, str(shift_id), actor=known_caller().actor, now=now())
    return redirect(url_for("planning_shifts.show", saved=1), SEE_OTHER)


def _stored(shift_id: str | None) -> AnyResponse:
    form = ShiftForm()
    if fault := form.fault():
        return _page(trouble=Trouble(*fault), typed=form, editing=shift_id, status=400)
    shift = Shift(
        team=form.team.data,
        byday=",".join(form.byday.data),
        starts_at=form.starts_at.data,
        ends_at=form.ends_at.data,
        teams=form.teams.data,
        areas=tuple(form.areas.data),
    )
    actor = known_caller().actor
    try:
        with writing(database()) as session:
            if shift_id is None:
                add_shift(session, shift, actor=actor, now=now())
            else:
                correct_shift(session, shift_id, shift, actor=actor, now=now())
    except BadInput as error:
        trouble = Trouble(error.field or "", error_text(error))
        return _page(trouble=trouble, typed=form, editing=shift_id, status=status_of(error))
    return redirect(url_for("planning_shifts.show", saved=1), SEE_OTHER)


def _page(
    *,
    trouble: Trouble | None = None,
    typed: ShiftForm | None = None,
    editing: str | None = None,
    status: int = 200,
) -> Response:
    shifts, known = list_shifts(database()), known_areas(database())
    editing = editing or request.args.get("shift")
    chosen = next((one for one in shifts if one.id == editing), None)
    return page(
        "shifts",
        status=status,
        shifts=[_shown(one, known) for one in shifts],
        chosen=None if chosen is None else _shown(chosen, known),
        typed=None if typed is None else typed.data,
        days=[(code, _(name)) for code, name in DAY_NAMES.items()],
        layers=area_choices(known, had=() if chosen is None else chosen.area_ids or ()),
        coverage=coverage_of(shifts),
        endings=_endings(),
        trouble=trouble,
        form=ConfirmForm(formdata=None),
        here=url_for("planning_shifts.show"),
    )


def _endings() -> dict[str, object] | None:
    """How the calls for a team ended, and the share that ended as the address marks; None without
    calls, or where none says how it ended.
    """
    endings = endings_of(database(), TEAM_NEED)
    marked = set(request.args.getlist("answered"))
    if answered_share(endings, marked) is None:
        return None
    calls = sum(each.calls for each in endings)
    return {
        "share": numbers.percent(answered_share(endings, marked)) if marked else None,
        "calls": f"{calls:,}",
        "rows": [
            {
                "disposition": each.disposition,
                "text": each.disposition or _("not said"),
                "calls": f"{each.calls:,}",
                "share": numbers.percent(each.calls / calls),
                "is_marked": each.disposition in marked,
            }
            for each in endings[:MOST_ENDINGS]
        ],
    }


def _shown(shift: TeamShift, known: Mapping[str, KnownArea]) -> ShownShift:
    codes = tuple(shift.byday.split(","))
    return ShownShift(
        key=shift.id,
        team=shift.team,
        days=_("every day") if len(codes) == 7 else ", ".join(_(DAY_NAMES[code]) for code in codes),
        hours=_hours(shift),
        teams=shift.teams,
        byday=codes,
        starts_at=shift.starts_at.isoformat("minutes"),
        ends_at=shift.ends_at.isoformat("minutes"),
        areas=tuple(shift.area_ids or ()),
        served=areas_of(shift, known),
    )


def _hours(shift: TeamShift) -> str:
    start, end = clock(shift.starts_at), clock(shift.ends_at)
    if shift.starts_at == shift.ends_at:
        return _("24 hours")
    if shift.ends_at < shift.starts_at:
        return _("%(start)s to %(end)s the next day", start=start, end=end)
    return _("%(start)s to %(end)s", start=start, end=end)
