"""What was published of calls and needs, for everybody."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, make_response, render_template

from resource_dir.operations.planning.published import get_published, list_published
from resource_dir.web.answers import database
from resource_dir.web.charts.chart import Table
from resource_dir.web.names import need_name
from resource_dir.web.texts import _

HIDDEN = "•"

published = Blueprint("published", __name__, url_prefix="/published")


@published.get("")
def overview() -> Response:
    """Every published table, the newest period first."""
    return make_response(
        render_template("planning/published_list.html", tables=list_published(database()))
    )


@published.get("/<table_id>")
def show(table_id: str) -> Response:
    """One of them, with how it was made and what can't be read out of it."""
    found = get_published(database(), table_id)
    return make_response(
        render_template(
            "planning/published.html",
            content=found.content,
            digest=found.digest,
            created=found.created,
            counts=counts_table(found.content),
            rates=rates_table(found.content),
            hidden=HIDDEN,
        )
    )


def counts_table(content: Mapping[str, Any]) -> Table:
    """Needs down, areas across, totals at both ends."""
    head = (_("Need"), *_names(content), _("Total"))
    rows = [
        (need_name(need), *_shown([*line, total]))
        for need, line, total in zip(
            content["needs"], content["counts"], content["row_totals"], strict=True
        )
    ]
    last = (_("Total"), *_shown([*content["column_totals"], content["grand_total"]]))
    return Table(head, (*rows, last))


def rates_table(content: Mapping[str, Any]) -> Table | None:
    """Calls of each area for 1,000 who live there, of totals that are shown: nothing new."""
    rates = [
        (area["name"], f"{people:,}", f"{total:,}", f"{total / people * 1000:.1f}")
        for area, total in zip(content["areas"], content["column_totals"], strict=True)
        if (people := area["population"]) and total is not None
    ]
    head = (_("Area"), _("Residents"), _("Calls"), _("Calls per 1,000 people"))
    return Table(head, tuple(rates)) if rates else None


def _names(content: Mapping[str, Any]) -> list[str]:
    return [area["name"] or _("Place not known") for area in content["areas"]]


def _shown(counts: list[int | None]) -> list[str]:
    return [HIDDEN if count is None else f"{count:,}" for count in counts]
