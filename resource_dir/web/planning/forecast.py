"""How good the chance is that partners read beside an old number of free beds."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from flask import Blueprint, Response

from resource_dir.gaps.forecasting.judging import (
    GROUPS,
    HORIZONS_DAYS,
    Judgement,
    ReliabilityBin,
    Score,
)
from resource_dir.operations.beds.judged_here import FEWEST_FORECASTS, FITTED_DAYS, JUDGED
from resource_dir.web.answers import database, now
from resource_dir.web.charts import Chart, Point, reliability
from resource_dir.web.planning.pages import page
from resource_dir.web.signed_in import settings
from resource_dir.web.texts import N_, _, ngettext
from resource_dir.web.wording import DATE, day_text

planning_forecast = Blueprint("planning_forecast", __name__, url_prefix="/planning/forecast")

FEWEST_DRAWN = 10  # forecasts of a point; a share of fewer is chance
GROUP_NAMES: Mapping[str, str] = dict(
    zip(
        ("all", *GROUPS),
        (
            N_("all together"),
            N_("nearly always full"),
            N_("in between"),
            N_("nearly always free"),
            N_("new since"),
        ),
        strict=True,
    )
)


@planning_forecast.get("")
def show() -> Response:
    """Scores by days ahead and group, and forecast against what came."""
    found = JUDGED.get(database(), zone=ZoneInfo(settings().timezone), now=now())
    return page(
        "forecast",
        found=None if found is None else _shown(found),
        fitted_days=FITTED_DAYS,
    )


def _shown(found: Judgement) -> dict[str, object]:
    return {
        "units": f"{found.units:,}",
        "fitted_from": day_text(found.fitted_from, DATE),
        "judged_from": day_text(found.judged_from, DATE),
        "judged_to": day_text(found.judged_to, DATE),
        "scores": [_score(one) for one in found.scores if one.forecasts >= FEWEST_FORECASTS],
        "fewest": FEWEST_FORECASTS,
        "charts": [
            chart
            for horizon in HORIZONS_DAYS
            if (chart := _chart(horizon, found.reliability)) is not None
        ],
    }


def _score(one: Score) -> dict[str, str]:
    return {
        "ahead": _ahead(one.horizon),
        "group": _(GROUP_NAMES[one.group]),
        "number": f"{one.forecasts:,}",
        "chain": f"{one.chain:.3f}",
        "last": f"{one.last_reported:.3f}",
        "own": f"{one.climatology:.3f}",
        "skill_last": _skill(one.below_last_reported),
        "skill_own": _skill(one.below_climatology),
    }


def _skill(share: float | None) -> str:
    """Better by so much; below 0 it was worse, and is shown so."""
    if share is None:
        return _("never wrong")
    shown = round(share * 100)
    return _("%(share)s%%", share=f"−{-shown}" if shown < 0 else shown)


def _ahead(days: int) -> str:
    return ngettext("%(num)s day ahead", "%(num)s days ahead", days)


def _chart(horizon: int, bins: Sequence[ReliabilityBin]) -> Chart | None:
    points = [
        Point(one.mean_chance, one.came_true, one.forecasts)
        for one in bins
        if (one.horizon, one.group) == (horizon, "all") and one.forecasts >= FEWEST_DRAWN
    ]
    title = _("Forecast against what came, %(ahead)s", ahead=_ahead(horizon))
    return reliability(f"ahead-{horizon}", points, title=title) if points else None
