"""Front door, who is taken, health, what police need: the criteria of `fit`, by their groups."""

from sqlalchemy.orm import Session

from resource_dir.errors import BadInput
from resource_dir.fit import read_age_span
from resource_dir.operations.editing.comparing import plain
from resource_dir.operations.editing.rows import RowChange, stored_row
from resource_dir.operations.editing.sections.section import Listing, Section, Values
from resource_dir.operations.editing.sections.stated import (
    known_criteria,
    names_in,
    read_stated,
    stated_changes,
)
from resource_dir.operations.editing.sections.texts import number_of, text_of, value_of
from resource_dir.operations.texts import N_

GROUPS = {
    "front-door": ("front_door", "papers"),
    "who": ("who", "company", "access", "residence", "stay", "beds"),
    "health": ("substances", "medication", "care", "exclusions"),
    "clearance": ("police_drop_off", "legal", "clearance"),
}
NAMES = {slug: names_in(groups) for slug, groups in GROUPS.items()}
AGES = ("minimum_age", "maximum_age")


def _section(slug: str, title: str) -> Section:
    names = NAMES[slug]

    def read(session: Session, listing: Listing) -> Values:
        return read_stated(session, listing, names)

    def changes(session: Session, listing: Listing, values: Values) -> list[RowChange]:
        return stated_changes(session, listing, names, values)

    return Section(slug, title, read, changes)


def read_who(session: Session, listing: Listing) -> Values:
    """Ages, in words, and the criteria."""
    row = stored_row(session, "service", listing.service_id) or {}
    words = {"eligibility_description": text_of(row.get("eligibility_description"))}
    return words | _ages(session, listing) | read_stated(session, listing, NAMES["who"])


def _ages(session: Session, listing: Listing) -> Values:
    """The ages that count: those of a criterion, else those of the service."""
    known = known_criteria(session, listing).get("age")
    for row in reversed(known.rows if known else ()):
        span = read_age_span(row["value"])
        if span is not None and row["stance"] == "yes":
            low, high = span
            return {
                "minimum_age": text_of(low) if low else "",
                "maximum_age": text_of(high) if high < 1000 else "",
            }
    service = stored_row(session, "service", listing.service_id) or {}
    return {name: text_of(service.get(name)) for name in AGES}


def change_who(session: Session, listing: Listing, values: Values) -> list[RowChange]:
    """Raises BadInput for ages that are no numbers or the wrong way round."""
    words = {"eligibility_description": value_of(values.get("eligibility_description"))}
    service = RowChange("service", listing.service_id, words)
    ages, removed = _age_changes(session, listing, values)
    return [
        RowChange("service", listing.service_id, {**(service.values or {}), **ages}),
        *removed,
        *stated_changes(session, listing, NAMES["who"], values),
    ]


def _age_changes(
    session: Session, listing: Listing, values: Values
) -> tuple[Values, list[RowChange]]:
    """Ages that were changed stand at the service from now on, and nowhere else."""
    before = _ages(session, listing)
    wanted = {name: values.get(name, before[name]) for name in AGES}
    if plain(wanted) == plain(before):
        return {}, []
    ages = {name: number_of(text, field=name) for name, text in wanted.items()}
    low, high = ages["minimum_age"], ages["maximum_age"]
    if low is not None and high is not None and low > high:
        raise BadInput("The oldest age has to be above the youngest.", field="maximum_age")
    known = known_criteria(session, listing).get("age")
    rows = known.rows if known else ()
    return ages, [RowChange("criterion", row["id"], None) for row in rows]


FRONT_DOOR = _section("front-door", N_("Front door"))
WHO = Section("who", N_("Who is taken"), read_who, change_who)
HEALTH = _section("health", N_("Health, medication and exclusions"))
CLEARANCE = _section("clearance", N_("Police drop-off and medical clearance"))
