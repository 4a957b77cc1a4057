"""What planners set and keep: assumptions, shifts, scenarios, other demand, publications."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, Float, Integer, Text, Time
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import Base, Id


class PlanningAssumption(Base):
    """A value that a planner set for one need in place of the default, with its band and source."""

    __tablename__ = "planning_assumption"

    need: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[float] = mapped_column(Float)
    low: Mapped[float | None] = mapped_column(Float)
    high: Mapped[float | None] = mapped_column(Float)
    source: Mapped[str] = mapped_column(Text)
    set_at: Mapped[datetime]
    set_by: Mapped[str] = mapped_column(Text)


class TeamShift(Base):
    """When a team is on the road. `byday` as in HSDS; `ends_at` may lie on the next day.

    `area_ids` are "LAYER:AREA" and may be of several layers, so that `layer_id` stays null. Null:
    the shift holds everywhere.
    """

    __tablename__ = "team_shift"
    __table_args__ = (CheckConstraint("teams > 0", name="teams"),)

    id: Mapped[Id]
    team: Mapped[str] = mapped_column(Text)
    byday: Mapped[str] = mapped_column(Text)
    starts_at: Mapped[time] = mapped_column(Time)
    ends_at: Mapped[time] = mapped_column(Time)
    teams: Mapped[int] = mapped_column(Integer)
    layer_id: Mapped[str | None] = mapped_column(Text)
    area_ids: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))


class OtherDemand(Base):
    """People in need whom no call tells of: a count of one kind, need and area in one period."""

    __tablename__ = "other_demand"
    __table_args__ = (CheckConstraint("count >= 0", name="count"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(Text, index=True)
    need: Mapped[str] = mapped_column(Text, index=True)
    area: Mapped[str] = mapped_column(Text)
    from_day: Mapped[date] = mapped_column(Date)
    to_day: Mapped[date] = mapped_column(Date)
    count: Mapped[int] = mapped_column(Integer)
    mean_hours: Mapped[float | None] = mapped_column(Float)
    source: Mapped[str] = mapped_column(Text)
    added: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(Text)


class Scenario(Base):
    """A what-if that somebody keeps: the moves, under a key that a link carries."""

    __tablename__ = "scenario"

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    moves: Mapped[list[Any]] = mapped_column(JSON)
    created: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(Text)


class PublishedTable(Base):
    """A table of counts as it was published, small cells hidden. Never changed, so that no two
    versions of one period can be compared.
    """

    __tablename__ = "published_table"

    id: Mapped[Id]
    data_set_id: Mapped[str] = mapped_column(Text, index=True)
    layer_id: Mapped[str | None] = mapped_column(Text)
    from_day: Mapped[date] = mapped_column(Date)
    to_day: Mapped[date] = mapped_column(Date)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(Text)
