"""Ways in which the product could tell a secret, each planted with one changed function.

A leak that works behind the redaction needs what the redaction took away: `_overheard` remembers
it, as a careless writer of the product could have passed it on.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
import structlog
from sqlalchemy import event

from resource_dir import geo
from resource_dir.hsds import package, reading, redaction, taking
from resource_dir.hsds.marks import MarkFinder
from resource_dir.hsds.report import Row, WithheldMark
from resource_dir.hsds.staging import Staging
from resource_dir.hsds.taking import Taker
from resource_dir.operations import exporting, finding, indexing
from resource_dir.operations.importing import inventory, taking_in
from resource_dir.operations.listings import describing
from resource_dir.operations.places import placing
from resource_dir.operations.withholding import purging
from resource_dir.search import store
from resource_dir.web import headers

Patch = pytest.MonkeyPatch
Overheard = dict[str, dict[str, Any]]
"""Place values of rows by location id."""


@dataclass(frozen=True, slots=True)
class Leak:
    """One planted leak. `story`: "import", "asked" (with requests and an export) or "purge"."""

    plant: Callable[[Patch], None]
    story: str = "import"


def _overheard(patch: Patch) -> Overheard:
    heard: Overheard = {}
    redact = taking.redact

    def listening(table: str, row_id: str, values: Any, parents: Any, *rest: Any) -> Any:
        ids = (row_id,) if table == "location" else parents.get("location_id", ())
        if table in ("location", "address"):
            for one in ids:
                heard.setdefault(one, {}).update(values)
        return redact(table, row_id, values, parents, *rest)

    patch.setattr(taking, "redact", listening)
    return heard


def _point(values: Mapping[str, Any]) -> tuple[float, float] | None:
    try:
        return float(values["latitude"]), float(values["longitude"])
    except (KeyError, ValueError):
        return None


def _addresses_are_kept(patch: Patch) -> None:
    patch.setattr(redaction, "_PLACE_TABLES", ())


def _accessibility_is_kept(patch: Patch) -> None:
    """Twice guarded: the row as a whole, and its columns as those that bear a place."""
    texts = redaction.public_texts

    def letting_through(table: str, values: dict[str, object]) -> redaction.Redacted:
        is_let = table == "accessibility"
        return redaction.Redacted(values) if is_let else texts(table, values)

    patch.setattr(redaction, "_PLACE_TABLES", ("address",))
    patch.setattr(redaction, "public_texts", letting_through)


def _streets_in_descriptions_are_kept(patch: Patch) -> None:
    patch.setattr(redaction, "looks_like_street_address", lambda text: False)


def _phones_at_the_site_are_kept(patch: Patch) -> None:
    patch.setattr(redaction, "_reachable", lambda t, r, values, *_: redaction.Redacted(values))


def _old_values_of_the_change_log_are_kept(patch: Patch) -> None:
    patch.setattr(redaction, "_change", lambda values, *_: redaction.Redacted(values))


def _the_point_is_stored(patch: Patch) -> None:
    """Behind the reader, so that only the database stands in between."""
    heard = _overheard(patch)
    columns_of = inventory.columns_of

    def with_point(table: Any, row: Row) -> dict[str, Any]:
        columns = columns_of(table, row)
        if table.name == "location" and (point := _point(heard.get(row.id, {}))):
            columns |= {"latitude": point[0], "longitude": point[1]}
        return columns

    patch.setattr(inventory, "columns_of", with_point)


def _the_zone_is_that_of_the_point(patch: Patch) -> None:
    heard = _overheard(patch)
    zone_of = placing._zone

    def from_point(location: Any, *rest: Any) -> tuple[str | None, str]:
        point = _point(heard.get(location["id"], {}))
        zone = geo.zone_at(*point) if point and abs(point[0]) < 90 else None
        return (zone, "area") if zone else zone_of(location, *rest)

    patch.setattr(placing, "_zone", from_point)


def _the_digest_is_of_the_whole_row(patch: Patch) -> None:
    heard = _overheard(patch)
    digest = inventory._digest

    def of_everything(row: Row) -> str:
        whole = repr(sorted(heard.get(row.id, {}).items()))
        return hashlib.blake2b((digest(row) + whole).encode("utf-8", "replace"),
                               digest_size=inventory.DIGEST_BYTES).hexdigest()  # fmt: skip

    patch.setattr(inventory, "_digest", of_everything)


def _the_report_shows_what_it_rejects(patch: Patch) -> None:
    patch.setattr(Taker, "_value_of_bad", lambda self, bad: bad.text)


def _repairs_of_a_withheld_row_are_counted(patch: Patch) -> None:
    stage = Taker._stage

    def counting(self: Any, raw: Any, table: Any, row_id: str, redacted: Any) -> None:
        for name in raw.repairs:
            self._report.repair(raw.file, raw.line, "", "", name)
        stage(self, replace(raw, repairs=()), table, row_id, redacted)

    patch.setattr(Taker, "_stage", counting)


def _the_log_has_the_row(patch: Patch) -> None:
    heard = _overheard(patch)
    redact = taking.redact

    def logging(table: str, row_id: str, *rest: Any) -> Any:
        found = redact(table, row_id, *rest)
        if table == "location" and found.is_withheld:
            structlog.get_logger().info("redacted", row=repr(heard[row_id]))
        return found

    patch.setattr(taking, "redact", logging)


def _an_id_is_made_from_the_street(patch: Patch) -> None:
    heard = _overheard(patch)
    add = Staging.add

    def with_other_id(self: Staging, row: Row, *keys: Any) -> Row | None:
        if row.table == "service_at_location":
            street = heard.get(str(row.values["location_id"]), {}).get("alternate_name", "")
            row = replace(row, id=str(uuid5(NAMESPACE_URL, row.id + repr(street))))
        return add(self, row, *keys)

    patch.setattr(Staging, "add", with_other_id)


def _the_first_pass_stages_names_of_places(patch: Patch) -> None:
    node = MarkFinder._node

    def with_name(self: Any, raw: Any, row_id: str) -> None:
        node(self, raw, row_id)
        name = str(raw.values.get("name") or "").encode("utf-8", "replace").decode()
        self._db.execute("UPDATE node SET name = ? WHERE id = ?", (name, row_id))

    patch.setattr(MarkFinder, "_node", with_name)


def _a_site_is_recognised_by_its_address(patch: Patch) -> None:
    heard = _overheard(patch)
    recognisable = package._recognisable

    def by_address(marks: list[WithheldMark], staging: Staging) -> list[WithheldMark]:
        return [
            replace(one, recognition=(("address", str(heard[one.id].get("alternate_name"))),))
            if one.id in heard else one
            for one in recognisable(marks, staging)
        ]  # fmt: skip

    patch.setattr(package, "_recognisable", by_address)


def _areas_come_from_the_point(patch: Patch) -> None:
    heard = _overheard(patch)
    add = Staging.add
    of_service: dict[str, str] = {}

    def noting(self: Staging, row: Row, *keys: Any) -> Row | None:
        if row.table == "service_at_location":
            of_service[str(row.values["service_id"])] = str(row.values["location_id"])
        return add(self, row, *keys)

    areas = describing.areas

    def from_point(location: Any, addresses: Any, served: Any) -> Any:
        rows = list(served)
        found = areas(location, addresses, rows)
        places = (heard.get(of_service.get(str(row["service_id"]), ""), {}) for row in rows)
        points = [point for place in places if (point := _point(place)) and abs(point[0]) < 90]
        keys = {key for point in points for key in geo.areas_at(*point)}
        return {**found, "areas": sorted({*found["areas"], *keys})}

    patch.setattr(Staging, "add", noting)
    patch.setattr(describing, "areas", from_point)


def _the_index_has_the_point(patch: Patch) -> None:
    heard = _overheard(patch)
    search_document = indexing.search_document

    def with_point(document: Any, change: int) -> Any:
        point = _point(heard.get(document["location_id"] or "", {}))
        if point is None or not document["is_withheld"] or abs(point[0]) > 90:
            return search_document(document, change)
        placed = {**document, "lat": point[0], "lon": point[1], "is_withheld": False}
        return search_document(placed, change)

    patch.setattr(indexing, "search_document", with_point)


def _answers_are_ordered_by_a_hidden_distance(patch: Patch) -> None:
    heard = _overheard(patch)
    results = finding._results

    def ordered(session: Any, answer: Any, query: Any, **options: Any) -> Any:
        found = results(session, answer, query, **options)
        if query.place is None:
            return found

        def far(one: Any) -> float:
            lat, lon = _point(heard.get(one["location_id"] or "", {})) or (0.0, 0.0)
            return abs(lat - query.place.lat) + abs(lon - query.place.lon)

        return sorted(found, key=far)

    patch.setattr(finding, "_results", ordered)


def _an_etag_is_made_from_the_source(patch: Patch) -> None:
    read = reading.read_members

    def hashing(members: Any, *rest: Any) -> Any:
        digest = hashlib.sha256()
        for member in members:
            with member.open() as stream:
                digest.update(stream.read())
        patch.setitem(headers.HEADERS, "ETag", f'"{digest.hexdigest()}"')
        return read(members, *rest)

    patch.setattr(package, "read_members", hashing)


def _a_geocoder_is_asked(patch: Patch) -> None:
    redact = taking.redact

    def asking(table: str, row_id: str, values: Any, *rest: Any) -> Any:
        if table == "address" and values.get("postal_code"):
            try:
                geo.find_places(str(values["postal_code"]))
            except geo.PlaceNotFound:
                return redact(table, row_id, values, *rest)
        return redact(table, row_id, values, *rest)

    patch.setattr(taking, "redact", asking)


def _the_export_writes_the_street(patch: Patch) -> None:
    heard = _overheard(patch)
    services = exporting.public_services

    def with_street(*args: Any, **options: Any) -> Any:
        streets = {str(one.get("alternate_name")) for one in heard.values()}
        for one in services(*args, **options):
            one.service["description"] = min(streets).encode("utf-8", "replace").decode()
            yield one

    patch.setattr(exporting, "public_services", with_street)


def _accessibility_outlives_the_purge(patch: Patch) -> None:
    patch.setattr(purging, "ALWAYS_OF_THE_SITE", ("address",))


def _digests_outlive_the_purge(patch: Patch) -> None:
    patch.setattr(purging, "_forget_digests", lambda session, ids: None)


def _the_old_index_outlives_the_purge(patch: Patch) -> None:
    patch.setattr(store, "_sweep", lambda folder, *, keep: None)


def _deleted_bytes_are_only_unlinked(patch: Patch) -> None:
    remember = inventory.remembering.remember

    def carelessly(session: Any, *args: Any, **options: Any) -> Any:
        if session.get_bind().dialect.name == "sqlite":
            session.connection().exec_driver_sql("PRAGMA secure_delete=OFF")
        return remember(session, *args, **options)

    patch.setattr(inventory.remembering, "remember", carelessly)


def _the_log_of_writes_is_not_folded_in(patch: Patch) -> None:
    patch.setattr(taking_in, "checkpoint", lambda session: None)
    patch.setattr(taking_in, "scrub", lambda session, tables: None)


LEAKS: Mapping[str, Leak] = {
    "addresses are kept": Leak(_addresses_are_kept),
    "accessibility notes are kept": Leak(_accessibility_is_kept),
    "streets in descriptions are kept": Leak(_streets_in_descriptions_are_kept),
    "phones at the site are kept": Leak(_phones_at_the_site_are_kept),
    "old values of the change log are kept": Leak(_old_values_of_the_change_log_are_kept),
    "the point is stored": Leak(_the_point_is_stored),
    "the zone is that of the point": Leak(_the_zone_is_that_of_the_point),
    "the digest is of the whole row": Leak(_the_digest_is_of_the_whole_row),
    "the report shows what it rejects": Leak(_the_report_shows_what_it_rejects),
    "repairs of a withheld row are counted": Leak(_repairs_of_a_withheld_row_are_counted),
    "the log has the row": Leak(_the_log_has_the_row),
    "an id is made from the street": Leak(_an_id_is_made_from_the_street),
    "the first pass stages names": Leak(_the_first_pass_stages_names_of_places),
    "a site is recognised by its address": Leak(_a_site_is_recognised_by_its_address),
    "areas come from the point": Leak(_areas_come_from_the_point),
    "the index has the point": Leak(_the_index_has_the_point),
    "answers are ordered by a hidden distance": Leak(
        _answers_are_ordered_by_a_hidden_distance, "asked"
    ),
    "an ETag is made from the source": Leak(_an_etag_is_made_from_the_source, "asked"),
    "a geocoder is asked": Leak(_a_geocoder_is_asked),
    "the export writes the street": Leak(_the_export_writes_the_street, "asked"),
    "accessibility notes outlive the purge": Leak(_accessibility_outlives_the_purge, "purge"),
    "digests outlive the purge": Leak(_digests_outlive_the_purge, "purge"),
    "the old index outlives the purge": Leak(_the_old_index_outlives_the_purge, "purge"),
    "deleted bytes are only unlinked": Leak(_deleted_bytes_are_only_unlinked, "purge"),
    "the log of writes is not folded in": Leak(_the_log_of_writes_is_not_folded_in, "purge"),
}
ONLY_ON_SQLITE = ("deleted bytes are only unlinked", "the log of writes is not folded in")


def drop_the_constraints(engine: Any) -> None:
    """Let the database take what it refuses: the proof has to see a leak without its help."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _ignore_checks)
        engine.dispose()
        return
    with engine.connect() as connection:
        connection.exec_driver_sql("SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE")
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("BEGIN READ WRITE")
        connection.exec_driver_sql(
            "ALTER TABLE location DROP CONSTRAINT ck_location_withheld_has_no_place"
        )
        connection.exec_driver_sql("COMMIT")


def _ignore_checks(connection: Any, record: Any) -> None:
    connection.execute("PRAGMA ignore_check_constraints=ON")
