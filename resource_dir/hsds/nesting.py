"""One service in the standard's full JSON form: rows of tables become objects inside objects."""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from resource_dir.hsds.standard import (
    ServiceRows,
    Values,
    Version,
    columns_of,
    tables_of,
    with_required_texts,
)

Object = dict[str, object]


class _Many(NamedTuple):
    """Rows of `table` whose `column` names the parent stand in its list `key`."""

    key: str
    table: str
    column: str


class _One(NamedTuple):
    """The row of `table` that the parent's `column` names stands inside it as `key`."""

    key: str
    table: str
    column: str


_MANY: Mapping[str, tuple[_Many, ...]] = {
    "service": (
        _Many("additional_urls", "url", "service_id"),
        _Many("phones", "phone", "service_id"),
        _Many("schedules", "schedule", "service_id"),
        _Many("service_areas", "service_area", "service_id"),
        _Many("service_at_locations", "service_at_location", "service_id"),
        _Many("languages", "language", "service_id"),
        _Many("funding", "funding", "service_id"),
        _Many("cost_options", "cost_option", "service_id"),
        _Many("required_documents", "required_document", "service_id"),
        _Many("contacts", "contact", "service_id"),
        _Many("capacities", "service_capacity", "service_id"),
        _Many("metadata", "metadata", "resource_id"),
        _Many("attributes", "attribute", "link_id"),
        _Many("criteria", "criterion", "service_id"),
    ),
    "service_at_location": (
        _Many("service_areas", "service_area", "service_at_location_id"),
        _Many("contacts", "contact", "service_at_location_id"),
        _Many("phones", "phone", "service_at_location_id"),
        _Many("schedules", "schedule", "service_at_location_id"),
        _Many("attributes", "attribute", "link_id"),
        _Many("criteria", "criterion", "service_at_location_id"),
    ),
    "location": (
        _Many("languages", "language", "location_id"),
        _Many("addresses", "address", "location_id"),
        _Many("contacts", "contact", "location_id"),
        _Many("accessibility", "accessibility", "location_id"),
        _Many("phones", "phone", "location_id"),
        _Many("schedules", "schedule", "location_id"),
        _Many("attributes", "attribute", "link_id"),
    ),
    "organization": (
        _Many("additional_websites", "url", "organization_id"),
        _Many("funding", "funding", "organization_id"),
        _Many("contacts", "contact", "organization_id"),
        _Many("phones", "phone", "organization_id"),
        _Many("organization_identifiers", "organization_identifier", "organization_id"),
        _Many("attributes", "attribute", "link_id"),
    ),
    "program": (_Many("attributes", "attribute", "link_id"),),
    "contact": (_Many("phones", "phone", "contact_id"),),
    "phone": (_Many("languages", "language", "phone_id"),),
}
_ONE: Mapping[str, tuple[_One, ...]] = {
    "service": (
        _One("organization", "organization", "organization_id"),
        _One("program", "program", "program_id"),
    ),
    "service_at_location": (_One("location", "location", "location_id"),),
    "attribute": (_One("taxonomy_term", "taxonomy_term", "taxonomy_term_id"),),
    "taxonomy_term": (_One("taxonomy_detail", "taxonomy", "taxonomy_id"),),
    "service_capacity": (_One("unit", "unit", "unit_id"),),
}


def nested(rows: ServiceRows, *, version: Version) -> Object:
    """The service as one object; what nobody stated is left out, as the schemas want it."""
    return _Nest(rows, version).of("service", rows.service)


class _Nest:
    def __init__(self, rows: ServiceRows, version: Version) -> None:
        self._version: Version = version
        self._rows = rows
        self._tables = frozenset(tables_of(version))
        self._by_column: dict[tuple[str, str], dict[object, list[Values]]] = {}

    def of(self, table: str, values: Values) -> Object:
        """One row with everything inside it."""
        stated = with_required_texts(table, values)
        found: Object = {
            name: stated[name] for name in columns_of(table, self._version) if name in stated
        }
        for one in _ONE.get(table, ()):
            for child in self._where(one.table, "id", values.get(one.column)):
                found[one.key] = self.of(one.table, child)
        for many in _MANY.get(table, ()):
            children = self._where(many.table, many.column, values["id"])
            if children:
                found[many.key] = [self.of(many.table, child) for child in children]
        return found

    def _where(self, table: str, column: str, value: object) -> list[Values]:
        if value is None or table not in self._tables:
            return []
        groups = self._by_column.get((table, column))
        if groups is None:
            groups = defaultdict(list)
            for row in self._rows.of(table):
                groups[row.get(column)].append(row)
            self._by_column[table, column] = groups
        return groups.get(value, [])
