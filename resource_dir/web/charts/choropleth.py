"""Areas shaded by a number. A small plain map: no tiles, no script."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from markupsafe import Markup

from resource_dir.web.charts.chart import WIDTH, Chart, Sign, Table
from resource_dir.web.charts.scale import SHADES, edges_for, shade
from resource_dir.web.charts.svg import NOTHING, element, joined
from resource_dir.web.texts import _

TALLEST = 640.0
MARGIN = 6.0
LETTER = 8.0  # about as wide as one is
Ring = Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class Shape:
    """One area: its outline as a GeoJSON geometry, and its number; None: not known. `point` lies
    inside it (longitude, latitude), for the number to stand there.
    """

    name: str
    outline: Mapping[str, Any]
    value: float | None
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class _Frame:
    """Equirectangular about the middle latitude: true enough for a county."""

    west: float
    north: float
    squeeze: float
    scale: float

    def xy(self, point: Sequence[float]) -> tuple[float, float]:
        x = (point[0] - self.west) * self.squeeze * self.scale + MARGIN
        return x, (self.north - point[1]) * self.scale + MARGIN

    def at(self, point: Sequence[float]) -> str:
        x, y = self.xy(point)
        return f"{x:.1f} {y:.1f}"


def choropleth(
    key: str,
    shapes: Sequence[Shape],
    *,
    title: str,
    unit: str,
    shown: Callable[[float | None], str],
) -> Chart:
    """Each area in one of five shades, with its number in it where there is room, and a hatch where
    it is not known.
    """
    edges = edges_for(max((each.value for each in shapes if each.value is not None), default=0.0))
    frame, height = _frame([ring for each in shapes for ring in rings(each.outline)])
    ordered = sorted(shapes, key=lambda each: (each.value is None, -(each.value or 0.0), each.name))
    return Chart(
        key=key,
        title=title,
        description=_("Areas in five shades: the stronger, the more. The table says the same."),
        height=height,
        body=joined(
            _hatch(key),
            *(_area(key, each, edges, frame) for each in shapes),
            *(_number(each, edges, frame, shown) for each in shapes),
        ),
        table=Table((_("Area"), unit), tuple((each.name, shown(each.value)) for each in ordered)),
        signs=_signs(edges, shown),
        is_wide=False,
    )


def rings(outline: Mapping[str, Any]) -> Iterator[Ring]:
    """The rings of a Polygon or MultiPolygon."""
    if outline["type"] == "Polygon":
        yield from outline["coordinates"]
    elif outline["type"] == "MultiPolygon":
        for polygon in outline["coordinates"]:
            yield from polygon


def _frame(all_rings: Sequence[Ring]) -> tuple[_Frame, float]:
    points = [point for ring in all_rings for point in ring] or [(0.0, 0.0)]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = cos(radians((south + north) / 2))
    wide, tall = max((east - west) * squeeze, 1e-9), max(north - south, 1e-9)
    scale = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / tall)
    return _Frame(west, north, squeeze, scale), tall * scale + 2 * MARGIN


def _hatch(key: str) -> Markup:
    lines = element("path", class_="hatch", d="M0 0V6")
    pattern = element(
        "pattern", lines, id=f"{key}-hatch", width=6, height=6, patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )  # fmt: skip
    return element("defs", pattern)


def _area(key: str, shape: Shape, edges: tuple[float, ...], frame: _Frame) -> Markup:
    path = "".join(_ring(ring, frame) for ring in rings(shape.outline))
    kind = "unknown-area" if shape.value is None else f"shade-{shade(shape.value, edges)}"
    drawn = element("path", element("title", shape.name), class_=f"area {kind}", d=path)
    if shape.value is None:
        hatched = element("path", class_="area", d=path, fill=f"url(#{key}-hatch)")
        drawn = joined(drawn, hatched)
    return drawn


def _number(
    shape: Shape,
    edges: tuple[float, ...],
    frame: _Frame,
    shown: Callable[[float | None], str],
) -> Markup:
    """The number at a point inside of an area, where the area is wide enough for it."""
    if shape.value is None or shape.point is None:
        return NOTHING
    text = shown(shape.value)
    widest = max((_width(ring, frame) for ring in rings(shape.outline)), default=0.0)
    if widest < LETTER * (len(text) + 1):
        return NOTHING
    (x, y), step = frame.xy(shape.point), shade(shape.value, edges)
    return element("text", text, class_=f"on-shade-{step}", x=x, y=y + 4, text_anchor="middle")


def _width(ring: Ring, frame: _Frame) -> float:
    places = [frame.xy(point)[0] for point in ring]
    return max(places) - min(places)


def _ring(ring: Ring, frame: _Frame) -> str:
    """A ring as a path; points that fall on one spot of the picture are drawn once."""
    points = list(dict.fromkeys(frame.at(point) for point in ring))
    return f"M{'L'.join(points)}Z"


def _signs(edges: tuple[float, ...], shown: Callable[[float | None], str]) -> tuple[Sign, ...]:
    starts = (0.0, *edges)
    known = tuple(
        Sign(f"shade-{step}", _("from %(value)s", value=shown(starts[step])))
        for step in range(SHADES)
    )
    return (*known, Sign("unknown-area", _("not known")))
