"""Pass two over facilities: rows into the staging file, findings into the report."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from resource_dir.errors import BadInput
from resource_dir.hsds._facility import KNOWN_KEYS, Facility, Raw, facility_of, place_of
from resource_dir.hsds._facility_files import Found, Reading, Unreadable
from resource_dir.hsds._facility_marks import IdMaker
from resource_dir.hsds._facility_rows import (
    CanonicalRow,
    FacilityIds,
    Findings,
    place_rows,
    public_rows,
    withheld_rows,
)
from resource_dir.hsds.redaction import ADDRESS_IN_TEXT, CONFIDENTIAL_NAME
from resource_dir.hsds.report import WITHHELD, ReadReport, Row
from resource_dir.hsds.staging import Staging
from resource_dir.hsds.street_text import looks_like_street_address


@dataclass(slots=True)
class Taking:
    """Pass two: rows into the staging file, findings into the report."""

    source: str
    staging: Staging
    withheld: Mapping[str, str]
    organizations: set[str]
    report: ReadReport = field(default_factory=ReadReport)
    _seen: dict[str, tuple[str, int, bytes]] = field(default_factory=dict)

    def take(self, reading: Reading) -> None:
        """Read everything a second time."""
        maker = IdMaker(self.source)
        for found in reading.items():
            self.report.file(found.file).rows += 1
            if isinstance(found.item, Mapping):
                self._take_item(found, found.item, maker)
            else:
                self._refuse(found)

    def _refuse(self, found: Found) -> None:
        broken = found.item.reason if isinstance(found.item, Unreadable) else None
        reason = broken or "The item is not an object."
        self.report.reject_row(found.file, found.number, "", WITHHELD, reason)

    def _take_item(self, found: Found, item: Mapping[str, object], maker: IdMaker) -> None:
        try:
            facility = facility_of(item)
        except BadInput as bad:
            # Whose place this would be is unknown, so nothing of it is shown.
            shown = WITHHELD if item.get(bad.field or "") else ""
            self.report.reject_row(found.file, found.number, bad.field or "", shown, bad.message)
            return
        ids = maker.ids_of(facility)
        is_secret = ids.service in self.withheld
        place = {} if is_secret else place_of(item)
        if self._is_repeat(found, facility, ids, place):
            return
        if not is_secret:
            unknown = (x for x, y in item.items() if x not in KNOWN_KEYS and y not in (None, ""))
            self.report.file(found.file).ignored.update(unknown)
        self._stage(found, facility, ids, place)

    def _is_repeat(
        self, found: Found, facility: Facility, ids: FacilityIds, place: Mapping[str, Raw]
    ) -> bool:
        digest = blake2b(repr((facility, place)).encode(errors="replace"), digest_size=8).digest()
        file, number, first = self._seen.setdefault(ids.service, (found.file, found.number, digest))
        if (file, number) == (found.file, found.number):
            return False
        where = f"item {number}" if file == found.file else f"item {number} of {file}"
        shown = WITHHELD if ids.service in self.withheld else facility.frid
        if first == digest:
            repair = f"the same facility as {where}: taken once"
            self.report.repair(found.file, found.number, "frid", shown, repair)
        else:
            reason = f"The same id as {where} with other values: that one was kept."
            self.report.reject_row(found.file, found.number, "frid", shown, reason)
        return True

    def _stage(
        self, found: Found, facility: Facility, ids: FacilityIds, place: Mapping[str, Raw]
    ) -> None:
        is_secret = ids.service in self.withheld
        findings = Findings()
        rows = list(public_rows(facility, ids, findings))
        if is_secret:
            rows += withheld_rows(ids)
        else:
            rows += place_rows(facility, ids, place, findings)
        for row in rows:
            self._add(found, facility.frid, self._guarded(row, ids, findings))
        self._tell(found, findings, is_secret=is_secret)

    def _guarded(self, row: CanonicalRow, ids: FacilityIds, findings: Findings) -> CanonicalRow:
        """Refuse texts of a withheld facility, or its organization, that give its place away."""
        table, row_id, values = row
        is_secret = ids.service in self.withheld
        is_near = table == "organization" and ids.organization in self.organizations
        if not (is_secret or is_near):
            return row
        telling = [x for x, y in values.items() if isinstance(y, str) and _gives_away(x, y)]
        for column in telling:
            findings.rejected.append((column, WITHHELD, ADDRESS_IN_TEXT))
        kept = {x: y for x, y in values.items() if x not in telling}
        if "name" in telling:
            kept["name"] = CONFIDENTIAL_NAME
        return table, row_id, kept

    def _add(self, found: Found, key: str, row: CanonicalRow) -> None:
        table, row_id, values = row
        # An organization comes once per facility of it, each time the same.
        self.staging.add(Row(table, row_id, key, values, found.file, found.number))

    def _tell(self, found: Found, findings: Findings, *, is_secret: bool) -> None:
        for column, value, reason in findings.rejected:
            shown = WITHHELD if is_secret else value
            self.report.reject_value(found.file, found.number, column, shown, reason)
        for column, value, repair in findings.repaired:
            shown = WITHHELD if is_secret else value
            self.report.repair(found.file, found.number, column, shown, repair)


def _gives_away(column: str, text: str) -> bool:
    return not column.endswith("_id") and looks_like_street_address(text)
