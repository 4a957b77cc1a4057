"""Which assumption moves the answer most: one bar for each, the longest on top."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from resource_dir.web.charts.chart import WIDTH, Chart, Sign, Table
from resource_dir.web.charts.scale import ticks
from resource_dir.web.charts.svg import element, joined
from resource_dir.web.texts import _

LEFT, RIGHT, TOP, ROW, BAR = 210, 60, 24, 32, 18
SPAN = WIDTH - LEFT - RIGHT


@dataclass(frozen=True, slots=True)
class Swing:
    """The answer with one input at its low and at its high end, all others as they are."""

    name: str
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        """How far the answer moves."""
        return abs(self.at_high - self.at_low)


def tornado(
    key: str,
    swings: Sequence[Swing],
    base: float,
    *,
    title: str,
    unit: str,
    shown: Callable[[float | None], str],
) -> Chart:
    """Bars from the answer at the low end of an input to that at its high end."""
    ordered = sorted(swings, key=lambda swing: (-swing.width, swing.name))
    scale = ticks(max([base, *(max(each.at_low, each.at_high) for each in ordered)]))
    end = scale[-1]
    bars = [_bar(number, swing, base, end) for number, swing in enumerate(ordered)]
    bottom = TOP + len(ordered) * ROW
    return Chart(
        key=key,
        title=title,
        description=_(
            "Each bar shows how far the answer moves, in %(unit)s, when one input goes from its "
            "low to its high end and all others stay. The longest is on top. The table below says "
            "the same.",
            unit=unit,
        ),
        height=bottom + 4,
        body=joined(
            *_axis(scale, end, bottom, shown),
            *bars,
            element("path", class_="now", d=f"M{_x(base, end):.1f} {TOP - 6}V{bottom}"),
        ),
        table=Table(
            (_("Input"), _("At its low end"), _("At its high end")),
            tuple((each.name, shown(each.at_low), shown(each.at_high)) for each in ordered),
        ),
        signs=(
            Sign("swing-low", _("input at its low end")),
            Sign("swing-high", _("input at its high end")),
            Sign("now", _("as it is now: %(value)s", value=shown(base))),
        ),
    )


def _x(value: float, end: float) -> float:
    return LEFT + SPAN * min(max(value / end, 0.0), 1.0)


def _axis(
    scale: Sequence[float], end: float, bottom: float, shown: Callable[[float | None], str]
) -> list[Markup]:
    return [
        joined(
            element("path", class_="grid", d=f"M{_x(at, end):.1f} {TOP - 6}V{bottom}"),
            element("text", shown(at), class_="tick", x=_x(at, end), y=12, text_anchor="middle"),
        )
        for at in scale
    ]


def _bar(number: int, swing: Swing, base: float, end: float) -> Markup:
    y = TOP + number * ROW + (ROW - BAR) / 2
    return joined(
        element("text", swing.name, x=0, y=y + 14),
        _part("swing-low", swing.at_low, base, end, y),
        _part("swing-high", swing.at_high, base, end, y),
    )


def _part(kind: str, value: float, base: float, end: float, y: float) -> Markup:
    left, right = sorted((_x(value, end), _x(base, end)))
    return element("rect", class_=kind, x=left, y=y, width=max(right - left, 0.5), height=BAR)
