"""Every search one step away, as a link: filters, needs, facets, radius, order."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from resource_dir.needs import NEEDS
from resource_dir.web import names
from resource_dir.web.finding.links import PLACE, SearchLinks
from resource_dir.web.texts import _

Answer = dict[str, Any]
Counts = Mapping[str, Mapping[str, int]]

RADII_MI = ("5", "10", "25", "50", "100")
MOST_FACET_VALUES = 8
# What a filter of the engine is called -> the parameters that set it.
RELAXED = {"words": ("q",), "radius": (*PLACE, "radius_mi")}


class Chip(NamedTuple):
    """A filter as a link: its words, where it leads, whether it is on, and how many would fit."""

    text: str
    href: str
    is_on: bool
    matches: int | None = None


def facet_counts(answer: Answer | None) -> dict[str, dict[str, int]]:
    """Facets by name and value."""
    facets = answer["facets"] if answer else {}
    return {
        name: {entry["value"]: entry["count"] for entry in entries}
        for name, entries in facets.items()
    }


def filters(links: SearchLinks, facets: Counts) -> list[Chip]:
    """The filters that are asked for most."""
    is_open, is_free = links.value("open") == "now", links.value("free") == "1"
    return [
        Chip(
            _("Open now"),
            links.setting("open", None if is_open else "now"),
            is_open,
            facets.get("open", {}).get("open") if is_open else None,
        ),
        Chip(
            _("Free beds"),
            links.setting("free", None if is_free else "1"),
            is_free,
            facets.get("free", {}).get("1"),
        ),
        Chip(
            _("Takes police drop-off"),
            links.toggling("accepts", "police_drop_off"),
            "police_drop_off" in links.values("accepts"),
            facets.get("accepts", {}).get("police_drop_off"),
        ),
    ]


def active(links: SearchLinks) -> list[Chip]:
    """What is asked of the person, each a link that takes it away again."""
    chips = []
    if age := links.value("age"):
        chips.append(Chip(_("Age %(age)s", age=age), links.setting("age", None), True))
    if code := links.value("language"):
        text = _("Speaks %(language)s", language=names.language_name(code))
        chips.append(Chip(text, links.setting("language", None), True))
    if code := links.value("payment"):
        text = _("Pays by %(payment)s", payment=names.payment_name(code))
        chips.append(Chip(text, links.setting("payment", None), True))
    chips += [
        Chip(names.accepts_name(code), links.toggling("accepts", code), True)
        for code in links.values("accepts")
        if code != "police_drop_off"  # it has its own place among the filters
    ]
    if links.value("unknown") == "exclude":
        chips.append(Chip(_("Only those that say so"), links.setting("unknown", None), True))
    if links.asks_a_time:
        text = _("Open at %(time)s", time=links.value("open").replace("T", " "))
        chips.append(Chip(text, links.setting("open", None), True))
    return chips


def needs(links: SearchLinks, facets: Counts) -> dict[str, Any]:
    """Those that are on, or the common ones while nothing is asked; all others by their group.

    With an answer below, a screenful of chips would stand between a thumb and the first card.
    """
    counts, chosen = facets.get("need", {}), links.values("need")
    is_asked = any(links.value(name) for name in ("q", "need", "lat", "near"))
    first = list(chosen) if is_asked else [slug for slug in names.COMMON_NEEDS if slug in NEEDS]
    groups: dict[str, list[Chip]] = {}
    for slug, need in NEEDS.items():
        if slug not in first:
            chip = _need_chip(links, slug, chosen, counts)
            groups.setdefault(names.group_name(need.group), []).append(chip)
    return {
        "common": [_need_chip(links, slug, chosen, counts) for slug in first],
        "groups": list(groups.items()),
    }


def _need_chip(
    links: SearchLinks, slug: str, chosen: Sequence[str], counts: Mapping[str, int]
) -> Chip:
    return Chip(
        names.need_name(slug), links.toggling("need", slug), slug in chosen, counts.get(slug)
    )


def relaxations(links: SearchLinks, relax: Sequence[dict[str, Any]]) -> list[Chip]:
    """Which filter removed how many, and the search without it."""
    return [
        Chip(_relaxed_words(entry["without"]), _relaxed_href(links, entry["without"]), False, total)
        for entry in relax
        if (total := entry["total"]) > 0
    ]


def _relaxed_words(without: str) -> str:
    name, _colon, code = without.partition(":")
    if code:
        return f"“{names.accepts_name(code)}”"
    return names.filter_name(RELAXED.get(name, (name,))[0])


def _relaxed_href(links: SearchLinks, without: str) -> str:
    name, _colon, code = without.partition(":")
    if code:
        return links.toggling(name, code)
    return links.without(*RELAXED.get(name, (name,)))


def narrowing(links: SearchLinks, facets: Counts) -> list[tuple[str, list[Chip]]]:
    """What the listings found say of themselves, as links that narrow the search."""
    kinds = (
        ("accepts", _("They take"), names.accepts_name),
        ("language", _("They speak"), names.language_name),
        ("payment", _("They are paid by"), names.payment_name),
    )
    shown = []
    for name, heading, name_of in kinds:
        chosen = links.values(name)
        values = list(facets.get(name, {}).items())[:MOST_FACET_VALUES]
        chips = [
            Chip(name_of(value), _facet_href(links, name, value), value in chosen, count)
            for value, count in values
        ]
        if chips:
            shown.append((heading, chips))
    return shown


def _facet_href(links: SearchLinks, name: str, value: str) -> str:
    if name == "accepts":
        return links.toggling(name, value)
    return links.setting(name, None if links.value(name) == value else value)


def radii(links: SearchLinks, answer: Answer) -> list[Chip]:
    """How far to look; nothing without a place to look from."""
    if answer["place"] is None:
        return []
    chosen = links.value("radius_mi") or "25"
    chips = [
        Chip(_("%(miles)s mi", miles=mi), links.setting("radius_mi", mi), chosen == mi)
        for mi in RADII_MI
    ]
    widening = Chip(_("Until some fit"), links.setting("radius_mi", "auto"), chosen == "auto")
    return [*chips, widening]


def sorts(links: SearchLinks, answer: Answer) -> list[Chip]:
    """In which order to show what was found."""
    chosen = links.value("sort") or "best"
    kinds = [
        ("best", _("Best first")),
        ("distance", _("Nearest first")),
        ("verified", _("Last verified first")),
    ]
    return [
        Chip(text, links.setting("sort", None if kind == "best" else kind), chosen == kind)
        for kind, text in kinds
        if kind != "distance" or answer["place"] is not None
    ]
