"""What people do with a crosswalk: begin a draft, say what types ask for, submit, read, decide."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.database import writing
from resource_dir.errors import BadInput, NotFound, ResourceDirError
from resource_dir.gaps.crosswalk.entries import ANY, Meanings
from resource_dir.gaps.crosswalk.suggesting import suggest
from resource_dir.operations.planning.crosswalk_drafts import (
    begin_draft,
    discard_draft,
    review_version,
    set_entries,
    submit_draft,
)
from resource_dir.operations.planning.crosswalk_volume import types_of
from resource_dir.operations.planning.crosswalks import VersionKept, entries_of, get_crosswalk
from resource_dir.web.account.signing_in import SEE_OTHER
from resource_dir.web.answers import database, now
from resource_dir.web.errors import status_of
from resource_dir.web.forms.account import AccountForm, ConfirmForm
from resource_dir.web.forms.planning import CallTypeForm, NoteForm
from resource_dir.web.planning.crosswalk import crosswalk_page
from resource_dir.web.planning.crosswalk_rows import FIELDS, PAGE_OF_TYPES
from resource_dir.web.planning.crosswalks import planning_crosswalks
from resource_dir.web.planning.pages import Trouble
from resource_dir.web.signed_in import known_caller
from resource_dir.web.texts import error_text

__all__ = ["planning_crosswalks"]  # with all its routes

Work = Callable[[Session, str], None]


@planning_crosswalks.post("/<crosswalk_id>/draft")
def begin_work(crosswalk_id: str) -> AnyResponse:
    """A draft of one's own, with what counts now."""

    def work(session: Session, actor: str) -> None:
        begin_draft(session, crosswalk_id, actor=actor, now=now())

    return _done(crosswalk_id, ConfirmForm(), work)


@planning_crosswalks.post("/<crosswalk_id>/types")
def set_type(crosswalk_id: str) -> AnyResponse:
    """Say what one type asks for. `do`: save, accept the suggestion, nothing, or forget."""
    form = CallTypeForm()

    def work(session: Session, actor: str) -> None:
        draft, call_type = _draft(session, crosswalk_id), form.call_type.data
        set_entries(
            session,
            draft.id,
            call_type,
            _weights(request.form.get("do", "save"), call_type),
            actor=actor,
            now=now(),
            disposition=form.disposition.data or ANY,
        )

    return _done(crosswalk_id, form, work)


@planning_crosswalks.post("/<crosswalk_id>/suggestions")
def accept_all(crosswalk_id: str) -> AnyResponse:
    """Accept what is suggested for the named types that nobody mapped."""

    def work(session: Session, actor: str) -> None:
        draft = _draft(session, crosswalk_id)
        known = Meanings(entries_of(session, draft.id))
        named = set(request.form.getlist("call_type")[:PAGE_OF_TYPES])
        data_sets = get_crosswalk(session, crosswalk_id).data_sets
        for call_type in (one.call_type for one in types_of(session, data_sets)):
            if call_type not in named or not call_type:
                continue
            suggested = suggest(call_type)
            if not known.knows(call_type) and (suggested.needs or suggested.nothing):
                set_entries(session, draft.id, call_type, suggested.weights, actor=actor, now=now())

    return _done(crosswalk_id, ConfirmForm(), work)


@planning_crosswalks.post("/<crosswalk_id>/submit")
def submit(crosswalk_id: str) -> AnyResponse:
    """Let one's own draft count, until somebody has read it."""
    form = NoteForm()

    def work(session: Session, actor: str) -> None:
        draft = _draft(session, crosswalk_id)
        submit_draft(session, draft.id, note=form.note.data or "", actor=actor, now=now())

    return _done(crosswalk_id, form, work)


@planning_crosswalks.post("/<crosswalk_id>/discard")
def discard(crosswalk_id: str) -> AnyResponse:
    """Throw the draft away."""

    def work(session: Session, actor: str) -> None:
        discard_draft(session, _draft(session, crosswalk_id).id, actor=actor, now=now())

    return _done(crosswalk_id, ConfirmForm(), work)


@planning_crosswalks.post("/<crosswalk_id>/versions/<int:number>/review")
def review(crosswalk_id: str, number: int) -> AnyResponse:
    """Accept a version that somebody else submitted, or send it back. `do`: accept, send_back."""
    form = NoteForm()

    def work(session: Session, actor: str) -> None:
        review_version(
            session,
            get_crosswalk(session, crosswalk_id).version(number).id,
            is_accepted=request.form.get("do") == "accept",
            reason=form.note.data or "",
            actor=actor,
            now=now(),
        )

    return _done(crosswalk_id, form, work)


def _draft(session: Session, crosswalk_id: str) -> VersionKept:
    draft = get_crosswalk(session, crosswalk_id).draft
    if draft is None:
        raise NotFound("There is no draft of this crosswalk: begin one first.")
    return draft


def _weights(do: str, call_type: str) -> Mapping[str, float] | None:
    """What the form says. Raises BadInput."""
    if do == "forget":
        return None
    if do == "nothing":
        return {}
    if do == "accept":
        suggested = suggest(call_type)
        if not suggested.needs and suggested.nothing is None:
            raise BadInput("Nothing is suggested for this type: look at it.", field="call_type")
        return suggested.weights
    return _typed()


def _typed() -> dict[str, float]:
    weights: dict[str, float] = {}
    for place in range(FIELDS):
        need = request.form.get(f"need-{place}", "")
        text = request.form.get(f"weight-{place}", "").strip()
        if not need:
            continue
        if need in weights:
            raise BadInput("Each need can be named once.", field=f"need-{place}")
        try:
            weights[need] = float(text)
        except ValueError:
            raise BadInput(
                "“%(weight)s” is no number. A weight lies between 0 and 1.",
                field=f"weight-{place}",
                weight=text[:40],
            ) from None
    if not weights:
        raise BadInput("Choose a need, or say that the type asks for nothing.", field="need-0")
    return weights


def _done(crosswalk_id: str, form: AccountForm, work: Work) -> AnyResponse:
    get_crosswalk(database(), crosswalk_id)
    if fault := form.fault():
        return crosswalk_page(crosswalk_id, trouble=Trouble(*fault), status=400)
    try:
        with writing(database()) as session:
            work(session, known_caller().actor)
    except ResourceDirError as error:
        database().rollback()
        trouble = Trouble(error.field or "", error_text(error))
        return crosswalk_page(crosswalk_id, trouble=trouble, status=status_of(error))
    kept: dict[str, Any] = {
        name: request.args[name] for name in ("page", "show") if name in request.args
    }
    return redirect(
        url_for("planning_crosswalks.one", crosswalk_id=crosswalk_id, saved=1, **kept), SEE_OTHER
    )
