"""Writes the files of the demonstration county from the tables in tools/demo_county.

    python tools/build_demo_county.py               # into seed_data
    python tools/build_demo_county.py --out FOLDER  # elsewhere, to look at or to compare

The same tables give the same bytes. A listing is changed in its table, never in the CSV files.
"""

import argparse
import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from demo_county import history, streets, tables
from demo_county.call_export import write_calls
from demo_county.reading import REFERENCE, Listing, read_listings, read_organizations
from demo_county.terms import NEEDS_TAXONOMY, TAKEN_TAXONOMY

OUT = Path(__file__).parents[1] / "seed_data"
COLUMNS = {
    "organizations": "id name alternate_name description email website",
    "services": "id organization_id name alternate_name description url email status "
    "application_process fees_description wait_time eligibility_description minimum_age "
    "maximum_age assured_date assurer_email alert last_modified",
    "locations": "id location_type organization_id name description transportation latitude "
    "longitude",
    "service_at_location": "id service_id location_id description",
    "addresses": "id location_id address_1 address_2 city region state_province postal_code "
    "country address_type",
    "phones": "id location_id service_id organization_id contact_id service_at_location_id number "
    "extension type description",
    "contacts": "id organization_id service_id title department email",
    "schedules": "id service_id location_id service_at_location_id valid_from valid_to dtstart "
    "until wkst freq interval byday bymonthday description opens_at closes_at is_closed holiday "
    "purpose notes",
    "languages": "id service_id location_id phone_id name code note",
    "accessibility": "id location_id description details",
    "required_documents": "id service_id document uri",
    "cost_options": "id service_id option currency amount amount_description",
    "service_areas": "id service_id name description",
    "taxonomies": "id name description version",
    "taxonomy_terms": "id code name taxonomy language taxonomy_id",
    "attributes": "id link_id taxonomy_term_id link_entity value",
    "units": "id name",
    "capacity": "id service_at_location_id unit_id population available maximum staffed "
    "waiting_list updated source audience",
    "criterion": "id service_id code stance value audience",
    "metadata": "id resource_id resource_type last_action_date last_action_type field_name "
    "previous_value replacement_value updated_by",
}


def main() -> None:
    """Write every file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=OUT, help="folder to write to")
    folder = parser.parse_args().out
    listings = read_listings()
    found = streets.read_streets()
    for name, rows in package_rows(listings, found).items():
        columns = COLUMNS[name].split()
        lines = ([row.get(column, "") for column in columns] for row in _checked(rows, columns))
        write_csv(folder / f"{name}.csv", columns, lines)
    wanted = [(one.text("town"), one.text("address")) for one in listings if "address" in one.table]
    points = streets.address_rows(found, wanted)
    write_csv(folder / "places" / "address_points.csv", streets.COLUMNS, points)
    past = history.history_rows(listings)
    write_csv(folder / "history" / "capacity_report.csv", history.COLUMNS, past)
    write_calls(folder / "calls", found)
    reference = json.dumps({"reference_time": REFERENCE.isoformat()})
    (folder / "reference_time.json").write_text(reference + "\n", encoding="utf-8")


def package_rows(
    listings: Sequence[Listing], found: Iterable[streets.Street]
) -> dict[str, Iterable[Mapping[str, str]]]:
    """The rows of each file of the package."""
    by_name = {(street.town.name, street.name): street for street in found}
    towns = {street.town.name: street.town.postal_code for street in by_name.values()}
    terms, units = tables.term_numbers(listings), tables.unit_numbers(listings)
    return {
        "organizations": tables.organizations(read_organizations()),
        "services": tables.services(listings),
        "locations": tables.locations(listings, by_name),
        "service_at_location": tables.links(listings),
        "addresses": tables.addresses(listings, towns),
        "phones": tables.phones(listings),
        "contacts": tables.contacts(listings),
        "schedules": tables.schedules(listings),
        "languages": tables.languages(listings),
        "accessibility": tables.accessibility(listings),
        "required_documents": tables.documents(listings),
        "cost_options": tables.costs(listings),
        "service_areas": tables.service_areas(listings),
        "taxonomies": _taxonomies(),
        "taxonomy_terms": tables.taxonomy_terms(terms),
        "attributes": tables.attributes(listings, terms),
        "units": tables.units(units),
        "capacity": tables.capacity(listings, units),
        "criterion": tables.criteria(listings),
        "metadata": tables.metadata(listings),
    }


def _taxonomies() -> Iterator[Mapping[str, str]]:
    for one in (NEEDS_TAXONOMY, TAKEN_TAXONOMY):
        number = tables.key("0e", one.number)
        yield {"id": number, "name": one.name, "description": one.description, "version": "1"}


def _checked(
    rows: Iterable[Mapping[str, str]], columns: Sequence[str]
) -> Iterator[Mapping[str, str]]:
    """The rows. Raises ValueError for a value that has no column: it would be lost silently."""
    for row in rows:
        if unknown := row.keys() - set(columns):
            raise ValueError(f"No column for {sorted(unknown)}.")
        yield row


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write one file, with the same line ends on every machine."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
