"""The ranked gap table, and one gap with everything behind it."""

from flask import Blueprint, Response, request

from resource_dir.errors import NotFound
from resource_dir.gaps.table.gap_table import GapRow, GapTable
from resource_dir.operations.planning.asked import GapsAsked
from resource_dir.operations.planning.gaps import find_gaps
from resource_dir.web.answers import database, now
from resource_dir.web.names import need_name
from resource_dir.web.planning import asking, emptiness, one_gap, rows
from resource_dir.web.planning.border import border_notes
from resource_dir.web.planning.pages import page
from resource_dir.web.signed_in import settings

MOST_ROWS = 30  # of the first look: who needs more asks for all

planning = Blueprint("planning", __name__, url_prefix="/planning")


@planning.get("")
def show() -> Response:
    """What is short, where, and how sure: most missed people on top."""
    question, trouble = asking.asked_or_trouble()
    if question is None:
        return page("gaps", status=400, form=asking.form(), trouble=trouble, table=None)
    table = table_for(question)
    return page(
        "gaps",
        form=asking.form(),
        trouble=None,
        table=table,
        empty=emptiness.why_empty(database(), table),
        rows=rows.shown_rows(table)[: None if "all" in request.args else MOST_ROWS],
        number=len(table.rows),
        totals=rows.shown_totals(table),
        facts=emptiness.facts_of(table),
        border=border_notes(table.demand.observed),
        link=asking.link,
    )


@planning.get("/gaps/<need>/<path:area>")
def gap(need: str, area: str) -> Response:
    """One gap: its hours, its reasons, who is in reach, how sure, and what stands beside it."""
    question = asking.asked()
    table = table_for(question)
    row = row_of(table, need, area)
    return page(
        "gap",
        row=rows.shown_row(row),
        title=need_name(row.need),
        **one_gap.gap_page(database(), table, row, now=now()),
        link=asking.link,
    )


def table_for(question: GapsAsked) -> GapTable:
    """The gap table of this moment."""
    return find_gaps(database(), question, settings=settings(), now=now())


def row_of(table: GapTable, need: str, area: str) -> GapRow:
    """One row, or the sum of a need. Raises NotFound."""
    found = table.totals if area == rows.EVERYWHERE else table.rows
    for row in found:
        if row.need == need and row.area == area:
            return row
    raise NotFound("No calls of this period ask for that need in that area.")
