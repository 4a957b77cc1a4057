"""What a planner asks: a period, needs, an area; read once for page, API and command alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from resource_dir.errors import BadInput
from resource_dir.needs import NEEDS

# H3 resolutions, finest first, and the mean area of a cell in km² as H3 publishes it.
GRIDS: Mapping[str, float] = {"7": 5.16, "6": 36.13, "5": 252.9}
LONGEST = 200  # characters of an area's or a data set's id


@dataclass(frozen=True, slots=True)
class GapsAsked:
    """Empty `needs`: all. `area` None: all. `data_sets` empty: all. Dates None: each data set
    counts its own observed hours. `layer`: count by these areas instead of each data set's own.
    `grid`: count by H3 cells of this resolution instead. `hours`: JSON tells each hour's rate."""

    from_day: date | None = None
    to_day: date | None = None
    needs: tuple[str, ...] = ()
    area: str | None = None
    data_sets: tuple[str, ...] = ()
    layer: str | None = None
    grid: int | None = None
    hours: bool = False


PARAMETERS: Mapping[str, str] = {
    "from": "first day of the period, as 2025-01-31",
    "to": "last day of the period",
    "need": "a need's slug; may be repeated",
    "area": "one area's id, as the table prints it",
    "data": "one data set of calls; may be repeated",
    "layer": "count by the areas of this layer",
    "grid": "count by grid cells: 7 (about 2 square miles), 6 (14) or 5 (98)",
    "hours": "1: in JSON also the rate of each hour of the week, as counted and as shrunk",
}


def read_gaps_asked(values: Mapping[str, Sequence[str]]) -> GapsAsked:
    """Read the parameters of a request. Raises BadInput naming the field."""
    for name in values:
        if name not in PARAMETERS:
            raise BadInput('There is no parameter "%(name)s".', field=name[:40], name=name[:40])
    asked = GapsAsked(
        from_day=_day(values, "from"),
        to_day=_day(values, "to"),
        needs=tuple(_need(text) for text in values.get("need", ()) if text),
        area=_id(values, "area"),
        data_sets=tuple(text for text in values.get("data", ()) if text),
        layer=_id(values, "layer"),
        grid=_grid(values),
        hours=_yes(values, "hours"),
    )
    if asked.from_day and asked.to_day and asked.from_day > asked.to_day:
        raise BadInput("The period ends before it begins.", field="to")
    if asked.layer and asked.grid:
        raise BadInput("Count by a layer or by a grid, not by both.", field="grid")
    return asked


def _yes(values: Mapping[str, Sequence[str]], name: str) -> bool:
    text = _one(values, name)
    if text not in ("", "1"):
        raise BadInput("%(name)s is 1, or left out.", field=name, name=name)
    return text == "1"


def _grid(values: Mapping[str, Sequence[str]]) -> int | None:
    """Resolution 7 is the finest that is stored."""
    text = _one(values, "grid")
    if text and text not in GRIDS:
        raise BadInput(
            "grid has to be one of %(known)s: finer places are not stored.",
            field="grid",
            known=", ".join(GRIDS),
        )
    return int(text) if text else None


def _one(values: Mapping[str, Sequence[str]], name: str) -> str:
    given = [text for text in values.get(name, ()) if text]
    if len(given) > 1:
        raise BadInput("%(name)s may be given once.", field=name, name=name)
    return given[0].strip() if given else ""


def _day(values: Mapping[str, Sequence[str]], name: str) -> date | None:
    text = _one(values, name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(
            "%(name)s has to be a day such as 2025-01-31.", field=name, name=name
        ) from None


def _need(text: str) -> str:
    if text not in NEEDS:
        raise BadInput("No need is called “%(text)s”.", field="need", text=text[:60])
    return text


def _id(values: Mapping[str, Sequence[str]], name: str) -> str | None:
    text = _one(values, name)
    if len(text) > LONGEST:
        raise BadInput("%(name)s is too long.", field=name, name=name)
    return text or None
