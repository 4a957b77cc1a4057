"""What if: changes tried on the county, before beside after; an address keeps them, or a name."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.database import writing
from resource_dir.errors import BadInput, NotFound
from resource_dir.gaps.assumptions import NeedAssumptions
from resource_dir.gaps.fixing.moves import Move
from resource_dir.gaps.supply import Supply
from resource_dir.needs import NEEDS, with_children
from resource_dir.operations.planning.asked import GapsAsked
from resource_dir.operations.planning.county import county_of
from resource_dir.operations.planning.scenarios import (
    KeptScenario,
    get_scenario,
    keep_scenario,
    list_scenarios,
    remove_scenario,
)
from resource_dir.web.account.signing_in import SEE_OTHER
from resource_dir.web.answers import database, now
from resource_dir.web.errors import status_of
from resource_dir.web.forms.account import ConfirmForm
from resource_dir.web.forms.planning import ScenarioForm
from resource_dir.web.names import criterion_name, need_name
from resource_dir.web.planning import asking, effects
from resource_dir.web.planning.moves import (
    as_text,
    move_from_form,
    move_text,
    moves_in_address,
    unit_name,
    without,
)
from resource_dir.web.planning.pages import Trouble, page
from resource_dir.web.signed_in import known_caller, settings
from resource_dir.web.texts import error_text

planning_what_if = Blueprint("planning_what_if", __name__, url_prefix="/planning/what-if")

ADDED = ("add", "unit", "units", "code", "name", "places", "teams", "hours", "factor", "opens",
         "closes", "latitude", "longitude")  # fmt: skip
ABOUT = "about"  # the need whose units are offered in the forms


@planning_what_if.get("")
def show() -> AnyResponse:
    """The changes in the address, tried. What a form adds is taken into the address first."""
    try:
        moves = moves_in_address()
        added = move_from_form(_form_values())
    except BadInput as error:
        return _page((), trouble=Trouble(error.field or "", error_text(error)), status=400)
    if added is not None:
        texts = [*(as_text(move) for move in moves), as_text(added)]
        about = request.args.get(ABOUT, "")
        return redirect(url_for("planning_what_if.show", move=texts, about=about), SEE_OTHER)
    return _page(moves)


@planning_what_if.post("")
def keep() -> AnyResponse:
    """Keep the changes under a name; their page has an address of its own."""
    form = ScenarioForm()
    try:
        moves = moves_in_address()
        if fault := form.fault():
            return _page(moves, trouble=Trouble(*fault), status=400)
        with writing(database()) as session:
            key = keep_scenario(
                session, form.name.data, moves, actor=known_caller().actor, now=now()
            )
    except BadInput as error:
        trouble = Trouble(error.field or "", error_text(error))
        return _page((), trouble=trouble, status=status_of(error))
    return redirect(url_for("planning_what_if.kept", key=key), SEE_OTHER)


@planning_what_if.get("/<key>")
def kept(key: str) -> AnyResponse:
    """A what-if that was kept, tried on the county as it is today."""
    scenario = get_scenario(database(), key)
    return _page(scenario.moves, scenario=scenario)


@planning_what_if.post("/<key>/remove")
def remove(key: str) -> AnyResponse:
    """Forget a what-if."""
    if fault := ConfirmForm().fault():
        return _page((), trouble=Trouble(*fault), status=400)
    with writing(database()) as session:
        remove_scenario(session, key, actor=known_caller().actor, now=now())
    return redirect(url_for("planning_what_if.show"), SEE_OTHER)


def _form_values() -> dict[str, str]:
    values = {name: request.args.get(name, "") for name in ADDED}
    values["need"] = request.args.get(ABOUT, "")
    return values


def _page(
    moves: tuple[Move, ...],
    *,
    scenario: KeptScenario | None = None,
    trouble: Trouble | None = None,
    status: int = 200,
) -> AnyResponse:
    county = county_of(database(), GapsAsked(), settings=settings(), now=now())
    shown = None
    if moves and trouble is None:
        try:
            shown = effects.shown_effect(county, moves)
        except (BadInput, NotFound) as error:
            trouble, status = Trouble(error.field or "", error_text(error)), status_of(error)
    about = _about(county.demand.needs)
    return page(
        "what_if",
        status=status,
        has_calls=bool(county.demand.observed),
        moves=[
            (move_text(move, county.supply), _address(without(moves, number), about), as_text(move))
            for number, move in enumerate(moves)
        ],
        effect=shown,
        scenario=scenario,
        scenarios=list_scenarios(database()),
        about=about,
        needs=[asking.Choice(slug, need_name(slug), slug == about) for slug in county.demand.needs],
        units=_units(county.supply, about),
        whom=_whom(county.assumed.get(about)),
        areas=[area for area in county.demand.areas if area.latitude is not None],
        trouble=trouble,
        form=ConfirmForm(formdata=None),
        here=url_for("planning_what_if.show"),
    )


def _about(needs: tuple[str, ...]) -> str:
    asked = request.args.get(ABOUT, "")
    return asked if asked in NEEDS else (needs[0] if needs else "")


def _address(texts: list[str], about: str) -> str:
    return url_for("planning_what_if.show", move=texts, about=about)


def _whom(assumed: NeedAssumptions | None) -> list[tuple[str, str]]:
    """Groups and criteria that this need asks for: to take others changes none of its figures."""
    codes = [*assumed.groups, *assumed.asks] if assumed else []
    return [(code, criterion_name(code)) for code in codes if code != "anyone"]


def _units(supply: Supply, about: str) -> list[tuple[str, str]]:
    wanted = set(with_children(about)) if about else set()
    return [
        (unit.id, unit_name(unit))
        for unit in sorted(supply.units, key=lambda unit: unit.name)
        if not wanted or not wanted.isdisjoint(unit.needs)
    ]
