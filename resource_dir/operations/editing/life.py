"""A listing comes, closes for a while, is activated for a night, is retired, comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir import needs
from resource_dir.errors import BadInput, NotFound, WithheldPlace
from resource_dir.hsds.repairs import split_phone
from resource_dir.hsds.street_text import looks_like_street_address
from resource_dir.models import Organization, Revision, Service, WithheldMark
from resource_dir.operations.auditing import record
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.revising import Revised, RowChange, revise
from resource_dir.operations.editing.rows import stored_row
from resource_dir.operations.editing.tonight import MOST_DAYS

LONGEST_ACTIVATION = timedelta(days=7)  # longer than a cold spell: then it has hours
RETIRED, ACTIVE = "inactive", "active"
STATED_BY_ITS_PROVIDER = "its provider"


@dataclass(frozen=True, slots=True)
class NewListing:
    """What a new listing begins with; the editor adds the rest. Withheld: no place is taken.

    `place` is (street, city, state, ZIP), None where there is none.
    """

    organization_id: str
    name: str
    need: str
    phone: str | None = None
    place: tuple[str, str, str, str] | None = None
    is_withheld: bool = False


def close_until(
    session: Session, service_id: str, *, until: date, today: date, author: Author, now: datetime
) -> Revised:
    """Close it until a day on which it opens again, by itself. Raises BadInput."""
    if not today < until <= today + timedelta(days=MOST_DAYS):
        raise BadInput(
            "Give a day after today, within %(most)s days. For longer, retire the listing.",
            field="until",
            most=MOST_DAYS,
        )
    values = {"closed_from": today, "closed_until": until}
    return _set(session, service_id, values, author=author, action="close", now=now)


def reopen(session: Session, service_id: str, *, author: Author, now: datetime) -> Revised:
    """Open it again: after a closure, or after it was retired."""
    values = {"closed_from": None, "closed_until": None}
    changes = [RowChange("listing_setting", service_id, values)]
    if (stored_row(session, "service", service_id) or {}).get("status") != ACTIVE:
        changes.append(RowChange("service", service_id, {"status": ACTIVE}))
    return revise(session, service_id, changes, author=author, action="reopen", now=now)


def activate(
    session: Session,
    service_id: str,
    *,
    starts: datetime,
    ends: datetime,
    author: Author,
    now: datetime,
) -> Revised:
    """Open it from one moment to another; it is closed otherwise. Raises BadInput."""
    if ends <= max(starts, now):
        raise BadInput("The end has to be after the beginning, and after now.", field="ends")
    if starts > now + timedelta(days=MOST_DAYS):
        raise BadInput(
            "It can be activated within %(most)s days from now: look at the year.",
            field="starts",
            most=MOST_DAYS,
        )
    if ends - starts > LONGEST_ACTIVATION:
        raise BadInput(
            "It can be activated for %(days)s days at most.",
            field="ends",
            days=LONGEST_ACTIVATION.days,
        )
    values = {"is_only_activated": True, "activated_from": starts, "activated_until": ends}
    return _set(session, service_id, values, author=author, action="activate", now=now)


def stop_activation(
    session: Session, service_id: str, *, is_only_activated: bool, author: Author, now: datetime
) -> Revised:
    """End an activation now. Not `is_only_activated`: its usual hours hold again."""
    values = {
        "is_only_activated": is_only_activated,
        "activated_from": None,
        "activated_until": None,
    }
    return _set(session, service_id, values, author=author, action="stop", now=now)


def retire(session: Session, service_id: str, *, author: Author, now: datetime) -> Revised:
    """Show it no more; its history stays, and it can be opened again."""
    change = RowChange("service", service_id, {"status": RETIRED})
    return revise(session, service_id, [change], author=author, action="retire", now=now)


def create_listing(
    session: Session, new: NewListing, *, author: Author, now: datetime, key: str | None = None
) -> tuple[str, Revised]:
    """(id of its service, what became of it). The same `key` begins one listing.

    Raises BadInput, NotFound for the organization, WithheldPlace for any place of a withheld one.
    """
    before = session.scalars(select(Revision).where(Revision.key == key)).first() if key else None
    if before is not None:
        is_live = before.state == "live"
        return before.service_id, Revised(
            before.number if is_live else None, None if is_live else before.number, before.held_for
        )
    if session.get(Organization, new.organization_id) is None:
        raise NotFound("There is no such organization.")
    if not new.name.strip():
        raise BadInput("Give it a name.", field="name")
    if new.need not in needs.NEEDS:
        raise BadInput("Choose what it is for.", field="need")
    service_id = str(uuid4())
    if new.is_withheld:
        _begin_withheld(session, service_id, new, author=author, now=now)
    changes = [
        RowChange("service", service_id, {
            "organization_id": new.organization_id, "name": new.name.strip(), "status": ACTIVE,
        }),
        RowChange("listing_need", str(uuid4()), {
            "service_id": service_id, "need_slug": new.need, "origin": "stated",
        }),
        *_phone(service_id, new.phone),
        *_place(service_id, new),
    ]  # fmt: skip
    done = revise(session, service_id, changes, author=author, action="create", now=now, key=key)
    return service_id, done


def setting_of(session: Session, service_id: str) -> dict[str, Any]:
    """The setting of a service, with nothing set where it has none."""
    found = stored_row(session, "listing_setting", service_id)
    return found or {
        "closed_from": None, "closed_until": None, "is_only_activated": False,
        "activated_from": None, "activated_until": None,
    }  # fmt: skip


def is_retired(session: Session, service_id: str) -> bool:
    """Whether it is shown no more. Raises NotFound."""
    service = session.get(Service, service_id)
    if service is None:
        raise NotFound("There is no such listing. It may have been closed or merged.")
    return service.status in (RETIRED, "defunct")


def _set(
    session: Session,
    service_id: str,
    values: dict[str, Any],
    *,
    author: Author,
    action: str,
    now: datetime,
) -> Revised:
    change = RowChange("listing_setting", service_id, values)
    return revise(session, service_id, [change], author=author, action=action, now=now)


def _begin_withheld(
    session: Session, service_id: str, new: NewListing, *, author: Author, now: datetime
) -> None:
    """The mark comes before anything else of it, and no place with it."""
    if new.place is not None or looks_like_street_address(new.name):
        raise WithheldPlace(
            "The place of this listing is withheld, and this looks as if it says where it is. "
            "Leave the place out.",
            field="place" if new.place is not None else "name",
        )
    session.add(
        WithheldMark(
            table_name="service", row_id=service_id, reason=STATED_BY_ITS_PROVIDER, marked=now
        )
    )
    record(
        session, "withhold", actor=author.actor, table="service", row_id=service_id, now=now,
        after={"is_withheld": True},
    )  # fmt: skip
    session.flush()


def _phone(service_id: str, number: str | None) -> list[RowChange]:
    if not number:
        return []
    try:
        parts, _ = split_phone(number)
    except BadInput as error:
        raise BadInput(error.template, field="phone", **error.values) from error
    values = {
        "service_id": service_id,
        "type": "voice",
        "number": parts.number,
        "extension": parts.extension,
    }
    return [RowChange("phone", str(uuid4()), values)]


def _place(service_id: str, new: NewListing) -> Sequence[RowChange]:
    if new.place is None:
        return []
    location, (street, city, state, postal_code) = str(uuid4()), new.place
    return [
        RowChange("location", location, {
            "organization_id": new.organization_id, "location_type": "physical",
        }),
        RowChange("service_at_location", str(uuid4()), {
            "service_id": service_id, "location_id": location,
        }),
        RowChange("address", str(uuid4()), {
            "location_id": location, "address_1": street, "city": city, "state_province": state,
            "postal_code": postal_code, "country": "US", "address_type": "physical",
        }),
    ]  # fmt: skip
