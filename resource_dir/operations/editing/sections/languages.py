"""Languages spoken: rows of the exchange standard, and those that a source states as criteria."""

from sqlalchemy.orm import Session

from resource_dir.errors import BadInput
from resource_dir.fit import LANGUAGES, is_fact_code
from resource_dir.models import Criterion, Language
from resource_dir.operations.editing.rows import RowChange
from resource_dir.operations.editing.sections.listed import RowKind, read_rows, row_changes
from resource_dir.operations.editing.sections.section import Listing, Section, Values
from resource_dir.operations.rows import rows_where
from resource_dir.operations.texts import N_

PREFIX = "language:"


def _taken(row: Values) -> Values:
    if row["code"] and not is_fact_code(f"{PREFIX}{row['code']}"):
        raise BadInput("Choose one of the list.", field="languages")
    if row["code"] in LANGUAGES:
        return row | {"name": LANGUAGES[row["code"]].name}
    return row


ROWS = RowKind(Language, ("service_id", "location_id"), ("code", "name"), taken=_taken)


def read(session: Session, listing: Listing) -> Values:
    """All languages that the listing states."""
    stated = [
        {"id": row["id"], "belongs": "service_id", "code": row["code"].removeprefix(PREFIX),
         "name": ""}
        for row in _criteria(session, listing)
    ]  # fmt: skip
    listed = [_named(row) for row in read_rows(session, listing, ROWS)]
    return {"languages": [*listed, *stated]}


def _named(row: Values) -> Values:
    """The name is only for a language without a code of ours."""
    return row | {"name": "" if row["code"] in LANGUAGES else row["name"]}


def _criteria(session: Session, listing: Listing) -> list[Values]:
    found = []
    for owner in ("service_id", "service_at_location_id"):
        key = listing.owners.get(owner)
        rows = rows_where(session, Criterion, owner, [key] if key else [])
        found += [dict(r) for r in rows if r["code"].startswith(PREFIX) and r["stance"] == "yes"]
    return found


def changes(session: Session, listing: Listing, values: Values) -> list[RowChange]:
    """A language that came as a criterion stays one."""
    wanted = {row["id"]: row for row in values["languages"]}
    found = []
    for row in _criteria(session, listing):
        typed = wanted.pop(row["id"], None)
        if typed is None or not typed["code"]:
            found.append(RowChange("criterion", row["id"], None))
        else:
            code = f"{PREFIX}{_taken(typed)['code']}"
            found.append(RowChange("criterion", row["id"], {"code": code}))
    return [*row_changes(session, listing, ROWS, list(wanted.values())), *found]


SECTION = Section("languages", N_("Languages"), read, changes)
