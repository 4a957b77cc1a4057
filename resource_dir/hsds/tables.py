"""The canonical tables: HSDS 3.0 with the 3.1 additions, and ours.

A column is written ``name[:type][>target][!][@]``: ``>`` a reference to another table, ``!`` the
row is worthless without it, ``@`` it bears a place and goes when the row is withheld.
"""

from dataclasses import dataclass
from types import MappingProxyType

LOCATION_TYPES = ("physical", "postal", "virtual")
SERVICE_STATUSES = ("active", "inactive", "defunct", "temporarily closed")
FREQUENCIES = ("WEEKLY", "MONTHLY")
AUDIENCES = ("public", "partner", "own")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its value type, the table it refers to, and whether it bears a place."""

    name: str
    type: str = "text"
    target: str | None = None
    is_required: bool = False
    bears_place: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `parents`: references of which at least one has to join.

    `natural_key` names the columns an id is made of when the source gives none: never a street
    or a point. `is_leaf`: no other table refers to its ids.
    `references` are those of `columns` that refer to other tables.
    """

    name: str
    columns: tuple[Column, ...]
    parents: tuple[str, ...] = ()
    natural_key: tuple[str, ...] = ()
    is_leaf: bool = True
    references: tuple[Column, ...] = ()


def _column(text: str) -> Column:
    is_required, bears_place = "!" in text, "@" in text
    head, _, target = text.replace("!", "").replace("@", "").partition(">")
    name, _, type_ = head.partition(":")
    kind = "ref" if target else type_ or "text"
    return Column(name, kind, target or None, is_required, bears_place)


def _table(
    name: str, columns: str, *, parents: str = "", key: str = "", has_children: str = ""
) -> Table:
    parsed = tuple(_column(text) for text in columns.split())
    references = tuple(column for column in parsed if column.target)
    is_leaf = not has_children
    return Table(name, parsed, tuple(parents.split()), tuple(key.split()), is_leaf, references)


_ALL = (
    _table(
        "organization",
        "name! alternate_name description email:email website:url tax_status tax_id "
        "year_incorporated:year legal_status logo uri:url parent_organization_id>organization",
        key="name",
        has_children="yes",
    ),
    _table(
        "program",
        "organization_id>organization name! alternate_name description",
        key="organization_id name",
        has_children="yes",
    ),
    _table("taxonomy", "name! description uri:url version", key="name", has_children="yes"),
    _table(
        "taxonomy_term",
        "code name! description parent_id>taxonomy_term taxonomy language taxonomy_id>taxonomy "
        "term_uri:url",
        key="taxonomy code name",
        has_children="yes",
    ),
    _table("unit", "name! scheme identifier uri:url", key="name", has_children="yes"),
    _table(
        "service",
        "organization_id>organization program_id>program name! alternate_name description url:url "
        "email:email status:status interpretation_services application_process fees_description "
        "wait_time fees accreditations eligibility_description minimum_age:age maximum_age:age "
        "assured_date:date assurer_email:email licenses alert last_modified:datetime",
        key="organization_id name",
        has_children="yes",
    ),
    _table(
        "location",
        "location_type:location_type url:url@ organization_id>organization name@ alternate_name@ "
        "description@ transportation@ latitude:lat@ longitude:lon@ external_identifier@ "
        "external_identifier_type@",
        key="organization_id",
        has_children="yes",
    ),
    _table(
        "service_at_location",
        "service_id>service! location_id>location! description@",
        key="service_id location_id",
        has_children="yes",
    ),
    _table(
        "contact",
        "organization_id>organization service_id>service "
        "service_at_location_id>service_at_location location_id>location name title department "
        "email:email audience:audience",
        parents="organization_id service_id service_at_location_id location_id",
        key="name",
        has_children="yes",
    ),
    _table(
        "phone",
        "location_id>location service_id>service organization_id>organization contact_id>contact "
        "service_at_location_id>service_at_location number:phone! extension type:phone_type "
        "description audience:audience",
        parents="service_id location_id organization_id contact_id service_at_location_id",
        key="number",
        has_children="yes",
    ),
    _table(
        "address",
        "location_id>location! attention@ address_1@ address_2@ city@ region@ "
        "state_province:state@ postal_code:postal_code@ country@ address_type:address_type",
    ),
    _table(
        "schedule",
        "service_id>service location_id>location service_at_location_id>service_at_location "
        "valid_from:date valid_to:date dtstart:date timezone:number@ until:date count:int "
        "wkst freq interval:int byday byweekno bymonthday byyearday description opens_at:time "
        "closes_at:time is_closed:bool holiday purpose schedule_link:url attending_type notes "
        "audience:audience",
        parents="service_id location_id service_at_location_id",
    ),
    _table(
        "service_area",
        "service_id>service service_at_location_id>service_at_location name description extent@ "
        "extent_type@ uri:url@",
        parents="service_id service_at_location_id",
        key="name",
    ),
    _table(
        "required_document",
        "service_id>service! document uri:url",
        key="document",
    ),
    _table(
        "language",
        "service_id>service location_id>location phone_id>phone name code note",
        parents="service_id location_id phone_id",
        key="name code",
    ),
    _table("accessibility", "location_id>location! description@ details@ url:url@"),
    _table(
        "funding",
        "organization_id>organization service_id>service source",
        parents="organization_id service_id",
        key="source",
    ),
    _table(
        "cost_option",
        "service_id>service! valid_from:date valid_to:date option currency amount:number "
        "amount_description",
        key="option",
    ),
    _table(
        "organization_identifier",
        "organization_id>organization! identifier_scheme identifier_type identifier!",
        key="identifier_scheme identifier",
    ),
    _table(
        "service_capacity",
        "service_id>service! unit_id>unit! available:number maximum:number description "
        "updated:datetime",
        key="unit_id",
    ),
    _table(
        "url",
        "label url:url! organization_id>organization service_id>service",
        parents="organization_id service_id",
        key="url",
    ),
    _table(
        "attribute",
        "link_id>*! taxonomy_term_id>taxonomy_term link_type link_entity value label",
        key="taxonomy_term_id label",
    ),
    _table(
        "metadata",
        "resource_id>*! resource_type last_action_date:datetime last_action_type field_name "
        "previous_value replacement_value updated_by",
        key="last_action_date field_name",
    ),
    _table("meta_table_description", "name language character_set", key="name"),
    _table(
        "criterion",
        "service_id>service service_at_location_id>service_at_location code:fact_code! "
        "stance:stance! value audience:audience",
        parents="service_id service_at_location_id",
        key="code",
    ),
    _table(
        "capacity",
        "service_at_location_id>service_at_location! unit_id>unit! population available:count "
        "maximum:count staffed:count out_of_service:count waiting_list:count is_accepting:bool "
        "updated:datetime source audience:audience",
        key="unit_id population",
    ),
    _table("listing_need", "service_id>service! need_slug:need_slug! origin", key="need_slug"),
)

TABLES = MappingProxyType({table.name: table for table in _ALL})
"""Every canonical table by name, parents before children."""
