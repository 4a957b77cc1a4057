"""The search page: the form as it was filled in, links to every search one step away, cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from resource_dir.errors import ResourceDirError
from resource_dir.fit import LANGUAGES, PAYMENTS
from resource_dir.needs import NEEDS
from resource_dir.operations.words import folded
from resource_dir.web import names
from resource_dir.web.cards import card
from resource_dir.web.links import SearchLinks, rounded
from resource_dir.web.texts import N_, _, error_text, language

Answer = dict[str, Any]
Params = Mapping[str, Sequence[str]]

RADII_MI = ("5", "10", "25", "50", "100")
MOST_FACET_VALUES = 8
# What a filter of the engine is called -> the parameters that set it.
ROUGH_LEVELS = frozenset({"zip", "city", "county"})
PERSON_FIELDS = frozenset({"age", "language", "payment", "accepts", "open", "free", "unknown"})
RELAXED = {"words": ("q",), "radius": ("near", "lat", "lon", "radius_mi")}


class Chip(NamedTuple):
    """A filter as a link: its words, where it leads, whether it is on, and how many would fit."""

    text: str
    href: str
    is_on: bool
    matches: int | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """What was wrong with a search: said beside the field it is about."""

    message: str
    field: str | None

    @classmethod
    def of(cls, error: ResourceDirError) -> "Trouble":
        """From an error raised on purpose."""
        return cls(error_text(error), error.field)


def search_page(
    params: Params, answer: Answer | None, now: datetime, *, trouble: Trouble | None = None
) -> dict[str, Any]:
    """All that the template prints; without an answer (the search was refused) the form only."""
    links = SearchLinks.of(params)
    place = answer["place"] if answer else None
    if place:
        links = links.at(place["lat"], place["lon"])
    facets = _counts(answer)
    return {
        "trouble": trouble,
        "form": _form(links, place),
        "choices": _choices(language()),
        "active": _active(links),
        "is_person_open": trouble is not None and trouble.field in PERSON_FIELDS,
        "filters": _filters(links, facets),
        "need_chips": _need_chips(links, facets),
        "has_place": bool(place),
        "home": "/",
        "here": links.without_typed_place,
        **(_found(links, answer, facets, now) if answer else {"answered": False}),
    }


def _form(links: SearchLinks, place: dict[str, Any] | None) -> dict[str, Any]:
    near = _place_text(place) if place else links.value("near")
    single = ("q", "age", "language", "payment", "open", "unknown", "radius_mi", "sort", "free")
    return {
        **{name: links.value(name) for name in single},
        "near": near,
        "lat": links.value("lat") if place else "",
        "lon": links.value("lon") if place else "",
        "need": links.values("need"),
        "accepts": frozenset(links.values("accepts")),
    }


def _place_text(place: dict[str, Any]) -> str:
    """A place's name; of a bare point, as many digits as the URL keeps."""
    if place["level"] in ("point", "pin"):
        return f"{rounded(place['lat'])}, {rounded(place['lon'])}"
    return str(place["text"])


@cache
def _choices(_language: str) -> dict[str, Any]:
    """What can be chosen in the form; the same for everybody who reads this language."""
    return {
        "languages": sorted(
            ((code, names.language_name(code)) for code in LANGUAGES),
            key=lambda pair: folded(pair[1]),  # "árabe" stands before "armenio"
        ),
        "payments": [(code, names.payment_name(code)) for code in PAYMENTS],
        "accepts": names.accept_groups(),
    }


def _counts(answer: Answer | None) -> dict[str, dict[str, int]]:
    facets = answer["facets"] if answer else {}
    return {
        name: {entry["value"]: entry["count"] for entry in entries}
        for name, entries in facets.items()
    }


def _filters(links: SearchLinks, facets: dict[str, dict[str, int]]) -> list[Chip]:
    """The filters that are asked for most, as links."""
    is_open, is_free = links.value("open") == "now", links.value("free") == "1"
    takes_police = "police_drop_off" in links.values("accepts")
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
            takes_police,
            facets.get("accepts", {}).get("police_drop_off"),
        ),
    ]


def _active(links: SearchLinks) -> list[Chip]:
    """What is asked of the person, each a link that takes it away again."""
    singles = (
        ("age", N_("Age %(value)s"), str),
        ("language", N_("Speaks %(value)s"), names.language_name),
        ("payment", N_("Pays by %(value)s"), names.payment_name),
    )
    chips = [
        Chip(_(text, value=name_of(value)), links.setting(name, None), True)
        for name, text, name_of in singles
        if (value := links.value(name))
    ]
    chips += [
        Chip(names.accepts_name(code), links.toggling("accepts", code), True)
        for code in links.values("accepts")
        if code != "police_drop_off"  # it has its own place among the filters
    ]
    if links.value("unknown") == "exclude":
        chips.append(Chip(_("Only those that say so"), links.setting("unknown", None), True))
    at = links.value("open")
    if at not in ("", "any", "now"):
        chips.append(Chip(_("Open at %(time)s", time=at), links.setting("open", None), True))
    return chips


def _need_chips(links: SearchLinks, facets: dict[str, dict[str, int]]) -> dict[str, Any]:
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
    links: SearchLinks, slug: str, chosen: Sequence[str], counts: dict[str, int]
) -> Chip:
    return Chip(
        names.need_name(slug), links.toggling("need", slug), slug in chosen, counts.get(slug)
    )


def _found(
    links: SearchLinks, answer: Answer, facets: dict[str, dict[str, int]], now: datetime
) -> dict[str, Any]:
    last_page = max(1, -(-answer["total"] // answer["per_page"]))
    page = answer["page"]
    return {
        "answered": True,
        "total": answer["total"],
        "place": _place_text(answer["place"]) if answer["place"] else None,
        "is_rough": bool(answer["place"]) and answer["place"]["level"] in ROUGH_LEVELS,
        "radius_mi": answer["radius_mi"],
        "unplaced": answer["unplaced"],
        "corrections": answer["corrections"],
        "cards": [card(result, now) for result in answer["results"]],
        "nearest": [card(result, now) for result in answer["nearest"]],
        "relax": _relaxations(links, answer["relax"]),
        "narrow": _narrowing(links, facets),
        "radii": (radii := _radii(links, answer)),
        "sorts": (sorts := _sorts(links, answer)),
        "shown_by": " · ".join(chip.text for chip in (*radii, *sorts) if chip.is_on),
        "page": page,
        "last_page": last_page,
        "previous": links.page(page - 1) if 1 < page <= last_page + 1 else None,
        "next": links.page(page + 1) if page < last_page else None,
    }


def _relaxations(links: SearchLinks, relax: Sequence[dict[str, Any]]) -> list[Chip]:
    """Which filter removed how many, and the search without it."""
    return [
        Chip(_relaxed_words(entry["without"]), _relaxed_href(links, entry["without"]), False, total)
        for entry in relax
        if (total := entry["total"]) > 0
    ]


def _relaxed_words(without: str) -> str:
    name, _, code = without.partition(":")
    if code:
        return f"“{names.accepts_name(code)}”"
    return names.filter_name(RELAXED.get(name, (name,))[0])


def _relaxed_href(links: SearchLinks, without: str) -> str:
    name, _, code = without.partition(":")
    if code:
        return links.toggling(name, code)
    return links.without(*RELAXED.get(name, (name,)))


def _narrowing(
    links: SearchLinks, facets: dict[str, dict[str, int]]
) -> list[tuple[str, list[Chip]]]:
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


def _radii(links: SearchLinks, answer: Answer) -> list[Chip]:
    if answer["place"] is None:
        return []
    chosen = links.value("radius_mi") or "25"
    chips = [
        Chip(_("%(miles)s mi", miles=mi), links.setting("radius_mi", mi), chosen == mi)
        for mi in RADII_MI
    ]
    return [*chips, Chip(_("Until some fit"), links.setting("radius_mi", "auto"), chosen == "auto")]


def _sorts(links: SearchLinks, answer: Answer) -> list[Chip]:
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
