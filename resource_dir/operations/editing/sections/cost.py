"""What it costs, and how it can be paid."""

from sqlalchemy.orm import Session

from resource_dir.models import CostOption
from resource_dir.operations.editing.rows import RowChange, stored_row
from resource_dir.operations.editing.sections.listed import RowKind, read_rows, row_changes
from resource_dir.operations.editing.sections.section import Listing, Section, Values
from resource_dir.operations.editing.sections.stated import names_in, read_stated, stated_changes
from resource_dir.operations.editing.sections.texts import number_of, text_of, value_of
from resource_dir.operations.texts import N_

COSTS = RowKind(
    CostOption,
    ("service_id",),
    ("option", "amount", "amount_description"),
    taken=lambda row: row | {"amount": number_of(row["amount"], field="costs")},
    fresh={"currency": "USD"},
)
PAYMENTS = names_in(("payment",))


def read(session: Session, listing: Listing) -> Values:
    """Fees in words, costs one by one, ways of paying."""
    row = stored_row(session, "service", listing.service_id) or {}
    return {
        "fees": text_of(row.get("fees_description") or row.get("fees")),
        "costs": read_rows(session, listing, COSTS),
        **read_stated(session, listing, PAYMENTS),
    }


def changes(session: Session, listing: Listing, values: Values) -> list[RowChange]:
    """HSDS has two fields for fees; what is changed stands in one of them afterwards."""
    found = [
        *row_changes(session, listing, COSTS, values["costs"]),
        *stated_changes(session, listing, PAYMENTS, values),
    ]
    fees = value_of(values.get("fees"))
    if fees != value_of(read(session, listing)["fees"]):
        wanted = {"fees_description": fees, "fees": None}
        found.append(RowChange("service", listing.service_id, wanted))
    return found


SECTION = Section("cost", N_("Cost and payment"), read, changes)
