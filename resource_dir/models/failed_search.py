"""Searches that found nothing, counted for the planner."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import Base


class FailedSearch(Base):
    """How often a need found nothing in an area, in one hour; nothing else of a search is kept.

    `hour` is the beginning of the hour (UTC); `area` an area key such as "zip:81201" and `need` a
    slug of `needs.NEEDS`; each is empty where the search named none.
    """

    __tablename__ = "failed_search"
    __table_args__ = (CheckConstraint("count > 0", name="count"),)

    hour: Mapped[datetime] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(Text, primary_key=True)
    need: Mapped[str] = mapped_column(Text, primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
