"""Areas that demand is counted by: the layers there are, and a form for another."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.database import writing
from resource_dir.errors import ResourceDirError
from resource_dir.geo import STATE_NAMES
from resource_dir.operations.planning.areas import (
    check_layer,
    list_layers,
    remove_layer,
    take_areas,
)
from resource_dir.operations.planning.call_sets import list_call_sets
from resource_dir.operations.planning.zone_lists import name_zones
from resource_dir.web.account.signing_in import SEE_OTHER
from resource_dir.web.answers import database, now
from resource_dir.web.errors import status_of
from resource_dir.web.forms.account import ConfirmForm
from resource_dir.web.forms.planning import AreasForm
from resource_dir.web.planning.pages import Trouble, page
from resource_dir.web.signed_in import known_caller
from resource_dir.web.texts import error_text, said

if TYPE_CHECKING:
    from resource_dir.gaps.areas.layers import LayerArea, LayerRead

planning_areas = Blueprint("planning_areas", __name__, url_prefix="/planning/areas")

SHOWN = 20


@dataclass(frozen=True, slots=True)
class _Sent:
    """What a form brought: the areas, where they come from, and what was noticed reading them."""

    areas: "tuple[LayerArea, ...]"
    source: str
    read: "LayerRead | None"


@planning_areas.get("")
def show() -> AnyResponse:
    """The layers, and the form."""
    return _page()


@planning_areas.post("")
def take() -> AnyResponse:
    """Look at a file or a state's counties, or keep them: the button says which."""
    form = AreasForm()
    if fault := form.fault():
        return _page(trouble=Trouble(*fault), status=400)
    try:
        check_layer(form.layer.data, form.name.data)
        sent = _sent(form)
        if request.form.get("do") != "keep":
            return _page(sent=sent, typed=form.data)
        with writing(database()) as session:
            kept = take_areas(
                session,
                form.layer.data,
                sent.areas,
                name=form.name.data,
                source=sent.source,
                actor=known_caller().actor,
                now=now(),
            )
            if form.calls.data:
                name_zones(
                    session,
                    form.layer.data,
                    form.calls.data,
                    actor=known_caller().actor,
                    now=now(),
                )
    except ResourceDirError as error:
        trouble = Trouble(error.field or "", error_text(error))
        return _page(trouble=trouble, typed=form.data, status=status_of(error))
    return redirect(url_for("planning_areas.show", saved=kept), SEE_OTHER)


@planning_areas.post("/<layer_id>/remove")
def remove(layer_id: str) -> AnyResponse:
    """Forget a layer that nothing is counted by."""
    if fault := ConfirmForm().fault():
        return _page(trouble=Trouble(*fault), status=400)
    try:
        with writing(database()) as session:
            remove_layer(session, layer_id, actor=known_caller().actor, now=now())
    except ResourceDirError as error:
        trouble = Trouble(error.field or "", error_text(error))
        return _page(trouble=trouble, status=status_of(error))
    return redirect(url_for("planning_areas.show"), SEE_OTHER)


def _sent(form: AreasForm) -> _Sent:
    """Raises PackageRefused, BadInput, NotFound."""
    from resource_dir.gaps.areas.counties import counties_as_areas
    from resource_dir.gaps.areas.layers import Columns, read_layer

    state = form.state.data
    if state and not form.file.data:
        return _Sent(counties_as_areas(state), f"county lines of {state}", None)
    columns = Columns(form.id_column.data, form.name_column.data, form.population_column.data)
    read = read_layer(form.file.data.read() if form.file.data else b"", columns)
    return _Sent(read.areas, (form.file.data.filename or "file")[:80], read)


def _page(
    *,
    trouble: Trouble | None = None,
    sent: _Sent | None = None,
    typed: dict[str, object] | None = None,
    status: int = 200,
) -> AnyResponse:
    return page(
        "areas",
        status=status,
        layers=list_layers(database()),
        sent=sent,
        shown=sent.areas[:SHOWN] if sent else (),
        people=sum(area.population is not None for area in sent.areas) if sent else 0,
        call_sets=[(each.id, each.id) for each in list_call_sets(database())],
        typed=typed or {},
        states=sorted(STATE_NAMES.items(), key=lambda pair: pair[1]),
        saved=request.args.get("saved", type=int),
        said=said,
        trouble=trouble,
        form=ConfirmForm(formdata=None),
        here=url_for("planning_areas.show"),
    )
