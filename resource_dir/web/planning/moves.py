"""Moves of a what-if: read from an address, written into one, and said in words."""

from collections.abc import Mapping, Sequence

import orjson
from flask import request

from resource_dir.errors import BadInput
from resource_dir.gaps.fixing import moves as made
from resource_dir.gaps.fixing.moves import Move, moves_json, read_move
from resource_dir.gaps.supply import Supply, Unit
from resource_dir.web.names import criterion_name, need_name, population_name
from resource_dir.web.names import unit_name as counted_name
from resource_dir.web.planning.words import hour_name
from resource_dir.web.texts import _, ngettext

LONGEST = 1_000
ALL_DAY = 24


def moves_in_address() -> tuple[Move, ...]:
    """The moves that stand in the address. Raises BadInput."""
    texts = request.args.getlist("move")
    if len(texts) > made.MOST_MOVES:
        raise BadInput(
            "A what-if has at most %(most)s changes.", field="move", most=made.MOST_MOVES
        )
    return tuple(_read(text) for text in texts)


def _read(text: str) -> Move:
    if len(text) > LONGEST:
        raise BadInput("A change in the address is too long.", field="move")
    try:
        data = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise BadInput("A change in the address can't be read.", field="move") from None
    return read_move(data)


def as_text(move: Move) -> str:
    """A move as it stands in an address."""
    return orjson.dumps(moves_json([move])[0]).decode()


def move_from_form(values: Mapping[str, str]) -> Move | None:
    """The move of the form that adds one; None where nothing is added. Raises BadInput."""
    kind = values.get("add", "")
    if not kind:
        return None
    data: dict[str, object] = {"kind": kind}
    for name in ("unit", "need", "name", "code"):
        if values.get(name, "").strip():
            data[name] = values[name]
    for name in ("places", "teams", "hours", "factor", "latitude", "longitude", "opens", "closes"):
        if values.get(name, "").strip():
            data[name] = _number(name, values[name])
    if kind == "pool":
        data["units"] = [each for each in values.get("units", "").split(",") if each]
    return read_move(data)


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise BadInput("%(name)s has to be a number.", field=name, name=name) from None


def unit_name(unit: Unit) -> str:
    """A unit in words: its house, for whom, how many."""
    parts = [unit.name]
    if unit.population != "anyone":
        parts.append(population_name(unit.population))
    if unit.staffed is not None:
        parts.append(f"{unit.staffed:g} {counted_name(unit.kind).lower()}")
    return ", ".join(parts)


def _house(unit: Unit) -> str:
    """A house, and for whom these of its places are."""
    return (
        unit.name
        if unit.population == "anyone"
        else f"{unit.name} ({population_name(unit.population)})"
    )


def move_text(move: Move, supply: Supply) -> str:
    """A move as a sentence."""
    names = {unit.id: _house(unit) for unit in supply.units}
    match move:
        case made.AddPlaces():
            return _places(move, names)
        case made.SetIntake():
            house = names.get(move.unit, move.unit)
            return _("%(house)s takes people in %(hours)s as well", house=house, hours=_span(move))
        case made.Accept():
            house = names.get(move.unit, move.unit)
            return _("%(house)s takes %(who)s", house=house, who=criterion_name(move.code))
        case made.Pool():
            house = names.get(move.units[0], move.units[0])
            return _("%(house)s has one pool of places for everybody", house=house)
        case made.NewSite():
            return _(
                "New house %(name)s: %(places)s places for %(need)s, taking people in %(hours)s",
                name=move.name,
                places=f"{move.places:g}",
                need=need_name(move.need),
                hours=_span(move),
            )
        case made.AddShift():
            return _(
                "Teams added: %(teams)s, %(hours)s (%(name)s)",
                teams=f"{move.teams:g}",
                hours=_span(move),
                name=move.name,
            )
        case made.SetStay():
            return _(
                "%(need)s takes %(hours)s hours", need=need_name(move.need), hours=f"{move.hours:g}"
            )
        case made.ScaleDemand():
            return _(
                "Calls for %(need)s count %(factor)s times",
                need=need_name(move.need),
                factor=f"{move.factor:g}",
            )


def _places(move: made.AddPlaces, names: Mapping[str, str]) -> str:
    number, house = abs(move.places), names.get(move.unit, move.unit)
    if move.places < 0:
        return ngettext(
            "%(num)s place fewer at %(house)s",
            "%(num)s places fewer at %(house)s",
            int(number),
            house=house,
        )
    return ngettext(
        "%(num)s place more at %(house)s",
        "%(num)s places more at %(house)s",
        int(number),
        house=house,
    )


def _span(move: made.SetIntake | made.NewSite | made.AddShift) -> str:
    if (move.opens, move.closes) == (0, ALL_DAY):
        return _("around the clock")
    return _(
        "%(start)s to %(end)s",
        start=hour_name(move.opens % ALL_DAY),
        end=hour_name(move.closes % ALL_DAY),
    )


def without(moves: Sequence[Move], number: int) -> list[str]:
    """The moves as texts of an address, one left out."""
    return [as_text(move) for place, move in enumerate(moves) if place != number]
