"""What a provider sets for each count: whether a bed is confirmed by itself, and how long it is
kept.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from resource_dir.errors import BadInput
from resource_dir.models import BedSetting
from resource_dir.operations.auditing import record
from resource_dir.operations.beds.reporting import lock_count

# Shorter than the next car needs is a no; longer keeps a bed from whoever stands at the door.
LEAST_MINUTES, MOST_MINUTES = 15, 240


def set_holding(
    session: Session,
    listing_id: str,
    capacity_id: str,
    *,
    confirms_by_itself: bool,
    longest_minutes: int,
    actor: str,
    now: datetime,
) -> None:
    """Store both. The caller has asked whether this person keeps the listing. Raises NotFound,
    BadInput.
    """
    if not LEAST_MINUTES <= longest_minutes <= MOST_MINUTES:
        raise BadInput(
            "Give minutes from %(least)s to %(most)s.",
            field="longest",
            least=LEAST_MINUTES,
            most=MOST_MINUTES,
        )
    lock_count(session, listing_id, capacity_id)
    setting = session.get(BedSetting, capacity_id)
    if setting is None:
        setting = BedSetting(capacity_id=capacity_id, confirms_by_itself=False)
        session.add(setting)
    before = {
        "confirms_by_itself": setting.confirms_by_itself,
        "longest_hold_minutes": setting.longest_hold_minutes,
    }
    after = {"confirms_by_itself": confirms_by_itself, "longest_hold_minutes": longest_minutes}
    if before == after:
        return
    setting.confirms_by_itself, setting.longest_hold_minutes = confirms_by_itself, longest_minutes
    record(
        session, "set_holding", actor=actor, table="bed_setting", row_id=capacity_id, now=now,
        before=before, after={**after, "listing_id": listing_id},
    )  # fmt: skip
