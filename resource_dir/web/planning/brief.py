"""The brief for a council: one printed page, with what its numbers rest on."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, render_template
from markupsafe import Markup

from resource_dir.errors import NotFound
from resource_dir.gaps.demand.demand import Observed
from resource_dir.gaps.table.gap_table import GapRow, GapTable
from resource_dir.web.account.words import day_of
from resource_dir.web.answers import database, now
from resource_dir.web.charts import Chart, Sign, Span, spans, waterfall
from resource_dir.web.names import need_name
from resource_dir.web.planning import asking, emptiness, numbers, rows, words
from resource_dir.web.planning.gaps import table_for
from resource_dir.web.planning.pages import page
from resource_dir.web.texts import _
from resource_dir.web.wording import DATE, day_text

planning_brief = Blueprint("planning_brief", __name__, url_prefix="/planning/brief")

MOST_ROWS = 5  # what a page holds, and a council remembers
SHOWN_OF_DIGEST = 16


@planning_brief.get("")
def show() -> Response:
    """The brief on screen; its print is one page."""
    table = table_for(asking.asked())
    return page(
        "brief",
        empty=emptiness.why_empty(database(), table),
        has_pdf=has_pdf(),
        link=asking.link,
        **contents(table),
    )


@planning_brief.get("/brief.pdf")
def as_pdf() -> Response:
    """The same page as a PDF, where the optional part is installed."""
    if not has_pdf():
        raise NotFound("PDF needs the optional part of this product: resource-dir[pdf].")
    text = render_template(
        "planning/brief_paper.html",
        sheet=_sheet("brief.css"),
        picture_sheet=_sheet("brief_pictures.css"),
        **contents(table_for(asking.asked())),
    )
    return Response(pdf_of(text), mimetype="application/pdf", headers=_as_file("brief.pdf"))


def _as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _sheet(name: str) -> Markup:
    """A sheet of ours, to stand in the paper itself: it fetches nothing."""
    assert current_app.static_folder is not None
    return Markup((Path(current_app.static_folder) / name).read_text(encoding="utf-8"))  # noqa: S704


def has_pdf() -> bool:
    """Whether the optional part is there."""
    return find_spec("weasyprint") is not None


def pdf_of(text: str) -> bytes:
    """A page as a PDF; nothing is fetched from anywhere."""
    try:
        from weasyprint import HTML
    except OSError:  # the package is there, the libraries of the system that it draws with are not
        raise NotFound(
            "PDF needs Pango on this server, and it is not there: docs/operators.md says which "
            "package."
        ) from None
    written: bytes = HTML(string=text, url_fetcher=_nothing).write_pdf()
    return written


def _nothing(url: str, *args: object, **options: object) -> dict[str, Any]:
    raise ValueError("a brief fetches nothing")


def contents(table: GapTable) -> dict[str, Any]:
    """What the brief says."""
    first = table.rows[0] if table.rows else None
    return {
        "rows": rows.shown_rows(table)[:MOST_ROWS],
        "headline": _headline(first) if first is not None else None,
        "charts": _charts(table, first) if first is not None else [],
        "observed": [_observed(each) for each in table.demand.observed],
        "unmapped": numbers.percent(table.unmapped_share),
        "capacity": _capacity(table),
        "inputs": [(name, told[:SHOWN_OF_DIGEST]) for name, told in table.inputs],
        "version": table.method_version,
        "made": day_of(now()),
        "reasons": None if first is None else _reasons(first),
    }


def _headline(row: GapRow) -> str:
    if row.missed_per_day.high80 <= 0:
        return _("No need of this period finds fewer places than is accepted.")
    return _(
        "The largest gap: %(need)s, %(area)s. About %(missed)s people a day find no place beyond "
        "the accepted share (80 of 100 draws: %(band)s). First reason: %(reason)s.",
        need=need_name(row.need),
        area=rows.area_text(row),
        missed=numbers.number(row.missed_per_day.median),
        band=numbers.band(row.missed_per_day),
        reason=rows.main_reason(row),
    )


def _reasons(row: GapRow) -> str:
    told = [
        _("%(reason)s %(share)s", reason=words.reason(code), share=numbers.percent(share))
        for code, share in row.uncovered
        if share > 0
    ]
    return ", ".join(told)


def _charts(table: GapTable, first: GapRow) -> list[Chart]:
    return [
        spans(
            "missed",
            [_span(row) for row in table.rows[:MOST_ROWS]],
            title=_("People missed a day, with the band of 80 of 100 draws"),
            unit=_("people missed a day"),
            shown=numbers.number,
            signs=(Sign("mark-own", _("median")), Sign("band", _("80 of 100 draws"))),
        ),
        waterfall(
            "reasons",
            [(code, words.reason(code), share) for code, share in first.uncovered],
            first.covered_share,
            title=_(
                "Why: %(need)s, %(area)s", need=need_name(first.need), area=rows.area_text(first)
            ),
        ),
    ]


def _span(row: GapRow) -> Span:
    band = row.missed_per_day
    name = f"{rows.area_text(row)}: {need_name(row.need)}"
    return Span(_shortened(name), band.median, band.low80, band.high80)


def _shortened(name: str, most: int = 40) -> str:
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def _observed(each: Observed) -> dict[str, str]:
    return {
        "agency": each.agency,
        "period": f"{day_text(each.from_day, DATE)} – {day_text(each.to_day, DATE)}",
        "hours": f"{float(each.hours.sum()):,.0f}",
        "calls": f"{each.calls:,}",
        "unmapped": f"{each.unmapped:,}",
        "crosswalk": each.crosswalk or _("none"),
        "read": _("by two people") if each.is_reviewed else _("by nobody else yet"),
    }


def _capacity(table: GapTable) -> str:
    units = table.supply.units
    return _(
        "%(known)s of %(all)s units say how many places they have; %(stale)s of these numbers are "
        "stale.",
        known=sum(unit.staffed is not None for unit in units),
        all=len(units),
        stale=sum(unit.staffed is not None and unit.is_stale for unit in units),
    )
