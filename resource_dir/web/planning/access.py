"""Spatial access: what each area has within reach, by the measures of the literature."""

from typing import TYPE_CHECKING

import numpy as np
from flask import Blueprint, Response, request

from resource_dir.errors import BadInput
from resource_dir.needs import NEEDS
from resource_dir.operations.planning.asked import GapsAsked
from resource_dir.operations.planning.county import county_of
from resource_dir.web.answers import database, now
from resource_dir.web.names import need_name
from resource_dir.web.planning import asking, numbers
from resource_dir.web.planning.pages import Trouble, page
from resource_dir.web.signed_in import settings
from resource_dir.web.texts import _, error_text

if TYPE_CHECKING:
    from resource_dir.gaps.access.spatial import SpatialAccess

planning_access = Blueprint("planning_access", __name__, url_prefix="/planning/access")


@planning_access.get("")
def show() -> Response:
    """One need, area by area."""
    from resource_dir.gaps.access.spatial import spatial_access  # SciPy, when somebody plans

    county = county_of(database(), GapsAsked(), settings=settings(), now=now())
    needs = county.demand.needs
    need, trouble = request.args.get("need", "") or (needs[0] if needs else ""), None
    found = None
    if need and need not in NEEDS:
        error = BadInput("No need is called “%(text)s”.", field="need", text=need[:60])
        trouble = Trouble("need", error_text(error))
    elif need:
        found = spatial_access(county.demand, county.supply, county.assumed[need])
    return page(
        "access",
        status=400 if trouble else 200,
        has_calls=bool(county.demand.observed),
        need=need,
        needs=[asking.Choice(slug, need_name(slug), slug == need) for slug in needs],
        found=None if found is None else _shown(found),
        trouble=trouble,
    )


def _shown(found: "SpatialAccess") -> dict[str, object]:
    order = np.argsort(found.enhanced, kind="stable")
    return {
        "rows": [_row(found, int(a)) for a in order],
        "gini": numbers.number(found.gini),
        "worst": numbers.number(found.fifths.worst),
        "best": numbers.number(found.fifths.best),
        "places": numbers.number(found.places),
        "unknown_units": found.unknown_units,
    }


def _row(found: "SpatialAccess", a: int) -> dict[str, str]:
    return {
        "area": found.areas[a].name,
        "people": numbers.number(float(found.people[a])),
        "nearest": _finite(float(found.nearest[a])),
        "two_stage": numbers.number(float(found.two_stage[a])),
        "enhanced": numbers.number(float(found.enhanced[a])),
        "three_stage": numbers.number(float(found.three_stage[a])),
        "raam": _finite(float(found.raam[a])),
    }


def _finite(value: float) -> str:
    return numbers.number(value) if np.isfinite(value) else _("none in reach")
