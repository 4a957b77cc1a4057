"""Somebody says how many beds are free: one short transaction, made for hundreds a second.

Only the count itself changes in the listing's document, so the document is patched and not built
anew: that takes 25 queries where this takes nine, for one report or for many that came at the same
time (`together.py`). Each number is kept for good, with who said it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, RowMapping, Select, bindparam, insert, select, update
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.errors import BadInput, Conflict, NotFound, ResourceDirError
from resource_dir.operations.auditing import Change, record_all
from resource_dir.operations.beds.flagging import flag_of
from resource_dir.operations.beds.held import freed_since
from resource_dir.operations.beds.history import Point
from resource_dir.operations.listings import describing
from resource_dir.operations.listings.refreshing import take_change_number
from resource_dir.operations.rows import table_of

MOST_BEDS = 9_999
# A clock that is a few minutes fast is no lie; a number from tomorrow is.
FROM_THE_FUTURE = timedelta(minutes=5)
# The year 9999 has no moment in UTC west of Greenwich, and 0001 none to show there.
YEARS_AWAY = timedelta(days=5 * 366)
NUMBERS = ("available", "maximum", "staffed", "out_of_service", "waiting_list")
FIELDS = (*NUMBERS, "is_accepting", "next_appointment")
TOLD = (*FIELDS, "updated", "source", "via", "flag")
UNDO = "undo"  # how a report came that only puts back what was told before

_capacity = table_of(models.Capacity)
_report = table_of(models.CapacityReport)
_document = table_of(models.ListingDocument)
_unit = table_of(models.Unit)
# Made once: to build each anew, through the ORM, took more than half of the time for which
# everybody who writes has to wait.
_KEEP = insert(_report)
_LOCK = (
    select(
        _capacity,
        _document.c.id.label("listing_id"),
        _document.c.organization_id,
        _document.c.document,
        _unit.c.name.label("unit"),
    )
    .join(_document, _document.c.id == _capacity.c.service_at_location_id)
    .join(_unit, _unit.c.id == _capacity.c.unit_id)
    .where(_document.c.id.in_(bindparam("of_listings", expanding=True)))
    .order_by(_document.c.id, _capacity.c.id)  # as everybody locks documents: none waits in a ring
    .with_for_update(of=(_capacity, _document))
)
_LOCK_SHOWN = _LOCK.where(_document.c.document.is_not(None))
_COUNTS = (
    select(_capacity, _unit.c.name.label("unit"))
    .join(_unit, _unit.c.id == _capacity.c.unit_id)
    .where(_capacity.c.service_at_location_id == bindparam("of_listing"))
    .order_by(_unit.c.name, _capacity.c.population, _capacity.c.id)
)
_BY_KEY = select(
    _report.c.key, _report.c.capacity_id, _report.c.available, _report.c.updated
).where(_report.c.key.in_(bindparam("of_keys", expanding=True)))
_UPDATE = (
    update(_capacity)
    .where(_capacity.c.id == bindparam("of_capacity"))
    .values({name: bindparam(name) for name in TOLD})
)
_SHOW = (
    update(_document)
    .where(_document.c.id == bindparam("of_listing"))
    .values(document=bindparam("document"), change_number=bindparam("change_number"))
)


@dataclass(frozen=True, slots=True)
class BedReport:
    """What is said of one count. `fields` holds the values that are said (see FIELDS); what is not
    said stays as it was. `step` is added to the number that stands, instead: never below 0, never
    above the maximum. Without either the number is still right. The same `key` counts once.
    `at` is when it was true; now, where None.
    """

    capacity_id: str
    key: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    step: int = 0
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reported:
    """The count after a report. Not `is_newest`: a newer number stands, this one is history."""

    capacity_id: str
    available: int | None
    updated: datetime | None
    is_newest: bool = True
    is_repeated: bool = False


Outcome = Reported | ResourceDirError
Locked = Mapping[str, Sequence[RowMapping]]  # by listing; see `lock_counts`


@dataclass(frozen=True, slots=True)
class Said:
    """A report with who brings it, how and when; see `report_beds`."""

    listing_id: str
    report: BedReport
    actor: str
    via: str
    now: datetime
    source: str | None = None

    @property
    def key(self) -> str:
        """By which it counts once."""
        return self.report.key


@dataclass(frozen=True, slots=True)
class _Told:
    """A report that will be kept: what it says of a count, and the count before it."""

    said: Said
    row: RowMapping
    fields: dict[str, Any]
    action: str = "report_beds"

    @property
    def is_newest(self) -> bool:
        before = self.row["updated"]
        return before is None or self.fields["updated"] >= before

    @property
    def outcome(self) -> Reported:
        fields = self.fields
        return Reported(self.row["id"], fields["available"], fields["updated"], self.is_newest)

    @property
    def history(self) -> dict[str, Any]:
        said = self.said
        kept = {"capacity_id": self.row["id"], "actor": said.actor, "received": said.now}
        kept |= {"key": said.report.key, "via": said.via}
        return {name: self.fields[name] for name in TOLD} | kept

    @property
    def change(self) -> Change:
        changed = [name for name in FIELDS if self.fields[name] != self.row[name]]
        before, after = (
            {name: _plain(one[name]) for name in (*changed, "updated")}
            for one in (self.row, self.fields)
        )
        return Change(
            self.action, self.said.actor, "capacity", self.row["id"], self.said.now,
            before=before, after=after,
        )  # fmt: skip


def report_beds(
    session: Session,
    listing_id: str,
    report: BedReport,
    *,
    actor: str,
    via: str,
    now: datetime,
    source: str | None = None,
) -> Reported:
    """Store one report and show it. `actor` as the audit log names them, `via` how it came (see
    CapacityReport), `source` who said it in words. The caller opens the write transaction and has
    asked whether this person may.

    Raises NotFound for a listing or count, BadInput for a number that can't be, Conflict for a
    key that reported other beds.
    """
    said = Said(listing_id, report, actor=actor, via=via, now=now, source=source)
    return report_said(session, said)


def report_said(session: Session, said: Said) -> Reported:
    """The same of a report that is put together already."""
    (outcome,) = report_all(session, [said])
    if isinstance(outcome, ResourceDirError):
        raise outcome
    return outcome


def report_all(
    session: Session, reports: Sequence[Said], *, locked: Locked | None = None
) -> list[Outcome]:
    """Store reports of different listings with different keys, as `report_beds` does; what came of
    each, in their order. One that is refused keeps no other from being stored: all are judged
    before anything is written. `locked` are the counts of their listings, where the caller has
    locked them.
    """
    if locked is None:
        locked = lock_counts(session, [said.listing_id for said in reports])
    keys = [said.key for said in reports]
    stored = {row["key"]: row for row in _all(session.connection(), _BY_KEY, of_keys=keys)}
    judged = [
        _judged(session, said, locked.get(said.listing_id, ()), stored.get(said.key))
        for said in reports
    ]
    if told := [one for one in judged if isinstance(one, _Told)]:
        _store(session, told)
    return [one.outcome if isinstance(one, _Told) else one for one in judged]


def _judged(
    session: Session, said: Said, counts: Sequence[RowMapping], stored: RowMapping | None
) -> _Told | Outcome:
    try:
        row = _one_of(counts, said.report.capacity_id)
        if stored is not None:
            return _repeated(row, stored)
        return _Told(said, row, _fields(session, row, said))
    except ResourceDirError as error:
        return error


def _all(connection: Connection, statement: Select[Any], **values: Any) -> Iterable[RowMapping]:
    return connection.execute(statement, values).mappings()


def lock_counts(session: Session, listing_ids: Iterable[str]) -> Locked:
    """The counts of each of these listings that has any, with its document, held until commit: who
    withholds a listing waits for what is done with them.
    """
    return _locked(session, _LOCK_SHOWN, listing_ids)


def lock_all_counts(session: Session, listing_ids: Iterable[str]) -> Locked:
    """The same, also of listings that are not shown (any more): those have no document."""
    return _locked(session, _LOCK, listing_ids)


def _locked(session: Session, statement: Select[Any], listing_ids: Iterable[str]) -> Locked:
    found: dict[str, list[RowMapping]] = {}
    for row in _all(session.connection(), statement, of_listings=sorted(set(listing_ids))):
        found.setdefault(row["listing_id"], []).append(row)
    return found


def lock_count(session: Session, listing_id: str, capacity_id: str) -> RowMapping:
    """One of them. Raises NotFound."""
    return _one_of(lock_counts(session, [listing_id]).get(listing_id, ()), capacity_id)


def _one_of(counts: Sequence[RowMapping], capacity_id: str) -> RowMapping:
    for row in counts:
        if row["id"] == capacity_id:
            return row
    raise NotFound("This listing counts no such beds. It may have been closed or merged.")


def _repeated(row: RowMapping, before: RowMapping) -> Reported:
    if before["capacity_id"] != row["id"]:
        raise Conflict("This key was used for other beds. Send the report with a new one.")
    return Reported(row["id"], before["available"], before["updated"], is_repeated=True)


def _fields(session: Session, row: RowMapping, said: Said) -> dict[str, Any]:
    """Every field of the count after this report. Raises BadInput."""
    report, now = said.report, said.now
    _check_moments(report, now)
    told = {name: report.fields.get(name, row[name]) for name in FIELDS}
    if report.step:
        told["available"] = _stepped(row, report.step)
    at = report.at or now
    if at > now + FROM_THE_FUTURE:
        raise BadInput("A number from the future can't be kept: look at the clock.", field="at")
    if report.at is not None and report.at < now and "available" in report.fields:
        told["available"] = _as_of_now(session, row, told["available"], at)
    _check(told, held=row["held"])
    flag = flag_of(session, row, Point(at, told["available"], told["maximum"]))
    return {**told, "updated": at, "via": said.via, "source": said.source, "flag": flag}


def _check_moments(report: BedReport, now: datetime) -> None:
    told = {"at": report.at, "next_appointment": report.fields.get("next_appointment")}
    for name, moment in told.items():
        if moment is not None and abs(moment - now) > YEARS_AWAY:
            raise BadInput("That is years away: look at the year.", field=name)


def _stepped(row: RowMapping, step: int) -> int:
    if row["available"] is None:
        raise BadInput("Nobody said yet how many are free: give the number first.", field="step")
    highest = MOST_BEDS if row["maximum"] is None else row["maximum"] - row["held"]
    return int(max(0, min(row["available"] + step, highest)))


def _as_of_now(session: Session, row: RowMapping, said: int | None, at: datetime) -> int | None:
    """A number that was true a while ago, without the beds that were held since: somebody on the
    way has one of them.
    """
    if type(said) is not int or said < 0:
        return said  # `_check` has a word for it
    return max(0, said + freed_since(session, row["id"], at))


def _check(told: Mapping[str, Any], *, held: int) -> None:
    for name in NUMBERS:
        value = told[name]
        if value is not None and not (type(value) is int and 0 <= value <= MOST_BEDS):
            raise BadInput("The number has to be from 0 to %(most)s.", field=name, most=MOST_BEDS)
    free, total = told["available"], told["maximum"]
    if free is not None and total is not None and free > total:
        raise BadInput(
            "%(free)s free of %(total)s can't be. Correct one of the two.",
            field="available",
            free=free,
            total=total,
        )
    if free is not None and total is not None and held and free + held > total:
        raise BadInput(
            "%(free)s free beside %(held)s held of %(total)s can't be: held beds are not in the "
            "number of free ones.",
            field="available",
            free=free,
            held=held,
            total=total,
        )
    if told["is_accepting"] not in (None, True, False):
        raise BadInput("Say yes or no.", field="is_accepting")


def put_back(
    session: Session, row: RowMapping, fields: dict[str, Any], *, actor: str, now: datetime
) -> None:
    """Let a locked count (`lock_all_counts`) say again what was told before, however old that is:
    every one of TOLD. It is kept as a report is, and shown where its listing is.
    """
    report = BedReport(row["id"], str(uuid4()))
    said = Said(row["listing_id"], report, actor=actor, via=UNDO, now=now)
    told = [_Told(said, row, fields, action="put_back_beds")]
    _write(session, told, newest=told)


def _store(session: Session, told: Sequence[_Told]) -> None:
    _write(session, told, newest=[one for one in told if one.is_newest])


def _write(session: Session, told: Sequence[_Told], *, newest: Sequence[_Told]) -> None:
    connection = session.connection()
    connection.execute(_KEEP, [one.history for one in told])
    if newest:
        connection.execute(_UPDATE, [{"of_capacity": o.row["id"], **o.fields} for o in newest])
    if shown := [one for one in newest if one.row["document"] is not None]:
        number = take_change_number(session)
        connection.execute(_SHOW, [_shown(session, one, number) for one in shown])
    record_all(session, [one.change for one in told])


def _shown(session: Session, told: _Told, number: int) -> dict[str, Any]:
    row, document = told.row, dict(told.row["document"])
    shown = describing.capacity_told(told.fields)
    document["capacity"] = [
        {**one, **shown} if one.get("id") == row["id"] else one
        for one in _with_ids(session, document["capacity"], row)
    ]
    return {"of_listing": row["listing_id"], "document": document, "change_number": number}


def _with_ids(
    session: Session, shown: Sequence[dict[str, Any]], row: RowMapping
) -> Sequence[dict[str, Any]]:
    """The counts of a document with their ids; one of an earlier version has none."""
    if all("id" in one for one in shown):
        return shown
    counts = session.connection().execute(_COUNTS, {"of_listing": row["listing_id"]})
    ids = {(count.unit, count.population): count.id for count in counts}
    return [{**one, "id": ids.get((one["unit"], one["population"]))} for one in shown]


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
