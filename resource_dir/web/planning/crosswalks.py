"""Crosswalks: those there are, the data sets they map, and how another one comes in."""

from collections.abc import Callable

from flask import Blueprint, redirect, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.database import writing
from resource_dir.errors import ResourceDirError
from resource_dir.gaps.crosswalk.reading import MOST_NAMED, Fault, read_entries
from resource_dir.models import CallDataSet
from resource_dir.operations.planning.crosswalk_drafts import begin_crosswalk
from resource_dir.operations.planning.crosswalk_taking import (
    crosswalk_id_of,
    take_entries,
    use_crosswalk,
)
from resource_dir.operations.planning.crosswalk_volume import unmapped_share
from resource_dir.operations.planning.crosswalks import CrosswalkKept, list_crosswalks
from resource_dir.web.account.signing_in import SEE_OTHER
from resource_dir.web.answers import database, now
from resource_dir.web.errors import status_of
from resource_dir.web.forms.account import ConfirmForm
from resource_dir.web.forms.planning import CrosswalkFileForm, CrosswalkName, CrosswalkUseForm
from resource_dir.web.planning.crosswalk_rows import meter_of, shown_version
from resource_dir.web.planning.pages import Trouble, page
from resource_dir.web.signed_in import known_caller
from resource_dir.web.texts import _, error_text

planning_crosswalks = Blueprint("planning_crosswalks", __name__, url_prefix="/planning/crosswalks")


@planning_crosswalks.get("")
def show() -> AnyResponse:
    """All crosswalks with their unmapped volume."""
    return _page()


@planning_crosswalks.post("")
def begin() -> AnyResponse:
    """A new crosswalk, with an empty draft."""
    form = CrosswalkName()

    def work(session: Session) -> str:
        draft = begin_crosswalk(session, form.name.data, actor=known_caller().actor, now=now())
        return draft.crosswalk

    return _made(form, work)


@planning_crosswalks.post("/file")
def take() -> AnyResponse:
    """Entries from a file, as the next version of the crosswalk of this name."""
    form = CrosswalkFileForm()

    def work(session: Session) -> str:
        entries = read_entries(form.file.data.read())
        take_entries(session, form.name.data, entries, actor=known_caller().actor, now=now())
        return crosswalk_id_of(form.name.data)

    return _made(form, work)


@planning_crosswalks.post("/use")
def use() -> AnyResponse:
    """Map the calls of a data set by another crosswalk, or by none."""
    form = CrosswalkUseForm()
    if fault := form.fault():
        return _page(trouble=Trouble(*fault), status=400)
    try:
        with writing(database()) as session:
            _use(session, form.data_set.data, form.crosswalk.data or None)
    except ResourceDirError as error:
        return _page(trouble=Trouble(error.field or "", error_text(error)), status=status_of(error))
    return redirect(url_for("planning_crosswalks.show", saved=1), SEE_OTHER)


def _made(form: CrosswalkName, work: Callable[[Session], str]) -> AnyResponse:
    """Make a crosswalk and map the chosen data set by it, in one transaction."""
    if fault := form.fault():
        return _page(trouble=Trouble(*fault), status=400)
    try:
        with writing(database()) as session:
            crosswalk_id = work(session)
            if data_set := form.data_set.data:
                _use(session, data_set, crosswalk_id)
    except ResourceDirError as error:
        faults = error.values.get("faults")
        text = _faults(error.template, faults) if isinstance(faults, tuple) else error_text(error)
        return _page(trouble=Trouble(error.field or "file", text), status=status_of(error))
    return redirect(url_for("planning_crosswalks.one", crosswalk_id=crosswalk_id), SEE_OTHER)


def _faults(template: str, faults: tuple[Fault, ...]) -> str:
    """All that is wrong with a file, in the reader's language."""
    named = (
        _(
            "line %(line)s, %(column)s: %(text)s",
            line=one.line,
            column=one.column,
            text=_(one.template, **one.values),
        )
        for one in faults[:MOST_NAMED]
    )
    return _(template, count=len(faults), named=" · ".join(named))


def _use(session: Session, data_set: str, crosswalk: str | None) -> None:
    use_crosswalk(session, data_set, crosswalk, actor=known_caller().actor, now=now())


def _page(*, trouble: Trouble | None = None, status: int = 200) -> AnyResponse:
    session = database()
    crosswalks = list_crosswalks(session)
    data_sets = session.execute(
        select(CallDataSet.id, CallDataSet.agency, CallDataSet.crosswalk_id).order_by(
            CallDataSet.id
        )
    ).all()
    return page(
        "crosswalks",
        status=status,
        crosswalks=[_row(session, one) for one in crosswalks],
        choices=[(one.id, one.name) for one in crosswalks],
        data_sets=data_sets,
        saved=bool(request.args.get("saved")),
        trouble=trouble,
        form=ConfirmForm(formdata=None),
    )


def _row(session: Session, one: CrosswalkKept) -> dict[str, object]:
    counting = one.counting
    unmapped = unmapped_share(session, one.id, counting.id if counting else None)
    return {
        "name": one.name,
        "href": url_for("planning_crosswalks.one", crosswalk_id=one.id),
        "meter": meter_of(unmapped, counting),
        "version": shown_version(session, counting) if counting else None,
        "has_draft": one.draft is not None,
        "data_sets": one.data_sets,
    }
