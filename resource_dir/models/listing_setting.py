"""What a listing is set to, beyond what the exchange standard knows."""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import UUID_LENGTH, Base


class ListingSetting(Base):
    """Of one service: the days on which it is closed for now (`closed_until` is the day on which it
    opens again), and whether it is open only when activated (a warming center, a motel voucher),
    and from when to when it is. No import writes here.
    """

    __tablename__ = "listing_setting"

    service_id: Mapped[str] = mapped_column(String(UUID_LENGTH), primary_key=True)
    closed_from: Mapped[date | None] = mapped_column(Date)
    closed_until: Mapped[date | None] = mapped_column(Date)
    activated_from: Mapped[datetime | None]
    activated_until: Mapped[datetime | None]
    is_only_activated: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())


class BedSetting(Base):
    """Of one count of beds: how long a number is believed (null: by need), whether a bed that is
    asked for is confirmed by itself, and for how many minutes it may be held.
    """

    __tablename__ = "bed_setting"

    capacity_id: Mapped[str] = mapped_column(ForeignKey("capacity.id"), primary_key=True)
    fresh_hours: Mapped[int | None]
    confirms_by_itself: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    longest_hold_minutes: Mapped[int | None]
