"""Turn-aways that were seen, beside what is predicted."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from flask import Blueprint, Response

from resource_dir.operations.planning.turn_aways import LOOKED_BACK, turn_aways_seen
from resource_dir.web.answers import database, now
from resource_dir.web.charts import Chart, Sign, Span, Table, spans
from resource_dir.web.names import need_name
from resource_dir.web.planning import asking, emptiness, numbers
from resource_dir.web.planning.gaps import table_for
from resource_dir.web.planning.pages import page
from resource_dir.web.texts import N_, _

if TYPE_CHECKING:
    from resource_dir.gaps.table.turn_aways import Seen

planning_turn_aways = Blueprint("planning_turn_aways", __name__, url_prefix="/planning/turn-aways")

SOURCES: Mapping[str, str] = {
    "holds": N_("beds asked for"),
    "calls": N_("calls noted"),
}
VERDICTS: Mapping[str, str] = {
    "inside": N_("agrees"),
    "below": N_("fewer are predicted than were seen"),
    "above": N_("more are predicted than were seen"),
    "unknown": N_("nothing is predicted"),
}


@planning_turn_aways.get("")
def show() -> Response:
    """Each need of which an answer is known."""
    question, trouble = asking.asked_or_trouble()
    if question is None:
        return page("turn_aways", status=400, table=None, form=asking.form(), trouble=trouble)
    table = table_for(question)
    seen = turn_aways_seen(database(), table, now=now())
    return page(
        "turn_aways",
        form=asking.form(),
        trouble=None,
        table=table,
        empty=emptiness.why_empty(database(), table),
        chart=_chart(seen) if seen else None,
        numbers_of=_table(seen),
        days=LOOKED_BACK.days,
    )


def _name(seen: "Seen") -> str:
    source = _(SOURCES[seen.source])
    return f"{need_name(seen.need)}, {source}"


def _chart(seen: "Sequence[Seen]") -> Chart:
    lines = []
    for each in seen:
        lines.append(Span(_name(each), each.share, each.low, each.high))
        lines.append(Span(_("predicted"), each.predicted, kind="other"))
    return spans(
        "turn-aways",
        lines,
        title=_("Told “full”: seen and predicted"),
        unit=_("share of those who asked"),
        shown=numbers.percent,
        signs=(
            Sign("mark-own", _("seen (circle), with its 95 % interval")),
            Sign("mark-other", _("predicted (diamond)")),
        ),
    )


def _table(seen: "Sequence[Seen]") -> Table:
    return Table(
        (_("Need"), _("Asked"), _("Told full"), _("Share"), _("Interval"), _("Predicted"),
         _("Beside each other")),
        tuple(
            (
                _name(each),
                f"{each.asked:,}",
                f"{each.full:,}",
                numbers.percent(each.share),
                numbers.between(numbers.percent(each.low), numbers.percent(each.high)),
                numbers.percent(each.predicted),
                _(VERDICTS[each.verdict]),
            )
            for each in seen
        ),
    )  # fmt: skip
