"""A reliability plot: what was forecast against what came, one panel a horizon, a row a group."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from resource_dir.gaps.forecasting.judging import Judgement, ReliabilityBin

SIDE = 150  # of a panel, in pixels
GAP, LEFT, TOP, BOTTOM = 30, 56, 64, 52
FEWEST_DRAWN = 10  # forecasts in a bin; a share of fewer is chance
SMALLEST, LARGEST = 2.5, 11.0  # radius of a point, by the square root of its share of the panel
ROWS = ("all", "nearly always full", "in between", "nearly always free")
# Read on white by day and, since it brings its own paper, by night too.
PAPER, INK, QUIET, POINT = "#ffffff", "#1b1f24", "#8a929c", "#0b5cad"
TITLES = {"all": "all units"}


def reliability_picture(found: Judgement) -> str:
    """The plot as an SVG file. On the diagonal a forecast means what it says."""
    rows = [group for group in ROWS if any(one.group == group for one in found.reliability)]
    horizons = sorted({one.horizon for one in found.reliability})
    width = LEFT + len(horizons) * (SIDE + GAP)
    height = TOP + len(rows) * (SIDE + GAP + 16) + BOTTOM
    title = f"Forecast against what came, {found.judged_from} to {found.judged_to}"
    about = (
        f"{found.units} units. Each point: forecasts of about one chance (across) and the share "
        f"that came true (up); large points are many, bins of fewer than {FEWEST_DRAWN} are left "
        "out. Points below the line: too sure that a bed is free."
    )
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'role="img" aria-labelledby="t d" font-family="sans-serif" font-size="11" fill="{INK}">',
        f'<title id="t">{escape(title)}</title>',
        f'<desc id="d">{escape(about)}</desc>',
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
        _text(LEFT, 22, title, size=14),
    ]
    for across, horizon in enumerate(horizons):
        x = LEFT + across * (SIDE + GAP)
        lines.append(_text(x, 42, f"{horizon} day{'' if horizon == 1 else 's'} ahead", size=12))
        for down, group in enumerate(rows):
            bins = [
                one for one in found.reliability if (one.horizon, one.group) == (horizon, group)
            ]
            y = TOP + down * (SIDE + GAP + 16)
            lines.extend(_panel(x, y, bins, title=TITLES.get(group, group)))
    lines.append(_text(LEFT, height - 30, "across: chance forecast · up: share that came true"))
    lines.append(_text(LEFT, height - 14, "larger point: more forecasts", fill=QUIET))
    return "\n".join((*lines, "</svg>", ""))


def _panel(x: int, y: int, bins: Sequence[ReliabilityBin], *, title: str) -> Iterator[str]:
    yield _text(x, y - 5, title)
    yield f'<rect x="{x}" y="{y}" width="{SIDE}" height="{SIDE}" fill="none" stroke="{QUIET}"/>'
    yield (
        f'<path d="M{x} {y + SIDE}L{x + SIDE} {y}" stroke="{QUIET}" stroke-dasharray="4 3" '
        'fill="none"/>'
    )
    for share in (0.0, 0.5, 1.0):
        across, up = x + share * SIDE, y + (1 - share) * SIDE
        yield _text(across, y + SIDE + 13, f"{share:g}", fill=QUIET, anchor="middle")
        yield _text(x - 5, up + 4, f"{share:g}", fill=QUIET, anchor="end")
    total = sum(one.forecasts for one in bins)
    for one in bins:
        if one.forecasts >= FEWEST_DRAWN:
            yield _point(one, x, y, one.forecasts / total)


def _point(one: ReliabilityBin, x: int, y: int, share: float) -> str:
    across, up = x + one.mean_chance * SIDE, y + (1 - one.came_true) * SIDE
    radius = max(SMALLEST, LARGEST * share**0.5)
    return (
        f'<circle cx="{across:.1f}" cy="{up:.1f}" r="{radius:.1f}" fill="{POINT}" '
        f'fill-opacity="0.7"><title>{one.forecasts} forecasts of {one.mean_chance:.2f}: '
        f"{one.came_true:.2f} came true</title></circle>"
    )


def _text(
    x: float, y: float, text: str, *, size: int = 11, fill: str = INK, anchor: str = "start"
) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{fill}" text-anchor="{anchor}">'
        f"{escape(text)}</text>"
    )
