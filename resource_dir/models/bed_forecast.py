"""What a unit's reports so far say of the next one."""

from datetime import datetime

from sqlalchemy import Float, ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import Base


class BedForecast(Base):
    """Counts of one unit's reports: how many were full or free, and how often that changed.

    Derived from `capacity_report`, and can be made again from it. `interval_hours` is the usual
    time between two of its reports.
    """

    __tablename__ = "bed_forecast"

    capacity_id: Mapped[str] = mapped_column(
        ForeignKey("capacity.id", ondelete="CASCADE"), primary_key=True
    )
    n_full: Mapped[float] = mapped_column(Float)
    n_free: Mapped[float] = mapped_column(Float)
    n_to_free: Mapped[float] = mapped_column(Float)
    n_to_full: Mapped[float] = mapped_column(Float)
    interval_hours: Mapped[float] = mapped_column(Float)
    was_free: Mapped[bool | None]
    last_at: Mapped[datetime | None]
    updated: Mapped[datetime]


class ForecastFleet(Base):
    """What all units together say, for those with few reports: the prior of both chances."""

    __tablename__ = "forecast_fleet"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    to_free: Mapped[float] = mapped_column(Float)
    to_free_weight: Mapped[float] = mapped_column(Float)
    to_full: Mapped[float] = mapped_column(Float)
    to_full_weight: Mapped[float] = mapped_column(Float)
    units: Mapped[int] = mapped_column(Integer)
    fitted: Mapped[datetime]
