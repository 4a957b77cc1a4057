"""The same rows as every kind of file that the importer reads."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .worlds import BROKEN, HIDDEN, PUBLIC, Hidden, Rows, rows, withhold_rows

Write = Callable[[Path, int, tuple[Hidden, ...]], Path]
"""Writes the package of a world (0 or 1) into a folder; returns what is to be imported."""


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of package, and the lines of the --withhold file that go with it."""

    kind: str
    write: Write
    withhold: Callable[[tuple[Hidden, ...]], list[str]]


_PLURAL = {"address": "addresses", "accessibility": "accessibility", "withheld": "withheld",
           "metadata": "metadata"}  # fmt: skip


def _csv_files(tables: Rows, names: Mapping[str, str] | None = None) -> dict[str, bytes]:
    names = names or {}
    return {
        f"{names.get(table) or _PLURAL.get(table) or f'{table}s'}.csv": _csv(records)
        for table, records in tables.items()
        if records
    }


def _csv(records: list[dict[str, str]]) -> bytes:
    columns = list(dict.fromkeys(name for one in records for name in one if name != BROKEN))
    lines = [_line(columns)]
    lines += [_record(columns, one) for one in records]
    # Surrogates stand for the bytes that are no UTF-8.
    return "".join(lines).encode("utf-8", "surrogateescape")


def _record(columns: list[str], record: Mapping[str, str]) -> str:
    cells = [record.get(name, "") for name in columns]
    way = record.get(BROKEN)
    if way == "short":
        return _line(cells[:4])
    if way == "long":
        return _line([*cells, "and", "more"])
    if way == "open quote":
        return ",".join([cells[0], cells[1], f'"{cells[2]}', *cells[3:]]) + "\n"
    if way == "no parent":
        return _line([cells[0], "", *cells[2:]])
    return _line(cells)


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


def _save(folder: Path, files: Mapping[str, bytes]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def _hsds3(folder: Path, world: int, hidden: tuple[Hidden, ...]) -> Path:
    return _save(folder, _csv_files(rows(world, hidden)))


def _zip(folder: Path, world: int, hidden: tuple[Hidden, ...]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "package.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _csv_files(rows(world, hidden)).items():
            archive.writestr(zipfile.ZipInfo(f"deep/{name}"), data)
    return path


def _datapackage(folder: Path, world: int, hidden: tuple[Hidden, ...]) -> Path:
    tables = {table: found for table, found in rows(world, hidden).items() if found}
    named = {table: f"part-{number}" for number, table in enumerate(tables)}
    resources = [{"name": table, "path": f"{part}.csv"} for table, part in named.items()]
    files = _csv_files(tables, named)
    _save(folder, {**files, "datapackage.json": json.dumps({"resources": resources}).encode()})
    return folder / "datapackage.json"


_HSDS2 = {
    "service_at_location": "services_at_location", "address": "physical_addresses",
    "schedule": "regular_schedules", "accessibility": "accessibility_for_disabilities",
    "attribute": "other_attributes",
}  # fmt: skip


def _hsds2(folder: Path, world: int, hidden: tuple[Hidden, ...]) -> Path:
    return _save(folder, _csv_files(rows(world, hidden), _HSDS2))


def _hsds1(folder: Path, world: int, hidden: tuple[Hidden, ...]) -> Path:
    """1.x: a service names its location itself; terms stand in `taxonomy`."""
    tables = rows(world, hidden)
    where = {one["service_id"]: one["location_id"] for one in tables["service_at_location"]}
    # A mark on the listing needs the row; the others have only the reference.
    kept = {one["link_id"] for one in tables["attribute"]}
    tables["service_at_location"] = [o for o in tables["service_at_location"] if o["id"] in kept]
    tables["service"] = [{**one, "location_id": where[one["id"]]} for one in tables["service"]]
    names = {**_HSDS2, "taxonomy_term": "taxonomy", "schedule": "regular_schedules"}
    tables["taxonomy_term"] = [
        {"id": one["id"], "name": one["name"], "parent_id": "", "vocabulary": "ours"}
        for one in tables["taxonomy_term"]
    ]
    return _save(folder, _csv_files(tables, names))


_RECORDID: Mapping[str, Mapping[str, str]] = {
    "organization": {"id": "organization_recordid", "name": "organization_name",
                     "description": "organization_description", "website": "organization_url"},
    "service": {"id": "service_recordid", "name": "service_name", "url": "service_url",
                "organization_id": "service_organization", "description": "service_description",
                "status": "service_status"},
    "location": {"id": "location_recordid", "name": "location_name",
                 "organization_id": "location_organization",
                 "latitude": "location_latitude", "longitude": "location_longitude",
                 "transportation": "location_transportation",
                 "description": "location_description",
                 "alternate_name": "location_alternate_name"},
    "address": {"id": "address_recordid"},
    "phone": {"id": "phone_recordid", "number": "phone_number", "type": "phone_type",
              "description": "phone_description"},
    "schedule": {"id": "schedule_recordid", "byday": "weekday", "opens_at": "opens",
                 "closes_at": "closes"},
    "taxonomy_term": {"id": "taxonomy_recordid", "name": "taxonomy_name",
                      "taxonomy": "vocabulary"},
}  # fmt: skip
_LISTED = {  # the rows that a service or location lists: (table of the list, column, listed table)
    "location_id": ("location", {"address": "location_address", "phone": "location_phones"}),
    "service_id": ("service", {"phone": "service_phones", "schedule": "service_schedule"}),
}


def _recordid(folder: Path, world: int, hidden: tuple[Hidden, ...]) -> Path:
    """The dialect of `*_recordid` keys and columns that hold lists of ids."""
    tables = rows(world, hidden)
    for reference, (owner, columns) in _LISTED.items():
        lists: dict[str, dict[str, list[str]]] = {}
        for table, column in columns.items():
            for one in tables[table]:
                if key := one.pop(reference, ""):
                    lists.setdefault(key, {}).setdefault(column, []).append(one["id"])
        for one in tables[owner]:
            for column in columns.values():
                one[column] = ",".join(lists.get(one["id"], {}).get(column, []))
    links = {one["location_id"]: one["service_id"] for one in tables["service_at_location"]}
    for one in tables["location"]:
        one["location_services"] = links[one["id"]]
    renamed = {
        table: [{_RECORDID.get(table, {}).get(k, k): v for k, v in one.items()} for one in found]
        for table, found in tables.items()
    }
    return _save(folder, _csv_files(renamed, _HSDS2))


def nested(world: int, hidden: tuple[Hidden, ...]) -> list[dict[str, Any]]:
    """The services in JSON's full form, everything inside them."""
    tables = _json_safe(rows(world, hidden))
    by_id = {one["id"]: one for found in tables.values() for one in found if "id" in one}
    attributes = _children(tables, "attribute", "link_id")
    terms = {one["id"]: one for one in tables["taxonomy_term"]}
    for found in attributes.values():
        for one in found:
            one["taxonomy_term"] = terms[one.pop("taxonomy_term_id")]
    services = []
    for link in tables["service_at_location"]:
        location = {**by_id[link["location_id"]], "attributes": attributes.get(link["location_id"])}
        for name, table in (("addresses", "address"), ("phones", "phone"), ("contacts", "contact"),
                            ("accessibility", "accessibility")):  # fmt: skip
            location[name] = _children(tables, table, "location_id").get(link["location_id"], [])
        service = dict(by_id[link["service_id"]])
        organization = by_id[service.pop("organization_id")]
        service["organization"] = {
            **organization, "attributes": attributes.get(organization["id"], [])
        }  # fmt: skip
        service["service_at_locations"] = [
            {**link, "location": location, "attributes": attributes.get(link["id"], [])}
        ]
        service["attributes"] = attributes.get(service["id"], [])
        for name, table in (("phones", "phone"), ("schedules", "schedule"),
                            ("service_areas", "service_area")):  # fmt: skip
            service[name] = _children(tables, table, "service_id").get(service["id"], [])
        services.append(service)
    return services


def _json_safe(tables: Rows) -> dict[str, list[dict[str, Any]]]:
    """Without malformed rows, and with numbers where JSON has numbers."""
    return {
        table: [{k: _number(k, v) for k, v in one.items()} for one in found if BROKEN not in one]
        for table, found in tables.items()
    }


def _number(column: str, text: str) -> object:
    if column in ("latitude", "longitude"):
        try:
            return float(text)
        except ValueError:
            return text or None
    return text.encode("utf-8", "replace").decode()


def _children(
    tables: Mapping[str, list[dict[str, Any]]], table: str, column: str
) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for one in tables[table]:
        if one.get(column):
            found.setdefault(one[column], []).append(one)
    return found


def _json_full(folder: Path, world: int, hidden: tuple[Hidden, ...]) -> Path:
    _save(folder, {"services.json": json.dumps(nested(world, hidden), indent=1).encode()})
    return folder / "services.json"


def _json_page(folder: Path, world: int, hidden: tuple[Hidden, ...]) -> Path:
    contents = nested(world, hidden)
    page = {"total_items": len(contents), "page_number": 1, "size": len(contents) + 1,
            "contents": contents}  # fmt: skip
    # As text of other letters, so that a reader that keeps bytes is seen too.
    _save(folder, {"services.json": json.dumps(page, ensure_ascii=False).encode()})
    return folder / "services.json"


def _facilities(world: int, hidden: tuple[Hidden, ...]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"frid": f"f{one.key}", "name1": f"Open Door {one.key}", "name2": one.name,
         "street1": one.street, "city": one.city, "state": "CA", "zip": one.postal_code,
         "phone": f"661-555-01{one.key}", "latitude": one.lat, "longitude": one.lon}
        for one in PUBLIC
    ]  # fmt: skip
    for one in hidden:
        secret = one.secret(world)
        values = {
            "frid": f"f{one.key}", "name1": one.organization_name, "name2": one.service_name,
            "street1": secret.street, "street2": secret.attention, "city": secret.city,
            "state": secret.state, "zip": secret.postal_code, "phone": one.hotline,
            "latitude": secret.lat, "longitude": secret.lon, "miles": len(secret.street),
        }  # fmt: skip
        found.append({k: v if isinstance(v, int) else _number("", v) for k, v in values.items()})
    return [
        {**one, "typeFacility": "SA", "services": [{"f1": "Type of Care", "f2": "TC",
                                                    "f3": "Detoxification"}]}
        for one in found
    ]  # fmt: skip


def _findtreatment(folder: Path, world: int, hidden: tuple[Hidden, ...]) -> Path:
    found = _facilities(world, hidden)
    page = {"page": 1, "totalPages": 1, "recordCount": len(found), "rows": found}
    return _save(folder, {"page.json": json.dumps(page).encode()}) / "page.json"


_PLAIN = {"street1": "Street", "city": "City", "state": "State", "zip": "ZIP", "phone": "Phone",
          "latitude": "Latitude", "longitude": "Longitude"}  # fmt: skip


def _facility_list(folder: Path, world: int, hidden: tuple[Hidden, ...]) -> Path:
    found = [
        {"Name": f"{one['name1']}: {one['name2']}", **{_PLAIN[k]: one[k] for k in _PLAIN}}
        for one in _facilities(world, hidden)
    ]
    return _save(folder, {"list.json": json.dumps(found).encode()}) / "list.json"


def _in_file(hidden: tuple[Hidden, ...]) -> list[str]:
    return withhold_rows(hidden)


def _in_no_package(hidden: tuple[Hidden, ...]) -> list[str]:
    return withhold_rows(hidden, all_files=True)


def _facility_ids(hidden: tuple[Hidden, ...]) -> list[str]:
    # The locator has no marks of its own: all but those known by their name are in the file.
    return [f"facility,f{one.key}" for one in hidden if one.mark not in ("the name", "none")]


def _facility_names(hidden: tuple[Hidden, ...]) -> list[str]:
    return [
        f"facility,{one.organization_name}: {one.service_name}|{one.hotline}"
        for one in hidden
        if one.mark not in ("the name", "none")
    ]


FORMATS: Mapping[str, Format] = {
    "HSDS 3 folder": Format("hsds", _hsds3, _in_file),
    "HSDS 3 zip": Format("hsds", _zip, _in_file),
    "datapackage.json": Format("hsds", _datapackage, _in_file),
    "HSDS 2": Format("hsds", _hsds2, _in_file),
    "recordid dialect": Format("hsds", _recordid, _in_file),
    "HSDS 1": Format("hsds", _hsds1, _in_file),
    "JSON full form": Format("hsds", _json_full, _in_no_package),
    "JSON page": Format("hsds", _json_page, _in_no_package),
    "FindTreatment page": Format("findtreatment", _findtreatment, _facility_ids),
    "facility list": Format("findtreatment", _facility_list, _facility_names),
}


def write_package(
    name: str, folder: Path, world: int, hidden: tuple[Hidden, ...] = HIDDEN
) -> tuple[Path, Path | None]:
    """Write the package and its --withhold file; returns both paths."""
    one = FORMATS[name]
    path = one.write(folder / "package", world, hidden)
    lines = one.withhold(hidden)
    if not lines:
        return path, None
    withhold = folder / "withhold.csv"
    withhold.write_text("table,id\n" + "".join(f"{line}\n" for line in lines))
    return path, withhold
