"""What an undo leaves as it is: withheld places, what others hung on, what came in past edits."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import (
    Address,
    Base,
    Capacity,
    Phone,
    Service,
    ServiceAtLocation,
    Unit,
)
from resource_dir.operations.beds.reporting import BedReport, report_beds
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.life import NewListing, create_listing
from resource_dir.operations.editing.revising import RowChange, revise
from resource_dir.operations.editing.taking_back import undo_account
from resource_dir.operations.editing.undo_report import Kept, UndoReport
from resource_dir.operations.listings.refreshing import refresh_documents
from resource_dir.operations.withholding.publishing import withhold_listing

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=6)
SECRET = "4711 Juniper"


def _edit(session: Session, service_id: str, *changes: RowChange, who: str = "ann", at: int = 0):
    with writing(session):
        revise(session, service_id, changes, author=Author(f"account:{who}"), action="edit",
               now=NOW + timedelta(minutes=at))  # fmt: skip


def _undo(session: Session) -> UndoReport:
    with writing(session):
        return undo_account(session, "ann", since=NOW, until=LATER,
                            author=Author("account:steward"), now=LATER)  # fmt: skip


def _service(session: Session, service_id: str) -> Service:
    session.rollback()
    session.expire_all()
    return session.get_one(Service, service_id)


def _link(session: Session, service_id: str) -> ServiceAtLocation:
    session.rollback()
    query = select(ServiceAtLocation).where(ServiceAtLocation.service_id == service_id)
    return session.scalars(query).one()


def _withhold(session: Session, service_id: str) -> None:
    listing_id = _link(session, service_id).id
    session.rollback()
    with writing(session):
        withhold_listing(session, listing_id, now=NOW)


def _everything(session: Session) -> str:
    session.rollback()
    tables = Base.metadata.sorted_tables
    return "\n".join(str(row) for table in tables for row in session.execute(select(table)))


def _begin(session: Session, shelter: str) -> str:
    """A listing that ann began."""
    new = NewListing(
        str(_service(session, shelter).organization_id), "New place", "sobering_center",
        phone="719-555-0177", place=("1 Aspen Way", "Salida", "CO", "81201"),
    )  # fmt: skip
    session.rollback()
    with writing(session):
        return create_listing(session, new, author=Author("account:ann"), now=NOW)[0]


def test_a_place_that_was_withheld_since_is_not_put_back(session: Session, shelter: str) -> None:
    location = _link(session, shelter).location_id
    session.rollback()
    address = str(uuid4())
    street = {"location_id": location, "address_1": f"{SECRET} Way", "city": "Salida"}
    _edit(session, shelter, RowChange("address", address, street), who="bob")
    _edit(session, shelter, RowChange("address", address, {"address_1": "1 Elm"}), at=1)
    _edit(session, shelter, RowChange("address", address, None), at=2)
    _edit(session, shelter, RowChange("service", shelter, {"fees": "Ten"}), at=3)
    _withhold(session, shelter)

    told = _undo(session)

    assert SECRET not in _everything(session)
    assert session.scalars(select(Address.id).where(Address.location_id == location)).all() == []
    assert ("address", address) in {(one.table, one.row_id) for one in told.erased}
    assert told.left == ()


def test_words_that_would_say_a_street_beside_a_withheld_listing_stay_and_the_rest_goes_back(
    session: Session, shelter: str, write: Callable[..., None]
) -> None:
    soup, street = str(uuid4()), f"Soup behind {SECRET} Way, Salida"
    organization = _service(session, shelter).organization_id
    write(Service(id=soup, organization_id=organization, name="Soup", description=street))
    with writing(session):
        refresh_documents(session, [soup])
    _withhold(session, shelter)
    _edit(session, soup, RowChange("service", soup, {"description": "Soup", "fees": "Ten"}))

    told = _undo(session)

    service = _service(session, soup)
    assert (service.description, service.fees) == ("Soup", None)
    assert told.erased == (Kept(soup, "service", soup, "description"),)
    assert (told.services, told.revisions) == ((soup,), 1)


def test_a_listing_that_the_account_began_goes_with_all_of_it(
    session: Session, shelter: str
) -> None:
    began = _begin(session, shelter)

    told = _undo(session)

    session.rollback()
    assert told.left == ()
    assert session.get(Service, began) is None


def test_a_listing_that_the_account_began_stays_where_somebody_else_added_to_it(
    session: Session, shelter: str
) -> None:
    began, phone = _begin(session, shelter), str(uuid4())
    added = {"service_id": began, "number": "+17195550123"}
    _edit(session, began, RowChange("phone", phone, added), who="bob", at=5)

    told = _undo(session)

    assert _service(session, began).name == "New place"
    assert session.get_one(Phone, phone).service_id == began
    query = select(Phone.number).where(Phone.service_id == began)
    assert session.scalars(query).all() == ["+17195550123"]
    assert told.left == (Kept(began, "service", began, "*"),)


def test_a_count_that_the_account_added_stays_where_somebody_else_said_how_many_are_free(
    session: Session, shelter: str, write: Callable[..., None]
) -> None:
    unit, count, listing = str(uuid4()), str(uuid4()), _link(session, shelter).id
    session.rollback()
    write(Unit(id=unit, name="crib"))
    row: dict[str, Any] = {"service_at_location_id": listing, "unit_id": unit, "population": "all"}
    _edit(session, shelter, RowChange("capacity", count, row))
    with writing(session):
        report_beds(session, listing, BedReport(count, str(uuid4()), fields={"available": 2}),
                    actor="account:bob", via="page", now=NOW + timedelta(minutes=5))  # fmt: skip

    told = _undo(session)

    session.rollback()
    assert session.get_one(Capacity, count).available == 2
    assert told.left == (Kept(shelter, "capacity", count, "*"),)


def test_what_came_in_past_the_edits_since_stays_and_is_named(
    session: Session, shelter: str
) -> None:
    _edit(session, shelter, RowChange("service", shelter, {"fees": "Ten", "alert": "Ring"}))
    with writing(session):  # as an import does with a newer date of a check
        session.get_one(Service, shelter).fees = "Eleven"

    told = _undo(session)

    service = _service(session, shelter)
    assert (service.fees, service.alert) == ("Eleven", None)
    assert told.left == (Kept(shelter, "service", shelter, "fees"),)


def test_a_row_that_somebody_else_removed_goes_again(session: Session, shelter: str) -> None:
    phone = session.scalars(select(Phone.id).where(Phone.service_id == shelter)).one()
    session.rollback()
    again = {"service_id": shelter, "number": "+17195550123"}
    _edit(session, shelter, RowChange("phone", phone, {"number": "+17195550144"}))
    _edit(session, shelter, RowChange("phone", phone, None), who="bob", at=1)
    _edit(session, shelter, RowChange("phone", phone, again), at=2)

    _undo(session)

    session.rollback()
    assert session.get(Phone, phone) is None
