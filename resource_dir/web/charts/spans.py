"""Values with their bands on one axis, beside each other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from resource_dir.web.charts.chart import WIDTH, Chart, Sign, Table
from resource_dir.web.charts.scale import ticks
from resource_dir.web.charts.svg import NOTHING, element, joined
from resource_dir.web.texts import _

LEFT, RIGHT, TOP, ROW = 285, 40, 24, 30
SPAN = WIDTH - LEFT - RIGHT


@dataclass(frozen=True, slots=True)
class Span:
    """One line: a value, and its band where there is one. `kind` sets the sign: "own", "other"."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    kind: str = "own"


def spans(
    key: str,
    lines: Sequence[Span],
    *,
    title: str,
    unit: str,
    shown: Callable[[float | None], str],
    signs: tuple[Sign, ...] = (),
) -> Chart:
    """Each line: a mark at its value, and a bar from the low to the high end of its band."""
    largest = max((each for line in lines for each in _numbers(line)), default=0.0)
    scale = ticks(largest)
    end = scale[-1]
    rows = [_line(number, line, end, shown) for number, line in enumerate(lines)]
    return Chart(
        key=key,
        title=title,
        description=_("On one axis, in %(unit)s. The table below says the same.", unit=unit),
        height=TOP + len(lines) * ROW + 4,
        body=joined(*_axis(scale, end, len(lines), shown), *rows),
        table=Table(
            (_("What"), unit, _("Low"), _("High")),
            tuple(
                (line.name, shown(line.value), shown(line.low), shown(line.high)) for line in lines
            ),
        ),
        signs=signs,
    )


def _numbers(line: Span) -> list[float]:
    return [each for each in (line.value, line.low, line.high) if each is not None]


def _x(value: float, end: float) -> float:
    return LEFT + SPAN * min(max(value / end, 0.0), 1.0)


def _axis(
    scale: Sequence[float], end: float, number: int, shown: Callable[[float | None], str]
) -> list[Markup]:
    return [
        joined(
            element("path", class_="grid", d=f"M{_x(at, end):.1f} {TOP - 6}v{number * ROW + 6}"),
            element("text", shown(at), class_="tick", x=_x(at, end), y=12, text_anchor="middle"),
        )
        for at in scale
    ]


def _line(number: int, line: Span, end: float, shown: Callable[[float | None], str]) -> Markup:
    y = TOP + number * ROW + ROW / 2
    name = element("text", line.name, x=0, y=y + 4)
    band = NOTHING
    if line.low is not None and line.high is not None:
        x = _x(line.low, end)
        width = max(_x(line.high, end) - x, 1.0)
        band = element("rect", class_="band", x=x, y=y - 6, width=width, height=12)
    if line.value is None:
        return joined(name, band)
    return joined(name, band, _mark(line.kind, _x(line.value, end), y))


def _mark(kind: str, x: float, y: float) -> Markup:
    if kind == "other":
        return element("path", class_="mark-other", d=f"M{x:.1f} {y - 7:.1f}l7 7l-7 7l-7 -7z")
    return element("circle", class_="mark-own", cx=x, cy=y, r=6)
