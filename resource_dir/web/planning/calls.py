"""Call exports: looked at, confirmed, taken in; and what is stored of them, with its audits."""

import json
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.database import writing
from resource_dir.errors import BadInput, ResourceDirError
from resource_dir.operations.planning.areas import list_layers
from resource_dir.operations.planning.audits import audits_of
from resource_dir.operations.planning.call_profiles import (
    get_call_profile,
    list_call_profiles,
    save_call_profile,
)
from resource_dir.operations.planning.call_sets import get_call_set, list_call_sets
from resource_dir.operations.planning.refusing_calls import refusal_of
from resource_dir.operations.planning.taking_calls import (
    check_data_set_name,
    guess_calls,
    preview_calls,
    take_calls,
)
from resource_dir.web.account.signing_in import SEE_OTHER
from resource_dir.web.answers import database, now
from resource_dir.web.errors import status_of
from resource_dir.web.forms.account import ConfirmForm
from resource_dir.web.forms.calls import CallsForm
from resource_dir.web.planning import call_words, call_zones
from resource_dir.web.planning.pages import Trouble, page
from resource_dir.web.signed_in import known_caller, settings
from resource_dir.web.texts import _, error_text
from resource_dir.web.uploads import path_of

if TYPE_CHECKING:
    from resource_dir.gaps.calls.guessing import Taken
    from resource_dir.gaps.calls.profiles import CallProfile

planning_calls = Blueprint("planning_calls", __name__, url_prefix="/planning/calls")

TOO_LARGE = 413


@dataclass(frozen=True, slots=True)
class _Looked:
    """What was seen in a file: its audit, and the profile it was read by, to be confirmed."""

    audit: dict[str, Any]
    profile: "CallProfile"
    taken: "tuple[Taken, ...]"
    is_guess: bool
    refusal: str


@planning_calls.get("")
def show() -> AnyResponse:
    """The data sets, and the form."""
    return _page()


@planning_calls.get("/<data_set_id>")
def data_set(data_set_id: str) -> AnyResponse:
    """One data set: its months, and the audit of every file that came in."""
    session = database()
    listed, months = get_call_set(session, data_set_id)
    audits = audits_of(session, [data_set_id])[data_set_id]
    return page("call_set", listed=listed, months=months, audits=audits, words=call_words)


@planning_calls.post("")
def take() -> AnyResponse:
    """Look at a file, or take it in by the profile that was looked at: the button says which."""
    form = CallsForm()
    if fault := form.fault():
        return _page(trouble=Trouble(*fault), typed=form.data, status=400)
    try:
        if request.form.get("do") != "keep":
            return _page(looked=_look(form), typed=form.data)
        name = _keep(form)
    except ResourceDirError as error:
        trouble = Trouble(error.field or "", error_text(error))
        return _page(trouble=trouble, typed=form.data, status=status_of(error))
    return redirect(url_for("planning_calls.data_set", data_set_id=name, saved=1), SEE_OTHER)


@planning_calls.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> AnyResponse:
    """A file that is not held in memory: the command line reads it where it lies."""
    text = _(
        "The file is larger than %(most)s MB, and nothing is put on disk to read it. On the server "
        "run: resource-dir import calls FILE --profile NAME",
        most=settings().call_upload_mb,
    )
    return _page(trouble=Trouble("file", text), status=TOO_LARGE)


def _look(form: CallsForm) -> _Looked:
    """Raises what reading raises."""
    path, name = path_of(form.file.data), _base_name(form)
    profile = _profile(form)
    taken: tuple[Taken, ...] = ()
    is_guess = profile is None
    if profile is None:
        guess = guess_calls(path, zone=settings().timezone, file_name=name)
        profile, taken = guess.profile, guess.taken
    audit = preview_calls(path, profile, now=now(), file_name=name)
    error = refusal_of(audit)
    refusal = error_text(error) if error else ""
    return _Looked(audit.to_json(), profile, taken, is_guess, refusal)


def _keep(form: CallsForm) -> str:
    """The data set that the file was taken into. Raises what reading and storing raise."""
    profile = _profile(form)
    if profile is None:
        raise BadInput("Look at the file first, and confirm its profile.", field="profile")
    name = check_data_set_name(form.name.data or profile.name)
    actor = known_caller().actor
    if form.save.data:
        with writing(database()) as session:
            save_call_profile(session, profile.to_json(), actor=actor, now=now())
    done = take_calls(
        database(),
        path_of(form.file.data),
        profile=profile,
        name=name,
        layer_id=form.layer.data or None,
        actor=actor,
        now=now(),
        file_name=_base_name(form),
    )
    return done.data_set


def _profile(form: CallsForm) -> "CallProfile | None":
    """The one that was confirmed, else the one that was chosen, in the time zone that was chosen;
    None: guess."""
    from resource_dir.gaps.calls.profile_reading import read_profile, read_zone

    if form.content.data:
        try:
            profile = read_profile(json.loads(form.content.data))
        except ValueError:
            raise BadInput("The profile is no JSON.", field="content") from None
    elif form.profile.data:
        profile = get_call_profile(database(), form.profile.data)
    else:
        return None
    return profile.in_zone(read_zone(form.zone.data)) if form.zone.data else profile


def _base_name(form: CallsForm) -> str:
    name = PurePath((form.file.data.filename or "").replace("\\", "/")).name
    return "".join(sign for sign in name if sign.isprintable())[:80] or "calls"


def _page(
    *,
    trouble: Trouble | None = None,
    looked: _Looked | None = None,
    typed: dict[str, Any] | None = None,
    status: int = 200,
) -> AnyResponse:
    session = database()
    return page(
        "calls",
        status=status,
        sets=list_call_sets(session),
        profiles=list_call_profiles(session),
        layers=list_layers(session),
        looked=looked,
        content=json.dumps(looked.profile.to_json(), indent=2, ensure_ascii=False)
        if looked
        else "",
        typed=typed or {},
        words=call_words,
        zones=call_zones.choices() if looked else (),
        most=settings().call_upload_mb,
        trouble=trouble,
        form=ConfirmForm(formdata=None),
        here=url_for("planning_calls.show"),
    )
