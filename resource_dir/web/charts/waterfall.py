"""From all of the need to what is covered, step by step: each reason takes its share away."""

from collections.abc import Sequence

from markupsafe import Markup

from resource_dir.web.charts.chart import WIDTH, Chart, Sign, Table
from resource_dir.web.charts.svg import NOTHING, element, joined
from resource_dir.web.texts import _

LEFT, RIGHT, ROW, BAR = 210, 70, 34, 22
SPAN = WIDTH - LEFT - RIGHT


def waterfall(
    key: str, reasons: Sequence[tuple[str, str, float]], covered: float, *, title: str
) -> Chart:
    """`reasons` are (code, words, share of the need); with `covered` they make 1."""
    steps = [("all", _("All of the need"), 0.0, 1.0)]
    at = 1.0
    for code, words, share in reasons:
        steps.append((code, words, max(at - share, 0.0), share))
        at -= share
    steps.append(("covered", _("Finds a place"), 0.0, covered))
    rows = [_row(number, step) for number, step in enumerate(steps)]
    return Chart(
        key=key,
        title=title,
        description=_(
            "From the top: all of the need, then the share that each reason takes away, and at the "
            "bottom what is left and finds a place. The table below says the same."
        ),
        height=len(steps) * ROW,
        body=joined(*rows),
        table=Table(
            (_("Step"), _("Share of the need")),
            tuple((words, _percent(share)) for code, words, start, share in steps),
        ),
        signs=(
            Sign("wf-all", _("all of the need")),
            Sign("wf-reason", _("no place, for this reason")),
            Sign("wf-unknown", _("not known: it might be covered")),
            Sign("wf-covered", _("finds a place")),
        ),
    )


def _row(number: int, step: tuple[str, str, float, float]) -> Markup:
    code, words, start, share = step
    y, x = number * ROW, LEFT + SPAN * start
    kind = code if code in ("all", "covered", "unknown") else "reason"
    width = SPAN * share
    return joined(
        element("text", words, x=0, y=y + 16),
        element("rect", class_=f"wf-{kind}", x=x, y=y, width=max(width, 1.0), height=BAR)
        if share > 0
        else NOTHING,
        element("path", class_="grid", d=f"M{x:.1f} {y + (BAR if share > 0 else 0)}V{y + ROW}"),
        element("text", _percent(share), x=x + width + 6, y=y + 16),
    )


def _percent(share: float) -> str:
    if 0 < share < 0.001:
        return "< 0.1%"
    return f"{share * 100:.1f}%" if share else "0%"
