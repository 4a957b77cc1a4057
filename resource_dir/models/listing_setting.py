"""What a listing is set to, beyond what the exchange standard knows."""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import UUID_LENGTH, Base, Id


class ListingSetting(Base):
    """Of one service: until when it is closed, and whether it is open only when activated
    (a warming center, a motel voucher). No import writes here.
    """

    __tablename__ = "listing_setting"

    service_id: Mapped[str] = mapped_column(String(UUID_LENGTH), primary_key=True)
    closed_until: Mapped[date | None] = mapped_column(Date)
    is_only_activated: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())


class Activation(Base):
    """A service is open from `starts` to `ends`, for tonight. `stopped` ends it before."""

    __tablename__ = "activation"

    id: Mapped[Id]
    service_id: Mapped[str] = mapped_column(String(UUID_LENGTH), index=True)
    starts: Mapped[datetime]
    ends: Mapped[datetime]
    stopped: Mapped[datetime | None]
    actor: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)


class BedSetting(Base):
    """Of one count of beds: how long a number is believed (null: by need), whether a bed that is
    asked for is confirmed by itself, and for how many minutes it may be held.
    """

    __tablename__ = "bed_setting"

    capacity_id: Mapped[str] = mapped_column(ForeignKey("capacity.id"), primary_key=True)
    fresh_hours: Mapped[int | None]
    confirms_by_itself: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    longest_hold_minutes: Mapped[int | None]
