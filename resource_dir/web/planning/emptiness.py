"""What a table can't show, and where to begin: no calls, no crosswalk, no known capacity."""

from dataclasses import dataclass

from flask import current_app, url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from resource_dir.gaps.table.gap_table import GapTable
from resource_dir.models import CallBatch, CallDataSet
from resource_dir.web.planning import numbers
from resource_dir.web.planning.asking import period_text
from resource_dir.web.texts import _, ngettext


@dataclass(frozen=True, slots=True)
class Missing:
    """What is missing: a sentence, the command that helps, and the page."""

    text: str
    command: str | None = None
    href: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A number beside the table, and what it says."""

    value: str
    text: str
    href: str | None = None


def why_empty(session: Session, table: GapTable) -> list[Missing]:
    """All that keeps the table from saying more; nothing where all is there."""
    calls = session.scalar(select(func.coalesce(func.sum(CallBatch.calls), 0))) or 0
    if not calls:
        return [_no_calls()]
    found = []
    mapped = select(CallDataSet.id).where(CallDataSet.crosswalk_id.is_not(None)).limit(1)
    if session.scalar(mapped) is None:
        found.append(_no_crosswalk())
    elif not table.demand.observed or not table.rows:
        found.append(Missing(_("No call of this period asks for this need in this area.")))
    if table.rows and not any(unit.staffed is not None for unit in table.supply.units):
        found.append(_no_capacity())
    return found


def _no_calls() -> Missing:
    return Missing(
        _("There are no calls yet. Bring an export of calls in: it is shown and checked first."),
        "resource-dir import calls FILE",
        *_page("planning_calls.show", _("Calls")),
    )


def _no_crosswalk() -> Missing:
    return Missing(
        _("Nobody has said yet which call types ask for which needs: make a crosswalk."),
        None,
        *_page("planning_crosswalks.show", _("Crosswalks")),
    )


def _no_capacity() -> Missing:
    return Missing(
        _(
            "No listing says how many places it has. Until one does, capacity is not known, and "
            "what is short can only be bounded. Ask the houses for their staffed places."
        )
    )


def _page(endpoint: str, words: str) -> tuple[str, str] | tuple[None, None]:
    if endpoint not in current_app.view_functions:
        return None, None
    return url_for(endpoint), words


def facts_of(table: GapTable) -> list[Fact]:
    """What the whole table rests on."""
    observed = table.demand.observed
    if not observed:
        return []
    calls = sum(each.calls for each in observed)
    known = sum(unit.staffed is not None for unit in table.supply.units)
    facts = [
        Fact(f"{calls:,}", _("calls of %(period)s", period=period_text(observed))),
        Fact(
            numbers.percent(table.unmapped_share),
            _("of them of a type that no crosswalk knows"),
            url_for("planning_methods.show", _anchor="unmapped"),
        ),
        Fact(
            f"{known} / {len(table.supply.units)}",
            _("units say how many places they have"),
            url_for("planning_methods.show", _anchor="capacity"),
        ),
    ]
    unread = sum(not each.is_reviewed for each in observed)
    if unread:
        facts.append(
            Fact(
                str(unread),
                ngettext(
                    "data set with a crosswalk that no second person has read",
                    "data sets with a crosswalk that no second person has read",
                    unread,
                ),
            )
        )
    return facts
