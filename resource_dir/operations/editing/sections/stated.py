"""Criteria with three states in a section: yes, no, or not stated; with a detail and an audience.

A criterion is named by its code; one of a list ("payment:medicaid") by a name that a form can
carry ("payment_medicaid").
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from resource_dir.errors import BadInput
from resource_dir.fit import CRITERIA, PAYMENTS, Fact, fact_from_term, is_fact_code
from resource_dir.models import Attribute, Criterion, TaxonomyTerm
from resource_dir.operations.editing.comparing import plain
from resource_dir.operations.editing.rows import RowChange
from resource_dir.operations.editing.sections.section import Listing, Values
from resource_dir.operations.editing.sections.texts import text_of, value_of
from resource_dir.operations.rows import rows_where

PAYMENT = "payment"
# Facts that help whom they should not, in the wrong hands: each says who may see it.
DELICATE = ("police_drop_off", "legal", "clearance")


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored of one criterion: its rows, the effective one last; what a term says."""

    rows: tuple[RowMapping, ...]
    term: Fact | None


def names_in(groups: Iterable[str]) -> tuple[str, ...]:
    """The criteria of these groups by the names that a form carries, in the list's order."""
    chosen = set(groups)
    listed = [f"{PAYMENT}_{one}" for one in PAYMENTS] if PAYMENT in chosen else []
    return tuple(
        code
        for code, one in CRITERIA.items()
        if one.group in chosen and one.kind in ("flag", "text")
    ) + tuple(listed)


def code_of(name: str) -> str:
    """The code of a criterion that a form carries under this name."""
    start = f"{PAYMENT}_"
    return f"{PAYMENT}:{name.removeprefix(start)}" if name.startswith(start) else name


def is_delicate(name: str) -> bool:
    """Whether the form asks who may see this criterion."""
    found = CRITERIA.get(code_of(name))
    return found is not None and found.group in DELICATE


def read_stated(session: Session, listing: Listing, names: Iterable[str]) -> Values:
    """Each criterion as the listing states it now."""
    known = known_criteria(session, listing)
    return {name: _read(name, known.get(code_of(name))) for name in names}


def _read(name: str, known: Known | None) -> Values:
    row: Mapping[str, Any] = dict(known.rows[-1]) if known and known.rows else {}
    fact = known.term if known and not known.rows else None
    usual = CRITERIA[name].audience if name in CRITERIA else "public"
    values = {
        "stance": text_of(row.get("stance") or (fact.stance if fact else "")),
        "value": text_of(row.get("value") or (fact.value if fact else "")),
    }
    return values | ({"audience": row.get("audience") or usual} if is_delicate(name) else {})


def known_criteria(session: Session, listing: Listing) -> dict[str, Known]:
    """By code: the rows of the service, then those of this listing, which are more specific."""
    rows: dict[str, list[RowMapping]] = {}
    for owner in ("service_id", "service_at_location_id"):
        key = listing.owners.get(owner)
        for row in rows_where(session, Criterion, owner, [key] if key else []):
            if row not in rows.setdefault(row["code"], []):
                rows[row["code"]].append(row)
    terms = _said_by_terms(session, listing)
    return {code: Known(tuple(rows.get(code, ())), terms.get(code)) for code in {**rows, **terms}}


def _said_by_terms(session: Session, listing: Listing) -> dict[str, Fact]:
    """What taxonomy terms of the source say; a criterion of ours outranks them."""
    ids = [key for key in (listing.service_id, listing.link_id) if key]
    query = (
        select(TaxonomyTerm.code, Attribute.value)
        .join(TaxonomyTerm, TaxonomyTerm.id == Attribute.taxonomy_term_id)
        .where(Attribute.link_id.in_(ids))
    )
    found = {}
    for code, value in session.execute(query):
        if code and is_fact_code(code):
            try:
                found[code] = fact_from_term(code, value)
            except BadInput:
                continue  # "call first" states neither
    return found


def stated_changes(
    session: Session, listing: Listing, names: Iterable[str], values: Values
) -> list[RowChange]:
    """The changes that make the listing state these; who is as before is left alone."""
    known = known_criteria(session, listing)
    changes: list[RowChange] = []
    for name in names:
        before = _read(name, known.get(code_of(name)))
        wanted = {**before, **values.get(name, {})}
        if plain(wanted) != plain(before):
            changes += _changed(listing, name, wanted, known.get(code_of(name)))
    return changes


def _changed(listing: Listing, name: str, wanted: Values, known: Known | None) -> list[RowChange]:
    rows = known.rows if known else ()
    if not wanted["stance"]:
        if known and known.term:
            raise BadInput("The source of this listing states it: choose yes or no.", field=name)
        return [RowChange("criterion", row["id"], None) for row in rows]
    if wanted["stance"] not in ("yes", "no"):
        raise BadInput("Choose one of the list.", field=name)
    values = {one: value_of(wanted[one]) for one in wanted}
    if rows:
        return [RowChange("criterion", rows[-1]["id"], values)]
    usual = {"audience": CRITERIA[name].audience} if name in CRITERIA else {}
    fresh = {"code": code_of(name), "service_id": listing.service_id}
    return [RowChange("criterion", str(uuid4()), {**usual, **fresh, **values})]
