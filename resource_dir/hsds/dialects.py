"""How the dialects of HSDS name their files and columns, as one declarative table.

1.x, 2.x, 3.x and the "recordid" dialect (keys named ``*_recordid``, cells that hold id lists)
all end up as the canonical tables of `tables`. A column that is neither canonical nor listed
here is counted in the report as ignored.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from resource_dir.hsds.tables import TABLES

PRIVATE_MARK = "@private"
"""Where a column such as "physical address is private" is mapped to."""


class Spread(NamedTuple):
    """Each id in `column` names a row of `base`, whose `reference` becomes this row."""

    column: str
    base: str
    reference: str


class LinkFile(NamedTuple):
    """A file of pairs: the row of `base` named by `base_column` refers to `target_column`."""

    base: str
    base_column: str
    reference: str
    target_column: str


class Pair(NamedTuple):
    """Each id in `column` makes a row of `table`: this row under `own`, the id under `other`."""

    column: str
    table: str
    own: str
    other: str


class FileKind(NamedTuple):
    """What a file holds: its canonical table, and values that its name implies."""

    table: str
    implied: Mapping[str, object] = {}


_PLURALS = {
    "addresses": "address",
    "accessibility": "accessibility",
    "accessibilities": "accessibility",
    "taxonomies": "taxonomy",
    "service_capacities": "service_capacity",
    "capacities": "service_capacity",
    "criteria": "criterion",
    "metadata": "metadata",
    "funding": "funding",
    "fundings": "funding",
    "listing_capacity": "capacity",
}
FILES: Mapping[str, FileKind] = {
    **{name: FileKind(name) for name in TABLES},
    **{f"{name}s": FileKind(name) for name in TABLES},
    **{alias: FileKind(name) for alias, name in _PLURALS.items()},
    "services_at_location": FileKind("service_at_location"),
    "services_at_locations": FileKind("service_at_location"),
    "physical_address": FileKind("address", {"address_type": "physical"}),
    "physical_addresses": FileKind("address", {"address_type": "physical"}),
    "postal_address": FileKind("address", {"address_type": "postal"}),
    "postal_addresses": FileKind("address", {"address_type": "postal"}),
    "mail_addresses": FileKind("address", {"address_type": "postal"}),
    "regular_schedule": FileKind("schedule"),
    "regular_schedules": FileKind("schedule"),
    "holiday_schedule": FileKind("schedule"),
    "holiday_schedules": FileKind("schedule"),
    "accessibility_for_disabilities": FileKind("accessibility"),
    "service_attribute": FileKind("attribute", {"link_entity": "service"}),
    "service_attributes": FileKind("attribute", {"link_entity": "service"}),
    "service_taxonomy": FileKind("attribute", {"link_entity": "service"}),
    "service_taxonomies": FileKind("attribute", {"link_entity": "service"}),
    "services_taxonomy": FileKind("attribute", {"link_entity": "service"}),
    "other_attribute": FileKind("attribute"),
    "other_attributes": FileKind("attribute"),
    "payment_accepted": FileKind(
        "attribute", {"link_entity": "service", "label": "payment_accepted"}
    ),
    "payments_accepted": FileKind(
        "attribute", {"link_entity": "service", "label": "payment_accepted"}
    ),
    "taxonomy_types": FileKind("taxonomy"),
    "eligibility": FileKind("eligibility"),
    "eligibilities": FileKind("eligibility"),
    "withheld": FileKind("withheld"),
}
LINK_FILES: Mapping[str, LinkFile] = {
    "location_addresses": LinkFile(
        "address", "address_recordid", "location_id", "location_recordid"
    ),
    "location_phones": LinkFile("phone", "phone_recordid", "location_id", "location_recordid"),
    "service_phones": LinkFile("phone", "phone_recordid", "service_id", "service_recordid"),
    "organization_phones": LinkFile(
        "phone", "phone_recordid", "organization_id", "organization_recordid"
    ),
    "contact_phones": LinkFile("phone", "phone_recordid", "contact_id", "contact_recordid"),
    "service_schedules": LinkFile(
        "schedule", "schedule_recordid", "service_id", "service_recordid"
    ),
    "location_schedules": LinkFile(
        "schedule", "schedule_recordid", "location_id", "location_recordid"
    ),
    "service_contacts": LinkFile("contact", "contact_recordid", "service_id", "service_recordid"),
    "service_programs": LinkFile("service", "service_recordid", "program_id", "program_recordid"),
    "service_organizations": LinkFile(
        "service", "service_recordid", "organization_id", "organization_recordid"
    ),
    "taxonomy_terms_types": LinkFile(
        "taxonomy_term", "taxonomy_recordid", "taxonomy_id", "taxonomy_type_recordid"
    ),
}
SPREADS: Mapping[str, tuple[Spread, ...]] = {
    "organization": (
        Spread("organization_services", "service", "organization_id"),
        Spread("organization_locations", "location", "organization_id"),
        Spread("organization_phones", "phone", "organization_id"),
        Spread("organization_contact", "contact", "organization_id"),
    ),
    "service": (
        Spread("service_phones", "phone", "service_id"),
        Spread("service_schedule", "schedule", "service_id"),
        Spread("service_contacts", "contact", "service_id"),
        Spread("service_language", "language", "service_id"),
    ),
    "location": (
        Spread("location_phones", "phone", "location_id"),
        Spread("location_schedule", "schedule", "location_id"),
        Spread("location_address", "address", "location_id"),
    ),
    "contact": (Spread("contact_phones", "phone", "contact_id"),),
    "program": (Spread("services", "service", "program_id"),),
}
PAIRS: Mapping[str, tuple[Pair, ...]] = {
    "service": (
        Pair("service_locations", "service_at_location", "service_id", "location_id"),
        Pair("service_taxonomy", "attribute", "link_id", "taxonomy_term_id"),
    ),
    "location": (Pair("location_services", "service_at_location", "location_id", "service_id"),),
}
_PRIVATE_COLUMNS = (
    "physical_address_is_private", "physicaladdressisprivate", "address_is_private",
    "is_private", "is_confidential", "confidential", "is_withheld", "withheld",
    "is_address_confidential", "confidential_address", "address_confidential",
    "hide_address", "disable_address",
)  # fmt: skip
_SCHEDULE_EXTRAS = (
    "weekday", "opens", "closes", "open_24_hours", "schedule_closed", "schedule_holiday",
)  # fmt: skip
_ALIASES: Mapping[str, Mapping[str, str]] = {
    "organization": {
        "organization_recordid": "id", "organization_name": "name", "url": "website",
        "organization_url": "website", "organization_description": "description",
        "organization_email": "email", "parent_organization": "parent_organization_id",
        "organization_alternate_name": "alternate_name",
    },
    "program": {"program_recordid": "id", "program_name": "name"},
    "service": {
        "service_recordid": "id", "service_name": "name", "organization": "organization_id",
        "service_alternate_name": "alternate_name", "service_organization": "organization_id",
        "service_description": "description", "service_url": "url", "service_email": "email",
        "service_status": "status", "service_application_process": "application_process",
        "service_wait_time": "wait_time", "service_fees": "fees_description",
        "service_accreditations": "accreditations", "service_licenses": "licenses",
        "service_program": "program_id", "service_interpretation": "interpretation_services",
        "service_alert": "alert", "location_id": "service_locations",
        "taxonomy_ids": "service_taxonomy", "eligibility": "eligibility_description",
        "how_to_apply": "application_process", "website": "url",
    },
    "location": {
        "location_recordid": "id", "location_name": "name", "location_organization":
        "organization_id", "lat": "latitude", "long": "longitude", "lng": "longitude",
        "lon": "longitude", "location_alternate_name": "alternate_name",
        "location_latitude": "latitude", "location_longitude": "longitude",
        "location_description": "description", "location_transportation": "transportation",
        "location_addresses": "location_address", "location_schedules": "location_schedule",
        "type": "location_type", "location_details": "description",
    },
    "service_at_location": {"service_recordid": "service_id", "location_recordid": "location_id"},
    "address": {
        "address_recordid": "id", "location_recordid": "location_id", "address": "address_1",
        "street_address": "address_1", "state": "state_province", "zip": "postal_code",
        "postcode": "postal_code", "type": "address_type", "zipcode": "postal_code",
    },
    "phone": {
        "phone_recordid": "id", "phone_number": "number", "phone_extension": "extension",
        "phone_type": "type", "phone_description": "description",
    },
    "contact": {"contact_recordid": "id", "contact_name": "name", "visibility": "audience"},
    "schedule": {
        "schedule_recordid": "id", "closed": "is_closed", "start_date": "valid_from",
        "end_date": "valid_to", "days": "weekday", "weekdays": "weekday", "note": "notes",
        "original_text": "description",
    },
    "language": {"language": "name", "language_name": "name"},
    "accessibility": {"accessibility": "description"},
    "attribute": {
        "service_id": "link_id", "taxonomy_id": "taxonomy_term_id", "link_table": "link_entity",
        "taxonomy_recordid": "taxonomy_term_id", "service_recordid": "link_id",
        "payment": "value", "taxonomy_detail": "value", "term_id": "taxonomy_term_id",
    },
    "taxonomy_term": {
        "taxonomy_recordid": "id", "taxonomy_name": "name", "term": "name",
        "taxonomy_parent_name": "parent_id", "taxonomy_x_description": "description",
        "vocabulary": "taxonomy", "taxonomy_id": "taxonomy_id", "parent": "parent_id",
    },
    "taxonomy": {"taxonomy_type_recordid": "id", "taxonomy_recordid": "id", "reference_url": "uri"},
    "service_area": {"service_area": "name", "area": "name"},
    "required_document": {"required_document": "document", "requirement": "document"},
    "funding": {"funding_source": "source"},
    "eligibility": {"eligibility": "eligibility_description"},
    "cost_option": {"cost": "amount"},
}  # fmt: skip
_RECORDID_TERMS = {"taxonomy_recordid", "taxonomy_name"}


def kind_of(stem: str, columns: Iterable[str]) -> FileKind | LinkFile | None:
    """Which table a file holds, by its name without ending and its column names."""
    name = re.sub(r"[\s-]+", "_", stem.strip().lower())
    if name in LINK_FILES:
        return LINK_FILES[name]
    kind = FILES.get(name)
    if kind is None or kind.table != "taxonomy":
        return kind
    # 1.x calls its file of terms "taxonomy"; a real export repeats its terms as "taxonomy_types".
    has_terms = {"term", "parent_id", "parent_name", "vocabulary"} & set(columns)
    return FileKind("taxonomy_term") if has_terms else kind


def column_map(table: str, columns: Iterable[str]) -> dict[str, str]:
    """Map the source's column names to canonical (and pseudo) names; unknown ones are left out."""
    present = set(columns)
    known = known_columns(table)
    aliases = _aliases(table, present)
    mapping = {}
    for column in present:
        if column in _PRIVATE_COLUMNS:
            mapping[column] = PRIVATE_MARK
        elif (target := aliases.get(column)) and (target not in present or column in _CLAIMS):
            mapping[column] = target
        elif column in known:
            mapping[column] = column
    return mapping


def known_columns(table: str) -> frozenset[str]:
    """Canonical columns of a table, with the pseudo columns that its dialects use."""
    if table == "eligibility":
        return frozenset({"id", "service_id", "eligibility_description"})
    if table == "withheld":
        return frozenset({"table", "id"})
    names = {"id"} | {column.name for column in TABLES[table].columns}
    names |= {spread.column for spread in SPREADS.get(table, ())}
    names |= {pair.column for pair in PAIRS.get(table, ())}
    return frozenset(names | set(_SCHEDULE_EXTRAS if table == "schedule" else ()))


_CLAIMS = frozenset({"taxonomy"})


def _aliases(table: str, present: set[str]) -> Mapping[str, str]:
    aliases = _ALIASES.get(table, {})
    if table == "taxonomy_term" and present >= _RECORDID_TERMS:
        # There `taxonomy` holds the key of the taxonomy and `taxonomy_id` a code of its own.
        return {**aliases, "taxonomy": "taxonomy_id", "taxonomy_id": "code"}
    return aliases
