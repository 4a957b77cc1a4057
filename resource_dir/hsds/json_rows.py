"""JSON of any HSDS shape (object, list, page, tabular, package) as flat rows, streamed."""

import codecs
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

import ijson

from resource_dir.hsds.dialects import FILES
from resource_dir.hsds.tables import TABLES

PAGE_KEYS = ("contents", "content", "items", "results", "data", "rows")
MAX_OBJECT_BYTES = 64 << 20
_MAX_DEPTH = 12
_TO_ONE = {
    "organization": "organization",
    "program": "program",
    "service": "service",
    "location": "location",
    "unit": "unit",
    "taxonomy_term": "taxonomy_term",
    "taxonomy_detail": "taxonomy",
}
_TO_MANY = {
    "phones": "phone", "schedules": "schedule", "addresses": "address", "languages": "language",
    "service_at_locations": "service_at_location", "locations": "location",
    "services": "service", "programs": "program", "funding": "funding",
    "cost_options": "cost_option", "required_documents": "required_document",
    "contacts": "contact", "capacities": "service_capacity", "accessibility": "accessibility",
    "attributes": "attribute", "metadata": "metadata", "additional_urls": "url",
    "additional_websites": "url", "organization_identifiers": "organization_identifier",
    "service_areas": "service_area", "taxonomy_terms": "taxonomy_term",
    "regular_schedules": "schedule", "holiday_schedules": "schedule",
    "physical_addresses": "address", "postal_addresses": "address", "criteria": "criterion",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One top-level item: `number` counts from 1 in its list. `table` is None when unknown."""

    number: int
    table: str | None
    value: object


@dataclass(frozen=True, slots=True)
class BrokenJson:
    """The file can't be read beyond item `number`."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Flat:
    """One object without its children; `key` is its id or its path from its parent."""

    table: str
    key: str
    values: dict[str, object]
    is_nested: bool


@dataclass(slots=True)
class Sections:
    """Where the rows of a file are, and how many the page says that it holds."""

    prefixes: tuple[str, ...] = ("item",)
    stated: int | None = None


def sections_of(stream: BinaryIO) -> Sections:
    """The prefixes that hold rows: more than one for tabular JSON."""
    scalars: dict[str, object] = {}
    try:
        prefixes = tuple(_prefixes(_utf8(stream), scalars))
    except (ijson.JSONError, UnicodeError, ValueError):
        return Sections()
    size = scalars.get("size")
    return Sections(prefixes, size if isinstance(size, int) else None)


def section_items(stream: BinaryIO, prefix: str, hint: str) -> Iterator[Item | BrokenJson]:
    """Yield the items under one prefix of a file."""
    number = 0
    table = _named(prefix.removesuffix(".item")) if prefix.endswith(".item") else None
    try:
        for value in ijson.items(_utf8(stream), prefix, use_float=True):
            number += 1
            yield Item(number, table or _table_of(value, hint), value)
    except (ijson.JSONError, UnicodeError, ValueError):
        # The parser's own message quotes the text around the fault: it may be a withheld street.
        yield BrokenJson(number + 1, "not readable as JSON from here on")


def flatten(table: str, value: Mapping[str, Any], key: str, depth: int = 0) -> Iterator[Flat]:
    """Yield the object and, before or after it, the objects inside it with their parent's key."""
    values: dict[str, object] = {}
    children: list[Flat] = []
    for name, child in value.items():
        if isinstance(child, Mapping) and name in _TO_ONE and depth < _MAX_DEPTH:
            yield from _embedded(values, name, child, key, depth)
        elif isinstance(child, list) and name in _TO_MANY and depth < _MAX_DEPTH:
            children += _listed(table, name, child, key, depth)
        elif not isinstance(child, (Mapping, list)):
            values[name] = child
    yield Flat(table, key, values, depth > 0)
    yield from children


def _embedded(
    values: dict[str, object], name: str, child: Mapping[str, Any], key: str, depth: int
) -> Iterator[Flat]:
    child_key = _key(child) or f"{key}/{name}"
    column = "taxonomy_id" if name == "taxonomy_detail" else f"{name}_id"
    values.setdefault(column, child_key)
    yield from flatten(_TO_ONE[name], child, child_key, depth + 1)


def _listed(table: str, name: str, items: list[Any], key: str, depth: int) -> Iterator[Flat]:
    child_table = _TO_MANY[name]
    for number, item in enumerate(items, start=1):
        if isinstance(item, Mapping):
            child = {**_parent_link(table, child_table, key), **item}
            child.update(_address_type(name))
            child_key = _key(item) or f"{key}/{name}/{number}"
            yield from flatten(child_table, child, child_key, depth + 1)


def _address_type(name: str) -> dict[str, str]:
    kinds = {"physical_addresses": "physical", "postal_addresses": "postal"}
    return {"address_type": kinds[name]} if name in kinds else {}


def _parent_link(parent: str, child: str, key: str) -> dict[str, str]:
    if child == "attribute":
        return {"link_id": key, "link_entity": parent}
    if child == "metadata":
        return {"resource_id": key, "resource_type": parent}
    column = f"{parent}_id"
    has_column = any(one.name == column for one in TABLES[child].columns)
    return {column: key} if has_column else {}


def _key(value: Mapping[str, Any]) -> str:
    found = value.get("id")
    return str(found) if isinstance(found, (str, int)) and str(found).strip() else ""


def _prefixes(stream: BinaryIO, scalars: dict[str, object]) -> list[str]:
    """Where the rows are, from the names at the top of the file alone."""
    depth, name = 0, ""
    arrays: list[str] = []
    names: set[str] = set()
    for event, value in ijson.basic_parse(stream, use_float=True):
        if depth == 0 and event == "start_array":
            return ["item"]
        if depth == 1 and event == "map_key":
            name = value
            names.add(name)
        if event == "start_array" and depth == 1:
            arrays.append(name)
        if depth == 1 and event == "number":
            scalars[name] = value
        depth += {"start_map": 1, "start_array": 1, "end_map": -1, "end_array": -1}.get(event, 0)
    is_object = "id" in names or "name" in names
    found = [a for a in arrays if not is_object and (a in PAGE_KEYS or _named(a))]
    if not found:
        return [""]
    return [f"{name}.item" for name in found]


def _named(name: str) -> str | None:
    kind = FILES.get(name.lower().removesuffix(".csv"))
    return kind.table if kind else None


def _table_of(value: object, hint: str) -> str | None:
    """Which table an item belongs to, by what it has; its file's name decides a doubt."""
    if not isinstance(value, Mapping):
        return None
    for table, marks in _MARKS:
        if marks & value.keys():
            return table
    if {"location", "service"} <= value.keys() or "location_id" in value:
        return "service_at_location"
    stem = hint.lower()
    for ending in ("_response", "_data", "_full", "_list", "_page", "_package"):
        stem = stem.removesuffix(ending)
    if named := _named(stem):
        return named
    return "service" if "name" in value and "id" in value else None


_MARKS: tuple[tuple[str, set[str]], ...] = (
    ("service", {"service_at_locations", "eligibility_description", "minimum_age", "assured_date"}),
    ("organization", {"organization_identifiers", "legal_status", "parent_organization_id"}),
    ("location", {"location_type", "transportation"}),
    ("taxonomy_term", {"term_uri", "taxonomy_detail"}),
)


def _utf8(stream: BinaryIO) -> BinaryIO:
    """The stream as UTF-8 without a byte order mark, which the JSON reader does not know."""
    head = stream.read(3)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        prefixed = _Prefixed(head, stream)
        return cast(BinaryIO, codecs.EncodedFile(cast(Any, prefixed), "utf-8", "utf-16"))
    return cast(BinaryIO, _Prefixed(b"" if head == b"\xef\xbb\xbf" else head, stream))


class _Prefixed:
    """A stream with bytes put back before it: a zip member can't be wound back cheaply."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head, self._stream = head, stream

    def read(self, size: int = -1) -> bytes:
        """Read like the stream itself."""
        if self._head and size != 0:
            head, self._head = self._head, b""
            return head
        return self._stream.read(size)
