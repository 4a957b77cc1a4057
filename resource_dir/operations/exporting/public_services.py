"""What is published of each service: public rows only, no place of a withheld listing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from resource_dir.hsds.standard import ServiceRows, Version
from resource_dir.hsds.tables import TABLES
from resource_dir.operations.exporting.capacity import folded_counts, public_counts
from resource_dir.operations.exporting.rows import (
    HUNG,
    LINK,
    LOCATION,
    ORGANIZATION,
    SERVICE,
    Chunk,
    Rows,
    chain,
    list_service_ids,
    read_chunk,
)
from resource_dir.operations.exporting.shapes import cleaned, shaped, utc_offset_hours
from resource_dir.operations.exporting.terms import Tags, tags_of

Values = dict[str, Any]
Tables = dict[str, list[Values]]

# These are not written as they are stored: `terms` and `capacity` do.
_TRANSLATED = frozenset(
    {"capacity", "service_capacity", "criterion", "listing_need", "attribute", "metadata"}
)


def public_services(session: Session, *, at: datetime, version: Version) -> Iterator[ServiceRows]:
    """Everything published of every service that has a listing, in the order of their ids.

    `at` is the instant for which UTC offsets of schedules are true.
    """
    for service_ids in list_service_ids(session):
        chunk = read_chunk(session, service_ids)
        for service_id in service_ids:
            yield _Publication(chunk, service_id, at=at, version=version).rows()


class _Publication:
    """One service on its way out."""

    def __init__(self, chunk: Chunk, service_id: str, *, at: datetime, version: Version) -> None:
        self._chunk, self._id, self._at, self._version = chunk, service_id, at, version
        listings = chunk.listings[service_id]
        self._is_withheld = all(row["is_withheld"] for row in listings)
        # A withheld listing's hours and phones go to its service: it has no place to hang on. Where
        # the service has public listings too they would mix with theirs, so they are left out.
        shown = [row for row in listings if self._is_withheld or not row["is_withheld"]]
        self._links = [chunk.links[row["id"]] for row in shown if row["id"] in chunk.links]
        self._locations = [
            chunk.locations[i]
            for i in dict.fromkeys(link[LOCATION] for link in self._links)
            if i in chunk.locations and not self._is_withheld
        ]
        service = chunk.services[service_id]
        self._organizations = list(chain(chunk.organizations, service[ORGANIZATION]))
        self._owners = {
            SERVICE: [service_id],
            LINK: [link["id"] for link in self._links],
            LOCATION: [row["id"] for row in self._locations],
            ORGANIZATION: [row["id"] for row in self._organizations],
        }

    def rows(self) -> ServiceRows:
        """The rows of every table, cleaned in the order of the tables: parents first."""
        candidates = self._candidates()
        exported = {name: {row["id"] for row in rows} for name, rows in candidates.items()}
        tables: dict[str, tuple[Values, ...]] = {}
        for name in TABLES:
            kept = [self._published(name, row, exported) for row in candidates.get(name, ())]
            found = tuple(row for row in kept if row is not None)
            exported[name] = {row["id"] for row in found}
            tables[name] = found
        [service] = tables.pop("service")
        return ServiceRows(service, tables)

    def _published(
        self, table: str, row: Mapping[str, Any], exported: Mapping[str, set[str]]
    ) -> Values | None:
        values = cleaned(table, row, exported, is_withheld=self._is_withheld)
        return shaped(table, values) if values else None

    def _candidates(self) -> Tables:
        chunk, tags = self._chunk, self._tags()
        service = chunk.services[self._id]
        programs = [row for row in (chunk.programs.get(service["program_id"]),) if row]
        found: Tables = {
            "service": _dicts([service]),
            "organization": _dicts(self._organizations),
            "program": _dicts(programs),
            "location": _dicts(self._locations),
            "service_at_location": [] if self._is_withheld else _dicts(self._links),
            "attribute": _sorted(tags.attributes),
            "criterion": tags.criteria,
            "metadata": self._told(),
            **self._counts(),
            **self._terms(tags),
        }
        for model, columns in HUNG:
            name = model.__tablename__
            if name not in _TRANSLATED:
                found[name] = [self._moved(name, row) for row in self._hung(name, columns, found)]
        return found

    def _hung(self, table: str, columns: Sequence[str], found: Tables) -> list[RowMapping]:
        """Public rows of a table that belong here, by id; not those of another service."""
        rows: Rows = {}
        for column in columns:
            parents = found.get(column.removesuffix("_id"), ())
            owners = self._owners.get(column) or [row["id"] for row in parents]
            groups = self._chunk.hung[table, column]
            rows.update((row["id"], row) for owner in owners for row in groups.get(owner, ()))
        return [rows[i] for i in sorted(rows) if self._is_mine(rows[i])]

    def _is_mine(self, row: RowMapping) -> bool:
        is_public = row.get("audience", "public") == "public"
        service_id, link_id = row.get(SERVICE), row.get(LINK)
        return (
            is_public
            and service_id in (None, self._id)
            and (link_id is None or link_id in self._owners[LINK])
        )

    def _moved(self, table: str, row: RowMapping) -> Values:
        """The row where it can hang in this version, with the offset of its zone."""
        values = dict(row)
        is_without_link = self._is_withheld or (table, self._version) == ("service_area", "3.0")
        if values.get(LINK) and is_without_link:
            values |= {LINK: None, SERVICE: self._id}
        if table == "schedule":
            values["timezone"] = utc_offset_hours(self._zone(row), self._at)
        return values

    def _zone(self, schedule: RowMapping) -> str | None:
        """Zone of the listing's place, of the location, or of the service's first place."""
        link = self._chunk.links.get(schedule[LINK] or "")
        wanted = schedule[LOCATION] or (link[LOCATION] if link else None)
        places = self._locations
        zones = [row["zone"] for row in places if wanted in (None, row["id"])]
        return zones[0] if zones else None

    def _told(self) -> list[Values]:
        """The changes made here, and who set the date of the last check. Other changes that came
        from a source may hold what is no longer public.
        """
        changes = self._chunk.hung["metadata", "resource_id"].get(self._id, ())
        checks = [row for row in changes if row["field_name"] == "assured_date"]
        told = _dicts(row for row in checks if "@" not in (row["updated_by"] or ""))
        return told + list(self._chunk.changes.get(self._id, ()))

    def _counts(self) -> Tables:
        rows = self._all("capacity", LINK)
        folded = list(folded_counts(self._id, rows, self._all("service_capacity", SERVICE)))
        # Ours hang on a place, which a withheld listing has not: the folded count stays.
        counts = [] if self._is_withheld else _dicts(public_counts(rows))
        used = {row["unit_id"] for row in (*counts, *folded)}
        units = _dicts(self._chunk.units[unit_id] for unit_id in sorted(used))
        return {"capacity": counts, "service_capacity": folded, "unit": units}

    def _all(self, table: str, column: str) -> list[RowMapping]:
        groups = self._chunk.hung[table, column]
        return [row for owner in self._owners[column] for row in groups.get(owner, ())]

    def _tags(self) -> Tags:
        chunk = self._chunk
        service = chunk.services[self._id]
        ids = [i for owners in self._owners.values() for i in owners]
        ids += [service["program_id"]] if service["program_id"] else []
        attributes = (row for i in ids for row in chunk.hung["attribute", "link_id"].get(i, ()))
        return tags_of(
            service,
            link_ids=self._owners[LINK],
            is_withheld=self._is_withheld,
            attributes=attributes,
            terms=chunk.terms,
            criteria=[*self._all("criterion", SERVICE), *self._all("criterion", LINK)],
            needs=self._all("listing_need", SERVICE),
        )

    def _terms(self, tags: Tags) -> Tables:
        """Terms that the attributes name, with those above them, and their taxonomies."""
        stored = self._chunk.terms
        used = (row["taxonomy_term_id"] for row in tags.attributes)
        terms = {t["id"]: t for term_id in used for t in chain(stored, term_id, column="parent_id")}
        wanted = {term["taxonomy_id"] for term in terms.values() if term["taxonomy_id"]}
        taxonomies = [self._chunk.taxonomies[one] for one in wanted]
        return {
            "taxonomy_term": _sorted([*_dicts(terms.values()), *tags.terms.values()]),
            "taxonomy": _sorted([*_dicts(taxonomies), *tags.taxonomies.values()]),
        }


def _dicts(rows: Iterable[RowMapping]) -> list[Values]:
    return [dict(row) for row in rows]


def _sorted(rows: Iterable[Values]) -> list[Values]:
    """The rows by id, each once."""
    found = {str(row["id"]): row for row in rows}
    return [found[row_id] for row_id in sorted(found)]
