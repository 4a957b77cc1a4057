"""Pass two, before anything else looks at a row: the places of withheld rows go.

What is dropped here is never validated, repaired, logged, staged or counted: two packages that
differ only in the secret are the same from here on.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from resource_dir.hsds.settling import Withheld
from resource_dir.hsds.street_text import looks_like_street_address
from resource_dir.hsds.tables import TABLES

ADDRESS_IN_TEXT = (
    "something like a street address stands in a public text of a withheld listing: "
    "the text was not taken in"
)
CONFIDENTIAL_NAME = "Confidential service"
_SAFE_COLUMNS = frozenset({"id", "status", "code", "language", "interval", "count"})


@dataclass(slots=True)
class Redacted:
    """A row after redaction. `values` None: the row goes as a whole, without a trace."""

    values: dict[str, object] | None
    refused: list[str] = field(default_factory=list)
    is_withheld: bool = False
    is_orphan: bool = False


Parents = Mapping[str, tuple[str, ...]]
"""Column to canonical ids of the rows it refers to."""


def redact(
    table: str,
    row_id: str,
    values: dict[str, object],
    parents: Parents,
    withheld: Withheld,
    is_known: Callable[[str, str], bool],
) -> Redacted:
    """Take the places out of one row. `parents` are its references; `is_known` looks one up."""
    if table in _PLACE_TABLES:
        return _place_row(table, row_id, values, parents, withheld, is_known)
    if table == "location" and withheld.has(table, row_id):
        return _withheld_location(values)
    if table in ("location", "service_at_location") and not withheld.has(table, row_id):
        # Another site of the same organization, which may be a hospital with one refuge.
        return Redacted(values)
    if table in ("phone", "contact"):
        return _reachable(table, row_id, values, parents, withheld, is_known)
    if table == "metadata":
        return _change(values, parents, withheld, is_known)
    if table == "attribute" and not _is_on_known_row(values, parents, is_known):
        values = {k: v for k, v in values.items() if k not in ("value", "label")}
    if not _is_near(table, row_id, parents, withheld):
        return Redacted(values)
    return public_texts(table, values)


def _withheld_location(values: dict[str, object]) -> Redacted:
    kept = {k: v for k, v in values.items() if k in ("id", "organization_id")}
    return Redacted(kept, is_withheld=True)


_PLACE_TABLES = ("address", "accessibility")
_SITE_TABLES = (*_PLACE_TABLES, "location", "phone", "contact")


def _place_row(
    table: str,
    row_id: str,
    values: dict[str, object],
    parents: Parents,
    withheld: Withheld,
    is_known: Callable[[str, str], bool],
) -> Redacted:
    locations = parents.get("location_id", ())
    if withheld.has(table, row_id) or any(withheld.has("location", one) for one in locations):
        return Redacted(None)
    # A row of a place that hangs on no known location may be a withheld one's.
    if not any(is_known("location", one) for one in locations):
        return Redacted(None, is_orphan=True)
    return Redacted(values)


def _reachable(
    table: str,
    row_id: str,
    values: dict[str, object],
    parents: Parents,
    withheld: Withheld,
    is_known: Callable[[str, str], bool],
) -> Redacted:
    """A number or person at the site itself goes; one of the service or organization stays."""
    if withheld.has(table, row_id):
        return Redacted(None)
    locations = parents.get("location_id", ())
    others = any(ids for column, ids in parents.items() if column != "location_id")
    if not others and not any(is_known("location", one) for one in locations):
        return Redacted(None, is_orphan=True)
    if _is_near(table, row_id, parents, withheld):
        redacted = public_texts(table, values)
        if redacted.values and any(withheld.has("location", one) for one in locations):
            redacted.values.pop("location_id", None)
        return redacted
    return Redacted(values)


def _change(
    values: dict[str, object],
    parents: Parents,
    withheld: Withheld,
    is_known: Callable[[str, str], bool],
) -> Redacted:
    """A change log repeats old values: of a withheld row, or of one unknown, none is kept."""
    resource = str(values.get("resource_type") or "").strip().lower()
    ids = parents.get("resource_id", ())
    if any(withheld.is_near(table, one) for table in TABLES for one in ids):
        return Redacted(None)
    if resource in ("service", "organization") or any(
        is_known(table, one) for table in ("location", "service", "organization") for one in ids
    ):
        return Redacted(values)
    kept = {k: v for k, v in values.items() if k not in ("previous_value", "replacement_value")}
    return Redacted(kept)


def _is_on_known_row(
    values: Mapping[str, object], parents: Parents, is_known: Callable[[str, str], bool]
) -> bool:
    """Whether an attribute of a place or a contact hangs on one that this package has."""
    entity = str(values.get("link_entity") or "").strip().lower()
    if entity not in _SITE_TABLES:
        return True
    return any(is_known(entity, one) for one in parents.get("link_id", ()))


def _is_near(table: str, row_id: str, parents: Parents, withheld: Withheld) -> bool:
    if withheld.is_near(table, row_id):
        return True
    for column, ids in parents.items():
        targets = TABLES if column == "link_id" else (column.removesuffix("_id"),)
        if any(withheld.is_near(target, one) for target in targets for one in ids):
            return True
    return False


def public_texts(table: str, values: dict[str, object]) -> Redacted:
    """Place-bearing columns go; texts stay unless a street address stands in them."""
    places = {column.name for column in TABLES[table].columns if column.bears_place}
    if table == "attribute" and str(values.get("link_entity") or "").lower() in _SITE_TABLES:
        places |= {"value", "label"}
    redacted = Redacted({}, is_withheld=True)
    assert redacted.values is not None
    for column, value in values.items():
        if column in places:
            continue
        if column not in _SAFE_COLUMNS and not column.endswith("_id") and _is_place(value):
            redacted.refused.append(column)
            if column == "name" and table in ("service", "organization", "program"):
                redacted.values[column] = CONFIDENTIAL_NAME
        else:
            redacted.values[column] = value
    return redacted


def _is_place(value: object) -> bool:
    return isinstance(value, str) and looks_like_street_address(value)
