"""The hours of the week: how much of the need finds a place, hour by hour."""

from collections.abc import Callable, Sequence

from markupsafe import Markup

from resource_dir.web.charts.chart import Chart, Sign, Table
from resource_dir.web.charts.scale import SHADES, SHARES, shade
from resource_dir.web.charts.svg import element, joined
from resource_dir.web.texts import _

DAYS, HOURS = 7, 24
LEFT, TOP, CELL, ROW = 46, 20, 28, 34


def heat_map(
    key: str,
    need: Sequence[float],
    covered: Sequence[float],
    *,
    title: str,
    days: Sequence[str],
    hour_name: Callable[[int], str],
) -> Chart:
    """168 cells, Monday 00:00 first. Shade: the share without a place. Number: the share with one,
    in percent. The bar below it: how much need the hour has, the busiest hour being the whole.
    """
    most = max(need, default=0.0)
    cells = [
        _cell(number, need[number] / most if most > 0 else 0.0, covered[number], need[number] > 0)
        for number in range(DAYS * HOURS)
    ]
    return Chart(
        key=key,
        title=title,
        description=_(
            "Rows are days, columns are hours. The number is the percentage of the need that finds "
            "a place; the bar under it shows how much need the hour has. The table below says the "
            "same."
        ),
        height=TOP + DAYS * ROW,
        body=joined(*_ticks(), *_day_names(days), *cells),
        table=_table(need, covered, days, hour_name),
        signs=_signs(),
    )


def _cell(number: int, size: float, covered: float, has_need: bool) -> Markup:
    day, hour = divmod(number, HOURS)
    x, y = LEFT + hour * CELL, TOP + day * ROW
    step = shade(1.0 - covered)
    ground = element(
        "rect", class_=f"shade-{step}" if has_need else "no-need", x=x, y=y, width=26, height=32
    )
    if not has_need:
        return ground
    return joined(
        ground,
        element(
            "text", f"{covered * 100:.0f}", class_=f"on-shade-{step}", x=x + 13, y=y + 17,
            text_anchor="middle",
        ),
        element("rect", class_=f"bar-{step}", x=x + 2, y=y + 24, width=22.0 * size, height=5),
    )  # fmt: skip


def _ticks() -> list[Markup]:
    return [
        element("text", str(hour), class_="tick", x=LEFT + hour * CELL + 13, y=12,
                text_anchor="middle")
        for hour in range(HOURS)
    ]  # fmt: skip


def _day_names(days: Sequence[str]) -> list[Markup]:
    return [
        element("text", name, class_="tick", x=0, y=TOP + number * ROW + 20)
        for number, name in enumerate(days)
    ]


def _signs() -> tuple[Sign, ...]:
    limits = [0.0, *SHARES, 1.0]
    shares = tuple(
        Sign(
            f"shade-{step}",
            _(
                "%(from)s to %(to)s%% without a place",
                **{"from": f"{limits[step] * 100:.0f}", "to": f"{limits[step + 1] * 100:.0f}"},
            ),
        )
        for step in range(SHADES)
    )
    return (*shares, Sign("no-need", _("no need in this hour")))


def _table(
    need: Sequence[float],
    covered: Sequence[float],
    days: Sequence[str],
    hour_name: Callable[[int], str],
) -> Table:
    rows = []
    for hour in range(HOURS):
        numbers = [day * HOURS + hour for day in range(DAYS)]
        rows.append((hour_name(hour), *(_numbers(need[n], covered[n]) for n in numbers)))
    return Table((_("Hour"), *days), tuple(rows))


def _numbers(need: float, covered: float) -> str:
    if need <= 0:
        return "–"
    return _("%(share)s%% of %(need)s", share=f"{covered * 100:.0f}", need=f"{need:.3g}")
