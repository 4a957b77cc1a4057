"""Calls for service, coarsened: what is left of an export once nobody can be found in it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import Base


class CallDataSet(Base):
    """The calls of one agency, under one name. `zone` is the IANA zone its hours are counted in.

    `layer_id` names the areas its calls are counted by; null: by grid cells. `crosswalk_id` names
    what its call types mean; null: nothing is mapped.
    """

    __tablename__ = "call_data_set"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    agency: Mapped[str] = mapped_column(Text)
    zone: Mapped[str] = mapped_column(Text)
    profile: Mapped[dict[str, Any]] = mapped_column(JSON)
    layer_id: Mapped[str | None] = mapped_column(ForeignKey("area_layer.id"))
    crosswalk_id: Mapped[str | None] = mapped_column(ForeignKey("crosswalk.id"))
    created: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(Text)


class CallImport(Base):
    """One reading of one file: its period, its audit, and how many calls were kept."""

    __tablename__ = "call_import"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    data_set_id: Mapped[str] = mapped_column(ForeignKey("call_data_set.id"), index=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(Text)
    from_day: Mapped[date] = mapped_column(Date)
    to_day: Mapped[date] = mapped_column(Date)
    calls: Mapped[int]
    audit: Mapped[dict[str, Any]] = mapped_column(JSON)


class CallBatch(Base):
    """One month of coarsened calls as a Parquet file, and the hours of it that were observed.

    The database is the truth: files made of `content` may be deleted at any time. `digest` is of
    `content`. `observed` maps an ISO day to a list of 24 shares of hours seen (a daylight-saving
    day's lost hour is 0, its doubled hour 2).
    """

    __tablename__ = "call_batch"
    __table_args__ = (CheckConstraint("calls >= 0", name="calls"),)

    data_set_id: Mapped[str] = mapped_column(ForeignKey("call_data_set.id"), primary_key=True)
    month: Mapped[date] = mapped_column(Date, primary_key=True)
    calls: Mapped[int]
    observed: Mapped[dict[str, Any]] = mapped_column(JSON)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(Text)


class CallProfile(Base):
    """How to read one kind of export: saved by name, beside those that come with the product."""

    __tablename__ = "call_profile"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    created: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(Text)
