"""Forecast against what came: on the diagonal a chance means what it says."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from resource_dir.web.charts.chart import Chart, Sign, Table
from resource_dir.web.charts.svg import element, joined
from resource_dir.web.texts import _

LEFT, TOP, SIDE, BELOW = 52.0, 12.0, 300.0, 44.0
SMALLEST, LARGEST = 4.0, 14.0  # radius of a point, by the square root of its share of all


@dataclass(frozen=True, slots=True)
class Point:
    """Forecasts of about one chance: their mean, the share that came true, how many they were."""

    chance: float
    came_true: float
    number: int


def reliability(key: str, points: Sequence[Point], *, title: str) -> Chart:
    """One point for each tenth of chance: across what was said, up what came."""
    total = sum(point.number for point in points)
    return Chart(
        key=key,
        title=title,
        description=_(
            "Across: the chance that was forecast. Up: the share of these forecasts that came "
            "true. Points below the line: too sure that a bed is free. The table below says the "
            "same."
        ),
        height=TOP + SIDE + BELOW,
        width=LEFT + SIDE + 24,
        body=joined(*_frame(), *(_mark(point, point.number / total) for point in points)),
        table=Table(
            (_("Mean chance forecast"), _("Came true"), _("Forecasts")),
            tuple(
                (_percent(point.chance), _percent(point.came_true), f"{point.number:,}")
                for point in points
            ),
        ),
        signs=(
            Sign("mark-own", _("forecasts of about one chance; the larger, the more")),
            Sign("guide-swatch", _("the line on which a chance means what it says")),
        ),
        is_wide=False,
    )


def _frame() -> list[Markup]:
    parts = [
        element("rect", class_="no-need", x=LEFT, y=TOP, width=SIDE, height=SIDE),
        element("path", class_="guide", d=f"M{LEFT} {TOP + SIDE}L{LEFT + SIDE} {TOP}"),
    ]
    for share in (0.0, 0.5, 1.0):
        text, x, y = _percent(share), LEFT + share * SIDE, TOP + (1 - share) * SIDE
        parts.append(
            element("text", text, class_="tick", x=x, y=TOP + SIDE + 18, text_anchor="middle")
        )
        parts.append(element("text", text, class_="tick", x=LEFT - 6, y=y + 4, text_anchor="end"))
    middle = LEFT + SIDE / 2
    words = _("across: forecast; up: came true")
    parts.append(element("text", words, x=middle, y=TOP + SIDE + 38, text_anchor="middle"))
    return parts


def _mark(point: Point, share: float) -> Markup:
    x, y = LEFT + point.chance * SIDE, TOP + (1 - point.came_true) * SIDE
    return element("circle", class_="mark-own", cx=x, cy=y, r=max(SMALLEST, LARGEST * share**0.5))


def _percent(share: float) -> str:
    return _("%(share)s%%", share=f"{share * 100:.0f}")
