"""Needs and criteria as attributes with taxonomy terms, as the standard can carry them.

An attribute's term names the need ("need:sobering_center") or criterion ("pets"); the value of a
criterion is "yes", "no" or "yes: detail". The import reads them back to the same facts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import RowMapping

from resource_dir.fit import Fact, criterion_of, is_fact_code, name_of, term_of
from resource_dir.needs import NEEDS
from resource_dir.operations.describing import NEED_TERM_PREFIX

# Fixed for ever: another value would make every exported attribute a new one.
NAMESPACE = UUID("0b0f8c5c-3d0c-5f5a-8f0e-4f3f1f3d7c55")
WITHHELD = "withheld"
STATUS_NOT_STATED = "status_not_stated"

Values = dict[str, Any]


def _id(*parts: str) -> str:
    return str(uuid5(NAMESPACE, ":".join(parts)))


_TAXONOMIES = {
    "need": ("Needs", "What a person needs. The code is need: and the name of the need."),
    "criterion": ("Who is taken", "Whom a listing takes: yes, no, or yes: and the detail."),
    "listing": ("About the listing", "What the standard has no field for."),
}
_LISTING_TERMS = {
    WITHHELD: ("withheld", "Its place is withheld for the safety of those who are there."),
    STATUS_NOT_STATED: (
        "Status not stated",
        "The standard demands a status and the source states none: active is no claim of it.",
    ),
}


@dataclass(slots=True)
class Tags:
    """Attributes of one service's rows, with the terms and taxonomies that they name."""

    attributes: list[Values] = field(default_factory=list)
    terms: dict[str, Values] = field(default_factory=dict)
    taxonomies: dict[str, Values] = field(default_factory=dict)
    criteria: list[Values] = field(default_factory=list)

    def add(self, table: str, link_id: str, *, kind: str, code: str, value: str | None) -> None:
        """Put one of our own terms on a row."""
        self.attributes.append(
            {
                "id": _id("attribute", link_id, code),
                "link_id": link_id,
                "taxonomy_term_id": self._term(kind, code),
                "link_entity": table,
                "value": value,
            }
        )

    def _term(self, kind: str, code: str) -> str:
        taxonomy_id, term_id = _id("taxonomy", kind), _id("term", kind, code)
        taxonomy, about = _TAXONOMIES[kind]
        name, description = _words(kind, code)
        self.taxonomies[taxonomy_id] = {"id": taxonomy_id, "name": taxonomy, "description": about}
        self.terms[term_id] = {
            "id": term_id,
            "code": code,
            "name": name,
            "description": description,
            "taxonomy": taxonomy,
            "language": "en",
            "taxonomy_id": taxonomy_id,
        }
        return term_id


def _words(kind: str, code: str) -> tuple[str, str]:
    if kind == "listing":
        return _LISTING_TERMS[code]
    if kind == "need":
        return NEEDS[code.removeprefix(NEED_TERM_PREFIX)].name, "A need that this service answers."
    return name_of(code), "Whether a person is taken, or what is asked of them."


def tags_of(
    service: RowMapping,
    *,
    link_ids: Sequence[str],
    is_withheld: bool,
    attributes: Iterable[RowMapping],
    terms: Mapping[str, RowMapping],
    criteria: Sequence[RowMapping],
    needs: Iterable[RowMapping],
) -> Tags:
    """All public attributes of a service, its listings, locations and organization.

    `attributes` and `criteria` are as stored, of every audience. A criterion stated for partners
    only hides what a term says publicly of the same thing, as it does on the page.
    """
    tags = Tags()
    stated = [row for row in criteria if is_fact_code(row["code"])]
    hidden = {row["code"] for row in stated if row["audience"] != "public"}
    own = {service["id"], *link_ids}
    overridden = {row["code"] for row in stated}
    codes: set[tuple[str, str]] = set()
    for row in attributes:
        term = terms.get(row["taxonomy_term_id"])
        if term is None or _is_mark(term):
            continue
        code = term["code"] or ""
        if row["link_id"] in own and not _is_public(code, overridden):
            continue
        codes.add((row["link_id"], code.removeprefix(NEED_TERM_PREFIX)))
        tags.attributes.append(dict(row))
    _add_criteria(tags, stated, hidden)
    for row in needs:
        slug = row["need_slug"]
        if slug in NEEDS and (service["id"], slug) not in codes:
            code = NEED_TERM_PREFIX + slug
            tags.add("service", service["id"], kind="need", code=code, value=None)
    if is_withheld:
        tags.add("service", service["id"], kind="listing", code=WITHHELD, value="yes")
    if service["status"] is None:
        tags.add("service", service["id"], kind="listing", code=STATUS_NOT_STATED, value="yes")
    return tags


def _is_mark(term: RowMapping) -> bool:
    """Marks are written anew from what is true now: a steward may have published the listing."""
    said = {(term[name] or "").strip().lower() for name in ("code", "name")}
    return bool(said & {WITHHELD, STATUS_NOT_STATED})


def _is_public(code: str, overridden: set[str]) -> bool:
    if not is_fact_code(code):
        return True
    return code not in overridden and criterion_of(code).audience == "public"


def _add_criteria(tags: Tags, criteria: Iterable[RowMapping], hidden: set[str]) -> None:
    for row in criteria:
        code = row["code"]
        if row["audience"] != "public" or code in hidden:
            continue
        link_id = row["service_id"] or row["service_at_location_id"]
        if code not in NEEDS:
            table = "service" if row["service_id"] else "service_at_location"
            _, value = term_of(Fact(code, row["stance"], row["value"]))
            tags.add(table, link_id, kind="criterion", code=code, value=value)
        # As a term, "youth" would be read as the need of that name, and a police entrance as a
        # fact for partners: our own table says what they are.
        if code in NEEDS or criterion_of(code).audience != "public":
            tags.criteria.append(dict(row))
