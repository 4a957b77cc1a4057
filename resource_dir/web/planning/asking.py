"""Period, needs and area of a page: read from its address, shown in its form, kept in its links."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for
from sqlalchemy import select

from resource_dir.errors import BadInput
from resource_dir.gaps.demand.demand import Observed
from resource_dir.models import Area, AreaLayer, CallDataSet
from resource_dir.needs import NEEDS
from resource_dir.operations.planning.asked import GRIDS, PARAMETERS, GapsAsked, read_gaps_asked
from resource_dir.operations.planning.zone_lists import area_key
from resource_dir.web.answers import database
from resource_dir.web.names import need_name
from resource_dir.web.planning import numbers, words
from resource_dir.web.planning.pages import Trouble
from resource_dir.web.texts import _, error_text
from resource_dir.web.wording import DATE, day_text

KM2_A_SQUARE_MILE = 2.589988
MOST_CHOICES = 2_000  # a list of areas longer than that is no list; the address takes any


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a select."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the form on top of the pages."""

    from_day: str
    to_day: str
    needs: tuple[Choice, ...]
    areas: tuple[Choice, ...]
    layers: tuple[Choice, ...]
    grids: tuple[Choice, ...]
    data: tuple[str, ...]


def parameters() -> dict[str, list[str]]:
    """What was asked, empty values left out."""
    return {
        name: [value for value in request.args.getlist(name) if value]
        for name in request.args
        if name in PARAMETERS and any(request.args.getlist(name))
    }


def asked() -> GapsAsked:
    """The question in the address. Raises BadInput naming the field."""
    return read_gaps_asked(parameters())


def asked_or_trouble() -> tuple[GapsAsked | None, Trouble | None]:
    """The question, or what is wrong with it."""
    try:
        return asked(), None
    except BadInput as error:
        return None, Trouble(error.field or "", error_text(error))


def link(endpoint: str, **more: object) -> str:
    """An address that asks the same."""
    values: dict[str, Any] = {**parameters(), **more}
    return url_for(endpoint, **values)


def form() -> Form:
    """The form as the address fills it in."""
    given = parameters()
    return Form(
        from_day=_day(given, "from"),
        to_day=_day(given, "to"),
        needs=tuple(
            Choice(slug, text, slug in given.get("need", ()))
            for slug, text in sorted(
                ((slug, need_name(slug)) for slug in NEEDS), key=lambda pair: pair[1].casefold()
            )
        ),
        areas=_areas(_one(given, "area"), _one(given, "layer")),
        layers=_layers(_one(given, "layer")),
        grids=_grids(_one(given, "grid")),
        data=tuple(given.get("data", ())),
    )


def _one(given: dict[str, list[str]], name: str) -> str:
    return given.get(name, [""])[0][:200]


def _day(given: dict[str, list[str]], name: str) -> str:
    """A day as its box takes it; what is none leaves it empty, and the page says what is wrong."""
    try:
        return date.fromisoformat(_one(given, name)).isoformat()
    except ValueError:
        return ""


def _areas(chosen: str, layer: str) -> tuple[Choice, ...]:
    """Areas of the layers that calls are counted by; the chosen one, whatever it is."""
    counted = select(CallDataSet.layer_id).where(CallDataSet.layer_id.is_not(None))
    layers = [layer] if layer else list(database().scalars(counted.distinct()))
    rows = database().execute(
        select(Area.layer_id, Area.id, Area.name, Area.latitude)
        .where(Area.layer_id.in_(layers))
        .order_by(Area.name, Area.id)
        .limit(MOST_CHOICES)
    )
    keys = [(area_key(one, key, is_drawn=at is not None), name) for one, key, name, at in rows]
    choices = [Choice(key, words.area_name(key, name), key == chosen) for key, name in keys]
    if chosen and not any(each.is_chosen for each in choices):
        choices.append(Choice(chosen, chosen, is_chosen=True))
    return tuple(choices)


def _grids(chosen: str) -> tuple[Choice, ...]:
    """Grids by the size of a cell, finest first."""
    return tuple(
        Choice(grid, _("cells of about %(size)s square miles",
                       size=numbers.number(size / KM2_A_SQUARE_MILE)),
               grid == chosen)
        for grid, size in GRIDS.items()
    )  # fmt: skip


def _layers(chosen: str) -> tuple[Choice, ...]:
    rows = database().execute(select(AreaLayer.id, AreaLayer.name).order_by(AreaLayer.name))
    return tuple(Choice(key, name, key == chosen) for key, name in rows)


def period_text(observed: Sequence[Observed]) -> str:
    """From when to when calls were observed."""
    from_day = min(each.from_day for each in observed)
    to_day = max(each.to_day for each in observed)
    return f"{day_text(from_day, DATE)} – {day_text(to_day, DATE)}"
