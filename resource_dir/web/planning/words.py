"""Words of planning: reasons, kinds of need, where to read how a number is made."""

from collections.abc import Mapping
from datetime import date, timedelta

from resource_dir.operations.planning.other_demand import KINDS
from resource_dir.web.texts import N_, _
from resource_dir.web.wording import WEEKDAY, day_text

REASONS: Mapping[str, str] = {
    "none": N_("no such place exists"),
    "too_far": N_("too far"),
    "closed": N_("closed at that hour"),
    "not_eligible": N_("does not take them"),
    "full": N_("full"),
    "unknown": N_("not known"),
}
KIND_WORDS: Mapping[str, str] = {
    "loss": N_("who finds no place is turned away"),
    "wait": N_("who finds no place waits"),
    "mobile": N_("a team comes, perhaps too late"),
    "open": N_("no places are counted: hours and reach decide"),
}
PLACES: Mapping[str, str] = {
    "loss": N_("places"), "wait": N_("places"), "mobile": N_("teams"), "open": N_("places"),
}  # fmt: skip
OTHER_KINDS: Mapping[str, str] = dict(
    zip(
        KINDS,
        (
            N_("waiting list"),
            N_("boarding in an emergency department"),
            N_("211 requests not met"),
            N_("988 requests not met"),
            N_("turned away, as houses counted it"),
            N_("other"),
        ),
        strict=True,
    )
)
# What gaps/assumptions.py and benchmarks.py say of their numbers, marked here: below the web stands
# no language.
SOURCES = (
    N_("Crisis Resource Need Calculator, as quoted by Virginia DBHDS"),
    N_("Treatment Advocacy Center: 15 experts asked, public beds"),
    N_("Hudson, Int. J. Environ. Res. Public Health 18(22) 12205: regression over the states"),
    N_("14 % of crises, Crisis Resource Need Calculator"),
    N_("23-hour observation: at most 23 hours by licence"),
    N_("28-day programs; longer stays are common"),
    N_("32 % of crises, Crisis Resource Need Calculator"),
    N_("4 to 12 hours, published centers"),
    N_("54 % of crises, Crisis Resource Need Calculator"),
    N_("about two months a stay, HUD system measures; varies widely"),
    N_("an hour on the scene and the way, judgement"),
    N_("how long one may wait, judgement"),
    N_("judgement"),
    N_("one appointment"),
    N_("the share turned away that a planner accepts; 5 % is usual"),
    N_("three to five days of withdrawal, TIP 45 (SAMHSA)"),
    N_("what a crew will drive, judgement"),
)
MONDAY = date(2024, 1, 1)


def reason(code: str) -> str:
    """Why somebody is not covered."""
    return _(REASONS[code])


def area_name(key: str, name: str) -> str:
    """An area's own name; a grid cell, an agency's zone and an unknown place are called so."""
    kind, _colon, rest = key.partition(":")
    if key in ("unknown", ""):
        return _("place not known")
    if kind == "zone":
        if name and name != rest:
            return _("%(name)s (zone %(zone)s)", name=name, zone=rest)
        return _("zone %(name)s", name=rest)
    if kind == "cell":
        return _("grid cell %(name)s", name=_short_cell(rest))
    return name or key


def _short_cell(cell: str) -> str:
    """A cell's hexadecimal name without the digits that all of its size share."""
    return (f"{int(cell):x}" if cell.isdecimal() and len(cell) > 16 else cell).rstrip("f")


def day_names() -> list[str]:
    """Mon to Sun in the reader's language."""
    return [day_text(MONDAY + timedelta(days=number), WEEKDAY) for number in range(7)]


def hour_name(hour: int) -> str:
    """ "2 am"."""
    twelve = (hour + 11) % 12 + 1
    return _("%(hour)s am", hour=twelve) if hour < 12 else _("%(hour)s pm", hour=twelve)
