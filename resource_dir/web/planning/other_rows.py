"""Need that no call tells of, as rows to read: beside the calls, never in them."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from resource_dir.models import OtherDemand
from resource_dir.operations.planning.other_demand import failed_searches, list_other_demand
from resource_dir.web.account.words import day_of
from resource_dir.web.names import need_name
from resource_dir.web.planning import numbers, words
from resource_dir.web.texts import _
from resource_dir.web.wording import DATE, day_text


@dataclass(frozen=True, slots=True)
class OtherRow:
    """One count: what, where, when, how many, from whom. `number` is its id; None: our own."""

    kind: str
    need: str
    area: str
    period: str
    count: str
    hours: str
    source: str
    number: int | None


def stored(session: Session) -> list[OtherRow]:
    """All that was brought in."""
    return [_row(each) for each in list_other_demand(session)]


def beside(session: Session, need: str, area: str | None) -> list[OtherRow]:
    """What stands beside the calls of one need: brought in, and looked for here in vain."""
    rows = [_row(each) for each in list_other_demand(session, needs=[need], area=area)]
    return [*rows, *searched_in_vain(session, need)]


def searched_in_vain(session: Session, need: str | None = None) -> list[OtherRow]:
    """Searches of this directory that found nothing, in any area."""
    return [
        OtherRow(
            kind=_("searches here that found nothing"),
            need=need_name(each.need),
            area=_("everywhere"),
            period=f"{day_of(each.first)} – {day_of(each.last)}",
            count=f"{each.count:,}",
            hours="",
            source=_("this directory"),
            number=None,
        )
        for each in failed_searches(session, needs=[need] if need else [])
    ]


def _row(row: OtherDemand) -> OtherRow:
    return OtherRow(
        kind=_(words.OTHER_KINDS.get(row.kind, row.kind)),
        need=need_name(row.need),
        area=row.area or _("everywhere"),
        period=f"{day_text(row.from_day, DATE)} – {day_text(row.to_day, DATE)}",
        count=f"{row.count:,}",
        hours="" if row.mean_hours is None else numbers.hours(row.mean_hours),
        source=row.source,
        number=row.id,
    )
