"""The faults of a call export in words, and what was done about each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from resource_dir.web.planning.numbers import percent
from resource_dir.web.texts import N_, _, ngettext

# By the code of the fault: what it is, what was done.
FAULTS: Mapping[str, tuple[str, str]] = {
    "unreadable_rows": (N_("Lines that are no rows"), N_("left out")),
    "unreadable_times": (N_("Times that can't be read"), N_("left out")),
    "blank_times": (N_("Rows without a time"), N_("left out")),
    "times_too_old": (N_("Times before 1980"), N_("left out: so few are slips")),
    "days_too_old": (
        N_("Calls of days before 1980"),
        N_("refused: another column or form of the time may be meant"),
    ),
    "times_to_come": (N_("Times still to come"), N_("left out: so few are slips")),
    "days_to_come": (
        N_("Calls of days still to come"),
        N_("refused: another column or form of the time may be meant"),
    ),
    "stray_times": (N_("Days far from all others"), N_("left out")),
    "years_apart": (
        N_("Calls more than a year off the others"),
        N_("kept: look whether the year is right"),
    ),
    "lost_half_day": (
        N_("Morning and evening are lost: no call after noon"),
        N_("refused: export with AM and PM, or with 24 hours"),
    ),
    "time_conflict": (N_("Two times that differ"), N_("the first was taken")),
    "missing_days": (N_("Days without a single call"), N_("not counted as observed")),
    "partial_days": (
        N_("First or last day is not whole"),
        N_("observed from the first to the last call"),
    ),
    "null_bytes": (
        N_("Texts with bytes of zero in them"),
        N_("kept: the bytes were dropped"),
    ),
    "absent_hour": (
        N_("At an hour that the clock left out"),
        N_("counted in the hour after it"),
    ),
    "doubled_hour": (N_("Days with an hour that came twice"), N_("observed for two hours")),
    "unsorted": (N_("Steps back in time"), N_("kept: the order does not matter")),
    "repeated_id": (N_("Rows that repeat an incident"), N_("counted once, at its earliest")),
    "repeated_row": (N_("Rows that repeat another wholly"), N_("counted once")),
    "blank_types": (N_("Calls without a type"), N_("kept: they ask for no need")),
    "unlisted_types": (N_("Calls of a type that is not in the list"), N_("kept")),
    "type_list_breaks": (
        N_("Days on which the list of types changed"),
        N_("kept: across such a day two lists are compared"),
    ),
    "sentinel_districts": (
        N_("Agency zones that stand for nothing"),
        N_("kept, without a zone"),
    ),
    "missing_points": (N_("Calls without a point"), N_("kept, without a cell")),
    "zero_points": (N_("Points at 0, 0"), N_("kept, without a cell")),
    "far_points": (N_("Points outside the region"), N_("kept, without a cell")),
    "piled_points": (
        N_("Calls that share a point with ten others or more"),
        N_("kept: a block or a street stands for its points"),
    ),
    "masked_addresses": (N_("Masked addresses"), N_("kept: no address is stored")),
    "officer_initiated": (N_("Begun by officers"), N_("kept")),
    "officer_initiated_left_out": (N_("Begun by officers"), N_("left out, as the profile says")),
}
MOST_DAYS = 12
ROLE_NAMES: Mapping[str, str] = {
    "time": N_("time"),
    "time_of_day": N_("time of day"),
    "type": N_("type"),
    "latitude": N_("latitude"),
    "longitude": N_("longitude"),
    "place_text": N_("address, only to see what is masked"),
    "district": N_("agency zone"),
    "disposition": N_("disposition"),
    "priority": N_("priority, not kept"),
    "unit": N_("unit, not kept"),
    "id": N_("incident number, only to find repeats"),
    "officer": N_("marks of officers"),
    "check": N_("second time"),
}


@dataclass(frozen=True, slots=True)
class FaultShown:
    """One line of an audit."""

    what: str
    count: int
    done: str
    more: str


def faults_shown(audit: Mapping[str, Any]) -> list[FaultShown]:
    """The faults of a stored audit; one that a later version does not know keeps its own words."""
    return [
        FaultShown(
            _(FAULTS[fault["fault"]][0]) if fault["fault"] in FAULTS else fault["fault"],
            fault["count"],
            _(FAULTS[fault["fault"]][1]) if fault["fault"] in FAULTS else fault["done"],
            "; ".join(_more(fault)),
        )
        for fault in audit.get("faults", ())
    ]


def roles_shown(audit: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(what a column was taken for, its names)."""
    return [
        (_(ROLE_NAMES[role]) if role in ROLE_NAMES else role, ", ".join(names))
        for role, names in audit.get("columns", {}).items()
    ]


def _more(fault: Mapping[str, Any]) -> Iterable[str]:
    if days := fault.get("days"):
        rest = len(days) - MOST_DAYS
        yield ", ".join(days[:MOST_DAYS]) + (_(" and %(rest)s more", rest=rest) if rest > 0 else "")
    if span := fault.get("span"):
        yield _("%(first)s to %(last)s", **span)
    if fault.get("share") is not None:
        yield _("%(share)s of all rows", share=percent(fault["share"]))
    if fault.get("largest"):
        yield _("most on one point: %(count)s", count=f"{fault['largest']:,}")
    if fault.get("different"):
        yield ngettext("%(num)s type", "%(num)s types", fault["different"])
    if fault.get("most_often_hours"):
        yield _("most often %(hours)s h apart", hours=fault["most_often_hours"])
    for reason, count in fault.get("reasons", {}).items():
        words = _(REASONS[reason]) if reason in REASONS else reason
        yield f"{words}: {count}"
    if fault.get("lines"):
        yield _("lines %(lines)s", lines=", ".join(map(str, fault["lines"])))
    for one in fault.get("breaks", ()):
        yield _(
            "%(day)s: %(gone)s types end (%(before)s of the calls), %(new)s begin (%(after)s)",
            day=one["day"],
            gone=one["vanished"],
            before=percent(one["share_before"]),
            new=one["appeared"],
            after=percent(one["share_after"]),
        )


REASONS: Mapping[str, str] = {
    "too few fields": N_("too few fields"),
    "too many fields": N_("too many fields"),
    "a quote that does not end": N_("a quote that does not end"),
    "fields that are not those of the header": N_("fields that are not those of the header"),
    "a line that is too long": N_("a line that is too long"),
    "characters of another encoding": N_("characters of another encoding"),
    "a quote in the wrong place": N_("a quote in the wrong place"),
    "not readable": N_("not readable"),
}
