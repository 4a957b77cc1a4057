"""Moves: the changes that can be tried on a county, as data that a link can keep."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from math import isfinite
from typing import Any, ClassVar

from resource_dir.errors import BadInput

HOURS_A_DAY, DAYS = 24, 7
MOST_MOVES = 50


@dataclass(frozen=True, slots=True)
class AddPlaces:
    """So many places more (or, below 0, fewer) at a unit, staffed whenever it is open."""

    unit: str
    places: float
    kind: ClassVar[str] = "places"


@dataclass(frozen=True, slots=True)
class SetIntake:
    """A unit takes people in from `opens` to `closes` (hours of the day, 24 = midnight) on `days`
    (0 = Monday) as well as when it does now. 0 to 24: around the clock. The span may cross
    midnight: 18 to 6."""

    unit: str
    opens: int
    closes: int
    days: tuple[int, ...] = tuple(range(DAYS))
    kind: ClassVar[str] = "intake"


@dataclass(frozen=True, slots=True)
class Accept:
    """A unit takes whom it refused: a criterion's code ("police_drop_off"), a group ("women")."""

    unit: str
    code: str
    kind: ClassVar[str] = "eligibility"


@dataclass(frozen=True, slots=True)
class Pool:
    """Units of one house kept apart (women's beds, men's beds) become one unit for all."""

    units: tuple[str, ...]
    kind: ClassVar[str] = "pool"


@dataclass(frozen=True, slots=True)
class NewSite:
    """A new house for a need at a point; `opens` and `closes` as in SetIntake."""

    name: str
    need: str
    latitude: float
    longitude: float
    places: float
    opens: int = 0
    closes: int = 24
    kind: ClassVar[str] = "site"


@dataclass(frozen=True, slots=True)
class AddShift:
    """So many teams more that answer everywhere, from `opens` to `closes` on `days`."""

    name: str
    need: str
    teams: float
    opens: int
    closes: int
    days: tuple[int, ...] = tuple(range(DAYS))
    kind: ClassVar[str] = "shift"


@dataclass(frozen=True, slots=True)
class SetStay:
    """A need's length of stay becomes so many hours."""

    need: str
    hours: float
    kind: ClassVar[str] = "stay"


@dataclass(frozen=True, slots=True)
class ScaleDemand:
    """A need's calls count so many times as much: what another weight in the crosswalk would do."""

    need: str
    factor: float
    kind: ClassVar[str] = "crosswalk"


Move = AddPlaces | SetIntake | Accept | Pool | NewSite | AddShift | SetStay | ScaleDemand
KINDS: Mapping[str, type[Move]] = {
    move.kind: move
    for move in (AddPlaces, SetIntake, Accept, Pool, NewSite, AddShift, SetStay, ScaleDemand)
}
_LIMITS: Mapping[str, tuple[float, float]] = {
    "places": (-10_000, 10_000),
    "teams": (0, 1_000),
    "opens": (0, 24),
    "closes": (0, 24),
    "latitude": (-90, 90),
    "longitude": (-180, 180),
    "hours": (0.05, 100_000),
    "factor": (0, 100),
}
LONGEST_TEXT = 120


def moves_json(moves: Sequence[Move]) -> list[dict[str, Any]]:
    """The moves as a link or a database keeps them."""
    return [{"kind": move.kind, **asdict(move)} for move in moves]


def read_moves(data: object) -> tuple[Move, ...]:
    """Moves from JSON. Raises BadInput naming what is wrong."""
    if not isinstance(data, list) or len(data) > MOST_MOVES:
        raise BadInput(
            "Moves have to be a list of at most %(most)s.", field="moves", most=MOST_MOVES
        )
    return tuple(read_move(each) for each in data)


def read_move(data: object) -> Move:
    """One move from JSON. Raises BadInput."""
    kind = data.get("kind") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(kind, str) or kind not in KINDS:
        raise BadInput("A move has to be one of: %(kinds)s.", field="kind", kinds=", ".join(KINDS))
    wanted = {each.name: each.type for each in fields(KINDS[kind])}
    given = {name: value for name, value in data.items() if name != "kind"}
    for name in given:
        if name not in wanted:
            raise BadInput('A move has no part "%(name)s".', field=name[:40], name=name[:40])
    values: dict[str, Any] = {name: _read(name, value) for name, value in given.items()}
    try:
        return KINDS[kind](**values)
    except TypeError:
        missing = ", ".join(name for name in wanted if name not in given)
        raise BadInput("The move lacks %(missing)s.", field="moves", missing=missing) from None


def _read(name: str, value: object) -> object:
    if name == "days":
        return _days(value)
    if name == "units":
        if not isinstance(value, list | tuple) or not 1 < len(value) <= MOST_MOVES:
            raise BadInput("Two units or more have to be named.", field=name)
        return tuple(_text(name, each) for each in value)
    if name in _LIMITS:
        return _number(name, value)
    return _text(name, value)


def _days(value: object) -> tuple[int, ...]:
    if not isinstance(value, list | tuple) or not value:
        raise BadInput("Days have to be a list of numbers, 0 = Monday.", field="days")
    if any(isinstance(day, bool) or day not in range(DAYS) for day in value):
        raise BadInput("Days have to be a list of numbers, 0 = Monday.", field="days")
    return tuple(sorted({int(day) for day in value}))


def _number(name: str, value: object) -> float | int:
    low, high = _LIMITS[name]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not isfinite(value) or not low <= value <= high:  # type: ignore[arg-type,operator]
        raise BadInput(
            "%(name)s has to be a number from %(low)g to %(high)g.",
            field=name,
            name=name,
            low=low,
            high=high,
        )
    assert isinstance(value, int | float)
    return int(value) if name in ("opens", "closes") else float(value)


def _text(name: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TEXT:
        raise BadInput("%(name)s has to be a short text.", field=name, name=name)
    return value.strip()
