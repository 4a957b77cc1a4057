"""How long a number of one count is believed, where the house says so itself."""

from datetime import datetime

from sqlalchemy.orm import Session

from resource_dir.errors import BadInput, NotFound
from resource_dir.models import BedSetting, Capacity
from resource_dir.operations.auditing import record
from resource_dir.operations.beds.listings import lock_listing
from resource_dir.operations.listings.refreshing import refresh_documents

# An hour: nobody can be asked more often. A week: nobody drives somewhere on last week's number.
LEAST_HOURS, MOST_HOURS = 1, 168


def set_fresh_hours(
    session: Session,
    listing_id: str,
    capacity_id: str,
    hours: int | None,
    *,
    actor: str,
    now: datetime,
) -> None:
    """Believe numbers of this count for so many hours; None: as its needs have it.

    Raises NotFound, also for a count of another listing; BadInput.
    """
    document = lock_listing(session, listing_id)
    count = session.get(Capacity, capacity_id)
    if count is None or count.service_at_location_id != listing_id:
        raise NotFound("There is no such count of beds here.")
    if hours is not None and not LEAST_HOURS <= hours <= MOST_HOURS:
        raise BadInput(
            "Give hours from %(least)s to %(most)s, or nothing.",
            field="hours",
            least=LEAST_HOURS,
            most=MOST_HOURS,
        )
    setting = _setting(session, capacity_id)
    before, setting.fresh_hours = setting.fresh_hours, hours
    if before == hours:
        return
    record(
        session,
        "set_fresh_hours",
        actor=actor,
        table="bed_setting",
        row_id=capacity_id,
        now=now,
        before={"fresh_hours": before},
        after={"fresh_hours": hours},
    )
    refresh_documents(session, [document["service_id"]])


def _setting(session: Session, capacity_id: str) -> BedSetting:
    setting = session.get(BedSetting, capacity_id, with_for_update=True)
    if setting is None:
        setting = BedSetting(capacity_id=capacity_id)
        session.add(setting)
    return setting
