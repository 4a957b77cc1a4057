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
from resource_dir.operations.listings.describing import NEED_TERM_PREFIX

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

    `attributes` and `criteria` are as stored, of every audience. What hangs on a listing of a
    withheld service comes to the service, because no listing goes out with it.
    """
    tags, owner = Tags(), service["id"]
    moved = dict.fromkeys(link_ids, owner) if is_withheld else {}
    stated = [row for row in criteria if is_fact_code(row["code"])]
    shown = _Shown(owner, link_ids, stated)
    said: set[tuple[str, str]] = set()
    for row in attributes:
        term = terms.get(row["taxonomy_term_id"])
        if term is not None and not _is_mark(term) and shown.shows(row["link_id"], term["code"]):
            said.add((row["link_id"], (term["code"] or "").removeprefix(NEED_TERM_PREFIX)))
            tags.attributes.append(_on(moved, row))
    _add_criteria(tags, (row for row in stated if shown.shows_criterion(row)), moved)
    for slug in (row["need_slug"] for row in needs):
        if slug in NEEDS and (owner, slug) not in said:
            tags.add("service", owner, kind="need", code=NEED_TERM_PREFIX + slug, value=None)
    if is_withheld:
        tags.add("service", owner, kind="listing", code=WITHHELD, value="yes")
    if service["status"] is None:
        tags.add("service", owner, kind="listing", code=STATUS_NOT_STATED, value="yes")
    return tags


class _Shown:
    """Which statements the public sees where several are made about one thing.

    As on the page, a criterion goes before a term. One for partners only hides both: leaving the
    public one would tell the public what its provider has corrected for partners.
    """

    def __init__(
        self, service_id: str, link_ids: Sequence[str], criteria: Iterable[RowMapping]
    ) -> None:
        self._service_id = service_id
        self._own = {service_id, *link_ids}
        self._stated = {(_subject(row), row["code"]) for row in criteria}
        self._hidden = {row["code"] for row in criteria if row["audience"] != "public"}

    def shows(self, link_id: str, code: str | None) -> bool:
        """Whether a term on this row goes out."""
        if link_id not in self._own or not is_fact_code(code or ""):
            return True
        is_overridden = {(link_id, code), (self._service_id, code)} & self._stated
        is_hidden = code in self._hidden or criterion_of(code or "").audience != "public"
        return not is_overridden and not is_hidden

    def shows_criterion(self, row: RowMapping) -> bool:
        """Whether a criterion of ours goes out."""
        return row["code"] not in self._hidden


def _subject(row: RowMapping) -> str:
    return str(row["service_id"] or row["service_at_location_id"])


def _on(moved: Mapping[str, str], row: RowMapping) -> Values:
    target = moved.get(row["link_id"])
    return dict(row) | ({"link_id": target, "link_entity": "service"} if target else {})


def _is_mark(term: RowMapping) -> bool:
    """The mark is written anew from what is true now: a steward may have published the listing."""
    return WITHHELD in {(term[name] or "").strip().lower() for name in ("code", "name")}


def _add_criteria(tags: Tags, criteria: Iterable[RowMapping], moved: Mapping[str, str]) -> None:
    for row in criteria:
        code, link_id = row["code"], moved.get(_subject(row), _subject(row))
        is_of_service = row["service_id"] is not None or _subject(row) in moved
        if code not in NEEDS:
            table = "service" if is_of_service else "service_at_location"
            _, value = term_of(Fact(code, row["stance"], row["value"]))
            tags.add(table, link_id, kind="criterion", code=code, value=value)
        # As a term, "youth" would be read as the need of that name, and a police entrance as a
        # fact for partners: our own table says what they are.
        if code in NEEDS or criterion_of(code).audience != "public":
            place = {"service_id": link_id, "service_at_location_id": None}
            tags.criteria.append(dict(row) | (place if is_of_service else {}))
